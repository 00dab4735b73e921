import {describe, expect, test} from 'vitest';
import {ack, fin, rst, scaleUnknown, syn} from '../../../src/decode/flows.ts';
import {maxUnacknowledged} from '../../../src/decode/analysis/unacknowledged.ts';
import {type Said, talk} from './talk.ts';

const push = ack | 8;

/** Ten milliseconds each way. */
const hello: readonly Said[] = [{flags: syn}, {from: 1, ack: 1, flags: syn | ack, later: 10}, {at: 1, ack: 1, later: 10}];

/** What is told of what follows the handshake. */
const wordsOf = (...segments: readonly Said[]): string[] => talk([...hello, ...segments]).words.slice(hello.length);

const client = (at: number, length = 0, more: Said = {}): Said => ({at, ack: 1, length, ...more});
const server = (acknowledges: number, more: Said = {}): Said => ({from: 1, at: 1, ack: acknowledges, ...more});

describe('what was sent before', () => {
	test('comes again after the time that a round trip takes', () => {
		expect(wordsOf(client(1, 100), client(101, 100), client(1, 100, {later: 21}))).toEqual(['', '', 'again']);
	});

	test('within that time it was overtaken, unless it ends where the last one did', () => {
		expect(wordsOf(client(101, 100), client(1, 100, {later: 19}))).toEqual(['lost', 'overtaken']);
		expect(wordsOf(client(1, 100), client(1, 100, {later: 19}))).toEqual(['', 'again']);
	});

	test('without a handshake that time is three milliseconds, and never less than none', () => {
		const words = (later: number): string | undefined => talk([client(101, 100), client(201, 100), client(101, 100, {later})]).words[2];
		expect([words(2.9), words(3), words(-1)]).toEqual(['overtaken', 'again', 'again']);
	});

	test('is spurious where it was acknowledged', () => {
		expect(wordsOf(client(1, 100), server(101), client(1, 100, {later: 30}), client(1, 101, {later: 30}))).toEqual(['', '', 'again spurious', 'again']);
	});

	test('is fast where two duplicates asked for it less than 20 ms ago', () => {
		const said = (later: number, repeated: number): string | undefined =>
			wordsOf(client(1, 100), client(101, 100), server(1, {window: 900}), ...Array.from({length: repeated}, () => server(1, {window: 900})), client(1, 100, {later})).at(-1);
		expect([said(19, 2), said(20, 2), said(19, 1)]).toEqual(['again fast', 'again', 'overtaken']);
	});

	test('counts its delay from the segment that waits longest, else from the last that went on', () => {
		const waits = talk([...hello, client(1, 100), client(101, 100), client(101, 100, {later: 50})]);
		expect(waits.told[5]!.repeats).toBe(3);
		const acknowledged = talk([...hello, client(1, 100), server(101), {at: 0, flags: syn, later: 50}]);
		expect(acknowledged.told[5]!.repeats).toBe(3);
	});

	test('is none of it where one byte asked before', () => {
		expect(wordsOf(client(1, 1), client(1, 100, {later: 50}))).toEqual(['', '']);
		expect(wordsOf(client(1, 2), client(1, 100, {later: 50}))).toEqual(['', 'again']);
	});

	test('numbers wrap around', () => {
		const {words, told} = talk([{at: 0, length: 100}, {at: 100, length: 100}, {at: 50, length: 50, later: 5}, {from: 1, ack: 200}], 0xffff_ff80);
		expect(words).toEqual(['', '', 'again', '']);
		expect(told[3]!.acknowledges).toBe(1);
	});
});

describe('what is missing', () => {
	test('a segment behind a gap says so, a reset does not', () => {
		expect(wordsOf(client(11, 10), client(31, 0, {flags: rst | ack}))).toEqual(['lost', '']);
	});

	test('what is acknowledged behind a gap was not seen, and that is told once', () => {
		expect(wordsOf(client(101, 100), server(201), server(201, {window: 900}), client(201, 10), server(211))).toEqual(['lost', 'unseen', 'update', '', '']);
	});

	test('so is what was never sent, until something is sent', () => {
		expect(wordsOf(server(500), server(600), client(1, 0, {window: 900}), server(700))).toEqual(['unseen', 'unseen-still', 'update', 'unseen']);
	});

	test('duplicates say that something is missing anyway', () => {
		expect(wordsOf(client(1), server(500))).toEqual(['duplicate', 'unseen-still']);
	});

	test('a gap that filled is none', () => {
		expect(wordsOf(client(101, 100), client(1, 100, {later: 1}), server(201))).toEqual(['lost', 'overtaken', '']);
	});
});

describe('acknowledgments', () => {
	test('duplicates are counted from the first, and data between them does not count', () => {
		const {told} = talk([...hello, client(1, 100), server(101), server(101), {from: 1, at: 1, ack: 101, length: 10}, {from: 1, at: 11, ack: 101}, {from: 1, at: 11, ack: 150}, {
			from: 1,
			at: 11,
			ack: 150,
		}]);
		expect(told.slice(3).map(t => t.duplicate)).toEqual(['', '', '4#1', '', '4#2', '', '8#1']);
	});

	test('a window that changed is an update, and one of a SYN is compared as it stands in the header', () => {
		expect(wordsOf(server(1, {window: 900}), server(1, {window: 900, scale: 2}), server(1, {window: 901}))).toEqual(['update', 'duplicate', 'update']);
	});

	test('of several segments that end there the first is acknowledged', () => {
		const {told} = talk([...hello, client(1, 100), client(1, 100, {later: 30}), client(101, 10), server(101), server(105), server(111)]);
		expect(told.slice(6).map(t => t.acknowledges)).toEqual([3, undefined, 5]);
	});

	test('what overtook another is acknowledged in its place', () => {
		const {told} = talk([...hello, client(101, 100), client(1, 100), server(101), server(201)]);
		expect(told.slice(5).map(t => t.acknowledges)).toEqual([4, 3]);
	});

	test('the handshake takes from the last SYN to the first acknowledgment that is none', () => {
		const handshake = (...segments: readonly Said[]): unknown => talk(segments).analysis.handshakeOf(1);
		expect(handshake({flags: syn}, {flags: syn}, {from: 1, ack: 1, flags: syn | ack})).toBeUndefined();
		expect(handshake({flags: syn}, {flags: syn}, {from: 1, ack: 1, flags: syn | ack}, {at: 1, ack: 1}, {at: 1, ack: 1})).toEqual({from: 1, to: 3});
		expect(handshake({at: 1, ack: 1})).toBeUndefined();
	});
});

describe('windows', () => {
	test('a window of nothing, a byte that probes it, the answer', () => {
		expect(wordsOf(server(1, {window: 0}), client(1, 1), server(1, {window: 0}), client(1, 1), server(2, {window: 0}))).toEqual(['zero', 'probe', 'zero probed', 'probe',
			'zero']);
	});

	test('a segment that fills the window to the last byte', () => {
		expect(wordsOf(server(1, {window: 10, scale: 1}), client(1, 20), client(21, 1))).toEqual(['update', 'full', '']);
		expect(wordsOf(server(12, {window: 10, scale: scaleUnknown}), client(1, 10), client(11, 11))).toEqual(['unseen', 'again spurious', '']);
		expect(talk([{flags: syn}, {from: 1, ack: 1, flags: syn | ack, window: 10, scale: 1}, {at: 1, ack: 1, length: 10}]).words[2]).toBe('full');
	});

	test('a connection is kept alive with the number before the next, and with no byte or one', () => {
		expect(wordsOf(client(1, 5), server(6), client(5, 1, {later: 50}), server(6), server(6), client(5), client(4), client(5, 1, {flags: ack | fin}), client(6, 2))).toEqual([
			'',
			'',
			'alive?',
			'alive!',
			'alive!',
			'alive?',
			'',
			'again',
			'',
		]);
	});
});

describe('bytes on their way', () => {
	const numbers = (...segments: readonly Said[]): Array<[number, number]> => talk([...hello, ...segments]).told.slice(3).map(t => [t.flight, t.unpushed]);

	test('go from the first that nobody acknowledged, in part or whole', () => {
		expect(numbers(client(1, 100), client(101, 100, {flags: push}), server(151), client(201, 50))).toEqual([[100, 100], [200, 200], [0, 0], [100, 50]]);
	});

	test('go from the first number, not the first segment', () => {
		expect(numbers(client(101, 100), client(1, 100), server(1), client(201, 10)).at(-1)).toEqual([210, 10]);
	});

	test('are not followed further than so many segments', () => {
		const many = Array.from({length: maxUnacknowledged + 1}, (_, n) => client(1 + n * 10, 10));
		expect(numbers(...many).slice(-2).map(([flight]) => flight)).toEqual([maxUnacknowledged * 10, maxUnacknowledged * 10]);
	});

	test('a FIN is no byte, and blocks that arrived are there', () => {
		expect(numbers(client(1, 100), server(1, {blocks: 30}), client(101, 10, {flags: push | fin}))).toEqual([[100, 100], [0, 0], [80, 110]]);
	});

	test('behind a gap nobody knows, until the other side is heard', () => {
		expect(numbers(client(11, 10), client(21, 10), server(1), client(31, 10))).toEqual([[0, 0], [0, 0], [0, 0], [30, 10]]);
	});

	test('after a reset there are none', () => {
		expect(numbers(client(1, 100), {from: 1, at: 1, flags: rst}, client(101, 10))).toEqual([[100, 100], [0, 0], [10, 110]]);
	});
});

describe('opening', () => {
	test('ports that had a connection before', () => {
		expect(talk([{flags: syn, reuses: true}]).words).toEqual(['reused']);
	});

	test('the data of a SYN is taken, or left where a cookie came with it', () => {
		const answer = (acknowledges: number, cookie: boolean, length = 50): string | undefined =>
			talk([{flags: syn, length, cookie}, {from: 1, ack: acknowledges, flags: syn | ack}]).words[1];
		expect([answer(51, false), answer(1, true), answer(1, false), answer(1, true, 0)]).toEqual(['taken', 'ignored', '', '']);
	});
});
