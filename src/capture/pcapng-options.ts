import {padded, read16, read32, read64} from './bytes.ts';
import type {Interface, PacketOptions, RawOption, Section} from './source.ts';

const text = new TextDecoder();

/** Options that are kept of one block: more would only fill memory. */
const MOST_OPTIONS = 65_536;

/** Codes of the options that packet blocks have. */
const packetOption = {comment: 1, flags: 2, hash: 3, dropCount: 4, packetId: 5, queue: 6, verdict: 7} as const;

/** Custom options: strings and bytes, that may or may not be copied. */
const customOptions = new Set([2988, 2989, 19372, 19373]);

/** What is wrong with the options in [start, end), or undefined; `check` judges one option. */
export function optionsFault(
	bytes: Uint8Array,
	start: number,
	end: number,
	littleEndian: boolean,
	check?: (code: number, length: number, at: number) => string | undefined,
): string | undefined {
	for (let at = start; end - at >= 4;) {
		const code = read16(bytes, at, littleEndian);
		const length = read16(bytes, at + 2, littleEndian);
		at += 4;
		if (padded(length) > end - at) return `the option ${code} is said to be ${length} bytes long, but its block has ${end - at} more`;
		if (code === 0) return undefined;
		if (customOptions.has(code) && length < 4) return `the custom option ${code} is ${length} bytes long, the least is 4`;
		const wrong = check?.(code, length, at);
		if (wrong !== undefined) return wrong;
		at += padded(length);
	}

	return undefined;
}

/** The options in [start, end), copied, at most MOST_OPTIONS. What does not fit ends them. */
export function readOptions(bytes: Uint8Array, start: number, end: number, littleEndian: boolean): RawOption[] {
	const options: RawOption[] = [];
	for (let at = start; end - at >= 4 && options.length < MOST_OPTIONS;) {
		const code = read16(bytes, at, littleEndian);
		const length = read16(bytes, at + 2, littleEndian);
		if (code === 0 || padded(length) > end - at - 4) break;
		options.push({code, bytes: bytes.slice(at + 4, at + 4 + length)});
		at += 4 + padded(length);
	}

	return options;
}

/** Whether the length of a packet block's option is one the option can have. */
export function packetOptionFault(bytes: Uint8Array): (code: number, length: number, at: number) => string | undefined {
	return (code, length, at) => {
		let wanted = length;
		if (code === packetOption.flags || code === packetOption.queue) wanted = 4;
		else if (code === packetOption.dropCount || code === packetOption.packetId) wanted = 8;
		else if (code === packetOption.verdict) {
			if (length < 1) wanted = 1;
			else if (bytes[at] === 1 || bytes[at] === 2) wanted = 9;
		}

		return length === wanted ? undefined : `the packet option ${code} is ${length} bytes long, not ${wanted}`;
	};
}

/** What the options of a packet block mean. */
export function packetOptions(options: readonly RawOption[], littleEndian: boolean, drops: number | undefined): PacketOptions {
	const long = (code: number) => number64(find(options, code, 8), littleEndian);
	const short = (code: number) => number32(find(options, code, 4), littleEndian);
	return {
		comments: strings(options, packetOption.comment),
		flags: short(packetOption.flags),
		dropCount: long(packetOption.dropCount) ?? (drops === undefined ? undefined : BigInt(drops)),
		packetId: long(packetOption.packetId),
		queue: short(packetOption.queue),
		verdicts: options
			.filter(({code, bytes}) => code === packetOption.verdict && bytes.length > 0)
			.map(({bytes}) => ({kind: bytes[0] ?? 0, bytes: bytes.subarray(1)})),
		enterprise: undefined,
		copy: undefined,
		options,
		littleEndian,
	};
}

/** What the options of a section header block mean. */
export function sectionOptions(options: readonly RawOption[]): Pick<Section, 'hardware' | 'operatingSystem' | 'application' | 'comments' | 'options'> {
	return {
		hardware: string(options, 2),
		operatingSystem: string(options, 3),
		application: string(options, 4),
		comments: strings(options, 1),
		options,
	};
}

type InterfaceOptions = Omit<Interface, 'index' | 'id' | 'section' | 'linkType' | 'snapLength'>;

/** What the options of an interface description block mean. */
export function interfaceOptions(options: readonly RawOption[], littleEndian: boolean): InterfaceOptions {
	const offset = number64(find(options, 14, 8), littleEndian);
	return {
		unitsPerSecond: resolution(find(options, 9, 1)),
		offsetSeconds: offset === undefined ? 0n : BigInt.asIntN(64, offset),
		fcsLength: find(options, 13, 1)?.[0],
		name: string(options, 2),
		description: string(options, 3),
		filter: filter(options),
		operatingSystem: string(options, 12),
		hardware: string(options, 15),
		speed: number64(find(options, 8, 8), littleEndian),
		comments: strings(options, 1),
		options,
		littleEndian,
	};
}

/** Counters of an interface statistics block: isb_ifrecv and isb_ifdrop. */
export function counters(options: readonly RawOption[], littleEndian: boolean): {received: bigint | undefined; dropped: bigint | undefined} {
	return {received: number64(find(options, 4, 8), littleEndian), dropped: number64(find(options, 5, 8), littleEndian)};
}

/** if_tsresol: a power of ten, or of two where the high bit is set; microseconds without it. */
function resolution(bytes: Uint8Array | undefined): bigint {
	const value = bytes?.[0];
	if (value === undefined) return 1_000_000n;
	return value & 0x80 ? 2n ** BigInt(value & 0x7f) : 10n ** BigInt(value);
}

/** if_filter: its first byte says what kind follows; only 0 is text. */
function filter(options: readonly RawOption[]): string | undefined {
	const bytes = options.find(({code}) => code === 11)?.bytes;
	return bytes?.[0] === 0 ? text.decode(bytes.subarray(1)) : undefined;
}

/** The last option `code` of exactly `length` bytes; others are passed over, as tshark does. */
function find(options: readonly RawOption[], code: number, length: number): Uint8Array | undefined {
	return options.findLast(option => option.code === code && option.bytes.length === length)?.bytes;
}

function number32(bytes: Uint8Array | undefined, littleEndian: boolean): number | undefined {
	return bytes && read32(bytes, 0, littleEndian);
}

function number64(bytes: Uint8Array | undefined, littleEndian: boolean): bigint | undefined {
	return bytes && read64(bytes, 0, littleEndian);
}

function strings(options: readonly RawOption[], code: number): string[] {
	return options.filter(option => option.code === code).map(({bytes}) => decode(bytes));
}

function string(options: readonly RawOption[], code: number): string | undefined {
	const found = options.find(option => option.code === code);
	return found && decode(found.bytes);
}

/** Text of an option; a NUL ends it, as it does for tshark. */
function decode(bytes: Uint8Array): string {
	const end = bytes.indexOf(0);
	return text.decode(end < 0 ? bytes : bytes.subarray(0, end));
}
