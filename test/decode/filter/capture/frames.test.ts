import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {translateCaptureFilter} from '../../../../src/decode/filter/capture/capture-filter.ts';
import {compileFilter} from '../../../../src/decode/filter/compile.ts';
import {buildRegistry} from '../../../../src/decode/protocols.ts';
import {OpenedCapture} from '../../../../src/opened-capture.ts';

const root = path.join(import.meta.dirname, '../../../..');

const table = new Map<string, Array<readonly [filter: string, frames: string]>>();
let capture = '';
for (const line of fs.readFileSync(path.join(import.meta.dirname, 'frames.txt'), 'utf8').split('\n')) {
	if (line.startsWith('@ ')) table.set(capture = line.slice(2), []);
	else if (line !== '' && !line.startsWith('# ')) table.get(capture)!.push(line.split('\t') as [string, string]);
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

describe('the frames that tcpdump lets pass', () => {
	for (const [file, rows] of table) {
		test(`pass ${rows.length} capture filters on ${file}`, async () => {
			const opened = await OpenedCapture.open(path.join(root, file), buildRegistry());
			await opened.run();
			const ours = rows.map(([text]) => {
				const translated = translateCaptureFilter(text, true);
				if (!translated.ok) return [text, translated.message];
				const compiled = compileFilter(translated.filter, opened.pass.registry);
				if (!compiled.ok) return [text, `${translated.filter}: ${compiled.message}`];
				const frames = Array.from({length: opened.count}, (_, row) => row).filter(row => compiled.filter.matches(opened.view.aim(row)));
				return [text, ranges(frames.map(row => row + 1))];
			});
			opened.source.close();
			expect(ours).toEqual(rows);
		});
	}
});
