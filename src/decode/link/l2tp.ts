import type {Cursor} from '../cursor.ts';
import {type Claim, claims, type Lacking, type Protocol, protocol} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {etherType, ipProtocol, pppProtocol, udpPort} from '../space.ts';
import {ethernet} from './ethernet.ts';
import {readAvps, type Said} from './l2tp-avps.ts';
import {p as broadband} from './l2tp-broadband.ts';
import {faults, p} from './l2tp-fields.ts';
import {shortNames} from './l2tp-names.ts';
import {linkParts} from './ppp-link-options.ts';
import {optionFault} from './ppp-options.ts';
import {ppp} from './ppp.ts';

const controlBit = 0x8000;
const lengthBit = 0x4000;
const sequenceBit = 0x0800;
const offsetBit = 0x0200;
const priorityBit = 0x0100;
const versionMask = 0x000f;

/** Flags, length, tunnel and session (or connection), Ns and Nr. */
const controlHeader = 12;
const sessionHeader = 4;
const sublayer = 4;
/** The first value of a control message. */
const messageType = 8;
const sequenceFlag = 0x40;

const pseudowireEthernet = 5;
const pseudowirePpp = 7;

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;

/** RFC 2661, section 3.1: what stands in front of a frame of version 2, without the padding. */
const dataHeader = (flags: number): number => 6 + (flags & lengthBit ? 2 : 0) + (flags & sequenceBit ? 4 : 0) + (flags & offsetBit ? 2 : 0);

const ethernetHeader = 14;
/** IEEE 802.3-2018, section 3.2.6: a type, no length. */
const leastType = 0x600;

/** Whether an Ethernet frame starts at `at`: a sender that is no group, a type that is known, and a first byte that suits it. */
function isEthernet(c: Cursor, at: number): boolean {
	const {bytes: b, end} = c;
	if (at + ethernetHeader >= end || (b[at + 6]! & 1) !== 0) return false;
	const type = u16(b, at + 12);
	if (type < leastType) return at + ethernetHeader + type <= end && type >= 3 && b[at + 14] === b[at + 15];
	if (c.next(etherType, type) === undefined) return false;
	const first = b[at + 14]!;
	switch (type) {
		case 0x0800:
			return first >>> 4 === 4;
		case 0x86dd:
			return first >>> 4 === 6;
		case 0x0806:
			return first === 0 && b[at + 15] === 1;
		default:
			return true;
	}
}

/** Whether a PPP frame starts at `at`: all stations, a control byte, a protocol that is known. RFC 1662, section 3.1. */
const isPpp = (c: Cursor, at: number): boolean => at + 4 <= c.end && c.bytes[at] === 0xff && c.bytes[at + 1] === 3 && c.next(pppProtocol, u16(c.bytes, at + 2)) !== undefined;

/** RFC 3931, section 4.6: only the sequence bit is there, and what it does not cover is zero. */
const isSublayer = (b: Uint8Array, at: number): boolean => b[at] === sequenceFlag || (b[at]! | b[at + 1]! | b[at + 2]! | b[at + 3]!) === 0;

/**
What a session carries is agreed upon when it is opened, which is seldom captured: a cookie of no, four or eight bytes, perhaps a sublayer
of four, and then the frame. It is where a frame begins.
*/
function readSession(c: Cursor, header: number): Protocol | undefined {
	const from = c.start + header;
	for (let skip = 0; skip <= 8 + sublayer; skip += 4) {
		const at = from + skip;
		if (skip === 8 + sublayer && (at > c.end || !isSublayer(c.bytes, at - sublayer))) break;
		const carried = isEthernet(c, at) ? ethernet : isPpp(c, at) ? ppp : undefined;
		if (carried === undefined) continue;
		c.payload(at - c.start);
		return carried;
	}

	c.payload(header);
	return undefined;
}

/** Session id, cookie and sublayer of a frame of version 3. RFC 3931, section 4.1. */
function expandSession(r: Reader, from: number): void {
	const session = r.read(p.sid);
	r.info(() => `D[S:0x${session.toString(16).padStart(8, '0')}]`);
	const {inside} = r.facts;
	const carried = inside === ethernet ? pseudowireEthernet : inside === ppp ? pseudowirePpp : 0;
	r.put(p['avp.pseudowire_type'], from, from, carried, generated);
	const rest = carried === 0 ? 0 : r.body - r.position;
	const hasSublayer = rest >= sublayer && isSublayer(r.bytes, r.body - sublayer);
	if (rest > (hasSublayer ? sublayer : 0)) r.take(p.cookie, rest - (hasSublayer ? sublayer : 0));
	if (!hasSublayer) return;
	r.group(p.l2_spec_def, undefined, () => {
		r.read(p.l2_spec_s);
		r.read(p.l2_spec_sequence);
	});
}

/** RFC 2661, section 3.1; RFC 3931, section 3.2.1. */
function expandFlags(r: Reader): number {
	const flags = r.peek16();
	r.readOpen(p.flags, () => {
		const at = r.position - 2;
		r.at(p.type, at);
		r.at(p.length_bit, at);
		r.at(p.seq_bit, at);
		if ((flags & versionMask) < 3) {
			r.at(p.offset_bit, at);
			r.at(p.priority, at);
		}

		r.at(p.version, at);
	});
	r.append(() => {
		const set = [[lengthBit, 'Length Bit'], [sequenceBit, 'Sequence Bit'], [offsetBit, 'Offset bit'], [priorityBit, 'Priority']] as const;
		return [`, Type: ${flags & controlBit ? 'Control' : 'Data'} Message`, ...set.filter(([bit]) => (flags & bit) !== 0).map(([, title]) => title)].join(', ');
	});
	return flags;
}

function expandControl(r: Reader, isThree: boolean): void {
	const start = r.position;
	expandFlags(r);
	const length = r.read(p.length);
	let who = '';
	const isWhole = r.within(Math.max(0, Math.min(length, controlHeader) - 4), () => {
		if (isThree) who = `(ccid=0x${r.read(p.ccid).toString(16).padStart(8, '0')})`;
		else who = `(tunnel id=${r.read(p.tunnel)}, session id=${r.read(p.session)})`;
		r.read(p.Ns);
		r.read(p.Nr);
	});
	if (!isWhole) return;
	if (length === controlHeader) {
		r.put(p.zero_length_body_message, start, r.position, undefined);
		r.info(`Control Message - ZLB ${who}`);
		return;
	}

	const said: Said = {message: -1, localSession: undefined, remoteSession: undefined};
	try {
		readAvps(r, said);
	} finally {
		const {message, localSession, remoteSession} = said;
		const kind = message < 0 ? '' : `- ${shortNames.get(message) ?? `Unknown (${message})`} `;
		const sessions = localSession === undefined ? '' : `, LSID: ${localSession}, RSID: ${remoteSession ?? 0}`;
		r.info(`Control Message ${kind}${who}${sessions}`);
	}

	if (length > r.position - start) r.short(length - (r.position - start));
}

/** RFC 2661, section 3.1. */
function expandData(r: Reader): void {
	const start = r.position;
	const flags = expandFlags(r);
	if (flags & lengthBit) r.read(p.length);
	const tunnel = r.read(p.tunnel);
	const session = r.read(p.session);
	r.info(`Data Message (tunnel id=${tunnel}, session id=${session})`);
	if (flags & sequenceBit) {
		r.read(p.Ns);
		r.read(p.Nr);
	}

	if ((flags & offsetBit) === 0) return;
	const offset = r.read(p.offset);
	if (offset > 0) r.put(p.offset_padding, r.position, Math.min(r.end, start + dataHeader(flags) + offset), undefined);
}

/** Bytes of a control message `from` bytes into the layer, without which nothing is told of it: its header, and the value behind it that says what it is for. */
const leastControl = ({bytes: b, start, captured}: Cursor, from: number): number =>
	captured >= from + 4 && u16(b, start + from + 2) === controlHeader ? controlHeader : controlHeader + messageType;

const named3 = (r: Reader): void => {
	r.label('Layer 2 Tunneling Protocol version 3');
	r.column('L2TPv3');
};

type Tunnel = {
	readonly claims: readonly Claim[];
	readonly moves: boolean;
	readonly lacking: Lacking;
	walk(c: Cursor): Protocol | undefined;
	expand(r: Reader): void;
};

const tunnel = (spec: Tunnel): Protocol =>
	protocol({
		name: 'l2tp',
		title: 'Layer 2 Tunneling Protocol',
		short: 'L2TP',
		about: 'Carries the frames of a line, or of a wire, through a network of packets.',
		reference: 'RFC 2661; RFC 3931',
		unshows: true,
		// What a caller's line had agreed on before it was tunnelled is told as well.
		parts: [p, broadband, linkParts],
		faults: {...faults, option: optionFault},
		...spec,
	});

/** L2TP of version 2 and 3 in datagrams. */
export const l2tp = tunnel({
	claims: claims(udpPort, 1701),
	// RFC 2661, section 8.1
	moves: true,
	lacking: {under: 2, as: 'refused'},
	walk(c) {
		const flags = u16(c.bytes, c.start);
		const version = flags & versionMask;
		if (version !== 2 && version !== 3) return c.refuse();
		if (c.lacks(flags & controlBit ? leastControl(c, 0) : version === 3 ? sessionHeader : 6 + (flags & lengthBit ? 2 : 0))) return undefined;
		if (flags & controlBit) {
			c.bound(c.captured >= controlHeader ? Math.max(controlHeader, u16(c.bytes, c.start + 2)) : c.available);
			return undefined;
		}

		if (version === 3) return readSession(c, sessionHeader + sessionHeader);
		const header = dataHeader(flags);
		if (c.captured < header) {
			c.bound(c.available);
			return undefined;
		}

		const total = flags & lengthBit ? Math.max(header, u16(c.bytes, c.start + 2)) : c.available;
		c.payload(header + (flags & offsetBit ? u16(c.bytes, c.start + header - 2) : 0), total);
		return ppp;
	},
	expand(r) {
		const flags = r.peek16();
		const isThree = (flags & versionMask) === 3;
		if (isThree) named3(r);
		if (flags & controlBit) expandControl(r, isThree);
		else if (!isThree) expandData(r);
		else {
			const from = r.position;
			expandFlags(r);
			r.read(p.res);
			expandSession(r, from);
		}
	},
});

/** L2TP of version 3 in IP packets: RFC 3931, section 4.1.1. */
export const l2tpInIp = tunnel({
	claims: claims(ipProtocol, 115),
	moves: false,
	lacking: {under: sessionHeader, as: 'named'},
	walk(c) {
		const {bytes: b, start} = c;
		if ((u16(b, start) | u16(b, start + 2)) !== 0) return readSession(c, sessionHeader);
		if (c.lacks(sessionHeader + leastControl(c, sessionHeader))) return undefined;
		c.bound(c.captured >= sessionHeader + controlHeader ? sessionHeader + Math.max(controlHeader, u16(b, start + sessionHeader + 2)) : c.available);
		return undefined;
	},
	expand(r) {
		named3(r);
		if (r.peek32() !== 0) {
			expandSession(r, r.position);
			return;
		}

		r.read(p.sid);
		expandControl(r, true);
	},
});
