const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8', {ignoreBOM: true});

/** Bytes as characters; anything but valid UTF-8 or ASCII becomes U+FFFD. */
export function decodeText(b: Uint8Array, start: number, end: number, encoding: 'ascii' | 'latin1' | 'utf8'): string {
	if (encoding === 'ascii') return latin1.decode(b.subarray(start, end)).replace(/[\u0080-\uffff]/g, '\ufffd');
	return (encoding === 'utf8' ? utf8 : latin1).decode(b.subarray(start, end));
}
