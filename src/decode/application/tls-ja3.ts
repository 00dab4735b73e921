import {createHash} from 'node:crypto';
import type {Field} from '../field.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {handshakeParts as h} from './tls-fields.ts';
import {isGrease} from './tls-names.ts';

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;

/** Numbers of a list, without those that say nothing: `4865-4866`. */
const joined = (numbers: readonly number[]): string => numbers.filter(n => !isGrease(n)).join('-');

/** 16-bit numbers in `[at, end)`. */
function words(b: Uint8Array, at: number, end: number): number[] {
	const out: number[] = [];
	for (let place = at; place + 2 <= end; place += 2) out.push(u16(b, place));
	return out;
}

type Extensions = {readonly types: number[]; groups: string; formats: string};

/** Types of the extensions in `[at, end)`, which begins with their length; undefined where that length lies. */
function extensionsOf(b: Uint8Array, at: number, end: number): Extensions | undefined {
	const found: Extensions = {types: [], groups: '', formats: ''};
	if (at >= end) return found;
	if (at + 2 > end || at + 2 + u16(b, at) > end) return undefined;
	const stop = at + 2 + u16(b, at);
	for (let place = at + 2; place + 4 <= stop;) {
		const type = u16(b, place);
		const body = place + 4;
		place = body + u16(b, place + 2);
		found.types.push(type);
		if (type === 10) found.groups = joined(words(b, body + 2, Math.min(place, stop)));
		if (type === 11) found.formats = Array.from(b.subarray(body + 1, Math.min(place, stop))).join('-');
	}

	return found;
}

const ofClient = once((): readonly Field[] => [h.ja3_full, h.ja3]);
const ofServer = once((): readonly Field[] => [h.ja3s_full, h.ja3s]);

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Puts the JA3 print of a Client Hello: `[suites, suitesEnd)` are its cipher suites, its extensions lie in `[extensions, end)`. */
export function putJa3(r: Reader, version: number, suites: number, suitesEnd: number, extensions: number, end: number): void {
	if (!r.wantsAny(ofClient(), false)) return;
	const e = extensionsOf(r.bytes, extensions, end);
	const tail = e === undefined ? '' : `${joined(e.types)},${e.groups},${e.formats}`;
	const full = `${version},${joined(words(r.bytes, suites, suitesEnd))},${tail}`;
	r.derive(h.ja3_full, full);
	r.derive(h.ja3, md5(full));
}

/** Puts the JA3S print of a Server Hello. */
export function putJa3s(r: Reader, version: number, suite: number, extensions: number, end: number): void {
	if (!r.wantsAny(ofServer(), false)) return;
	const full = `${version},${suite},${(extensionsOf(r.bytes, extensions, end)?.types ?? []).join('-')}`;
	r.derive(h.ja3s_full, full);
	r.derive(h.ja3s, md5(full));
}
