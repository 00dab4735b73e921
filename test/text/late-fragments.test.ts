import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {maxWait} from '../../src/decode/reassembly/fragments.ts';
import {runInkcap} from './run-inkcap.ts';

/** Eight bytes of a datagram of sixteen, in a record of a pcap file of raw IP. */
const record = (seconds: number, id: number, last: boolean): Buffer => {
	const bytes = Buffer.alloc(16 + 28);
	bytes.writeUInt32LE(1000 + seconds, 0);
	bytes.writeUInt32LE(28, 8);
	bytes.writeUInt32LE(28, 12);
	bytes.set([0x45, 0, 0, 28, 0, id, last ? 0 : 0x20, last ? 1 : 0, 64, 253, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2], 16);
	return bytes;
};

test('a fragment that comes too late begins another datagram', async () => {
	const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-late-')), 'late.pcap');
	const head = Buffer.from('d4c3b2a1020004000000000000000000ffff000065000000', 'hex');
	const late = maxWait + 1;
	fs.writeFileSync(file, Buffer.concat([head, record(0, 1, false), record(0, 2, false), record(maxWait, 1, true), record(late, 2, true), record(late, 2, false)]));
	const {output} = await runInkcap(['-2', '-r', file, '-T', 'fields', '-e', 'ip.reassembled_in', '-e', 'ip.fragment.count']);
	fs.rmSync(path.dirname(file), {recursive: true});
	expect(output).toBe('3\t\n\t\n\t2\n5\t\n\t2\n');
});
