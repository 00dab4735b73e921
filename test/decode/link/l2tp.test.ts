import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, udp} from '../network/capture.ts';

const l2tpPort = 1701;
const l2tpNumber = 115;
const rawIp = 101;
const inside = ipv4(udp());
const frame = [0, 0, 0x5e, 0, 0x53, 1, 0, 0, 0x5e, 0, 0x53, 0x0a, 8, 0, ...inside];
const ppp = [0xff, 3, 0, 0x21, ...inside];

const over = (...messages: Array<readonly number[]>) => capture(messages.map(message => ipv4(udp(message, l2tpPort, l2tpPort))), rawIp);
const bare = (...messages: Array<readonly number[]>) => capture(messages.map(message => ipv4(message, {protocol: l2tpNumber})), rawIp);
const avp = (type: number, value: readonly number[], first = 0x80): number[] => [first, 6 + value.length, 0, 0, 0, type, ...value];
const control = (...avps: Array<readonly number[]>): number[] => {
	const body = avps.flat();
	return [0xc8, 2, ...u16(12 + body.length), 0, 7, 0, 9, 0, 1, 0, 2, ...body];
};

describe('l2tp of version 2', () => {
	test('has the frame behind what its flags say is there', () => {
		const plain = [0, 2, 0, 9, 0, 22, ...ppp];
		const numbered = [0x48, 2, ...u16(12 + ppp.length), 0, 9, 0, 22, 0, 5, 0, 6, ...ppp, 0xee];
		const padded = [2, 2, 0, 9, 0, 22, 0, 3, 0xee, 0xee, 0xee, ...ppp];
		const c = over(plain, numbered, padded);
		expect([0, 1, 2].map(row => c.layers(row))).toEqual(Array.from({length: 3}, () => 'ip udp l2tp ppp ip udp'));
		expect(c.values(1, 'l2tp.Nr')).toEqual(['6']);
		expect(c.values(2, 'l2tp.offset')).toEqual(['3']);
	});

	test('does not read the type of a value that is hidden', () => {
		const c = over(control(avp(0, [0, 4]), avp(9, [1, 2, 3, 4], 0xc0), avp(10, [0, 4])));
		expect(c.values(0, 'l2tp.avp.hidden')).toEqual(['0', '1', '0']);
		expect(c.values(0, 'l2tp.avp.type')).toEqual(['0', '10']);
		expect(c.values(0, 'l2tp.avp.receive_window_size')).toEqual(['4']);
	});

	test('stops at a value that is shorter than its header', () => {
		const c = over(control(avp(0, [0, 1]), [0x80, 2, 0, 0, 0, 7], avp(10, [0, 4])));
		expect(c.values(0, 'l2tp.avp_length.bad')).toEqual(['1']);
		expect(c.values(0, 'l2tp.avp.receive_window_size')).toEqual([]);
	});

	test('goes on behind a value that is too short for its type', () => {
		const c = over(control(avp(0, [0, 1]), avp(9, [1]), avp(10, [0, 4])));
		expect(c.values(0, 'l2tp.avp.assigned_tunnel_id')).toEqual([]);
		expect(c.values(0, 'l2tp.avp.receive_window_size')).toEqual(['4']);
	});

	test('is no other version', () => {
		const c = over([0, 4, 0, 9, 0, 22, ...ppp]);
		expect(c.layers(0)).toBe('ip udp data');
	});
});

describe('l2tp of version 3', () => {
	test('finds the frame behind a cookie and a sublayer that nobody told of', () => {
		const cookie = [0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87];
		const sublayer = [0x40, 0, 0, 5];
		const session = [0, 0, 0, 0x11];
		const c = bare([...session, ...frame], [...session, ...cookie.slice(0, 4), ...frame], [...session, ...sublayer, ...frame], [...session, ...cookie, ...sublayer, ...frame], [
			...session,
			...cookie,
			...ppp,
		]);
		expect([0, 1, 2, 3, 4].map(row => c.layers(row))).toEqual([
			...Array.from({length: 4}, () => 'ip l2tp eth ip udp'),
			'ip l2tp ppp ip udp',
		]);
		expect([0, 1, 2, 3, 4].map(row => c.values(row, 'l2tp.cookie'))).toEqual([[], ['80818283'], [], ['8081828384858687'], ['8081828384858687']]);
		expect([0, 1, 2, 3, 4].map(row => c.values(row, 'l2tp.l2_spec_sequence'))).toEqual([[], [], ['5'], ['5'], []]);
		expect([0, 4].map(row => c.values(row, 'l2tp.avp.pseudowire_type'))).toEqual([['5'], ['7']]);
	});

	test('leaves bytes alone that are no frame', () => {
		const c = bare([0, 0, 0, 0x11, ...Array.from({length: 40}, (_, i) => i + 7)]);
		expect(c.layers(0)).toBe('ip l2tp data');
		expect(c.values(0, 'l2tp.avp.pseudowire_type')).toEqual(['0']);
	});

	test('speaks of sessions behind a session of zero', () => {
		const message = [0xc8, 3, ...u16(12 + 8), 1, 2, 3, 4, 0, 0, 0, 0, ...avp(0, [0, 10])];
		const c = bare([0, 0, 0, 0, ...message]);
		expect(c.values(0, 'l2tp.ccid')).toEqual(['0x01020304']);
		expect(c.values(0, 'l2tp.avp.message_type')).toEqual(['10']);
	});
});
