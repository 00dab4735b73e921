import {describe, expect, test} from 'vitest';
import {parseWords, UsageError} from '../../src/text/options.ts';
import {settingsOf} from '../../src/text/settings.ts';

const settings = (...words: string[]) => settingsOf(parseWords(words));
const complaint = (...words: string[]): string => {
	try {
		settings(...words);
	} catch (error) {
		if (error instanceof UsageError) return `${error.status} ${error.message}`;
		throw error;
	}

	return '';
};

describe('options are taken apart as getopt does', () => {
	test.each([
		[['-r', 'a.pcap', '-c', '10']],
		[['-ra.pcap', '-c10']],
		[['-2nra.pcap', '-c10']],
		[['-c10', '-2nr', 'a.pcap']],
		[['--read-file', 'a.pcap', '-c', '+10']],
		[['--read-file=a.pcap', '-c10']],
		[['--read=a.pcap', '-c10']],
		[['-c10', 'a.pcap']],
		[['-c10', '--', 'a.pcap']],
	])('%j', words => {
		expect(settings(...words)).toMatchObject({read: 'a.pcap', count: 10, mode: 'text'});
	});

	test('the last of a value counts, fields are kept in order', () => {
		expect(settings('-r', 'a', '-r', 'b', '-Tjson', '-Tfields', '-e', 'ip.src', '-eip.dst')).toMatchObject({read: 'b', type: 'fields', fields: ['ip.src', 'ip.dst']});
	});

	test('- is a file, and what follows a file is a filter', () => {
		expect(settings('-r', '-', 'tcp.port', '==', '80')).toMatchObject({read: '-', filter: 'tcp.port == 80'});
		expect(settings('-', 'dns')).toMatchObject({read: '-', filter: 'dns'});
		expect(settings('--', '-odd.pcap')).toMatchObject({read: '-odd.pcap'});
	});

	test.each([
		[['-Z'], '1 There is no option -Z; inkcap --help lists them.'],
		[['-nZ'], '1 There is no option -Z (in -nZ); inkcap --help lists them.'],
		[['--tiu'], '1 There is no option --tiu; did you mean --tui?'],
		[['--te=1'], '1 The option --text takes no value.'],
		[['--t'], '1 The option --t could be --tui or --text.'],
		[['-r'], '1 The option -r needs a value: -r FILE.'],
		[['-Tfeilds'], "1 -T takes text, tabs, fields or json, not 'feilds'."],
		[['-Tfields'], '1 -T fields needs a field to print: -e FIELD.'],
		[['-eip.src'], '1 -e FIELD needs -T fields or -T json.'],
		[['-c', '1x'], "1 -c takes a number of packets, not '1x'."],
		[['-c0'], '1 -c 0 would read no packet; leave it out to read all.'],
		[['-ty'], "1 -t takes a, ad, adoy, d, dd, e, r, u, ud or udoy, not 'y'."],
		[['-um'], "1 -u takes s or hms, not 'm'."],
		[['-Ferf'], "1 -F takes pcap, nsecpcap or pcapng, not 'erf'."],
		[['-Nq'], "1 -N takes the letters m, n, N, t, T, d, v or g, not 'q'."],
		[['-Eheader'], "1 -E header= takes y or n, not ''."],
		[['-Eoccurrence=b'], "1 -E occurrence= takes a, f or l, not 'b'."],
		[['-Ehaeder=y'], "1 -E takes header=, separator=, occurrence=, aggregator=, quote= or bom=, not 'haeder=y'."],
		[['-x', '-Tfields', '-eip.src'], '1 -x needs -T text or -T json, not -T fields.'],
		[['-rx', '-Ydns', 'tcp'], "1 There is a filter after -Y and one behind the options ('tcp'); give one of them."],
	])('%j is refused in a sentence', (words, said) => {
		expect(complaint(...words)).toBe(said);
	});
});

describe('the screen or text', () => {
	test.each(['-T text', '-V', '-O ip', '-x', '-q', '-w out', '-c 3', '-l', '--text'])('%s means text', words => {
		expect(settings('a.pcap', ...words.split(' ')).mode).toBe('text');
	});

	test.each(['-n', '-2', '-Y dns', '-d tcp.port==1,http', '-t a', '-u hms'])('%s leaves it open', words => {
		expect(settings('a.pcap', ...words.split(' ')).mode).toBeUndefined();
	});

	test('--tui forces the screen', () => {
		expect(settings('a.pcap', '-V', '--tui').mode).toBe('tui');
	});
});

describe('what is printed', () => {
	test.each([
		['', {summary: true, tree: false, bytes: false, prints: true}],
		['-V', {summary: false, tree: true}],
		['-x', {summary: false, bytes: true}],
		['-PV', {summary: true, tree: true}],
		['-O ip,tcp', {tree: true, only: ['ip', 'tcp']}],
		['-w out', {prints: false}],
		['-Pw out', {prints: true, summary: true}],
		['-q', {prints: false}],
	])('%s', (words, expected) => {
		expect(settings('a.pcap', ...words.split(' ').filter(word => word !== ''))).toMatchObject(expected);
	});

	test.each([
		['separator=/t', {separator: '\t'}],
		['separator=/s', {separator: ' '}],
		['separator=/x', {separator: '\\'}],
		['separator=;', {separator: ';'}],
		['separator=ab', {separator: 'a'}],
		['aggregator=/s', {aggregator: ' '}],
		['quote=d', {quote: '"'}],
		['quote=s', {quote: "'"}],
		['quote=n', {quote: ''}],
		['header=y', {header: true}],
		['bom=y', {bom: true}],
		['occurrence=l', {occurrence: 'l'}],
	])('-E %s', (option, form) => {
		expect(settings('a.pcap', '-Tfields', '-eip.src', '-E', option).form).toMatchObject(form);
	});
});
