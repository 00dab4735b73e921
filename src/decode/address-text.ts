/** `192.0.2.1` as a number; undefined where the text is no address. */
export function ipv4Number(text: string): number | undefined {
	const parts = text.split('.');
	if (parts.length !== 4) return undefined;
	let value = 0;
	for (const part of parts) {
		if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
		value = value * 256 + Number(part);
	}

	return value;
}

/** `2001:db8::1` as 16 bytes, RFC 4291, section 2.2; undefined where the text is no address. */
export function ipv6Bytes(text: string): Uint8Array | undefined {
	const [before = '', after, more] = text.split('::');
	if (more !== undefined || text.includes(':::')) return undefined;
	const head = groups(before, after === undefined);
	const tail = after === undefined ? [] : groups(after, true);
	if (head === undefined || tail === undefined) return undefined;
	const missing = 16 - head.length - tail.length;
	if (after === undefined ? missing !== 0 : missing < 2) return undefined;
	return Uint8Array.from([...head, ...Array.from({length: missing}, () => 0), ...tail]);
}

function groups(text: string, isLast: boolean): number[] | undefined {
	if (text === '') return [];
	const out: number[] = [];
	const parts = text.split(':');
	for (const [index, part] of parts.entries()) {
		const number = isLast && index === parts.length - 1 && part.includes('.') ? ipv4Number(part) : undefined;
		if (number !== undefined) out.push(number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff);
		else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) out.push(Number.parseInt(part, 16) >>> 8, Number.parseInt(part, 16) & 0xff);
		else return undefined;
	}

	return out;
}

/** An address of either kind as 4 or 16 bytes; undefined where the text is neither. */
export function addressBytes(text: string): Uint8Array | undefined {
	const number = ipv4Number(text);
	return number === undefined ? ipv6Bytes(text) : Uint8Array.of(number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff);
}
