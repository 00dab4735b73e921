import fs from 'node:fs';
import {createRequire} from 'node:module';
import {devNull} from 'node:os';

const nodeRequire = createRequire(import.meta.url);

/** Whether a descriptor is a terminal. Node's own test comes with all of its sockets, which take a millisecond to load: it is asked of devices, and not of the one that drops everything. */
export function isTerminal(descriptor: number): boolean {
	try {
		const stats = fs.fstatSync(descriptor);
		return stats.isCharacterDevice() && stats.rdev !== fs.statSync(devNull).rdev && (nodeRequire('node:tty') as typeof import('node:tty')).isatty(descriptor);
	} catch {
		return false;
	}
}
