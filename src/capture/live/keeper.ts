import {rmSync} from 'node:fs';
import process from 'node:process';
import type {FromKeeper, ToKeeper} from './messages.ts';
import {startChild, type StartedChild} from './start-child.ts';

/**
Starts and stops capture children for a parent that has given up every right: this process, and what it starts, may open
packet sockets and nothing else. Ends, and leaves nothing behind, when the parent is gone.
*/
export function keep(directory: string): void {
	const children = new Map<number, StartedChild>();
	let leaving = false;

	const say = (what: FromKeeper): void => {
		if (process.connected) process.send?.(what, undefined, undefined, () => undefined);
	};

	process.on('message', (message: ToKeeper) => {
		if (message.kind === 'stop') {
			children.get(message.id)?.stop();
			return;
		}

		const {id, spec} = message;
		const child = startChild(process.execPath, directory, spec, said => say({kind: 'said', id, said}), end => {
			children.delete(id);
			say({kind: 'ended', id, end});
			if (leaving) rmSync(directory, {recursive: true, force: true});
		});
		children.set(id, child);
	});
	process.on('disconnect', () => {
		leaving = true;
		for (const child of children.values()) child.stop();
		rmSync(directory, {recursive: true, force: true});
	});
}
