/** Bytes that tshark has for a label, the last one a NUL. */
const labelBytes = 240;
const mark = ' [truncated]';
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A label no longer than tshark's, with a mark where it was cut; the mark stands behind the first `nameLength` characters. */
export function shortLabel(label: string, nameLength = 0): string {
	if (label.length * 3 < labelBytes) return label;
	const bytes = encoder.encode(label);
	if (bytes.length < labelBytes) return label;
	const marked = encoder.encode(`${label.slice(0, nameLength)}${mark}${label.slice(nameLength)}`);
	let end = labelBytes - 2;
	while (end > 0 && (marked[end]! & 0xc0) === 0x80) end--;
	return decoder.decode(marked.subarray(0, end));
}
