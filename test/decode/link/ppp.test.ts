import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, udp} from '../network/capture.ts';

const pppLink = 9;
const line = (...frames: Array<readonly number[]>) => capture(frames, pppLink);
const option = (type: number, value: readonly number[]): number[] => [type, 2 + value.length, ...value];

describe('ppp', () => {
	test('leaves out address and control, and half of the protocol', () => {
		const c = line([0xff, 3, 0, 0x21, ...ipv4(udp())], [0, 0x21, ...ipv4(udp())], [0x21, ...ipv4(udp())]);
		expect([0, 1, 2].map(row => c.layers(row))).toEqual(['ip udp', 'ip udp', 'ip udp']);
		expect([0, 1, 2].map(row => c.values(row, 'ppp.address'))).toEqual([['0xff'], [], []]);
	});
});

describe('lcp', () => {
	test('reads options up to one that does not fit', () => {
		const options = [...option(5, [1, 2, 3, 4]), ...option(7, []), 1, 9, 0];
		const c = line([0xc0, 0x21, 1, 7, ...u16(4 + options.length), ...options]);
		expect(c.values(0, 'lcp.opt.magic_number')).toEqual(['0x01020304']);
		expect(c.values(0, 'lcp.opt.type')).toEqual(['5', '7']);
		expect(c.values(0, 'ppp.opt.len.invalid')).toEqual(['1']);
	});

	test('shows what is refused below the refusal', () => {
		const c = line([0xc0, 0x21, 8, 1, ...u16(10), 0x80, 0xfd, 1, 9, ...u16(4)]);
		expect(c.layers(0)).toBe('lcp(ccp)');
		expect(c.values(0, 'lcp.rej_proto')).toEqual(['0x80fd']);
		expect(c.values(0, 'ppp.identifier')).toEqual(['1', '9']);
	});

	test('says which option has a length that its kind cannot have', () => {
		const c = line([0xc0, 0x21, 1, 7, ...u16(4 + 3 + 4), ...option(1, [5]), ...option(17, [5, 0xdc])]);
		expect(c.values(0, 'ppp.opt.len.invalid')).toEqual(['1']);
		expect(c.values(0, 'lcp.opt.mru')).toEqual([]);
		expect(c.values(0, 'lcp.opt.mrru')).toEqual(['1500']);
	});

	test('reads no further than its length', () => {
		const c = line([0xc0, 0x21, 9, 1, ...u16(10), 0, 0, 0, 9, 7, 7, 0xee, 0xee]);
		expect(c.values(0, 'lcp.data')).toEqual(['0707']);
	});
});

describe('pap and chap', () => {
	test('show what was said to whom', () => {
		const c = line([0xc0, 0x23, 1, 1, ...u16(4 + 6), 2, 0x6d, 0x65, 2, 0x70, 0x77], [0xc2, 0x23, 2, 1, ...u16(4 + 5), 2, 1, 2, 0x6d, 0x65]);
		expect(c.values(0, 'pap.peer_id')).toEqual(['me']);
		expect(c.values(0, 'pap.password')).toEqual(['pw']);
		expect(c.values(1, 'chap.value')).toEqual(['0102']);
		expect(c.values(1, 'chap.name')).toEqual(['me']);
	});
});

describe('chdlc', () => {
	test('carries ISO protocols behind a byte of padding, and SLARP under the number of RARP', () => {
		const c = capture([[0x0f, 0, 0xfe, 0xfe, 3, 0x83, 1], [0x8f, 0, 0x80, 0x35, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 4, 0xff, 0xff]], 104);
		expect(c.layers(0)).toContain('isis');
		expect(c.values(0, 'chdlc.clns_padding')).toEqual(['0x03']);
		expect(c.layers(1)).toBe('slarp');
		expect(c.values(1, 'slarp.mysequence')).toEqual(['5']);
	});

	test('misses what a header without anything behind it announces', () => {
		const c = capture([[0x0f, 0, 8, 0], [0x0f, 0, 0x88, 0xb5, 1]], 104);
		expect([0, 1].map(row => c.info(row).includes('Malformed'))).toEqual([true, false]);
	});
});
