import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {compileFilter} from '../../../src/decode/filter/compile.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {errorLines} from './error-lines.ts';

const registry = buildRegistry();
const wrong = (text: string) => {
	const compiled = compileFilter(text, registry);
	if (compiled.ok) throw new Error(`${text} is a filter`);
	return compiled;
};

test('what is wrong with a filter is said, and where', async () => {
	const filters = fs.readFileSync(path.join(import.meta.dirname, 'wrong-filters.txt'), 'utf8').trimEnd().split('\n');
	expect(filters.length).toBeGreaterThanOrEqual(60);
	await expect(`${filters.map(text => errorLines(text, wrong(text))).join('\n')}\n`).toMatchFileSnapshot('wrong-filters.golden.txt');
});

test('the nearest name is offered for a misspelt one', () => {
	expect(wrong('ip.adr == 1.1.1.1')).toMatchObject({message: '"ip.adr" is not a field or protocol: did you mean ip.addr?', start: 0, end: 6, suggestion: 'ip.addr'});
	expect(wrong('TCP')).toMatchObject({suggestion: 'tcp'});
	expect(wrong('uper(http.host) == "A"')).toMatchObject({suggestion: 'upper', start: 0, end: 4});
	expect(wrong('tcp.port = 80')).toMatchObject({suggestion: '==', start: 9, end: 10});
	expect(wrong('ip.src == "10.0.0.1"')).toMatchObject({suggestion: '10.0.0.1'});
});

test('a filter that is being typed is incomplete, one that is wrong is not', () => {
	for (
		const text of ['tcp.port ==', 'tcp and', '(tcp', 'tcp.port in {80,', 'http.host contains "a', 'eth.src[0:', 'not', 'any', 'upper(http.host', 'tcp.po', 'len(http.host)',
			"tcp.port == '", '${ip.s', 'ip.src#', 'tcp &']
	) {
		expect([text, wrong(text).incomplete]).toEqual([text, true]);
	}

	for (const text of ['tcp.port == abc', 'tcp tcp', 'ip.adr == 1', 'tcp)', 'tcp.port == 65536', 'eth.src[3-2]', 'foo(tcp.port)']) {
		expect([text, wrong(text).incomplete]).toEqual([text, false]);
	}
});

test('the caret stands below its character, whatever stands before it', () => {
	const text = 'http.host == "\t\u{1f600}\u001b" and ip.adr';
	expect(errorLines(text, wrong(text)).split('\n')).toEqual([
		'The filter, column 24: "ip.adr" is not a field or protocol: did you mean ip.addr?',
		'    http.host == " \u{1f600}?" and ip.adr',
		`    ${' '.repeat(24)}^~~~~~`,
	]);
});

test('of a long filter the part around what is wrong is shown', () => {
	const many = Array.from({length: 40}, (_, i) => `tcp.port == ${i}`).join(' or ');
	const text = `${many} or ip.adr or ${many}`;
	const [, line, caret] = errorLines(text, wrong(text)).split('\n');
	expect(line!.length).toBeLessThan(180);
	expect(line).toMatch(/^ {4}….*ip\.adr.*…$/);
	expect(line!.indexOf('ip.adr')).toBe(caret!.indexOf('^~~~~~'));
});

test('a filter may be long, but not endlessly deep', () => {
	const many = Array.from({length: 5000}, (_, i) => `tcp.port == ${i}`).join(' or ');
	expect(compileFilter(many, registry).ok).toBe(true);
	expect(wrong(`${'('.repeat(100_000)}tcp${')'.repeat(100_000)}`).message).toMatch(/levels/);
	expect(wrong(`${'!'.repeat(100_000)}tcp`).message).toMatch(/levels/);
	expect(wrong(`tcp.port == ${'-'.repeat(100_000)}1`).message).toMatch(/levels/);
	expect(wrong(`tcp.port == ${'1+'.repeat(100_000)}1`).message).toMatch(/calculates/);
	expect(wrong(`tcp.port${'[0]'.repeat(100_000)}`).message).toMatch(/slices|cut/);
});

test('nothing at all is a filter that every frame passes', () => {
	for (const text of ['', '  ', '\t\n']) {
		const compiled = compileFilter(text, registry);
		expect(compiled).toMatchObject({ok: true, filter: {text: '', names: [], test: undefined}});
	}
});
