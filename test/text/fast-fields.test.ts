import {expect, test} from 'vitest';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {PacketIndex} from '../../src/decode/packet-index.ts';
import {FastFields} from '../../src/text/fast-fields.ts';
import {Output} from '../../src/text/output.ts';
import {fixtures} from '../fixtures.ts';
import {runInkcap} from './run-inkcap.ts';

const form = {header: false, bom: false, separator: '\t', aggregator: ',', occurrence: 'a', quote: ''} as const;
const registry = buildRegistry();
const index = new PacketIndex();
const nowhere = new Output(() => {});
const isFast = (name: string): boolean => FastFields.of(registry, [name], form, index, nowhere) !== undefined;
const names = ['frame.number', 'frame.len', 'frame.cap_len', ...[...registry.names].filter(name => registry.fieldsOf(name).length > 0)].filter(isFast);

test('addresses, ports and numbers of headers are among what is printed without reading layers', () => {
	expect(names).toEqual(
		expect.arrayContaining(['frame.number', 'eth.src', 'ip.src', 'ip.dst', 'ip.proto', 'ip.ttl', 'tcp.srcport', 'tcp.dstport', 'udp.srcport', 'udp.dstport', 'ipv6.src']),
	);
	expect(isFast('tcp.stream')).toBe(false);
	expect(isFast('dns.id')).toBe(false);
});

test.each(fixtures)('fields of $name are the same either way', async ({path}) => {
	const words = ['-r', path, '-T', 'fields', ...names.flatMap(name => ['-e', name])];
	const fast = await runInkcap(words);
	// -l prints packet by packet, which the fast way does not do.
	const slow = await runInkcap([...words, '-l']);
	const lines = (text: string): string[][] => text.split('\n').map(line => line.split('\t'));
	const [left, right] = [lines(fast.output), lines(slow.output)];
	const wrong = right.flatMap((row, n) => row.flatMap((cell, i) => (cell === left[n]?.[i] ? [] : [`frame ${n + 1} ${names[i]}: ${left[n]?.[i]} in place of ${cell}`])));
	expect(wrong).toEqual([]);
});

const filters = ['arp || icmp || eth[0] & 1 || tcp[13] & 2 || ip.ttl#2 > 0', 'tcp.stream < 3 && tcp.port > 0 || udp.stream == 0 || frame contains "www"'];

test.each(fixtures)('filters that need no messages let the same frames of $name pass either way', async ({path}) => {
	for (const filter of filters) {
		const words = ['-r', path, '-T', 'fields', '-e', 'frame.number', '-Y', filter];
		expect([filter, (await runInkcap(words)).output]).toEqual([filter, (await runInkcap([...words, '-l'])).output]);
	}
});
