import {EventEmitter} from 'node:events';
import process from 'node:process';
import {render} from 'ink';
import {fileMemory} from '../filter-memory.ts';
import {createSession, type Packets} from '../session.ts';
import {App} from './app.tsx';
import {installFastOutput} from './fast-output.ts';
import {createKeyParser} from './key-parser.ts';
import {createScreen, type DecodeAgain, type Request, type ScreenOptions} from './screen.ts';
import {Sink} from './sink.ts';
import {openInput, openTerminal} from './terminal.ts';
import {type Theme, themeFor} from './theme.ts';
import {inAscii} from './width.ts';

/** How long an escape waits for the rest of its sequence, in milliseconds. */
const escapeWait = 40;

export type TuiOptions = {
	/** The filter to begin with; it has been compiled before and is known to be right. */
	readonly filter?: string;
	readonly mouse?: boolean;
	readonly decodeAs?: DecodeAgain;
	readonly fixture?: ScreenOptions['fixture'];
	readonly theme?: Theme;
	/** Something to tell at the start. */
	readonly notice?: string;
};

/** Ink asks these of a stream; the project's own input reads the terminal. */
class NoInput extends EventEmitter {
	readonly isTTY = false;
	setEncoding() {}
	setRawMode() {}
	ref() {}
	unref() {}
	read() {
		return null;
	}
}

/** Ink's types ask for whole terminal streams; it uses what `Sink` and `NoInput` have. */
const asStream = <Wanted,>(stub: unknown): Wanted => stub as Wanted;

/** Shows a capture until the user quits; resolves with the exit status. Rejects with `NoTerminal` when there is none. */
export const runTui = async (packets: Packets, {filter = '', mouse = true, decodeAs, fixture, theme = themeFor(process.env), notice = ''}: TuiOptions = {}): Promise<number> => {
	const input = openInput();
	const restoreOutput = installFastOutput();
	const session = createSession(packets);
	if (filter !== '') session.filter(filter);
	const resized = () => screen.resize(sink.columns, sink.rows);
	const sink = new Sink(process.stdout, resized, theme.unicode ? undefined : inAscii);
	const terminal = openTerminal({
		input: input.stream,
		output: process.stdout.fd,
		mouse,
		onSuspend: () => sink.pause(),
		onResume: () => {
			resized();
			sink.resume();
		},
	});

	let finish: (status: number) => void = () => {};
	const requests: Readonly<Record<Request, () => void>> = {
		quit: () => finish(0),
		suspend: () => terminal.suspend(),
		redraw: () => sink.redraw(),
		mouse: () => terminal.setMouse(screen.state().mouse),
	};
	const screen = createScreen(session, {
		columns: sink.columns,
		rows: sink.rows,
		mouse,
		memory: fileMemory(),
		...decodeAs === undefined ? {} : {decodeAs},
		notice,
		colourful: theme.rule !== undefined,
		...fixture === undefined ? {} : {fixture},
		onRequest: request => requests[request](),
	});

	const parser = createKeyParser();
	let waiting: NodeJS.Timeout | undefined;
	const read = (text: string) => {
		clearTimeout(waiting);
		const inputs = parser.push(text);
		if (inputs.length > 0) screen.input(inputs);
		if (parser.pending()) waiting = setTimeout(() => screen.input(parser.flush()), escapeWait);
	};

	terminal.enter();
	const app = render(<App screen={screen} theme={theme} />, {
		stdout: asStream<NodeJS.WriteStream>(sink),
		stdin: asStream<NodeJS.ReadStream>(new NoInput()),
		debug: true,
		patchConsole: false,
		exitOnCtrlC: false,
	});
	try {
		return await new Promise<number>((resolve, reject) => {
			finish = resolve;
			// A view that throws ends Ink, which says so here.
			app.waitUntilExit().catch(reject);
			// A terminal that goes away says so by its end or by an error.
			for (const event of ['end', 'error']) input.stream.once(event, () => resolve(0));
			process.stdout.on('error', () => resolve(0));
			input.stream.setEncoding('utf8');
			input.stream.on('data', read);
		});
	} finally {
		clearTimeout(waiting);
		sink.close();
		terminal.close();
		app.unmount();
		app.cleanup();
		input.stream.off('data', read);
		input.close();
		screen.close();
		session.close();
		restoreOutput();
	}
};
