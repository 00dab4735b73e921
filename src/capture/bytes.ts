/** The 32 bits at `at`, unsigned. The caller has checked that they are there. */
export function read32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
	const a = bytes[at] ?? 0;
	const b = bytes[at + 1] ?? 0;
	const c = bytes[at + 2] ?? 0;
	const d = bytes[at + 3] ?? 0;
	return littleEndian ? ((d << 24) | (c << 16) | (b << 8) | a) >>> 0 : ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** The 16 bits at `at`, unsigned. The caller has checked that they are there. */
export function read16(bytes: Uint8Array, at: number, littleEndian: boolean): number {
	const a = bytes[at] ?? 0;
	const b = bytes[at + 1] ?? 0;
	return littleEndian ? (b << 8) | a : (a << 8) | b;
}

/** The 64 bits at `at`, unsigned. */
export function read64(bytes: Uint8Array, at: number, littleEndian: boolean): bigint {
	const first = BigInt(read32(bytes, at, littleEndian));
	const second = BigInt(read32(bytes, at + 4, littleEndian));
	return littleEndian ? (second << 32n) | first : (first << 32n) | second;
}

/** Puts the low 32 bits of `value` at `at`. */
export function write32(bytes: Uint8Array, at: number, value: number, littleEndian: boolean): void {
	bytes[littleEndian ? at + 3 : at] = value >>> 24;
	bytes[littleEndian ? at + 2 : at + 1] = value >>> 16;
	bytes[littleEndian ? at + 1 : at + 2] = value >>> 8;
	bytes[littleEndian ? at : at + 3] = value;
}

/** Puts the low 16 bits of `value` at `at`. */
export function write16(bytes: Uint8Array, at: number, value: number, littleEndian: boolean): void {
	bytes[littleEndian ? at + 1 : at] = value >>> 8;
	bytes[littleEndian ? at : at + 1] = value;
}

/** `length` rounded up to a multiple of four, as pcapng pads. */
export function padded(length: number): number {
	return length + (-length & 3);
}
