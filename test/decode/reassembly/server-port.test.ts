import {expect, test} from 'vitest';
import {capture, ipv4, u16, u32} from '../network/capture.ts';

const client = 20;
const server = 179;
const synFlag = 0x02;
const ackFlag = 0x10;
const keepAlive = [...Array.from({length: 16}, () => 0xff), 0, 19, 4];
/** A segment between two ports that both have an owner, of which the client has the lower. */
const segment = (from: number, to: number, sequence: number, flags: number, payload: readonly number[] = []): number[] =>
	ipv4([...u16(from), ...u16(to), ...u32(sequence), ...u32(0), 0x50, flags, ...u16(8192), 0, 0, 0, 0, ...payload], {
		protocol: 6,
		source: [10, 0, 0, from === client ? 1 : 2],
		destination: [10, 0, 0, from === client ? 2 : 1],
	});

test('the port that was connected to says who speaks, whichever is lower', () => {
	const asked = capture([segment(client, server, 0, synFlag), segment(client, server, 1, ackFlag, keepAlive)]);
	expect(asked.layers(1)).toBe('ip tcp bgp');
	const answered = capture([segment(server, client, 0, synFlag | ackFlag), segment(client, server, 1, ackFlag, keepAlive)]);
	expect(answered.layers(1)).toBe('ip tcp bgp');
	const early = capture([segment(client, server, 0, synFlag, keepAlive)]);
	expect(early.layers(0)).toBe('ip tcp bgp');
});

test('the lower port does where nobody saw who connected', () => {
	expect(capture([segment(client, server, 1, ackFlag, keepAlive)]).layers(0)).toBe('ip tcp ftp-data');
});
