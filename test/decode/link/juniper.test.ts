import {describe, expect, test} from 'vitest';
import {capture, ipv4, udp} from '../network/capture.ts';

const magic = [0x4d, 0x47, 0x43];
const packet = ipv4(udp());
const framed = [0x02, 0, 0, 0, 0, 1, 0x02, 0, 0, 0, 0, 2, 0x08, 0x00, ...packet];
const juniper = (link: number, ...frames: Array<readonly number[]>) => capture(frames.map(frame => [...magic, ...frame]), link);

describe('juniper', () => {
	test('reads extensions of any length, the lowest byte first, and goes on behind them', () => {
		const c = juniper(178, [0x81, 0, 16, 3, 1, 6, 6, 1, 14, 1, 2, 0x8c, 0x01, 4, 4, 0x4c, 1, 0, 0, ...framed]);
		expect(c.values(0, 'juniper.direction')).toEqual(['0x01']);
		expect(c.values(0, 'juniper.ext.ifmt')).toEqual(['6']);
		expect(c.values(0, 'juniper.ext.ifd')).toEqual(['396']);
		expect(c.values(0, 'juniper.ext.ifl')).toEqual(['332']);
		expect(c.layers(0)).toBe('eth ip udp');
	});

	test('takes what follows from a family where the link header was left out', () => {
		const c = juniper(178, [0x02, 2, 0, 0, 0, ...packet], [0x02, 99, 0, 0, 0, ...packet]);
		expect(c.layers(0)).toBe('ip udp');
		expect(c.layers(1)).toBe('data');
	});

	test('knows by the link type or a cookie what follows', () => {
		expect(juniper(179, [0, 0xff, 3, 0, 0x21, ...packet]).layers(0)).toBe('ppp ip udp');
		expect(juniper(133, [0, 2, 0, 5, 0, ...packet]).layers(0)).toBe('ip udp');
		const atm = juniper(137, [0, 0, 0, 0, 0, ...packet], [0, 0, 0, 0, 0, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0, ...packet], [0, 0x80, 0, 0, 0, ...packet]);
		expect(atm.layers(0)).toBe('ip udp');
		expect(atm.layers(1)).toBe('llc ip udp');
		expect(atm.values(2, 'juniper.payload_type')).toEqual(['205']);
	});

	test('says where the number is missing, and believes no length', () => {
		const c = capture([framed, [...magic, 0x80, 0xff, 0xff, 1, 2, 0], magic], 178);
		expect(c.values(0, 'juniper.magic-number.none')).toEqual(['1']);
		expect(c.layers(0)).toBe('eth ip udp');
		expect(c.values(1, 'juniper.ext_total_len')).toEqual(['65535']);
		expect(c.info(1)).toContain('Malformed');
		expect(c.values(2, 'juniper.magic-number')).toEqual(['0x4d4743']);
	});
});
