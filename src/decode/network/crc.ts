const polynomial = 0x82f63b78;
let table: Uint32Array | undefined;

function makeTable(): Uint32Array {
	return Uint32Array.from({length: 256}, (_, n) => {
		let value = n;
		for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
		return value >>> 0;
	});
}

/** CRC32c of `[start, end)` as if the 4 bytes at `zero` were 0, in the byte order in which SCTP writes it. RFC 9260, appendix A. */
export function crc32c(b: Uint8Array, start: number, end: number, zero: number): number {
	table ??= makeTable();
	let crc = 0xffffffff;
	for (let at = start; at < end; at++) crc = (crc >>> 8) ^ table[(crc ^ (at >= zero && at < zero + 4 ? 0 : b[at]!)) & 0xff]!;
	const sum = ~crc >>> 0;
	return ((sum >>> 24) | ((sum >>> 8) & 0xff00) | ((sum << 8) & 0xff0000) | (sum << 24)) >>> 0;
}

/** Adler-32 of the same, which SCTP had at first. RFC 2960, appendix B. */
export function adler32(b: Uint8Array, start: number, end: number, zero: number): number {
	let low = 1;
	let high = 0;
	for (let at = start; at < end; at++) {
		low = (low + (at >= zero && at < zero + 4 ? 0 : b[at]!)) % 65_521;
		high = (high + low) % 65_521;
	}

	return ((high << 16) | low) >>> 0;
}
