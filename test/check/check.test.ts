import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {differenceLine} from '../../src/check/difference.ts';
import {type CheckReport, reporters} from '../../src/check/reporters.ts';
import {statusOfReport} from '../../src/check/run.ts';
import {checking, directoryWith, rewrite, withByte} from './captures.ts';

/** Place of the first byte of the IPv4 header behind Ethernet. */
const ip = 14;
/** The last byte of the sender's address in Ethernet. */
const lastOfSource = 11;
const tcpFlags = ip + 20 + 13;

const linesOf = ({results}: CheckReport): string[] => results.flatMap(({differences}) => differences.map(differenceLine));

/** A directory with fixtures whose snapshots are written. */
const checkedDirectory = async (...names: readonly string[]): Promise<string> => {
	const directory = directoryWith(...names);
	const report = await checking([directory], {update: true});
	expect(report.results.map(({status}) => status)).toEqual(names.map(() => 'written'));
	return directory;
};

describe('a check', () => {
	test('asks for a snapshot, writes it, and finds it the same', async () => {
		const directory = directoryWith('tcp/handshake.pcap');
		const first = await checking([directory]);
		expect(first.results[0]!.status).toBe('missing');
		expect(statusOfReport(first)).toBe(1);
		expect(reporters.text(first)).toContain('handshake.pcap.txt');
		const second = await checking([directory], {update: true});
		expect([second.results[0]!.status, statusOfReport(second)]).toEqual(['written', 0]);
		const third = await checking([directory]);
		expect([third.results[0]!.status, statusOfReport(third), linesOf(third)]).toEqual(['same', 0, []]);
		expect(reporters.text(third)).toBe('1 capture: 1 same\n');
	});

	test('says a changed bit as the field that holds it', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		rewrite(path.join(directory, 'handshake.pcap'), records => records.map((record, i) => (i === 0 ? withByte(record, ip + 8, ttl => ttl - 1) : record)));
		const report = await checking([directory]);
		expect(linesOf(report)).toEqual(['frame 1: ip.ttl 64 -> 63']);
		expect(statusOfReport(report)).toBe(1);
	});

	test('says which flag of TCP changed, and what follows from it', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		rewrite(path.join(directory, 'handshake.pcap'), records => records.map((record, i) => (i === 2 ? withByte(record, tcpFlags, flags => flags | 1) : record)));
		expect(linesOf(await checking([directory], {ignore: ['tcp.flags', 'tcp.flags.str']}))).toContain('frame 3: tcp.flags.fin 0 -> 1');
	});

	test('says what stands below something that is left out by its own name', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		rewrite(path.join(directory, 'handshake.pcap'), records => records.map((record, i) => (i === 2 ? withByte(record, tcpFlags, flags => flags | 1) : record)));
		const lines = linesOf(await checking([directory], {ignore: ['tcp.flags*', 'tcp.analysis*']}));
		expect(lines).toContain('frame 3: tcp.connection.fin chat added');
		expect(lines.filter(line => line.includes('tcp.flags'))).toEqual([]);
		expect(linesOf(await checking([directory], {fields: ['tcp.connection.fin']}))).toContain('frame 3: tcp.connection.fin chat added');
	});

	test('says which configuration has a name that means nothing', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		fs.writeFileSync(path.join(directory, 'inkcap.config.json'), '{"check": {"ignore": ["tcp.nothing"]}}');
		await expect(checking([directory])).rejects.toThrow(/inkcap\.config\.json" cannot be followed: ignore: there is no field 'tcp\.nothing'/);
	});

	test('does not wait for what is no file, nor stumble over links that lead nowhere', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		const pipe = path.join(directory, 'pipe.pcap');
		execFileSync('mkfifo', [pipe]);
		fs.mkdirSync(path.join(directory, 'directory.pcap'));
		fs.symlinkSync('handshake.pcap', path.join(directory, 'link.pcap'));
		fs.symlinkSync('circle.pcap', path.join(directory, 'circle.pcap'));
		fs.symlinkSync('nothing.pcap', path.join(directory, 'nowhere.pcap'));
		const {results} = await checking([directory]);
		expect(results.map(({path: place, status}) => `${path.basename(place)} ${status}`)).toEqual([
			'circle.pcap failed',
			'handshake.pcap same',
			'link.pcap missing',
			'nowhere.pcap failed',
		]);
		await expect(checking([pipe])).rejects.toThrow(/is neither a file nor a directory/);
	});

	test('leaves out what is to be ignored, under any of its names', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		rewrite(path.join(directory, 'handshake.pcap'), records => records.map(record => withByte(record, ip + 4, id => id ^ 0xff)));
		expect(linesOf(await checking([directory]))).not.toEqual([]);
		expect(linesOf(await checking([directory], {ignore: ['ip.id']}))).toEqual([]);
		expect(linesOf(await checking([directory], {ignore: ['ip.i*']}))).toEqual([]);
		expect(linesOf(await checking([directory], {ignore: ['ip']}))).toEqual([]);
		expect(linesOf(await checking([directory], {fields: ['tcp']}))).toEqual([]);
		rewrite(path.join(directory, 'handshake.pcap'), records => records.map(record => withByte(record, lastOfSource, octet => octet ^ 1)));
		expect(linesOf(await checking([directory], {ignore: ['ip.id', 'eth.src']}))).toEqual([]);
		expect(linesOf(await checking([directory], {ignore: ['ip.id', 'eth.addr']}))).toEqual([]);
	});

	test('says one packet more or less as that, and not as changes of all that follow', async () => {
		const directory = await checkedDirectory('icmp/echo.pcap');
		const file = path.join(directory, 'echo.pcap');
		const before = fs.readFileSync(file);
		rewrite(file, records => records.filter((_, i) => i !== 2));
		const removed = linesOf(await checking([directory], {ignore: ['frame.time_*']}));
		expect(removed[0]).toMatch(/^frame 3: removed/);
		expect(removed.every(line => !/icmp\.(?:seq|ident|data)|ip\./.test(line))).toBe(true);
		fs.writeFileSync(file, before);
		rewrite(file, records => [records[0]!, records[0]!, ...records.slice(1)]);
		expect(linesOf(await checking([directory], {fields: ['ip']}))).toEqual(['frame 2: added']);
	});

	test('looks only at the packets that pass --only', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		rewrite(path.join(directory, 'handshake.pcap'), records => records.map((record, i) => (i === 2 ? withByte(record, ip + 8, ttl => ttl - 1) : record)));
		expect(linesOf(await checking([directory], {only: 'tcp.flags.syn == 1'}))).toEqual([]);
		expect(linesOf(await checking([directory], {only: 'tcp.flags.syn == 0'}))).toEqual(['frame 3: ip.ttl 64 -> 63']);
	});

	test('says where a capture is cut', async () => {
		const directory = await checkedDirectory('udp/ports.pcap');
		const file = path.join(directory, 'ports.pcap');
		fs.writeFileSync(file, fs.readFileSync(file).subarray(0, -5));
		const lines = linesOf(await checking([directory]));
		expect(lines.at(-1)).toMatch(/^the capture is whole -> cut at byte \d+$/);
		expect(lines[0]).toMatch(/^frame \d+: removed/);
	});

	test('reports snapshots without a capture, and removes them', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap', 'udp/ports.pcap');
		fs.rmSync(path.join(directory, 'ports.pcap'));
		fs.writeFileSync(path.join(directory, 'notes.pcap.txt'), 'What I think of it.\n');
		const report = await checking([directory]);
		expect(report.orphans).toEqual([path.join(directory, 'ports.pcap.txt')]);
		expect(statusOfReport(report)).toBe(1);
		expect(statusOfReport(await checking([directory], {update: true}))).toBe(0);
		expect(fs.readdirSync(directory).sort()).toEqual(['handshake.pcap', 'handshake.pcap.txt', 'notes.pcap.txt']);
	});

	test('could not run where a file is no capture, and says so in a sentence', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		fs.writeFileSync(path.join(directory, 'other.pcap'), 'not a capture at all');
		const report = await checking([directory]);
		expect(report.results.map(({status}) => status)).toEqual(['same', 'failed']);
		expect(statusOfReport(report)).toBe(2);
		expect(reporters.text(report)).toMatch(/failed: .*other\.pcap" is not a capture file/);
	});

	test('asks for an update where a snapshot is of another version or no decode', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		const file = path.join(directory, 'handshake.pcap.txt');
		fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('inkcap decode 1', 'inkcap decode 999'));
		const report = await checking([directory]);
		expect([report.results[0]!.status, report.results[0]!.note]).toEqual(['different', expect.stringMatching(/version 999.*--update/)]);
		expect((await checking([directory], {update: true})).results[0]!.status).toBe('updated');
		expect((await checking([directory])).results[0]!.status).toBe('same');
	});

	test('takes snapshots with the line ends of Windows', async () => {
		const directory = await checkedDirectory('dns/records.pcap');
		const file = path.join(directory, 'records.pcap.txt');
		fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
		expect((await checking([directory])).results[0]!.status).toBe('same');
	});

	test('keeps JSON as it keeps text', async () => {
		const directory = directoryWith('dns/records.pcap');
		await checking([directory], {update: true, format: 'json'});
		expect(fs.readdirSync(directory)).toEqual(['records.pcap', 'records.pcap.json']);
		expect((await checking([directory], {format: 'json'})).results[0]!.status).toBe('same');
		rewrite(path.join(directory, 'records.pcap'), records => records.map((record, i) => (i === 0 ? withByte(record, ip + 8, ttl => ttl - 1) : record)));
		expect(linesOf(await checking([directory], {format: 'json'}))).toEqual(['frame 1: ip.ttl 64 -> 63']);
	});

	test('refuses names and filters that mean nothing', async () => {
		const directory = directoryWith('tcp/handshake.pcap');
		await expect(checking([directory], {ignore: ['tcp.flag.fin']})).rejects.toThrow("ignore: there is no field 'tcp.flag.fin'; did you mean 'tcp.flags.fin'?");
		await expect(checking([directory], {only: 'tcp.flags.syn =='})).rejects.toThrow(/^only 'tcp\.flags\.syn ==', column \d+: /);
		await expect(checking([path.join(directory, 'nothing')])).rejects.toThrow(/^There is no file or directory/);
		fs.rmSync(path.join(directory, 'handshake.pcap'));
		await expect(checking([directory])).rejects.toThrow(/^There is no capture in/);
	});
});

describe('a snapshot', () => {
	test('holds nothing of what is ignored, not in texts either', async () => {
		const directory = directoryWith('tcp/handshake.pcap');
		await checking([directory], {update: true, ignore: ['tcp.port', 'tcp.checksum*', 'frame.time*']});
		const text = fs.readFileSync(path.join(directory, 'handshake.pcap.txt'), 'utf8');
		expect(text).toContain('\nignore tcp.port,tcp.checksum*,frame.time*\n');
		expect(text).toContain('\nframe 1\n');
		expect(text).not.toMatch(/tcp\.(?:src|dst)?port \d|→/);
	});

	test('keeps texts where only what the capture says of packets is ignored', async () => {
		const directory = directoryWith('tcp/handshake.pcap');
		await checking([directory], {update: true, ignore: ['frame.time*', 'frame.len']});
		const text = fs.readFileSync(path.join(directory, 'handshake.pcap.txt'), 'utf8');
		expect(text).toMatch(/^frame 1: TCP 192\.0\.2\.10 -> .* \[SYN\] /m);
		expect(text).toContain('\t\t- Timestamps\n');
		expect(text).not.toMatch(/\tframe\.time/);
	});

	test('is made by rules of decode-as, and says so', async () => {
		const directory = directoryWith('http/get.pcap');
		const rule = 'tcp.port==80,data';
		for (const format of ['text', 'json'] as const) {
			const file = path.join(directory, `get.pcap.${format === 'text' ? 'txt' : 'json'}`);
			await checking([directory], {update: true, format, decodeAs: [rule]});
			expect(fs.readFileSync(file, 'utf8')).toContain(rule);
			expect(fs.readFileSync(file, 'utf8')).not.toContain('http.request');
			expect((await checking([directory], {format, decodeAs: [rule]})).results[0]!.status).toBe('same');
			expect((await checking([directory], {format})).results[0]!.note).toBe(`The snapshot was made with decode-as ${rule}, and is compared with everything.`);
			fs.writeFileSync(path.join(directory, 'inkcap.config.json'), JSON.stringify({check: {decodeAs: [rule]}}));
			expect((await checking([directory], {format})).results[0]!.status).toBe('same');
			// What the command line says comes later, and so counts.
			expect((await checking([directory], {format, decodeAs: ['tcp.port==80,http']})).results[0]!.note).toContain(
				`compared with decode-as ${rule}; decode-as tcp.port==80,http.`,
			);
			fs.rmSync(path.join(directory, 'inkcap.config.json'));
		}

		await checking([directory], {update: true});
		expect((await checking([directory], {decodeAs: [rule]})).results[0]!.note).toBe(`The snapshot was made with everything, and is compared with decode-as ${rule}.`);
		await expect(checking([directory], {decodeAs: ['tcp.prt==80,http']})).rejects.toThrow("decode-as knows no layer 'tcp.prt'; did you mean 'tcp.port'?");
	});

	test('says with what it was made, where that explains the differences', async () => {
		const directory = directoryWith('tcp/handshake.pcap');
		await checking([directory], {update: true, ignore: ['ip.id']});
		const [result] = (await checking([directory])).results;
		expect(result!.note).toBe('The snapshot was made with ignore ip.id, and is compared with everything.');
	});
});

describe('a configuration', () => {
	test('is about its directory and what is below, and the command line comes on top', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap');
		const below = path.join(directory, 'below');
		fs.mkdirSync(below);
		for (const name of ['handshake.pcap', 'handshake.pcap.txt']) fs.renameSync(path.join(directory, name), path.join(below, name));
		rewrite(path.join(below, 'handshake.pcap'), records => records.map(record => withByte(withByte(record, ip + 4, id => id ^ 0xff), ip + 8, ttl => ttl - 1)));
		fs.writeFileSync(path.join(directory, 'inkcap.config.json'), '{"check": {"ignore": ["ip.id"]}}');
		expect(linesOf(await checking([directory])).every(line => line.includes('ip.ttl'))).toBe(true);
		expect(linesOf(await checking([directory], {ignore: ['ip.ttl']}))).toEqual([]);
		fs.writeFileSync(path.join(below, 'inkcap.config.json'), '{"check": {"fields": ["tcp"]}}');
		expect(linesOf(await checking([directory]))).toEqual([]);
	});

	test.each([
		['{"check": {"ignores": []}}', /has a 'ignores', which means nothing; did you mean 'ignore'\?$/],
		['{"only": "dns"}', /has a 'only', which means nothing; it may have check\.$/],
		['{"check": {"fields": "dns"}}', /has a 'fields' that is no list of names\.$/],
		['{"check": {"decodeAs": "tcp.port==80,http"}}', /has a 'decodeAs' that is no list of rules\.$/],
		['{"check": {"decodeAs": ["tcp.port==80,htp"]}}', /decode-as knows no protocol 'htp'; did you mean 'stp'\?$/],
		['{"check": {"format": "xml"}}', /has a 'format' that is none of text, json\.$/],
		['{', /cannot be read: /],
	])('that says %s is refused', async (text, message) => {
		const directory = directoryWith('tcp/handshake.pcap');
		fs.writeFileSync(path.join(directory, 'inkcap.config.json'), text);
		await expect(checking([directory])).rejects.toThrow(message);
	});
});

describe('the reporters', () => {
	test('say the same in their own forms', async () => {
		const directory = await checkedDirectory('tcp/handshake.pcap', 'udp/ports.pcap');
		rewrite(path.join(directory, 'handshake.pcap'), records => records.map((record, i) => (i === 0 ? withByte(record, ip + 8, ttl => ttl - 1) : record)));
		const report = await checking([directory]);
		const file = path.join(directory, 'handshake.pcap');
		expect(reporters.text(report)).toBe(`different: ${file}\n  frame 1: ip.ttl 64 -> 63\n2 captures: 1 same, 1 different\n`);
		const {line} = report.results[0]!.differences[0]!;
		expect(fs.readFileSync(`${file}.txt`, 'utf8').split('\n')[line! - 1]).toBe('\t\tip.ttl 64');
		expect(reporters.github(report)).toBe(`::error file=${file}.txt,line=${line},title=${file}::frame 1: ip.ttl 64 -> 63\n2 captures: 1 same, 1 different\n`);
		expect(reporters.junit(report).replaceAll(/time="[\d.]+"/g, 'time=""')).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1" errors="0" time="">
  <testsuite name="inkcap check" tests="2" failures="1" errors="0" time="">
    <testcase classname="inkcap check" name="${file}" file="${file}" time="">
      <failure message="1 difference" type="different">frame 1: ip.ttl 64 -&gt; 63</failure>
    </testcase>
    <testcase classname="inkcap check" name="${directory}/ports.pcap" file="${directory}/ports.pcap" time=""/>
  </testsuite>
</testsuites>
`);
		const json = JSON.parse(reporters.json(report)) as {captures: Array<{status: string; differences: Array<{name: string; before: string; after: string; text: string}>}>};
		expect(json.captures.map(({status}) => status)).toEqual(['different', 'same']);
		expect(json.captures[0]!.differences[0]).toMatchObject({frame: 1, name: 'ip.ttl', before: '64', after: '63', text: 'frame 1: ip.ttl 64 -> 63'});
	});
});
