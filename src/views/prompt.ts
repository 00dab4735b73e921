import type {FilterResult} from '../packets.ts';
import type {Choices} from './choices.ts';
import type {Command} from './keys.ts';

/** What a line at the bottom of the screen is being typed for. */
export type PromptKind = 'filter' | 'find' | 'goto' | 'name' | 'decode-as' | 'fixture' | 'capture-filter' | 'save' | 'save-all' | StreamPromptKind;

/** The same, in the stream pane. */
export type StreamPromptKind = 'stream-find' | 'stream-encoding' | 'stream-save';

/** What is wrong with the text and where: characters `[start, end)`. */
export type Problem = {
	readonly message: string;
	readonly start: number;
	readonly end: number;
	readonly incomplete: boolean;
	/** What to write in their place. */
	readonly suggestion?: string | undefined;
};

/** A line that is being typed. */
export type Prompt = {
	readonly kind: PromptKind;
	readonly text: string;
	/** Where the caret stands, in UTF-16 units. */
	readonly caret: number;
	readonly problem: Problem | undefined;
	/** True once Enter was refused: from then on an incomplete text is called wrong as well. */
	readonly insisted: boolean;
	/** How far back in the history the text comes from; 0 is what was typed itself, kept in `draft`. */
	readonly back: number;
	readonly draft: string;
	/** What can be chosen in place of typing it. */
	readonly choices: Choices | undefined;
	/** How many packets the filter would leave, as far as they were counted. */
	readonly count: Count | undefined;
	/** The filter that gets the name that is typed. */
	readonly naming: string;
};

/** How many packets pass; `more` where counting was given up before the last one. */
export type Count = {readonly passing: number; readonly state: 'more' | 'all'};

/** What was entered before, oldest first. */
export type History = readonly string[];

/** More than anybody types; what is pasted beyond it is dropped. */
const longestText = 4096;

/** What a prompt shows before its text. */
export const promptLabel: Readonly<Record<PromptKind, string>> = {
	filter: '/',
	find: 'Find: ',
	goto: ':',
	name: 'Save as: ',
	'decode-as': 'Decode as: ',
	fixture: 'Fixture: ',
	'capture-filter': 'Capture: ',
	save: 'Save shown packets as: ',
	'save-all': 'Save all packets as: ',
	'stream-find': 'Find in the stream: ',
	'stream-encoding': 'Encoding: ',
	'stream-save': 'Save what is shown as: ',
};

export const openPrompt = (kind: PromptKind, text: string, naming = ''): Prompt => ({
	kind,
	text,
	caret: text.length,
	problem: undefined,
	insisted: false,
	back: 0,
	draft: text,
	choices: undefined,
	count: undefined,
	naming,
});

const segmenter = new Intl.Segmenter();

const before = (text: string, caret: number) => {
	let last = 0;
	for (const {index} of segmenter.segment(text.slice(0, caret))) last = index;
	return last;
};

const after = (text: string, caret: number) => {
	for (const {segment} of segmenter.segment(text.slice(caret))) return caret + segment.length;
	return caret;
};

const wordBefore = (text: string, caret: number) => text.slice(0, caret).replace(/(?:[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]+)?\s*$/u, '').length;

/** A prompt with other text in place of characters `[start, end)`, and the caret behind it. */
export const replace = (prompt: Prompt, start: number, end: number, text: string): Prompt => {
	const changed = (prompt.text.slice(0, start) + text + prompt.text.slice(end)).slice(0, longestText);
	return {...prompt, text: changed, caret: Math.min(start + text.length, changed.length), back: 0, draft: changed};
};

/** Puts text where the caret is; of several lines that are pasted one is made. */
export const insert = (prompt: Prompt, text: string): Prompt => {
	const line = text.replaceAll(/[\x00-\x1f\x7f-\x9f]+/g, ' ');
	const allowed = prompt.kind === 'goto' ? line.replaceAll(/\D/g, '') : line;
	return replace(prompt, prompt.caret, prompt.caret, allowed);
};

const recall = (prompt: Prompt, history: History, back: number): Prompt => {
	const text = back === 0 ? prompt.draft : history.at(-back);
	return text === undefined ? prompt : {...prompt, text, caret: text.length, back};
};

/** A prompt after a command that edits; any other leaves it as it is. */
export const edit = (prompt: Prompt, command: Command, history: History): Prompt => {
	const {text, caret} = prompt;
	switch (command) {
		case 'caret-left':
			return {...prompt, caret: before(text, caret)};
		case 'caret-right':
			return {...prompt, caret: after(text, caret)};
		case 'caret-first':
			return {...prompt, caret: 0};
		case 'caret-last':
			return {...prompt, caret: text.length};
		case 'erase':
			return replace(prompt, before(text, caret), caret, '');
		case 'erase-next':
			return replace(prompt, caret, after(text, caret), '');
		case 'erase-word':
			return replace(prompt, wordBefore(text, caret), caret, '');
		case 'erase-before':
			return replace(prompt, 0, caret, '');
		case 'erase-after':
			return replace(prompt, caret, text.length, '');
		case 'older':
			return recall(prompt, history, prompt.back + 1);
		case 'newer':
			return recall(prompt, history, Math.max(0, prompt.back - 1));
		default:
			return prompt;
	}
};

/** A prompt that knows what its text came to. */
export const judged = (prompt: Prompt, result: FilterResult | undefined): Prompt => {
	if (result === undefined || result.ok) return {...prompt, problem: undefined};
	const {message, start, end, incomplete = false, suggestion} = result;
	return {...prompt, problem: {message, start, end, incomplete, suggestion}};
};
