import {existsSync, rmSync} from 'node:fs';
import {openCapture} from '../capture/open.ts';
import {subsetSource} from '../capture/subset-source.ts';
import {setZone, utc} from '../decode/clock.ts';
import {blockSize, rowIsFaulty} from '../decode/packet-index.ts';
import {createCollector, foundRows} from '../displayed.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {savePackets} from '../save-packets.ts';
import {CheckError} from './check-error.ts';
import {checkFile} from './check-file.ts';
import {registryFor, sharedNames} from './declarations.ts';
import {FrameDecoder} from './decode-frame.ts';
import {everything} from './decoded.ts';
import {likenessOf} from './likeness.ts';
import {Mask} from './mask.ts';
import {relatedRows} from './related-rows.ts';
import {type CheckSettings, Configs, noOptions} from './settings.ts';
import {smallest} from './smallest.ts';

/** A capture that was made of one packet, and what is in it. */
export type Fixture = {
	readonly path: string;
	readonly snapshot: string;
	/** Numbers that its packets have in the capture they are from. */
	readonly frames: readonly number[];
};

/** What to make: a capture in which packet `number` of another one says the same, at `path`; read by rules of decode-as. */
export type FixtureTask = {readonly read: string; readonly number: number; readonly path: string; readonly decodeAs?: readonly string[]};

const mostNamed = 12;

/** What was made, in a sentence. */
export const fixtureSentence = ({path, snapshot, frames}: Fixture): string =>
	`${path}: packet${frames.length === 1 ? '' : 's'} ${frames.slice(0, mostNamed).join(', ')}${frames.length > mostNamed ? ` … (${frames.length})` : ''}; and ${snapshot}`;

/** Steps of reading between which others have their turn. */
const stepsPerTurn = 16;

/** What the packet of a row says, as far as it can say it elsewhere; `rows` are those of the whole capture, where this is a part of one. */
function saidIn({view}: OpenedCapture, row: number, rows?: readonly number[]): readonly string[] {
	const names = sharedNames();
	// As in a check, what a packet says does not depend on which others are shown.
	view.previousDisplayed = row === 0 ? undefined : row - 1;
	return likenessOf(new FrameDecoder(names, new Mask(everything, names)).decode(view.aim(row)), names, number => (rows === undefined ? number : (rows[number - 1] ?? -1) + 1));
}

const areSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((line, i) => line === b[i]);

async function readWhole(capture: OpenedCapture): Promise<void> {
	do {
		for (let steps = 1; capture.step(); steps++) if (steps % stepsPerTurn === 0) await new Promise(resolve => setImmediate(resolve));
	} while (await capture.more());
}

/** Some rows of a capture as one of their own, read to its end. */
function subset({source, pass: {index, registry}}: OpenedCapture, rows: readonly number[]): OpenedCapture {
	const frames = rows.map(row => {
		const block = index.block(row);
		const at = row % blockSize;
		return {
			place: block.place(at),
			captured: block.captured.at(at),
			original: block.original.at(at),
			seconds: block.seconds.at(at),
			nanoseconds: block.nanoseconds[at]!,
			interfaceId: index.interfaceId(row),
			flags: block.flags[at]! & ~rowIsFaulty,
		};
	});
	const part = new OpenedCapture(subsetSource(source, frames), registry);
	while (part.step());
	part.pass.complete = true;
	return part;
}

/** The rows of the smallest capture found in which the packet of `row` says what it says here; the capture was read to its end. Throws CheckError. */
export function fixtureRows(capture: OpenedCapture, row: number): readonly number[] {
	setZone(() => utc);
	const said = saidIn(capture, row);
	const holds = (rows: readonly number[]): boolean => areSame(said, saidIn(subset(capture, rows), rows.indexOf(row), rows));
	for (const rows of relatedRows(capture, row)) if (holds(rows)) return smallest(rows, row, holds);
	throw new CheckError(`what packet ${row + 1} says depends on more packets than a fixture can have.`);
}

/** Makes the smallest capture in which a packet says the same, and its snapshot. Rejects with CheckError or CaptureError. */
export async function makeFixture({read, number, path, decodeAs = []}: FixtureTask): Promise<Fixture> {
	if (existsSync(path)) throw new CheckError(`"${path}" is there already: give another name, or remove it.`);
	const settings = await new Configs({...noOptions, decodeAs}).of(path);
	const capture = await OpenedCapture.open(read, registryFor(settings.decodeAs));
	try {
		await readWhole(capture);
		const {count} = capture;
		if (!Number.isInteger(number) || number < 1 || number > count) {
			throw new CheckError(count === 0 ? `"${read}" has no packets.` : `"${read}" has packets 1 to ${count}; there is no packet ${number}.`);
		}

		const rows = fixtureRows(capture, number - 1);
		const said = saidIn(capture, number - 1);
		const {source} = capture;
		try {
			const kept = createCollector();
			kept.add(foundRows(rows));
			await savePackets(await openCapture(source.path === '-' ? `/dev/fd/${source.descriptor}` : source.path), kept.displayed(), count, path);
			return {path, snapshot: await proven(path, said, rows.indexOf(number - 1), rows, source.format.name, settings), frames: rows.map(row => row + 1)};
		} catch (error) {
			rmSync(path, {force: true});
			throw error;
		}
	} finally {
		capture.source.close();
	}
}

/** Reads what was written, and writes its snapshot where the packet says the same in it. */
async function proven(path: string, said: readonly string[], row: number, rows: readonly number[], format: string, settings: CheckSettings): Promise<string> {
	const written = await OpenedCapture.open(path, registryFor(settings.decodeAs));
	let again: readonly string[];
	try {
		await readWhole(written);
		setZone(() => utc);
		again = saidIn(written, row, rows);
	} finally {
		written.source.close();
	}

	if (!areSame(said, again)) {
		const at = said.findIndex((line, i) => line !== again[i]);
		const lost = (said[at] ?? again[said.length] ?? '').trim().split(' ')[0];
		throw new CheckError(`"${path}" would not say all that the packet says (${lost})${written.source.format.name === format ? '' : `: give a name that ends in .${format}`}.`);
	}

	const {status, snapshot, note} = await checkFile({path, settings, update: true});
	if (status === 'failed') throw new CheckError(note ?? `"${path}" has no snapshot.`);
	return snapshot;
}

/** Runs `inkcap fixture`; resolves with the exit status. Rejects with CaptureError. */
export async function runFixture(task: FixtureTask, streams: {readonly print: (text: string) => void; readonly complain: (sentence: string) => void}): Promise<number> {
	try {
		streams.print(`${fixtureSentence(await makeFixture(task))}\n`);
		return 0;
	} catch (error) {
		if (!(error instanceof CheckError)) throw error;
		streams.complain(error.message);
		return 2;
	}
}
