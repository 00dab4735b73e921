/** Bytes that tshark has for a label, the last one a NUL: a label of fewer bytes stays as it is. */
export const labelBytes = 240;
const mark = ' [truncated]';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
A label no longer than tshark's, with a mark where it was cut; the mark stands behind the first `nameLength` characters.
The last `appended` characters are cut without a mark, as far as there is no room for them.
*/
export function shortLabel(label: string, nameLength = 0, appended = 0): string {
	if (label.length * 3 < labelBytes) return label;
	const bytes = encoder.encode(label);
	if (bytes.length < labelBytes) return label;
	const base = label.slice(0, label.length - appended);
	if (encoder.encode(base).length < labelBytes) return cut(bytes, labelBytes - 1);
	const marked = cut(encoder.encode(`${base.slice(0, nameLength)}${mark}${base.slice(nameLength)}`), labelBytes - 2);
	// One byte is left, which what was appended begins in.
	return appended > 0 && label.charCodeAt(base.length) < 0x80 ? marked + label[base.length]! : marked;
}

function cut(bytes: Uint8Array, size: number): string {
	let end = size;
	while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
	return decoder.decode(bytes.subarray(0, end));
}
