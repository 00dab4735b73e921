const special = /[\b\f\n\r\t\0]/;
const escapes: Readonly<Record<string, string>> = {'\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t'};

/** Text of a packet in a column: what would end the column or the line is escaped, and a NUL ends the text. */
export function columnText(text: string): string {
	if (!special.test(text)) return text;
	const end = text.indexOf('\0');
	return (end < 0 ? text : text.slice(0, end)).replaceAll(/[\b\f\n\r\t]/g, c => escapes[c]!);
}
