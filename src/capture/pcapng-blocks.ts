import {concatenated} from './concatenated.ts';
import {padded, write16, write32} from './bytes.ts';
import type {Interface, RawOption} from './source.ts';

/** Types of the blocks that are written. https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html */
export const blockTypes = {section: 0x0a_0d_0d_0a, interface: 1, names: 4, statistics: 5, packet: 6, secrets: 10} as const;

/** A whole block around a body. */
export function blockBytes(type: number, body: Uint8Array, littleEndian: boolean): Uint8Array {
	const total = 12 + padded(body.length);
	const block = new Uint8Array(total);
	write32(block, 0, type, littleEndian);
	write32(block, 4, total, littleEndian);
	block.set(body, 8);
	write32(block, total - 4, total, littleEndian);
	return block;
}

/** The body of a section header of unknown length. */
export function sectionBody(options: readonly RawOption[], littleEndian: boolean): Uint8Array {
	const head = new Uint8Array(16);
	write32(head, 0, 0x1a_2b_3c_4d, littleEndian);
	write16(head, 4, 1, littleEndian);
	// The length of the section is not known: all ones.
	head.fill(0xff, 8);
	return concatenated([head, optionBytes(options, littleEndian)]);
}

/** The body of an interface description. */
export function interfaceBody(from: Pick<Interface, 'linkType' | 'snapLength' | 'options' | 'littleEndian'>): Uint8Array {
	const head = new Uint8Array(8);
	write16(head, 0, from.linkType, from.littleEndian);
	write32(head, 4, from.snapLength, from.littleEndian);
	return concatenated([head, optionBytes(from.options, from.littleEndian)]);
}

/** Options with the end of options, nothing for none. */
export function optionBytes(options: readonly RawOption[], littleEndian: boolean): Uint8Array {
	if (options.length === 0) return new Uint8Array(0);
	const bytes = new Uint8Array(options.reduce((sum, option) => sum + 4 + padded(option.bytes.length), 4));
	let at = 0;
	for (const {code, bytes: value} of options) {
		write16(bytes, at, code, littleEndian);
		write16(bytes, at + 2, value.length, littleEndian);
		bytes.set(value, at + 4);
		at += 4 + padded(value.length);
	}

	return bytes;
}

/** Puts the two halves of a time at `at`, little-endian: `fraction` are parts of a second, of which there are `units`. */
export function packetTime(bytes: Uint8Array, at: number, seconds: number, fraction: number, units: number): void {
	// The 64-bit product, in pieces that a double holds.
	const low = (seconds % 65_536) * units + fraction;
	const high = Math.floor(seconds / 65_536) * units + Math.floor(low / 65_536);
	write32(bytes, at, Math.floor(high / 65_536), true);
	write32(bytes, at + 4, (high % 65_536) * 65_536 + modulo(low, 65_536), true);
}

function modulo(value: number, by: number): number {
	return ((value % by) + by) % by;
}
