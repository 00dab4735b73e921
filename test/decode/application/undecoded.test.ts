import {expect, test} from 'vitest';
import {capture, ipv4, udp} from '../network/capture.ts';

const sleeper = [2, 0, 0, 0, 0, 1];
const stream = Array.from({length: 6}, () => 0xff);
const magic = [...stream, ...Array.from({length: 16}, () => sleeper).flat()];

/** What a datagram to a port that several may use is taken for; tshark's answers. */
test.each<readonly [what: string, port: number, payload: readonly number[], name: string]>([
	['an empty object of TP-Link', 9999, [0xd0, 0xad], 'tplink-smarthome'],
	['an object of TP-Link', 9999, [0xd0, 0xf2, 0x81], 'tplink-smarthome'],
	['text on the port of TP-Link', 9999, [0x7b, 0x7d], 'data'],
	['a message of WCCP', 2048, [0, 0, 0, 10, 0, 0, 0, 0], 'wccp'],
	['a message that WCCP does not have', 2048, [0, 0, 0, 14, 0, 0, 0, 0], 'data'],
	['a version of ICQ', 4000, [5, 0, 0, 0], 'icq'],
	['no version of ICQ', 4000, [6, 0, 0, 0], 'data'],
	['a magic packet', 9, magic, 'wol'],
	['a magic packet whose address changes', 9, [...magic.slice(0, -1), 2], 'data'],
	['a magic packet that is cut', 9, magic.slice(0, -6), 'data'],
])('%s', (_, port, payload, name) => {
	expect(capture([ipv4(udp(payload, 40_000, port))]).values(0, 'frame.protocols')).toEqual([`raw:ip:udp:${name}`]);
});
