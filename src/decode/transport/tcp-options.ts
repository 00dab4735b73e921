import {ByteText} from '../byte-text.ts';
import type {Fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {expandMultipath} from './mptcp.ts';
import {optionFaults as faults, optionFields as p} from './tcp-option-fields.ts';
import {type Option, type OptionContext, optionKinds, unknownOption} from './tcp-option-kinds.ts';

/** RFC 2018, section 3. */
const selective = 5;

const optionName = (
	kind: number,
): string => (kind === 0
	? 'End of Option List (EOL)'
	: kind === 1
	? 'No-Operation (NOP)'
	: kind === 30
	? 'Multipath TCP'
	: (optionKinds.get(kind)?.name ?? `Unknown (0x${kind.toString(16).padStart(2, '0')})`));

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

/** A row of its own that says what is wrong. */
function complainAlone(r: Reader, fault: Fault, start: number, end: number, text: string): void {
	r.group(undefined, text, () => r.complain(fault, start, end, text));
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
			complainAlone(r, faults.afterEnd, at + 1, end, 'Non-zero header padding');
			return true;
		}

		nops = 0;
		if (isCut(r, at, end)) {
			readCut(r, kind, context);
			return true;
		}

		const problem = lengthProblem(r.bytes, at, end);
		if (problem !== undefined) {
			complainAlone(r, faults.optionLength, at, end, problem);
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
	const {field, least, most, read} = optionKinds.get(kind) ?? unknownOption;
	r.openBytes(field, r.position, r.end);
	r.label(field.title);
	r.read(p.option_kind);
	const length = r.more ? r.read(p.option_len) : 0;
	if (length >= least && length <= most) r.asFar(() => read(r, length, context));
	r.close(r.end);
}

/** Whether an option that is as long as it may be cannot break off: its length is fixed, or all of its blocks are whole. */
const isSound = ({least, most}: Option, kind: number, length: number): boolean => least === most || (kind === selective && length > 2 && (length & 7) === 2);

/** Whether it did not break off. */
function expandOption(r: Reader, kind: number, length: number, context: OptionContext): boolean {
	const option = optionKinds.get(kind) ?? unknownOption;
	const isRight = length >= option.least && length <= option.most;
	if (isRight) option.info(infos, r.bytes, r.position + 2, length, context);
	return (isRight && !r.listens && isSound(option, kind, length)) || showOption(r, option, length, isRight, context);
}

function showOption(r: Reader, {field, least, label, read}: Option, length: number, isRight: boolean, context: OptionContext): boolean {
	const at = r.position;
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
