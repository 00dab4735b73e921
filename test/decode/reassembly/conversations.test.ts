import {describe, expect, test} from 'vitest';
import {appAgain, appData, appPart} from '../../../src/decode/packet-index.ts';
import {maxEarly} from '../../../src/decode/reassembly/stream.ts';
import {type Part, sentences, streamOf, units, untilTheEnd} from './stream-of.ts';

describe('messages and segments', () => {
	test('a segment holds as many messages as it holds', () => {
		const heard = streamOf(units, [{at: 0, says: '\x02ab\x01c'}]);
		expect(heard.messages).toEqual(['0: \x02ab', '0: \x01c']);
		expect(heard.rows(0)).toBe('0+3 3+2');
	});

	test('a message that spans segments belongs to the one that ends it', () => {
		const heard = streamOf(units, [{at: 0, says: '\x05ab'}, {at: 3, says: 'cd'}, {at: 5, says: 'e'}]);
		expect(heard.messages).toEqual(['2: \x05abcde']);
		expect([heard.rows(0), heard.rows(1), heard.rows(2)]).toEqual(['[0+3 → 2]', '[0+2 → 2]', '#1 0+6 [0+1 → 2]']);
		expect(heard.chunks()).toEqual(['2: 0@0+3 1@3+2 2@5+1']);
		expect(heard.application.slice(0, 2)).toEqual([appPart, appPart]);
	});

	test('where the length was known, what follows in the segment stands by itself', () => {
		const heard = streamOf(units, [{at: 0, says: '\x03ab'}, {at: 3, says: 'c\x01d\x09e'}, {at: 8, says: 'fghijklm'}]);
		expect(heard.messages).toEqual(['1: \x03abc', '1: \x01d', '2: \x09efghijklm']);
		expect(heard.rows(1)).toBe('#1 0+4 1+2 [0+1 → 1] [3+2 → 2]');
		expect(heard.chunks()).toEqual(['1: 0@0+3 1@3+1', '2: 1@0+2 2@2+8']);
	});

	test('bytes of one segment that are taken in steps are one stretch', () => {
		const heard = streamOf(units, [{at: 0, says: '\x01a'}, {at: 2, says: '\x02'}, {at: 3, says: 'bc'}]);
		expect(heard.chunks()).toEqual(['2: 1@0+1 2@1+2']);
		const longs = streamOf({...units, next: w => (w.end - w.start < 2 ? 2 : 4)}, [{at: 0, says: 'a'}, {at: 1, says: 'bcd'}]);
		expect(longs.chunks()).toEqual(['1: 0@0+1 1@1+3']);
	});

	test('where only more was asked for, the whole next segment is put together', () => {
		const heard = streamOf(sentences, [{at: 0, says: 'one'}, {at: 3, says: '. two. thr'}, {at: 13, says: 'ee.'}]);
		expect(heard.messages).toEqual(['1: one.', '1:  two.', '2:  three.']);
		expect(heard.rows(1)).toBe('#1 0+4 #1 4+5 [0+6 → 1] [6+4 → 2]');
		expect(heard.chunks()).toEqual(['1: 0@0+3 1@3+6', '2: 1@0+4 2@4+3']);
	});

	test('a search goes on where it got to', () => {
		let looked = 0;
		streamOf({
			next(w) {
				for (let at = w.start + w.resume; at < w.end; at++) {
					looked++;
					if (w.bytes[at] === 0x2e) return at + 1 - w.start;
				}

				w.resume = w.end - w.start;
				return 0;
			},
		}, Array.from({length: 1000}, (_, i) => ({at: i * 10, says: 'aaaaaaaaaa'})));
		expect(looked).toBe(10_000);
	});

	test('what runs until the stream closes is whole at the FIN, with or without bytes of its own', () => {
		const empty = streamOf(untilTheEnd, [{at: 0, says: 'ab'}, {at: 2, says: 'cd'}, {at: 4, fin: true}]);
		expect(empty.messages).toEqual(['2: abcd']);
		expect(empty.chunks()).toEqual(['2: 0@0+2 1@2+2 2@4+0']);
		const full = streamOf(untilTheEnd, [{at: 0, says: 'ab'}, {at: 2, says: 'cd', fin: true}]);
		expect(full.messages).toEqual(['1: abcd']);
		expect(full.chunks()).toEqual(['1: 0@0+2 1@2+2']);
	});

	test('a FIN that comes before bytes that are missing does not close', () => {
		const heard = streamOf(untilTheEnd, [{at: 0, says: 'ab'}, {at: 4, says: 'ef', fin: true}, {at: 2, says: 'cd'}]);
		expect(heard.messages).toEqual(['2: abcdef']);
	});

	test('a capture may start in the middle', () => {
		expect(streamOf(units, [{at: 777, says: '\x01a'}]).messages).toEqual(['0: \x01a']);
	});

	test('both directions are cut apart', () => {
		const heard = streamOf(units, [{at: 0, says: '\x03ab'}, {at: 50, says: '\x02x', direction: 1}, {at: 3, says: 'c'}, {at: 52, says: 'y', direction: 1}]);
		expect(heard.messages).toEqual(['2: \x03abc', '3: \x02xy']);
	});
});

describe('bytes that come again', () => {
	test('are not read again', () => {
		const heard = streamOf(units, [{at: 0, says: '\x01a'}, {at: 0, says: '\x01a'}]);
		expect(heard.messages).toEqual(['0: \x01a']);
		expect(heard.rows(1)).toBe('[0+2]');
		expect(heard.application[1]).toBe(appAgain);
	});

	test('count among the pieces of a message that is not whole', () => {
		const heard = streamOf(units, [{at: 0, says: '\x03ab'}, {at: 0, says: '\x03ab'}, {at: 3, says: 'c'}]);
		expect(heard.rows(1)).toBe('[0+3 → 2]');
		expect(heard.chunks()).toEqual(['2: 0@0+3 1@0+3 2@3+1']);
	});

	test('in front of new ones are passed over', () => {
		const heard = streamOf(units, [{at: 0, says: '\x01a'}, {at: 0, says: '\x01a\x01b'}]);
		expect(heard.messages).toEqual(['0: \x01a', '1: \x01b']);
		expect(heard.rows(1)).toBe('2+2 [0+2]');
	});

	test('in front of the rest of a message stay a piece of it; the first to come holds', () => {
		const heard = streamOf(units, [{at: 0, says: '\x03ab'}, {at: 0, says: '\x03XYc'}]);
		expect(heard.messages).toEqual(['1: \x03abc']);
		expect(heard.chunks()).toEqual(['1: 0@0+3 1@0+4']);
	});

	test('of a keep-alive say nothing', () => {
		const heard = streamOf(units, [{at: 0, says: '\x01a'}, {at: 1, says: 'a'}, {at: 2, says: '\x01b'}]);
		expect(heard.messages).toEqual(['0: \x01a', '2: \x01b']);
	});
});

describe('a gap', () => {
	test('holds what is behind it until it fills, and all is read in one go', () => {
		const heard = streamOf(units, [{at: 0, says: '\x01a'}, {at: 4, says: '\x01c'}, {at: 2, says: '\x01b'}]);
		expect(heard.messages).toEqual(['0: \x01a', '2: \x01b', '2: \x01c']);
		expect([heard.rows(1), heard.rows(2)]).toEqual(['[0+2 → 2]', '#1 0+2 #1 2+2 [0+2 → 2]']);
	});

	test('is noticed behind a SYN that has no payload', () => {
		const heard = streamOf(units, [{at: -1, syn: true}, {at: 2, says: '\x01b'}, {at: 0, says: '\x01a'}]);
		expect(heard.messages).toEqual(['2: \x01a', '2: \x01b']);
	});

	test('that is filled in part lets the front go', () => {
		const heard = streamOf(units, [{at: -1, syn: true}, {at: 4, says: '\x01c'}, {at: 0, says: '\x01a'}, {at: 2, says: '\x01b'}]);
		expect(heard.messages).toEqual(['2: \x01a', '3: \x01b', '3: \x01c']);
		expect(heard.rows(2)).toBe('0+2');
	});

	test('cuts a segment that waited where a message ends', () => {
		const heard = streamOf(units, [{at: -1, syn: true}, {at: 2, says: 'bc\x05de'}, {at: 0, says: '\x03a'}, {at: 7, says: 'fgh'}]);
		expect(heard.messages).toEqual(['2: \x03abc', '3: \x05defgh']);
		expect(heard.rows(1)).toBe('[0+2 → 2] [2+3 → 3]');
		expect(heard.chunks()).toEqual(['2: 2@0+2 1@2+2', '3: 1@0+3 3@3+3']);
	});

	test('that never fills shows nothing behind it', () => {
		const heard = streamOf(units, [{at: 0, says: '\x01a'}, {at: 100, says: '\x01b'}, {at: 102, says: '\x01c'}]);
		expect(heard.messages).toEqual(['0: \x01a']);
		expect(heard.application.slice(1)).toEqual([appPart, appPart]);
	});

	test('is given up when too much waits behind it', () => {
		const parts: Part[] = [{at: 0, says: '\x01a'}];
		for (let i = 0; i <= maxEarly; i++) parts.push({at: 100 + 2 * i, says: '\x01b'});
		const heard = streamOf(units, parts);
		expect(heard.messages).toHaveLength(maxEarly + 2);
		expect(heard.messages.at(-1)).toBe(`${maxEarly + 1}: \x01b`);
	});

	test('across the wrap of the numbers is like any other', () => {
		const heard = streamOf(units, [{at: 0, says: '\x01a'}, {at: 4, says: '\x01c'}, {at: 2, says: '\x01b'}], 0xffff_fffd);
		expect(heard.messages).toEqual(['0: \x01a', '2: \x01b', '2: \x01c']);
	});
});

describe('who speaks', () => {
	test('a segment that the protocol refuses is data, and the next is its own again', () => {
		const heard = streamOf(units, [{at: 0, says: [0xff, 1, 2]}, {at: 3, says: '\x01a'}]);
		expect(heard.messages).toEqual(['1: \x01a']);
		expect(heard.application[0]).toBe(appData);
	});

	test('what is refused behind a message is data', () => {
		const heard = streamOf(units, [{at: 0, says: [1, 0x61, 0xff, 9]}]);
		expect(heard.rows(0)).toBe('0+2 2+2');
	});

	test('a guess holds for the rest of the stream', () => {
		const test = (b: Uint8Array, start: number): boolean => b[start + 1] === 0x68;
		const heard = streamOf(units, [{at: 0, says: '\x01x'}, {at: 2, says: '\x01h'}, {at: 4, says: '\x01y'}], 1000, [{over: 'tcp', test}]);
		expect(heard.messages).toEqual(['1: \x01h', '2: \x01y']);
		expect(heard.application[0]).toBe(appData);
	});

	test('what a reset carries is no part of the stream', () => {
		const heard = streamOf(units, [{at: 0, says: '\x01a', reset: true}, {at: 0, says: '\x01a'}]);
		expect(heard.messages).toEqual(['1: \x01a']);
	});

	test('what a SYN carries comes behind its number', () => {
		expect(streamOf(units, [{at: -1, says: '\x01a', syn: true}, {at: 2, says: '\x01b'}]).messages).toEqual(['0: \x01a', '1: \x01b']);
	});

	test('a segment that was cut short is read alone', () => {
		const heard = streamOf(units, [{at: 0, says: '\x05ab', wire: 6}, {at: 6, says: '\x01c'}]);
		expect(heard.messages).toEqual(['0: \x05ab', '1: \x01c']);
		expect(heard.chunks()).toEqual([]);
	});

	test('behind a segment that was cut short no gap is waited for', () => {
		const parts = (wire: number): Part[] => [{at: 0, says: '\x05ab', wire}, {at: wire + 4, says: '\x01c'}, {at: wire + 6, says: '\x01d'}];
		expect(streamOf(units, parts(6)).messages).toEqual(['0: \x05ab', '1: \x01c', '2: \x01d']);
		expect(streamOf(units, parts(3)).messages).toEqual([]);
		expect(streamOf(units, [{at: 0, says: '\x05ab', wire: 6}, {at: 6, says: '\x03c'}, {at: 8, says: 'de'}]).messages).toEqual(['0: \x05ab', '2: \x03cde']);
	});
});

describe('hostile streams', () => {
	const elapsed = (work: () => void): number => {
		const start = process.cpuUsage();
		work();
		return process.cpuUsage(start).user / 1000;
	};

	test('of tiny segments backwards take time in proportion', () => {
		const backwards = (count: number): Part[] => [{at: -1, syn: true}, ...Array.from({length: count}, (_, i) => ({at: count - i, says: 'a'}))];
		expect(elapsed(() => streamOf(units, backwards(40_000)))).toBeLessThan(5000);
	});

	test('that overlap with other bytes never throw, wherever they begin', () => {
		let state = 12_345;
		const random = (below: number): number => {
			state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
			return (state >>> 8) % below;
		};
		for (const framing of [units, sentences, untilTheEnd]) {
			for (const first of [0, 0xffff_ff00, 0x7fff_ff80]) {
				const parts = Array.from({length: 3000}, (): Part => ({
					at: random(400),
					says: Array.from({length: random(30)}, () => random(50)),
					fin: random(100) === 0,
					syn: random(200) === 0,
					direction: random(2) as 0 | 1,
				}));
				const heard = streamOf(framing, parts, first);
				for (const [row, {says}] of parts.entries()) {
					const {messages, held} = heard.conversations.log.of(row);
					const size = (says as number[]).length;
					for (const {from, length} of held) expect(from >= 40 && from + length <= 40 + size).toBe(true);
					for (const {from, length, chunk} of messages) if (chunk === 0) expect(from >= 40 && from + length <= 40 + size).toBe(true);
				}
			}
		}
	});
});
