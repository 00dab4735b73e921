import {bytesColumns, offsetDigits} from './bytes-geometry.ts';
import type {Theme} from './theme.ts';

/** Which bytes are lit up, `[start, end)` each: the selected field and the protocol around it, and the cursor's byte, -1 for none. */
export type Lit = {
	readonly start: number;
	readonly end: number;
	readonly aroundStart: number;
	readonly aroundEnd: number;
	readonly cursor: number;
};

const hexDigits = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));
const characters = Array.from({length: 256}, (_, byte) => byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.');

type Look = 'lit' | 'around' | 'apart' | 'cursor';

/** The bytes `[row * perRow, …)` in hex and as characters. Where there is no colour, brackets hold what is lit. */
export const bytesRow = (theme: Theme, bytes: Uint8Array, row: number, perRow: number, lit: Lit, focused: boolean): string => {
	const from = row * perRow;
	const to = Math.min(from + perRow, bytes.length);
	const columns = bytesColumns(perRow, bytes.length);
	const paints = {
		lit: theme.colour ? (focused ? theme.selected : theme.selectedAside) : (text: string) => text,
		around: (text: string) => text,
		apart: theme.dim,
		cursor: theme.cursor,
	};
	const look = (at: number): Look => {
		if (at === lit.cursor) return 'cursor';
		if (at >= lit.start && at < lit.end) return 'lit';
		return at >= lit.aroundStart && at < lit.aroundEnd ? 'around' : 'apart';
	};

	const isLit = (at: number) => at >= lit.start && at < lit.end && at >= from && at < to;
	let hex = '';
	let text = '';
	let run = '';
	let runText = '';
	let runLook: Look = 'apart';
	const flush = () => {
		if (run === '') return;
		hex += paints[runLook](run);
		text += paints[runLook](runText);
		run = '';
		runText = '';
	};

	/** What stands before byte `at`: blank, brackets where a lit run begins or ends, the cursor's mark. */
	const before = (at: number) => {
		const edge = at > from && (at - from) % 8 === 0 ? ' ' : '';
		if (theme.colour) return `${edge} `;
		if (at === lit.cursor) return `${edge}${theme.glyphs.marker}`;
		if (isLit(at) && !isLit(at - 1)) return `${edge}[`;
		return isLit(at - 1) && !isLit(at) ? `]${edge}` : `${edge} `;
	};

	for (let at = from; at < to; at++) {
		const byte = bytes[at]!;
		const next = look(at);
		const gap = before(at);
		if (next === runLook && next === 'lit' && run !== '') run += gap;
		else {
			flush();
			hex += gap;
			runLook = next;
		}

		run += hexDigits[byte];
		runText += characters[byte];
		if (runLook !== 'lit') flush();
	}

	flush();
	const used = columns.hex(to - from - 1) + 2;
	const end = !theme.colour && isLit(to - 1) ? ']' : ' ';
	const offset = from.toString(16).padStart(offsetDigits(bytes.length), '0');
	const marked = lit.end > from && lit.start < to && lit.end > lit.start || lit.cursor >= from && lit.cursor < to;
	const mark = marked && !theme.colour ? theme.glyphs.marker : ' ';
	const lead = `${mark}${theme.dim(offset)} `;
	return lead + hex + end + ' '.repeat(columns.character(0) - used - 1) + text;
};
