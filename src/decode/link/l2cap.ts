import type {Field} from '../field.ts';
import {named} from '../named.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {snapProtocol} from '../space.ts';
import {once} from '../when-asked.ts';
import {attributeProtocol} from './bluetooth-attributes.ts';
import {attributes, commands, lowEnergySignalling, p, security, services, signalling} from './l2cap-fields.ts';

const headerSize = 4;
/** Where the channel's number stands. */
const channelAt = 2;

const faults = {unknown: fault('btl2cap.unknown_command_code', 'Unknown Command Code', 'warning', 'Protocol')};

const reject = 1;
const connectionRequest = 2;
const configureRequest = 4;
const configureResponse = 5;
const echoRequest = 8;
const echoResponse = 9;
const informationResponse = 11;
const creditConnection = 20;

/** What commands say whose fields are always the same. Bluetooth Core Specification 5.4, volume 3, part A, section 4 */
const layouts = once((): ReadonlyMap<number, readonly Field<'uint'>[]> =>
	new Map([
		[connectionRequest, [p.psm, p.scid]],
		[3, [p.dcid, p.scid, p.result, p.status]],
		[6, [p.dcid, p.scid]],
		[7, [p.dcid, p.scid]],
		[10, [p.info_type]],
		[12, [p.psm, p.scid, p.ctrl_id]],
		[13, [p.dcid, p.scid, p.result, p.status]],
		[14, [p.icid, p.dctrl_id]],
		[15, [p.icid, p.move_result]],
		[16, [p.icid, p.confirmed]],
		[17, [p.icid]],
		[18, [p.min_interval, p.max_interval, p.slave_latency, p.timeout_multiplier]],
		[19, [p.updated]],
		[21, [p.dcid, p.option_mtu, p.mps, p.initial_credits, p.le_result]],
		[22, [p.cid, p.credits]],
	])
);

/** What the options of a configuration are called and say, by type. Section 5 */
const options = once((): ReadonlyMap<number, {readonly name: string; readonly fields: readonly Field<'uint'>[]}> =>
	new Map([
		[1, {name: 'MTU', fields: [p.option_mtu]}],
		[2, {name: 'Flush Timeout', fields: [p.option_flushto]}],
		[3, {
			name: 'QOS',
			fields: [p.option_flags, p.option_servicetype, p.option_tokenrate, p.option_tokenbsize, p.option_peakbandwidth, p.option_latency, p.option_delayvar],
		}],
		[4, {name: 'Retransmission and Flow Control', fields: [p.retransmissionmode, p.txwindow, p.maxtransmit, p.retransmittimeout, p.monitortimeout, p.mps]}],
		[5, {name: 'FCS', fields: [p.option_fcs]}],
		[6, {
			name: 'Extended Flow Specification',
			fields: [p.option_ident, p.option_servicetype, p.option_sdu_size, p.option_sdu_arrival_time, p.option_access_latency, p.option_flushto],
		}],
		[7, {name: 'Extended Window Size', fields: [p.option_window]}],
	])
);

const features = once(() => [
	p.info_flowcontrol,
	p.info_retransmission,
	p.info_bidirqos,
	p.info_enh_retransmission,
	p.info_streaming,
	p.info_fcs,
	p.info_flow_spec,
	p.info_fixedchan,
	p.info_window,
	p.info_unicast,
]);
const fixedChannels = once(() => [p.info_fixedchans_null, p.info_fixedchans_signal, p.info_fixedchans_connless, p.info_fixedchans_amp_man]);

const securityManager = named('btsmp', 'SMP', 'Bluetooth Security Manager Protocol');

/** What logical links carry. */
export const linkProtocols = [attributeProtocol, securityManager] as const;

const channelOf = (b: Uint8Array, start: number): number => b[start + channelAt]! | (b[start + channelAt + 1]! << 8);

export const logicalLinks = protocol({
	name: 'btl2cap',
	title: 'Bluetooth L2CAP Protocol',
	column: 'L2CAP',
	short: 'BT L2CAP',
	about: 'Divides a connection of Bluetooth into channels, and opens and closes them.',
	reference: 'Bluetooth Core Specification 5.4, volume 3, part A',
	claims: claims(snapProtocol, 0x0019_5800_01),
	parts: p,
	faults,
	walk(c) {
		if (c.captured < headerSize) return c.opaque();
		const channel = channelOf(c.bytes, c.start);
		c.payload(headerSize, headerSize + p.length.readAt(c.bytes, c.start));
		return channel === attributes ? attributeProtocol : channel === security ? securityManager : c.opaque();
	},
	expand(r) {
		r.read(p.length);
		const channel = r.read(p.cid);
		if (channel === signalling || channel === lowEnergySignalling) {
			const said: string[] = [];
			try {
				while (r.more) r.group(p.command, undefined, () => readCommand(r, said));
			} finally {
				r.info(said.join(', '));
			}
		} else if (r.left === 0) {
			r.put(p.payload, r.position, r.position, r.bytes.subarray(r.position, r.position));
		} else if (channel !== attributes && channel !== security) {
			r.info(() => `Connection oriented channel 0x${channel.toString(16).padStart(4, '0')}, ${r.end - r.base - headerSize} bytes`);
			r.rest(p.payload);
		}
	},
});

function readCommand(r: Reader, said: string[]): void {
	const code = r.peek();
	const name = commands.get(code) ?? 'Unknown command';
	said.push(name);
	r.label(`Command: ${name}`);
	r.read(p.cmd_code);
	r.read(p.cmd_ident);
	const size = r.read(p.cmd_length);
	r.within(Math.min(size, r.left), () => {
		if (code === connectionRequest && r.left >= 2) said[said.length - 1] = `${name} (${services.get(p.psm.readAt(r.bytes, r.position)) ?? 'Unknown'})`;
		readBody(r, code);
	});
}

function readBody(r: Reader, code: number): void {
	const layout = layouts().get(code);
	if (layout !== undefined) {
		for (const field of layout) r.read(field);
		return;
	}

	switch (code) {
		case reject: {
			const reason = r.read(p.rej_reason);
			if (reason === 1) r.read(p.sig_mtu);
			else if (reason === 2) {
				r.read(p.scid);
				r.read(p.dcid);
			}

			return;
		}

		case configureRequest:
		case configureResponse:
			r.read(code === configureRequest ? p.dcid : p.scid);
			r.at(p['flags.reserved'], r.position);
			r.read(p['flags.continuation']);
			if (code === configureResponse) r.read(p.conf_result);
			while (r.more) {
				r.need(2);
				r.group(p.conf_param_option, undefined, () => readOption(r));
			}

			return;
		case echoRequest:
		case echoResponse:
			r.rest(p.data);
			return;
		case informationResponse:
			readInformation(r);
			return;
		case creditConnection:
			r.at(p.psm, r.position);
			for (const field of [p.le_psm, p.scid, p.option_mtu, p.mps, p.initial_credits]) r.read(field);
			return;
		default:
			r.group(undefined, 'Unknown Command Code', () => {
				r.complain(faults.unknown, r.position, r.end);
				r.skip(r.captured);
			});
	}
}

function readOption(r: Reader): void {
	const option = options().get(r.peek());
	if (option !== undefined) r.label(`Option: ${option.name}`);
	r.read(p.option_type);
	const size = r.read(p.option_length);
	r.within(option === undefined ? Math.min(size, r.left) : size, () => {
		for (const field of option?.fields ?? []) if (r.more) r.read(field);
	});
}

function readInformation(r: Reader): void {
	const type = r.read(p.info_type);
	const result = r.read(p.info_result);
	if (result !== 0) return;
	switch (type) {
		case 1:
			r.read(p.info_mtu);
			return;
		case 2:
			r.need(4);
			r.group(p.info_extfeatures, undefined, () => {
				for (const feature of features()) r.at(feature, r.position);
				r.skip(4);
			});
			return;
		case 3:
			r.need(8);
			r.group(p.info_fixedchans, undefined, () => {
				for (const channel of fixedChannels()) r.at(channel, r.position);
				r.at(p.info_fixedchans_amp_test, r.position + 4);
				r.skip(8);
			});
			return;
		default:
			r.rest(p.data);
	}
}
