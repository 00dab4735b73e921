import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {readTemplates, type Template} from './templates.ts';
import {type Repeat, repeatOf, vary} from './vary.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = path.join(ROOT, 'node_modules', '.cache', 'inkcap-bench');
/** Raise it when the same templates give other bytes. */
const VERSION = 1;
/** Conversations under way at a time. */
const ACTIVE = 48;
/** Microseconds between packets: 1 up to this. */
const MAX_GAP = 64;
const BUFFER_BYTES = 4 * 1024 * 1024;
const SEED = 20_240_601;
const START_SECONDS = 1_700_000_000;

type Running = {readonly template: Template; readonly repeat: Repeat; next: number};

/** A generator of numbers that are the same in every run: mulberry32. */
function randomOf(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		state = (state + 0x6d2b_79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
	};
}

/** Writes a capture of so many packets: conversations of the fixtures, again and again, each time between other hosts, mixed with each other. */
export function makeCapture(packets: number, file: string, templates: readonly Template[] = readTemplates(path.join(ROOT, 'fixtures'))): void {
	const random = randomOf(SEED);
	const drawn = templates.flatMap(template => new Array<Template>(template.weight).fill(template));
	const repeats = new Map<Template, number>();
	const begin = (): Running => {
		const template = drawn[random(drawn.length)]!;
		const number = repeats.get(template) ?? 0;
		repeats.set(template, number + 1);
		return {template, repeat: repeatOf(number), next: 0};
	};

	const running = Array.from({length: ACTIVE}, begin);
	const buffer = new Uint8Array(BUFFER_BYTES);
	const view = new DataView(buffer.buffer);
	// Magic, version 2.4, snapshot length, Ethernet.
	for (const [at, word] of [0xa1b2_c3d4, 0x0004_0002, 0, 0, 262_144, 1].entries()) view.setUint32(at * 4, word, true);
	let length = 24;
	let seconds = START_SECONDS;
	let microseconds = 0;
	const descriptor = fs.openSync(file, 'w');
	const flush = (): void => {
		for (let done = 0; done < length;) done += fs.writeSync(descriptor, buffer, done, length - done);
		length = 0;
	};

	try {
		for (let n = 0; n < packets; n++) {
			const place = random(ACTIVE);
			const one = running[place]!;
			const frame = one.template.frames[one.next++]!;
			if (one.next === one.template.frames.length) running[place] = begin();
			if (length + 16 + frame.length > BUFFER_BYTES) flush();
			microseconds += 1 + random(MAX_GAP);
			if (microseconds >= 1_000_000) {
				microseconds -= 1_000_000;
				seconds++;
			}

			view.setUint32(length, seconds, true);
			view.setUint32(length + 4, microseconds, true);
			view.setUint32(length + 8, frame.length, true);
			view.setUint32(length + 12, frame.length, true);
			length += 16;
			buffer.set(frame, length);
			vary(buffer.subarray(length, length + frame.length), one.repeat);
			length += frame.length;
		}

		flush();
	} finally {
		fs.closeSync(descriptor);
	}
}

/** The capture of so many packets, made when it is not there yet or the fixtures have changed. */
export function cachedCapture(packets: number): string {
	const templates = readTemplates(path.join(ROOT, 'fixtures'));
	const hash = createHash('sha256').update(`${VERSION}`);
	for (const {name, weight, frames} of templates) {
		hash.update(`${name} ${weight}`);
		for (const frame of frames) hash.update(frame);
	}

	const file = path.join(CACHE, `${packets}-${hash.digest('hex').slice(0, 12)}.pcap`);
	if (fs.existsSync(file)) return file;
	fs.mkdirSync(CACHE, {recursive: true});
	// Only captures of the same length from older fixtures go; a run beside this one may use the others.
	for (const name of fs.readdirSync(CACHE)) if (name.startsWith(`${packets}-`)) fs.rmSync(path.join(CACHE, name), {force: true});
	const temporary = `${file}.${process.pid}`;
	makeCapture(packets, temporary, templates);
	fs.renameSync(temporary, file);
	return file;
}
