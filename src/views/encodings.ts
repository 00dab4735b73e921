import {Buffer} from 'node:buffer';
import iconv from 'iconv-lite';

/** What a stream is shown in, in the order of the key that turns to the next; any name that iconv-lite knows can be typed. */
export const encodings = ['UTF-8', 'ASCII', 'Latin-1', 'UTF-16LE', 'UTF-16BE', 'EBCDIC', 'Shift_JIS', 'hex'] as const;

/** IBM code page 037 from 0x40 on: what is below has no picture but the line ends. */
const ebcdic =
	' \u00a0âäàáãåçñ¢.<(+|&éêëèíîïìß!$*);¬-/ÂÄÀÁÃÅÇÑ¦,%_>?øÉÊËÈÍÎÏÌ`:#@\'="Øabcdefghi«»ðýþ±°jklmnopqrªºæ¸Æ¤µ~stuvwxyz¡¿ÐÝÞ®^£¥·©§¶¼½¾[]¯¨´×{ABCDEFGHI\u00adôöòóõ}JKLMNOPQR¹ûüùúÿ\\÷STUVWXYZ²ÔÖÒÓÕ0123456789³ÛÜÙÚ\u009f';

/** The encoding of a name as it is written on the screen; undefined where there is none. */
export function encodingNamed(name: string): string | undefined {
	const known = encodings.find(each => each.toLowerCase().replaceAll(/[-_]/g, '') === name.toLowerCase().replaceAll(/[-_ ]/g, ''));
	if (known !== undefined) return known;
	return name.trim() !== '' && iconv.encodingExists(name) && !/^(?:hex|base64|binary|internal)$/i.test(name) ? name : undefined;
}

/** Bytes as characters; what is none in the encoding becomes `\ufffd`. */
export function decodeBytes(bytes: Uint8Array, encoding: string): string {
	switch (encoding) {
		case 'ASCII':
			return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').replaceAll(/[\u0080-\u00ff]/g, '\ufffd');
		case 'EBCDIC':
			return Array.from(bytes, byte => (byte >= 0x40 ? ebcdic[byte - 0x40] : byte === 0x25 || byte === 0x15 ? '\n' : byte === 0x0d ? '\r' : byte === 0x05 ? '\t' : '\ufffd'))
				.join('');
		default:
			return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), encoding, {stripBOM: false});
	}
}

/** Of characters that take two bytes or four, wherever they begin. */
const isUtf16 = (encoding: string): boolean => /^(?:utf-?16|ucs-?2)/i.test(encoding);
/** Bytes of one character, less the last. */
const longestTail = 3;

/** Where the first character of bytes begins that stand at `place` of a side. */
export const firstCharacter = (place: number, encoding: string): number => (isUtf16(encoding) ? place % 2 : 0);

/** Bytes at the end that begin a character whose rest is to come; a character begins at the first byte. */
export function openTail(bytes: Uint8Array, encoding: string): number {
	if (bytes.length === 0 || encoding === 'hex' || encoding === 'ASCII' || encoding === 'Latin-1' || encoding === 'EBCDIC') return 0;
	if (isUtf16(encoding)) {
		const half = bytes.length % 2;
		const end = bytes.length - half;
		const high = end < 2 ? 0 : bytes[end - (/be$/i.test(encoding) ? 2 : 1)]!;
		// RFC 2781, section 2.1: the first of a pair.
		return half + (high >= 0xd8 && high < 0xdc ? 2 : 0);
	}

	const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	const decoder = iconv.getDecoder(encoding, {stripBOM: false});
	const text = decoder.write(given);
	if ((decoder.end() ?? '') === '') return 0;
	for (let tail = 1; tail <= Math.min(longestTail, given.length); tail++)
		if (iconv.decode(given.subarray(0, given.length - tail), encoding, {stripBOM: false}) === text) return tail;
	return 0;
}
