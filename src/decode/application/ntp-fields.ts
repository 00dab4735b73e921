import {bit, bytes, duration, frameNumber, ipv4Address, ipv6Address, none, parts, text, time, u16, u32, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';

export const modeNames: ReadonlyMap<number, string> = new Map([
	[0, 'reserved'],
	[1, 'symmetric active'],
	[2, 'symmetric passive'],
	[3, 'client'],
	[4, 'server'],
	[5, 'broadcast'],
	[6, 'reserved for NTP control message'],
	[7, 'reserved for private use'],
]);

const leapNames = new Map([[0, 'no warning'], [1, 'last minute of the day has 61 seconds'], [2, 'last minute of the day has 59 seconds'], [3, 'unknown (clock unsynchronized)']]);

export const versionNames = (version: number): string => (version > 0 && version < 5 ? `NTP Version ${version}` : 'reserved');

const stratumNames = (stratum: number): string =>
	stratum === 0 ? 'unspecified or invalid' : stratum === 1 ? 'primary reference' : stratum < 16 ? 'secondary reference' : stratum === 16 ? 'unsynchronized' : 'reserved';

/** Seconds as a power of two. */
const powerText = (value: number): string => `${(2 ** (value > 127 ? value - 256 : value)).toFixed(6)} seconds`;
/** Seconds with 16 bits behind the point. */
const shortText = (value: number): string => `${(value / 0x1_0000).toFixed(6)} seconds`;
const pollText = (value: number): string => (value >= 4 && value <= 17 ? `${value} (${2 ** value} seconds)` : `invalid (${value})`);

/** RFC 5905, section 7.3 and RFC 4330: what keeps the time of a primary server. */
const sources: ReadonlyMap<string, string> = new Map([
	['LOCL', 'uncalibrated local clock'],
	['CESM', 'calibrated Cesium clock'],
	['RBDM', 'calibrated Rubidium clock'],
	['PPS', 'calibrated quartz clock or other pulse-per-second source'],
	['IRIG', 'Inter-Range Instrumentation Group'],
	['ACTS', 'NIST telephone modem service'],
	['USNO', 'USNO telephone modem service'],
	['PTB', 'PTB (Germany) telephone modem service'],
	['TDF', 'Allouis (France) Radio 164 kHz'],
	['DCF', 'Mainflingen (Germany) Radio 77.5 kHz'],
	['DCFa', 'Mainflingen (Germany) Radio 77.5 kHz'],
	['MSF', 'Anthorn (UK) Radio 60 kHz'],
	['WWV', 'Ft. Collins (US) Radio 2.5, 5, 10, 15, 20 MHz'],
	['WWVB', 'Boulder (US) Radio 60 kHz'],
	['WWVH', 'Kauai Hawaii (US) Radio 2.5, 5, 10, 15 MHz'],
	['CHU', 'Ottawa (Canada) Radio 3330, 7335, 14670 kHz'],
	['LORC', 'LORAN-C radionavigation system'],
	['OMEG', 'OMEGA radionavigation system'],
	['GPS', 'Global Position System'],
	['GOES', 'Geosynchronous Orbit Environment Satellite'],
	['GAL', 'Galileo Positioning System'],
	['PTP', 'Precision Time Protocol'],
	['GNSS', 'Global Navigation Satellite System'],
]);

/** RFC 5905, section 7.4: why a server does not answer. */
const kisses: ReadonlyMap<string, string> = new Map([
	['ACST', 'The association belongs to a unicast server'],
	['AUTH', 'Server authentication failed'],
	['AUTO', 'Autokey sequence failed'],
	['BCST', 'The association belongs to a broadcast server'],
	['CRYP', 'Cryptographic authentication or identification failed'],
	['DENY', 'Access denied by the server'],
	['DROP', 'Lost peer in symmetric mode'],
	['RSTR', 'Access denied by local policy'],
	['INIT', 'The association has not yet synchronized for the first time'],
	['MCST', 'The association belongs to a multicast server'],
	['NKEY', 'No key found'],
	['RATE', 'Rate exceeded'],
	['RMOT', 'Somebody is tinkering with the association'],
	['STEP', 'A step change in system time has occurred'],
]);

/** What a reference identifier says, by the stratum. */
export function referenceText(b: Uint8Array, stratum: number): string {
	if (b.every(byte => byte === 0)) return 'NULL';
	if (stratum > 1) return b.join('.');
	const code = String.fromCharCode(...b).replace(/\0+$/, '');
	return (stratum === 0 ? kisses.get(code) : undefined) ?? sources.get(code) ?? `Unidentified reference source '${code}'`;
}

const extensionKinds = ['No-Operation', 'Association Message', 'Certificate Message', 'Cookie Message', 'Autokey Message', 'Leapseconds Message', 'Sign Message',
	'IFF Identity Message', 'GQ Identity Message', 'MV Identity Message'];
const otherExtensions = new Map([[0x104, 'Unique Identifier'], [0x204, 'NTS Cookie'], [0x304, 'NTS Cookie Placeholder'], [0x404,
	'NTS Authenticator and Encrypted Extension Fields'], [0x2005, 'Checksum Complement']]);

/** RFC 5906, section 10, RFC 7821 and RFC 8915, section 5.7. */
function extensionName(type: number): string | undefined {
	const kind = extensionKinds[(type >> 8) & 0x3f];
	if ((type & 0xff) !== 2 || kind === undefined) return otherExtensions.get(type);
	const flags = type >> 14;
	return flags === 1 ? undefined : `${kind} ${flags === 0 ? 'Request' : flags === 2 ? 'Response' : 'Error Response'}`;
}

const operations = new Map([
	[0, 'reserved'],
	[1, 'read status'],
	[2, 'read variables'],
	[3, 'write variables'],
	[4, 'read clock variables'],
	[5, 'write clock variables'],
	[6, 'set trap address/port'],
	[7, 'asynchronous message'],
	[8, 'runtime configuration'],
	[9, 'save config to file'],
	[10, 'retrieve MRU (mrulist)'],
	[11, 'retrieve ordered list'],
	[12, 'request a client nonce'],
	[31, 'unset trap address/port'],
]);
const errors = new Map([
	[0, 'unspecified'],
	[1, 'authentication failure'],
	[2, 'invalid message length or format'],
	[3, 'invalid opcode'],
	[4, 'unknown association identifier'],
	[5, 'unknown variable name'],
	[6, 'invalid variable value'],
	[7, 'administratively prohibited'],
]);
const clockSources = new Map([
	[0, 'unspecified or unknown'],
	[1, 'atomic clock'],
	[2, 'VLF or LF radio'],
	[3, 'HF radio'],
	[4, 'UHF satellite'],
	[5, 'local net'],
	[6, 'UDP/NTP'],
	[7, 'UDP/TIME'],
	[8, 'eyeball-and-wristwatch'],
	[9, 'telephone modem'],
]);
const systemEvents = new Map([
	'unspecified',
	'frequency correction file not available',
	'frequency correction started',
	'spike detected and ignored',
	'frequency training started',
	'clock synchronized',
	'system restart',
	'panic stop',
	'no system peer',
	'leap second armed',
	'leap second disarmed',
	'leap second inserted or deleted',
	'clock stepped',
	'kernel loop discipline status changed',
	'leapseconds table loaded',
	'leapseconds table outdated',
].entries());
const selections = new Map(
	['rejected', 'passed sanity checks', 'passed correctness checks', 'passed candidate checks', 'passed outlier checks', 'synchronization source, too far',
		'synchronization source', 'reserved'].entries(),
);
const peerEvents = new Map([
	'unspecified',
	'association mobilized',
	'association demobilized',
	'peer unreachable',
	'peer reachable',
	'association restarted or timed out',
	'no server found',
	'rate exceeded',
	'access denied',
	'leap armed',
	'become system peer',
	'reference clock event',
	'authentication failure',
	'popcorn spike suppressor',
	'entering interleave mode',
	'interleave error',
].entries());

export const requestNames: ReadonlyMap<number, string> = new Map([
	...[
		'PEER_LIST',
		'PEER_LIST_SUM',
		'PEER_INFO',
		'PEER_STATS',
		'SYS_INFO',
		'SYS_STATS',
		'IO_STATS',
		'MEM_STATS',
		'LOOP_INFO',
		'TIMER_STATS',
		'CONFIG',
		'UNCONFIG',
		'SET_SYS_FLAG',
		'CLR_SYS_FLAG',
		'MONITOR',
		'NOMONITOR',
		'GET_RESTRICT',
		'RESADDFLAGS',
		'RESSUBFLAGS',
		'UNRESTRICT',
		'MON_GETLIST',
		'RESET_STATS',
		'RESET_PEER',
		'REREAD_KEYS',
		'DO_DIRTY_HACK',
		'DONT_DIRTY_HACK',
		'TRUSTKEY',
		'UNTRUSTKEY',
		'AUTHINFO',
		'TRAPS',
		'ADD_TRAP',
		'CLR_TRAP',
		'REQUEST_KEY',
		'CONTROL_KEY',
		'GET_CTLSTATS',
		'GET_LEAPINFO',
		'GET_CLOCKINFO',
		'SET_CLKFUDGE',
		'GET_KERNEL',
		'GET_CLKBUGINFO',
	].entries(),
	[41, 'SET_PRECISION'],
	[42, 'MON_GETLIST_1'],
	[43, 'HOSTNAME_ASSOCID'],
	[44, 'IF_STATS'],
	[45, 'IF_RELOAD'],
]);

const implementations = new Map([[0, 'UNIV'], [2, 'XNTPD_OLD (pre-IPv6)'], [3, 'XNTPD']]);
const stamp = {unset: 'NULL'} as const;
const yes = {meaning: ['yes', 'no']} as const;

// RFC 5905, section 7.3, and appendix B of RFC 1305 for control messages
export const p = parts('ntp', () => ({
	flags: u8('Flags', {
		base: 'hex',
		bits: {
			li: bit(2, 'Leap Indicator', {values: leapNames, about: 'Whether the last minute of the day is longer or shorter.'}),
			vn: bit(3, 'Version number', {values: versionNames}),
			mode: bit(3, 'Mode', {values: modeNames}),
		},
	}),
	stratum: u8('Peer Clock Stratum', {values: stratumNames, about: 'How many servers there are between the clock and this one; 1 has the clock itself.'}),
	ppoll: u8('Peer Polling Interval', {shown: pollText, about: 'How long it is at most until the next message.'}),
	precision: u8('Peer Clock Precision', {shown: powerText}),
	rootdelay: u32('Root Delay', {shown: shortText, about: 'To the clock and back.'}),
	rootdispersion: u32('Root Dispersion', {shown: shortText, about: 'By how much the time may be wrong.'}),
	refid: bytes('Reference ID', {about: 'Where the time comes from: a clock, or the address of another server.'}),
	reftime: time('Reference Timestamp', {...stamp, about: 'When the clock was last set.'}),
	org: time('Origin Timestamp', {...stamp, about: 'When the request left the client.'}),
	rec: time('Receive Timestamp', {...stamp, about: 'When the request came to the server.'}),
	xmt: time('Transmit Timestamp', {...stamp, about: 'When this message left.'}),
	keyid: bytes('Key ID'),
	mac: bytes('Message Authentication Code'),
	padding: bytes('Padding'),
	key_type: u8('Key type'),
	key_index: u32('KeyIndex', {base: 'hex'}),
	key_signature: bytes('Signature'),
	response_in: frameNumber('Response In'),
	request_in: frameNumber('Request In'),
	delta_time: duration('Delta Time'),
	ext: none('Extension', {reference: 'RFC 7822, section 3'}),
	'ext.type': u16('Field Type', {base: 'hex', values: extensionName}),
	'ext.length': u16('Length'),
	'ext.value': bytes('Value'),
	'ctrl.flags2': u8('Flags 2', {
		base: 'hex',
		bits: {
			r: bit(1, 'Response bit', {type: 'FT_UINT8', values: new Map([[0, 'Request'], [1, 'Response']])}),
			error: bit(1, 'Error bit', {type: 'FT_UINT8'}),
			more: bit(1, 'More bit', {type: 'FT_UINT8'}),
			opcode: bit(5, 'Opcode', {values: operations}),
		},
	}),
	'ctrl.sequence': u16('Sequence'),
	'ctrl.status': u16('Status', {base: 'hex', reference: 'RFC 1305, appendix B.2'}),
	...word(2, {'ctrl.err_status': bit(8, 'Error Status Word', {values: errors}), '_ctrl.err_status.low': bit(8, 'Reserved')}),
	...word(2, {
		'ctrl.sys_status.li': bit(2, 'Leap Indicator', {values: leapNames}),
		'ctrl.sys_status.clksrc': bit(6, 'Clock Source', {values: clockSources}),
		'ctrl.sys_status.count': bit(4, 'System Event Counter'),
		'ctrl.sys_status.code': bit(4, 'System Event Code', {values: systemEvents}),
	}),
	...word(2, {
		'ctrl.peer_status.config': bit(1, 'Peer configured', yes),
		'ctrl.peer_status.authenable': bit(1, 'Peer authentication enabled', yes),
		'ctrl.peer_status.authentic': bit(1, 'Peer authentic', yes),
		'ctrl.peer_status.reach': bit(1, 'Peer reachable', yes),
		'ctrl.peer_status.bcast': bit(1, 'Peer broadcast association', yes),
		'ctrl.peer_status.selection': bit(3, 'Peer Selection', {values: selections}),
		'ctrl.peer_status.count': bit(4, 'Peer Event Counter'),
		'ctrl.peer_status.code': bit(4, 'Peer Event Code', {values: peerEvents}),
	}),
	...word(2, {'ctrl.clock_status.status': bit(8, 'Clock Status'), 'ctrl.clock_status.code': bit(8, 'Clock Event Code')}),
	'ctrl.data': none('Data'),
	'ctrl.item': none('Item'),
	'ctrl.associd': u16('AssociationID'),
	'ctrl.offset': u16('Offset'),
	'ctrl.count': u16('Count'),
	'ctrl.trapmsg': text('Trap message'),
	'ctrl.configuration': text('Configuration'),
	'ctrl.mru': text('MRU'),
	'ctrl.ordlist': text('Ordered List'),
	'ctrl.nonce': text('Nonce'),
	...word(1, {
		'priv.flags.r': bit(1, 'Response bit', {type: 'FT_UINT8', values: new Map([[0, 'Request'], [1, 'Response']])}),
		'priv.flags.more': bit(1, 'More bit', {type: 'FT_UINT8'}),
		'priv.flags.vn': bit(3, 'Version number', {name: 'ntp.flags.vn', values: versionNames}),
		'priv.flags.mode': bit(3, 'Mode', {name: 'ntp.flags.mode', values: modeNames}),
	}),
	'priv.flags.word': u8('Flags', {name: 'ntp.flags', base: 'hex'}),
	'priv.auth_seq': u8('Auth, sequence'),
	...word(1, {'priv.auth': bit(1, 'Auth bit', {type: 'FT_UINT8'}), 'priv.seq': bit(7, 'Sequence number')}),
	'priv.impl': u8('Implementation', {values: implementations}),
	'priv.reqcode': u8('Request code', {values: requestNames}),
	'priv.err': u8('Err', {base: 'hex'}),
	'priv.numitems': u16('Number of data items'),
	'priv.reserved': u8('Reserved', {base: 'hex'}),
	'priv.itemsize': u16('Size of data item'),
	'priv.mode7.item': text('Mode7 item', {type: 'FT_STRINGZ'}),
	'priv.monlist.avgint': u32('avgint'),
	'priv.monlist.lsint': u32('lsint'),
	'priv.monlist.restr': u32('restr', {base: 'hex'}),
	'priv.monlist.count': u32('count', {about: 'Messages from the address: what makes the list so large an answer to so small a question.'}),
	'priv.monlist.remote_address': ipv4Address('remote address'),
	'priv.monlist.local_address': ipv4Address('local address'),
	'priv.monlist.flags': u32('flags', {base: 'hex'}),
	'priv.monlist.port': u16('port'),
	'priv.monlist.mode': u8('mode'),
	'priv.monlist.version': u8('version'),
	'priv.monlist.ipv6': u32('ipv6', {base: 'hex'}),
	'priv.monlist.unused': u32('unused', {base: 'hex'}),
	'priv.monlist.addr6': ipv6Address('ipv6 remote addr'),
	'priv.monlist.daddr6': ipv6Address('ipv6 local addr'),
}));

export const faults = {
	extension: fault('ntp.ext.invalid_length', 'The length of the extension is no multiple of 4', 'warning', 'Protocol'),
};
