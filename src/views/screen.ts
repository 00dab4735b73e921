import {combineFilters} from '../decode/filter/combine.ts';
import {type FilterMemory, sessionMemory} from '../filter-memory.ts';
import type {Packets} from '../packets.ts';
import type {Session} from '../session.ts';
import {dialogEnd, dialogPage} from './dialog-text.ts';
import {createFixtureCommands, type MakeFixture} from './fixture-commands.ts';
import type {AskingHost, Host} from './host.ts';
import type {Picker} from './interface-picker.tsx';
import type {Input} from './key-parser.ts';
import {type Command, type Context, commandFor} from './keys.ts';
import {contentLines} from './layout.ts';
import {createLiveCommands} from './live-commands.ts';
import {joinings, type PrepareMenu, prepareMenu} from './prepare.ts';
import {createOverviewCommands} from './overview-commands.ts';
import {createStreamCommands} from './stream-commands.ts';
import {createPrompter} from './prompter.ts';
import {firstState, type ScreenState, selectedLine, settled} from './state.ts';
import {bytesStep, mouseStep, moved, screenStep, treeStep} from './steps.ts';
import {grouped} from './width.ts';

/** What a key asks of whoever holds the terminal. */
export type Request = 'quit' | 'suspend' | 'redraw' | 'mouse';

/** The store the views read: the session and everything that is only about the screen. */
export type Screen = {
	readonly session: Session;
	state(): ScreenState;
	subscribe(listener: () => void): () => void;
	/** Takes what was read at once: every input is a step of its own, the views hear of it once. */
	input(inputs: readonly Input[]): void;
	resize(columns: number, rows: number): void;
	close(): void;
};

/** News of the capture are shown this often at most, in milliseconds; keys are answered at once. */
const newsEvery = 33;

/** How many cells of Info go by at a time. */
const infoStep = 8;

const mostTimes = 1_000_000;

/** How the capture is decoded again by other rules of decode-as. */
export type DecodeAgain = {
	/** Rules in effect, as `-d` takes them. */
	readonly rules: readonly string[];
	/** Opens the capture with these rules, and shows it as soon as `row` is there. Rejects with an error whose message is a sentence. */
	again(rules: readonly string[], row: number, show: (packets: Packets) => void): Promise<void>;
};

/** How big the screen is, and what it may use. */
export type ScreenOptions = {
	readonly columns: number;
	readonly rows: number;
	readonly mouse?: boolean;
	/** Where filters are kept. */
	readonly memory?: FilterMemory;
	readonly decodeAs?: DecodeAgain;
	/** Something to tell at the start. */
	readonly notice?: string;
	readonly fixture?: MakeFixture;
	/** False where the terminal has too few colours for rules. */
	readonly colourful?: boolean;
	readonly onRequest?: (request: Request) => void;
};

/** Opens a screen on a session. */
export const createScreen = (
	session: Session,
	{columns, rows, mouse = true, memory = sessionMemory(), decodeAs, fixture, notice = '', colourful = true, onRequest}: ScreenOptions,
): Screen => {
	const listeners = new Set<() => void>();
	let state: ScreenState = {
		...firstState(session.state(), {columns, rows}, mouse),
		filters: memory.history(),
		message: notice === '' ? undefined : {text: notice, tone: 'plain'},
	};
	let busy = false;
	let timer: NodeJS.Timeout | undefined;

	const emit = () => {
		for (const listener of listeners) listener();
	};

	/** Takes in what the session became. */
	const update = (change: ScreenState) => {
		const next = {...change, session: session.state()};
		state = settled(state, next);
	};

	const say = (text: string, tone: 'plain' | 'error' = 'plain') => update({...state, message: {text, tone}});

	const goTo = (frame: number) => {
		const {count, filter} = session.state();
		if (frame < 1 || frame > count) say(count === 0 ? 'There are no packets' : `There are packets 1 to ${grouped(count)}`, 'error');
		else if (session.selectRow(frame - 1)) update(state);
		else say(`Packet ${grouped(frame)} does not pass ${filter.text}`, 'error');
	};

	const find = (text: string, direction: 1 | -1) => {
		session.find(text, direction);
		update(state);
	};

	let rules = decodeAs?.rules ?? [];
	let decoding = false;

	/** Decodes everything anew, by other rules; the packets come when the selected one is there. */
	const decodeAgain = async (wanted: readonly string[]) => {
		if (decodeAs === undefined) return say('These packets cannot be decoded again', 'error');
		if (decoding) return say('Decoding again already', 'error');
		decoding = true;
		say('Decoding again …');
		try {
			await decodeAs.again(wanted, state.session.row ?? 0, packets => session.reopen(packets));
			rules = wanted;
			say(wanted.length === 0 ? 'Decoded as usual' : `Decoded as ${wanted.join(' ')}`);
		} catch (error) {
			say(error instanceof Error ? error.message : String(error), 'error');
		} finally {
			decoding = false;
		}

		emit();
	};

	const host: Host = {session, state: () => state, update, emit, say, goTo};
	const prompter = createPrompter({
		...host,
		memory,
		find,
		rules: () => rules,
		decodeAs: wanted => void decodeAgain(wanted),
		acceptLive: (kind, text) => liveCommands.accept(kind, text),
		acceptStream: (kind, text) => streamCommands.accept(kind, text),
		makeFixture: path => void fixtureCommands.make(path),
	});
	const asking: AskingHost = {...host, ask: (kind, text) => prompter.ask(kind, text)};
	const fixtureCommands = createFixtureCommands({...asking, fixture});
	const liveCommands = createLiveCommands({...asking, quit: () => onRequest?.('quit')});
	if (session.packets.live?.status.target.interfaces.length === 0) liveCommands.pick();

	const streamCommands = createStreamCommands(asking);
	const overviewCommands = createOverviewCommands({
		...asking,
		filter(text) {
			session.filter(text);
			update(state);
		},
	});
	const filterField = () => {
		const node = selectedLine(state)?.node;
		if (node === undefined || node.name === '') say('Nothing to filter by is selected');
		else prompter.ask('filter', node.filter ?? node.name);
	};

	const listCommand = (command: Command, times: number) => {
		const {index, displayed} = state.session;
		const page = contentLines(state.layout, 'packets');
		const to = moved(command, Math.max(0, index), displayed.length, page, times);
		if (to !== undefined) {
			session.select(to);
			// A page turns the page: the window goes along with what is selected.
			const turned = command === 'page-down' || command === 'page-up' || command === 'half-down' || command === 'half-up';
			update(turned ? {...state, list: {...state.list, top: state.list.top + to - index}} : state);
		} else if (command === 'left' || command === 'right') {
			const skip = Math.max(0, state.list.skip + (command === 'right' ? infoStep : -infoStep));
			update({...state, list: {...state.list, skip}});
		}
	};

	const dialogCommand = (command: Command) => {
		const {dialog} = state;
		if (dialog === undefined) return;
		const {columns, rows} = state.size;
		const end = dialogEnd(dialog.kind, selectedLine(state)?.node, columns, rows);
		const to = moved(command, Math.min(dialog.top, end), end + 1, dialogPage(rows));
		if (to !== undefined) update({...state, dialog: {...dialog, top: to}});
	};

	const menuCommand = (menu: PrepareMenu, command: Command) => {
		const joining = joinings[command];
		const to = moved(command, menu.at, menu.subjects.length, menu.subjects.length);
		if (to !== undefined) return update({...state, menu: {...menu, at: to}});
		if (joining === undefined) return;
		update({...state, menu: undefined});
		prompter.ask('filter', combineFilters(state.session.filter.text, joining, menu.subjects[menu.at]?.filter ?? ''));
	};

	const pickerCommand = (picker: Picker, command: Command) => {
		const to = moved(command, picker.at, picker.items.length, picker.items.length);
		if (to !== undefined) update({...state, picker: {...picker, at: to}});
	};

	const prepare = () => {
		const menu = prepareMenu(state, session);
		if (menu === undefined) say('Nothing to make a filter of is selected');
		else update({...state, menu});
	};

	const sessionCommand = (command: Command): boolean => {
		switch (command) {
			case 'filter':
				prompter.ask('filter', state.session.filter.text);
				return true;
			case 'filter-field':
				filterField();
				return true;
			case 'prepare':
				prepare();
				return true;
			case 'colours': {
				const {rules: asked} = session.packets;
				if (asked === undefined || !colourful) say('This terminal has no colours for rules, or was asked not to show any', 'error');
				else update({
						...state,
						ruled: !state.ruled,
						message: {text: state.ruled ? 'Colours off' : `Colours on${asked.problem === undefined ? '' : `; ${asked.problem}`}`, tone: 'plain'},
					});
				return true;
			}

			case 'fixture':
				fixtureCommands.ask();
				return true;
			case 'decode-as':
				prompter.ask('decode-as', '');
				return true;
			case 'find':
				prompter.ask('find', '');
				return true;
			case 'goto':
				prompter.ask('goto', '');
				return true;
			case 'clear':
				session.filter('');
				update(state);
				return true;
			case 'find-next':
			case 'find-previous': {
				const text = state.finds.at(-1);
				if (text === undefined) say('Nothing to find yet: Ctrl-F');
				else find(text, command === 'find-next' ? 1 : -1);
				return true;
			}

			case 'back':
				if (!session.stop()) update({...state, zoomed: false, focus: 'packets'});
				return true;
			default:
				return false;
		}
	};

	const requests: Partial<Record<Command, Request>> = {quit: 'quit', suspend: 'suspend', redraw: 'redraw', mouse: 'mouse'};

	const run = (command: Command, times: number, digits: string) => {
		const request = requests[command];
		if (request !== undefined) {
			if (request === 'mouse') update({...state, mouse: !state.mouse, message: {text: state.mouse ? 'Mouse off' : 'Mouse on', tone: 'plain'}});
			return onRequest?.(request);
		}

		if (state.prompt !== undefined) return prompter.run(command);
		const whole = screenStep(state, command);
		if (whole !== undefined) return update(whole);
		if (liveCommands.run(command)) return;
		if (state.picker !== undefined) return pickerCommand(state.picker, command);
		if (state.menu !== undefined) return menuCommand(state.menu, command);
		if (state.dialog !== undefined) return dialogCommand(command);
		// A number says which line where there are no packets.
		if (command === 'last' && digits !== '' && (state.stream !== undefined || state.overview !== undefined)) {
			run('first', 1, '');
			return run('down', times - 1, '');
		}

		if (streamCommands.run(command, times) || overviewCommands.run(command, times)) return;
		if (command === 'last' && digits !== '') return goTo(Number(digits));
		if (sessionCommand(command)) return;
		switch (state.focus) {
			case 'packets':
				return listCommand(command, times);
			case 'detail':
				return update(treeStep(state, command, times));
			case 'bytes':
				return update(bytesStep(state, command, times));
		}
	};

	const context = (): Context => {
		if (state.prompt !== undefined) return 'prompt';
		if (state.picker !== undefined) return 'picker';
		if (state.menu !== undefined) return 'menu';
		if (state.dialog !== undefined) return 'dialog';
		if (state.stream !== undefined) return 'stream';
		return state.overview === undefined ? state.focus : 'overview';
	};

	const press = (name: string, text: string | undefined) => {
		const command = commandFor(context(), name);
		if (state.prompt !== undefined) {
			if (state.message !== undefined) update({...state, message: undefined});
			if (command !== undefined) run(command, 1, '');
			else if (text !== undefined) prompter.type(text);
			return;
		}

		const {digits} = state;
		if (/^\d$/.test(name) && (name !== '0' || digits !== '') && state.dialog === undefined && state.menu === undefined) {
			return update({...state, digits: (digits + name).slice(0, 12), message: undefined});
		}

		if (digits !== '' || state.message !== undefined) update({...state, digits: '', message: undefined});
		if (command !== undefined) run(command, Math.min(mostTimes, Number(digits) || 1), digits);
	};

	/** The text that an input writes into the line that is edited; undefined for anything else. */
	const typedBy = (input: Input | undefined): string | undefined =>
		state.prompt !== undefined && input?.kind === 'key' && commandFor('prompt', input.name) === undefined ? input.text : undefined;

	const take = (input: Input) => {
		if (input.kind === 'key') {
			// While a line is edited, a key with Alt that means nothing must not end that.
			if (input.behind === undefined || state.prompt !== undefined || commandFor(context(), input.name) !== undefined) return press(input.name, input.text);
			press('escape', undefined);
			take(input.behind);
		} else if (input.kind === 'paste') {
			prompter.type(input.text);
		} else if (context() === state.focus) {
			const {state: changed, select} = mouseStep(state, input);
			if (select !== undefined && select < state.session.displayed.length) session.select(select);
			update(changed);
		}
	};

	/** What went wrong with a live capture: it matters more than what was told before. */
	let fault: string | undefined;
	/** When news were shown last. */
	let shown = Number.NEGATIVE_INFINITY;
	const unsubscribe = session.subscribe(() => {
		if (busy) return;
		timer ??= setTimeout(() => {
			timer = undefined;
			shown = performance.now();
			const now = session.packets.live?.status.fault;
			update(now === fault ? state : {...state, message: undefined});
			fault = now;
			emit();
		}, Math.max(0, shown + newsEvery - performance.now()));
	});

	return {
		session,
		state: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		input(inputs) {
			const before = state;
			busy = true;
			try {
				for (let i = 0; i < inputs.length; i++) {
					// What was typed at once is judged once.
					let typed = '';
					for (let text = typedBy(inputs[i]); text !== undefined; text = typedBy(inputs[++i])) typed += text;
					if (typed !== '') {
						update({...state, message: undefined});
						prompter.type(typed);
					}

					const input = inputs[i];
					if (input !== undefined) take(input);
				}
			} finally {
				busy = false;
			}

			if (state !== before) emit();
		},
		resize(columns, rows) {
			update({...state, size: {columns, rows}});
			emit();
		},
		close() {
			clearTimeout(timer);
			prompter.close();
			overviewCommands.close();
			streamCommands.close();
			unsubscribe();
			listeners.clear();
		},
	};
};
