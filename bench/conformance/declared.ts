import fs from 'node:fs';
import {runProgram} from './run-program.ts';

/** A field as a program declares it: type in Wireshark's FT_ words, base as `tshark -G fields` prints it. */
export type Declared = {
	readonly name: string;
	readonly type: string;
	readonly base: string;
	readonly title: string;
	readonly protocol: string;
};

const FIELDS_LIMIT = 60_000;

/** Every field inkcap declares, from `inkcap fields`. */
export async function inkcapFields(program: string): Promise<Declared[]> {
	const run = await runProgram(program, ['fields'], {limit: FIELDS_LIMIT});
	if (run.status !== 0) throw new Error(`${program} fields ended with status ${run.status}: ${run.stderr.trim().slice(0, 200)}`);
	return parseDeclared(run.stdout);
}

/** The fields of a file with the lines of `inkcap fields`; lines with a name only will do. */
export function fieldsOfFile(file: string): Declared[] {
	return parseDeclared(fs.readFileSync(file, 'latin1'));
}

/** Parses lines of name, type, base, title and protocol, separated by tabs. */
export function parseDeclared(text: string): Declared[] {
	const fields: Declared[] = [];
	for (const line of text.split('\n')) {
		if (line.trim() === '') continue;
		const [name = '', type = '', base = '', title = '', protocol = ''] = line.split('\t');
		fields.push({name, type, base, title, protocol: protocol || name.split('.')[0]!});
	}
	return fields;
}

/** Every field and protocol tshark knows, by name; a name can be declared more than once. */
export async function tsharkFields(): Promise<Map<string, Declared[]>> {
	const run = await runProgram('tshark', ['-G', 'fields'], {limit: FIELDS_LIMIT});
	if (run.status !== 0) throw new Error(`tshark -G fields ended with status ${run.status}: ${run.stderr.trim().slice(0, 200)}`);
	return parseTsharkFields(run.stdout);
}

/** Parses the output of `tshark -G fields`. */
export function parseTsharkFields(text: string): Map<string, Declared[]> {
	const fields = new Map<string, Declared[]>();
	for (const line of text.split('\n')) {
		const [kind, title = '', name = '', type = '', protocol = '', base = ''] = line.split('\t');
		if (kind !== 'F' && kind !== 'P') continue;
		const field = kind === 'F' ? {name, type, base, title, protocol} : {name, type: 'FT_PROTOCOL', base: '', title, protocol: name};
		const same = fields.get(name);
		if (same === undefined) fields.set(name, [field]);
		else same.push(field);
	}
	return fields;
}

/** What a declared field is called by inkcap and by tshark, where the two are not the same. */
export type TypeDifference = {readonly name: string; readonly what: 'type' | 'base' | 'title'; readonly reference: string; readonly ours: string};

/** Compares declared types, bases and titles with tshark's; a name that tshark declares twice may match either. */
export function compareDeclared(ours: readonly Declared[], reference: ReadonlyMap<string, readonly Declared[]>): TypeDifference[] {
	const differences: TypeDifference[] = [];
	for (const field of ours) {
		const known = reference.get(field.name);
		if (known === undefined) continue;
		for (const what of ['type', 'base', 'title'] as const) {
			if (known.some(({[what]: value}) => value === field[what])) continue;
			differences.push({name: field.name, what, reference: [...new Set(known.map(one => one[what]))].join(' or '), ours: field[what]});
			if (what === 'type') break;
		}
	}
	return differences;
}
