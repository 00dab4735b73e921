import {describe, expect, test} from 'vitest';
import type {Protocol} from '../../../src/decode/protocol.ts';
import {Pending} from '../../../src/decode/reassembly/pending.ts';
import {Room} from '../../../src/decode/reassembly/room.ts';
import {States} from '../../../src/decode/reassembly/states.ts';
import {MessageLog} from '../../../src/decode/reassembly/message-log.ts';

const speaker = (id: number): Protocol => ({id, framing: {shared: () => ({of: id}), open: (shared: unknown) => ({shared})}}) as unknown as Protocol;

describe('what protocols know of conversations', () => {
	test('stays, whoever is asked for in between', () => {
		const states = new States();
		const [one, other] = [speaker(1), speaker(2)];
		const first = states.of(5000, one) as {shared: unknown};
		const second = states.of(5000, other);
		expect([first, second]).toEqual([{shared: {of: 1}}, {shared: {of: 2}}]);
		expect(states.of(4999, one)).toMatchObject({shared: {of: 1}});
		expect((states.of(4999, one) as {shared: unknown}).shared).toBe(first.shared);
		expect(states.of(5000, one)).toBe(first);
		expect(states.of(5000, other)).toBe(second);
		expect(states.of(3, one)).not.toBe(first);
		states.of(100_000, one);
		expect(states.of(5000, one)).toBe(first);
	});

	test('is forgotten where a conversation is over', () => {
		const states = new States();
		const one = speaker(1);
		const before = states.of(7, one);
		states.forget(7);
		states.forget(70_000);
		expect(states.of(7, one)).not.toBe(before);
	});

	test('is forgotten with it by all that spoke there', () => {
		const states = new States();
		const [one, other] = [speaker(1), speaker(2)];
		const before = [states.of(7, one), states.of(7, other)];
		const beside = [states.of(8, one), states.of(8, other)];
		states.forget(7);
		expect(states.of(7, other)).not.toBe(before[1]);
		expect(states.of(7, one)).not.toBe(before[0]);
		expect([states.of(8, one), states.of(8, other)]).toEqual(beside);
		expect(states.of(8, one)).toBe(beside[0]);
	});
});

describe('what is known of held bytes', () => {
	test('stays whole where only a part of them, or more than fits into two bytes, went into a message', () => {
		const log = new MessageLog();
		const long = log.hold(0, 0, 100_000);
		const short = log.hold(1, 54, 1000);
		const chunk = log.chunk(2, 100_400);
		log.stretch(long, 0, 100_000, 0);
		log.stretch(short, 54, 400, 100_000);
		const next = log.chunk(2, 600);
		log.stretch(short, 454, 600, 0);
		log.message(2, 7, 0, 100_400, chunk);
		expect(log.chunkOf(chunk).stretches).toEqual([{row: 0, from: 0, length: 100_000, offset: 0}, {row: 1, from: 54, length: 400, offset: 100_000}]);
		expect(log.chunkOf(next).stretches).toEqual([{row: 1, from: 454, length: 600, offset: 0}]);
		expect(log.of(0).held).toEqual([{from: 0, length: 100_000, chunk}]);
		expect(log.of(1).held).toEqual([{from: 54, length: 400, chunk}, {from: 454, length: 600, chunk: next}]);
		expect(log.of(2).messages).toMatchObject([{from: 0, length: 100_400, chunk}]);
	});
});

describe('memory that is used again', () => {
	test('is given once, and only what is likely to be asked for is kept', () => {
		const room = new Room();
		const one = room.take(1000);
		expect(one.length).toBe(1024);
		expect(room.take(1000)).not.toBe(one);
		room.give(one);
		expect(room.take(700)).toBe(one);
		expect(room.take(700)).not.toBe(one);
		const large = room.take(5_000_000);
		room.give(large);
		expect(room.take(5_000_000) === large).toBe(false);
	});

	test('shows nothing of the message that had it before', () => {
		const room = new Room();
		const log = new MessageLog();
		const text = (pending: Pending): string => String.fromCharCode(...pending.bytes.subarray(0, pending.length));
		const bytes = Uint8Array.from('abcdefgh', c => c.charCodeAt(0));
		const pending = new Pending(room).begin(0, 0, 0);
		pending.add(log.hold(0, 10, 8), 10, bytes, 0, 8, 0);
		pending.end();
		expect(pending.begin(0, 0, 0).length).toBe(0);
		pending.add(log.hold(1, 20, 3), 20, bytes, 0, 3, 0);
		// Bytes that come twice are those that came first.
		pending.add(log.hold(2, 20, 4), 20, bytes, 4, 8, 1);
		expect(text(pending)).toBe('abcgh');
		const rest = pending.moveRest(new Pending(room), 4, 0, 0);
		expect([text(rest), rest.start]).toEqual(['h', 4]);
		expect(log.chunkOf(pending.finish(log, 2, 4))).toEqual({
			row: 2,
			length: 4,
			stretches: [{row: 1, from: 20, length: 3, offset: 0}, {row: 2, from: 20, length: 3, offset: 1}],
		});
		expect(log.chunkOf(rest.finish(log, 3, 1)).stretches).toEqual([{row: 2, from: 23, length: 1, offset: 0}]);
		expect(log.of(2).held).toEqual([{from: 20, length: 3, chunk: 1}, {from: 23, length: 1, chunk: 2}]);
	});
});
