/** Bytes before the values of CDP and UDLD: version, time or flags, and a checksum. */
const headerSize = 4;
/** Bytes of a type and of the length that counts both. */
export const valueHeader = 4;

/** Where a message of CDP or UDLD ends: at a value that is shorter than its own header, with that. What follows is data. */
export function endOfValues(b: Uint8Array, start: number, end: number): number {
	let at = start + headerSize;
	while (at + valueHeader <= end) {
		const size = (b[at + 2]! << 8) | b[at + 3]!;
		if (size < valueHeader) return at + valueHeader;
		at += size;
	}

	return end;
}

/** The label of a value that is shorter than its own header. */
export const tooShort = (size: number): string => `TLV with invalid length ${size} (< ${valueHeader})`;
