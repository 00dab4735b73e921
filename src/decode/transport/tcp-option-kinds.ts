import {type ByteText, words} from '../byte-text.ts';
import type {Field} from '../field.ts';
import {number32 as signed32} from '../plain-segment.ts';
import {hexBytes} from '../print.ts';
import type {Reader} from '../reader.ts';
import {optionFaults as faults, optionFields as p, secondProbe} from './tcp-option-fields.ts';

/** What an option is told with: `peerBase` where numbers that acknowledge start, `ack` what this segment acknowledges, both undefined where it does not. */
export type OptionContext = {readonly peerBase: number | undefined; readonly acknowledgment: number; readonly isRelative: boolean};

/** How an option is read, and what it says. */
export type Option = {
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
	label: Option['label'] = unlabelled,
	info: Option['info'] = nothing,
	read: Option['read'] = nothing,
): Option => ({name, field, least, most, label, info, read});
const long = 255;

const number32 = (b: Uint8Array, at: number): number => signed32(b, at) >>> 0;
const number16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
const multiplier = (shift: number): number => 1 << Math.min(14, shift);

const says = (text: string): Option['info'] => line => line.text(text);
/** An option that is a number, which the Info column has behind these words. */
const knownNumber = (name: string, kind: string, field: Field<'bytes'>, value: Field<'uint'>): Option =>
	known(name, field, 6, 6, (b, at) => `: ${number32(b, at)}`, (line, b, at) => {
		line.text(` ${kind}=`);
		line.number(number32(b, at));
	}, r => r.read(value));

/** An option that is not known. */
export const unknownOption = known(
	'Unknown',
	p['options.unknown'],
	2,
	long,
	(b, at, length) => (length > 2 ? `: ${hexBytes(b.subarray(at, at + length - 2))}` : ''),
	nothing,
	(r, length) => {
		if (length > 2) r.take(p['options.unknown.payload'], length - 2);
	},
);

/** How the options are read that are known, by kind. */
export const optionKinds: ReadonlyMap<number, Option> = new Map([
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
function tellTimestamps(line: ByteText, b: Uint8Array, at: number): void {
	line.append(timeIs);
	line.number(number32(b, at));
	line.append(echoIs);
	line.number(number32(b, at + 4));
}

const untold: OptionContext = {peerBase: undefined, acknowledgment: 0, isRelative: false};

/** What the options `[at, end)` add to the Info column, where all of them are usual. */
export function tellUsual(line: ByteText, b: Uint8Array, at: number, end: number): void {
	for (let from = at; from < end && b[from] !== 0;) {
		const kind = b[from]!;
		const length = kind === 1 ? 1 : b[from + 1]!;
		if (kind === 8) tellTimestamps(line, b, from + 2);
		else if (kind > 1) optionKinds.get(kind)!.info(line, b, from + 2, length, untold);
		from += length;
	}
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

	if (below(context.acknowledgment, end) && (secondFirst === undefined || secondEnd === undefined || below(first, secondFirst) || below(secondEnd, end))) return;
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
	r.derive(secondProbe.version, 2, at, at + 1);
	if (length >= 4) r.read(p['options.rvbd.probe.flags']);
}
