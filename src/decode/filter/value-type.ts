import type {Field} from '../field.ts';

/** What can be done with values of a type, and how they are kept while a filter runs. */
export type Family =
	/** number, or bigint where 64 bits wide */
	| 'unsigned'
	| 'signed'
	| 'boolean'
	| 'float'
	/** IPv4: a number; IPv6 and everything else that is bytes: a Uint8Array */
	| 'ipv4'
	| 'ipv6'
	| 'mac'
	| 'eui64'
	| 'guid'
	| 'oid'
	| 'bytes'
	| 'protocol'
	| 'text'
	/** nanoseconds, a bigint */
	| 'time'
	| 'duration'
	| 'none';

/** The type of a field or of something worked out. */
export type ValueType = {
	readonly family: Family;
	/** Bits of a number. */
	readonly bits: number;
	/** Wireshark's word for it. */
	readonly name: string;
};

const bitsOf = (name: string): number => {
	if (name === 'FT_CHAR') return 8;
	const digits = /^FT_U?INT(\d+)$/.exec(name);
	return digits === null ? 32 : Number(digits[1]);
};

const families: Readonly<Record<Field['kind'], Family>> = {
	uint: 'unsigned',
	uint64: 'unsigned',
	char: 'unsigned',
	frame: 'unsigned',
	int: 'signed',
	int64: 'signed',
	bool: 'boolean',
	float: 'float',
	ipv4: 'ipv4',
	ipv6: 'ipv6',
	mac: 'mac',
	eui64: 'eui64',
	guid: 'guid',
	oid: 'oid',
	bytes: 'bytes',
	text: 'text',
	time: 'time',
	duration: 'duration',
	none: 'none',
};

/** What a field's values are to a filter. */
export function typeOf(field: Field): ValueType {
	const family = field.type === 'FT_BOOLEAN' ? 'boolean' : families[field.kind];
	return {family, bits: family === 'float' ? field.size * 8 : bitsOf(field.type), name: field.type};
}

export const protocolType: ValueType = {family: 'protocol', bits: 0, name: 'FT_PROTOCOL'};
export const bytesType: ValueType = {family: 'bytes', bits: 0, name: 'FT_BYTES'};
export const textType: ValueType = {family: 'text', bits: 0, name: 'FT_STRING'};
export const countType: ValueType = {family: 'unsigned', bits: 32, name: 'FT_UINT32'};
export const noneType: ValueType = {family: 'none', bits: 0, name: 'FT_NONE'};

/** What a value of the type is, with its article. */
export function typeWords({family, bits}: ValueType): string {
	switch (family) {
		case 'unsigned':
			return `a number of ${bits} bits`;
		case 'signed':
			return `a number of ${bits} bits with a sign`;
		case 'boolean':
			return 'true or false';
		case 'float':
			return 'a number with a fraction';
		case 'ipv4':
			return 'an IPv4 address';
		case 'ipv6':
			return 'an IPv6 address';
		case 'mac':
			return 'a MAC address';
		case 'eui64':
			return 'an EUI-64 address';
		case 'guid':
			return 'a GUID';
		case 'oid':
			return 'an object identifier';
		case 'bytes':
			return 'a string of bytes';
		case 'protocol':
			return "a protocol's bytes";
		case 'text':
			return 'text';
		case 'time':
			return 'a time';
		case 'duration':
			return 'a span of time';
		case 'none':
			return 'something without a value';
	}
}

const whole: ReadonlySet<Family> = new Set(['unsigned', 'signed']);
const asBytes: ReadonlySet<Family> = new Set(['bytes', 'mac', 'eui64', 'ipv4', 'ipv6', 'guid', 'oid']);

/** Whether a value of `left` can be compared with one of `right`. */
export function areComparable(left: ValueType, right: ValueType, isSlice = false): boolean {
	const [a, b] = [left.family, right.family];
	if (a === 'none' || b === 'none') return false;
	if (a === b) return true;
	if (whole.has(a)) return whole.has(b) || b === 'boolean';
	if (isSlice) return (asBytes.has(a) || a === 'text' || a === 'protocol') && (asBytes.has(b) || b === 'text' || b === 'protocol');
	return asBytes.has(a) && b === 'bytes' || a === 'bytes' && asBytes.has(b);
}

/** Families whose values are a string of bytes, so that they can be cut and searched. */
export const isSliceable = ({family}: ValueType): boolean => family === 'text' || family === 'protocol' || asBytes.has(family);
/** Families that `contains` can search. */
export const isSearchable = ({family}: ValueType): boolean => isSliceable({family, bits: 0, name: ''}) && family !== 'ipv4' && family !== 'ipv6';

/** Whether an operator of arithmetic can be used on values of a type. */
export function canCalculate({family}: ValueType, operator: string): boolean {
	switch (family) {
		case 'unsigned':
		case 'signed':
			return true;
		case 'float':
			return operator !== '&' && operator !== '%';
		case 'duration':
			return operator === '+' || operator === '-';
		case 'ipv4':
		case 'ipv6':
		case 'mac':
		case 'eui64':
		case 'bytes':
			return operator === '&';
		default:
			return false;
	}
}
