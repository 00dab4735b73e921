import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {translateCaptureFilter} from '../../../../src/decode/filter/capture/capture-filter.ts';
import {compileFilter} from '../../../../src/decode/filter/compile.ts';
import {buildRegistry} from '../../../../src/decode/protocols.ts';
import {runInkcap} from '../../../text/run-inkcap.ts';
import {errorLines} from '../error-lines.ts';

const registry = buildRegistry();
const tour = path.join(import.meta.dirname, '../../../../fixtures/tour.pcapng');

test('capture filters are said in the words of display filters, or refused at a place', async () => {
	const lines = fs.readFileSync(path.join(import.meta.dirname, 'words.txt'), 'utf8').trimEnd().split('\n');
	const said = lines.map(text => {
		const words = translateCaptureFilter(text);
		if (!words.ok) return errorLines(text, words);
		const exact = translateCaptureFilter(text, true);
		if (!exact.ok) return expect.fail(`${text} is refused where it is taken exactly`);
		for (const {filter} of [words, exact]) expect([filter, compileFilter(filter, registry)]).toMatchObject([filter, {ok: true}]);
		return `${text}\n => ${words.filter}${exact.filter === words.filter ? '' : `\n -f ${exact.filter}`}`;
	});
	await expect(`${said.join('\n')}\n`).toMatchFileSnapshot('words.golden.txt');
});

test('a capture filter typed as a display filter is offered in display-filter words', async () => {
	expect(compileFilter(' tcp port 443 and host 10.0.0.1 ', registry)).toEqual({
		ok: false,
		message: 'this is a capture filter; as a display filter: "tcp.port == 443 && ip.addr == 10.0.0.1"',
		start: 1,
		end: 31,
		incomplete: false,
		suggestion: 'tcp.port == 443 && ip.addr == 10.0.0.1',
	});
	expect(await runInkcap(['-r', tour, '-Y', 'port 53'])).toEqual({
		status: 2,
		output: '',
		complaints: `The filter, column 1: this is a capture filter; as a display filter: "tcp.port == 53 || udp.port == 53".\n    port 53\n    ^~~~~~~\n`,
	});
});

test('what both languages have is a display filter', () => {
	for (const text of ['tcp', 'not arp', '!(tcp or udp)', 'tcp[13] == 2', '']) expect(compileFilter(text, registry).ok).toBe(true);
});

test('-f asks the same of a file, alone and with -Y', async () => {
	const frames = async (...words: string[]): Promise<string> => (await runInkcap(['-r', tour, '-T', 'fields', '-e', 'frame.number', ...words])).output;
	expect(await frames('-f', 'tcp port 80 and less 100')).toBe(await frames('-Y', 'tcp.port == 80 && frame.len <= 100'));
	expect(await frames('-f', 'tcp or udp', '-Y', 'ip or arp')).toBe(await frames('-Y', '(tcp or udp) and ip and !icmp'));
	expect(await frames('-f', '')).toBe(await frames());
	expect(await runInkcap(['-r', tour, '-f', 'tcp prt 80'])).toEqual({
		status: 2,
		output: '',
		complaints: 'The capture filter, column 5: "prt" does not belong here.\n    tcp prt 80\n        ^~~\n',
	});
});

test('endless nesting is refused', () => {
	for (
		const text of [`${'('.repeat(100_000)}tcp`, `${'not '.repeat(100_000)}tcp`, `${'('.repeat(100_000)}1 = 1`, `tcp[${'('.repeat(100_000)}1] = 1`,
			`port ${'('.repeat(100_000)}1`]
	) {
		expect(translateCaptureFilter(text).ok).toBe(false);
	}

	expect(translateCaptureFilter(Array.from({length: 600}, (_, i) => `port ${i}`).join(' or ')).ok).toBe(true);
	const mixed = Array.from({length: 200}, (_, i) => `port ${i} and host 10.0.0.${i} or net 10`).join(' and ');
	expect(translateCaptureFilter(mixed, true).ok).toBe(true);
	expect(translateCaptureFilter(`${mixed} and `.repeat(100))).toMatchObject({ok: false, message: expect.stringContaining('at most') as string});
});
