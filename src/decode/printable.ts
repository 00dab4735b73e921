/**
Makes text from packets safe for a terminal and one line long: control characters, bidirectional overrides and other
invisible characters become visible escapes. The only way packet bytes become terminal text.
*/
export function printable(any: string): string {
	// As ByteText.text does: strings of many kinds are gone through faster so.
	const text = `${any}`;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		// The arrow stands in every other line of a list.
		if (code < 0x20 || (code > 0x7e && code !== 0x2192)) return text.replace(dangerous, escape);
	}

	return text;
}

const set = '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\u{e0000}-\\u{e0fff}';
const dangerous = new RegExp(`[${set}]`, 'gu');

const short: Readonly<Record<string, string>> = {'\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v'};

/** As C writes it, and so tshark: `\033`, `\u202E`. */
function escape(c: string): string {
	const known = short[c];
	if (known !== undefined) return known;
	const code = c.codePointAt(0)!;
	if (code < 0x80) return `\\${code.toString(8).padStart(3, '0')}`;
	const digits = code.toString(16).toUpperCase();
	return code < 0x1_0000 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}
