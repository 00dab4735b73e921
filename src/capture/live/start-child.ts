import {type ChildProcess, spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {CaptureSpec, ChildEnd, FromChild} from './messages.ts';

/** How long a child may take to stop, in milliseconds, before it is ended. */
const STOP_MILLISECONDS = 1500;

/** Text of the standard error that is kept. */
const KEPT_TEXT = 4096;

/** A capture child that has been started. */
export type StartedChild = {
	/** Asks it to write what it has and to end; it is ended when it does not. */
	stop(): void;
};

const name = 'capture-worker.cjs';

/** The file that capture children run: it holds no decoder. */
export const workerFile = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? `../../../dist/${name}` : `./${name}`, import.meta.url));

/** Starts a process of `node` that captures as `spec` says. `directory` is removed by it when this process is gone. */
export function startChild(node: string, directory: string, spec: CaptureSpec, said: (what: FromChild) => void, ended: (end: ChildEnd) => void): StartedChild {
	// Out of the terminal's group: Ctrl+C and Ctrl+Z there are not for it.
	const child: ChildProcess = spawn(node, [workerFile, 'capture', directory], {stdio: ['ignore', 'ignore', 'pipe', 'ipc'], detached: true, cwd: '/'});
	let message = '';
	let command: number | undefined;
	let killing: NodeJS.Timeout | undefined;
	let over = false;

	const finish = (code: number | null, signal: string | null): void => {
		if (over) return;
		over = true;
		clearTimeout(killing);
		try {
			// A command outlives the process that reads from it.
			if (command !== undefined) process.kill(-command, 'SIGTERM');
		} catch {
			// It has ended.
		}

		ended({code, signal, message});
	};

	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		message = (message + text).slice(-KEPT_TEXT);
	});
	child.on('message', (what: FromChild) => {
		if (what.kind === 'runs') command = what.pid;
		else said(what);
	});
	child.on('error', error => {
		message = error.message;
		finish(null, null);
	});
	child.on('close', finish);
	child.send(spec, () => undefined);
	return {
		stop() {
			if (over || killing !== undefined) return;
			if (child.connected) child.send('stop', () => undefined);
			killing = setTimeout(() => void child.kill('SIGKILL'), STOP_MILLISECONDS);
		},
	};
}
