import fs from 'node:fs';
import process from 'node:process';
import tty from 'node:tty';
import {holdErrors} from './held-errors.ts';

const enterSequence = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h';
const leaveSequence = '\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l';
const mouseOn = '\x1b[?1000h\x1b[?1006h';
const mouseOff = '\x1b[?1006l\x1b[?1000l';

/** The signals that end a program and that it hears of. */
const endings: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/** How long a stop may take to come; after it the screen is opened again, for nothing stopped. */
const stopWithin = 100;

/** The terminal while the screen is open. However the program ends, the terminal is left as it was found. */
export type Terminal = {
	/** Shows the other screen, reads keys as they are pressed. */
	enter(): void;
	/** Shows the shell's screen again; may be called any number of times, also when the process is ending. */
	leave(): void;
	/** Stops the process as Ctrl+Z does; `resumed` is called when it goes on. */
	suspend(): void;
	setMouse(on: boolean): void;
	/** Leaves, and lets go of signals and of the input. */
	close(): void;
};

type Options = {
	readonly input: tty.ReadStream;
	/** The file descriptor of the terminal that is drawn on. */
	readonly output: number;
	readonly mouse: boolean;
	/** Called before the screen is left for a while. */
	readonly onSuspend: () => void;
	/** Called once the screen is open again. */
	readonly onResume: () => void;
};

/** Takes hold of a terminal. */
export const openTerminal = ({input, output, mouse, onSuspend, onResume}: Options): Terminal => {
	let entered = false;
	let mouseWanted = mouse;
	let resume: NodeJS.Timeout | undefined;
	let sayErrors = () => {};

	const write = (text: string) => {
		try {
			fs.writeSync(output, text);
		} catch {
			// A terminal that is gone, or one that takes nothing now: there is nothing left to put right.
		}
	};

	const raw = (on: boolean) => {
		try {
			input.setRawMode(on);
		} catch {
			// As above.
		}
	};

	const enter = () => {
		if (entered) return;
		entered = true;
		sayErrors = holdErrors(process.stderr);
		raw(true);
		write(enterSequence + (mouseWanted ? mouseOn : ''));
	};

	const leave = () => {
		if (!entered) return;
		entered = false;
		write(mouseOff + leaveSequence);
		raw(false);
		sayErrors();
	};

	const release = () => {
		process.off('exit', leave);
		process.off('uncaughtExceptionMonitor', leave);
		process.off('SIGCONT', back);
		process.off('SIGTSTP', stop);
		for (const signal of endings) process.off(signal, end);
		clearTimeout(resume);
	};

	/** Leaves, then lets the signal do what it does to programs that do not listen, so that the shell sees why it ended. */
	const end = (signal: NodeJS.Signals) => {
		leave();
		release();
		process.kill(process.pid, signal);
	};

	const back = () => {
		if (entered) return;
		clearTimeout(resume);
		process.off('SIGTSTP', stop);
		process.on('SIGTSTP', stop);
		enter();
		onResume();
	};

	const stopped = (target: number) => {
		onSuspend();
		leave();
		process.off('SIGTSTP', stop);
		process.kill(target, 'SIGTSTP');
		// The signal is ignored where there is nobody to continue the process: no shell, or one without job control.
		resume = setTimeout(back, stopWithin);
	};

	const stop = () => stopped(process.pid);

	process.on('exit', leave);
	// Rejections that nobody handles come here as well.
	process.on('uncaughtExceptionMonitor', leave);
	process.on('SIGCONT', back);
	process.on('SIGTSTP', stop);
	for (const signal of endings) process.on(signal, end);

	return {
		enter,
		leave,
		// As the terminal itself does it: the whole group stops, and with it whatever started this program.
		suspend: () => stopped(0),
		setMouse(on) {
			mouseWanted = on;
			if (entered) write(on ? mouseOn : mouseOff);
		},
		close() {
			leave();
			release();
		},
	};
};

/** Said when there is no terminal to show anything on, or to read keys from. */
export class NoTerminal extends Error {}

/** The terminal's own input: standard input where that is the terminal, else what the process is attached to. */
export const openInput = (): {stream: tty.ReadStream; close(): void} => {
	if (!process.stdout.isTTY) throw new NoTerminal('Standard output is not a terminal: --text prints instead.');
	if (process.stdin.isTTY) return {stream: process.stdin, close: () => process.stdin.pause().unref()};
	try {
		const stream = new tty.ReadStream(fs.openSync('/dev/tty', 'r+'));
		return {stream, close: () => stream.destroy()};
	} catch {
		throw new NoTerminal('There is no terminal to read keys from: --text prints instead.');
	}
};
