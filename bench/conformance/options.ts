import path from 'node:path';
import {parseArgs} from 'node:util';

/** What a run of the conformance tool is asked for. */
export type Options = {
	readonly corpus: string;
	readonly inkcap: string | undefined;
	readonly fieldList: string | undefined;
	readonly only: readonly string[];
	readonly files: readonly string[];
	readonly fields: readonly string[];
	readonly jobs: number;
	readonly json: string | undefined;
	readonly details: string | undefined;
	/** Show every cell below the application that disagrees in no known way. */
	readonly unnamed: boolean;
	readonly worst: number;
	readonly jsonShape: boolean;
	readonly types: boolean;
	/** Compare streams: so many of a capture at most. */
	readonly streams: number | undefined;
};

/** What `--help` prints. */
export const USAGE = `usage: npm run conformance -- DIR [OPTIONS]

Compares inkcap with tshark cell by cell over every capture in DIR.

  --only PROTOCOL,..   only fields of these protocols
  --files GLOB,..      only captures whose name matches
  --fields FIELD,..    only these fields
  --details FIELD      up to 50 disagreements of one field of each kind, by file
  --unnamed            every cell below the application that disagrees in no known way
  --worst N            how many of the worst fields to show (30)
  --json FILE          write the counts to a file too
  --jobs N             captures at once (2)
  --json-shape         compare the leaves of -T json instead of cells
  --types              compare declared types, bases and titles instead
  --streams            follow the TCP streams instead, and compare their bytes
  --sample N           with --streams, at most N streams of a capture (all)
  --field-list FILE    take the declared fields from a file
  --inkcap PROGRAM     the program to compare (bin/inkcap)
`;

/** Parses the command line; `cwd` is where the user stands. */
export function parseOptions(args: readonly string[], cwd: string): Options | undefined {
	const {values, positionals} = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			only: {type: 'string', multiple: true},
			files: {type: 'string', multiple: true},
			fields: {type: 'string', multiple: true},
			details: {type: 'string'},
			unnamed: {type: 'boolean', default: false},
			worst: {type: 'string', default: '30'},
			json: {type: 'string'},
			jobs: {type: 'string', default: '2'},
			'json-shape': {type: 'boolean', default: false},
			types: {type: 'boolean', default: false},
			streams: {type: 'boolean', default: false},
			sample: {type: 'string'},
			'field-list': {type: 'string'},
			inkcap: {type: 'string'},
			help: {type: 'boolean', short: 'h', default: false},
		},
	});
	if (values.help) return undefined;
	if (positionals.length !== 1) throw new Error('one directory (or capture) is needed: npm run conformance -- DIR');
	const given = (name: string | undefined): string | undefined => (name === undefined ? undefined : path.resolve(cwd, name));
	return {
		corpus: path.resolve(cwd, positionals[0]!),
		inkcap: given(values.inkcap),
		fieldList: given(values['field-list']),
		only: listOf(values.only),
		files: listOf(values.files),
		fields: values.details === undefined ? listOf(values.fields) : [values.details],
		jobs: countOf('--jobs', values.jobs),
		json: given(values.json),
		details: values.details,
		unnamed: values.unnamed,
		worst: countOf('--worst', values.worst),
		jsonShape: values['json-shape'],
		types: values.types,
		streams: values.streams ? (values.sample === undefined ? Infinity : countOf('--sample', values.sample)) : undefined,
	};
}

function listOf(values: readonly string[] | undefined): string[] {
	return (values ?? []).flatMap(value => value.split(',')).filter(value => value !== '');
}

function countOf(option: string, value: string): number {
	const count = Number(value);
	if (!Number.isInteger(count) || count < 1) throw new Error(`${option} takes a number from 1, not ${value}`);
	return count;
}
