import type {Disagreement} from './compare.ts';

/** Who would have to change: inkcap, tshark, or nobody, because another version of tshark says it as inkcap does. */
export type Whose = 'inkcap' | 'tshark' | 'version';

/** A way in which cells disagree that somebody looked into. */
export type KnownClass = {
	readonly name: string;
	readonly whose: Whose;
	readonly about: string;
	readonly matches: (cell: Disagreement) => boolean;
};

const of = (fields: RegExp, files = /^/, kinds: readonly Disagreement['kind'][] = ['lacks', 'extra', 'differs']) => ({field, file, kind}: Disagreement): boolean =>
	fields.test(field) && files.test(file) && kinds.includes(kind);

const stack = (test: (reference: string, ours: string) => boolean) => ({field, reference, ours}: Disagreement): boolean =>
	field === 'frame.protocols' && reference !== undefined && ours !== undefined && test(reference, ours);

/** Every known way, the first that matches a cell is the cell's. A way that is mended has no cells any more and is to be removed. */
export const knownClasses: readonly KnownClass[] = [
	{
		name: 'impossible time',
		whose: 'tshark',
		about: 'a fuzzed header gives more microseconds than a second has; tshark prints them, or their sign, as they are',
		matches: of(/^frame\.(?:time|offset_shift)/, /fuzz/, ['differs']),
	},
	{
		name: 'stack: deeper in tshark',
		whose: 'inkcap',
		about: 'inkcap knows the innermost protocol by name alone, tshark goes on inside',
		matches: stack((reference, ours) => reference.startsWith(`${ours}:`)),
	},
	{
		name: 'stack: deeper in inkcap',
		whose: 'inkcap',
		about: 'inkcap names a protocol for bytes that tshark shows as a part of a later message',
		matches: stack((reference, ours) => ours.startsWith(`${reference}:`)),
	},
	{
		name: 'stack: other names',
		whose: 'inkcap',
		about: 'the content is guessed, a port is shared, or a layer is named in another order',
		matches: stack(() => true),
	},
	{
		name: 'messages of a stream',
		whose: 'inkcap',
		about: 'inkcap knows the protocol of the stream by name alone and does not put its messages together, or cuts them elsewhere',
		matches: of(/^tcp\.(?:segments?|reassembled(?:_in)?|pdu)\b/),
	},
	{
		name: 'stream inside a proxy',
		whose: 'inkcap',
		about: 'tshark counts what a SOCKS or WebSocket tunnel carries as a stream again, with a number and a payload of its own',
		matches: of(/^tcp\.(?:stream|payload)$/, /shadowsocks|vmess|socks/),
	},
	{
		name: 'announced conversation',
		whose: 'inkcap',
		about: 'a protocol told tshark of a conversation before its first packet (Skinny, HART-IP, WhatsApp), which has its number and time from there',
		matches: of(/^udp\.(?:stream|time_)/, /^/, ['differs']),
	},
	{
		name: 'in flight',
		whose: 'inkcap',
		about: 'bytes in flight where one side was not seen from the start, or sends again what was acknowledged',
		matches: of(/^tcp\.analysis\.(?:bytes_in_flight|push_bytes_sent)$/),
	},
	{
		name: 'AccECN',
		whose: 'inkcap',
		about: 'a handshake with accurate ECN: tshark shows the counter of RFC 9768 in the place of three flags',
		matches: of(/^tcp\.flags/, /accecn/),
	},
	{name: 'DCB in LLDP', whose: 'inkcap', about: 'where the units end, and the trailer of the frame begins', matches: of(/^eth\.trailer$/, /dcb_/)},
	{
		name: 'past the end of FabricPath',
		whose: 'tshark',
		about: 'a packet of 60 bytes in a frame that holds 56: tshark says so, and reads its last options from the check sequence behind it',
		matches: of(/^tcp\./, /ajp\.pcap$/),
	},
	{
		name: 'made to break',
		whose: 'inkcap',
		about: 'captures that were fuzzed, cut or made to crash programs: how much is told before the end is met',
		matches: of(/^/, /fuzz|oobr|asan|heapoverflow|crash|garbage|segv|infloop|malformed|-too-long|rfc7112/),
	},
];

/** The way in which a cell disagrees; undefined where nobody looked into it yet. */
export const classOf = (cell: Disagreement): KnownClass | undefined => knownClasses.find(({matches}) => matches(cell));
