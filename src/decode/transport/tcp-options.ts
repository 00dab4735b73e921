import {ByteText, words} from '../byte-text.ts';
import {bit, bytes, type Field, ipv4Address, none, parts, type Spec, u16, u24, u32, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import {hexBytes} from '../print.ts';
import type {Reader} from '../reader.ts';
import {expandMultipath, multipathFields} from './mptcp.ts';

/** Tells of an option that has a node of its own, whose value is its bytes. */
const option = (title: string): Spec<'bytes'> => bytes(`TCP Option - ${title}`, {type: 'FT_PROTOCOL'});

// IANA, TCP Option Kind Numbers
const kinds: ReadonlyMap<number, string> = new Map([
	[0, 'End of Option List'],
	[1, 'No-Operation'],
	[2, 'Maximum Segment Size'],
	[3, 'Window Scale'],
	[4, 'SACK Permitted'],
	[5, 'SACK'],
	[6, 'Echo'],
	[7, 'Echo Reply'],
	[8, 'Time Stamp Option'],
	[9, 'Partial Order Connection Permitted'],
	[10, 'Partial Order Service Profile'],
	[11, 'CC'],
	[12, 'CC.NEW'],
	[13, 'CC.ECHO'],
	[14, 'TCP Alternate Checksum Request'],
	[15, 'TCP Alternate Checksum Data'],
	[19, 'MD5 Signature Option'],
	[27, 'Quick-Start Response'],
	[28, 'User Timeout Option'],
	[29, 'The TCP Authentication Option'],
	[30, 'Multipath TCP'],
	[34, 'TCP Fast Open Cookie'],
	[76, 'Riverbed Probe'],
	[78, 'Riverbed Transparency'],
	[172, 'Accurate ECN Order 0'],
	[174, 'Accurate ECN Order 1'],
	[253, 'RFC3692-style Experiment 1'],
	[254, 'RFC3692-style Experiment 2'],
]);

const p = parts('tcp', {
	options: bytes('TCP Options', {reference: 'RFC 9293, section 3.2'}),
	option_kind: u8('Kind', {name: 'tcp.option_kind', values: kinds}),
	option_len: u8('Length', {name: 'tcp.option_len', about: 'Bytes of the option, with its kind and this length.'}),
	'options.eol': option('End of Option List (EOL)'),
	'options.nop': option('No-Operation (NOP)'),
	'options.mss': option('Maximum segment size'),
	'options.mss_val': u16('MSS Value', {about: 'The largest segment that the sender of this option wants to receive.', reference: 'RFC 9293, section 3.7.1'}),
	'options.wscale': option('Window scale'),
	'options.wscale.shift': u8('Shift count', {about: 'How often windows that follow are doubled. Used only if both sides offer it.', reference: 'RFC 7323, section 2'}),
	'options.wscale.multiplier': u16('Multiplier'),
	'options.sack_perm': option('SACK permitted'),
	'options.sack': option('SACK'),
	'options.sack_le': u32('TCP SACK Left Edge', {about: 'First number of a block that arrived although something before it is missing.', reference: 'RFC 2018, section 3'}),
	'options.sack_re': u32('TCP SACK Right Edge'),
	'options.sack.count': u8('TCP SACK Count'),
	'options.sack.dsack_le': u32('TCP D-SACK Left Edge', {about: 'A block that arrived twice.', reference: 'RFC 2883, section 4'}),
	'options.sack.dsack_re': u32('TCP D-SACK Right Edge'),
	'options.echo': option('Echo'),
	'options.echoreply': option('Echo reply'),
	'options.echo_value': u32('TCP Echo Option'),
	'options.timestamp': option('Timestamps'),
	'options.timestamp.tsval': u32('Timestamp value', {about: "The sender's clock.", reference: 'RFC 7323, section 3'}),
	'options.timestamp.tsecr': u32('Timestamp echo reply', {about: "The peer's clock as it was last heard."}),
	'options.cc': option('CC'),
	'options.ccnew': option('CC.NEW'),
	'options.ccecho': option('CC.ECHO'),
	'options.cc_value': u32('TCP CC Option'),
	'options.md5': option('TCP MD5 signature'),
	'options.md5.digest': bytes('MD5 digest', {reference: 'RFC 2385'}),
	'options.qs': option('Quick-Start'),
	...word(1, {_qsFunction: bit(4, ''), 'options.qs.rate': bit(4, 'QS Rate', {type: 'FT_UINT8'})}),
	'options.qs.ttl_diff': u8('QS Rate', {about: 'Difference of the times to live.'}),
	'options.user_to': option('User Timeout'),
	...word(2, {'options.user_to_granularity': bit(1, 'Granularity', {meaning: ['Minutes', 'Seconds']}), 'options.user_to_val': bit(15, 'User Timeout')}),
	'options.ao': option('TCP AO'),
	'options.ao.keyid': u8('AO KeyID', {reference: 'RFC 5925, section 2.2'}),
	'options.ao.rnextkeyid': u8('AO RNextKeyID'),
	'options.ao.mac': bytes('AO MAC'),
	'options.tfo': option('TCP Fast Open'),
	'options.tfo.request': none('Fast Open Cookie Request', {reference: 'RFC 7413, section 4.1'}),
	'options.tfo.cookie': bytes('Fast Open Cookie'),
	'options.acc_ecn': option('Accurate ECN'),
	'options.acc_ecn.ee0b': u24('Accurate ECN Echo ECT(0) Byte Counter'),
	'options.acc_ecn.eceb': u24('Accurate ECN Echo CE Byte Counter'),
	'options.acc_ecn.ee1b': u24('Accurate ECN Echo ECT(1) Byte Counter'),
	'options.experimental': option('Experimental'),
	'options.experimental.exid': u16('Experiment Identifier', {
		base: 'hex',
		values: new Map([[0xacc0, 'Accurate ECN - Order 0'], [0xacc1, 'Accurate ECN - Order 1'], [0xf989, 'TCP Fast Open']]),
	}),
	'options.experimental.data': bytes('Data'),
	'options.rvbd.probe': option('Riverbed Probe'),
	...word(1, {'options.rvbd.probe.type1': bit(4, 'Type', {type: 'FT_UINT8'}), 'options.rvbd.probe.version': bit(4, 'Version', {type: 'FT_UINT8'})}),
	...word(1, {'options.rvbd.probe.type2': bit(7, 'Type', {type: 'FT_UINT8'}), 'options.rvbd.probe.version_raw': bit(1, 'Version', {type: 'FT_UINT8'})}),
	'options.rvbd.probe.reserved': u8('Reserved', {base: 'hex'}),
	'options.rvbd.probe.prober': ipv4Address('CSH IP'),
	'options.rvbd.probe.appli_ver': u16('Application Version'),
	'options.rvbd.probe.flags': u8('Probe Flags', {base: 'hex', bits: {_reserved: bit(5, ''), notcfe: bit(1, 'Not CFE'), _between: bit(1, ''), last: bit(1, 'Last Notify')}}),
	'options.scps': option('SCPS capabilities'),
	'options.scps.vector': u8('SCPS Capabilities Vector', {
		base: 'hex',
		bits: {
			bets: bit(1, 'Partial Reliability Capable (BETS)', {name: 'tcp.options.scpsflags.bets'}),
			snack1: bit(1, 'Short Form SNACK Capable (SNACK1)', {name: 'tcp.options.scpsflags.snack1'}),
			snack2: bit(1, 'Long Form SNACK Capable (SNACK2)', {name: 'tcp.options.scpsflags.snack2'}),
			compress: bit(1, 'Lossless Header Compression (COMP)', {name: 'tcp.options.scpsflags.compress'}),
			nlts: bit(1, 'Network Layer Timestamp (NLTS)', {name: 'tcp.options.scpsflags.nlts'}),
			reserved: bit(3, 'Reserved', {name: 'tcp.options.scpsflags.reserved', type: 'FT_UINT8'}),
		},
	}),
	'options.scps.binding': u8('Connection ID'),
	'options.unknown': option('Unknown'),
	'options.unknown.payload': bytes('Payload'),
});
/** The version, where the lowest bit of the first byte says that it is 2. */
const second = parts('tcp.options.rvbd.probe', {version: u8('Version')});

const faults = {
	optionLength: fault('tcp.option.len.invalid', 'Invalid length for option', 'note', 'Sequence'),
	fourNops: fault('tcp.nop', '4 NOP in a row - a router may have removed some options', 'warning', 'Protocol'),
	afterEnd: fault('tcp.non_zero_bytes_after_eol', 'Non zero bytes in option space after EOL option', 'error', 'Protocol'),
	noMss: fault('tcp.options.mss.absent', 'The SYN packet does not contain a MSS option', 'warning', 'Protocol'),
	fastOpen: fault('tcp.analysis.tfo_syn', 'TCP SYN with TFO Cookie', 'note', 'Sequence'),
	twiceSeen: fault('tcp.options.sack.dsack', 'D-SACK Sequence', 'warning', 'Sequence'),
	suboption: fault('tcp.suboption_malformed', 'suboption would go past end of option', 'error', 'Malformed'),
	shift: fault('tcp.options.wscale.shift.invalid', 'Window scale shift exceeds 14', 'error', 'Protocol'),
};

/** What `tcp` declares of its options, and what can be wrong with them. */
export const optionFields = {...p, 'rvbd.probe.version2': second.version, ...multipathFields};
export const optionFaults = faults;

/** What an option is told with: `peerBase` where numbers that acknowledge start, `ack` what this segment acknowledges, both undefined where it does not. */
export type OptionContext = {readonly peerBase: number | undefined; readonly acknowledgment: number; readonly isRelative: boolean};

type Known = {
	readonly name: string;
	readonly field: Field<'bytes'>;
	/** Lengths that it may have. */
	readonly least: number;
	readonly most: number;
	/** What the label says of the option whose value is at `at`. */
	readonly label: (b: Uint8Array, at: number, length: number, context: OptionContext) => string;
	/** What the Info column says of it, with a space in front; nothing for some. */
	readonly info: (line: ByteText, b: Uint8Array, at: number, length: number, context: OptionContext) => void;
	/** Reads what follows kind and length. */
	readonly read: (r: Reader, length: number, context: OptionContext) => void;
};

const unlabelled = (): string => '';
const nothing = (): void => {};
const known = (
	name: string,
	field: Field<'bytes'>,
	least: number,
	most: number,
	label: Known['label'] = unlabelled,
	info: Known['info'] = nothing,
	read: Known['read'] = nothing,
): Known => ({name, field, least, most, label, info, read});
const long = 255;

const number32 = (b: Uint8Array, at: number): number => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;
const number16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
const multiplier = (shift: number): number => 2 ** Math.min(14, shift);

const says = (text: string): Known['info'] => line => line.text(text);
/** An option that is a number, which the Info column has behind these words. */
const knownNumber = (name: string, kind: string, field: Field<'bytes'>, value: Field<'uint'>): Known =>
	known(name, field, 6, 6, (b, at) => `: ${number32(b, at)}`, (line, b, at) => {
		line.text(` ${kind}=`);
		line.number(number32(b, at));
	}, r => r.read(value));

const unknown = known('Unknown', p['options.unknown'], 2, long, (b, at, length) => (length > 2 ? `: ${hexBytes(b.subarray(at, at + length - 2))}` : ''), nothing, (r, length) => {
	if (length > 2) r.take(p['options.unknown.payload'], length - 2);
});

const table: ReadonlyMap<number, Known> = new Map([
	[2, known(
		'Maximum segment size',
		p['options.mss'],
		4,
		4,
		(b, at) => `: ${number16(b, at)} bytes`,
		(line, b, at) => {
			line.text(' MSS=');
			line.number(number16(b, at));
		},
		r => r.read(p['options.mss_val']),
	)],
	[3, known(
		'Window scale',
		p['options.wscale'],
		3,
		3,
		(b, at) => `: ${b[at]} (multiply by ${multiplier(b[at]!)})`,
		(line, b, at) => {
			line.text(' WS=');
			line.number(multiplier(b[at]!));
		},
		r => {
			const at = r.position;
			const shift = r.read(p['options.wscale.shift']);
			if (shift > 14) r.complain(faults.shift, at, r.position);
			r.derive(p['options.wscale.multiplier'], multiplier(shift), at, r.position);
		},
	)],
	[4, known('SACK permitted', p['options.sack_perm'], 2, 2, unlabelled, says(' SACK_PERM'))],
	[5, known('SACK', p['options.sack'], 2, long, labelBlocks, tellBlocks, readBlocks)],
	[6, knownNumber('Echo', 'ECHO', p['options.echo'], p['options.echo_value'])],
	[7, knownNumber('Echo reply', 'ECHOREPLY', p['options.echoreply'], p['options.echo_value'])],
	[8, known(
		'Timestamps',
		p['options.timestamp'],
		10,
		10,
		(b, at) => `: TSval ${number32(b, at)}, TSecr ${number32(b, at + 4)}`,
		tellTimestamps,
		r => {
			r.read(p['options.timestamp.tsval']);
			r.read(p['options.timestamp.tsecr']);
		},
	)],
	[11, knownNumber('CC', 'CC', p['options.cc'], p['options.cc_value'])],
	[12, knownNumber('CC.NEW', 'CC.NEW', p['options.ccnew'], p['options.cc_value'])],
	[13, knownNumber('CC.ECHO', 'CC.ECHO', p['options.ccecho'], p['options.cc_value'])],
	[19, known('TCP MD5 signature', p['options.md5'], 18, 18, unlabelled, says(' MD5'), r => r.take(p['options.md5.digest'], 16))],
	[20, known('SCPS capabilities', p['options.scps'], 2, long, unlabelled, nothing, (r, length) => {
		if (length !== 4) return;
		r.read(p['options.scps.vector']);
		r.read(p['options.scps.binding']);
	})],
	[27, known('Quick-Start', p['options.qs'], 8, 8, unlabelled, nothing, r => {
		r.read(p['options.qs.rate']);
		r.read(p['options.qs.ttl_diff']);
	})],
	[28, known(
		'User Timeout',
		p['options.user_to'],
		4,
		4,
		(b, at) => `: ${number16(b, at) & 0x7fff} ${b[at]! & 0x80 ? 'minutes' : 'seconds'}`,
		(line, b, at) => {
			line.text(' USER_TO=');
			line.number(number16(b, at) & 0x7fff);
		},
		r => {
			const at = r.position;
			r.read(p['options.user_to_granularity']);
			r.at(p['options.user_to_val'], at);
		},
	)],
	[29, known('TCP AO', p['options.ao'], 4, long, unlabelled, nothing, (r, length) => {
		r.read(p['options.ao.keyid']);
		r.read(p['options.ao.rnextkeyid']);
		if (length > 4) r.take(p['options.ao.mac'], length - 4);
	})],
	[34, known(
		'TCP Fast Open',
		p['options.tfo'],
		2,
		long,
		(_b, _at, length) => (length === 2 ? ' Cookie Request' : ' Cookie'),
		(line, _b, _at, length) => line.text(length === 2 ? ' TFO=R' : ' TFO=C'),
		readFastOpen,
	)],
	[76, known('Riverbed Probe', p['options.rvbd.probe'], 3, long, unlabelled, nothing, readProbe)],
	[172, known('Accurate ECN', p['options.acc_ecn'], 2, 11, unlabelled, nothing, (r, length) => readCounters(r, length - 2, false))],
	[174, known('Accurate ECN', p['options.acc_ecn'], 2, 11, unlabelled, nothing, (r, length) => readCounters(r, length - 2, true))],
	[253, known('Experimental', p['options.experimental'], 2, long, unlabelled, nothing, readExperiment)],
	[254, known('Experimental', p['options.experimental'], 2, long, unlabelled, nothing, readExperiment)],
]);

const baseOf = ({peerBase, isRelative}: OptionContext): number => (isRelative && peerBase !== undefined ? peerBase : 0);

function labelBlocks(b: Uint8Array, at: number, length: number, context: OptionContext): string {
	const base = baseOf(context);
	let label = '';
	for (let i = at; i + 8 <= at + length - 2; i += 8) label += ` ${(number32(b, i) - base) >>> 0}-${(number32(b, i + 4) - base) >>> 0}`;
	return label;
}

function tellBlocks(line: ByteText, b: Uint8Array, at: number, length: number, context: OptionContext): void {
	const base = baseOf(context);
	for (let i = at; i + 8 <= at + length - 2; i += 8) {
		line.text(' SLE=');
		line.number((number32(b, i) - base) >>> 0);
		line.text(' SRE=');
		line.number((number32(b, i + 4) - base) >>> 0);
	}
}

const timeIs = words(' TSval=');
const echoIs = words(' TSecr=');

/** What the Info column says of timestamps, whose value is at `at`. */
export function tellTimestamps(line: ByteText, b: Uint8Array, at: number): void {
	line.words(timeIs);
	line.number(number32(b, at));
	line.words(echoIs);
	line.number(number32(b, at + 4));
}

const below = (a: number, b: number): boolean => ((a - b) | 0) < 0;

/** RFC 2018, section 3; a first block that lies below what is acknowledged, or inside the second, arrived twice: RFC 2883, section 4. */
function readBlocks(r: Reader, length: number, context: OptionContext): void {
	const base = baseOf(context);
	const start = r.position;
	const edges: number[] = [];
	for (let left = length - 2; left > 0; left -= 8) {
		const at = r.position;
		if (left >= 4) r.put(p['options.sack_le'], at, at + 4, (r.takeNumber(4) - base) >>> 0);
		if (left < 8) {
			r.group(undefined, 'suboption would go past end of option', () => r.complain(faults.suboption, at, at + left));
			break;
		}

		r.put(p['options.sack_re'], at + 4, at + 8, (r.takeNumber(4) - base) >>> 0);
		edges.push((number32(r.bytes, at) - base) >>> 0, (number32(r.bytes, at + 4) - base) >>> 0);
	}

	r.derive(p['options.sack.count'], edges.length / 2, start, r.position);
	r.position = start;
	r.need(4);
	const first = (number32(r.bytes, start) - base) >>> 0;
	const [, end, secondFirst, secondEnd] = edges;
	if (end === undefined) {
		if (below(context.acknowledgment, first)) return;
		r.derive(p['options.sack.dsack_le'], first, start, start + 4);
		r.skip(4);
		r.need(4);
		return;
	}

	if (!below(first, context.acknowledgment) && (secondFirst === undefined || secondEnd === undefined || below(first, secondFirst) || below(secondEnd, end))) return;
	r.derive(p['options.sack.dsack_le'], first, start, start + 4);
	r.derive(p['options.sack.dsack_re'], end, start + 4, start + 8);
	r.group(undefined, 'D-SACK Sequence', () => r.complain(faults.twiceSeen, start, start + 8));
}

/** Whether the block that every such option begins with is not there, though it counts: nothing behind it is read. */
export function isBrokenSack(b: Uint8Array, at: number, end: number, acknowledgment: number): boolean {
	if (end - at < 6) return true;
	return end - at < 10 && !below(acknowledgment, number32(b, at + 2));
}

function readFastOpen(r: Reader, length: number): void {
	if (length === 2) r.put(p['options.tfo.request'], r.position, r.position, undefined);
	else {
		const end = r.position + length - 2;
		r.open(p['options.tfo.cookie'], r.position, r.bytes.subarray(r.position, end));
		if ((r.bytes[r.base + 13]! & 0x12) === 2) r.complain(faults.fastOpen, r.position, end);
		r.skip(length - 2);
		r.close();
	}
}

/** Three counters in one of two orders; the last ones may be left out. */
function readCounters(r: Reader, length: number, isReversed: boolean): void {
	const fields = [p['options.acc_ecn.ee0b'], p['options.acc_ecn.eceb'], p['options.acc_ecn.ee1b']];
	if (isReversed) fields.reverse();
	for (let i = 0; i < 3 && length >= (i + 1) * 3; i++) r.read(fields[i]!);
}

function readExperiment(r: Reader, length: number): void {
	if (length < 4) return;
	const id = r.read(p['options.experimental.exid']);
	const left = length - 4;
	if (id === 0xacc0 || id === 0xacc1) readCounters(r, left, id === 0xacc1);
	else if (id === 0xf989) readFastOpen(r, left + 2);
	else if (left > 0) r.take(p['options.experimental.data'], left);
}

/** Riverbed's probes have two layouts, told apart by the lowest bit of the first byte. */
function readProbe(r: Reader, length: number): void {
	const at = r.position;
	if (r.peek() & 1) {
		r.read(p['options.rvbd.probe.type1']);
		r.at(p['options.rvbd.probe.version'], at);
		if (length < 10) return;
		r.read(p['options.rvbd.probe.reserved']);
		r.read(p['options.rvbd.probe.prober']);
		r.read(p['options.rvbd.probe.appli_ver']);
		return;
	}

	r.read(p['options.rvbd.probe.type2']);
	r.at(p['options.rvbd.probe.version_raw'], at);
	r.derive(second.version, 2, at, at + 1);
	if (length >= 4) r.read(p['options.rvbd.probe.flags']);
}

const optionName = (
	kind: number,
): string => (kind === 0
	? 'End of Option List (EOL)'
	: kind === 1
	? 'No-Operation (NOP)'
	: kind === 30
	? 'Multipath TCP'
	: (table.get(kind)?.name ?? `Unknown (0x${kind.toString(16).padStart(2, '0')})`));

/** What is wrong with the length of the option at `at`, undefined where it can be read. */
function lengthProblem(b: Uint8Array, at: number, end: number): string | undefined {
	const length = at + 1 < end ? b[at + 1]! : -1;
	const name = optionName(b[at]!);
	if (length < 0) return `${name} (length byte past end of options)`;
	if (length < 2) return `${name} (with too-short option length = ${length} byte${length === 1 ? '' : 's'})`;
	return at + length > end ? `${name} (option length = ${length} bytes says option goes past end of options)` : undefined;
}

/** `, Maximum segment size, SACK permitted` */
function listText(b: Uint8Array, start: number, end: number): string {
	let text = '';
	for (let at = start; at < end;) {
		const kind = b[at]!;
		if (kind > 1 && lengthProblem(b, at, end) !== undefined) break;
		text += `, ${optionName(kind)}`;
		if (kind === 0 && hasMore(b, at + 1, end)) break;
		at += kind <= 1 ? 1 : b[at + 1]!;
	}

	return text;
}

function hasMore(b: Uint8Array, start: number, end: number): boolean {
	for (let at = start; at < end; at++) if (b[at] !== 0) return true;
	return false;
}

/** What the options of a header without any add to the Info column. */
export const noOptions = new ByteText();
/** What the options that were read last add to the Info column. */
const infos = new ByteText();

/** Reads `[r.position, end)` as options, as far as they were captured. Returns what they add to the Info column, valid until others are read; undefined where nothing can be read behind them. */
export function expandOptions(r: Reader, end: number, isSyn: boolean, context: OptionContext): ByteText | undefined {
	const start = r.position;
	infos.clear();
	const captured = Math.min(end, r.end);
	r.openBytes(p.options, start, captured);
	r.label(() => `Options: (${end - start} bytes)${listText(r.bytes, start, captured)}`);
	let ended = true;
	const part = r.within(captured - start, () => {
		ended = readOptions(r, end, isSyn, context);
	});
	r.close(captured);
	return ended && part ? infos : undefined;
}

/** Whether what follows the options can be read. */
function readOptions(r: Reader, end: number, isSyn: boolean, context: OptionContext): boolean {
	let nops = 0;
	let hasMss = false;
	while (r.more) {
		const at = r.position;
		const kind = r.bytes[at]!;
		if (kind <= 1) {
			const field = kind === 0 ? p['options.eol'] : p['options.nop'];
			r.openBytes(field, at, at + 1);
			r.label(field.title);
			r.read(p.option_kind);
			nops = kind === 1 ? nops + 1 : 0;
			// A router blanks a word, so the row begins with one.
			if (nops === 4 && (at - 3 - r.base) % 4 === 0) r.complain(faults.fourNops, at - 3, at + 1);
			r.close(at + 1);
			if (kind === 1 || !hasMore(r.bytes, at + 1, r.end)) continue;
			r.group(undefined, 'Non-zero header padding', () => r.complain(faults.afterEnd, at + 1, end, 'Non-zero header padding'));
			return true;
		}

		nops = 0;
		if (isCut(r, at, end)) {
			readCut(r, kind, context);
			return true;
		}

		const problem = lengthProblem(r.bytes, at, end);
		if (problem !== undefined) {
			r.group(undefined, problem, () => r.complain(faults.optionLength, at, end, problem));
			return true;
		}

		const length = r.bytes[at + 1]!;
		hasMss ||= kind === 2;
		if (kind === 30) {
			const info = expandMultipath(r, length, p.option_kind, p.option_len);
			if (info !== '') infos.text(` ${info}`);
		} else if (!expandOption(r, kind, length, context)) {
			return false;
		}

		r.position = at + length;
	}

	if (isSyn && !hasMss && r.end === end) r.complain(faults.noMss, end, end);
	return true;
}

/** The option at `at` fits, but not all of it was captured. */
const isCut = (r: Reader, at: number, end: number): boolean => {
	if (at + 1 >= r.end) return at + 1 < end;
	const to = at + r.bytes[at + 1]!;
	return to > r.end && to <= end;
};

function readCut(r: Reader, kind: number, context: OptionContext): void {
	const {field, least, most, read} = table.get(kind) ?? unknown;
	r.openBytes(field, r.position, r.end);
	r.label(field.title);
	r.read(p.option_kind);
	const length = r.more ? r.read(p.option_len) : 0;
	if (length >= least && length <= most) r.asFar(() => read(r, length, context));
	r.close(r.end);
}

/** Whether it did not break off. */
function expandOption(r: Reader, kind: number, length: number, context: OptionContext): boolean {
	const at = r.position;
	const {field, least, most, label, info, read} = table.get(kind) ?? unknown;
	const isRight = length >= least && length <= most;
	if (isRight) info(infos, r.bytes, at + 2, length, context);
	// Of a fixed length it holds what it should.
	if (isRight && least === most && !r.listens) return true;
	r.openBytes(field, at, at + length);
	r.label(() => field.title + (isRight ? label(r.bytes, at + 2, length, context) : ''));
	r.read(p.option_kind);
	r.read(p.option_len);
	let ended = true;
	if (isRight) ended = r.within(length - 2, () => read(r, length, context));
	else r.complain(faults.optionLength, at, at + length, `option length should be ${least}`);
	r.close(at + length);
	return ended;
}
