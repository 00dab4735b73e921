import {expect, test} from 'vitest';
import {talk} from './talk.ts';

const message = (stream: number, ...data: readonly number[]): number[] => [data.length >> 8, data.length & 0xff, stream, ...data];
const say = (...parts: ReadonlyArray<readonly number[]>) => ({from: 0 as const, bytes: Uint8Array.from(parts.flat())});
const ping = message(0xfe, 0);
const pong = message(0xfe, 1);

test('several messages of a segment are told one by one, and what they carry once', () => {
	const c = talk(3002, [say(ping, message(0, 8, 0x19, 1), pong)]);
	expect(c.values(0, 'gsm_ipa.data_len')).toEqual(['1', '3', '1']);
	expect(c.values(0, 'ipaccess.msg_type')).toEqual(['0x00', '0x01']);
	expect(c.layers(0)).toEqual(['gsm_ipa', 'gsm_abis_rsl']);
});

test('behind a message that is too short for its stream nothing is read', () => {
	const c = talk(3002, [say(message(0, 2), ping), say(message(0xfe), ping), say(ping, [9, 9, 0xfe, 0])]);
	expect(c.values(0, 'gsm_ipa.data_len')).toEqual(['1']);
	expect(c.values(0, 'gsm_abis_rsl.msg_dsc')).toEqual([]);
	expect(c.info(1)).toBe('IPA[Malformed Packet]');
	expect(c.values(2, 'gsm_ipa.data_len')).toEqual(['1', '2313']);
});

test('a segment of a stream that is none is data', () => {
	const c = talk(5000, [say([0, 1, 0x80, 7]), say([0, 0, 0])]);
	expect([c.layers(0), c.layers(1)]).toEqual([['data'], ['data']]);
});
