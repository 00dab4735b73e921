import {expect, test} from 'vitest';
import {runInkcap} from './run-inkcap.ts';

const fields = (...names: string[]): string[] => ['-T', 'fields', ...names.flatMap(name => ['-e', name])];
const run = async (file: string, ...words: string[]): Promise<string> => {
	const {status, output, complaints} = await runInkcap(['-2', '-n', '-r', `fixtures/${file}`, ...words]);
	expect([status, complaints]).toEqual([0, '']);
	return output;
};

const tcp = fields('tcp.checksum.status', 'tcp.checksum_calculated', 'tcp.checksum_bad.expert');

test('checksums of TCP are left alone, until -o asks for them', async () => {
	expect(await run('tcp/checksum-bad.pcap', ...tcp)).toBe('2\t\t\n2\t\t\n');
	expect(await run('tcp/checksum-bad.pcap', '-o', 'tcp.check_checksum:true', ...tcp)).toBe('0\t0xdddd\t1\n0\t0x7385\t1\n');
	expect(await run('tcp/checksum-bad.pcap', '-o', 'tcp.check_checksum:TRUE', '-o', 'tcp.check_checksum:FALSE', ...tcp)).toBe('2\t\t\n2\t\t\n');
	expect(await run('tcp/checksum-bad.pcap', '-o', 'tcp.check_checksum:TRUE')).toContain('Win=64240 [TCP CHECKSUM INCORRECT] Len=5');
	expect(await run('tcp/checksum-bad.pcap', '-c', '1', '-o', 'tcp.check_checksum:TRUE', '-V'))
		.toContain(
			'Checksum: 0xdead incorrect, should be 0xdddd (maybe caused by "TCP checksum offload"?)\n        [Expert Info (Error/Checksum): Bad checksum [should be 0xdddd]]',
		);
	expect(await run('tcp/handshake.pcap', '-c', '1', '-o', 'tcp.check_checksum:TRUE', ...tcp)).toMatch(/^1\t0x[\da-f]{4}\t\n$/);
});

test('the headers of IPv4, and UDP without a checksum over IPv6', async () => {
	expect(await run('tcp/checksum-bad.pcap', '-o', 'ip.check_checksum:TRUE', ...fields('ip.checksum.status', 'ip.checksum_calculated'))).toBe('1\t0x7c09\n1\t0x7c07\n');
	const udp = fields('udp.checksum.status', 'udp.checksum.zero');
	expect(await run('ipv6/malformed.pcap', '-Y', 'udp.checksum == 0', ...udp)).toBe('3\t1\n');
	expect(await run('ipv6/malformed.pcap', '-Y', 'udp.checksum == 0', '-o', 'udp.ignore_ipv6_zero_checksum:TRUE', ...udp)).toBe('3\t\n');
});

test('what SCTP is checked by is chosen', async () => {
	const sctp = fields('sctp.checksum.status');
	expect(await run('sctp/association.pcap', '-c', '2', ...sctp)).toBe('2\n2\n');
	expect(await run('sctp/association.pcap', '-c', '2', '-o', 'sctp.checksum:crc 32c', ...sctp)).toBe('1\n1\n');
	expect(await run('sctp/association.pcap', '-c', '2', '-o', 'sctp.checksum:Automatic', ...sctp)).toBe('1\n1\n');
	expect(await run('sctp/association.pcap', '-c', '2', '-o', 'sctp.checksum:Adler 32', ...sctp)).toBe('0\n0\n');
});

test.each([
	['foo.bar:1', /^-o flag "foo\.bar:1" specifies unknown preference; there are ip\.check_checksum, /],
	['tcp.check_checksun:TRUE', /^-o flag "tcp\.check_checksun:TRUE" specifies unknown preference; did you mean 'tcp\.check_checksum'\?\n$/],
	['tcp.check_checksum', /^Invalid -o flag "tcp\.check_checksum"/],
	['tcp.check_checksum:MAYBE', /^-o tcp\.check_checksum: takes FALSE or TRUE, not 'MAYBE'\.\n$/],
])('-o %s is refused in a sentence', async (flag, sentence) => {
	const {status, complaints} = await runInkcap(['-r', 'fixtures/tour.pcapng', '-o', flag]);
	expect([status, complaints]).toEqual([1, expect.stringMatching(sentence)]);
});
