import type {Tree} from '../decode/tree.ts';
import type {Output} from './output.ts';

const width = 16;
const space = 32;
const dot = 46;
const digits = Uint8Array.from('0123456789abcdef', c => c.charCodeAt(0));

/** Writes bytes as lines of an offset, sixteen bytes in hexadecimal, and the same as characters. */
export function writeHex(output: Output, bytes: Uint8Array): void {
	const offsetDigits = bytes.length <= 0x1_0000 ? 4 : bytes.length <= 0x10_0000 ? 5 : bytes.length <= 0x100_0000 ? 6 : bytes.length <= 0x1000_0000 ? 7 : 8;
	const line = new Uint8Array(offsetDigits + 2 + width * 3 + 2 + width + 1);
	const text = offsetDigits + 2 + width * 3 + 2;
	for (let from = 0; from < bytes.length; from += width) {
		const count = Math.min(width, bytes.length - from);
		line.fill(space);
		for (let i = 0; i < offsetDigits; i++) line[i] = digits[Math.floor(from / 16 ** (offsetDigits - 1 - i)) & 15]!;
		for (let i = 0; i < count; i++) {
			const byte = bytes[from + i]!;
			const at = offsetDigits + 2 + i * 3;
			line[at] = digits[byte >>> 4]!;
			line[at + 1] = digits[byte & 15]!;
			line[text + i] = byte >= 0x20 && byte < 0x7f ? byte : dot;
		}

		line[text + count] = 10;
		output.bytes(line.subarray(0, text + count + 1));
	}
}

/** Writes the bytes of a frame, and those that were put together for it, each under its title. */
export function writeSources(output: Output, sources: Tree['sources']): void {
	for (const {title, bytes} of sources) {
		if (sources.length > 1) output.text(`${title}:\n`);
		writeHex(output, bytes);
	}
}
