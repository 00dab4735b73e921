import {expect, test} from 'vitest';
import {Collector} from '../../src/decode/collect.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {FastFields} from '../../src/text/fast-fields.ts';
import {Output} from '../../src/text/output.ts';
import {fixtures} from '../fixtures.ts';
import {runInkcap} from './run-inkcap.ts';

const form = {header: false, bom: false, separator: '\t', aggregator: ',', occurrence: 'a', quote: ''} as const;
const registry = buildRegistry();
const nowhere = new Output(() => {});
const fastFor = (name: string): FastFields | undefined => FastFields.of(registry, [name], form, nowhere);
const isSaidByNone = (name: string): boolean => fastFor(name)?.messages === undefined;
const declared = [...registry.names].filter(name => registry.fieldsOf(name).length > 0);
const names = declared.filter(name => fastFor(name) !== undefined && isSaidByNone(name));

test('addresses, ports, times and streams are among what is printed without reading layers', () => {
	expect(names).toEqual(
		expect.arrayContaining(['frame.number', 'eth.src', 'ip.src', 'ip.dst', 'ip.proto', 'ip.ttl', 'tcp.srcport', 'tcp.dstport', 'udp.srcport', 'udp.dstport', 'ipv6.src',
			'frame.time_epoch', 'frame.time_relative', 'frame.time_delta', 'tcp.stream', 'udp.stream']),
	);
	expect(isSaidByNone('dns.id')).toBe(false);
	for (const name of ['_ws.expert', '_ws.col.Info', 'frame.coloring_rule.name', 'no.such']) expect(fastFor(name)).toBeUndefined();
});

test('what a packet says of messages is never passed over', {timeout: 240_000}, async () => {
	const found = new Map<string, FastFields>();
	let asked = 0;
	for (const {path, name} of fixtures) {
		const capture = await OpenedCapture.open(path, registry);
		const {pass, view} = capture;
		const collector = new Collector(registry, declared);
		const passedOver: string[] = [];
		await capture.run(row => {
			view.aimNewest();
			for (const said of new Set(collector.collect(view).map(({field}) => field?.name))) {
				if (said === undefined || names.includes(said)) continue;
				let fast = found.get(said);
				if (fast === undefined) {
					fast = fastFor(said);
					if (fast === undefined) continue;
					found.set(said, fast);
				}

				asked++;
				if (fast.packet(pass, row)) passedOver.push(`${said} in frame ${row + 1}`);
			}

			return true;
		});
		capture.source.close();
		expect([name, passedOver]).toEqual([name, []]);
	}

	expect(found.size).toBeGreaterThan(4000);
	expect(asked).toBeGreaterThan(100_000);
});

const mixed = ['frame.number', 'frame.time_relative', 'ip.src', 'tcp.stream', 'dns.qry.name', 'http.host', 'tls.handshake.type', 'tcp.analysis.flags', 'icmp.type', 'udp.stream',
	'sctp.chunk_type'];

test.each(fixtures)('fields of messages in $name are the same either way', async ({path}) => {
	for (const [asked, ...options] of [[mixed], [mixed, '-Y', 'tcp || dns'], [mixed, '-2'], [['tcp', 'ip', 'udp']], [['http', 'frame.number']]] as const) {
		const words = ['-r', path, '-T', 'fields', ...asked.flatMap(name => ['-e', name]), ...options];
		expect([words, (await runInkcap(words)).output]).toEqual([words, (await runInkcap([...words, '-l'])).output]);
	}
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
