import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {compileFilter} from '../../../src/decode/filter/compile.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {OpenedCapture} from '../../../src/opened-capture.ts';
import {unlike} from './scanned.ts';

const root = path.join(import.meta.dirname, '../../..');

/** Filters by capture, with the frames that tshark lets pass. */
const table = new Map<string, Array<{readonly filter: string; readonly frames: string}>>();
let capture = '';
for (const line of fs.readFileSync(path.join(import.meta.dirname, 'filters.txt'), 'utf8').split('\n')) {
	if (line.startsWith('@ ')) {
		capture = line.slice(2);
		table.set(capture, []);
	} else if (line !== '' && !line.startsWith('# ')) {
		const [filter = '', frames = ''] = line.split('\t');
		table.get(capture)!.push({filter, frames});
	}
}

/** `1 3-5` */
const ranges = (frames: readonly number[]): string => {
	const out: Array<[number, number]> = [];
	for (const frame of frames) {
		const last = out.at(-1);
		if (last !== undefined && last[1] + 1 === frame) last[1] = frame;
		else out.push([frame, frame]);
	}

	return out.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ') || 'none';
};

describe('the frames that tshark lets pass do', () => {
	for (const [file, rows] of table) {
		test(`${rows.length} filters on ${file}`, async () => {
			const opened = await OpenedCapture.open(path.join(root, file), buildRegistry());
			await opened.run();
			const {pass, view} = opened;
			const ours = rows.map(({filter}) => {
				const compiled = compileFilter(filter, pass.registry);
				if (!compiled.ok) return `${filter}\t${compiled.message}`;
				const frames: number[] = [];
				for (let row = 0; row < opened.count; row++) {
					const passes = compiled.filter.matches(view.aim(row));
					if (passes) frames.push(row + 1);
					if (compiled.filter.matches(view.aim(row, compiled.filter.only)) !== passes)
						return `${filter}\tframe ${row + 1} is answered otherwise when other messages are left out`;
					const verdict = compiled.filter.decide(pass, row);
					if (verdict !== 'maybe' && (verdict === 'yes') !== passes) return `${filter}\tthe index says ${verdict} of frame ${row + 1}`;
				}

				return `${filter}\t${unlike(compiled.filter, pass) ?? ranges(frames)}`;
			});
			opened.source.close();
			expect(ours).toEqual(rows.map(({filter, frames}) => `${filter}\t${frames}`));
		});
	}

	test('and there are many of them', () => {
		expect([...table.values()].flat().length).toBeGreaterThan(300);
	});
});
