import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {PacketLengths} from '../../../src/decode/analysis/packet-lengths.ts';
import {ConversationTable} from '../../../src/decode/analysis/conversation-table.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {Pass} from '../../../src/decode/pass.ts';
import {fixedText} from '../../../src/text/fixed-text.ts';
import {runInkcap} from '../../text/run-inkcap.ts';
import {fixturesDirectory} from '../../fixtures.ts';

const answers = path.join(import.meta.dirname, 'statistics');

/** What tshark was asked; `statistics/ask-tshark.mjs` asks it again. */
type Case = {readonly name: string; readonly file: string; readonly words: readonly string[]};
const cases = JSON.parse(fs.readFileSync(path.join(answers, 'cases.json'), 'utf8')) as readonly Case[];

/** A UDP datagram from 10.0.0.`from`, port 1000, to 10.0.0.`to`, port 2000, in an Ethernet frame of 60 bytes; `quotes` makes it an ICMP error about one. */
const datagram = (from: number, to: number, quotes = false): Uint8Array => {
	const ip = (
		source: number,
		destination: number,
		protocol: number,
		length: number,
	): number[] => [0x45, 0, 0, length, 0, 0, 0, 0, 64, protocol, 0, 0, 10, 0, 0, source, 10, 0, 0, destination];
	const udp = [1000 >> 8, 1000 & 0xff, 2000 >> 8, 2000 & 0xff, 0, 8, 0, 0];
	const packet = quotes ? [...ip(from, to, 1, 56), 3, 3, 0, 0, 0, 0, 0, 0, ...ip(to, from, 17, 28), ...udp] : [...ip(from, to, 17, 28), ...udp];
	const frame = [2, 0, 0, 0, 0, to, 2, 0, 0, 0, 0, from, 8, 0, ...packet];
	return Uint8Array.from(frame.concat(new Array(Math.max(0, 60 - frame.length)).fill(0)));
};

/** A pass over frames, each at a time in seconds. */
const passOver = (frames: ReadonlyArray<{readonly at: number; readonly bytes: Uint8Array; readonly length?: number}>): Pass => {
	const pass = new Pass(buildRegistry());
	for (const {at, bytes, length} of frames) {
		const seconds = Math.floor(at);
		const nanoseconds = Math.round((at - seconds) * 1e9);
		pass.append({bytes, start: 0, end: bytes.length, original: length ?? bytes.length, seconds, nanoseconds, interfaceId: 0, linkType: 1, place: 0, flags: 0});
	}

	return pass;
};

const talk = (pass: Pass, kind: 'eth' | 'ip' | 'udp'): string[] => {
	const table = new ConversationTable(pass, kind);
	for (let row = 0; row < pass.index.length; row++) table.add(row);
	const side = (address: number, port: number): string => `${table.addresses.bytes(address).join('.')}:${port}`;
	return Array.from(table.ranked(), reference => table.conversation(reference)).map(c =>
		`${side(c.source, c.sourcePort)} ${c.sentFrames}/${c.sentBytes} ${
			side(c.destination, c.destinationPort)
		} ${c.receivedFrames}/${c.receivedBytes} ${c.firstRow}: ${c.first.seconds}-${c.last.seconds}`
	);
};

describe('statistics', () => {
	test.each(cases)('$name say what tshark says', async ({name, file, words}) => {
		const {output, status} = await runInkcap(['-n', '-r', path.join(fixturesDirectory, file), ...words]);
		expect(status).toBe(0);
		expect(output).toBe(fs.readFileSync(path.join(answers, `${name}.txt`), 'utf8'));
	});

	test.each([
		['foo', /There is no statistic|-z takes/],
		['conv,tcq', /did you mean -z conv,tcp/],
		['io,stat,x', /takes an interval in seconds, not 'x'/],
		['io,stat,0.0000001', /0\.000001 seconds or more/],
		['io,stat,1,SUM(ip.src)ip', /ip\.src is neither/],
		['io,stat,1,SUM(ip.len', /not closed/],
	])('-z %s is refused in a sentence', async (word, sentence) => {
		const {status, output, complaints} = await runInkcap(['-r', path.join(fixturesDirectory, 'tour.pcapng'), '-q', '-z', word]);
		expect(status).toBe(1);
		expect(output).toBe('');
		expect(complaints).toMatch(sentence);
		expect(complaints.trimEnd()).not.toContain('\n');
	});

	test('-c says how many packets are counted', async () => {
		const count = async (most: number): Promise<string | undefined> => {
			const {output} = await runInkcap(['-n', '-q', '-z', 'io,stat,0', '-c', String(most), '-r', path.join(fixturesDirectory, 'tour.pcapng')]);
			return /<> [\d.]+ \| +(\d+) \|/.exec(output)?.[1];
		};
		expect([await count(3), await count(50)]).toEqual(['3', '50']);
	});

	test('a filter of -z that is wrong is shown with the place', async () => {
		const {status, complaints} = await runInkcap(['-r', path.join(fixturesDirectory, 'tour.pcapng'), '-q', '-z', 'conv,tcp,tcp.prt']);
		expect(status).toBe(2);
		expect(complaints).toMatch(/^The filter of -z conv,tcp, column 1: .*\n {4}tcp\.prt\n {4}\^~{6}\n$/);
	});
});

describe('conversations', () => {
	test('have the sender of the first packet first, and the earliest and latest rows', () => {
		const pass = passOver([{at: 5, bytes: datagram(2, 1)}, {at: 4, bytes: datagram(2, 1), length: 100}, {at: 9, bytes: datagram(2, 3)}, {at: 6, bytes: datagram(2, 1)}]);
		expect(talk(pass, 'udp')).toEqual(['10.0.0.2:1000 3/220 10.0.0.1:2000 0/0 1: 4-6', '10.0.0.2:1000 1/60 10.0.0.3:2000 0/0 2: 9-9']);
	});

	test('count an error by its own header, not by the one it quotes', () => {
		const pass = passOver([{at: 0, bytes: datagram(1, 2)}, {at: 1, bytes: datagram(2, 1, true)}]);
		expect(talk(pass, 'udp')).toEqual(['10.0.0.1:1000 1/60 10.0.0.2:2000 0/0 0: 0-0']);
		expect(talk(pass, 'ip')).toEqual(['10.0.0.1:0 1/60 10.0.0.2:0 1/70 0: 0-1']);
		expect(talk(pass, 'eth')).toEqual(['2.0.0.0.0.1:0 1/60 2.0.0.0.0.2:0 1/70 0: 0-1']);
	});

	test('of one address with itself have one direction', () => {
		expect(talk(passOver([{at: 0, bytes: datagram(1, 1)}, {at: 1, bytes: datagram(1, 1)}]), 'ip')).toEqual(['10.0.0.1:0 2/120 10.0.0.1:0 0/0 0: 0-1']);
	});
});

describe('packet lengths', () => {
	test('fall into ranges, and bursts last 100 milliseconds', () => {
		const times = [0, 1, 1.099, 1.101, 1.1];
		const pass = passOver(times.map((at, i) => ({at, bytes: datagram(1, 2), length: [60, 79, 80, 5119, 5120][i]!})));
		const lengths = new PacketLengths(pass);
		for (let row = 0; row < times.length; row++) lengths.add(row);
		expect(lengths.ranges.filter(({count}) => count > 0).map(({from, to, count}) => [from, to, count])).toEqual([[40, 79, 2], [80, 159, 1], [2560, 5119, 1], [5120, undefined,
			1]]);
		expect([lengths.all.burst, lengths.all.burstStart, lengths.elapsed]).toEqual([3, 1099, 1100]);
	});

	test('numbers in the middle of two are printed as C does', () => {
		expect([60.125, 60.375, 0.5, 1.5, 2.345].map((value, i) => fixedText(value, i === 2 || i === 3 ? 0 : 2))).toEqual(['60.12', '60.38', '0', '2', '2.35']);
	});
});
