import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';

/** What is used of the binding to libpcap. `open` gives the name of the link type. */
export type CapHandle = {
	open(device: string, filter: string, bufferBytes: number, buffer: Buffer): string;
	close(): boolean;
	on(event: 'packet', listener: (length: number, truncated: boolean) => void): void;
};

const require = createRequire(import.meta.url);

/** Whether the binding was built; nothing is loaded. */
export function capIsBuilt(): boolean {
	try {
		return existsSync(join(dirname(require.resolve('cap/package.json')), 'build/Release/cap.node'));
	} catch {
		return false;
	}
}

/** Loads the binding and makes a handle. Throws where it was built for another Node.js. */
export function openCap(): CapHandle {
	const {Cap} = require('cap') as {readonly Cap: new () => CapHandle};
	return new Cap();
}

/** LINKTYPE numbers of the names that the binding gives; others are not known to it. */
export const capLinkTypes: ReadonlyMap<string, number> = new Map([['NULL', 0], ['ETHERNET', 1], ['RAW', 101], ['LINKTYPE_LINUX_SLL', 113], ['IEEE802_11_RADIO', 127]]);

/** The most bytes of a packet that it gives: its snapshot length, which it does not tell. */
export const CAP_SNAP_LENGTH = 65_535;
