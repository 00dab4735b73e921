/** `npm run conformance -- DIR`: compares inkcap with tshark, cell by cell or leaf by leaf, over a directory of captures. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {agreementOf, groupOf, protocolOf} from './agreement.ts';
import {listCaptures} from './captures.ts';
import {type CaptureResult, compareCapture} from './compare-cells.ts';
import {compareCaptureJson} from './compare-json.ts';
import {addTally, emptyTally, mergeTallies, type Tally} from './compare.ts';
import {compareDeclared, type Declared, fieldsOfFile, inkcapFields, tsharkFields} from './declared.ts';
import {placeOfPath} from './json-shape.ts';
import {type Options, parseOptions, USAGE} from './options.ts';
import {ReferenceCache, tsharkVersion} from './reference.ts';
import {agreementTable, classesReport, detailsOf, type Failure, percent, typesReport, unnamedCells, worstFields, worstFiles} from './report.ts';
import {mapInParallel} from './run-program.ts';
import {compareStreams, streamsReport} from './streams.ts';
import {snapshotProgram} from './snapshot.ts';
import {STACK_FIELD, STACK_THRESHOLD} from './stacks.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const DETAILS_SHOWN = 50;
/** With `--details` and `--unnamed` a capture keeps this many disagreements, so that each kind has enough to show. */
const DETAILS_KEPT = 5000;
const JSON_THRESHOLD = 0.98;
const STREAMS_THRESHOLD = 0.99;
const WORST_FILES = 15;

async function main(args: readonly string[]): Promise<number> {
	const options = parseOptions(args, process.env.INIT_CWD ?? process.cwd());
	if (options === undefined) {
		print(USAGE);
		return 0;
	}
	const inkcap = options.inkcap ?? snapshotProgram(ROOT);
	if (options.streams !== undefined) return reportStreams(options, options.streams, inkcap);
	const declared = options.fieldList === undefined ? await inkcapFields(inkcap) : fieldsOfFile(options.fieldList);
	const known = await tsharkFields();
	const version = await tsharkVersion();
	const names = [...new Set(declared.map(field => field.name))];
	const unknown = names.filter(name => !known.has(name));
	print(`${version}\n${names.length} declared fields, ${unknown.length} of them inkcap's own${unknown.length > 0 ? ':' : ''}`);
	if (unknown.length > 0) print(`  ${unknown.sort().join(' ')}`);

	const compared = comparedFields(declared, options).filter(name => known.has(name));
	if (options.types) return reportTypes(declared.filter(field => compared.includes(field.name)), known);
	if (compared.length === 0) throw new Error('no declared field is left to compare');

	const protocols = new Set(declared.filter(field => field.type === 'FT_PROTOCOL').map(field => field.name));
	const captures = listCaptures(options.corpus, options.files);
	const cache = new ReferenceCache(version);
	const keep = options.details === undefined && !options.unnamed ? 1 : DETAILS_KEPT;
	let done = 0;
	const results = await mapInParallel(captures, options.jobs, async capture => {
		const result = options.jsonShape
			? await compareCaptureJson(capture, new Set(compared), inkcap, cache, keep)
			: await compareCapture(capture, compared, inkcap, cache, keep, protocols);
		if (process.stderr.isTTY) process.stderr.write(`\r${++done}/${captures.length} `);
		return result;
	});
	if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
	printFiles(results);
	return options.jsonShape ? reportJson(results, options) : reportCells(results, options, keep);
}

async function reportStreams({corpus, files, jobs}: Options, most: number, inkcap: string): Promise<number> {
	const version = await tsharkVersion();
	const cache = new ReferenceCache(version);
	const results = await mapInParallel(listCaptures(corpus, files), jobs, capture => compareStreams(capture, most, inkcap, cache));
	const {text, share} = streamsReport(results);
	print(`${version}\n${most === Infinity ? 'every stream' : `at most ${most} streams of a capture`}\n${text}`);
	const failures = results.flatMap(result => result.failures);
	printFailures(failures);
	return share < STREAMS_THRESHOLD || failures.length > 0 ? 1 : 0;
}

function comparedFields(declared: readonly Declared[], options: Options): string[] {
	const names = new Set(declared.filter(field => field.type !== 'FT_PROTOCOL').map(field => field.name));
	for (const field of options.fields) {
		if (!names.has(field)) throw new Error(`inkcap declares no field ${field}`);
	}
	return [...names]
		.filter(name => name !== 'frame.number')
		.filter(name => options.only.length === 0 || options.only.includes(protocolOf(name)))
		.filter(name => options.fields.length === 0 || options.fields.includes(name))
		.sort();
}

function printFiles(results: readonly CaptureResult[]): void {
	const readable = results.filter(result => result.readable);
	const frames = readable.reduce((sum, result) => sum + result.frames, 0);
	print(`${results.length} captures, ${readable.length} that tshark can read, ${frames} frames`);
	const rows = results.reduce((sum, result) => sum + result.unreadableRows, 0);
	if (rows > 0) print(`${rows} frames are left out: a value holds the separator`);
}

function reportCells(results: readonly CaptureResult[], options: Options, keep: number): number {
	const fields = mergeTallies(results.map(result => result.tallies), keep);
	const failures = results.flatMap(result => result.failures);
	const agreement = agreementOf(fields);
	if (options.details === undefined) {
		print(`\nAgreement\n${agreementTable(agreement)}`);
		const below = fields.size > 0 ? classesReport(lowerFields(fields)) : '';
		if (below !== '') print(`\nWhere they disagree below the application\n${below}`);
		if (options.unnamed) print(`\nIn no known way\n${unnamedCells(lowerFields(fields)) || '  none'}`);
		print(`\nWorst fields\n${worstFields(fields, options.worst) || '  none'}`);
		print(`\nWorst captures\n${worstFiles(results.map(wrongOfFile), WORST_FILES) || '  none'}`);
	} else {
		print(`\n${detailsOf(options.details, fields.get(options.details), DETAILS_SHOWN)}`);
	}
	const stacks = stacksOf(results, keep);
	if (stacks.cells > 0)
		print(
			`\n${STACK_FIELD}, cut where inkcap declares no more: ${stacks.agreed} of ${stacks.cells} agree, ${percent(stacks.agreed, stacks.cells)} (asked ${
				STACK_THRESHOLD * 100
			}%)`,
		);
	const failed = [...agreement.failed, ...(stacks.agreed < STACK_THRESHOLD * stacks.cells ? [STACK_FIELD] : [])];
	if (options.json !== undefined) writeJson(options.json, fields, failed, failures);
	printFailures(failures);
	if (failed.length > 0) print(`\nBelow what is asked: ${failed.join(', ')}`);
	else print('\nEvery protocol reaches what is asked');
	return failed.length > 0 || failures.length > 0 ? 1 : 0;
}

/** The stacks of all captures. */
function stacksOf(results: readonly CaptureResult[], keep: number): Tally {
	const sum = emptyTally();
	for (const {stacks} of results) if (stacks !== undefined) addTally(sum, stacks, keep);
	return sum;
}

/** The fields of links, networks and transports. */
const lowerFields = (fields: ReadonlyMap<string, Tally>): Map<string, Tally> => new Map([...fields].filter(([field]) => groupOf(protocolOf(field)) !== 'application'));

function reportJson(results: readonly CaptureResult[], options: Options): number {
	const places = mergeTallies(results.map(result => byPlace(result.tallies)), 1);
	const failures = results.flatMap(result => result.failures);
	let cells = 0;
	let agreed = 0;
	for (const tally of places.values()) {
		cells += tally.cells;
		agreed += tally.agreed;
	}
	const below = agreed < JSON_THRESHOLD * cells;
	print(`\nLeaves of -T json: ${agreed} of ${cells} agree, ${percent(agreed, cells)} (asked ${JSON_THRESHOLD * 100}%)${below ? ' BELOW' : ''}`);
	print(`\nWorst paths\n${worstFields(places, options.worst) || '  none'}`);
	print(`\nWorst captures\n${worstFiles(results.map(wrongOfFile), WORST_FILES) || '  none'}`);
	if (options.json !== undefined) writeJson(options.json, places, below ? ['json'] : [], failures);
	printFailures(failures);
	return below || failures.length > 0 ? 1 : 0;
}

function reportTypes(declared: readonly Declared[], known: ReadonlyMap<string, readonly Declared[]>): number {
	const differences = compareDeclared(declared, known);
	const serious = differences.filter(difference => difference.what !== 'title');
	print(`\nDeclared types: ${declared.length} fields, ${serious.length} types or bases and ${differences.length - serious.length} titles differ`);
	print(typesReport(differences));
	return serious.length > 0 ? 1 : 0;
}

function byPlace(tallies: ReadonlyMap<string, Tally>): Map<string, Tally> {
	const places = mergeTallies(
		[...tallies].map(([at, tally]) => new Map([[placeOfPath(at), tally]])),
		1,
	);
	for (const tally of places.values()) tally.files = Math.min(1, tally.files);
	return places;
}

function wrongOfFile({name, tallies}: CaptureResult): {name: string; cells: number; wrong: number} {
	let cells = 0;
	let wrong = 0;
	for (const tally of tallies.values()) {
		cells += tally.cells;
		wrong += tally.cells - tally.agreed;
	}
	return {name, cells, wrong};
}

function printFailures(failures: readonly Failure[]): void {
	if (failures.length === 0) return;
	print(`\nFailures\n${failures.map(failure => `  ${failure.file}: ${failure.what}`).join('\n')}`);
}

function writeJson(file: string, fields: ReadonlyMap<string, Tally>, below: readonly string[], failures: readonly Failure[]): void {
	const sorted = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
	fs.writeFileSync(file, `${JSON.stringify({below, failures, fields: Object.fromEntries(sorted)}, null, '\t')}\n`);
}

function print(text: string): void {
	process.stdout.write(`${text}\n`);
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`conformance: ${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 2;
}
