import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {compileFilter, type Filter} from '../../../src/decode/filter/compile.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {OpenedCapture} from '../../../src/opened-capture.ts';
import {unlike} from './scanned.ts';

const fixtures = path.join(import.meta.dirname, '../../../fixtures');
const registry = buildRegistry();

/** Tests whose values the index has. */
const texts = [
	'ip.addr == 10.0.0.0/8',
	'ip.addr != 10.0.0.1',
	'ip.src == 192.0.2.0/24 || ip.dst == 198.51.100.0/24',
	'ip.src[0] == 0a',
	'ip.src < ip.dst',
	'!(ip.dst in {10.0.0.0..10.0.255.255, 192.0.2.1})',
	'ipv6.addr == 2001:db8::/32',
	'ipv6.dst[0:2] == ff:02',
	'eth.addr[0:3] == 00:00:5e',
	'eth.dst == ff:ff:ff:ff:ff:ff ^^ eth.src == 00:00:5e:00:53:01',
	'tcp.port == 80',
	'tcp.port != 80',
	'all tcp.port > 1023',
	'tcp.srcport in {1..1023} && tcp.dstport >= 1024',
	'udp.port == 53 || udp.dstport == 67',
	'tcp.stream == 0 || udp.stream in {0, 2..5}',
	'frame.len > 100 && frame.cap_len <= 60',
	'frame.number in {2..4, 7}',
	'frame.time_delta < 0.001 && frame.time_relative >= 0.5',
	'frame.time >= "2020-01-01 00:00:00" && frame.time_epoch < 4000000000.5',
	'frame.time_relative != 0',
	'frame.time_delta == 0',
	'tcp || !udp && ip',
];

function compiled(text: string): Filter {
	const result = compileFilter(text, registry);
	if (!result.ok) throw new Error(`${text}: ${result.message}`);
	return result.filter;
}

const captures = fs.readdirSync(fixtures, {recursive: true, encoding: 'utf8'}).filter(name => /\.pcap(ng)?$/.test(name)).sort();

test('what the index says of addresses, ports, streams, lengths and times is what the frames say, of every fixture', async () => {
	const wrong: string[] = [];
	const filters = texts.map(compiled);
	let sure = 0;
	for (const name of captures) {
		const capture = await OpenedCapture.open(path.join(fixtures, name), registry);
		await capture.run();
		const {pass, view} = capture;
		for (const filter of filters) {
			const different = unlike(filter, pass);
			if (different !== undefined) wrong.push(`${name}: ${filter.text}: ${different}`);
			for (let row = 0; row < capture.count; row++) {
				const verdict = filter.decide(pass, row);
				if (verdict === 'maybe') continue;
				sure++;
				if ((verdict === 'yes') !== filter.matches(view.aim(row))) wrong.push(`${name}: ${filter.text}: the index says ${verdict} of frame ${row + 1}`);
			}
		}

		capture.source.close();
	}

	expect(wrong).toEqual([]);
	expect(sure).toBeGreaterThan(10_000);
}, 120_000);

test('packets of the tour are answered without a look at them, but for those in tunnels', async () => {
	const capture = await OpenedCapture.open(path.join(fixtures, 'tour.pcapng'), registry);
	await capture.run();
	const codes = new Uint8Array(capture.count);
	for (const text of texts.filter(each => each !== 'ip.src < ip.dst')) {
		compiled(text).scan(capture.pass, 0, capture.count, codes);
		expect(codes.filter(code => code === 1).length, text).toBeLessThan(capture.count / 20);
	}

	capture.source.close();
});
