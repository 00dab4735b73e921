import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {runInkcap} from './run-inkcap.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-flow-'));
const file = path.join(folder, 'many.pcap');
afterAll(() => fs.rmSync(folder, {recursive: true}));

/** A datagram of two bytes from and to addresses in 10.0.0.0/16, in a record of a pcap file of raw IP. */
const record = (seconds: number, from: number, to: number): Buffer => {
	const bytes = Buffer.alloc(16 + 30);
	bytes.writeUInt32LE(1000 + seconds, 0);
	bytes.writeUInt32LE(30, 8);
	bytes.writeUInt32LE(30, 12);
	bytes.set([0x45, 0, 0, 30, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, from >> 8, from & 255, 10, 0, to >> 8, to & 255, 0x9c, 0x41, 0x9c, 0x49, 0, 10, 0, 0, 0x68, 0x69], 16);
	return bytes;
};

beforeAll(() => {
	const head = Buffer.from('d4c3b2a1020004000000000000000000ffff000065000000', 'hex');
	const talks = [...Array.from({length: 39}, (_, i) => [0, i + 1] as const), [0, 100], [100, 0], [100, 101], [5, 101], [101, 39], [0, 1]] as const;
	fs.writeFileSync(file, Buffer.concat([head, ...talks.map(([from, to], i) => record(i, from, to))]));
});

// As tshark 4.0.17 draws them; runs of columns and dashes are written as their number.
const drawn = `|39.000000|         40001 → 40009 Len=2           |{38}UDP: 40001 → 40009 Len=2
|         |(40001)  [818]>  (40009) |{39}
|40.000000|         40001 → 40009 Len=2           |{38}UDP: 40001 → 40009 Len=2
|         |(40009)  <[818]  (40001) |{39}
|41.000000|{40}40001 → 40009 Len=2UDP: 40001 → 40009 Len=2
|         |{40}[18]>(40001)(40009)
|42.000000|{5}         40001 → 40009 Len=2           |{33}UDP: 40001 → 40009 Len=2
|         |{5}(40001)  [718]>  (40009) |{34}
|43.000000|{39}         40001 → 40009 Len=2          |UDP: 40001 → 40009 Len=2
|         |{39}(40009)  <[38]  (40001) |
|44.000000|         40001 → 40009 Len=2           |{38}UDP: 40001 → 40009 Len=2
|         |(40001)  [18]>  (40009)  |{38}
`;

test('a ladder has columns for forty addresses, and arrows to the others behind them', async () => {
	const {output, status} = await runInkcap(['-q', '-n', '-r', file, '-z', 'flow,any,standard']);
	expect(status).toBe(0);
	const lines = output.split('\n').slice(2 + 39 * 2);
	const shown = lines.map(line => line.replaceAll(/(?: {19}\|)+/g, run => `{${run.length / 20}}`).replaceAll(/-{18,}/g, run => `[${run.length}]`)).join('\n');
	expect(shown).toBe(drawn);
	expect(output.split('\n')[0]).toContain('| 10.0.0.38');
	expect(output).not.toContain('10.0.0.100');
});
