import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import process from 'node:process';
import {isatty} from 'node:tty';
import {fileURLToPath} from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';
import {CodeFile, codeDirectory, type Compiled} from './code-file.ts';

/** What `dist/program.cjs` holds: what each part of the program runs. */
type Program = {readonly parts: Readonly<Record<string, () => Promise<unknown>>>};

/** A script that has been run, and how much of it earlier runs had compiled; undefined where they left nothing that can be used. */
type Loaded = {readonly script: vm.Script; readonly file: CodeFile; readonly before: Compiled | undefined};

/** 16 hexadecimal digits that say which scripts this was built with; these end in it. */
declare const buildId: string;

/** Bytes of bytecode that are worth writing everything anew: a few milliseconds of every start. */
const worthwhile = 32 * 1024;
/** After how long the code of what still runs is kept, in milliseconds: workers and screens may be ended without a word. */
const settled = 1000;

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
	if (place === undefined) return run(part, nodeRequire);
	const loaded = new Map<string, Loaded>();
	// What shows a screen has none of the code in it that reads packets.
	const set = part === 'inkcap' && isatty(1) ? 'screen' : 'text';
	run(part, scriptLoader(place, set, loaded));
	const keep = (): void => {
		clearTimeout(timer);
		process.off('beforeExit', keep);
		keepCode(part, loaded);
	};
	const timer = setTimeout(keep, settled).unref();
	process.on('beforeExit', keep);
}

/**
What packets leave behind lives for a moment: more room for it would be memory that is touched, and no time. V8 forgets it when
a worker starts, and takes code only where its flags are those that the code was made with.
*/
const setFlags = (): void => v8.setFlagsFromString('--semi-space-growth-factor=1');

function run(part: string, load: (name: string) => unknown): void {
	void (load('./program.cjs') as Program).parts[part]!();
}

/** `require` for the scripts of the program, and for what they require. */
function scriptLoader(place: string, set: string, loaded: Map<string, Loaded>): (name: string) => unknown {
	const modules = new Map<string, {exports: unknown}>();
	const load = (name: string): unknown => {
		const script = scriptName.exec(name)?.[1];
		if (script === undefined) return nodeRequire(name);
		let module = modules.get(script);
		if (module !== undefined) return module.exports;
		modules.set(script, module = {exports: {}});
		const filename = path.join(directory, `${script}.cjs`);
		const source = fs.readFileSync(filename, 'latin1');
		const file = new CodeFile(place, [script, set, buildId, v8.cachedDataVersionTag().toString(16)].join('-'));
		// While it is built anew this may be older than the script, and V8 looks only at its length.
		const isKnown = source.endsWith(`//${buildId}\n`);
		const kept = isKnown ? file.read() : undefined;
		const compiled = new vm.Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {filename, ...kept === undefined ? {} : {cachedData: kept.code}});
		if (isKnown) loaded.set(script, {script: compiled, file, before: compiled.cachedDataRejected ? undefined : kept?.compiled});
		(compiled.runInThisContext() as (...given: unknown[]) => void)(module.exports, load, module, filename, directory);
		return module.exports;
	};
	return load;
}

/** Keeps what has been compiled, where it is more than what a run of this kind had at its end before. */
function keepCode(part: string, loaded: ReadonlyMap<string, Loaded>): void {
	const kind = [part, ...loaded.keys()].join(' ');
	const bytes = v8.getHeapCodeStatistics().bytecode_and_metadata_size;
	for (const {script, file, before} of loaded.values()) {
		const least = before?.[kind];
		if (least !== undefined && bytes < least + worthwhile) continue;
		setFlags();
		file.write({code: script.createCachedData(), compiled: {...before, [kind]: bytes}});
	}
}
