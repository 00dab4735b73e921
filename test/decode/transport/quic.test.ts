import {describe, expect, test} from 'vitest';
import {hexBytes} from '../../../src/decode/print.ts';
import {initialKeys} from '../../../src/decode/transport/quic-keys.ts';
import {type Capture, capture, icmp, ipv4, u32} from '../network/capture.ts';
import {clientHello, clientId, crypto, datagram, firstId, fromHex, initial, integer, locked, longHeader, serverId} from './quic-packets.ts';

const hello = clientHello('example.org', 300);
const ack = [2, 0, 0, 0, 0];
const short = (to: readonly number[]): number[] => [0x41, ...to, ...Array.from({length: 30}, (_, i) => 200 - i)];
const names = (c: Capture, row: number): string[] => c.values(row, 'tls.handshake.extensions_server_name');
const first = datagram(initial(crypto(0, hello)));

// RFC 9001, appendix A.3: the server's answer to a packet that was sent to `firstId`.
const serverInitial = fromHex(
	'cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee',
);
// RFC 9001, appendix A.4
const retryPacket = fromHex('ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba');

describe('keys of the first packets', () => {
	test('are those of RFC 9001, appendix A.1', () => {
		const keys = [false, true].map(fromServer => initialKeys(1, Uint8Array.from(firstId), fromServer)!);
		expect(keys.map(({key, iv, mask}) => [key, iv, mask].map(bytes => hexBytes(bytes)))).toEqual([
			['1f369613dd76d5467730efcbe3b1a22d', 'fa044b2f42a3fd3b46fb255c', '9f50449e04a0e810283a1e9933adedd2'],
			['cf3a5331653c364c88f0f379b6067e37', '0ac1493ca1905853b0bba03e', 'c206b8d9b9f0f37644430b490eeaa314'],
		]);
	});

	test('differ in version 2: RFC 9369, appendix A.1', () => {
		expect(hexBytes(initialKeys(0x6b33_43cf, Uint8Array.from(firstId), false)!.key)).toBe('8b1a0bc121284290a29e0971b5cd045d');
	});

	test('of the server follow from what the client was first sent to', () => {
		const c = capture([first, datagram(serverInitial, true)]);
		expect(c.values(1, 'quic.packet_number')).toEqual(['1']);
		expect(c.values(1, 'tls.handshake.ciphersuite')).toEqual(['0x1301']);
		expect(c.layers(1)).toBe('ip udp quic');
		expect(capture([datagram(serverInitial, true)]).values(0, 'quic.decryption_failed')).toEqual(['1']);
	});

	test('follow from the id that a Retry gives, once it came', () => {
		const again = initial(crypto(0, hello), {to: serverId, number: 1, token: [1, 2, 3]});
		const c = capture([datagram(initial(crypto(0, hello), {from: []})), datagram(retryPacket, true), datagram(again)]);
		expect(c.values(1, 'quic.retry_token')).toEqual(['746f6b656e']);
		expect(c.labels(1, /Retry Integrity Tag/).join()).toContain('[verified]');
		expect(c.values(2, 'quic.packet_number')).toEqual(['1']);
		expect(c.values(2, 'quic.connection.number')).toEqual(['0']);
	});

	test('of a Retry fit only the packet that it answers', () => {
		const wrong = [...retryPacket];
		wrong[wrong.length - 1]! ^= 1;
		expect(capture([first, datagram(wrong, true)]).values(1, 'quic.bad_retry')).toEqual(['1']);
		expect(capture([datagram(retryPacket, true)]).values(0, 'quic.bad_retry')).toEqual(['1']);
		expect(capture([first, datagram(retryPacket, true)]).values(1, 'quic.bad_retry')).toEqual([]);
	});
});

describe('a client hello', () => {
	const parts = [0, 100, 200, hello.length].map((from, i, all) => crypto(from, hello.slice(from, all[i + 1]))).slice(0, 3);

	test('is read where it is whole, however its frames are ordered', () => {
		const c = capture([datagram(initial([...parts[1]!, 1, ...parts[0]!, ...parts[2]!]))]);
		expect(names(c, 0)).toEqual(['example.org']);
		expect(c.values(0, 'quic.crypto.fragment.count')).toEqual(['3']);
		expect(c.info(0)).toBe('Initial, DCID=8394c8f03e515708, SCID=c1c2c3c4, PKN: 0, CRYPTO, PING, CRYPTO, CRYPTO');
	});

	test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]]])('that came in three datagrams in order %j is read in the last', order => {
		const c = capture(order.map((part, number) => datagram(initial(parts[part]!, {number}))));
		expect([2, 0, 1].map(row => names(c, row))).toEqual([['example.org'], [], []]);
		expect(c.values(2, 'quic.crypto.fragment')).toEqual([0, 1, 2].map(part => String(order.indexOf(part) + 1)));
		expect(c.values(2, 'frame.protocols')).toEqual(['raw:ip:udp:quic:tls']);
		expect(c.values(0, 'frame.protocols')).toEqual(['raw:ip:udp:quic']);
	});

	test('that comes again is noted and not read again', () => {
		const c = capture([first, datagram(initial(crypto(0, hello), {number: 1}))]);
		expect(c.values(1, 'quic.retransmission')).toEqual(['1']);
		expect(names(c, 1)).toEqual([]);
		expect(c.values(0, 'quic.retransmission')).toEqual([]);
	});

	test('stands in the frame that carries it', () => {
		const quic = capture([first]).tree(0).find(node => node.name === 'quic');
		expect(quic?.children.find(node => node.name === 'quic.frame')?.children.at(-1)?.name).toBe('tls');
	});

	test('of version 2 and of a version that forces a negotiation is read too', () => {
		const c = capture([datagram(initial(crypto(0, hello), {version: 0x6b33_43cf})), datagram(initial(crypto(0, hello), {version: 0x0a0a_0a0a, to: serverId}), false, 40_002)]);
		expect(c.values(0, 'quic.long.packet_type_v2')).toEqual(['1']);
		expect([0, 1].map(row => names(c, row))).toEqual([['example.org'], ['example.org']]);
	});

	test('that never ends is given up, and another connection does not care', () => {
		const endless = Array.from({length: 80}, (_, n) => datagram(initial(crypto(1000 * n, hello.slice(0, 200)), {number: n})));
		const other = datagram(initial(crypto(0, hello), {to: serverId}), false, 40_002);
		const c = capture([...endless, other]);
		expect(names(c, 80)).toEqual(['example.org']);
		expect(c.values(79, 'quic.packet_number')).toEqual(['79']);
	});
});

describe('a packet number', () => {
	test('is made whole with those before it', () => {
		const c = capture([datagram(initial(ack, {number: 70_000, numberSize: 4})), datagram(initial(ack, {number: 70_001}))]);
		expect(c.values(1, 'quic.packet_number')).toEqual(['70001']);
	});
});

describe('a datagram with several packets', () => {
	test('shows each, and hears only the last in the list', () => {
		const c = capture([first,
			datagram([...initial(ack, {to: clientId, from: serverId, keyId: firstId, isServer: true}), ...locked(0xe0, clientId, serverId), ...short(clientId)], true)]);
		expect(c.values(1, 'quic.header_form')).toEqual(['1', '1', '0']);
		expect(c.values(1, 'quic.long.packet_type')).toEqual(['0', '2']);
		expect(c.values(1, 'quic.connection.number')).toEqual(['0']);
		expect(c.values(1, 'frame.protocols')).toEqual(['raw:ip:udp:quic']);
		expect(c.info(1)).toBe('Protected Payload (KP0), DCID=c1c2c3c4');
	});

	test('may end with padding that belongs to no connection', () => {
		const c = capture([datagram([...initial(crypto(0, hello)), ...Array.from({length: 40}, () => 0)])]);
		expect(c.values(0, 'quic.coalesced_padding_data')).toEqual(['1']);
		expect(c.values(0, 'quic.short')).toEqual([]);
		expect(names(c, 0)).toEqual(['example.org']);
	});
});

describe('a short header', () => {
	const opened = [first, datagram(initial(ack, {to: clientId, from: serverId, keyId: firstId, isServer: true}), true)];

	test('has as many bytes of id as its receiver asked for', () => {
		const c = capture([...opened, datagram(short(serverId)), datagram(short(clientId), true)]);
		expect([2, 3].map(row => c.values(row, 'quic.dcid'))).toEqual([['f067a5502a4262b5'], ['c1c2c3c4']]);
		expect([2, 3].map(row => c.values(row, 'quic.decryption_failed'))).toEqual([['1'], []]);
	});

	test('is known by its id from another place', () => {
		const c = capture([...opened, datagram(initial(ack, {to: [1, 2, 3, 4, 5]}), false, 40_009), datagram(short(serverId), false, 40_009)]);
		expect(c.values(3, 'quic.connection.number')).toEqual(['0']);
	});

	test('with another id is of no connection that is known', () => {
		const c = capture([...opened, datagram(short([9, 9, 9, 9, 9, 9, 9, 9]))]);
		expect(c.values(2, 'quic.connection.unknown')).toEqual(['1']);
		expect(c.values(2, 'quic.dcid')).toEqual([]);
	});

	test('to somebody who asked for no id has none', () => {
		const c = capture([datagram(initial(crypto(0, hello), {from: []})), datagram(short([]), true)]);
		expect(c.values(1, 'quic.dcid')).toEqual([]);
		expect(c.values(1, 'quic.connection.number')).toEqual(['0']);
	});
});

describe('a connection', () => {
	const unknownId = [9, 9, 9, 9, 9, 9, 9, 9];
	const opened = [first, datagram(initial(ack, {to: clientId, from: serverId, keyId: firstId, isServer: true}), true)];
	/** Numbers of the connections of datagrams that follow an opening; '-' where it is not known. */
	const follow = (...datagrams: number[][]): string[] => {
		const c = capture([...opened, ...datagrams]);
		return datagrams.map((_, row) => c.values(row + 2, 'quic.connection.number')[0] ?? (c.values(row + 2, 'quic.connection.unknown').length > 0 ? '-' : ''));
	};

	test.each([[0xd0, '0-RTT', ['0', '-', '-', '0', '-']], [0xe0, 'Handshake', ['-', '0', '0', '0', '-']]] as const)(
		'is known from %i, %s, by the ids of its own sort, or where there is none by the two places',
		(kind, _, expected) => {
			expect(follow(...[firstId, serverId, clientId, [], unknownId].map(to => datagram(locked(kind, to, clientId))))).toEqual(expected);
		},
	);

	test('is another where a first packet is for somebody else, whoever sends it', () => {
		const whole = initial(ack, {to: unknownId});
		expect(follow(datagram(whole), datagram(initial(ack, {to: [1, 2, 3, 4], from: serverId}), true))).toEqual(['1', '2']);
		expect(follow(datagram(initial(ack, {to: [], keyId: firstId, number: 1})))).toEqual(['0']);
		// Its ids have to be there.
		expect(follow(datagram(whole.slice(0, 18)), datagram(whole.slice(0, 19)))).toEqual(['-', '1']);
	});

	test('is known by the id of a client, before that of a server who happens to have the same', () => {
		const port = 40_002;
		const other = [
			datagram(initial(ack, {to: unknownId, from: serverId}), false, port),
			datagram(initial(ack, {to: serverId, from: [7, 7], keyId: unknownId, isServer: true}), true, port),
		];
		expect(follow(...other, datagram(locked(0xe0, serverId, clientId)))).toEqual(['1', '1', '1']);
	});

	test('takes an id that is too long for none', () => {
		const long = Array.from({length: 21}, (_, i) => i);
		expect(follow(datagram(locked(0xe0, long, clientId)), datagram(locked(0xe0, serverId, long)))).toEqual(['0', '0']);
	});

	test('begins with a version that is known, and with ids that are not too long', () => {
		const begin = (version: number, from = clientId): string =>
			capture([datagram([...longHeader(0xc0, version, firstId, from), ...integer(0), ...integer(hello.length), ...hello])]).layers(0);
		expect([1, 0x6b33_43cf, 0xff00_000b, 0x0a0a_0a0a, 0x5130_3530].map(version => begin(version))).toEqual(Array.from({length: 5}, () => 'ip udp quic'));
		expect([2, 0xff00_000a, 0x709a_50c4].map(version => begin(version))).toEqual(Array.from({length: 3}, () => 'ip udp data'));
		expect(begin(1, Array.from({length: 21}, () => 1))).toBe('ip udp data');
	});
});

describe('what is not for its keys', () => {
	test('a version negotiation lists versions', () => {
		const packet = [...longHeader(0x80, 0, clientId, firstId), ...u32(1), ...u32(0x6b33_43cf)];
		const c = capture([first, datagram(packet, true)]);
		expect(c.values(1, 'quic.supported_version')).toEqual(['0x00000001', '0x6b3343cf']);
		expect(c.info(1)).toBe('Version Negotiation, DCID=c1c2c3c4, SCID=8394c8f03e515708');
	});

	test('a version negotiation is known where something came before it, or where an error quotes it', () => {
		const packet = [...longHeader(0x80, 0, clientId, firstId), ...u32(1), ...u32(0x6b33_43cf)];
		expect(capture([datagram(packet, true)]).layers(0)).toBe('ip udp data');
		expect(capture([ipv4(icmp(3, 3, [0, 0, 0, 0, ...datagram(packet, true)]), {protocol: 1})]).values(0, 'quic.version')).toEqual(['0x00000000']);
	});

	test('Google QUIC stays what it is', () => {
		const packet = [0x0d, ...firstId, 0x51, 0x30, 0x34, 0x33, 1, ...Array.from({length: 40}, (_, i) => i)];
		expect(capture([datagram(packet)]).layers(0)).toBe('ip udp gquic');
	});

	test('an error quotes as much as it likes', () => {
		const quoted = ipv4(icmp(3, 3, [0, 0, 0, 0, ...first.slice(0, 200)]), {protocol: 1});
		const c = capture([quoted]);
		expect(c.values(0, 'quic.long.reserved')).toEqual(['0']);
		expect(c.values(0, 'quic.decryption_failed')).toEqual(['1']);
		expect(c.values(0, 'quic.connection.unknown')).toEqual([]);
	});

	test('a close says why', () => {
		const c = capture([datagram(initial([0x1c, ...integer(0x100 + 40), 6, 2, 0x6e, 0x6f]))]);
		expect(c.values(0, 'quic.cc.error_code.tls_alert')).toEqual(['40']);
		expect(c.labels(0, /^CONNECTION_CLOSE/)).toEqual(['CONNECTION_CLOSE (Transport) Error code: CRYPTO_ERROR (Handshake Failure)']);
	});
});

describe('hostile packets', () => {
	const third = hello.length / 3;
	const frames = [
		datagram(initial(crypto(0, hello.slice(0, third)))),
		datagram(initial([...ack, ...crypto(third, hello.slice(third))], {number: 1})),
		datagram(serverInitial, true),
		datagram(retryPacket, true),
		datagram([...locked(0xe0, serverId, clientId), ...short(serverId)]),
	];
	const header = 28;

	test('cut anywhere, and with any bit of a header flipped, throw nothing', () => {
		for (const [n, frame] of frames.entries()) {
			for (let at = header; at < frame.length; at += at < header + 40 ? 1 : 37) {
				const flipped = [...frame];
				flipped[at]! ^= 1 << at % 8;
				const c = capture(frames.map((other, i) => (i === n ? {captured: frame.slice(0, at), original: frame.length} : other)));
				const d = capture(frames.with(n, flipped));
				for (const row of frames.keys()) for (const other of [c, d]) expect(other.tree(row).length).toBeGreaterThan(1);
			}
		}
	});

	test('of which one byte is changed are not opened', () => {
		const changed = [...first];
		changed[changed.length - 1]! ^= 1;
		const c = capture([changed]);
		expect(c.values(0, 'quic.decryption_failed')).toEqual(['1']);
		expect(names(c, 0)).toEqual([]);
	});
});
