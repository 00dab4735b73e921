import type {Field} from '../field.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';

/** The option is shorter or longer than its type allows, or than what holds it. */
export const optionFault = fault('ppp.opt.len.invalid', 'Invalid length for option', 'warning', 'Protocol');

/** One kind of option: the node it is shown as, how long it is, and what is behind type and length. */
export type Option = {
	readonly field: Field<'bytes'>;
	/** Bytes with type and length; `atLeast` where it may have more. */
	readonly size: number;
	readonly atLeast?: boolean;
	/** Reads the value; what it answers stands behind the option's name. */
	readonly read: (r: Reader) => string | undefined;
};

/** The options of a control protocol: where type and length are shown, and what each is. */
export type OptionSet = {readonly type: Field<'uint'>; readonly length: Field<'uint'>; readonly kinds: ReadonlyMap<number, Option>};

const optionHeader = 2;

/** An option that is there or not. */
export const flag = (field: Field<'bytes'>): Option => ({field, size: optionHeader, read: () => {}});

/** An option that holds one value of known size. */
export const one = (field: Field<'bytes'>, value: Field, isSaid = false): Option => ({
	field,
	size: optionHeader + value.size,
	read(r) {
		const said = r.read(value);
		return isSaid ? named(value, said as number) : undefined;
	},
});

/** A value in words, as the tree shows it. */
export const named = ({values, base, size}: Field, value: number): string => {
	const number = base === 'hex' ? `0x${value.toString(16).padStart(size * 2, '0')}` : String(value);
	if (values === undefined) return number;
	return `${(typeof values === 'function' ? values(value) : values.get(value)) ?? 'Unknown'} (${number})`;
};

const bytesOf = (size: number): string => `${size} byte${size === 1 ? '' : 's'}`;

/** Why an option cannot be read; undefined where it can. */
function wrong(size: number, left: number, option: Option | undefined): string | undefined {
	if (size < 0) return '(length byte past end of options)';
	if (size < optionHeader) return `(with too-short option length = ${bytesOf(size)})`;
	if (size > left) return `(option length = ${bytesOf(size)} says option goes past end of options)`;
	if (option === undefined || (option.atLeast ? size >= option.size : size === option.size)) return undefined;
	return `(with option length = ${bytesOf(size)}; should be ${option.atLeast ? 'at least ' : ''}${option.size})`;
}

/** Names of the options in `[at, end)`, as the node around them says them: those that nobody knows are left out. */
function titlesOf(b: Uint8Array, from: number, end: number, kinds: OptionSet['kinds']): string[] {
	const titles: string[] = [];
	for (let at = from; at + optionHeader <= end;) {
		const size = b[at + 1]!;
		if (size < optionHeader || at + size > end) break;
		const option = kinds.get(b[at]!);
		if (option !== undefined) titles.push(option.field.title);
		at += size;
	}

	return titles;
}

/** Names the node that is open after the options that follow: `Options: (14 bytes), Maximum Receive Unit, Magic Number`. */
export function labelOptions(r: Reader, {kinds}: OptionSet, title: string): void {
	r.label(() => [title, ...titlesOf(r.bytes, r.position, r.end, kinds)].join(', '));
}

/** The options to the end of the layer (or part) in a node of their own. */
export function groupOptions(r: Reader, set: OptionSet, title: string): void {
	r.open(undefined);
	labelOptions(r, set, `${title}: (${bytesOf(r.left)})`);
	readOptions(r, set);
	r.close();
}

/** Reads options to the end of the layer (or part). */
export function readOptions(r: Reader, {type, length, kinds}: OptionSet): void {
	while (r.left > 0) {
		const number = r.peek();
		const size = r.left < optionHeader ? -1 : r.peek(1);
		r.need(Math.min(r.left, optionHeader));
		const option = kinds.get(number);
		const name = option?.field.title ?? `Unknown (0x${number.toString(16).padStart(2, '0')})`;
		const problem = wrong(size, r.left, option);
		if (problem !== undefined) {
			r.group(undefined, `${name} ${problem}`, () => r.complain(optionFault, r.position, r.position, `${name} ${problem}`));
			if (size < optionHeader || size > r.left) return;
			r.skip(size);
		} else if (option === undefined) {
			r.group(undefined, `${name} (${bytesOf(size)})`, () => r.skip(size));
		} else {
			r.open(option.field, r.position, r.bytes.subarray(r.position, Math.min(r.end, r.position + size)));
			r.label(name);
			r.within(size, () => {
				r.read(type);
				r.read(length);
				const said = option.read(r);
				if (said) r.append(`: ${said}`);
			});
			r.close();
		}
	}
}
