import path from 'node:path';
import {expect} from 'vitest';
import {Capture, openCapture} from '../library/capture.ts';
import {Packet} from '../library/packet.ts';
import {captureDuring} from '../library/capture-during.ts';
import {snapshotOf} from './captures.ts';
import {compareWith, writeWhole} from './compare-with.ts';
import type {Restriction} from './decoded.ts';
import {decodedOf, packetText} from './decode-text-of.ts';
import {sharedNames} from './declarations.ts';
import {differenceLine} from './difference.ts';
import {Configs, noOptions, type SnapshotFormat} from './settings.ts';

/** What `toMatchDecode` may be told; what is left out says the nearest `inkcap.config.json`. */
export type MatchDecodeOptions = Partial<Restriction> & {
	/** Where the snapshot stands, from the directory of the test on; beside the capture where this is left out. */
	readonly snapshot?: string;
	readonly format?: SnapshotFormat;
	/** Rules by which the path of a capture is read, besides those of the configuration; a capture that was opened has its own. */
	readonly decodeAs?: readonly string[];
};

/** The matchers that importing `inkcap/vitest` adds to `expect`. */
export type CaptureMatchers<R = unknown> = {
	/**
	A capture (or the path of one) says what its snapshot says. `vitest --update` writes the snapshot, as does the first
	run outside CI. Await it.
	*/
	toMatchDecode(options?: MatchDecodeOptions): Promise<R>;
	/** So many packets of a capture (or of the path of one) pass a display filter; at least one where no number is given. Await it. */
	toHavePackets(filter: string, count?: number): Promise<R>;
};

declare module 'vitest' {
	// biome-ignore lint/suspicious/noExplicitAny: it must be declared as vitest declares it
	interface Matchers<T = any> extends CaptureMatchers<T> {}
}

/** Differences that a message shows. */
const maxShown = 20;

/** @internal */
export type Outcome = {readonly pass: boolean; readonly message: () => string};

/** Part of what vitest hands to a matcher. */
type State = {
	readonly isNot?: boolean;
	readonly testPath?: string;
	readonly snapshotState?: {readonly snapshotUpdateState: 'all' | 'new' | 'none'};
};

/** Runs `look` with a capture; where only its path was given it is opened by the nearest configuration, and closed. */
async function withCapture<T>(received: unknown, matcher: string, configs: Configs, look: (capture: Capture) => Promise<T>): Promise<T> {
	if (received instanceof Capture) return look(received);
	if (typeof received !== 'string') throw new TypeError(`${matcher} takes a capture or the path of one, not ${received === null ? 'null' : `a ${typeof received}`}`);
	const capture = openCapture(received, {decodeAs: (await configs.of(received)).decodeAs});
	try {
		return await look(capture);
	} finally {
		capture.close();
	}
}

async function toMatchDecode(this: State, received: unknown, options: MatchDecodeOptions = {}): Promise<Outcome> {
	if (this.isNot) throw new Error('toMatchDecode cannot be negated: say what differs with toHavePackets');
	return matchDecode(received, options, this.testPath, this.snapshotState?.snapshotUpdateState ?? 'none');
}

/** What `toMatchDecode` does in a test at `testPath`. @internal */
export async function matchDecode(received: unknown, options: MatchDecodeOptions, testPath: string | undefined, update: 'all' | 'new' | 'none'): Promise<Outcome> {
	const {snapshot, format: wanted, ...rest} = options;
	if (rest.decodeAs !== undefined && typeof received !== 'string') throw new TypeError('toMatchDecode takes decodeAs with the path of a capture: give it to what opens this one');
	const configs = new Configs({...noOptions, ...rest, format: wanted});
	return withCapture(received, 'toMatchDecode', configs, async capture => {
		if (capture.path === '' && snapshot === undefined) throw new TypeError('toMatchDecode needs {snapshot} for a capture in memory: it has no file to stand beside');
		const directory = path.dirname(testPath ?? '.');
		const {restriction, format} = await configs.of(capture.path === '' ? path.resolve(directory, snapshot!) : capture.path);
		const place = snapshot === undefined ? snapshotOf(capture.path, format) : path.resolve(directory, snapshot);
		const {status, differences, note, text} = compareWith(place, await decodedOf(capture, restriction), format, sharedNames());
		if (text !== undefined && (update === 'all' || (update === 'new' && status === 'missing'))) {
			writeWhole(place, text);
			return {pass: true, message: () => ''};
		}

		const shown = differences.slice(0, maxShown).map(differenceLine);
		const more = differences.length - shown.length;
		return {
			pass: status === 'same',
			message: () =>
				status === 'missing'
					? `there is no snapshot ${place}; vitest --update writes it`
					: [`${capture.path || 'the capture'} does not say what ${place} says`, ...shown, ...more > 0 ? [`and ${more} more`] : [], ...note === undefined ? [] : [note]]
						.join('\n'),
		};
	});
}

async function toHavePackets(this: State, received: unknown, filter: string, count?: number): Promise<Outcome> {
	return withCapture(received, 'toHavePackets', new Configs(noOptions), async capture => {
		const passing: Packet[] = [];
		const all = await capture.count();
		for await (const packet of capture.packets({filter})) passing.push(packet);
		const shown = passing.slice(0, maxShown).map(packet => {
			const {source, destination, protocol, info} = packet.summary;
			return `  frame ${packet.number}: ${protocol} ${source} -> ${destination} ${info}`;
		});
		const wanted = count === undefined ? 'packets' : count === 1 ? '1 packet' : `${count} packets`;
		return {
			pass: count === undefined ? passing.length > 0 : passing.length === count,
			message: () =>
				[
					`expected ${capture.path || 'the capture'} ${this.isNot ? 'not ' : ''}to have ${wanted} that pass '${filter}'; ${passing.length} of ${all} do`,
					...shown,
				].join('\n'),
		};
	});
}

/** Writes packets in snapshots as their canonical text. */
export const packetSerializer = {
	test: (value: unknown): boolean => value instanceof Packet,
	serialize: (value: unknown): string => packetText(value as Packet).trimEnd(),
};

export {captureDuring};

expect.extend({toMatchDecode, toHavePackets});
expect.addSnapshotSerializer(packetSerializer);
