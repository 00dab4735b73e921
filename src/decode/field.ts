import type {Cursor} from './cursor.ts';
import {accessOf, placeless, type ReadAt} from './field-access.ts';
import {type Look, looksOf} from './field-look.ts';
import type {Transport} from './names.ts';
import {made, whenAsked} from './when-asked.ts';

/** How a field's bytes become a value; see {@link ValueOf} for the value's type. */
export type Kind =
	| 'uint'
	| 'int'
	| 'uint64'
	| 'int64'
	| 'bool'
	| 'char'
	| 'float'
	| 'frame'
	| 'ipv4'
	| 'ipv6'
	| 'mac'
	| 'eui64'
	| 'guid'
	| 'bytes'
	| 'oid'
	| 'text'
	| 'none'
	| 'time'
	| 'duration';

/** Addresses, identifiers and bytes are views of the source, valid as long as it is; times are nanoseconds. */
export type ValueOf<K extends Kind> = K extends 'uint' | 'int' | 'bool' | 'char' | 'float' | 'frame' ? number
	: K extends 'uint64' | 'int64' | 'time' | 'duration' ? bigint
	: K extends 'ipv4' | 'ipv6' | 'mac' | 'eui64' | 'guid' | 'bytes' | 'oid' ? Uint8Array
	: K extends 'text' ? string
	: undefined;

export type Value = number | bigint | string | Uint8Array | undefined;

/** How a number is printed, as Wireshark's BASE_ words; 'none' shows only its name in the tree. */
export type Base = 'none' | 'dec' | 'hex' | 'oct' | 'dec_hex' | 'hex_dec';

/** Names of a number's values: a table, or a rule where a table would be too long. */
export type Values = ReadonlyMap<number, string> | ((value: number) => string | undefined);

/** What a field may say beside its title. */
export type Options = {
	readonly base?: Base;
	/** Names of values, shown in the tree as `name (number)`. */
	readonly values?: Values;
	/** What true and false mean. */
	readonly meaning?: readonly [yes: string, no: string];
	/** Multiplies the number on the wire: a header length in words becomes bytes. */
	readonly scale?: number;
	/** Little-endian on the wire. */
	readonly little?: boolean;
	/** Printed after the number in the tree. */
	readonly unit?: string;
	/** What the tree writes for the number, where that is not the number itself: an offset in words, in bytes. */
	readonly shown?: (value: number) => string;
	/** How bytes are written, where that is not plain hexadecimal: with separators, as an identifier. */
	readonly written?: (value: Uint8Array) => string;
	/** What stands for no bytes at all; `<MISSING>` where it is not said. */
	readonly empty?: string;
	/** What stands for the time 0, where that says that there is none. */
	readonly unset?: string;
	/** In whose zone a time is printed; UTC where it is not said. */
	readonly zone?: 'utc' | 'local';
	/** It is a port of this transport, whose service has a name. */
	readonly port?: Transport;
	/** It is the address of a host or a group, of which some are special: the tree says what they are. */
	readonly special?: boolean;
	/** Wireshark's type, where the kind and size do not say it: `FT_UINT16`. */
	readonly type?: string;
	/** Full name, where it is not the prefix and the key. */
	readonly name?: string;
	/** What the field means, in a sentence or two, for somebody who learns. */
	readonly about?: string;
	/** Where that is written: `RFC 791, section 3.1`. */
	readonly reference?: string;
};

type AnyBit = {readonly width: number; readonly title: string; readonly options: Options; readonly bits: BitSpecs};
/** Parts of a word by short name, most significant first. */
export type BitSpecs = {readonly [key: string]: AnyBit};

/** Some bits of a word. */
export type Bit<B extends BitSpecs = BitSpecs> = AnyBit & {readonly bits: B};

/** A field before it has a name and a place. */
export type Spec<K extends Kind = Kind, B extends BitSpecs = BitSpecs> = {
	readonly title: string;
	readonly kind: K;
	readonly size: number;
	readonly options: Options;
	readonly bits: B;
	/** Set for fields that share one unnamed word. */
	readonly share?: {readonly word: object; readonly shift: number; readonly width: number; readonly last: boolean};
};

const noFields: readonly Field[] = [];
const noBits: Readonly<Record<string, Field<'uint'>>> = {};

/** One named place in a protocol: what the tree shows, what a filter names, what the index reads. There are thousands, of which few are used: little is made before. */
export class Field<K extends Kind = Kind, N extends string = string> {
	/** Number of its name, when somebody asks the registry for that; else 0. Fields of one name share it. */
	key = 0;
	/** Full display-filter name: `udp.srcport`. */
	readonly name: string;
	readonly title: string;
	readonly kind: K;
	/** Bytes from the start of the header; -1 when the place is only known while reading. */
	readonly offset: number;
	/** Width in bytes of the place (for bits: of the word that holds them); 0 when it varies. */
	readonly size: number;
	readonly shift: number;
	/** Width in bits where the field is part of a word, else 0. */
	readonly width: number;
	readonly scale: number;
	readonly little: boolean;
	/** Fields cut from this one's bits, most significant first. */
	readonly children: readonly Field[];
	/** The same by short name. */
	readonly bit: Readonly<Record<N, Field<'uint'>>>;
	/** The unsigned value in the layer being walked; at most 32 bits. Bounds were checked when the layer was opened. */
	readonly read: (c: Cursor) => number;
	/** The same, of the header that starts at `header`. */
	readonly readAt: ReadAt;
	readonly #spec: Spec<K>;
	readonly #drawn: number;
	#also = noFields;
	#look: Look | undefined;

	constructor(name: string, spec: Spec<K>, offset: number, shift = 0, width = 0, drawn = 0) {
		const {options, size} = spec;
		this.name = options.name ?? name;
		this.title = spec.title;
		this.kind = spec.kind;
		this.offset = offset;
		this.size = size;
		this.shift = shift;
		this.width = width;
		this.scale = options.scale ?? 1;
		this.little = options.little ?? false;
		this.#spec = spec;
		this.#drawn = drawn;
		const access = offset < 0 ? placeless(size, shift, width, this.scale, this.little) : accessOf(offset, size, shift, width, this.scale, this.little);
		this.read = access.read;
		this.readAt = access.readAt;
		const bit = spec.bits === noParts ? noBits : this.#cut(spec.bits);
		this.bit = bit as Record<N, Field<'uint'>>;
		this.children = bit === noBits ? noFields : Object.values(bit);
	}

	#cut(bits: BitSpecs): Record<string, Field<'uint'>> {
		const bit: Record<string, Field<'uint'>> = {};
		let left = this.shift + (this.width || this.size * 8);
		for (const [key, part] of Object.entries(bits)) {
			left -= part.width;
			if (key.startsWith('_')) continue;
			bit[key] = new Field<'uint'>(
				`${this.name}.${key}`,
				{title: part.title, kind: kindOf(part) as 'uint', size: this.size, options: {little: this.little, ...part.options}, bits: part.bits},
				this.offset,
				left,
				part.width,
				this.drawn,
			);
		}

		return bit;
	}

	/** Fields that repeat this one's value under another name: `ip.addr`. Hidden in the tree. */
	get also(): readonly Field[] {
		return this.#also;
	}

	repeat(other: Field): void {
		this.#also = [...this.#also, other];
	}

	/** How it is shown and named, for who asks for much of that at once. */
	get look(): Look {
		return (this.#look ??= looksOf(this.#spec, this.width, this.#drawn));
	}

	get base(): Base {
		return this.look.base;
	}

	get values(): Values | undefined {
		return this.look.values;
	}

	get meaning(): readonly [string, string] | undefined {
		return this.look.meaning;
	}

	get unit(): string {
		return this.look.unit;
	}

	get shown(): ((value: number) => string) | undefined {
		return this.look.shown;
	}

	get written(): ((value: Uint8Array) => string) | undefined {
		return this.look.written;
	}

	get empty(): string {
		return this.look.empty;
	}

	get unset(): string | undefined {
		return this.look.unset;
	}

	get zone(): 'utc' | 'local' {
		return this.look.zone;
	}

	get port(): Transport | undefined {
		return this.look.port;
	}

	get special(): boolean {
		return this.look.special;
	}

	/** Wireshark's type: `FT_UINT16`. */
	get type(): string {
		return this.look.type;
	}

	/** Bits that are drawn before the label of a part of a word. */
	get drawn(): number {
		return this.look.drawn;
	}

	get about(): string | undefined {
		return this.#spec.options.about;
	}

	get reference(): string | undefined {
		return this.#spec.options.reference;
	}
}

/** One bit says yes or no, unless it is a number; several do where Wireshark says so. */
const kindOf = ({width, options}: AnyBit): 'bool' | 'uint' =>
	options.type === 'FT_BOOLEAN' || (width === 1 && options.base === undefined && options.values === undefined && options.type === undefined) ? 'bool' : 'uint';

type NoBits = Record<never, Bit>;
type WordOptions<B extends BitSpecs> = Options & {readonly bits?: B};
const noOptions = {};

const noParts = {};

const spec = <K extends Kind, B extends BitSpecs = NoBits>(kind: K, size: number, title: string, options: WordOptions<B> = noOptions): Spec<K, B> => {
	const {bits} = options;
	if (bits === undefined) return {title, kind, size, options, bits: noParts as B};
	const used = Object.values(bits).reduce((sum, part) => sum + part.width, 0);
	if (used !== size * 8) throw new RangeError(`'${title}' has ${size * 8} bits, its parts have ${used}`);
	return {title, kind, size, options, bits};
};

type Numeric<K extends Kind> = <B extends BitSpecs = NoBits>(title: string, options?: WordOptions<B>) => Spec<K, B>;
const numeric = <K extends Kind>(kind: K, size: number): Numeric<K> => (title, options) => spec(kind, size, title, options);

export const u8 = numeric('uint', 1);
export const u16 = numeric('uint', 2);
export const u24 = numeric('uint', 3);
export const u32 = numeric('uint', 4);
export const u40 = numeric('uint64', 5);
export const u48 = numeric('uint64', 6);
export const u56 = numeric('uint64', 7);
export const u64 = numeric('uint64', 8);
export const i8 = numeric('int', 1);
export const i16 = numeric('int', 2);
export const i32 = numeric('int', 4);
export const i64 = numeric('int64', 8);
export const f32 = numeric('float', 4);
export const f64 = numeric('float', 8);
/** One byte that is zero or not. */
export const bool8 = numeric('bool', 1);
export const char8 = numeric('char', 1);

type Sized<K extends Kind> = (title: string, options?: Options) => Spec<K, NoBits>;
const sized = <K extends Kind>(kind: K, size: number): Sized<K> => (title, options) => spec(kind, size, title, options);

export const mac = sized('mac', 6);
export const eui64 = sized('eui64', 8);
export const ipv4Address = sized('ipv4', 4);
export const ipv6Address = sized('ipv6', 16);
export const guid = sized('guid', 16);
/** Characters; their length is known while reading. */
export const text = sized('text', 0);
/** Bytes without a meaning of their own; their length is known while reading. */
export const bytes = sized('bytes', 0);
export const oid = sized('oid', 0);
/** A node without a value: something is there. */
export const none = sized('none', 0);
/** An instant, in nanoseconds since 1970 (UTC). */
export const time = sized('time', 0);
/** A span of time, in nanoseconds. */
export const duration = sized('duration', 0);
/** The number of another frame. */
export const frameNumber = sized('frame', 0);
/** Bytes in a place of known size. */
export const byteString = (size: number, title: string, options?: Options): Spec<'bytes', NoBits> => spec('bytes', size, title, options);

/** Part of a word: `bits: {df: bit(1, "Don't fragment")}`. A key that starts with `_` is passed over. */
export const bit = <B extends BitSpecs = NoBits>(width: number, title: string, options: WordOptions<B> = noOptions): Bit<B> => ({
	width,
	title,
	options,
	bits: options.bits ?? (noParts as B),
});

type Shared<T extends BitSpecs> = { [K in keyof T]: T[K] extends Bit<infer B> ? Spec<'uint', B> : never };

/** One word without a name of its own cut into fields, most significant first, as the RFC draws it. Spread it into a header. */
export function word<T extends BitSpecs>(size: 1 | 2 | 3 | 4, parts: T): Shared<T> {
	const shared = {};
	let left = size * 8;
	const out: Record<string, Spec> = {};
	const keys = Object.keys(parts);
	for (const [key, part] of Object.entries(parts)) {
		left -= part.width;
		out[key] = {
			title: part.title,
			kind: kindOf(part),
			size,
			options: part.options,
			bits: part.bits,
			share: {word: shared, shift: left, width: part.width, last: key === keys.at(-1)},
		};
	}

	if (left !== 0) throw new RangeError(`word(${size}, {${keys.join(', ')}}) leaves ${left} bits`);
	return out as Shared<T>;
}

type FieldOf<S> = S extends Spec<infer K, infer B> ? Field<K, keyof B & string> : never;

/** The fixed part of a protocol, in wire order. */
export type Header<T extends Readonly<Record<string, Spec>> = Record<never, Spec>> = { readonly [K in keyof T]: FieldOf<T[K]> } & {
	readonly size: number;
	readonly fields: readonly Field[];
};

const reserved = new Set(['size', 'fields']);

/** Gives each spec its name (`prefix.key`) and its place: specs stand in wire order without holes. */
export function header<T extends Readonly<Record<string, Spec>>>(prefix: string, specs: T): Header<T> {
	const out: Record<string, unknown> = {};
	const fields: Field[] = [];
	let offset = 0;
	let open: object | undefined;
	for (const [key, s] of Object.entries(specs)) {
		if (reserved.has(key)) throw new RangeError(`${prefix}.${key}: a header cannot have a field of that key`);
		if (open !== undefined && open !== s.share?.word) throw new RangeError(`${prefix}.${key} stands inside a word`);
		const field = new Field(`${prefix}.${key}`, s, offset, s.share?.shift, s.share?.width);
		open = s.share?.last === false ? s.share.word : undefined;
		if (open === undefined) offset += s.size;
		if (s.size === 0) throw new RangeError(`${prefix}.${key} has no size: it belongs to the parts`);
		out[key] = field;
		if (!key.startsWith('_')) fields.push(field);
	}

	return Object.assign(out, {size: offset, fields}) as Header<T>;
}

/** The variable part of a protocol: fields whose place is found while reading. A key that starts with `_` is passed over. */
export type Parts<T extends Readonly<Record<string, Spec>>> = { readonly [K in keyof T]: FieldOf<T[K]> };

/** They are made when the first of them is asked for: of the thousands that there are, a capture shows few. Until then `fieldsIn` alone can list them. */
export function parts<T extends Readonly<Record<string, Spec>>>(prefix: string, specs: () => T): Parts<T> {
	return whenAsked(`what ${prefix} declares`, () => {
		const out: Record<string, Field> = {};
		const given = specs();
		for (const key in given) {
			if (key.startsWith('_')) continue;
			const s = given[key]!;
			out[key] = new Field(`${prefix}.${key}`, s, -1, s.share?.shift, s.share?.width);
		}

		return out as Parts<T>;
	});
}

type Joined<T extends readonly object[]> = T extends readonly [infer First, ...infer Rest extends readonly object[]] ? First & Joined<Rest> : unknown;

/** Parts of several prefixes as one. */
export const joined = <T extends readonly object[]>(...groups: T): Joined<T> & object =>
	whenAsked('what is joined', () => Object.assign({}, ...groups.map(made)) as Joined<T> & object);

/** The fields of `parts`, in their order. */
export const fieldsIn = (declared: Readonly<Record<string, Field>> | readonly Field[]): readonly Field[] => Object.values(made(declared));

/** Another name for the values of some fields: `udp.port` is either port. A text alias of an address is its printed form. */
export function alias(name: string, title: string, of: readonly Field[], kind?: 'text'): Field {
	const [first] = of;
	if (first === undefined) throw new RangeError(`${name} repeats no field`);
	const {base, values, type, little, scale} = first;
	const options: Options = {name, base, little, scale, ...(values && {values}), ...(kind ? {} : {type})};
	const field = new Field(name, {title, kind: kind ?? first.kind, size: first.size, options, bits: noParts}, -1, ...(kind ? [] : [first.shift, first.width, first.drawn]));
	for (const f of of) f.repeat(field);
	return field;
}
