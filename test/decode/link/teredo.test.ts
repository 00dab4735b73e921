import {describe, expect, test} from 'vitest';
import {capture, ipv4, ipv6, udp} from '../network/capture.ts';

const teredoPort = 3544;
const authentication = [0, 1, 1, 2, 0x61, 0x62, 0x63, 1, 2, 3, 4, 5, 6, 7, 8, 0];
const origin = [0, 0, 0x12, 0x34, 1, 2, 3, 4];
const inner = ipv6(59, []);
const tunnel = (...payloads: Array<readonly number[]>) => capture(payloads.map(payload => ipv4(udp(payload, 40_000, teredoPort))));

describe('teredo', () => {
	test('carries IPv6 behind two headers', () => {
		const c = tunnel([...authentication, ...origin, ...inner]);
		expect(c.layers(0)).toBe('ip udp teredo ipv6');
		expect(c.values(0, 'teredo.auth.value')).toEqual(['6263']);
		expect(c.values(0, 'teredo.orig.port')).toEqual(['60875']);
		expect(c.values(0, 'teredo.orig.addr')).toEqual(['254.253.252.251']);
	});

	test('is what its port says, also with another version of IP', () => {
		const c = tunnel([...origin, 0x20, ...inner.slice(1)]);
		expect(c.layers(0)).toBe('ip udp teredo ipv6 data');
		expect(c.values(0, 'ipv6.bogus_ipv6_version')).toEqual(['1']);
	});

	test('ends where a header or what follows it is not there', () => {
		const c = tunnel([0x60], authentication.slice(0, 4), [...authentication, 0x60], origin.slice(0, 3), origin);
		for (const row of [0, 1, 2, 3, 4]) {
			expect(c.layers(row)).toBe('ip udp teredo');
			expect(c.info(row)).toContain('Malformed');
		}

		expect(c.values(1, 'teredo.auth.idlen')).toEqual(['1']);
		expect(c.values(3, 'teredo.orig.port')).toEqual([]);
		expect(c.values(4, 'teredo.orig.port')).toEqual(['60875']);
	});
});
