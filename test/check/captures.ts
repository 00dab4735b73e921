import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll} from 'vitest';
import type {CheckReport} from '../../src/check/reporters.ts';
import {check, type CheckCommand} from '../../src/check/run.ts';

const fixturesDirectory = path.join(import.meta.dirname, '../../fixtures');
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-check-'));
afterAll(() => fs.rmSync(place, {recursive: true, force: true}));
let directories = 0;

/** A directory of its own, with copies of fixtures in it. */
export const directoryWith = (...names: readonly string[]): string => {
	const directory = path.join(place, String(directories++));
	fs.mkdirSync(directory);
	for (const name of names) fs.copyFileSync(path.join(fixturesDirectory, name), path.join(directory, path.basename(name)));
	return directory;
};

/** Records of a little-endian pcap file: each with its header. */
export const recordsOf = (file: string): Uint8Array[] => {
	const bytes = new Uint8Array(fs.readFileSync(file));
	const view = new DataView(bytes.buffer);
	const records: Uint8Array[] = [];
	for (let at = 24; at < bytes.length;) {
		const end = at + 16 + view.getUint32(at + 8, true);
		records.push(bytes.slice(at, end));
		at = end;
	}

	return records;
};

/** Writes a pcap file again with what `change` makes of its records. */
export const rewrite = (file: string, change: (records: Uint8Array[]) => readonly Uint8Array[]): void => {
	const header = new Uint8Array(fs.readFileSync(file)).slice(0, 24);
	fs.writeFileSync(file, Buffer.concat([header, ...change(recordsOf(file))]));
};

/** A byte of a record's packet changed. */
export const withByte = (record: Uint8Array, at: number, change: (byte: number) => number): Uint8Array => {
	const copy = record.slice();
	copy[16 + at] = change(copy[16 + at]!);
	return copy;
};

/** Runs a check in this process. */
export const checking = (paths: readonly string[], command: Partial<CheckCommand> = {}): Promise<CheckReport> =>
	check({paths, update: false, reporter: 'text', jobs: 1, only: undefined, fields: [], ignore: [], decodeAs: [], format: undefined, ...command});
