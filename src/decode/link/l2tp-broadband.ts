import {type Field, none, parts, text, u16, u32, u64, u8} from '../field.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';

// RFC 5515, section 5
/** What the machine at the end of a subscriber's line says of it. */
export const p = parts('l2tp', () => ({
	'avp.broadbandtype': u16('Type', {
		values: new Map([
			[1, 'Agent-Circuit-Id'],
			[2, 'Agent-Remote-Id'],
			[129, 'Actual-Data-Rate-Upstream'],
			[130, 'Actual-Data-Rate-Downstream'],
			[131, 'Minimum-Data-Rate-Upstream'],
			[132, 'Minimum-Data-Rate-Downstream'],
			[133, 'Attainable-Data-Rate-Upstream'],
			[134, 'Attainable-Data-Rate-Downstream'],
			[135, 'Maximum-Data-Rate-Upstream'],
			[136, 'Maximum-Data-Rate-Downstream'],
			[137, 'Minimum-Data-Rate-Upstream-Low-Power'],
			[138, 'Minimum-Data-Rate-Downstream-Low-Power'],
			[139, 'Maximum-Interleaving-Delay-Upstream'],
			[140, 'Actual-Interleaving-Delay-Upstream'],
			[141, 'Maximum-Interleaving-Delay-Downstream'],
			[142, 'Actual-Interleaving-Delay-Downstream'],
			[144, 'Access-Loop-Encapsulation'],
			[145, 'ANCP Access Line Type'],
			[254, 'IWF-Session'],
		]),
	}),
	'broadband.agent_circuit_id': text('Agent Circuit ID', {about: 'The line of a subscriber, as the machine at its end calls it.', reference: 'RFC 5515, section 5.3'}),
	'broadband.agent_remote_id': text('Agent Remote ID', {about: 'The subscriber, as the machine at the end of the line calls them.', reference: 'RFC 5515, section 5.4'}),
	'broadband.actual_dr_up': u64('Actual Data Rate Upstream'),
	'broadband.actual_dr_down': u64('Actual Data Rate Downstream'),
	'broadband.minimum_dr_up': u64('Minimum Data Rate Upstream'),
	'broadband.minimum_dr_down': u64('Minimum Data Rate Downstream'),
	'broadband.attainable_dr_up': u64('Attainable Data Rate Upstream'),
	'broadband.attainable_dr_down': u64('Attainable Data Rate Downstream'),
	'broadband.maximum_dr_up': u64('Maximum Data Rate Upstream'),
	'broadband.maximum_dr_down': u64('Maximum Data Rate Downstream'),
	'broadband.minimum_dr_up_low_power': u64('Minimum Data Rate Upstream Low-Power'),
	'broadband.minimum_dr_down_low_power': u64('Minimum Data Rate Downstream Low-Power'),
	'broadband.maximum_interleaving_delay_up': u32('Maximum Interleaving Delay Upstream'),
	'broadband.actual_interleaving_delay_up': u32('Actual Interleaving Delay Upstream'),
	'broadband.maximum_interleaving_delay_down': u32('Maximum Interleaving Delay Downstream'),
	'broadband.actual_interleaving_delay_down': u32('Actual Interleaving Delay Downstream'),
	'broadband.access_loop_encapsulation': none('Access Loop Encapsulation', {reference: 'RFC 5515, section 5.19'}),
	'broadband.access_loop_encapsulation.data_link': u8('Data Link', {base: 'hex', values: new Map([[0, 'ATM AAL5'], [1, 'Ethernet']])}),
	'broadband.access_loop_encapsulation.enc1': u8('Encaps 1', {
		base: 'hex',
		values: new Map([[0, 'NA - Not Available'], [1, 'Untagged Ethernet'], [2, 'Single-Tagged Ethernet']]),
	}),
	'broadband.access_loop_encapsulation.enc2': u8('Encaps 2', {
		base: 'hex',
		values: new Map([
			[0, 'NA - Not Available'],
			[1, 'PPPoA LLC'],
			[2, 'PPPoA Null'],
			[3, 'IP over ATM (IPoA) LLC'],
			[4, 'IPoA Null'],
			[5, 'Ethernet over AAL5 LLC with Frame Check Sequence (FCS)'],
			[6, 'Ethernet over AAL5 LLC without FCS'],
			[7, 'Ethernet over AAL5 Null with FCS'],
			[8, 'Ethernet over AAL5 Null without FCS'],
		]),
	}),
	'broadband.ancp_access_line_type': u32('ANCP Access Line Type', {
		base: 'hex',
		values: new Map([[1, 'ADSL1'], [2, 'ADSL2'], [3, 'ADSL2+'], [4, 'VDSL1'], [5, 'VDSL2'], [6, 'SDSL'], [7, 'UNKNOWN']]),
	}),
	'broadband.iwf_session': u32('IWF Session', {base: 'hex', values: new Map([[0, 'IWF not performed'], [1, 'IWF performed']])}),
}));

const numbers = once((): ReadonlyMap<number, Field<'uint'> | Field<'uint64'>> =>
	new Map<number, Field<'uint'> | Field<'uint64'>>([
		[129, p['broadband.actual_dr_up']],
		[130, p['broadband.actual_dr_down']],
		[131, p['broadband.minimum_dr_up']],
		[132, p['broadband.minimum_dr_down']],
		[133, p['broadband.attainable_dr_up']],
		[134, p['broadband.attainable_dr_down']],
		[135, p['broadband.maximum_dr_up']],
		[136, p['broadband.maximum_dr_down']],
		[137, p['broadband.minimum_dr_up_low_power']],
		[138, p['broadband.minimum_dr_down_low_power']],
		[139, p['broadband.maximum_interleaving_delay_up']],
		[140, p['broadband.actual_interleaving_delay_up']],
		[141, p['broadband.maximum_interleaving_delay_down']],
		[142, p['broadband.actual_interleaving_delay_down']],
		[145, p['broadband.ancp_access_line_type']],
		[254, p['broadband.iwf_session']],
	])
);

/** Reads the value of one of these AVPs; whether its type is known. */
export function readBroadband(r: Reader, type: number): boolean {
	switch (type) {
		case 1:
			r.text(p['broadband.agent_circuit_id'], r.left);
			return true;
		case 2:
			r.text(p['broadband.agent_remote_id'], r.left);
			return true;
		case 144:
			r.group(p['broadband.access_loop_encapsulation'], undefined, () => {
				r.read(p['broadband.access_loop_encapsulation.data_link']);
				r.read(p['broadband.access_loop_encapsulation.enc1']);
				r.read(p['broadband.access_loop_encapsulation.enc2']);
			});
			return true;
		default: {
			const field = numbers().get(type);
			if (field !== undefined) r.read(field as Field<'uint'>);
			return field !== undefined;
		}
	}
}
