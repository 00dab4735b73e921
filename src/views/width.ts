import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';

const ascii = /^[\x20-\x7e]*$/;
const control = /[\x00-\x1f\x7f-\x9f]/g;
const segmenter = new Intl.Segmenter();

/** Whether a character takes exactly one cell in every terminal that draws boxes: Latin, arrows, box drawing, blocks, shapes. */
const isNarrow = (code: number) =>
	code >= 0x20 && code < 0x7f
	|| code >= 0xa0 && code < 0x300 && code !== 0xad
	|| code >= 0x2010 && code < 0x2028
	|| code >= 0x2190 && code < 0x2200
	|| code >= 0x2500 && code < 0x25fd;

/** The cells that a string takes; colours and styles in it take none. */
export const width = (text: string): number => {
	let cells = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (isNarrow(code)) {
			cells++;
			continue;
		}

		if (code !== 0x1b || text.charCodeAt(i + 1) !== 0x5b) return stringWidth(text);
		i += 2;
		while (i < text.length && text.charCodeAt(i) < 0x40) i++;
	}

	return cells;
};

/** What a terminal must not be given: tabs become a space, other controls a dot. */
const harmless = (text: string) => text.replace(control, character => character === '\t' ? ' ' : '·');

/** The longest beginning of plain text that fits in `cells`; a wide character is not cut in half. */
const beginning = (text: string, cells: number): string => {
	let used = 0;
	let end = 0;
	for (const {segment, index} of segmenter.segment(text)) {
		const next = used + width(segment);
		if (next > cells) break;
		used = next;
		end = index + segment.length;
	}

	return text.slice(0, end);
};

const ending = (text: string, cells: number): string => {
	const segments = [...segmenter.segment(text)];
	let used = 0;
	let start = text.length;
	for (const {segment, index} of segments.reverse()) {
		used += width(segment);
		if (used > cells) break;
		start = index;
	}

	return text.slice(start);
};

/** Plain text in at most `cells` cells; where something had to go there is an ellipsis. */
export const clip = (text: string, cells: number): string => {
	if (cells <= 0) return '';
	if (ascii.test(text)) return text.length <= cells ? text : `${text.slice(0, cells - 1)}…`;
	// Long texts are cut by characters first: no cell holds less than one, graphemes of more than 64 are not text.
	const safe = harmless(text.length > cells * 64 ? text.slice(0, cells * 64) : text);
	return width(safe) <= cells ? safe : `${beginning(safe, cells - 1)}…`;
};

/** Plain text in exactly `cells` cells, at their left. */
export const fitLeft = (text: string, cells: number): string => {
	const clipped = clip(text, cells);
	return clipped + ' '.repeat(Math.max(0, cells - width(clipped)));
};

/** Plain text in exactly `cells` cells, at their right. */
export const fitRight = (text: string, cells: number): string => {
	const clipped = clip(text, cells);
	return ' '.repeat(Math.max(0, cells - width(clipped))) + clipped;
};

/** An address in exactly `cells` cells: of one that does not fit both ends are kept, which tell the most. */
export const fitMiddle = (text: string, cells: number): string => {
	const safe = ascii.test(text) ? text : harmless(text);
	if (width(safe) <= cells || cells < 5) return fitLeft(safe, cells);
	const left = beginning(safe, Math.ceil((cells - 1) / 2));
	const cut = `${left}…${ending(safe, cells - 1 - width(left))}`;
	return cut + ' '.repeat(Math.max(0, cells - width(cut)));
};

/** Text without its first `cells` cells. */
export const skip = (text: string, cells: number): string => {
	if (cells <= 0) return text;
	if (ascii.test(text)) return text.slice(cells);
	return text.slice(beginning(text, cells).length);
};

/** The cells `[from, to)` of a string that may be coloured; of a wide character that is cut in half a blank is left. */
export const slice = (text: string, from: number, to: number): string => {
	if (ascii.test(text)) return text.slice(from, to);
	if (to <= from) return '';
	const cutAtBegin = from > 0 && width(sliceAnsi(text, 0, from)) > from;
	const lead = cutAtBegin ? ' ' : '';
	const part = lead + sliceAnsi(text, from, to);
	return width(part) <= to - from ? part : `${lead}${sliceAnsi(text, from, to - 1)} `;
};

/** A coloured string in exactly `cells` cells. */
export const fitStyled = (text: string, cells: number): string => {
	const has = width(text);
	if (has === cells) return text;
	if (has < cells) return text + ' '.repeat(cells - has);
	return slice(text, 0, cells);
};

/** Plain text as lines of at most `cells` cells, broken between words where they can be. */
export const wrap = (text: string, cells: number): string[] => {
	const lines: string[] = [];
	for (const paragraph of text.split('\n')) {
		let line = '';
		for (let word of paragraph.split(' ')) {
			if (line !== '' && width(line) + 1 + width(word) > cells) {
				lines.push(line);
				line = '';
			}

			while (width(word) > cells) {
				const part = beginning(word, cells) || word.slice(0, 1);
				lines.push(part);
				word = word.slice(part.length);
			}

			line = line === '' ? word : `${line} ${word}`;
		}

		lines.push(line);
	}

	return lines;
};

const grouping = /\B(?=(\d{3})+$)/g;

/** A whole number as people read it, the same in every locale: `14,000`. */
export const grouped = (value: number): string => String(value).replace(grouping, ',');

/** `1 packet`, `14,000 packets`. */
export const plural = (value: number, thing: string): string => `${grouped(value)} ${thing}${value === 1 ? '' : 's'}`;

const likenesses: Readonly<Record<string, string>> = {
	'…': '~',
	'→': '>',
	'←': '<',
	'↑': '^',
	'↓': 'v',
	'↔': '-',
	'▲': '^',
	'▼': 'v',
	'·': '.',
	'‘': "'",
	'’': "'",
	'“': '"',
	'”': '"',
	'–': '-',
	'—': '-',
};

/** Text in ASCII, as many cells wide: what has no likeness becomes a question mark. */
export const inAscii = (text: string): string => {
	if (!/[^\x00-\x7f]/.test(text)) return text;
	let said = '';
	for (const {segment} of segmenter.segment(text)) {
		said += /^[\x00-\x7f]+$/.test(segment) ? segment : likenesses[segment] ?? '?'.repeat(width(segment));
	}

	return said;
};
