import {type Prompt, promptLabel} from './prompt.ts';
import type {Message} from './state.ts';
import type {Theme} from './theme.ts';
import {clip, fitLeft, fitStyled, grouped, slice, width} from './width.ts';

type Tone = 'plain' | 'valid' | 'incomplete' | 'wrong';

const toneOf = ({kind, text, problem, insisted}: Prompt): Tone => {
	if ((kind !== 'filter' && kind !== 'decode-as') || text.trim() === '') return 'plain';
	if (problem === undefined) return 'valid';
	return problem.incomplete && !insisted ? 'incomplete' : 'wrong';
};

/** What stands at the right of a filter: what it came to, so that it is told without colour too. */
const markOf = ({count}: Prompt, tone: Tone, total: number): string => {
	if (tone !== 'valid') return tone === 'plain' ? '' : tone;
	if (count === undefined) return tone;
	return `${count.state === 'all' ? '' : 'at least '}${grouped(count.passing)} of ${grouped(total)}`;
};

const hints: Readonly<Record<Prompt['kind'], string>> = {
	filter: 'Enter applies, Esc leaves, ↑ earlier ones, Ctrl-S saves, Ctrl-O saved ones',
	find: 'Text in a line of the list, Enter finds it',
	goto: 'Number of a packet',
	'decode-as': 'What follows: tcp.port==8123,http, as -d takes it',
	fixture: 'The smallest capture that says the same, and its snapshot: Enter writes both',
	name: 'A name for the filter, Enter saves it',
	'capture-filter': "libpcap's words: udp port 53, host 192.0.2.1; nothing for everything",
	save: 'A file: .pcap, or pcapng under any other name; an existing one is written over',
	'stream-find': 'Text in what was said, Enter finds it; in hex also digits',
	'stream-encoding': 'UTF-8, EBCDIC, GB18030, Windows-1252, KOI8-R … as iconv names them; hex',
	'stream-save': 'A new file: the bytes of the sides that are shown',
	'save-all': 'A file: .pcap, or pcapng under any other name; an existing one is written over',
};

const hintOf = ({kind, choices, problem}: Prompt, tone: Tone): string => {
	const chosen = choices?.items[choices.at];
	if (chosen !== undefined) return chosen.about ?? chosen.title;
	return tone === 'incomplete' && problem !== undefined ? `${problem.message} …` : hints[kind];
};

/** Where a prompt's text is on the screen: the cells before it, how many there are, and how many of its own are out of sight. */
export const promptWindow = ({kind, text, caret}: Prompt, mark: string, cells: number): {readonly indent: number; readonly room: number; readonly skipped: number} => {
	const indent = width(promptLabel[kind]);
	const room = Math.max(8, cells - indent - 1 - (mark === '' ? 0 : width(mark) + 2));
	// Long texts are seen through a window that the caret is in.
	return {indent, room, skipped: Math.max(0, width(text.slice(0, caret)) - room + 1)};
};

/** The cell at which a character of a prompt's text stands. */
export const promptCell = (prompt: Prompt, at: number, total: number, cells: number): number => {
	const {indent, skipped} = promptWindow(prompt, markOf(prompt, toneOf(prompt), total), cells);
	return Math.max(0, indent + width(prompt.text.slice(0, at)) - skipped);
};

/** A line that is being typed, with its caret, and under it what is wrong, at its place. `total` is how many packets there are. */
export const promptRows = (theme: Theme, prompt: Prompt, message: Message | undefined, total: number, cells: number): [string, string] => {
	const {kind, text, caret, problem} = prompt;
	const tone = toneOf(prompt);
	const paint = {plain: (each: string) => each, valid: theme.valid, incomplete: theme.incomplete, wrong: theme.error}[tone];
	const mark = markOf(prompt, tone, total);
	const {indent, room, skipped} = promptWindow(prompt, mark, cells);
	const shown = fitLeft(slice(`${text} `, skipped, skipped + room), room);
	const caretAt = width(text.slice(0, caret)) - skipped;
	const [left, under, right] = [slice(shown, 0, caretAt), slice(shown, caretAt, caretAt + 1), slice(shown, caretAt + 1, room)];
	const typed = `${theme.bold(promptLabel[kind])}${paint(left)}${theme.cursor(under === '' ? ' ' : under)}${paint(right)}`;
	const first = fitStyled(mark === '' ? typed : `${typed}  ${paint(mark)}`, cells);
	if (message !== undefined) return [first, (message.tone === 'error' ? theme.error : theme.warning)(fitLeft(`${' '.repeat(indent)}${message.text}`, cells))];
	if (problem === undefined || tone === 'incomplete') return [first, theme.dim(fitLeft(`${' '.repeat(indent)}${hintOf(prompt, tone)}`, cells))];

	const start = Math.max(0, Math.min(room - 1, width(text.slice(0, problem.start)) - skipped));
	const span = width(text.slice(problem.start, Math.max(problem.start, problem.end)));
	const carets = '^'.repeat(Math.max(1, Math.min(span, room - start)));
	const place = indent + start;
	const after = cells - place - carets.length - 1;
	// Where there is no room after the place, the message stands before it.
	const second = width(problem.message) <= after || after >= place - 1
		? `${' '.repeat(place)}${carets} ${clip(problem.message, after)}`
		: `${fitLeft(clip(problem.message, place - 1), place - 1)} ${carets}`;
	return [first, theme.error(fitLeft(second, cells))];
};
