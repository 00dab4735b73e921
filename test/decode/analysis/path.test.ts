import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {isQuoteOf} from '../../../src/decode/analysis/path-mtu.ts';
import {runInkcap} from '../../text/run-inkcap.ts';
import {fixturesDirectory} from '../../fixtures.ts';

const fields = async (file: string, names: readonly string[], ...more: readonly string[]): Promise<string[]> => {
	const {output} = await runInkcap(['-n', '-r', path.join(fixturesDirectory, file), '-T', 'fields', ...names.flatMap(name => ['-e', name]), ...more]);
	return output.slice(0, -1).split('\n');
};

const faultsOf = async (file: string): Promise<string> => (await runInkcap(['-n', '-2', '-q', '-z', 'expert', '-r', path.join(fixturesDirectory, file)])).output;

describe('the ports of a datagram', () => {
	test.each(['ip/fragments-udp.pcap', 'ipv6/fragments-udp.pcap'])('are known of every fragment in %s', async file => {
		expect(await fields(file, ['frame.number'], '-2', '-Y', 'inkcap.port == 7')).toEqual(['1', '2', '3', '4']);
		expect(await fields(file, ['frame.number'], '-2', '-Y', 'inkcap.dstport == 7')).toEqual(['1', '2']);
		expect(await fields(file, ['frame.number'], '-2', '-Y', 'udp.port == 7')).toEqual(['2', '4']);
	});

	test('are known of fragments that came before the first only when everything was seen', async () => {
		const backwards = (await fields('ip/fragments-order.pcap', ['frame.number', 'inkcap.port'])).filter(line => line.split('\t')[1] === '').length;
		const known = (await fields('ip/fragments-order.pcap', ['frame.number', 'inkcap.port'], '-2')).filter(line => line.split('\t')[1] === '').length;
		expect(backwards).toBeGreaterThan(known);
	});
});

describe('hostile fragments', () => {
	test.each([
		['ip/teardrop-malformed.pcap', ['Fragments overlap: frame 2', 'different bytes, what is shown may not be what the receiver saw: frame 6', 'different places: frame 9']],
		['ip/ping-of-death.pcap', ['ping of death', 'too small for the transport header', 'write over the TCP flags']],
		['ip/fragments-order.pcap', ['Other fragments of the datagram are missing']],
		[
			'ipv6/fragments-hostile-malformed.pcap',
			['for which receivers throw all of them away', 'different bytes', 'different places', 'past the end', 'too small for the transport header', 'write over the TCP flags',
				'missing'],
		],
	])('of %s are told', async (file, said) => {
		const output = await faultsOf(file);
		for (const one of said) expect(output).toMatch(new RegExp(one));
	});
});

describe('a path with a small MTU', () => {
	const names = ['frame.number', 'inkcap.pmtu.refused', 'inkcap.pmtu.told', 'inkcap.pmtu.next', 'inkcap.pmtu.follows', 'inkcap.pmtu.mtu'];

	test.each([
		['tcp/path-mtu.pcap', ['4\t\t7\t\t\t900', '5\t\t8\t\t\t900', '7\t4\t\t10\t\t900', '8\t5\t\t10\t\t900', '10\t\t\t\t7\t']],
		['icmp/fragmentation-needed.pcap', ['1\t\t2\t\t\t900', '2\t1\t\t3\t\t900', '3\t\t\t\t2\t']],
		['icmpv6/packet-too-big.pcap', ['1\t\t2\t\t\t1280', '2\t1\t\t3\t\t1280', '3\t\t\t\t2\t']],
	])('links what was too big, who said so and what came then in %s', async (file, lines) => {
		expect(await fields(file, names, '-2', '-Y', 'inkcap.pmtu.told || inkcap.pmtu.refused || inkcap.pmtu.follows')).toEqual(lines);
	});

	test('is told in words', async () => {
		const output = await faultsOf('tcp/path-mtu.pcap');
		expect(output).toContain("192.0.2.1 passes 900 bytes on at most: frame 4 had 1500 and Don't fragment set; the sender went on with 900 bytes in frame 10");
		expect(output).toContain('Too big for a link on the path that takes 900 bytes, told in frame 7');
	});

	test('is not confused by time to live and checksum, which routers change', () => {
		const packet = Uint8Array.from({length: 28}, (_, i) => (i === 0 ? 0x45 : i));
		const quoted = packet.slice();
		quoted[8] = 63;
		quoted[10] = 0xff;
		expect(isQuoteOf(quoted, packet, 0)).toBe(true);
		quoted[4] = 0xaa;
		expect(isQuoteOf(quoted, packet, 0)).toBe(false);
	});
});
