import {bit, bool8, joined, parts, text, u24, u48, u8} from '../field.ts';
import {beside, type Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {readLeastFirst} from './least-first.ts';
import {readTagged} from './wlan-management.ts';
import {managementParts as m} from './wlan-management-fields.ts';

const little = {little: true} as const;
const truth = {meaning: ['True', 'False']} as const;
const implemented = {meaning: ['Implemented', 'Not Implemented']} as const;
const wide = {type: 'FT_UINT48'} as const;

// IEEE 802.11-2016, section 9.3.4.2: the beacon of stations that send on 60 GHz
export const extensionParts = joined(
	parts('wlan_ext', () => ({ext: text('IEEE 802.11 wireless LAN extension frame', {name: 'wlan_ext', type: 'FT_PROTOCOL'})})),
	parts('wlan', () => ({
		ssw: u24('Sector Sweep', {
			...little,
			base: 'hex',
			about: 'Which of its beams the sender uses, and how many are still to come.',
			bits: {
				rxss_len: bit(6, 'Sector Sweep RXSS Length', {type: 'FT_UINT24'}),
				dmg_ant_id: bit(2, 'Sector Sweep DMG Antenna ID', {type: 'FT_UINT24'}),
				sector_id: bit(6, 'Sector Sweep Sector ID', {type: 'FT_UINT24'}),
				cdown: bit(9, 'Sector Sweep CDOWN', {type: 'FT_UINT24'}),
				direction: bit(1, 'Sector Sweep Direction', {meaning: ['Transmitted by the beamforming responder', 'Transmitted by the beamforming initiator']}),
			},
		}),
		bic: u48('Beacon Interval Control', {...little, base: 'hex'}),
		'bic.cc': bool8('Clustering Control Present', truth),
		'bic.discovery_mode': bool8('Discovery Mode', truth),
		'bic.next_beacon': u8('Next Beacon', wide),
		'bic.ati': bool8('ATI Present', truth),
		'bic.abft_len': u8('A-BFT length', wide),
		'bic.fss': u8('FSS', wide),
		'bic.is_responder': bool8('Is TXSS Responder', truth),
		'bic.next_abft': u8('Next A-BFT', wide),
		'bic.frag_txss': bool8('Fragmented TXSS', truth),
		'bic.txss_span': u8('TXSS span', wide),
		'bic.NBI_abft': u8('Number of Beacon Intervals that are needed to allocate A-BFT', wide),
		'bic.abft_count': u8('A-BFT Count', wide),
		'bic.nabft': u8("Number of A-BFT's received from each Antenna", wide),
		'bic.pcp': bool8('PCP Association Ready', truth),
		'bic.reserved': u8('Reserved', {...wide, base: 'hex'}),
		dmg_params: u8('DMG Parameters', {
			base: 'hex',
			bits: {
				radio_measure: bit(1, 'Radio Measurement', implemented),
				spec_mgmt: bit(1, 'Spectrum Management', implemented),
				policy: bit(1, 'ECAPC Policy Enforced', truth),
				privacy: bit(1, 'DMG Privacy', truth),
				cbap_src: bit(1, 'CBAP Source', truth),
				cbap_only: bit(1, 'CBAP Only', truth),
				bss: bit(2, 'BSS Type', {type: 'FT_UINT8', values: new Map([[0, 'Reserved'], [1, 'IBSS'], [2, 'PBSS'], [3, 'Infrastructure BSS']])}),
			},
		}),
	})),
);

const x = extensionParts;

/** The only extension that is known. */
export const dmgBeacon = 0;
const fixedSize = 20;
/** A beacon, for the elements that follow. */
const beacon = 8;

/** Parts of the control of intervals, with the bits they take, least significant first. */
const controls = once(() =>
	[
		[x['bic.cc'], 1],
		[x['bic.discovery_mode'], 1],
		[x['bic.next_beacon'], 4],
		[x['bic.ati'], 1],
		[x['bic.abft_len'], 3],
		[x['bic.fss'], 4],
		[x['bic.is_responder'], 1],
		[x['bic.next_abft'], 4],
		[x['bic.frag_txss'], 1],
		[x['bic.txss_span'], 7],
		[x['bic.NBI_abft'], 4],
		[x['bic.abft_count'], 6],
		[x['bic.nabft'], 6],
		[x['bic.pcp'], 1],
		[x['bic.reserved'], 4],
	] as const
);

/** The body of an extension frame. Returns what the list says of it. */
export function readExtension(r: Reader): string {
	let info = '';
	r.open(x.ext, r.position, x.ext.name, beside);
	r.label(x.ext.title);
	r.group(m['fixed.all'], `Fixed parameters (${fixedSize} bytes)`, () => {
		r.read(m['fixed.timestamp']);
		readLeastFirst(r, x.ssw);
		info = `, BI=${r.read(m['fixed.beacon'])}`;
		r.readOpen(x.bic, value => {
			const {position} = r;
			let shift = 0n;
			for (const [field, width] of controls()) {
				r.put<'uint' | 'bool'>(field, position - x.bic.size, position, Number((value >> shift) & ((1n << BigInt(width)) - 1n)));
				shift += BigInt(width);
			}
		});
		readLeastFirst(r, x.dmg_params);
	});
	info += readTagged(r, beacon);
	r.close();
	return info;
}
