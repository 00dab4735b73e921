import type {Writable} from 'node:stream';

/** Characters of standard error that are kept while the screen is open; those behind them are not told. */
const most = 65_536;

/**
Standard error is the same terminal that the screen is drawn on: what is said there meanwhile, by Node.js or a library, would stand
in the midst of it until that line changes. Holds it back; returns how to let go, which says it.
*/
export const holdErrors = (stream: Pick<Writable, 'write'> & {readonly isTTY?: boolean}): () => void => {
	if (stream.isTTY !== true) return () => {};
	const {write} = stream;
	let held = '';
	const hold: typeof write = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
		if (held.length < most) held += typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
		const told = typeof encoding === 'function' ? encoding : done;
		if (typeof told === 'function') queueMicrotask(() => told());
		return true;
	};

	stream.write = hold;
	return () => {
		if (stream.write !== hold) return;
		stream.write = write;
		if (held !== '') stream.write(held.slice(0, most));
		held = '';
	};
};
