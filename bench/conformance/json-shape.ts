import {emptyTally, type Tally} from './compare.ts';
import type {Json, JsonObject} from './json-text.ts';

/** The leaves of one frame: path to its values in order. */
export type Leaves = Map<string, string[]>;

/** What stands between two keys of a path. */
const STEP = ' > ';

/** The leaves of declared fields in every frame of a `-T json` output. */
export function frameLeaves(json: Json, declared: ReadonlySet<string>): Leaves[] {
	if (!Array.isArray(json)) throw new Error('the output of -T json is no array');
	return (json as readonly Json[]).map(frame => {
		const leaves: Leaves = new Map();
		const layers = isObject(frame) ? member(member(frame, '_source'), 'layers') : undefined;
		if (layers !== undefined) collect(layers, '', '', declared, leaves);
		return leaves;
	});
}

/**
 * Compares the leaves of two outputs by path and value, the path that holds a field's name being counted under the field.
 * A path that occurs several times in a frame is compared value by value in order.
 */
export function compareLeaves(file: string, reference: readonly Leaves[], ours: readonly Leaves[], keep: number): Map<string, Tally> {
	const tallies = new Map<string, Tally>();
	for (let index = 0; index < Math.max(reference.length, ours.length); index++) {
		const theirs = reference[index];
		const mine = ours[index];
		for (const path of new Set([...(theirs?.keys() ?? []), ...(mine?.keys() ?? [])])) {
			const expected = theirs?.get(path) ?? [];
			const found = mine?.get(path) ?? [];
			let tally = tallies.get(path);
			if (tally === undefined) tallies.set(path, tally = emptyTally());
			for (let at = 0; at < Math.max(expected.length, found.length); at++) {
				countLeaf(tally, file, index + 1, path, expected[at], found[at], keep);
			}
		}
	}
	for (const tally of tallies.values()) tally.files = tally.agreed < tally.cells ? 1 : 0;
	return tallies;
}

/** A path without what packets put into its keys, so that the same place in many frames is one place. */
export function placeOfPath(path: string): string {
	return path.split(STEP).map(placeOfKey).join(STEP);
}

function placeOfKey(key: string): string {
	if (/^[\w.-]+$/.test(key)) return key;
	// Records of DNS and lines of HTTP begin with what the packet says.
	if (/: type |\\r\\n$/.test(key)) return '*';
	return key.replace(/:.*$/s, ': *').replaceAll(/\d+/g, '*');
}

function countLeaf(tally: Tally, file: string, frame: number, field: string, reference: string | undefined, ours: string | undefined, keep: number): void {
	tally.cells++;
	if (reference === ours) {
		tally.agreed++;
		return;
	}
	const kind = ours === undefined ? 'lacks' : reference === undefined ? 'extra' : 'differs';
	tally[kind]++;
	if (tally.samples.length < keep) tally.samples.push({file, frame, field, kind, reference, ours});
}

function collect(value: Json, path: string, key: string, declared: ReadonlySet<string>, leaves: Leaves): void {
	if (isObject(value)) {
		for (const [name, inner] of value.entries) collect(inner, path === '' ? name : path + STEP + name, name, declared, leaves);
	} else if (Array.isArray(value)) {
		for (const inner of value as readonly Json[]) collect(inner, path, key, declared, leaves);
	} else if (declared.has(key)) {
		const text = leafText(value);
		const same = leaves.get(path);
		if (same === undefined) leaves.set(path, [text]);
		else same.push(text);
	}
}

function leafText(value: Json): string {
	if (typeof value === 'string') return value;
	return value !== null && typeof value === 'object' && 'number' in value ? `number ${value.number}` : `${value}`;
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && 'entries' in value && !Array.isArray(value);
}

function member(value: Json | undefined, name: string): Json | undefined {
	return isObject(value) ? value.entries.find(([key]) => key === name)?.[1] : undefined;
}
