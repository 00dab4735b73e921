import {withRule} from '../decode-as.ts';
import {type FilterMemory, remembered} from '../filter-memory.ts';
import {choicesOf, chosenBy, type Choices, historyChoices, suggestedChoice} from './choices.ts';
import {createFilterCounter} from './filter-count.ts';
import type {Host} from './host.ts';
import type {Command} from './keys.ts';
import {edit, insert, judged, openPrompt, type Problem, type Prompt, type PromptKind, replace, type StreamPromptKind} from './prompt.ts';

/** What the line that is typed needs of the screen around it. */
type PromptHost = Host & {
	readonly memory: FilterMemory;
	find(text: string, direction: 1 | -1): void;
	/** Rules of decode-as that are in effect. */
	rules(): readonly string[];
	decodeAs(rules: readonly string[]): void;
	/** Takes what was typed for a capture filter, or for the name of a file. */
	acceptLive(kind: 'capture-filter' | 'save' | 'save-all', text: string): void;
	/** Takes what was typed in the stream pane. */
	acceptStream(kind: StreamPromptKind, text: string): void;
	/** Makes a fixture of the selected packet. */
	makeFixture(path: string): void;
};

/** The line at the bottom while something is typed into it. */
export type Prompter = {
	ask(kind: PromptKind, text: string): void;
	/** Puts text where the caret is. */
	type(text: string): void;
	run(command: Command): void;
	close(): void;
};

/** Runs the prompt of a screen. */
export const createPrompter = (host: PromptHost): Prompter => {
	const {session, memory} = host;
	const counter = createFilterCounter(() => session.packets, count => {
		const {prompt} = host.state();
		if (prompt === undefined) return;
		show({...prompt, count});
		host.emit();
	});

	const show = (prompt: Prompt | undefined) => host.update({...host.state(), prompt});

	const ruleProblem = (text: string): Problem | undefined => {
		const result = session.packets.decodeAs.judge(text);
		return text === '' || result.ok ? undefined : {...result, message: `A rule ${result.message}`};
	};

	const judge = (prompt: Prompt): Prompt => {
		counter.stop();
		if (prompt.kind === 'decode-as') return {...prompt, problem: ruleProblem(prompt.text)};
		if (prompt.kind !== 'filter') return prompt;
		const result = prompt.text.trim() === '' ? undefined : session.packets.compileFilter(prompt.text);
		if (result?.ok === true) counter.start(result.filter);
		return {...judged(prompt, result), count: undefined};
	};

	/** Layers of the packet and rules in effect, and behind a layer the protocols. */
	const ruleChoices = ({text}: Prompt): Choices | undefined => {
		const {row} = host.state().session;
		const {decodeAs} = session.packets;
		const comma = text.indexOf(',');
		if (comma >= 0) {
			const found = decodeAs.protocols(text.slice(0, text.indexOf('=')), text.slice(comma + 1));
			return choicesOf('suggestions', comma + 1, text.length, found.map(({name, title}) => ({text: name, title, note: ''})));
		}

		const rules = host.rules().map(rule => ({text: rule, title: '', note: 'in effect'}));
		const layers = row === undefined ? [] : decodeAs.layers(row).map(layer => ({text: `${layer.text},`, title: layer.title, note: layer.now}));
		return choicesOf('rules', 0, text.length, [...rules, ...layers].filter(choice => choice.text.startsWith(text)), 0);
	};

	/** What was meant in place of what is wrong. */
	const correction = ({problem}: Prompt): Choices | undefined =>
		problem?.suggestion === undefined ? undefined : choicesOf('suggestions', problem.start, problem.end, [{text: problem.suggestion, title: 'instead of this', note: ''}]);

	const suggestions = (prompt: Prompt): Choices | undefined => {
		const {kind, text, caret} = prompt;
		if (kind === 'decode-as') return ruleChoices(prompt);
		if (kind !== 'filter') return undefined;
		const meant = correction(prompt);
		// A capture filter is said in other words as a whole.
		if (meant !== undefined && meant.end - meant.start === text.trim().length && /\s/.test(text.trim())) return meant;
		const found = session.packets.suggest(text, caret);
		if (found.suggestions.length === 0) return meant;
		const [only] = found.suggestions;
		if (found.suggestions.length === 1 && only?.text === text.slice(found.start, found.end)) return undefined;
		return choicesOf('suggestions', found.start, found.end, found.suggestions.map(suggestedChoice));
	};

	/** What was typed before into lines of a kind. */
	const typedBefore = (kind: PromptKind) => kind === 'filter' ? host.state().filters : kind === 'find' ? host.state().finds : [];

	const history = ({kind, text}: Prompt): Choices | undefined => {
		return choicesOf('history', 0, text.length, historyChoices(typedBefore(kind), text), 0);
	};

	const saved = ({text}: Prompt): Choices | undefined => choicesOf('saved', 0, text.length, memory.saved().map(({name, filter}) => ({text: filter, title: name, note: ''})), 0);

	/** A prompt with other text, judged anew, with what can be chosen now. */
	const changed = (prompt: Prompt, listed: Choices['kind'] = 'suggestions') => {
		const next = {...judge(prompt), choices: undefined};
		show({...next, choices: listed === 'history' ? history(next) : suggestions(next)});
	};

	const take = (prompt: Prompt, {items, start, end, at}: Choices) => {
		const choice = items[Math.max(0, at)];
		if (choice === undefined) return;
		const next = {...judge(replace(prompt, start, end, choice.text)), choices: undefined};
		// What was taken may ask for more: values behind an operator.
		show(/[\s({,]$/.test(choice.text) ? {...next, choices: suggestions(next)} : next);
	};

	const open = (prompt: Prompt, choices: Choices | undefined, none: string) => {
		if (choices === undefined) host.say(none);
		else show({...prompt, choices});
	};

	const forget = (prompt: Prompt, {items, at}: Choices) => {
		const name = items[at]?.title;
		const wrong = name === undefined ? undefined : memory.forget(name);
		if (wrong !== undefined) host.say(wrong, 'error');
		const left = saved(prompt);
		show({...prompt, choices: left && {...left, at: Math.min(at, left.items.length - 1)}});
	};

	const endRule = ({items, at}: Choices) => {
		const rule = items[at]?.text;
		const left = host.rules().filter(each => each !== rule);
		if (left.length === host.rules().length) return;
		leave();
		host.decodeAs(left);
	};

	/** What a key does to the list; false when it is for the line. */
	const choose = (prompt: Prompt, choices: Choices, command: Command): boolean => {
		switch (command) {
			case 'newer':
				show({...prompt, choices: chosenBy(choices, 1)});
				return true;
			case 'older':
				// Above the first one is what was typed before.
				if (choices.at < 0) return false;
				show({...prompt, choices: chosenBy(choices, -1)});
				return true;
			case 'complete':
				take(prompt, choices);
				return true;
			case 'leave':
				show({...prompt, choices: undefined});
				return true;
			case 'accept':
				if (choices.at < 0) return false;
				take(prompt, choices);
				return true;
			case 'erase-next':
				if (choices.kind === 'saved') forget(prompt, choices);
				else if (choices.kind === 'rules') endRule(choices);
				else return false;
				return true;
			default:
				return false;
		}
	};

	const leave = () => {
		counter.stop();
		show(undefined);
	};

	/** Says what is missing, too, from now on. */
	const insist = () => {
		const {prompt} = host.state();
		if (prompt !== undefined) show({...prompt, insisted: true, choices: undefined});
	};

	const accept = ({kind, text, problem, naming}: Prompt) => {
		const state = host.state();
		switch (kind) {
			case 'capture-filter':
			case 'save':
			case 'save-all':
				leave();
				return host.acceptLive(kind, text);
			case 'stream-find':
			case 'stream-encoding':
			case 'stream-save':
				leave();
				return host.acceptStream(kind, text);
			case 'goto':
				leave();
				if (text !== '') host.goTo(Number(text));
				return;
			case 'find':
				leave();
				host.update({...host.state(), finds: remembered(state.finds, text)});
				if (text !== '') host.find(text, 1);
				return;
			case 'decode-as':
				if (problem !== undefined) return insist();
				leave();
				if (text !== '') host.decodeAs(withRule(host.rules(), text));
				return;
			case 'fixture':
				leave();
				if (text.trim() !== '') host.makeFixture(text.trim());
				return;
			case 'name': {
				if (text.trim() === '') return;
				const wrong = memory.save(text.trim(), naming);
				ask('filter', naming);
				host.say(wrong ?? `Saved as ${text.trim()}`, wrong === undefined ? 'plain' : 'error');
				return;
			}

			case 'filter': {
				if (problem !== undefined) return insist();
				const filter = text.trim();
				leave();
				session.filter(text);
				host.update({...host.state(), filters: remembered(state.filters, filter), focus: 'packets'});
				const wrong = filter === '' ? undefined : memory.remember(filter);
				if (wrong !== undefined) host.say(wrong, 'error');
			}
		}
	};

	const ask = (kind: PromptKind, text: string, naming = '') => {
		const prompt = judge(openPrompt(kind, text, naming));
		host.update({...host.state(), prompt: kind === 'decode-as' ? {...prompt, choices: suggestions(prompt)} : prompt, digits: ''});
	};

	const save = ({kind, text, problem}: Prompt) => {
		if (kind !== 'filter') return;
		if (text.trim() === '' || problem !== undefined) host.say('Only a filter that can be applied can be saved', 'error');
		else ask('name', '', text.trim());
	};

	/** A command that edits; of what is left suggestions are made, of what was typed before none. */
	const editWith = (prompt: Prompt, command: Command) => {
		const next = edit(prompt, command, typedBefore(prompt.kind));
		if (next.text === prompt.text) show(next.caret === prompt.caret ? next : {...next, choices: undefined});
		else if (command === 'older' || command === 'newer') show({...judge(next), choices: undefined});
		else changed(next, prompt.choices?.kind);
	};

	return {
		ask: (kind, text) => ask(kind, text),
		type(text) {
			const {prompt} = host.state();
			if (prompt !== undefined) changed(insert(prompt, text), prompt.choices?.kind);
		},
		run(command) {
			const {prompt} = host.state();
			if (prompt === undefined) return;
			if (prompt.choices !== undefined && choose(prompt, prompt.choices, command)) return;
			switch (command) {
				case 'accept':
					return accept(prompt);
				case 'complete':
					return open(prompt, suggestions(prompt), 'Nothing begins like that');
				case 'search-history':
					return open(prompt, history(prompt), 'Nothing that was typed before is like that');
				case 'saved-filters':
					if (prompt.kind === 'filter') open(prompt, saved(prompt), 'No filter is saved yet: Ctrl-S saves one');
					return;
				case 'save-filter':
					return save(prompt);
				case 'leave':
					return prompt.kind === 'name' ? ask('filter', prompt.naming) : leave();
				case 'erase':
					// Erasing what is not there leaves, as it does in vi.
					if (prompt.text === '') return leave();
					break;
				default:
			}

			editWith(prompt, command);
		},
		close: () => counter.stop(),
	};
};
