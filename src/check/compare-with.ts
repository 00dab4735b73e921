import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import {CheckError} from './check-error.ts';
import {compare} from './compare.ts';
import type {Decoded} from './decoded.ts';
import {parseJson, writeJson} from './decode-json.ts';
import {parseText, writeText} from './decode-text.ts';
import type {Difference} from './difference.ts';
import {Mask} from './mask.ts';
import type {Names} from './names.ts';
import type {SnapshotFormat} from './settings.ts';

/** What came of a comparison with a snapshot. */
export type Compared = {
	readonly status: 'same' | 'different' | 'missing';
	readonly differences: readonly Difference[];
	readonly note?: string;
	/** What the snapshot would be, where it is something else. */
	readonly text?: string;
};

/** Compares a decode with a snapshot. Throws CheckError where the snapshot cannot be read. */
export function compareWith(snapshot: string, decoded: Decoded, format: SnapshotFormat, names: Names): Compared {
	const text = format === 'text' ? writeText(decoded) : writeJson(decoded);
	const before = readIf(snapshot);
	if (before === undefined) return {status: 'missing', differences: [], text};
	if (before === text) return {status: 'same', differences: []};
	let parsed: Decoded;
	try {
		parsed = format === 'text' ? parseText(before) : parseJson(before);
	} catch (error) {
		if (!(error instanceof CheckError)) throw error;
		return {status: 'different', differences: [], note: `The snapshot "${snapshot}" cannot be read: ${error.message}`, text};
	}

	const differences = compare(parsed, decoded, new Mask(decoded.restriction, names), names);
	if (differences.length === 0) return {status: 'same', differences, text};
	const [was, is] = [settingsText(parsed), settingsText(decoded)];
	const explains = was !== is && (was !== everyPacket || decoded.decodeAs.length > 0);
	if (!explains) return {status: 'different', differences, text};
	return {
		status: 'different',
		differences,
		note: `The snapshot was made with ${was}, and is compared with ${is}.`,
		text,
	};
}

const everyPacket = 'everything';

const settingsText = ({restriction: {only, fields, ignore}, decodeAs}: Decoded): string =>
	[
		...decodeAs.map(rule => `decode-as ${rule}`),
		...only === '' ? [] : [`only ${only}`],
		...fields.length === 0 ? [] : [`fields ${fields.join(',')}`],
		...ignore.length === 0 ? [] : [`ignore ${ignore.join(',')}`],
	].join('; ') || everyPacket;

function readIf(place: string): string | undefined {
	try {
		return readFileSync(place, 'utf8');
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'ENOENT') return undefined;
		throw new CheckError(`the snapshot "${place}" cannot be read (${String(code)}).`);
	}
}

/** Writes a snapshot: never half of it. Throws CheckError. */
export function writeWhole(place: string, text: string): void {
	const temporary = `${place}.${process.pid}.tmp`;
	try {
		writeFileSync(temporary, text);
		renameSync(temporary, place);
	} catch (error) {
		throw new CheckError(`the snapshot "${place}" cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : String(error)}).`);
	}
}
