/** `npm run random-access -- DIR`: asking for a frame in the middle gives the same tree as going through the file in order. */
import path from 'node:path';
import {parseArgs} from 'node:util';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {differences} from './any-order.ts';
import {listCaptures} from './captures.ts';

const USAGE = 'usage: npm run random-access -- DIR [--captures 100] [--frames 300] [--files GLOB,..]\n';

async function main(args: readonly string[]): Promise<number> {
	const {values, positionals} = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			captures: {type: 'string', default: '100'},
			frames: {type: 'string', default: '300'},
			files: {type: 'string', default: ''},
			help: {type: 'boolean', short: 'h', default: false},
		},
	});
	if (values.help || positionals.length !== 1) {
		process.stdout.write(USAGE);
		return values.help ? 0 : 2;
	}

	const all = listCaptures(path.resolve(process.env.INIT_CWD ?? process.cwd(), positionals[0]!), values.files.split(',').filter(glob => glob !== ''));
	// Spread over the directory, so that every kind of capture is among them.
	const wanted = Math.min(all.length, Number(values.captures));
	const captures = Array.from({length: wanted}, (_, i) => all[Math.floor(i * all.length / wanted)]!);
	const registry = buildRegistry();
	let frames = 0;
	let wrong = 0;
	for (const {name, path: file} of captures) {
		let capture: OpenedCapture;
		try {
			capture = await OpenedCapture.open(file, registry);
		} catch {
			// What cannot be opened has no frames.
			continue;
		}

		try {
			await capture.run();
			frames += Math.min(capture.count, Number(values.frames));
			for (const {row, inTurn, inTheMiddle} of differences(capture, Number(values.frames))) {
				wrong++;
				process.stdout.write(`${name} frame ${row + 1}\n  in turn       ${inTurn.slice(0, 200)}\n  in the middle ${inTheMiddle.slice(0, 200)}\n`);
			}
		} finally {
			capture.source.close();
		}
	}

	process.stdout.write(`${captures.length} captures, ${frames} frames, ${wrong} of them say something else when asked for in the middle\n`);
	return wrong === 0 ? 0 : 1;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	process.stderr.write(`random-access: ${error instanceof Error ? error.message : error}\n`);
	process.exitCode = 2;
}
