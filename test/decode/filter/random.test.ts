import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {compileFilter} from '../../../src/decode/filter/compile.ts';
import {namesOf} from '../../../src/decode/filter/names.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {buildTree} from '../../../src/decode/tree.ts';
import {OpenedCapture} from '../../../src/opened-capture.ts';
import {findings, plainly} from './plain-evaluator.ts';
import {Generator, random} from './random-filters.ts';
import {errorLines} from './error-lines.ts';
import {unlike} from './scanned.ts';

const fixtures = path.join(import.meta.dirname, '../../../fixtures');
const registry = buildRegistry();
const known = namesOf(registry);
const names = [...known.keys()].map(name => known.get(name)!);

/** Frames of a capture that are asked. */
const most = 24;
const filters = Number(process.env.INKCAP_FILTERS ?? 600);
/** Other numbers make other filters. */
const seed = Number(process.env.INKCAP_SEED ?? 0);

describe.each(['tour.pcapng', 'icmp/unreachable.pcap', 'ip/fragments.pcap', 'tls/tls13.pcap', 'dns/records.pcap', 'sctp/association.pcap', 'formats/comments.pcapng',
	'vlan/tags.pcap'])('random filters on %s', file => {
		let capture: OpenedCapture;
		const frames: Array<{readonly row: number; readonly found: ReturnType<typeof findings>}> = [];

		beforeAll(async () => {
			capture = await OpenedCapture.open(path.join(fixtures, file), registry);
			await capture.run();
			for (let i = 0; i < Math.min(most, capture.count); i++) {
				const row = Math.floor(i * capture.count / Math.min(most, capture.count));
				frames.push({row, found: findings(capture.view.aim(row))});
			}
		});

		afterAll(() => capture.source.close());

		test('are answered by headers, while a capture is read, as by the plain evaluator', async () => {
			const generator = new Generator(names, random(file.length + seed + 2));
			for (const {row} of frames) for (const node of buildTree(capture.view.aim(row)).nodes) generator.learn(node);
			const known = Array.from({length: filters}, () => compileFilter(generator.filter(), registry)).flatMap(
				result => (result.ok && result.filter.test !== undefined ? [result.filter] : []),
			);
			const expected = new Map(frames.map(({row, found}) => [row, known.map(filter => plainly(filter.test!, found))]));
			let answered = 0;
			const newest = await OpenedCapture.open(path.join(fixtures, file), registry);
			newest.pass.layersOnly = true;
			await newest.run(row => {
				const wanted = expected.get(row);
				if (wanted === undefined) return true;
				for (const [i, filter] of known.entries()) {
					if (filter.reach !== 'headers') continue;
					const verdict = filter.decide(newest.pass, row, newest.pass);
					if (verdict === 'maybe') continue;
					answered++;
					if ((verdict === 'yes') !== wanted[i]) expect.fail(`${filter.text}: headers say ${verdict} of frame ${row + 1}, which is wrong`);
				}

				return true;
			});
			newest.source.close();
			expect(answered).toBeGreaterThan(0);
		}, 120_000);

		test('are answered as a slow, plain evaluator answers them', () => {
			const generator = new Generator(names, random(file.length + seed));
			for (const {row} of frames) for (const node of buildTree(capture.view.aim(row)).nodes) generator.learn(node);
			let compiled = 0;
			let passed = 0;
			for (let i = 0; i < filters; i++) {
				const text = generator.filter();
				const result = compileFilter(text, registry);
				if (!result.ok || result.filter.test === undefined) continue;
				compiled++;
				expect(unlike(result.filter, capture.pass), text).toBeUndefined();
				for (const {row, found} of frames) {
					const expected = plainly(result.filter.test, found);
					const passes = result.filter.matches(capture.view.aim(row));
					if (passes) passed++;
					if (passes !== expected) expect.fail(`${text}: frame ${row + 1} ${passes ? 'passes' : 'does not pass'}, which is wrong`);
					const verdict = result.filter.decide(capture.pass, row);
					if (verdict !== 'maybe' && (verdict === 'yes') !== expected) expect.fail(`${text}: the index says ${verdict} of frame ${row + 1}, which is wrong`);
				}
			}

			expect(compiled).toBeGreaterThan(filters / 4);
			expect(passed).toBeGreaterThan(filters / 4);
		}, 120_000);

		test('that are damaged are refused at a place in their text', () => {
			const generator = new Generator(names, random(file.length + seed + 1));
			for (let i = 0; i < filters; i++) {
				const text = generator.damaged();
				const result = compileFilter(text, registry);
				if (result.ok) {
					for (const {row} of frames.slice(0, 2)) result.filter.matches(capture.view.aim(row));
					continue;
				}

				expect(result.message).toMatch(/^\S.*[^.]$/su);
				expect(result.start).toBeGreaterThanOrEqual(0);
				expect(result.end).toBeGreaterThanOrEqual(result.start);
				expect(result.end).toBeLessThanOrEqual(text.length);
				expect(errorLines(text, result)).toMatch(/\^/);
			}
		});
	});
