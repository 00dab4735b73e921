import {describe, expect, test} from 'vitest';
import {type Frame, Pass} from '../../src/decode/pass.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';

const write32 = (b: Uint8Array, at: number, value: number): void => {
	for (let i = 0; i < 4; i++) b[at + i] = value >>> (24 - 8 * i);
};

/** An Ethernet frame with a TCP SYN in it. */
const syn = (): Uint8Array => {
	const b = new Uint8Array(54);
	b.set([0x08, 0, 0x45, 0, 0, 40, 0, 0, 0, 0, 64, 6], 12);
	b.set([0x50, 2], 46);
	return b;
};

/** How each packet differs from those before it: what a table might be made to stumble over. */
const attacks: Readonly<Record<string, (b: Uint8Array, n: number) => void>> = {
	'every packet is of a new address': (b, n) => write32(b, 26, n),
	'addresses differ in their high bits alone': (b, n) => write32(b, 26, Math.imul(n, 0x1000) >>> 0),
	'every packet is of new ports': (b, n) => write32(b, 34, Math.imul(n, 0x9e37_79b1) >>> 0),
	'every packet opens the same connection anew': (b, n) => write32(b, 38, n * 2 + 1),
	'every packet is of a new station': (b, n) => write32(b, 8, n),
	'every packet is a fragment of a new datagram': (b, n) => {
		b[20] = 0x20;
		write32(b, 26, n);
	},
};

/** Processor milliseconds for a capture of `count` packets: the least of some. */
function cost(attack: (b: Uint8Array, n: number) => void, count: number): number {
	const times = Array.from({length: 3}, () => {
		const pass = new Pass(buildRegistry());
		const bytes = syn();
		const frame: Frame = {bytes, start: 0, end: bytes.length, original: bytes.length, seconds: 0, nanoseconds: 0, interfaceId: 0, linkType: 1, place: 0, flags: 0};
		const before = process.cpuUsage();
		for (let n = 0; n < count; n++) {
			attack(bytes, n);
			frame.seconds = n;
			pass.append(frame);
		}

		const {user, system} = process.cpuUsage(before);
		return (user + system) / 1000;
	});
	return Math.min(...times);
}

describe('hostile captures take a time in proportion', () => {
	test.each(Object.keys(attacks))('%s', name => {
		const attack = attacks[name]!;
		cost(attack, 5000);
		// Four times the packets: something quadratic would take sixteen times as long.
		expect(cost(attack, 80_000) / Math.max(20, cost(attack, 20_000))).toBeLessThan(9);
	}, 60_000);
});
