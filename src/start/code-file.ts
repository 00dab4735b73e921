import fs from 'node:fs';
import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {readWhole} from './whole-file.ts';

/** Bytes of bytecode that were there at the ends of runs, by what ran. */
export type Compiled = Readonly<Record<string, number>>;

/** What V8 compiled of a script in earlier runs. */
export type KeptCode = {readonly code: Uint8Array; readonly compiled: Compiled};

/** What stands behind the code, in spaces up to `trailerBytes`: a file that was cut does not end in it. */
type Trailer = {readonly length: number; readonly sum: number; readonly compiled: Compiled};

const trailerBytes = 512;

/** Files that stay: those of a few builds, for a few releases of Node.js. */
const mostFiles = 8;
/** What this writes, and what it leaves behind when it is ended meanwhile. */
const written = /^[a-z]+-[a-z]+-[\da-f]+-[\da-f]+\.code(?:\.\d+\.tmp)?$/;

/** Bits of a mode that let others write. */
const others = 0o022;

type Environment = Readonly<Record<string, string | undefined>>;

/**
Where compiled code is kept, by the XDG Base Directory Specification: a variable that holds no absolute path counts for
nothing. Undefined where it is not wanted, or where this user has no home.
*/
export function codeDirectory({INKCAP_NO_CACHE, NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME: given}: Environment = process.env): string | undefined {
	if (INKCAP_NO_CACHE || NODE_DISABLE_COMPILE_CACHE) return undefined;
	try {
		return path.join(given !== undefined && path.isAbsolute(given) ? given : path.join(homedir(), '.cache'), 'inkcap');
	} catch {
		return undefined;
	}
}

/** V8 runs code as it is: it must not be anybody else's, not even for root. Where files have no owners, none is. */
const isOwn = ({uid, mode}: fs.Stats): boolean => uid === process.geteuid?.() && (mode & others) === 0;

/** Tells broken code from whole code, which V8 does not. */
function sumOf(code: Uint8Array): number {
	const words = new Int32Array(code.buffer, code.byteOffset, code.length >> 2);
	let sum = code.length;
	for (let i = 0; i < words.length; i++) sum = Math.imul(sum, 31) + words[i]! | 0;
	for (let i = words.length * 4; i < code.length; i++) sum = Math.imul(sum, 31) + code[i]! | 0;
	return sum;
}

/** The directory of a file, made where it is missing; undefined where it is not this user's alone to write. */
function makeDirectory(directory: string): string | undefined {
	if (fs.lstatSync(directory, {throwIfNoEntry: false}) === undefined) {
		let above = path.dirname(directory);
		while (!fs.existsSync(above)) above = path.dirname(above);
		// Root makes nothing in the home of somebody else.
		if (![0, process.geteuid?.()].includes(fs.statSync(above).uid)) return undefined;
		fs.mkdirSync(directory, {recursive: true, mode: 0o700});
	}

	const stats = fs.lstatSync(directory);
	return stats.isDirectory() && isOwn(stats) ? directory : undefined;
}

/** Removes the oldest of more than `mostFiles` files. */
function sweep(directory: string): void {
	const files = fs.readdirSync(directory).filter(name => written.test(name)).map(name => path.join(directory, name));
	const byAge = files.map(file => ({file, time: fs.statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? 0})).sort((a, b) => b.time - a.time);
	for (const {file} of byAge.slice(mostFiles)) fs.rmSync(file, {force: true});
}

/** The file that holds what V8 compiled of a script. `name` says of which one, and for which V8: `program-text-3f1c-9a2b`. */
export class CodeFile {
	readonly #path: string;
	/** Which file was read, so that what another run has written meanwhile stays. */
	#read = '';
	/** When it was written, in milliseconds since 1970; 0 where there is none. */
	time = 0;

	constructor(directory: string, name: string) {
		this.#path = path.join(directory, `${name}.code`);
	}

	/** What the file holds; undefined where there is none, or none that is to be trusted. */
	read(): KeptCode | undefined {
		let file: number | undefined;
		try {
			const directory = fs.lstatSync(path.dirname(this.#path));
			if (!directory.isDirectory() || !isOwn(directory)) return undefined;
			file = fs.openSync(this.#path, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
			const stats = fs.fstatSync(file);
			if (!stats.isFile() || stats.nlink !== 1 || !isOwn(stats)) return undefined;
			this.#read = identity(stats);
			this.time = stats.mtimeMs;
			const bytes = readWhole(file);
			const code = bytes.subarray(0, -trailerBytes);
			const {length, sum, compiled} = JSON.parse(bytes.toString('latin1', code.length)) as Trailer;
			return length === code.length && sum === sumOf(code) ? {code, compiled} : undefined;
		} catch {
			return undefined;
		} finally {
			if (file !== undefined) fs.closeSync(file);
		}
	}

	/** Puts this into the file, whole, unless another run has done so since it was read. Does nothing where it cannot. */
	write({code, compiled}: KeptCode): void {
		try {
			const directory = makeDirectory(path.dirname(this.#path));
			const now = fs.lstatSync(this.#path, {throwIfNoEntry: false});
			if (directory === undefined || (now === undefined ? '' : identity(now)) !== this.#read) return;
			const trailer: Trailer = {length: code.length, sum: sumOf(code), compiled};
			const temporary = `${this.#path}.${process.pid}.tmp`;
			const file = fs.openSync(temporary, 'wx', 0o600);
			try {
				fs.writeFileSync(file, code);
				fs.writeFileSync(file, JSON.stringify(trailer).padEnd(trailerBytes), 'latin1');
				fs.renameSync(temporary, this.#path);
			} catch {
				fs.rmSync(temporary);
			} finally {
				fs.closeSync(file);
			}

			sweep(directory);
		} catch {
			// It starts without.
		}
	}
}

const identity = ({ino, size, mtimeMs}: fs.Stats): string => `${ino} ${size} ${mtimeMs}`;
