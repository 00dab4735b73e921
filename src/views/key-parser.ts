/** What came from the terminal: a key, text that was pasted, or the mouse. */
export type Input =
	| {
		readonly kind: 'key';
		readonly name: string;
		/** The character, when it is one that can be typed. */
		readonly text?: string;
		/** The key behind an escape: with Alt, or one of its own where Escape and it were read at once. */
		readonly behind?: Input;
	}
	| {readonly kind: 'paste'; readonly text: string}
	| {readonly kind: 'mouse'; readonly action: 'press' | 'release' | 'up' | 'down'; readonly x: number; readonly y: number};

const escape = '\x1b';
const pasteEnd = '\x1b[201~';

/** A sequence longer than this is not one that is still to be finished. */
const longestSequence = 64;

const finals: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	E: 'begin',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
	M: 'enter',
};

const numbered: Readonly<Record<string, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

const controls: Readonly<Record<string, string>> = {
	'\0': 'ctrl-space',
	'\b': 'backspace',
	'\t': 'tab',
	'\n': 'enter',
	'\r': 'enter',
	'\x1b': 'escape',
	'\x7f': 'backspace',
	'\x1c': 'ctrl-\\',
	'\x1d': 'ctrl-]',
	'\x1e': 'ctrl-^',
	'\x1f': 'ctrl-_',
};

const key = (name: string, text?: string): Input => text === undefined ? {kind: 'key', name} : {kind: 'key', name, text};

/** A key with its modifiers: 1 and a sum of shift 1, alt 2, control 4, as xterm has it. */
const modified = (name: string, parameter: string | undefined): Input => {
	const bits = Math.max(0, Number.parseInt(parameter ?? '1', 10) - 1) || 0;
	return key(`${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}${name}`);
};

const single = (character: string): Input => {
	const named = controls[character];
	if (named !== undefined) return key(named);
	if (character < ' ') return key(`ctrl-${String.fromCharCode(character.charCodeAt(0) + 0x60)}`);
	return character === ' ' ? key('space', ' ') : key(character, character);
};

const mouse = (parameters: string, final: string): Input | undefined => {
	const [button = 0, column = 1, row = 1] = parameters.slice(1).split(';').map(Number);
	const at = {kind: 'mouse', x: column - 1, y: row - 1} as const;
	if (button & 64) return {...at, action: button & 1 ? 'down' : 'up'};
	if (button & 32 || (button & 3) !== 0) return undefined;
	return {...at, action: final === 'M' ? 'press' : 'release'};
};

const controlSequence = (parameters: string, final: string): Input | undefined => {
	if (parameters.startsWith('<') && (final === 'M' || final === 'm')) return mouse(parameters, final);
	if (!/^[\d;]*$/.test(parameters)) return undefined;
	const [first, second] = parameters.split(';');
	if (final === '~') {
		const name = numbered[first ?? ''];
		return name === undefined ? undefined : modified(name, second);
	}

	if (final === 'Z') return key('shift-tab');
	if (final === 'u') {
		const plain = single(String.fromCodePoint(Math.min(0x10ffff, Number(first) || 0)));
		return plain.kind === 'key' && (second === undefined || second === '1') ? plain : undefined;
	}

	const name = final === 'M' ? undefined : finals[final];
	return name === undefined ? undefined : modified(name, second);
};

type Step = {readonly length: number; readonly input?: Input | undefined};

/** Reads what begins at `at` with an escape; `undefined` when it is not all there yet. */
const sequence = (text: string, at: number): Step | undefined => {
	const next = text[at + 1];
	if (next === undefined) return undefined;
	if (next === '[') {
		let end = at + 2;
		while (end < text.length && text.charCodeAt(end) < 0x40 && text.charCodeAt(end) >= 0x20) end++;
		const final = text[end];
		if (final === undefined) return end - at > longestSequence ? {length: end - at} : undefined;
		// Something that cannot be part of a sequence breaks it off.
		if (final < ' ') return {length: end - at};
		// The Linux console says ESC [ [ A for F1.
		if (final === '[' && end === at + 2) return end + 1 < text.length ? {length: 4} : undefined;
		return {length: end + 1 - at, input: controlSequence(text.slice(at + 2, end), final)};
	}

	if (next === 'O') {
		const final = text[at + 2];
		if (final === undefined) return undefined;
		const name = finals[final];
		return {length: 3, input: name === undefined ? undefined : key(name)};
	}

	// Answers of the terminal: OSC, DCS, APC, PM, up to BEL or ST.
	if (next === ']' || next === 'P' || next === '_' || next === '^') {
		const ends = [text.indexOf('\x07', at + 2), text.indexOf('\x1b\\', at + 2)].filter(end => end >= 0);
		if (ends.length > 0) {
			const end = Math.min(...ends);
			return {length: end - at + (text[end] === '\x07' ? 1 : 2)};
		}

		return text.length - at > longestSequence ? {length: 2} : undefined;
	}

	if (next === escape) return {length: 1, input: key('escape')};
	const character = String.fromCodePoint(text.codePointAt(at + 1)!);
	const plain = single(character);
	return {length: 1 + character.length, input: plain.kind === 'key' ? {kind: 'key', name: `alt-${plain.name}`, behind: plain} : undefined};
};

/** Turns what is read from a terminal into keys, however the reads cut it. */
export type KeyParser = {
	push(text: string): Input[];
	/** True while an escape waits to be told from the begin of a sequence. */
	pending(): boolean;
	/** Says that nothing followed: an escape was the Escape key. */
	flush(): Input[];
};

export const createKeyParser = (): KeyParser => {
	let held = '';
	let pasting = false;

	const push = (text: string): Input[] => {
		const inputs: Input[] = [];
		held += text;
		let at = 0;
		while (at < held.length) {
			if (pasting) {
				const end = held.indexOf(pasteEnd, at);
				if (end < 0) break;
				inputs.push({kind: 'paste', text: held.slice(at, end)});
				at = end + pasteEnd.length;
				pasting = false;
			} else if (held.startsWith('\x1b[200~', at)) {
				pasting = true;
				at += 6;
			} else if (held[at] === escape) {
				const step = sequence(held, at);
				if (step === undefined) break;
				if (step.input !== undefined) inputs.push(step.input);
				at += step.length;
			} else {
				const character = String.fromCodePoint(held.codePointAt(at)!);
				inputs.push(single(character));
				at += character.length;
			}
		}

		held = held.slice(at);
		return inputs;
	};

	return {
		push,
		pending: () => held !== '' && !pasting,
		flush() {
			if (pasting || held === '') return [];
			const [, ...rest] = held;
			held = '';
			return [key('escape'), ...push(rest.join(''))];
		},
	};
};
