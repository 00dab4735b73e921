/**
Makes text from packets safe for a terminal and one line long: control characters, bidirectional overrides and other
invisible characters become visible escapes. The only way packet bytes become terminal text.
*/
export function printable(text: string): string {
	return dangerous.test(text) ? text.replace(dangerousAll, escape) : text;
}

const set = '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ud800-\\udfff\\u{e0000}-\\u{e0fff}';
const dangerous = new RegExp(`[${set}]`, 'u');
const dangerousAll = new RegExp(`[${set}]`, 'gu');

const short: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0'};

function escape(c: string): string {
	const known = short[c];
	if (known !== undefined) return known;
	const code = c.codePointAt(0)!;
	return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
