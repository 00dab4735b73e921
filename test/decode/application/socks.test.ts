import {describe, expect, it} from 'vitest';
import {ascii, join, type Said, talk} from './talk.ts';

const client = (...bytes: number[]): Said => ({from: 0, bytes: Uint8Array.from(bytes)});
const proxy = (...bytes: number[]): Said => ({from: 1, bytes: Uint8Array.from(bytes)});
const says = (from: 0 | 1, text: string): Said => ({from, bytes: ascii(text)});
const greeting = client(5, 1, 0);
const method = proxy(5, 0);
const name = ascii('example.org');
const request = client(5, 1, 0, 3, name.length, ...name, 0, 80);
const reply = proxy(5, 0, 0, 1, 10, 0, 0, 1, 16, 16);
const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabcd';
const opened = [greeting, method, request, reply];

describe('SOCKS', () => {
	it('opens a tunnel, in which HTTP is put together from segments', () => {
		const c = talk(1080, [...opened, says(0, 'GET / HTTP/1.1\r\n\r\n'), says(1, answer.slice(0, -3)), says(1, answer.slice(-3))]);
		expect(c.values(2, 'socks.remote_name')).toEqual(['example.org']);
		expect(c.values(3, 'socks.results')).toEqual(['0']);
		expect([4, 5, 6].map(row => c.layers(row))).toEqual([['socks', 'http'], ['socks'], ['socks', 'http', 'data']]);
		expect([4, 5, 6].map(row => c.values(row, 'socks.dstport'))).toEqual([['80'], ['80'], ['80']]);
		expect(c.info(5)).toBe('Version: 5 [TCP segment of a reassembled PDU]');
		expect(c.values(6, 'http.response.code')).toEqual(['200']);
	});

	it('tells who the client says it is', () => {
		const c = talk(1080, [client(5, 2, 0, 2), proxy(5, 2), client(1, 3, 98, 111, 98, 4, 112, 97, 115, 115), proxy(1, 1), ...[request, reply]]);
		expect(c.values(0, 'socks.auth_method')).toEqual(['0', '2']);
		expect(c.values(2, 'socks.username')).toEqual(['bob']);
		expect(c.values(2, 'socks.password')).toEqual(['pass']);
		expect(c.values(3, 'socks.auth_status')).toEqual(['1']);
		expect(c.info(5)).toBe('Version: 5 Command Response - Connect');
	});

	it('reads version 4 with a name, and opens no tunnel where the proxy refuses', () => {
		const old = join(Uint8Array.from([4, 1, 0, 80, 0, 0, 0, 7]), ascii('user\0example.org\0'));
		const answered = (code: number) => talk(1080, [{from: 0, bytes: old.subarray(0, 20)}, {from: 0, bytes: old.subarray(20)}, proxy(0, code, 0, 0, 0, 0, 0, 0), says(0, 'zz')]);
		expect(answered(90).values(1, 'socks.username')).toEqual(['user']);
		expect(answered(90).values(1, 'socks.v4a_dns_name')).toEqual(['example.org']);
		expect(answered(90).layers(3)).toEqual(['socks', 'data']);
		expect(answered(90).values(3, 'socks.dst')).toEqual(['0.0.0.7']);
		expect(answered(91).values(3, 'socks.dst')).toEqual([]);
	});

	it('says who came where the proxy waited', () => {
		const c = talk(1080, [greeting, method, client(5, 2, 0, 1, 1, 2, 3, 4, 0, 21), reply, proxy(5, 0, 0, 4, ...Array.from({length: 15}, () => 0), 9, 0, 20)]);
		expect(c.values(3, 'socks.port')).toEqual(['4112']);
		expect(c.values(4, 'socks.remote_host_port')).toEqual(['20']);
		expect(c.values(4, 'socks.dstV6')).toEqual(['::9']);
	});

	it('takes who is heard first for the client, and what a proxy says first for all there is of it', () => {
		const c = talk(1080, [proxy(5, 2), client(5, 0), proxy(5, 1, 0, 1, 10, 0, 0, 1, 16, 16)]);
		expect(c.values(0, 'socks.auth_method_count')).toEqual(['2']);
		expect(c.info(0)).toBe('Version: 5 Connect to server request[Malformed Packet]');
		expect(c.values(1, 'socks.auth_accepted_method')).toEqual(['0']);
		expect(c.values(2, 'socks.command')).toEqual(['1']);
		const split = talk(1080, [client(5), client(1, 0), method]);
		expect(split.values(1, 'socks.auth_method_count')).toEqual(['1']);
		expect(split.values(2, 'socks.auth_accepted_method')).toEqual(['0']);
	});

	it('does not let the length of a password swallow the request', () => {
		const c = talk(1080, [client(5, 1, 2), proxy(5, 2), client(1, 3, 98, 111, 98, 255), proxy(1, 0), request, reply]);
		expect(c.values(2, 'socks.username')).toEqual(['bob']);
		expect(c.info(2)).toBe('Version: 5 User authentication request[Malformed Packet]');
		expect(c.layers(2)).toEqual(['socks']);
		expect(c.values(4, 'socks.remote_name')).toEqual(['example.org']);
	});

	it('takes nothing that is none: unknown addresses, names without an end', () => {
		expect(talk(1080, [client(6, 0)]).layers(0)).not.toContain('socks');
		expect(talk(1080, [greeting, method, client(5, 1, 0, 9, 9, 9)]).layers(2)).not.toContain('socks');
		expect(talk(1080, [client(4, 1, 0, 80, 1, 2, 3, 4, ...Array.from({length: 600}, () => 65))]).layers(0)).not.toContain('socks');
	});
});
