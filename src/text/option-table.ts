import {preferenceTable} from '../decode/preferences.ts';

/** One option: the parser, --help and the shell completions all read this. */
export type OptionSpec = {
	readonly key: string;
	/** Without the dash. */
	readonly short?: string;
	/** Without the dashes. */
	readonly long?: string;
	/** What its value is called; undefined for a switch. */
	readonly value?: string;
	/** What a shell offers as its value. */
	readonly offers?: 'file' | 'filter' | 'field' | 'protocol' | 'interface' | readonly string[];
	readonly group: string;
	readonly about: string;
};

/** What `-t` takes. */
export const timeFormats = ['a', 'ad', 'adoy', 'd', 'dd', 'e', 'r', 'u', 'ud', 'udoy'] as const;
/** What `-T` takes. */
export const outputTypes = ['text', 'tabs', 'fields', 'json'] as const;
/** What `-z` begins with. */
export const statistics = [
	'conv,eth',
	'conv,ip',
	'conv,ipv6',
	'conv,tcp',
	'conv,udp',
	'endpoints,eth',
	'endpoints,ip',
	'endpoints,ipv6',
	'endpoints,tcp',
	'endpoints,udp',
	'expert',
	'expert,error',
	'expert,warn',
	'expert,note',
	'expert,chat',
	'expert,comment',
	'flow,any,standard',
	'flow,any,network',
	'flow,icmp,standard',
	'flow,icmpv6,standard',
	'flow,tcp,standard',
	'follow,tcp,',
	'follow,udp,',
	'follow,http,',
	'follow,tls,',
	'io,phs',
	'io,stat,',
	'plen,tree',
] as const;
/** What `-a` and `-b` begin with. */
export const stopWords = ['duration:', 'filesize:', 'files:', 'packets:'] as const;
/** What `--backend` takes. */
export const backends = ['cap', 'tcpdump', 'dumpcap'] as const;
/** What `-F` takes. */
export const fileTypes = ['pcap', 'nsecpcap', 'pcapng'] as const;

const input = 'Input';
const capturing = 'Capturing';
const processing = 'Processing';
const output = 'Output';
const other = 'Other';

/** Every option, in the order of --help. */
export const optionTable = [
	{key: 'read', short: 'r', long: 'read-file', value: 'FILE', offers: 'file', group: input, about: "read packets from FILE, '-' for the standard input"},
	{key: 'count', short: 'c', value: 'N', group: input, about: 'stop after N packets'},
	{key: 'follow', long: 'follow', group: input, about: 'at the end of FILE, wait for what another program still writes'},

	{
		key: 'interface',
		short: 'i',
		long: 'interface',
		value: 'INTERFACE',
		offers: 'interface',
		group: capturing,
		about: "capture on INTERFACE: a name, a number of -D's list, or any; may be given often",
	},
	{key: 'interfaces', short: 'D', long: 'list-interfaces', group: capturing, about: 'list interfaces, with addresses, link type and state'},
	{key: 'snapLength', short: 's', long: 'snapshot-length', value: 'BYTES', group: capturing, about: 'keep BYTES of each packet; 0 for all'},
	{key: 'notPromiscuous', short: 'p', long: 'no-promiscuous-mode', group: capturing, about: 'leave out what is for other machines'},
	{key: 'monitor', short: 'I', long: 'monitor-mode', group: capturing, about: 'put a Wi-Fi interface into monitor mode'},
	{key: 'linkTypes', short: 'L', long: 'list-data-link-types', group: capturing, about: 'list the link types of the interface'},
	{key: 'linkType', short: 'y', long: 'linktype', value: 'TYPE', group: capturing, about: 'the link type to capture as, one of -L'},
	{key: 'buffer', short: 'B', long: 'buffer-size', value: 'MIB', group: capturing, about: "the kernel's buffer, in MiB"},
	{
		key: 'stopWhen',
		short: 'a',
		long: 'autostop',
		value: 'WHAT:N',
		offers: stopWords,
		group: capturing,
		about: 'stop after duration: seconds, filesize: kB written, files: written, or packets:; may be given often',
	},
	{
		key: 'ring',
		short: 'b',
		long: 'ring-buffer',
		value: 'WHAT:N',
		offers: stopWords,
		group: capturing,
		about: 'go on in another file (with -w) after duration: seconds, filesize: kB or packets:; keep the last files: of them',
	},
	{
		key: 'backend',
		long: 'backend',
		value: 'NAME',
		offers: backends,
		group: capturing,
		about: 'what takes packets from the kernel: cap (libpcap in a process of its own), tcpdump or dumpcap',
	},
	{key: 'exec', long: 'exec', value: 'COMMAND', group: capturing, about: "capture what COMMAND writes to its standard output: 'ssh HOST sudo tcpdump -U -w -'"},
	{key: 'comment', long: 'capture-comment', value: 'TEXT', group: capturing, about: 'say TEXT of the capture, in a pcapng file'},
	{key: 'withSsh', long: 'with-ssh', group: capturing, about: 'capture the SSH connection that this is run over too'},
	{key: 'maxSize', long: 'max-size', value: 'MIB', group: capturing, about: 'keep at most so much of a live capture; the oldest packets go'},

	{key: 'twoPass', short: '2', group: processing, about: 'look at all packets first, so that what only later ones tell is known'},
	{key: 'filter', short: 'Y', long: 'display-filter', value: 'FILTER', offers: 'filter', group: processing, about: 'only packets that pass FILTER'},
	{
		key: 'captureFilter',
		short: 'f',
		value: 'FILTER',
		group: processing,
		about: "only packets that pass FILTER, in tcpdump's words: 'tcp port 443 and host 10.0.0.1'; with -i only these are captured, as with what stands behind the options",
	},
	{key: 'decodeAs', short: 'd', value: 'RULE', group: processing, about: 'decode as, for instance tcp.port==8123,http'},
	{key: 'noNames', short: 'n', group: processing, about: 'print addresses and ports as numbers'},
	{
		key: 'names',
		short: 'N',
		value: 'LETTERS',
		group: processing,
		about:
			"print names: m of link addresses, t of ports, n of hosts (from the capture and -H), with d also from DNS answers, with N also from this machine, T this machine's names of ports",
	},
	{
		key: 'preference',
		short: 'o',
		value: 'NAME:VALUE',
		offers: Object.entries(preferenceTable).flatMap(([name, {values}]) => values.filter(value => !value.includes(' ')).map(value => `${name}:${value}`)),
		group: processing,
		about: `set a preference: ${Object.keys(preferenceTable).join(', ')}`,
	},
	{key: 'hosts', short: 'H', value: 'FILE', offers: 'file', group: processing, about: 'names of hosts, as in /etc/hosts; may be given often'},

	{key: 'type', short: 'T', value: 'TYPE', offers: outputTypes, group: output, about: 'form of the output: text, tabs, fields or json'},
	{key: 'tree', short: 'V', group: output, about: 'print everything each packet says'},
	{key: 'only', short: 'O', value: 'PROTOCOLS', offers: 'protocol', group: output, about: 'the same, with the details of these protocols only'},
	{key: 'bytes', short: 'x', group: output, about: 'print the bytes of each packet'},
	{key: 'print', short: 'P', long: 'print', group: output, about: 'print the line of each packet too, beside its details or while writing a file'},
	{key: 'separator', short: 'S', value: 'TEXT', group: output, about: 'print TEXT between packets'},
	{key: 'field', short: 'e', value: 'FIELD', offers: 'field', group: output, about: 'a field to print, for -T fields and -T json; may be given often'},
	{
		key: 'form',
		short: 'E',
		value: 'NAME=VALUE',
		offers: ['header=', 'separator=', 'occurrence=', 'aggregator=', 'quote=', 'bom='],
		group: output,
		about: 'how -T fields prints: header=y|n, separator=/t|/s|CHARACTER, occurrence=f|l|a, aggregator=,|/s|CHARACTER, quote=d|s|n, bom=y|n',
	},
	{key: 'arrays', long: 'no-duplicate-keys', group: output, about: 'with -T json, make values of one key an array'},
	{
		key: 'time',
		short: 't',
		value: 'FORMAT',
		offers: timeFormats,
		group: output,
		about: 'times: a, ad, adoy in the zone of this machine; u, ud, udoy in UTC; e since 1970; r since the first, d since the previous, dd since the previous printed packet',
	},
	{key: 'seconds', short: 'u', value: 's|hms', offers: ['s', 'hms'], group: output, about: 'seconds, or hours, minutes and seconds'},
	{key: 'write', short: 'w', value: 'FILE', offers: 'file', group: output, about: "write packets to FILE, '-' for the standard output"},
	{key: 'fileType', short: 'F', value: 'FORMAT', offers: fileTypes, group: output, about: 'format of the written file: pcap, nsecpcap or pcapng'},
	{
		key: 'statistic',
		short: 'z',
		value: 'STATISTIC',
		offers: statistics,
		group: output,
		about:
			'count, and print at the end: conv,TYPE or endpoints,TYPE (eth, ip, ipv6, tcp, udp), expert or expert,LEVEL (error, warn, note, chat, comment), flow,TYPE,standard or flow,TYPE,network (any, icmp, icmpv6, tcp), io,phs, io,stat,SECONDS, plen,tree; each takes ,FILTER; follow,PROTOCOL,FORM,STREAM (tcp, udp, http, tls; ascii, ebcdic, hex, raw, yaml) prints what both sides said; may be given often',
	},
	{
		key: 'objects',
		long: 'export-objects',
		value: 'PROTOCOL,DIR',
		offers: ['http,'],
		group: output,
		about: 'write what HTTP messages carry to files in DIR, without chunks and compression, under the names that were asked for',
	},
	{key: 'quiet', short: 'q', group: output, about: 'print no packets'},
	{key: 'color', long: 'color', group: output, about: "colour the lines by Wireshark's rules, or by those of ~/.config/inkcap/colorfilters"},
	{key: 'flush', short: 'l', group: output, about: 'hand over every packet when it is printed'},

	{key: 'tui', long: 'tui', group: other, about: 'open the screen, whatever the other options say'},
	{key: 'text', long: 'text', group: other, about: 'print text, even to a terminal'},
	{key: 'help', short: 'h', long: 'help', group: other, about: 'say this'},
	{key: 'version', short: 'v', long: 'version', group: other, about: 'say which version this is'},
] as const satisfies readonly OptionSpec[];

/** What the snapshots of `inkcap check` are written as. */
export const checkFormats = ['text', 'json'] as const;
/** How `inkcap check` says what it found. */
export const checkReporters = ['text', 'junit', 'github', 'json'] as const;

const what = 'What is decoded';
const how = 'How it is said';

/** Every option of `inkcap check`, in the order of its --help. */
export const checkTable = [
	{key: 'update', short: 'u', long: 'update', group: how, about: 'write the snapshots that are missing or differ, and remove those whose capture is gone'},
	{key: 'reporter', long: 'reporter', value: 'NAME', offers: checkReporters, group: how, about: 'text, junit (XML for build servers), github (annotations) or json'},
	{key: 'format', long: 'format', value: 'FORMAT', offers: checkFormats, group: how, about: 'form of the snapshots: text beside x.pcap is x.pcap.txt, json x.pcap.json'},
	{key: 'jobs', short: 'j', long: 'jobs', value: 'N', group: how, about: 'check with N threads'},
	{key: 'only', long: 'only', value: 'FILTER', offers: 'filter', group: what, about: 'only packets that pass FILTER'},
	{
		key: 'fields',
		long: 'fields',
		value: 'NAMES',
		offers: 'field',
		group: what,
		about: "only these fields: names and globs, separated by commas ('dns.*,ip.src'); a protocol's name means all of it",
	},
	{key: 'ignore', long: 'ignore', value: 'NAMES', offers: 'field', group: what, about: "all but these fields ('ip.id,tcp.seq_raw,frame.time_*')"},
	{key: 'decodeAs', short: 'd', long: 'decode-as', value: 'RULE', group: what, about: 'decode as, for instance tcp.port==8123,http; may be given often'},
	{key: 'help', short: 'h', long: 'help', group: other, about: 'say this'},
] as const satisfies readonly OptionSpec[];

/** Wireshark's names of link types, by their LINKTYPE_ numbers. */
export const encapsulations = {
	'ether': 1,
	'null': 0,
	'ppp': 9,
	'rawip': 101,
	'rawip4': 228,
	'rawip6': 229,
	'chdlc': 104,
	'ieee-802-11': 105,
	'ieee-802-11-radiotap': 127,
	'frelay': 107,
	'loop': 108,
	'linux-sll': 113,
	'linux-sll2': 276,
	'user0': 147,
} as const;

const headers = 'Headers to put before the bytes';

/** Every option of `inkcap from-hex`, in the order of its --help; they are text2pcap's. */
export const hexTable = [
	{key: 'base', short: 'o', value: 'BASE', offers: ['hex', 'oct', 'dec', 'none'], group: input, about: 'how offsets are written: hex, oct, dec, or none where there are none'},
	{key: 'time', short: 't', value: 'FORMAT', group: input, about: 'how the time before a packet is written: ISO, or with %Y %m %d %H %M %S %f %b %s as strptime has them; UTC'},
	{key: 'directions', short: 'D', group: input, about: 'an I or O before a packet says whether it came in or went out; what went out has its headers the other way round'},
	{key: 'characters', short: 'a', group: input, about: 'the bytes stand behind themselves as characters, also where those look like bytes'},
	{key: 'pattern', short: 'r', value: 'REGEX', group: input, about: 'a packet is what REGEX matches, with groups (?<data>…) and perhaps (?<time>…), (?<dir>…), (?<seqno>…)'},
	{key: 'dataBase', short: 'b', value: 'BASE', offers: ['2', '8', '16', '64'], group: input, about: 'how data is written for -r: with 2, 8 or 16 digits, or 64 for base64'},
	{key: 'fileType', short: 'F', value: 'FORMAT', offers: fileTypes, group: output, about: 'format of the written file: pcap, nsecpcap or pcapng'},
	{key: 'linkType', short: 'l', value: 'NUMBER', group: output, about: 'what the packets begin with, as a LINKTYPE_ number; 1 for Ethernet'},
	{key: 'encapsulation', short: 'E', value: 'NAME', offers: Object.keys(encapsulations), group: output, about: "the same by Wireshark's name"},
	{key: 'most', short: 'm', value: 'BYTES', group: output, about: 'make another packet after BYTES, before headers'},
	{key: 'interfaceName', short: 'N', value: 'NAME', group: output, about: 'name of the interface, in pcapng'},
	{key: 'etherType', short: 'e', value: 'HEX', group: headers, about: 'Ethernet, with this type: 0x806'},
	{key: 'protocol', short: 'i', value: 'NUMBER', group: headers, about: 'IP, with this protocol'},
	{key: 'ipv4', short: '4', value: 'FROM,TO', group: headers, about: 'IPv4, with these addresses'},
	{key: 'ipv6', short: '6', value: 'FROM,TO', group: headers, about: 'IPv6, with these addresses'},
	{key: 'udp', short: 'u', value: 'FROM,TO', group: headers, about: 'UDP, with these ports'},
	{key: 'tcp', short: 'T', value: 'FROM,TO', group: headers, about: 'TCP, with these ports'},
	{key: 'sctp', short: 's', value: 'FROM,TO,TAG', group: headers, about: 'SCTP, with these ports and this verification tag'},
	{key: 'sctpData', short: 'S', value: 'FROM,TO,PPI', group: headers, about: 'SCTP with a DATA chunk, with these ports and this payload protocol identifier'},
	{key: 'dissector', short: 'P', value: 'PROTOCOL', group: headers, about: 'none; the capture says that the bytes are PROTOCOL (link type 252, for Wireshark)'},
	{key: 'quiet', short: 'q', group: other, about: 'say nothing, as always; for scripts that were written for text2pcap'},
	{key: 'help', short: 'h', long: 'help', group: other, about: 'say this'},
] as const satisfies readonly OptionSpec[];

export type HexKey = (typeof hexTable)[number]['key'];

/** Every option of `inkcap fixture`, in the order of its --help. */
export const fixtureTable = [
	{key: 'read', short: 'r', long: 'read-file', value: 'FILE', offers: 'file', group: input, about: 'the capture that the packet is in'},
	{key: 'decodeAs', short: 'd', long: 'decode-as', value: 'RULE', group: input, about: 'decode as, for instance tcp.port==8123,http; may be given often'},
	{key: 'help', short: 'h', long: 'help', group: other, about: 'say this'},
] as const satisfies readonly OptionSpec[];

export type FixtureKey = (typeof fixtureTable)[number]['key'];

/** Every option of `inkcap fields`, in the order of its --help. */
export const fieldsTable = [
	{key: 'explain', long: 'explain', value: 'FILTER', offers: 'filter', group: other, about: 'say in words what FILTER selects, and what of it the index answers'},
	{key: 'help', short: 'h', long: 'help', group: other, about: 'say this'},
] as const satisfies readonly OptionSpec[];

export type FieldsKey = (typeof fieldsTable)[number]['key'];

/** A word that stands for a command where it comes first, and the options it has. */
export type CommandSpec = {readonly name: string; readonly about: string; readonly options: readonly OptionSpec[]};

/** Every command, in the order of --help. */
export const commandTable = [
	{name: 'check', about: 'compare what captures say with the snapshots beside them; inkcap check --help says more', options: checkTable},
	{name: 'fixture', about: 'make the smallest capture in which a packet says the same, and its snapshot', options: fixtureTable},
	{name: 'from-hex', about: 'make a capture of a hexadecimal dump, as text2pcap does', options: hexTable},
	{name: 'fields', about: 'list fields (inkcap fields [PATTERN]), or say in words what a filter selects (inkcap fields --explain FILTER)', options: fieldsTable},
] as const satisfies readonly CommandSpec[];

export type CheckKey = (typeof checkTable)[number]['key'];

export type OptionKey = (typeof optionTable)[number]['key'];
