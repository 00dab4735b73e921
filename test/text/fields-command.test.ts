import {expect, test} from 'vitest';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {fieldsCommand} from '../../src/text/fields-command.ts';
import {Output} from '../../src/text/output.ts';
import {UsageError} from '../../src/text/options.ts';

const run = (...words: string[]): string[] => {
	const parts: Uint8Array[] = [];
	const output = new Output(bytes => parts.push(bytes.slice()));
	fieldsCommand(words, output);
	output.flush();
	return Buffer.concat(parts).toString('utf8').trimEnd().split('\n');
};

const wrong = (...words: string[]): UsageError => {
	try {
		run(...words);
	} catch (error) {
		if (error instanceof UsageError) return error;
	}

	return expect.fail('this is no error');
};

test('every name is listed, with type, base, title, protocol and meaning', () => {
	const lines = run();
	const names = new Set(lines.map(line => line.split('\t')[0]));
	for (const {name, fields, faults} of buildRegistry().protocols.slice(1))
		for (const wanted of [name, ...fields.map(f => f.name), ...faults.map(f => f.name)]) expect(names).toContain(wanted);
	expect(lines).toContain('ip.ttl\tFT_UINT8\tBASE_DEC\tTime to Live\tip\tRouters that may still pass the packet on. Each takes one away.');
	for (const line of lines) expect(line.split('\t')).toHaveLength(6);
});

test('a pattern is part of a name or a title, or describes whole names', () => {
	expect(run('Time', 'to', 'Live').map(line => line.split('\t')[0])).toEqual(expect.arrayContaining(['ip.ttl', 'dns.resp.ttl']));
	expect(run('tcp.flags.s*').map(line => line.split('\t')[0])).toEqual(['tcp.flags.syn', 'tcp.flags.str']);
	expect(run('IP.TT?').map(line => line.split('\t')[0])).toEqual(['ip.ttl']);
	expect(wrong('ip.tttl').message).toBe("There is no field like 'ip.tttl'; did you mean 'ip.ttl'?");
	expect(wrong('a(*').message).toMatch(/^There is no field like/);
});

test('a filter is explained, with where each answer comes from', async () => {
	const filters = [
		'tcp.port in {80, 443..450} && ip.addr == 10.0.0.0/8 and !(http.host contains "x" or dns.qry.type == AAAA)',
		'frame.len > 100 and frame.time > "2024-01-01 00:00:00Z" and frame.time_delta < 0.5 and tcp.stream == 5',
		'ip and tls and _ws.malformed and tcp.analysis.retransmission',
		'tcp.flags & 2 or count(ip.addr) > 2 or eth.src[0:3] == 00:00:5e or @ip.src == c0 or ip.ttl#[1-2] < 64 or eth.src[-3:2,0] == 1',
		'ip.src != 192.0.2.1 xor ip.src !== 192.0.2.1 xor all tcp.port >= 1024',
		`http.host matches "^w" or upper(http.host) == "A\\x00" or ip.src == \${ip.dst} or udp.length == ip.len - 20`,
		`\${private_ipv6:ipv6.dst} and ipv6.src == ::1 and eth.dst == ff:ff:ff:ff:ff:ff and tcp.flags.syn == true`,
		'',
	];
	await expect(`${filters.map(text => `${text}\n${run('--explain', text).join('\n')}\n`).join('\n')}`).toMatchFileSnapshot('explained-filters.golden.txt');
	expect(wrong('--explain', 'ip.adr')).toMatchObject({status: 2, where: '    ip.adr\n    ^~~~~~'});
	expect(wrong('--explain', 'ip', 'udp').message).toMatch(/one filter, in quotes/);
});

test('--help says what there is', () => expect(run('--help').join('\n')).toMatch(/--explain FILTER/));
