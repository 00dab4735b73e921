import type {Field} from '../field.ts';
import type {Fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';

/** Sum of 16-bit words of `[start, end)`, a last odd byte padded with zero; may be carried on from `sum`. RFC 1071. */
export function sumWords(b: Uint8Array, start: number, end: number, sum = 0): number {
	let total = sum;
	let at = start;
	for (; at + 1 < end; at += 2) total += (b[at]! << 8) | b[at + 1]!;
	if (at < end) total += b[at]! << 8;
	return total;
}

/** The sum folded to 16 bits: 0xffff over bytes whose checksum is right. */
export function foldSum(sum: number): number {
	let folded = sum;
	while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
	return folded;
}

/** What the checksum that says `found` should say, when the sum over all bytes with it is `sum`. */
export const expectedChecksum = (sum: number, found: number): number => ~foldSum(sum + (~found & 0xffff)) & 0xffff;

/** Values of `*.checksum.status`. */
export const checksumBad = 0;
export const checksumGood = 1;
export const checksumUnverified = 2;
export const checksumNotPresent = 3;
export const checksumIllegal = 4;

/** Names of `*.checksum.status`. */
export const checksumStatusNames: ReadonlyMap<number, string> = new Map([[0, 'Bad'], [1, 'Good'], [2, 'Unverified'], [3, 'Not present'], [4, 'Illegal']]);

/** Sum of the pseudo-header of RFC 8200, section 8.1 (and of RFC 768 for 4-byte addresses). */
export const sumPseudoHeader = ({source, destination}: {readonly source: Uint8Array; readonly destination: Uint8Array}, length: number, protocol: number): number =>
	sumWords(destination, 0, destination.length, sumWords(source, 0, source.length)) + Math.floor(length / 0x10000) + (length & 0xffff) + protocol;

const hex4 = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

/** A checksum and what is said of it. */
export type ChecksumFields = {
	readonly checksum: Field<'uint'>;
	readonly status: Field<'uint'>;
	/** What it should be; told where it was checked. */
	readonly calculated?: Field<'uint'>;
	readonly bad: Fault;
	/** Who leaves it to the network card, so that it is wrong in captures of what is sent: `TCP`. */
	readonly offload?: string;
};

/**
Reads a checksum of 16 bits and says whether it is right. `sum` is over all that it is over, with it; undefined where that
was not asked for or is not there.
*/
export function readChecksum(r: Reader, {checksum, status, calculated, bad, offload}: ChecksumFields, sum: number | undefined): void {
	const at = r.position;
	const found = r.peek16();
	if (sum === undefined || found < 0) {
		r.read(checksum);
		r.append(' [not checked]');
		r.derive(status, checksumUnverified, at, at + 2);
		return;
	}

	if (foldSum(sum) === 0xffff) {
		r.read(checksum);
		r.append(' [correct]');
		r.derive(status, checksumGood, at, at + 2);
		if (calculated !== undefined) r.derive(calculated, found, at, at + 2);
		return;
	}

	const expected = expectedChecksum(sum, found);
	r.readOpen(checksum, () => {
		r.append(() => ` incorrect, should be ${hex4(expected)}${offload === undefined ? '' : ` (maybe caused by "${offload} checksum offload"?)`}`);
		r.complain(bad, at, at + 2, `Bad checksum [should be ${hex4(expected)}]`);
	});
	r.derive(status, checksumBad, at, at + 2);
	if (calculated !== undefined) r.derive(calculated, expected, at, at + 2);
}
