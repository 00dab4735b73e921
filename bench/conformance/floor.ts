/** `npm run floor`: whether every protocol agrees with tshark as much as it did, on the sample of floor.json. `-- --raise` raises the floor. */
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {listCaptures} from './captures.ts';
import {compareCapture} from './compare-cells.ts';
import {addTally, emptyTally, mergeTallies} from './compare.ts';
import {inkcapFields, tsharkFields} from './declared.ts';
import {fallsBelow, type Floor, raised, shareOf, sharesOf} from './floor-figures.ts';
import {ReferenceCache, tsharkVersion} from './reference.ts';
import {percent} from './report.ts';
import {mapInParallel} from './run-program.ts';
import {snapshotProgram} from './snapshot.ts';
import {STACK_FIELD} from './stacks.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
const FLOOR_FILE = path.join(ROOT, 'bench/conformance/floor.json');
/** Captures at once. */
const JOBS = 2;

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

async function main(args: readonly string[]): Promise<number> {
	const raises = args.includes('--raise');
	const corpus = path.resolve(ROOT, process.env.INKCAP_CORPUS ?? '../shared/corpus');
	const floor = JSON.parse(fs.readFileSync(FLOOR_FILE, 'utf8')) as Floor;
	if (!fs.existsSync(corpus)) return skip(`there is no corpus in ${corpus}; INKCAP_CORPUS says where one is`);
	const version = await tsharkVersion().catch(() => undefined);
	if (version === undefined) return skip('there is no tshark');
	if (version !== floor.tshark && !raises) return skip(`the floor is for ${floor.tshark}, not for ${version}`);

	const captures = listCaptures(corpus).filter(({name}) => floor.sample.includes(name));
	if (captures.length < floor.sample.length) return skip(`the corpus has ${captures.length} of the ${floor.sample.length} captures of the sample`);
	const inkcap = snapshotProgram(ROOT);
	const declared = await inkcapFields(inkcap);
	const known = await tsharkFields();
	const protocols = new Set(declared.filter(({type}) => type === 'FT_PROTOCOL').map(({name}) => name));
	const fields = [...new Set(declared.filter(({type, name}) => type !== 'FT_PROTOCOL' && name !== 'frame.number' && known.has(name)).map(({name}) => name))].sort();
	const cache = new ReferenceCache(version);
	const results = await mapInParallel(captures, JOBS, capture => compareCapture(capture, fields, inkcap, cache, 0, protocols));

	const stacks = emptyTally();
	for (const result of results) if (result.stacks !== undefined) addTally(stacks, result.stacks, 0);
	const tallies = mergeTallies(results.map(result => result.tallies), 0);
	tallies.delete(STACK_FIELD);
	const shares = sharesOf(tallies).set(STACK_FIELD, shareOf(stacks.agreed, stacks.cells));
	const falls = fallsBelow(floor, shares);
	const failures = results.flatMap(result => result.failures);
	for (const {file, what} of failures) print(`${file}: ${what}`);
	for (const {name, floor: least, now} of falls) print(`${name} fell from ${percent(least, 1)} to ${now === undefined ? 'no cells' : percent(now, 1)}`);
	if (falls.length > 0 || failures.length > 0) return 1;
	if (raises) {
		const higher = {...raised(floor, shares), tshark: version};
		fs.writeFileSync(FLOOR_FILE, `${JSON.stringify(higher, null, '\t')}\n`);
		print(`the floor of ${shares.size} protocols is what they reach now`);
		return 0;
	}

	const higher = [...shares].filter(([name, share]) => share > (floor.shares[name] ?? 0)).map(([name]) => name);
	print(`${shares.size} protocols agree with tshark as much as they did${higher.length > 0 ? `, more: ${higher.join(', ')} (npm run floor -- --raise keeps it)` : ''}`);
	return 0;
}

function skip(reason: string): number {
	print(`agreement with tshark is not checked: ${reason}`);
	return 0;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`floor: ${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 2;
}
