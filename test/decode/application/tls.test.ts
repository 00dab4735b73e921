import {describe, expect, test} from 'vitest';
import {ascii, join, type Said, talk} from './talk.ts';

const client = (...parts: Uint8Array[]): Said => ({from: 0, bytes: join(...parts)});
const server = (...parts: Uint8Array[]): Said => ({from: 1, bytes: join(...parts)});

const u16 = (n: number): number[] => [n >>> 8, n & 0xff];
const u24 = (n: number): number[] => [n >>> 16, ...u16(n & 0xffff)];
const bytes = (...values: Array<number | readonly number[] | Uint8Array>): Uint8Array =>
	Uint8Array.from(values.flatMap(value => (typeof value === 'number' ? [value] : [...value])));

const record = (type: number, body: Uint8Array, version = 0x0303): Uint8Array => bytes(type, u16(version), u16(body.length), body);
const message = (type: number, body: Uint8Array): Uint8Array => bytes(type, u24(body.length), body);
const extension = (type: number, body: Uint8Array): Uint8Array => bytes(u16(type), u16(body.length), body);
const random = new Uint8Array(32).fill(7);

const name = ascii('example.com');
const serverName = extension(0, bytes(u16(name.length + 3), 0, u16(name.length), name));
const groups = extension(10, bytes(u16(6), u16(0x2a2a), u16(0x001d), u16(0x0017)));

function clientHello(...extensions: Uint8Array[]): Uint8Array {
	const all = join(...extensions);
	return message(1, bytes(u16(0x0303), random, 0, u16(6), u16(0x1a1a), u16(0x1301), u16(0xc02f), 1, 0, u16(all.length), all));
}

function serverHello(suite: number, ...extensions: Uint8Array[]): Uint8Array {
	const all = join(...extensions);
	return message(2, bytes(u16(0x0303), random, 0, u16(suite), 0, u16(all.length), all));
}

const changeCipherSpec = record(20, bytes(1));
const version13 = extension(43, bytes(u16(0x0304)));

describe('tls', () => {
	test('shows all records of a segment in one layer', () => {
		const t = talk(443, [client(record(23, ascii('one')), record(23, ascii('two')))]);
		expect(t.layers(0)).toEqual(['tls']);
		expect(t.values(0, 'tls.record.length')).toEqual(['3', '3']);
		expect(t.info(0)).toBe('Application Data, Application Data');
	});

	test('puts a record together that is cut anywhere', () => {
		const whole = record(22, clientHello(serverName));
		for (let cut = 1; cut < whole.length; cut++) {
			const t = talk(443, [client(whole.subarray(0, cut)), client(whole.subarray(cut))]);
			expect(t.values(1, 'tls.handshake.extensions_server_name'), `cut at ${cut}`).toEqual(['example.com']);
		}
	});

	test('puts a message together that is cut over records anywhere', () => {
		const hello = clientHello(serverName);
		for (let cut = 4; cut < hello.length; cut++) {
			const t = talk(443, [client(record(22, hello.subarray(0, cut))), client(record(22, hello.subarray(cut)))]);
			expect(t.values(1, 'tls.handshake.extensions_server_name'), `cut at ${cut}`).toEqual(['example.com']);
			expect(t.values(1, 'tls.handshake.fragment.count')).toEqual(['2']);
		}

		// Also in the header of a message that is not the record's first.
		const two = join(serverHello(0xc02f), message(11, bytes(u24(0))));
		for (let cut = two.length - 7; cut < two.length; cut++) {
			const t = talk(443, [server(record(22, two.subarray(0, cut))), server(record(22, two.subarray(cut)))]);
			expect(t.values(1, 'tls.handshake.certificates_length'), `cut at ${cut}`).toEqual(['0']);
		}
	});

	test('tells the client hello which version was agreed later', () => {
		const t = talk(443, [client(record(22, clientHello(), 0x0301)), server(record(22, serverHello(0x1301, version13)), record(23, ascii('secret')))]);
		expect(t.values(0, 'tls.handshake.random_time')).toEqual([]);
		expect(t.values(1, 'tls.record.content_type')).toEqual(['22']);
		expect(t.values(1, 'tls.record.opaque_type')).toEqual(['23']);
	});

	test('shows the clock in the random bytes of older versions', () => {
		const t = talk(443, [client(record(22, clientHello())), server(record(22, serverHello(0xc02f)))]);
		expect(t.values(0, 'tls.handshake.random_bytes')).toHaveLength(1);
	});

	test('takes nothing behind Change Cipher Spec for a message, however it looks', () => {
		const t = talk(443, [client(record(22, clientHello())), server(record(22, serverHello(0xc02f))), client(changeCipherSpec, record(22, message(20, random)))]);
		expect(t.values(2, 'tls.handshake.type')).toEqual([]);
		expect(t.info(2)).toBe('Change Cipher Spec, Encrypted Handshake Message');
	});

	test('says that a session is resumed where the server shows no certificate', () => {
		const hello = client(record(22, clientHello()));
		const short = talk(443, [hello, server(record(22, serverHello(0xc02f)), changeCipherSpec), client(changeCipherSpec)]);
		expect(short.values(1, 'tls.resumed')).toEqual(['1']);
		expect(short.values(2, 'tls.resumed')).toEqual([]);
		const full = talk(443, [hello, server(record(22, join(serverHello(0xc02f), message(14, bytes()))), changeCipherSpec)]);
		expect(full.values(1, 'tls.resumed')).toEqual([]);
	});

	test('leaves GREASE out of JA3', () => {
		const t = talk(443, [client(record(22, clientHello(extension(0x3a3a, bytes()), serverName, groups)))]);
		expect(t.values(0, 'tls.handshake.ja3_full')).toEqual(['771,4865-49199,0-10,29-23,']);
		expect(t.values(0, 'tls.handshake.ja3')).toHaveLength(1);
	});

	test('stops at a vector that claims more than there is, and still gives JA3', () => {
		const lie = extension(10, bytes(u16(400), u16(0x001d)));
		const t = talk(443, [client(record(22, clientHello(lie, serverName)))]);
		expect(t.values(0, 'tls.malformed.buffer_too_small')).toEqual(['1']);
		expect(t.values(0, 'tls.handshake.extensions_server_name')).toEqual(['example.com']);
		expect(t.values(0, 'tls.handshake.ja3')).toHaveLength(1);
	});

	test('does not wait for a handshake message of 16 MB', () => {
		const claim = record(22, bytes(11, 0xff, 0xff, 0xff, new Uint8Array(100)));
		const t = talk(443, [client(claim), client(record(23, ascii('x')))]);
		expect(t.info(0)).toBe('Encrypted Handshake Message');
		expect(t.values(1, 'tls.app_data')).toEqual(['78']);
	});

	test('lets a message that is never finished hold up nothing of another kind', () => {
		const begun = record(22, message(11, new Uint8Array(3000)).subarray(0, 500));
		const t = talk(443, [server(begun), server(record(23, ascii('x')))]);
		expect(t.values(1, 'tls.app_data')).toEqual(['78']);
	});

	test('is found by its first bytes on any port, and does not take text for records', () => {
		expect(talk(12_345, [client(record(22, clientHello(serverName)))]).layers(0)).toEqual(['tls']);
		expect(talk(443, [client(ascii('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))]).layers(0)).toEqual(['http']);
		expect(talk(12_345, [client(bytes(22, 3, 3, 0xff, 0xff, new Uint8Array(40)))]).layers(0)).not.toContain('tls');
	});

	test('follows a word of another protocol', () => {
		const t = talk(25, [server(ascii('220 ready\r\n')), client(ascii('STARTTLS\r\n')), server(ascii('220 go\r\n')), client(record(22, clientHello(serverName))),
			server(record(22, serverHello(0xc02f)))]);
		expect(t.layers(3)).toEqual(['tls']);
		expect(t.values(4, 'tls.handshake.ciphersuite')).toEqual(['0xc02f']);
	});

	test('reads key exchanges by the agreed cipher suite', () => {
		const point = new Uint8Array(65).fill(4);
		const exchange = message(12, bytes(3, u16(0x0017), point.length, point, u16(0x0403), u16(2), 1, 2));
		const t = talk(443, [client(record(22, clientHello())), server(record(22, serverHello(0xc02b))), server(record(22, exchange))]);
		expect(t.values(2, 'tls.handshake.server_named_curve')).toEqual(['0x0017']);
		expect(t.values(2, 'tls.handshake.sig')).toEqual(['0102']);
	});

	test('reads the hello of SSL 2.0', () => {
		const hello = bytes(1, u16(0x0301), u16(3), u16(0), u16(4), 1, 0, 0x80, 1, 2, 3, 4);
		const t = talk(443, [client(bytes(0x80, hello.length, hello))]);
		expect(t.values(0, 'tls.handshake.cipherspec')).toEqual(['0x010080']);
	});
});
