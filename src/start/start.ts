import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath, pathToFileURL} from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';
import {CodeFile, codeDirectory, type Compiled} from './code-file.ts';
import {isTerminal} from './is-terminal.ts';
import {readWhole} from './whole-file.ts';

/** What `dist/program.cjs` holds: what each part of the program runs. */
type Program = {readonly parts: Readonly<Record<string, () => Promise<unknown>>>};

/** What a script is. */
type Script = (module: {exports: unknown}, require: (name: string) => unknown, moduleUrl: string) => void;

/** A script that has been run, and how much of it earlier runs had compiled; undefined where they left nothing that can be used. */
type Loaded = {readonly script: vm.Script; readonly file: CodeFile; readonly before: Compiled | undefined};

/** 16 hexadecimal digits that say which scripts this was built with; these end in it. */
declare const buildId: string;

/** Bytes of bytecode that are worth writing everything anew: some milliseconds of every start. The same run comes to 50 kB more or less. */
const worthwhile = 64 * 1024;
/** After how long the code of what still runs is kept, in milliseconds: workers and screens may be ended without a word. */
const settled = 1000;

/** Modules of Node.js that take a millisecond or two to load, of which most runs need none. */
const slow = new Set(['node:child_process', 'node:crypto', 'node:net', 'node:stream', 'node:worker_threads', 'node:zlib']);

/** For how long after it was written more code is looked for at each end, in milliseconds, and how often afterwards: the look takes some milliseconds too. */
const fresh = 60_000;
const rarely = 1 / 8;

const scriptName = /^\.\/(\w+)\.cjs$/;
const directory = path.dirname(fileURLToPath(import.meta.url));
const nodeRequire = createRequire(import.meta.url);

/**
Runs a part of the program: `inkcap`, or a worker. Its code is what earlier runs have compiled and kept, and what this run
compiles besides is kept for later ones.
*/
export function start(part: string): void {
	setFlags();
	const place = codeDirectory();
	// What shows a screen has none of the code in it that reads packets.
	const set = part === 'inkcap' && isTerminal(1) ? 'screen' : 'text';
	const loaded = new Map<string, Loaded>();
	void (scriptLoader(place, set, loaded)('./program.cjs') as Program).parts[part]!();
	if (place === undefined) return;
	const keep = (): void => {
		clearTimeout(timer);
		process.off('beforeExit', keep);
		keepCode(part, loaded);
	};
	const timer = setTimeout(keep, settled).unref();
	process.on('beforeExit', keep);
}

/**
What packets leave behind lives for a moment: more room for it would be memory that is touched, and no time. What conversations
leave behind is collected when the rest has grown by two fifths, not when it is three times as much. V8 forgets these when a worker
starts, and takes code only where its flags are those that the code was made with.
*/
const setFlags = (): void => {
	for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=40']) v8.setFlagsFromString(flag);
};

/** `require` for the scripts of the program, and for what they require. `place` is where their code is kept, if anywhere. */
function scriptLoader(place: string | undefined, set: string, loaded: Map<string, Loaded>): (name: string) => unknown {
	const modules = new Map<string, {exports: unknown}>();
	const load = (name: string): unknown => {
		const script = scriptName.exec(name)?.[1];
		if (script === undefined) return slow.has(name) ? whenAsked(name) : nodeRequire(name);
		let module = modules.get(script);
		if (module !== undefined) return module.exports;
		modules.set(script, module = {exports: {}});
		const filename = path.join(directory, `${script}.cjs`);
		const source = readSource(filename);
		// While it is built anew this may be older than the script, and V8 looks only at its length.
		const isKnown = place !== undefined && source.endsWith(`//${buildId}\n`);
		const file = isKnown ? new CodeFile(place, [script, set, buildId, v8.cachedDataVersionTag().toString(16)].join('-')) : undefined;
		const kept = file?.read();
		const compiled = new vm.Script(source, {filename, ...kept === undefined ? {} : {cachedData: kept.code}});
		if (file !== undefined) loaded.set(script, {script: compiled, file, before: compiled.cachedDataRejected ? undefined : kept?.compiled});
		(compiled.runInThisContext() as Script)(module, load, pathToFileURL(filename).href);
		return module.exports;
	};
	return load;
}

/** A module of Node.js that is loaded when something of it is first asked for. */
function whenAsked(name: string): unknown {
	let module: Readonly<Record<string | symbol, unknown>> | undefined;
	return new Proxy({}, {get: (_, key) => (module ??= nodeRequire(name) as Readonly<Record<string | symbol, unknown>>)[key]});
}

function readSource(filename: string): string {
	const file = fs.openSync(filename, 'r');
	try {
		return readWhole(file).toString('latin1');
	} finally {
		fs.closeSync(file);
	}
}

/** Keeps what has been compiled, where it is more than what a run of this kind had at its end before. */
function keepCode(part: string, loaded: ReadonlyMap<string, Loaded>): void {
	const isFresh = [...loaded.values()].some(({file, before}) => before === undefined || Date.now() - file.time < fresh);
	if (!isFresh && Math.random() >= rarely) return;
	const kind = [part, ...loaded.keys()].join(' ');
	const bytes = v8.getHeapCodeStatistics().bytecode_and_metadata_size;
	for (const {script, file, before} of loaded.values()) {
		const least = before?.[kind];
		if (least !== undefined && bytes < least + worthwhile) continue;
		setFlags();
		file.write({code: script.createCachedData(), compiled: {...before, [kind]: bytes}});
	}
}
