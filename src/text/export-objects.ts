import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {reason} from '../capture/capture-error.ts';
import {describeEntity, httpEntities} from '../decode/application/http-entity.ts';
import {compileFilter, type Filter} from '../decode/filter/compile.ts';
import type {FrameView} from '../decode/frame-view.ts';
import type {Pass} from '../decode/pass.ts';
import {printable} from '../decode/printable.ts';
import {nearest} from './nearest.ts';
import {objectName, safeName} from './object-names.ts';
import {UsageError} from './options.ts';
import type {Complain} from './run.ts';

/** Protocols whose objects can be exported. */
export const objectProtocols = ['http'] as const;

/** Files of one name that are tried. */
const maxNumber = 100_000;

/** What an `--export-objects` asks for. */
export type ObjectWords = {readonly protocol: (typeof objectProtocols)[number]; readonly folder: string};

/** Understands every `--export-objects`. Throws UsageError. */
export function objectWords(given: readonly string[]): ObjectWords[] {
	const words = given.map(word => {
		const comma = word.indexOf(',');
		const [protocol, folder] = comma < 0 ? [word, ''] : [word.slice(0, comma), word.slice(comma + 1)];
		const known = objectProtocols.find(each => each === protocol);
		const near = known === undefined ? nearest(protocol, objectProtocols) : undefined;
		if (known === undefined)
			throw new UsageError(
				`--export-objects takes PROTOCOL,DIR with ${objectProtocols.join(' or ')}, not '${protocol}'${near === undefined ? '.' : `; did you mean '${near}'?`}`,
			);
		if (folder === '') throw new UsageError(`--export-objects ${protocol} needs a directory to put files in: --export-objects ${protocol},DIR.`);
		return {protocol: known, folder};
	});
	if (words.length > objectProtocols.length) throw new UsageError('--export-objects http is given twice; give it once.');
	return words;
}

/** Writes the bodies of HTTP messages to files of a directory while packets are read. Throws UsageError where the directory or a file cannot be made. */
export class ObjectExport {
	readonly #folder: string;
	readonly #pass: Pass;
	readonly #rows: Filter;
	/** The last number that each name was given. */
	readonly #numbers = new Map<string, number>();
	readonly #complain: Complain;

	constructor({protocol, folder}: ObjectWords, pass: Pass, complain: Complain) {
		this.#complain = complain;
		this.#folder = folder;
		this.#pass = pass;
		const compiled = compileFilter(protocol, pass.registry);
		if (!compiled.ok) throw new Error(compiled.message);
		this.#rows = compiled.filter;
		try {
			makeFolder(folder);
		} catch (error) {
			throw new UsageError(`--export-objects cannot make the directory ${folder} (${reason(error)}).`, 2);
		}
	}

	/** Writes what ends in the row that was read last, or in one before it. */
	row(row: number, aim: () => FrameView): void {
		if (this.#rows.decide(this.#pass, row) === 'no') return;
		const view = aim();
		// To name them, other packets are asked, and their bytes take the place of these.
		const found = Array.from(httpEntities(view), entity => ({entity, body: entity.body?.slice()}));
		for (const {entity, body} of found) {
			if (entity.head === undefined || (body === undefined && !entity.tooLong)) continue;
			const {uri, type} = describeEntity(view, entity);
			if (entity.tooLong) {
				const what = body === undefined ? 'it is not written' : 'only its beginning is written';
				this.#complain(`The body of packet ${row + 1}${uri === undefined ? '' : ` (${printable(uri)})`} is longer than what is put together: ${what}.`);
			}

			if (body === undefined) continue;
			const unnamed = `object${row + 1}${type === undefined ? '' : `.${type}`}`;
			this.#write(n => uri === undefined ? safeName(unnamed, n) : objectName(uri, n), body);
		}
	}

	#write(name: (n: number) => string, body: Uint8Array): void {
		const plain = name(0);
		for (let n = this.#numbers.get(plain) ?? 0; n < maxNumber; n++) {
			this.#numbers.set(plain, n + 1);
			const file = name(n);
			if (file === '' || file === '.' || file === '..') continue;
			// Never over a file that is there, nor through a link.
			if (this.#create(path.join(this.#folder, file), body)) return;
		}
	}

	/** False where a file of that name is there. */
	#create(file: string, body: Uint8Array): boolean {
		try {
			writeFileSync(file, body, {flag: 'wx'});
			return true;
		} catch (error) {
			if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
			throw new UsageError(`--export-objects cannot write ${file} (${reason(error)}).`, 2);
		}
	}
}

/** Makes a directory and those it is in. Node's own way of doing that never ends where one cannot be made in /proc. */
function makeFolder(folder: string): void {
	const missing: string[] = [];
	for (let each = path.resolve(folder); !existsSync(each); each = path.dirname(each)) missing.push(each);
	for (const each of missing.toReversed()) mkdirSync(each);
	readdirSync(folder);
}
