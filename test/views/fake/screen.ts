import {setTimeout as sleep} from 'node:timers/promises';
import type {Packets} from '../../../src/packets.ts';
import {createSession} from '../../../src/session.ts';
import {createKeyParser} from '../../../src/views/key-parser.ts';
import {createScreen, type Request, type ScreenOptions} from '../../../src/views/screen.ts';
import {selectedLine} from '../../../src/views/state.ts';

const codes: Readonly<Record<string, string>> = {
	Down: '\x1b[B',
	Up: '\x1b[A',
	Left: '\x1b[D',
	Right: '\x1b[C',
	PgDn: '\x1b[6~',
	PgUp: '\x1b[5~',
	Home: '\x1b[H',
	End: '\x1b[F',
	Enter: '\r',
	Esc: '\x1b',
	Tab: '\t',
	BackTab: '\x1b[Z',
	Backspace: '\x7f',
	Space: ' ',
};

/** A screen on made-up packets whose keys are pressed by name, and what it asked of its terminal. */
export const openScreen = (packets: Packets, columns = 80, rows = 24, options: Partial<ScreenOptions> = {}) => {
	const requests: Request[] = [];
	const parser = createKeyParser();
	const screen = createScreen(createSession(packets), {columns, rows, onRequest: request => requests.push(request), ...options});
	/** One read of the terminal. */
	const read = (text: string) => screen.input([...parser.push(text), ...parser.flush()]);
	return {
		screen,
		requests,
		read,
		/** Every key in a read of its own: a name, a control as `^D`, or characters. */
		press(...keys: readonly string[]) {
			for (const key of keys) read(codes[key] ?? (/^\^[A-Z]$/.test(key) ? String.fromCharCode(key.charCodeAt(1) - 64) : key));
		},
		click(x: number, y: number, button = 0) {
			read(`\x1b[<${button};${x + 1};${y + 1}M`);
		},
		state: screen.state,
		row: () => screen.state().session.row,
		field: () => selectedLine(screen.state())?.node.name,
		async settle() {
			const busy = () => {
				const {filter, find} = screen.session.state();
				return filter.running || find?.running === true;
			};
			for (let i = 0; i < 500 && busy(); i++) await sleep(2);
			await sleep(50);
		},
	};
};
