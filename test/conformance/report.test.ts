import {expect, test} from 'vitest';
import {globPattern} from '../../bench/conformance/captures.ts';
import {AGGREGATOR} from '../../bench/conformance/cells.ts';
import {emptyTally, type Tally} from '../../bench/conformance/compare.ts';
import {compareDeclared, parseDeclared, parseTsharkFields} from '../../bench/conformance/declared.ts';
import {parseOptions} from '../../bench/conformance/options.ts';
import {aligned, detailsOf, percent, shown, worstFields} from '../../bench/conformance/report.ts';
import {hasStackTrace, mapInParallel, runFault, runProgram} from '../../bench/conformance/run-program.ts';
import {type Session, sessionFault} from '../../bench/conformance/terminal.ts';

const ended = {status: 0, signal: null, timedOut: false, stdout: '', stderr: '', milliseconds: 10_000};

test('a value is shown short, in one line, without what a terminal would act on', () => {
	expect(shown(undefined)).toBe('(none)');
	expect(shown(`1${AGGREGATOR}2`)).toBe('1 | 2');
	expect(shown('\u001b[2J\n')).toBe(String.raw`\u{1b}[2J\u{a}`);
	expect(shown(Buffer.from('é').toString('latin1'))).toBe('é');
	expect(shown('a'.repeat(200), 10)).toBe('aaaaaaaaa…(200)');
});

test('a percentage never rounds up to what was not reached', () => {
	expect(percent(97_999, 100_000)).toBe('97.99%');
	expect(percent(99_999, 100_000)).toBe('99.99%');
	expect(percent(0, 0)).toBe('-');
});

test('the worst field comes first, equals by name, each with a sample', () => {
	const tally = (lacks: number): Tally => ({
		...emptyTally(),
		cells: 10,
		agreed: 10 - lacks,
		lacks,
		files: 1,
		samples: [{file: 'a.pcap', frame: 7, field: 'x', kind: 'lacks', reference: '5', ours: undefined}],
	});
	const report = worstFields(
		new Map([
			['b', tally(1)],
			['a', tally(1)],
			['c', tally(3)],
			['d', tally(0)],
		]),
		2,
	);
	expect(report.split('\n')).toEqual([
		'c: 3 of 10 in 1 files (lacks 3, extra 0, differ 0)',
		'    a.pcap frame 7',
		'      tshark 5',
		'      inkcap (none)',
		'a: 1 of 10 in 1 files (lacks 1, extra 0, differ 0)',
		'    a.pcap frame 7',
		'      tshark 5',
		'      inkcap (none)',
		'and 1 more fields',
	]);
});

test('details are classed by kind and file, and one file does not hide another', () => {
	const sample = (file: string, frame: number) => ({file, frame, field: 'x', kind: 'extra' as const, reference: undefined, ours: 'v'});
	const samples = [...Array.from({length: 40}, (_, index) => sample('a', index)), sample('b', 1)];
	const report = detailsOf('x', {...emptyTally(), cells: 50, agreed: 9, extra: 41, samples}, 10);
	expect(report).toContain('inkcap has it, tshark lacks it: 41 cells');
	expect(report).toContain('  a: 40 cells');
	expect(report).toContain('  b: 1 cells');
	expect(report.match(/frame \d+/g)).toHaveLength(6);
	expect(detailsOf('x', undefined, 10)).toBe('x: no cells');
});

test('columns are aligned, numbers to the right', () => {
	expect(aligned([['a', '1'], ['bbb', '100'], ['group']])).toBe('a      1\nbbb  100\ngroup');
});

test('globs match the last part of a name, or the whole of it', () => {
	expect(globPattern('*.pcap').test('nDPI/a.pcap')).toBe(true);
	expect(globPattern('a*.pcap').test('nDPI/ba.pcap')).toBe(false);
	expect(globPattern('nDPI/*').test('nDPI/a.pcap')).toBe(true);
	expect(globPattern('nDPI/*').test('nDPI/b/a.pcap')).toBe(false);
	expect(globPattern('**/?.pcap').test('b/c/a.pcap')).toBe(true);
});

test('declared types are compared with any declaration of that name', () => {
	const known = parseTsharkFields('P\tInternet Protocol\tip\nF\tTTL\tip.ttl\tFT_UINT8\tip\tBASE_DEC\t0x0\tHelp\nF\tTTL\tip.ttl\tFT_UINT16\tip\tBASE_HEX\t0x0\t\n');
	expect(known.get('ip')?.[0]?.type).toBe('FT_PROTOCOL');
	const ours = parseDeclared('ip.ttl\tFT_UINT16\tBASE_DEC\tTime\tip\nip.own\tFT_NONE\t\tMine\tip\n');
	expect(compareDeclared(ours, known)).toEqual([{name: 'ip.ttl', what: 'title', reference: 'TTL', ours: 'Time'}]);
	expect(compareDeclared(parseDeclared('ip.ttl\tFT_STRING\n'), known)).toEqual([{name: 'ip.ttl', what: 'type', reference: 'FT_UINT8 or FT_UINT16', ours: 'FT_STRING'}]);
});

test('options name lists, and --details narrows the fields', () => {
	const options = parseOptions(['caps', '--only', 'ip,tcp', '--only', 'udp', '--details', 'ip.ttl', '--jobs', '3'], '/here');
	expect(options).toMatchObject({corpus: '/here/caps', inkcap: undefined, only: ['ip', 'tcp', 'udp'], fields: ['ip.ttl'], jobs: 3});
	expect(parseOptions(['--help'], '/here')).toBeUndefined();
	expect(() => parseOptions([], '/here')).toThrow('one directory');
	expect(() => parseOptions(['a', '--jobs', 'x'], '/here')).toThrow('--jobs takes a number');
});

test('hangs, stack traces, signals and statuses tshark does not have are faults', () => {
	expect(runFault(ended, 0)).toBeUndefined();
	expect(runFault({...ended, timedOut: true, signal: 'SIGKILL', status: null})).toBe('hung: stopped after 10 s');
	expect(runFault({...ended, stderr: 'TypeError: x\n    at walk (file:///a/dist/inkcap.js:10:5)\n'})).toBe('stack trace: TypeError: x');
	expect(runFault({...ended, signal: 'SIGSEGV', status: null})).toBe('crashed by SIGSEGV');
	expect(runFault({...ended, status: 2, stderr: 'inkcap: cut at byte 5\n'}, 0)).toBe('exit status 2, tshark 0: inkcap: cut at byte 5');
	expect(runFault({...ended, status: 2}, 2)).toBeUndefined();
	expect(hasStackTrace('inkcap: a.pcap is cut at byte 24: 10 bytes are missing\n')).toBe(false);
});

test('a program is stopped at its limit, and its bytes are kept one character each', async () => {
	const run = await runProgram(process.execPath, ['-e', 'process.stdout.write(Buffer.from([0xff, 0x41])); process.exitCode = 3'], {limit: 20_000});
	expect(run).toMatchObject({status: 3, timedOut: false, stdout: '\xffA'});
	const hung = await runProgram(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {limit: 300});
	expect(hung).toMatchObject({timedOut: true, status: null});
	await expect(runProgram('/nowhere/inkcap', [], {limit: 1000})).rejects.toThrow('could not be run');
});

test('work in parallel keeps the order of its items', async () => {
	const results = await mapInParallel([30, 1, 10], 2, async (wait, index) => {
		await new Promise(resolve => setTimeout(resolve, wait));
		return `${index}:${wait}`;
	});
	expect(results).toEqual(['0:30', '1:1', '2:10']);
});

test('a session in a terminal has to open, take every key, leave the screen and end well', () => {
	const good: Session = {opened: true, left: true, pressed: 4, hung: false, status: 0, signal: null, seconds: 1, text: ''};
	expect(sessionFault(good, 4)).toBeUndefined();
	expect(sessionFault({...good, hung: true}, 4)).toBe('hung in the TUI');
	expect(sessionFault({...good, left: false}, 4)).toBe('did not leave the alternate screen');
	expect(sessionFault({...good, pressed: 2, status: 1}, 4)).toContain('before all keys');
	expect(sessionFault({...good, opened: false, left: false, pressed: 0, status: 2, text: 'inkcap: no capture\r\n'}, 4)).toBeUndefined();
	expect(sessionFault({...good, opened: false, left: false, pressed: 0, status: 1}, 4)).toContain('no screen, exit status 1');
	expect(sessionFault({...good, status: 2, text: '\u001b[?1049linkcap: a.pcap is cut at byte 80\r\n'}, 4)).toBeUndefined();
	expect(sessionFault({...good, status: 2, text: '\u001b[?1049l'}, 4)).toContain('exit status 2');
});
