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
