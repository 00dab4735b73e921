import {copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {nearest} from '../decode/filter/nearest.ts';
import {CheckError} from './check-error.ts';
import {everything, type Restriction} from './decoded.ts';
import {importModule} from './import-module.ts';

/** The forms that a snapshot may have. */
export const snapshotFormats = ['text', 'json'] as const;
export type SnapshotFormat = (typeof snapshotFormats)[number];

/** What an `inkcap.config.json` or `inkcap.config.ts` may hold; it is about the captures in its directory and below, as far as no nearer one is. `format` is `'text'` or `'json'`. */
export type Config = {
	readonly check?: {
		/** Display filter: only packets that pass it are decoded. */
		readonly only?: string;
		/** Names or globs (`dns.*`): only these fields are decoded. A protocol's name means all of it. */
		readonly fields?: readonly string[];
		/** Names or globs (`ip.id`, `frame.time_*`): these fields are left out. A protocol's name means all of it. */
		readonly ignore?: readonly string[];
		/** What follows a number, as tshark's `-d` takes it: `tcp.port==8123,http`. */
		readonly decodeAs?: readonly string[];
		/** The form of the snapshots. */
		readonly format?: SnapshotFormat;
	};
};

/** How one capture is checked. */
export type CheckSettings = {
	readonly restriction: Restriction;
	readonly decodeAs: readonly string[];
	readonly format: SnapshotFormat;
	/** The configuration that says so, where one does. */
	readonly place?: string;
};

/** What the command line says of it, before a configuration is looked at. */
export type CheckOptions = {
	readonly only: string | undefined;
	readonly fields: readonly string[];
	readonly ignore: readonly string[];
	readonly decodeAs: readonly string[];
	readonly format: SnapshotFormat | undefined;
};

/** A command line that says nothing. */
export const noOptions: CheckOptions = {only: undefined, fields: [], ignore: [], decodeAs: [], format: undefined};

const names = ['inkcap.config.json', 'inkcap.config.ts'] as const;

/** Finds and reads configurations, each once. */
export class Configs {
	readonly #byDirectory = new Map<string, Promise<CheckSettings>>();
	readonly #options: CheckOptions;

	constructor(options: CheckOptions) {
		this.#options = options;
	}

	/** How a capture is checked: by the nearest configuration at or above it, and by the command line. Rejects with CheckError. */
	of(capture: string): Promise<CheckSettings> {
		return this.#in(path.dirname(path.resolve(capture)));
	}

	#in(directory: string): Promise<CheckSettings> {
		let known = this.#byDirectory.get(directory);
		if (known === undefined) this.#byDirectory.set(directory, known = this.#read(directory));
		return known;
	}

	async #read(directory: string): Promise<CheckSettings> {
		const found = names.map(name => path.join(directory, name)).filter(place => existsSync(place));
		if (found.length > 1) throw new CheckError(`There are two configurations in "${directory}": ${names.join(' and ')}; keep one of them.`);
		const above = path.dirname(directory);
		if (found[0] === undefined) return above === directory ? this.#merged({}) : this.#in(above);
		return {...this.#merged(await readConfig(found[0])), place: found[0]};
	}

	#merged({check = {}}: Config): CheckSettings {
		const {only, fields, ignore, decodeAs, format} = this.#options;
		return {
			restriction: {
				only: (only ?? check.only ?? everything.only).trim(),
				fields: fields.length > 0 ? fields : [...check.fields ?? []],
				ignore: [...check.ignore ?? [], ...ignore],
			},
			decodeAs: [...check.decodeAs ?? [], ...decodeAs],
			format: format ?? check.format ?? 'text',
		};
	}
}

async function readConfig(place: string): Promise<Config> {
	const wrong = (why: string): never => {
		throw new CheckError(`The configuration "${place}" ${why}`);
	};

	let value: unknown;
	try {
		if (place.endsWith('.json')) value = JSON.parse(readFileSync(place, 'utf8'));
		else value = (await moduleAt(place)).default ?? wrong('has no default export.');
	} catch (error) {
		if (error instanceof CheckError) throw error;
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
			wrong(`needs a Node.js that runs TypeScript, from 22.18 on; this is ${process.versions.node}. Write inkcap.config.json in its place.`);
		wrong(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}

	return checked(value, wrong);
}

/** The exports of a configuration in TypeScript. Where packages say that they are CommonJS, Node.js takes only another name for the module that it is. */
async function moduleAt(place: string): Promise<{default?: unknown}> {
	if (typeOfPackage(path.dirname(place)) !== 'commonjs') return importModule(pathToFileURL(place));
	const directory = mkdtempSync(path.join(tmpdir(), 'inkcap-config-'));
	try {
		const copy = path.join(directory, 'inkcap.config.mts');
		copyFileSync(place, copy);
		return await importModule(pathToFileURL(copy));
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
		throw new CheckError(`The configuration "${place}" imports other files, for which package.json has to say "type": "module".`);
	} finally {
		rmSync(directory, {recursive: true, force: true});
	}
}

/** What the nearest package.json says that its files are; undefined where it does not, or there is none. */
function typeOfPackage(directory: string): unknown {
	try {
		return (JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8')) as {type?: unknown}).type;
	} catch {
		const above = path.dirname(directory);
		return above === directory ? undefined : typeOfPackage(above);
	}
}

const keys = ['only', 'fields', 'ignore', 'decodeAs', 'format'] as const;

function checked(value: unknown, wrong: (why: string) => never): Config {
	const objectOf = (of: unknown, what: string): Record<string, unknown> =>
		typeof of === 'object' && of !== null && !Array.isArray(of) ? (of as Record<string, unknown>) : wrong(`has ${what} that is no object.`);
	const config = objectOf(value, 'a value');
	refuseOthers(config, ['check'], wrong);
	const check = objectOf(config.check ?? {}, "a 'check'");
	refuseOthers(check, keys, wrong);
	if (check.only !== undefined && typeof check.only !== 'string') wrong("has an 'only' that is no display filter.");
	for (const [key, what] of [['fields', 'names'], ['ignore', 'names'], ['decodeAs', 'rules']] as const) {
		const list = check[key];
		if (list !== undefined && !(Array.isArray(list) && list.every(name => typeof name === 'string' && name !== '' && !/[\n\r]/.test(name))))
			wrong(`has a '${key}' that is no list of ${what}.`);
	}

	if (check.format !== undefined && !(snapshotFormats as readonly unknown[]).includes(check.format)) wrong(`has a 'format' that is none of ${snapshotFormats.join(', ')}.`);
	return config;
}

function refuseOthers(given: Record<string, unknown>, known: readonly string[], wrong: (why: string) => never): void {
	for (const key of Object.keys(given)) {
		if (known.includes(key)) continue;
		const near = nearest(key, known);
		wrong(`has a '${key}', which means nothing${near === undefined ? `; it may have ${known.join(', ')}.` : `; did you mean '${near}'?`}`);
	}
}
