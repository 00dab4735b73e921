import {bool8, byteString, none, parts, text, u32, u64, u8} from '../field.ts';
import {fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';

const initiation = 1;
const response = 2;
const cookie = 3;
const transport = 4;

const types: ReadonlyMap<number, string> = new Map([
	[initiation, 'Handshake Initiation'],
	[response, 'Handshake Response'],
	[cookie, 'Cookie Reply'],
	[transport, 'Transport Data'],
]);

// https://www.wireguard.com/papers/wireguard.pdf, section 5.4
const p = parts('wg', () => ({
	type: u8('Type', {values: types}),
	reserved: byteString(3, 'Reserved'),
	sender: u32('Sender', {base: 'hex', little: true, about: 'What the other side is to write as the receiver from now on.'}),
	receiver: u32('Receiver', {base: 'hex', little: true, about: 'What the receiver chose, so that it knows whose packet this is.'}),
	ephemeral: text('Ephemeral', {about: 'A public key for this handshake alone.'}),
	'ephemeral.known_privkey': bool8('Has Private Key', {meaning: ['True', 'False']}),
	encrypted_static: none('Encrypted Static', {about: 'The public key that the sender is known by.'}),
	encrypted_timestamp: none('Encrypted Timestamp', {about: 'Later than in any handshake before, so that none can be repeated.'}),
	encrypted_empty: none('Encrypted Empty', {about: 'Proves that the sender has the keys.'}),
	mac1: byteString(16, 'mac1', {about: 'Proves that the sender knows whom it talks to; who does not is not answered.'}),
	mac2: byteString(16, 'mac2', {about: 'Proves that the sender is where its address says, after a cookie.'}),
	nonce: byteString(24, 'Nonce'),
	encrypted_cookie: byteString(32, 'Encrypted Cookie', {about: 'To be proven known before a receiver under load does the work of a handshake.'}),
	counter: u64('Counter', {little: true, about: 'Counts the packets under one key; repeated ones are noticed.'}),
	encrypted_packet: none('Encrypted Packet'),
}));

const faults = {keepAlive: fault('wg.keepalive', 'This is a Keepalive message', 'chat', 'Sequence')};

const tagSize = 16;
const keySize = 32;
const timeSize = 12;
/** Bytes of whole messages; of transport data, the least. */
const sizes: ReadonlyMap<number, number> = new Map([[initiation, 148], [response, 92], [cookie, 64]]);
const leastTransport = 32;
const transportHeader = 16;

function isWireGuard(b: Uint8Array, start: number, end: number): boolean {
	if (end - start < leastTransport || b[start + 1] !== 0 || b[start + 2] !== 0 || b[start + 3] !== 0) return false;
	return b[start] === transport || end - start === sizes.get(b[start]!);
}

/** RFC 4648, section 4, of a key. */
const base64 = (b: Uint8Array): string => btoa(String.fromCharCode(...b));

export const wireGuard = protocol({
	name: 'wg',
	title: 'WireGuard Protocol',
	column: 'WireGuard',
	about: 'A tunnel between two that know each other by their public keys.',
	reference: 'https://www.wireguard.com/protocol/',
	parts: p,
	faults,
	guess: [{over: 'udp', test: isWireGuard}],
	walk: c => (isWireGuard(c.bytes, c.start, c.end) ? c.opaque() : c.refuse()),
	expand(r) {
		const type = r.read(p.type);
		r.read(p.reserved);
		switch (type) {
			case initiation: {
				const sender = r.read(p.sender);
				r.info(() => `${types.get(type)}, sender=${index(sender)}`);
				readEphemeral(r);
				r.mark(p.encrypted_static, keySize + tagSize);
				r.mark(p.encrypted_timestamp, timeSize + tagSize);
				r.read(p.mac1);
				r.read(p.mac2);
				break;
			}

			case response: {
				const sender = r.read(p.sender);
				const receiver = r.read(p.receiver);
				r.info(() => `${types.get(type)}, sender=${index(sender)}, receiver=${index(receiver)}`);
				readEphemeral(r);
				r.mark(p.encrypted_empty, tagSize);
				r.read(p.mac1);
				r.read(p.mac2);
				break;
			}

			case cookie: {
				const receiver = r.read(p.receiver);
				r.info(() => `${types.get(type)}, receiver=${index(receiver)}`);
				r.read(p.nonce);
				r.read(p.encrypted_cookie);
				break;
			}

			default:
				readTransport(r);
		}
	},
});

/** `0x30D037D8` */
const index = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(8, '0')}`;

function readEphemeral(r: Reader): void {
	r.need(keySize);
	const at = r.position;
	r.open(p.ephemeral, at, base64(r.bytes.subarray(at, at + keySize)));
	r.derive(p['ephemeral.known_privkey'], 0, at, at + keySize);
	r.position += keySize;
	r.close();
}

function readTransport(r: Reader): void {
	const receiver = r.read(p.receiver);
	const counter = r.read(p.counter);
	const size = r.limit - r.base - transportHeader - tagSize;
	r.info(
		() => (size === 0
			? `Keepalive, receiver=${index(receiver)}, counter=${counter}`
			: `${types.get(transport)}, receiver=${index(receiver)}, counter=${counter}, datalen=${size}`),
	);
	r.put(p.encrypted_packet, r.position, r.end, undefined);
	if (size === 0) r.complain(faults.keepAlive, r.position, r.end);
}
