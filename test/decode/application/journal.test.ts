import {expect, test} from 'vitest';
import {journalEntry} from '../../../src/decode/space.ts';
import {capture} from '../network/capture.ts';

const entry = (...lines: ReadonlyArray<string | readonly number[]>): number[] =>
	lines.flatMap(line => (typeof line === 'string' ? [...new TextEncoder().encode(`${line}\n`)] : [...line]));
const bytesOf = (text: string): number[] => [...new TextEncoder().encode(text)];

test('a number of an entry is read as far as it is one', () => {
	const c = capture([entry('_PID=12x', '_UID=', '_GID=-1', 'ERRNO= -110', 'KERNEL_USEC=1500', 'USERSPACE_USEC=1s')], journalEntry);
	expect(c.values(0, 'systemd_journal.pid')).toEqual(['12']);
	expect(c.values(0, 'systemd_journal.uid')).toEqual(['0']);
	expect(c.values(0, 'systemd_journal.gid')).toEqual(['4294967295']);
	expect(c.values(0, 'systemd_journal.errno')).toEqual(['-110']);
	expect(c.values(0, 'systemd_journal.kernel_usec')).toEqual(['0.001500000']);
	expect(c.values(0, 'systemd_journal.userspace_usec')).toEqual([]);
	expect(c.values(0, 'systemd_journal.undecoded_field')).toEqual(['1']);
});

test('a value of several lines has its length in front of it', () => {
	const value = bytesOf('a\n_PID=1');
	const c = capture([entry('MESSAGE', [value.length, 0, 0, 0, 0, 0, 0, 0, ...value, 10], '_PID=2'), entry('MESSAGE', [200, 0, 0, 0, 0, 0, 0, 0, ...value])], journalEntry);
	expect(c.values(0, 'systemd_journal.message')).toEqual(['a\n_PID=1']);
	expect(c.values(0, 'systemd_journal.binary_data_len')).toEqual(['8']);
	expect(c.values(0, 'systemd_journal.pid')).toEqual(['2']);
	expect(c.values(1, 'systemd_journal.message')).toEqual([]);
	expect(c.info(1)).toBe('Journal Entry[Malformed Packet]');
});

test('what nobody knows has its name and value, and a line without a sign says nothing', () => {
	const c = capture([entry('ATTEMPT=a=b', 'NOTHING', '=none', 'PRIORITY=6')], journalEntry);
	expect(c.values(0, 'systemd_journal.field.name')).toEqual(['ATTEMPT']);
	expect(c.values(0, 'systemd_journal.field.value')).toEqual(['a=b']);
	expect(c.values(0, 'systemd_journal.priority')).toEqual(['6']);
});
