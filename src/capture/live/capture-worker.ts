import {rmSync} from 'node:fs';
import process from 'node:process';
import {type Capture, captureWithCap} from './cap-capture.ts';
import {captureWithCommand} from './command-capture.ts';
import {keep} from './keeper.ts';
import type {CaptureSpec, FromChild} from './messages.ts';

/** How long what was said last may take to be on its way, in milliseconds. */
const LAST_WORDS = 20;

/** Ends this process at once: what it holds of libpcap must not be taken apart. */
const end = (): void => void process.kill(process.pid, 'SIGKILL');

/** One capture, as the first message asks for it, until 'stop' or until nobody listens any more. */
function captureOnce(directory: string): void {
	let capture: Capture | undefined;
	let ending = false;

	const say = (what: FromChild): void => {
		if (process.connected) process.send?.(what);
	};

	const leave = (): void => {
		if (ending) return;
		ending = true;
		setTimeout(() => {
			if (process.connected) process.disconnect();
			end();
		}, LAST_WORDS);
	};

	const done = (): void => {
		say({kind: 'over'});
		leave();
	};

	const fail = (error: unknown): void => {
		if (ending) return;
		say({kind: 'failed', message: error instanceof Error ? error.message : String(error)});
		leave();
	};

	process.on('message', (message: CaptureSpec | 'stop') => {
		if (message === 'stop') {
			(capture?.stop() ?? Promise.resolve()).then(leave, fail);
			return;
		}

		const become = (): void => {
			if (message.become === undefined) return;
			process.setgroups?.([message.become.gid]);
			process.setgid?.(message.become.gid);
			process.setuid?.(message.become.uid);
		};

		try {
			capture = message.command === undefined ? captureWithCap(message, become, say, fail) : captureWithCommand(message, become, say, fail, done);
		} catch (error) {
			fail(error);
		}
	});
	process.on('disconnect', () => {
		if (ending) return;
		rmSync(directory, {recursive: true, force: true});
		(capture?.stop() ?? Promise.resolve()).then(leave, leave);
	});
}

const [role, directory = ''] = process.argv.slice(2);
// Those of the terminal are for the parent, which says when to stop.
for (const signal of ['SIGINT', 'SIGHUP', 'SIGTERM', 'SIGQUIT'] as const) process.on(signal, () => undefined);
if (role === 'keeper') keep(directory);
else captureOnce(directory);
