import {expect, test} from 'vitest';
import {compareStream, printedStreams, streamsReport} from '../../bench/conformance/streams.ts';

const rule = '='.repeat(67);
const printed = (stream: number, port: number, ...lines: readonly string[]): string =>
	`\n${rule}\nFollow: tcp,raw\nFilter: tcp.stream eq ${stream}\nNode 0: 10.0.0.1:${port}\nNode 1: 10.0.0.2:80\n${lines.map(line => `${line}\n`).join('')}${rule}\n`;
const one = (...lines: readonly string[]) => printedStreams(printed(0, 1000, ...lines)).get(0)!;

test('what several -z follow print is read by stream', () => {
	const streams = printedStreams(printed(1, 1001, '61', '\t62') + printed(0, 1000));
	expect([...streams.keys()]).toEqual([1, 0]);
	expect(streams.get(1)).toEqual({ends: 'Node 0: 10.0.0.1:1001\nNode 1: 10.0.0.2:80', lines: ['61', '\t62']});
	expect(streams.get(0)!.lines).toEqual([]);
});

test.each([
	['equal', ['61', '\t62'], ['61', '\t62']],
	['same bytes in another order', ['61', '\t62'], ['\t62', '61']],
	['same bytes in another order', ['6163'], ['61', '63']],
	['inkcap lacks bytes', ['61', '\t62'], ['61']],
	['inkcap has more bytes', ['61'], ['61', '63']],
	['bytes differ', ['61'], ['62']],
	['bytes differ', ['61'], ['\t61']],
])('streams are %s: %j beside %j', (verdict, reference, ours) => {
	expect(compareStream(one(...reference), one(...ours))).toBe(verdict);
});

test('a stream between others, or none at all, is not equal', () => {
	expect(compareStream(one('61'), printedStreams(printed(0, 2000, '61')).get(0))).toBe('ends differ');
	expect(compareStream(one('61'), undefined)).toBe('inkcap lacks bytes');
});

test('the report counts streams that say something, and names the others by class', () => {
	const {text, share} = streamsReport([
		{name: 'a.pcap', streams: 3, compared: 2, different: [], failures: []},
		{name: 'b.pcap', streams: 2, compared: 2, different: [{stream: 1, verdict: 'bytes differ'}], failures: []},
		{name: 'c.pcap', streams: 0, compared: 0, different: [], failures: []},
	]);
	expect(share).toBe(0.75);
	expect(text).toBe('5 TCP streams in 2 captures; tshark gives bytes for 4 of those followed\nequal: 3, 75.00%\n\nbytes differ: 1\n  b.pcap 1');
});
