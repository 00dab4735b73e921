import {bit, bytes, type Field, header, i8, parts, u16, u32, u64, u8} from '../field.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {linkType} from '../space.ts';
import {once} from '../when-asked.ts';
import {channelKinds} from './channel-kinds.ts';
import {readLeastFirst} from './least-first.ts';
import {newSent, radioLayer, type Sent} from './wlan-radio.ts';

const common = 2;
const mac = 3;
const macAndPhy = 4;
const spectrumMap = 5;
const processInfo = 6;
const captureInfo = 7;
const aggregation = 8;
const ethernetExtension = 9;
/** From here on fields are those of vendors. */
const firstOfVendors = 30_000;

const fieldTypes = new Map([
	[common, '802.11-Common'],
	[mac, '802.11n MAC Extensions'],
	[macAndPhy, '802.11n MAC+PHY Extensions'],
	[spectrumMap, 'Spectrum-Map'],
	[processInfo, 'Process-Info'],
	[captureInfo, 'Capture-Info'],
	[aggregation, 'Aggregation Extension'],
	[ethernetExtension, '802.3 Extension'],
]);
/** What the tree calls fields that it names otherwise. */
const titles = new Map([[mac, '802.11n MAC'], [macAndPhy, '802.11n MAC+PHY']]);
/** Bytes that fields have, but for their headers. */
const sizes = new Map([[common, 20], [mac, 12], [macAndPhy, 48], [aggregation, 4], [ethernetExtension, 8]]);

const little = {little: true} as const;
const truth = {meaning: ['True', 'False']} as const;

// Per-Packet Information header, section 3
const h = header('ppi', {
	version: u8('Version'),
	flags: u8('Flags', {
		base: 'hex',
		bits: {
			reserved: bit(7, 'Reserved', {base: 'hex', type: 'FT_UINT8'}),
			alignment: bit(1, 'Alignment', {meaning: ['32-bit aligned', 'Not aligned']}),
		},
	}),
	length: u16('Header length', {little: true, about: 'Bytes of this header and its fields.'}),
	dlt: u32('DLT', {little: true, about: 'What the frame behind this header begins with.'}),
});

const p = parts('ppi', () => ({
	field_type: u16('Field type', {
		little: true,
		values: fieldTypes,
	}),
	field_len: u16('Field length', {little: true}),
	// Section 4.1.1
	'80211-common.tsft': u64('TSFT', {little: true, about: 'The clock of the one that received the frame.'}),
	'80211-common.flags': u16('Flags', {
		...little,
		base: 'hex',
		bits: {
			_high: bit(12, ''),
			'phy-err': bit(1, 'PHY error flag', {meaning: ['PHY error', 'No errors']}),
			'fcs-invalid': bit(1, 'FCS validity', {meaning: ['Invalid', 'Valid']}),
			tsft: bit(1, 'TSFT flag', {meaning: ['milliseconds', 'microseconds']}),
			fcs: bit(1, 'FCS present flag', {meaning: ['Present', 'Absent'], about: 'A frame check sequence stands behind the frame.'}),
		},
	}),
	'80211-common.rate': u16('Rate', {...little, scale: 500, shown: value => `${(value / 1000).toFixed(1)} Mbps`}),
	'80211-common.chan.freq': u16('Channel frequency', little),
	'80211-common.chan.flags': u16('Channel flags', {
		...little,
		base: 'hex',
		bits: {
			_high: bit(4, ''),
			...channelKinds,
			_low: bit(4, ''),
		},
	}),
	'80211-common.fhss.hopset': u8('FHSS hopset', {base: 'hex'}),
	'80211-common.fhss.pattern': u8('FHSS pattern', {base: 'hex'}),
	'80211-common.dbm.antsignal': i8('dBm antenna signal'),
	'80211-common.dbm.antnoise': i8('dBm antenna noise'),
	'aggregation_extension.interface_id': u32('Interface ID', {little: true}),
	'8023_extension.flags': u32('Flags', {
		...little,
		base: 'hex',
		bits: {_high: bit(31, ''), fcs_present: bit(1, 'FCS Present Flag', {...truth, about: 'A frame check sequence stands behind the frame.'})},
	}),
	'8023_extension.errors': u32('Errors', {
		...little,
		base: 'hex',
		bits: {
			_high: bit(28, ''),
			data: bit(1, 'Data Error', truth),
			symbol: bit(1, 'Symbol Error', truth),
			sequence: bit(1, 'Sequence Error', truth),
			fcs: bit(1, 'FCS Error', truth),
		},
	}),
	'spectrum-map': bytes('Radio spectrum map'),
	'proc-info': bytes('Process information'),
	'cap-info': bytes('Capture information'),
	reserved: bytes('Reserved', {about: 'A field that nobody knows.'}),
}));

const faults = {length: fault('ppi.invalid_length', 'Invalid length', 'error')};

/** Fields that are shown as they are, their headers included. */
const opaqueFields = once((): ReadonlyMap<number, Field<'bytes'>> => new Map([[spectrumMap, p['spectrum-map']], [processInfo, p['proc-info']], [captureInfo, p['cap-info']]]));

const commonSize = 20;
const wlanLink = 105;
const fieldHeader = 4;
const alignedFlag = 0x01;
/** What fields are aligned to where they are. */
const alignment = 4;

/** Where the field behind the one at `at` starts, in the header at `start`. */
function afterField(b: Uint8Array, start: number, at: number): number {
	const next = at + fieldHeader + (b[at + 2]! | (b[at + 3]! << 8));
	return b[start + 1]! & alignedFlag ? start + Math.ceil((next - start) / alignment) * alignment : next;
}

export const ppi = protocol({
	name: 'ppi',
	title: 'PPI Packet Header',
	about: 'What the capturing program says about a frame.',
	reference: 'LINKTYPE_PPI',
	claims: claims(linkType, 192),
	lacking: {under: h.size, as: 'named'},
	header: h,
	parts: p,
	faults,
	walk(c) {
		const {start} = c;
		const end = start + h.length.read(c);
		let at = start + h.size;
		while (at < end && at + fieldHeader <= c.end) at = afterField(c.bytes, start, at);
		// Fields say how long the header is, whatever it says; there is no frame behind those that are not all there.
		if (at < end || at > c.end) {
			c.bound(c.available);
			return undefined;
		}

		c.payload(at - start);
		const type = h.dlt.read(c);
		if (type === wlanLink) return ppiRadio;
		return type < linkType.size ? c.next(linkType, type) : undefined;
	},
	expand(r) {
		const length = r.get(h.length);
		r.label(() => `PPI version ${r.get(h.version)}, ${length} bytes`);
		const {flags} = h;
		r.read(h.version);
		const at = r.position;
		r.open(flags, at, r.peek());
		r.at(flags.bit.alignment, at);
		r.at(flags.bit.reserved, at);
		r.close(at + 1);
		r.skip(1);
		r.read(h.length);
		r.read(h.dlt);
		while (r.position < r.base + length) readField(r);
	},
});

function readField(r: Reader): void {
	r.need(fieldHeader);
	const start = r.position;
	const type = r.peek() | (r.peek(1) << 8);
	const size = r.peek(2) | (r.peek(3) << 8);
	r.need(fieldHeader + size);
	const known = sizes.get(type);
	if (known === undefined && type < firstOfVendors) r.take(opaqueFields().get(type) ?? p.reserved, fieldHeader + size);
	else
		r.group(undefined, () => titles.get(type) ?? fieldTypes.get(type) ?? `Field ${type}`, () => {
			if (known === undefined) {
				r.skip(fieldHeader + size);
				return;
			}

			r.read(p.field_type);
			r.read(p.field_len);
			r.within(size, () => {
				if (size === known) readKnown(r, type);
				else r.group(undefined, () => `Invalid length: ${size}`, () => r.complain(faults.length, r.position, r.end, `Invalid length: ${size}`));
			});
		});
	r.position = afterField(r.bytes, r.base, start);
}

function readKnown(r: Reader, type: number): void {
	switch (type) {
		case common:
			readCommon(r);
			break;
		case aggregation:
			r.read(p['aggregation_extension.interface_id']);
			break;
		case ethernetExtension:
			readLeastFirst(r, p['8023_extension.flags']);
			readLeastFirst(r, p['8023_extension.errors']);
			break;
		default:
	}
}

/** Where the last of the common fields is in the header `[start, end)`, behind its own header; -1 where there is none. */
function commonAt(b: Uint8Array, start: number, end: number): number {
	let found = -1;
	for (let at = start + h.size; at + fieldHeader <= end; at = afterField(b, start, at)) {
		if ((b[at]! | (b[at + 1]! << 8)) === common && (b[at + 2]! | (b[at + 3]! << 8)) === commonSize && at + fieldHeader + commonSize <= end) found = at + fieldHeader;
	}

	return found;
}

/** Bytes that Wireshark counts as sent behind every frame. */
const checkSequenceSize = 4;
const checkedFlag = 0x01;
const millisecondsFlag = 0x02;
/** Bits of a channel's flags that there are. */
const channelBits = 0x0df0;
/** Strengths that stand for none. */
const unsetStrengths: ReadonlySet<number> = new Set([0, -128]);

/** What the fields say of how the frame was sent. */
function sent(b: Uint8Array, start: number, end: number): Sent {
	const said = newSent();
	const at = commonAt(b, start, end);
	if (at < 0) return said;
	const view = new DataView(b.buffer, b.byteOffset + at, commonSize);
	const timer = view.getBigUint64(0, true);
	if (timer !== 0n) said.timer = BigInt.asUintN(64, view.getUint8(8) & millisecondsFlag ? timer * 1000n : timer);
	const rate = view.getUint16(10, true);
	if (rate !== 0) said.rate = rate / 2;
	const frequency = view.getUint16(12, true);
	if (frequency !== 0) said.frequency = frequency;
	said.channelFlags = view.getUint16(14, true) & channelBits;
	const signal = view.getInt8(18);
	const noise = view.getInt8(19);
	if (!unsetStrengths.has(signal)) said.signal = signal;
	if (!unsetStrengths.has(noise)) said.noise = noise;
	return said;
}

/** What follows from the fields about a frame of 802.11. */
export const ppiRadio = radioLayer({
	uncounted: checkSequenceSize,
	read: sent,
	isChecked(b, start, end) {
		const at = commonAt(b, start, end);
		return at >= 0 && (b[at + 8]! & checkedFlag) !== 0;
	},
});

function readCommon(r: Reader): void {
	r.read(p['80211-common.tsft']);
	readLeastFirst(r, p['80211-common.flags']);
	r.read(p['80211-common.rate']);
	r.read(p['80211-common.chan.freq']);
	readLeastFirst(r, p['80211-common.chan.flags']);
	for (const key of ['fhss.hopset', 'fhss.pattern'] as const) r.read(p[`80211-common.${key}`]);
	for (const key of ['dbm.antsignal', 'dbm.antnoise'] as const) r.read(p[`80211-common.${key}`]);
}
