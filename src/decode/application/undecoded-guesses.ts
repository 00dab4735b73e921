import type {Guess} from '../protocol.ts';

/** Whether `[start, end)` looks like the protocol. */
export type Look = (b: Uint8Array, start: number, end: number) => boolean;

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
const u32 = (b: Uint8Array, at: number): number => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;

/** RFC 8489, section 5: two zero bits, a length that fits, the magic cookie. */
const isStun: Look = (b, start, end) => end - start >= 20 && b[start]! < 0x40 && u32(b, start + 4) === 0x2112_a442 && u16(b, start + 2) + 20 <= end - start;

/** RFC 3489, section 11.1: a known type, and attributes that fill the length exactly. */
const isClassicStun: Look = (b, start, end) => {
	if (end - start < 20 || u16(b, start + 2) !== end - start - 20) return false;
	const type = u16(b, start);
	if (type === 0 || (type & 0xfeef) > 0x0007) return false;
	let at = start + 20;
	while (at + 4 <= end) at += 4 + ((u16(b, at + 2) + 3) & ~3);
	return at === end;
};

/** RFC 9000, section 17.2: a long header with a version that is known, or a grease one. */
const isQuicLong: Look = (b, start, end) => {
	if (end - start < 13 || (b[start]! & 0x80) === 0) return false;
	const version = u32(b, start + 1);
	const isKnown = version === 1 || version === 0x6b33_43cf || version === 0x709a_50c4 || version >>> 8 === 0xff_0000 || version >>> 16 === 0xface ||
		(version & 0x0f0f_0f0f) === 0x0a0a_0a0a || version === 0;
	return isKnown && (b[start + 5]! <= 20 || version === 0);
};

/** `Q043` and its like behind a public header. */
const isGoogleVersion = (b: Uint8Array, at: number): boolean =>
	(b[at] === 0x51 || b[at] === 0x54) && b[at + 1]! >= 0x30 && b[at + 1]! <= 0x39 && b[at + 2]! >= 0x30 && b[at + 2]! <= 0x39 && b[at + 3]! >= 0x30 && b[at + 3]! <= 0x39;

const isGoogleQuic: Look = (b, start, end) => {
	if (end - start < 14) return false;
	if ((b[start]! & 0xc9) === 0x09 && isGoogleVersion(b, start + 9)) return true;
	return (b[start]! & 0xc0) === 0xc0 && isGoogleVersion(b, start + 1);
};

/** RFC 9147, section 4: records with a content type and a version of 1.0 to 1.2 in complement, all of them whole. */
const isDtls: Look = (b, start, end) => {
	let at = start;
	while (at + 13 <= end) {
		const version = u16(b, at + 1);
		if (b[at]! < 20 || b[at]! > 25 || (version !== 0xfefd && version !== 0xfeff && version !== 0x0100)) return false;
		at += 13 + u16(b, at + 11);
	}

	return at === end && end > start;
};

const startsWith = (b: Uint8Array, start: number, end: number, text: string): boolean => {
	if (end - start < text.length) return false;
	for (let i = 0; i < text.length; i++) if (b[start + i] !== text.charCodeAt(i)) return false;
	return true;
};

const isBittorrent: Look = (b, start, end) => b[start] === 19 && startsWith(b, start + 1, end, 'BitTorrent protocol');

/** BEP 5: a dictionary whose first key is a, e, r, t, v or y. */
const isDht: Look = (b, start, end) => startsWith(b, start, end, 'd1:') && end - start > 5 && 'aertvy'.includes(String.fromCharCode(b[start + 3]!));

const methods = ['INVITE ', 'ACK ', 'BYE ', 'CANCEL ', 'OPTIONS ', 'REGISTER ', 'SUBSCRIBE ', 'NOTIFY ', 'MESSAGE ', 'INFO ', 'PRACK ', 'REFER ', 'UPDATE ', 'PUBLISH ',
	'SIP/2.0 '];

const isSip: Look = (b, start, end) => methods.some(method => startsWith(b, start, end, method)) && contains(b, start, Math.min(end, start + 400), 'SIP/2.0');

function contains(b: Uint8Array, start: number, end: number, text: string): boolean {
	for (let at = start; at + text.length <= end; at++) if (startsWith(b, at, end, text)) return true;
	return false;
}

const isRtps: Look = (b, start, end) => end - start >= 16 && (startsWith(b, start, end, 'RTPS') || startsWith(b, start, end, 'RTPX'));

/** RFC 5531, section 9: a call with RPC version 2 and a program number that is in use. */
const isRpcCall = (b: Uint8Array, at: number, end: number): boolean =>
	end - at >= 24 && u32(b, at + 4) === 0 && u32(b, at + 8) === 2 && u32(b, at + 12) >= 100_000 && u32(b, at + 12) < 0x6000_0000;

const isRpc: Look = (b, start, end) => isRpcCall(b, start, end);

const isRpcRecord: Look = (b, start, end) => end - start >= 28 && b[start]! & 0x80 ? isRpcCall(b, start + 4, end) : false;

/** A DCE/RPC request in a datagram: version 4, known type. */
const isDceRpcDatagram: Look = (b, start, end) =>
	end - start >= 80 && b[start] === 4 && b[start + 1]! <= 10 && (b[start + 2]! & 0x80) === 0 && (b[start + 4]! & 0xee) === 0 && b[start + 5]! <= 3;

/** DCE/RPC over a connection: version 5.0 or 5.1. */
const isDceRpc: Look = (b, start, end) => end - start >= 16 && b[start] === 5 && b[start + 1]! <= 1 && b[start + 2]! <= 19 && (b[start + 4]! & 0xee) === 0 && b[start + 5]! <= 3;

const over = (transport: 'tcp' | 'udp', test: Look, stays?: Look): Guess => ({over: transport, test, ...(stays && {stays})});

const anything: Look = () => true;

/** Sixteen bytes that mark RakNet's first messages, behind their type and sometimes a time. */
const raknetMagic = [0x00ff_ff00, 0xfefe_fefe, 0xfdfd_fdfd, 0x1234_5678] as const;

const hasRaknetMagic = (b: Uint8Array, at: number, end: number): boolean => at + 16 <= end && raknetMagic.every((part, i) => u32(b, at + 4 * i) === part);

const isRaknet: Look = (b, start, end) => hasRaknetMagic(b, start + 1, end) || hasRaknetMagic(b, start + 9, end) || hasRaknetMagic(b, start + 17, end);

/** OpenFlow's header: a version that exists, a known type, and its length. */
const isOpenflow: Look = (b, start, end) =>
	end - start >= 8 && b[start]! >= 1 && b[start]! <= 6 && b[start + 1]! <= 35 && u16(b, start + 2) >= 8 && u16(b, start + 2) <= end - start + 1460;

/** DDM, the Distributed Data Management of DRDA: a length, 0xd0, and a correlation. */
const isDrda: Look = (b, start, end) =>
	end - start >= 10 && b[start + 2] === 0xd0 && u16(b, start) >= 10 && u16(b, start + 6) + 6 === u16(b, start) && b[start + 8]! >= 0x10 && b[start + 8]! <= 0x24;

/** The first message of OpenWire names ActiveMQ behind its length and type. */
const isOpenwire: Look = (b, start, end) =>
	end - start >= 13 && b[start + 4] === 1 && (startsWith(b, start + 5, end, 'ActiveMQ') || contains(b, start + 5, Math.min(end, start + 20), 'ActiveMQ'));

const isVnc: Look = (b, start, end) => end - start === 12 && startsWith(b, start, end, 'RFB 00');

/** HART-IP: version 1 or 2, a type up to 3, and its own length. */
const isHart: Look = (b, start, end) => end - start >= 8 && (b[start] === 1 || b[start] === 2) && b[start + 1]! <= 3 && b[start + 2]! <= 4 && u16(b, start + 6) === end - start;

const isOicq: Look = (b, start) => b[start] === 2;

const isSflow: Look = (b, start, end) => end - start >= 8 && u32(b, start) <= 5 && u32(b, start) >= 2 && u32(b, start + 4) <= 2;

/** RFC 2865, section 3: the length is that of the datagram. */
const isStunOrChannel: Look = (b, start, end) =>
	isStun(b, start, end) || isClassicStun(b, start, end) ||
	(end - start >= 4 && b[start]! >= 0x40 && b[start]! < 0x80 && u16(b, start + 2) + 4 <= end - start && u16(b, start + 2) + 8 > end - start);

/** A stream of 0xff, then the address of the sleeper sixteen times. */
const isWakeOnLan: Look = (b, start, end) => {
	if (end - start < 102) return false;
	for (let i = 0; i < 6; i++) if (b[start + i] !== 0xff) return false;
	for (let i = 12; i < 102; i++) if (b[start + i] !== b[start + i - 6]) return false;
	return true;
};

/** The type of a message of version 1 or 2. */
const isWccp: Look = (b, start, end) => end - start < 4 || (u32(b, start) >= 7 && u32(b, start) <= 13);

/** JSON, each byte combined with the one in front of it: `{"` or `{}`. Over TCP its length stands in front. */
const isTpLink: Look = (b, start, end) =>
	end - start >= 2 && ((b[start] === 0xd0 && (b[start + 1] === 0xf2 || b[start + 1] === 0xad)) || (end - start > 4 && u32(b, start) === end - start - 4));

/** A version of 2 to 5, low byte first. */
const isIcq: Look = (b, start, end) => b[start]! >= 2 && b[start]! <= 5 && (end - start < 2 || b[start + 1] === 0);

/** How protocols are recognised where their numbers do not name them. */
export const guesses: ReadonlyMap<string, readonly Guess[]> = new Map<string, readonly Guess[]>([
	['quic', [over('udp', isQuicLong, anything)]],
	['gquic', [over('udp', isGoogleQuic, anything)]],
	['stun', [over('udp', isStun, isStunOrChannel), over('tcp', isStun)]],
	['classicstun', [over('udp', isClassicStun)]],
	['dtls', [over('udp', isDtls)]],
	['bittorrent', [over('tcp', isBittorrent)]],
	['bt-dht', [over('udp', isDht)]],
	['wol', [over('udp', isWakeOnLan)]],
	['sip', [over('udp', isSip), over('tcp', isSip)]],
	['rtps', [over('udp', isRtps), over('tcp', isRtps)]],
	['rpc', [over('udp', isRpc, anything), over('tcp', isRpcRecord)]],
	['raknet', [over('udp', isRaknet, anything)]],
	['openflow', [over('tcp', isOpenflow)]],
	['drda', [over('tcp', isDrda)]],
	['openwire', [over('tcp', isOpenwire)]],
	['vnc', [{over: 'tcp', test: isVnc, renews: true}]],
	['hart_ip', [over('udp', isHart, anything)]],
	['dcerpc', [over('udp', isDceRpcDatagram), over('tcp', isDceRpc)]],
]);

/** Bytes that a payload must have at least. */
const leastSizes = {
	dis: 12,
	dsr: 4,
	ecpri: 4,
	flip: 8,
	hpna: 4,
	'lisp-data': 8,
	lwl4: 38,
	ncsi: 8,
	nwp: 4,
	opensafety_udp: 11,
	tdmoe: 8,
	tte_pcf: 28,
	xip: 36,
	xtp: 32,
};

/** What the payload of a known number must look like, where something else uses the number too. */
export const looks: ReadonlyMap<string, Look> = new Map<string, Look>([
	...Object.entries(leastSizes).map(([name, size]): [string, Look] => [name, (_, start, end) => end - start >= size]),
	['icq', isIcq],
	['oicq', isOicq],
	['sflow', isSflow],
	['sip', isSip],
	['stun', isStunOrChannel],
	['tplink-smarthome', isTpLink],
	['wccp', isWccp],
	['wol', isWakeOnLan],
]);

/** Where the bytes are that a STUN message carries for somebody else: in a DATA attribute, or behind the header of ChannelData (RFC 8656, sections 12.4 and 18.4). Undefined where it carries none. */
export function stunPayload(b: Uint8Array, start: number, end: number): {readonly from: number; readonly to: number} | undefined {
	if (end - start < 4) return undefined;
	if (b[start]! >= 0x40) return {from: start + 4, to: Math.min(end, start + 4 + u16(b, start + 2))};
	const limit = Math.min(end, start + 20 + u16(b, start + 2));
	for (let at = start + 20; at + 4 <= limit;) {
		const size = u16(b, at + 2);
		if (u16(b, at) === 0x0013) return {from: at + 4, to: Math.min(limit, at + 4 + size)};
		at += 4 + ((size + 3) & ~3);
	}

	return undefined;
}

/** Where the block of a TFTP DATA packet is (RFC 1350, section 5). */
export const tftpPayload = (
	b: Uint8Array,
	start: number,
	end: number,
): {readonly from: number; readonly to: number} | undefined => (end - start > 4 && u16(b, start) === 3 ? {from: start + 4, to: end} : undefined);
