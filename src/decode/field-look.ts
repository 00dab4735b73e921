import type {ByteText} from './byte-text.ts';
import type {Base, Kind, Spec, Values} from './field.ts';
import type {Transport} from './names.ts';

/** What is asked of a field that is shown or named, worked out when it is first asked. */
export type Look = {
	readonly base: Base;
	readonly values: Values | undefined;
	readonly meaning: readonly [string, string] | undefined;
	readonly unit: string;
	readonly shown: ((value: number) => string) | undefined;
	readonly written: ((value: Uint8Array) => string) | undefined;
	readonly empty: string;
	readonly unset: string | undefined;
	readonly zone: 'utc' | 'local';
	readonly port: Transport | undefined;
	readonly special: boolean;
	readonly type: string;
	readonly drawn: number;
	/** Hexadecimal digits that a value of the type is printed with; -1 until somebody asks. */
	digits: number;
	/** The words before the value in a label, when one was written. */
	titled: ByteText | undefined;
	/** Its name, when it was written. */
	named: ByteText | undefined;
	/** Whole labels of small numbers, those that were written. */
	labels: Array<ByteText | undefined> | undefined;
};

/** What a spec says of its field; `width` and `drawn` are those of a part of a word, else 0. */
export function looksOf({options, kind, size, bits}: Spec, width: number, drawn: number): Look {
	const typeBits = Number(/\d+$/.exec(options.type ?? '')?.[0] ?? size * 8);
	const isCut = width > 8 && Object.keys(bits).length > 0;
	return {
		base: options.base ?? 'dec',
		values: options.values,
		meaning: options.meaning,
		unit: options.unit ?? '',
		shown: options.shown,
		written: options.written,
		empty: options.empty ?? '<MISSING>',
		unset: options.unset,
		zone: options.zone ?? 'utc',
		port: options.port,
		special: options.special ?? false,
		type: options.type ?? wiresharkType(kind, size),
		// Wireshark draws the byte or the bits that it cut a wider word into, where there are parts of these.
		drawn: drawn || Math.min(typeBits, size * 8, isCut ? width : Infinity),
		digits: -1,
		titled: undefined,
		named: undefined,
		labels: undefined,
	};
}

function wiresharkType(kind: Kind, size: number): string {
	switch (kind) {
		case 'uint':
		case 'uint64':
			return `FT_UINT${(size || 4) * 8}`;
		case 'int':
		case 'int64':
			return `FT_INT${(size || 4) * 8}`;
		case 'bool':
			return 'FT_BOOLEAN';
		case 'char':
			return 'FT_CHAR';
		case 'float':
			return size === 8 ? 'FT_DOUBLE' : 'FT_FLOAT';
		case 'frame':
			return 'FT_FRAMENUM';
		case 'ipv4':
			return 'FT_IPv4';
		case 'ipv6':
			return 'FT_IPv6';
		case 'mac':
			return 'FT_ETHER';
		case 'eui64':
			return 'FT_EUI64';
		case 'guid':
			return 'FT_GUID';
		case 'bytes':
			return 'FT_BYTES';
		case 'oid':
			return 'FT_OID';
		case 'text':
			return 'FT_STRING';
		case 'none':
			return 'FT_NONE';
		case 'time':
			return 'FT_ABSOLUTE_TIME';
		case 'duration':
			return 'FT_RELATIVE_TIME';
	}
}
