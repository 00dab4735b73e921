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
		about: 'a fuzzed header gives more microseconds than a second has; tshark prints them, or their sign, as they are, and reckons with them',
		matches: of(/^frame\.(?:time|offset_shift)|^tcp\.(?:time_|analysis)/, /fuzz|timestamp_invalid/, ['differs']),
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
		matches: of(/^tcp\.(?:segments?|segment_data|reassembled(?:_in)?|pdu)\b/),
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
	{
		name: 'last unit of LLDP',
		whose: 'tshark',
		about: 'tshark counts an application unit one byte short, and shows its last byte and the end unit once more as a trailer of the frame',
		matches: of(/^eth\.trailer$/, /dcb_|lldp|starcraft/),
	},
	{name: 'read trailer', whose: 'inkcap', about: 'tshark reads the bytes behind the packet as a time stamp of VSS Monitoring', matches: of(/^eth\.trailer$/, /pb_nhrp/)},
	{
		name: 'BIG TCP',
		whose: 'tshark',
		about: 'a packet of more than 64 KiB whose lengths are 0: inkcap reads to the end of the frame, tshark nothing, or a check sequence',
		matches: of(/^/, /bigtcp/),
	},
	{
		name: 'packets in messages',
		whose: 'inkcap',
		about: 'samples in sFlow and packets that OpenFlow hands on: inkcap knows both by name alone',
		matches: of(/^/, /sflow\.pcap|of10_s4810/),
	},
	{
		name: 'handshake sent again',
		whose: 'inkcap',
		about: 'which of several SYN-ACKs counts as the first, and whether a port is used anew, where the handshake is never ended',
		matches: of(/^tcp\.analysis/, /tls_port_80|tls_multiple_synack/),
	},
	{
		name: 'analysis with nothing in it',
		whose: 'inkcap',
		about: 'whether there is a node for the analysis of a segment of which nothing, or only the time of the handshake, is said',
		matches: of(/^tcp\.analysis(?:\.initial_rtt)?$/, /^/, ['lacks', 'extra']),
	},
	{
		name: 'options of MPTCP',
		whose: 'tshark',
		about: 'tshark leaves out the checksum of a mapping that only ends the data, and counts the number of a reset among its flags',
		matches: of(/^tcp\.options\.mptcp\./, /mptcp-/),
	},
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
		matches: of(/^/, /fuzz|oobr|asan|heapoverflow|crash|garbage|segv|infloop|infinite-loop|invalid|_inv_|zlip|malformed|-too-long|rfc7112/),
	},
];

/** The way in which a cell disagrees; undefined where nobody looked into it yet. */
export const classOf = (cell: Disagreement): KnownClass | undefined => knownClasses.find(({matches}) => matches(cell));
