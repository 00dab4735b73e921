import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import zlib from 'node:zlib';
import {AGGREGATOR, type Column, fieldOptions, parseTable, SEPARATOR, type Table} from './cells.ts';
import type {Capture} from './captures.ts';
import {runProgram} from './run-program.ts';

/** What tshark is always asked with: two passes, no names, and segments out of order put together. */
export const REFERENCE_OPTIONS = ['-2', '-n', '-o', 'tcp.reassemble_out_of_order:TRUE'] as const;

/** What tshark said of a capture. */
export type Reference = {readonly table: Table; readonly status: number | null};

const TSHARK_LIMIT = 120_000;
/** Raised when what is stored changes its shape. */
const STORE_VERSION = 1;

const gzip = promisify(zlib.gzip);
const gunzip = promisify(zlib.gunzip);

type Stored = {
	status: number | null;
	frames: number;
	unreadable: number[];
	columns: Record<string, (number | string)[]>;
};

/** Where tshark's answers are kept between runs, by its version, its options and the contents of a capture. */
export class ReferenceCache {
	readonly folder: string;
	readonly environment: Readonly<Record<string, string>>;

	constructor(version: string, root = cacheRoot()) {
		const name = crypto.createHash('sha256').update([STORE_VERSION, version, ...REFERENCE_OPTIONS, SEPARATOR, AGGREGATOR].join('\n')).digest('hex');
		this.folder = path.join(root, `tshark-${name.slice(0, 16)}`);
		// Nobody's preferences change what tshark says.
		this.environment = {WIRESHARK_CONFIG_DIR: path.join(this.folder, 'config')};
		fs.mkdirSync(this.environment.WIRESHARK_CONFIG_DIR!, {recursive: true});
	}

	/** The cells of these fields; tshark is asked only for columns that are not kept yet. */
	async cells(capture: Capture, fields: readonly string[]): Promise<Reference> {
		const file = path.join(this.folder, `${contentHash(capture.path)}.cells.gz`);
		const stored = await read<Stored>(file);
		const missing = fields.filter(field => stored?.columns[field] === undefined);
		if (stored !== undefined && missing.length === 0) return fromStored(stored, fields);
		const run = await this.run(capture, fieldOptions(missing));
		const table = parseTable(run.stdout, missing);
		if (table.rest !== '') throw new Error(`tshark printed a row that cannot be read for ${capture.name} after frame ${table.frames}`);
		const columns = {...stored?.columns};
		for (const [field, column] of table.columns) columns[field] = [...column].flat();
		const unreadable = [...new Set([...(stored?.unreadable ?? []), ...table.unreadable])].sort((a, b) => a - b);
		const merged: Stored = {status: run.status, frames: table.frames, unreadable, columns};
		await write(file, merged);
		return fromStored(merged, fields);
	}

	/** The output of `-T json`, as text of one character a byte. */
	async json(capture: Capture): Promise<string> {
		const file = path.join(this.folder, `${contentHash(capture.path)}.json.gz`);
		const stored = await read<string>(file);
		if (stored !== undefined) return stored;
		const {stdout} = await this.run(capture, ['-T', 'json']);
		await write(file, stdout);
		return stdout;
	}

	private async run(capture: Capture, options: readonly string[]) {
		const run = await runProgram('tshark', [...REFERENCE_OPTIONS, '-r', capture.path, ...options], {
			limit: TSHARK_LIMIT,
			env: this.environment,
		});
		if (run.timedOut) throw new Error(`tshark did not finish ${capture.name} in ${TSHARK_LIMIT / 1000} s`);
		if (run.status === 1) throw new Error(`tshark refuses its options: ${run.stderr.trim().slice(0, 300)}`);
		return run;
	}
}

/** The version of the tshark that is installed, as one line. */
export async function tsharkVersion(): Promise<string> {
	const run = await runProgram('tshark', ['--version'], {limit: TSHARK_LIMIT});
	return run.stdout.split('\n')[0]!.trim();
}

function cacheRoot(): string {
	return path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'inkcap-conformance');
}

function contentHash(file: string): string {
	return crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex').slice(0, 32);
}

function fromStored(stored: Stored, fields: readonly string[]): Reference {
	const columns = new Map<string, Column>();
	for (const field of fields) {
		const cells = stored.columns[field] ?? [];
		const column: Column = new Map();
		for (let index = 0; index < cells.length; index += 2) column.set(Number(cells[index]), String(cells[index + 1]));
		columns.set(field, column);
	}
	return {status: stored.status, table: {frames: stored.frames, columns, unreadable: stored.unreadable, rest: ''}};
}

async function read<Value>(file: string): Promise<Value | undefined> {
	try {
		const bytes = await gunzip(await fs.promises.readFile(file));
		return JSON.parse(bytes.toString('utf8')) as Value;
	} catch {
		// Not kept yet, or cut while it was written: tshark is asked again.
		return undefined;
	}
}

async function write(file: string, value: unknown): Promise<void> {
	const partial = `${file}.${process.pid}`;
	await fs.promises.writeFile(partial, await gzip(JSON.stringify(value), {level: 6}));
	await fs.promises.rename(partial, file);
}
