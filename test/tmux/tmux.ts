import {execFile, execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';

const run = promisify(execFile);

/** Why tests that need tmux cannot run here; `undefined` when they can. */
export const tmuxMissing = (): string | undefined => {
	try {
		execFileSync('tmux', ['-V']);
		return undefined;
	} catch {
		return 'tmux is not installed';
	}
};

/** How long anything may take to appear, in milliseconds: a machine that is busy with other tests is slow. */
const patience = 15_000;

/** What of the terminal a program may change and has to put back. */
export type TerminalState = {
	readonly alternate: boolean;
	readonly cursor: boolean;
	readonly mouse: boolean;
	readonly wrap: boolean;
};

/** A shell in a terminal of its own. */
export type Shell = {
	/** What is on the screen. */
	screen(): Promise<string>;
	/** Waits until the screen shows something; gives the screen. */
	until(wanted: string | RegExp | ((screen: string) => boolean)): Promise<string>;
	/** Presses keys, as tmux calls them. */
	press(...keys: readonly string[]): Promise<void>;
	/** Types text, and Enter after it. */
	line(text: string): Promise<void>;
	type(text: string): Promise<void>;
	state(): Promise<TerminalState>;
	resize(columns: number, rows: number): Promise<void>;
	/** Closes the terminal under whatever runs in it. */
	hangUp(): Promise<void>;
	close(): Promise<void>;
};

/** Starts a shell with `$?` and a dollar as its prompt, in a tmux server of its own. */
export const openShell = async (columns = 80, rows = 24): Promise<Shell> => {
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-tmux-'));
	const socket = path.join(directory, 'socket');
	const tmux = async (...given: readonly string[]) => (await run('tmux', ['-u', '-S', socket, '-f', '/dev/null', ...given])).stdout;
	const env = ['env', '-u', 'NO_COLOR', '-u', 'CI', 'LANG=C.UTF-8', 'PS1=[$?] $ ', 'TERM=screen-256color', 'HISTFILE=', `XDG_STATE_HOME=${directory}`,
		`XDG_CONFIG_HOME=${directory}`];
	await tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), ...env, 'bash', '--norc', '--noprofile');
	// A terminal that closes would take the server and its answers along.
	await tmux('set-option', '-g', 'exit-empty', 'off');
	const screen = () => tmux('capture-pane', '-p');
	const shell: Shell = {
		screen,
		async until(wanted) {
			const holds = (text: string) => {
				if (typeof wanted === 'string') return text.includes(wanted);
				return wanted instanceof RegExp ? wanted.test(text) : wanted(text);
			};
			const end = Date.now() + patience;
			let text = await screen();
			while (!holds(text)) {
				if (Date.now() > end) throw new Error(`${wanted} did not appear:\n${text}`);
				await sleep(25);
				text = await screen();
			}

			return text;
		},
		press: async (...keys) => void await tmux('send-keys', ...keys),
		line: async text => void await tmux('send-keys', '-l', `${text}\n`),
		type: async text => void await tmux('send-keys', '-l', text),
		async state() {
			const text = await tmux('display-message', '-p', '#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{wrap_flag}');
			const [alternate, cursor, mouse, wrap] = text.trim().split(' ').map(flag => flag === '1');
			return {alternate: alternate === true, cursor: cursor === true, mouse: mouse === true, wrap: wrap === true};
		},
		resize: async (columns, rows) => void await tmux('resize-window', '-x', String(columns), '-y', String(rows)),
		hangUp: async () => void await tmux('kill-session'),
		async close() {
			await tmux('kill-server').catch(() => undefined);
			fs.rmSync(directory, {recursive: true, force: true});
		},
	};
	await shell.until('[0] $');
	return shell;
};
