import {deflateSync, gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {capture, ipv4, udp} from '../network/capture.ts';
import {ascii, join, type Said, talk} from './talk.ts';

const client = (text: string | Uint8Array): Said => ({from: 0, bytes: typeof text === 'string' ? ascii(text) : text});
const server = (text: string | Uint8Array, fin = false): Said => ({from: 1, bytes: typeof text === 'string' ? ascii(text) : text, fin});

const get = 'GET /a?x=1&y=2 HTTP/1.1\r\nHost: example.com\r\n\r\n';

describe('http', () => {
	test('ties answers to requests in order when several requests wait', () => {
		const t = talk(80, [
			client('GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n'),
			server('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx'),
			server('HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\ny'),
		]);
		expect(t.values(1, 'http.response_for.uri')).toEqual(['http://a/1']);
		expect(t.values(2, 'http.response_for.uri')).toEqual(['http://a/2']);
		expect(t.values(0, 'http.response_in')).toEqual(['2', '3']);
	});

	test('lets an interim answer leave the request unanswered', () => {
		const t = talk(80, [client('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n'), server('HTTP/1.1 100 Continue\r\n\r\n'), server('HTTP/1.1 204 No Content\r\n\r\n')]);
		expect(t.values(0, 'http.response_in')).toEqual(['3']);
		expect(t.values(2, 'http.request_in')).toEqual(['1']);
		expect(t.values(2, 'http.time')).toEqual(['2.000000000']);
	});

	test('gives no body to an answer to HEAD', () => {
		const t = talk(80, [
			client('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n'),
			server('HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n'),
			server('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
		]);
		expect(t.values(1, 'http.response.code')).toEqual(['200']);
		expect(t.values(2, 'http.response.code')).toEqual(['200']);
	});

	test('takes a body without a length until the stream closes', () => {
		const t = talk(80, [client(get), server('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nab'), server('cd'), server('', true)]);
		expect(t.layers(1)).toEqual([]);
		expect(t.values(3, 'http.file_data')).toEqual(['abcd']);
	});

	test('finds the end of a head that is cut anywhere', () => {
		const whole = 'HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 2\r\n\r\nhi';
		for (let cut = 1; cut < whole.length; cut++) {
			const t = talk(80, [client(get), server(whole.slice(0, cut)), server(whole.slice(cut))]);
			expect(t.values(2, 'http.file_data'), `cut at ${cut}`).toEqual(['hi']);
		}
	});

	test('lets the body begin at a line without a colon', () => {
		const answer = (head: string, ...more: string[]) => talk(80, [client(get), server(`HTTP/1.1 ${head}`), ...more.map(text => server(text))]);
		const none = answer('304 Not Modified\r\nServer nginx\r\nDate: x\r\n\r\n');
		expect(none.values(1, 'http.response.line')).toEqual([]);
		expect(none.values(1, 'http.file_data')).toEqual(['Server nginx\r\nDate: x\r\n\r\n']);
		expect(none.values(1, 'http.header.no_colon')).toEqual(['1']);
		expect(none.values(1, 'http.header.endless')).toEqual([]);
		const before = answer('200 OK\r\nContent-Length: 3\r\nServer nginx\r\n\r\nabc');
		expect(before.values(1, 'http.file_data')).toEqual(['Ser', 'ver nginx\r\n\r\nabc']);
		const behind = answer('200 OK\r\nServer nginx\r\n', 'Content-Length: 5\r\n\r\nabcde', 'HTTP/1.1 204 No Content\r\n\r\n');
		expect(behind.values(2, 'http.file_data')).toEqual(['Server nginx\r\nContent-Length: 5\r\n\r\nabcde']);
		expect(behind.values(3, 'http.response.code')).toEqual(['204']);
		expect(answer('304 Not Modified\r\nServer: a\r\n b c\r\n\r\n').values(1, 'http.header.no_colon')).toEqual([]);
	});

	test('waits for the end of what may be a line, not of other bytes', () => {
		const answer = server('HTTP/1.1 204 No Content\r\n\r\n');
		const t = talk(80, [server(Uint8Array.from([0x81, 0x85, 1, 2])), answer, server('ab'), server('cd\r\n'), answer]);
		expect(t.layers(0)).toContain('http');
		expect([1, 4].map(row => t.values(row, 'http.response.code'))).toEqual([['204'], ['204']]);
		expect(t.layers(2)).toEqual([]);
		expect(t.values(3, 'http.file_data')).toEqual(['abcd\r\n']);
	});

	test('ends a line at a carriage return alone', () => {
		const t = talk(80, [client(get), server('HTTP/1.1 304 Not Modified\rServer: a\rX: y\r\n\r\n')]);
		expect(t.values(1, 'http.response.phrase')).toEqual(['Not Modified']);
		expect(t.values(1, 'http.server')).toEqual(['a']);
		const long = talk(80, [client(get), server(`HTTP/1.1 304 Not Modified\r\nA: ${'a'.repeat(200)}\rServer: b\r\n\r\n`)]);
		expect(long.values(1, 'http.server')).toEqual(['b']);
	});

	test('reads headers whose first line went elsewhere, up to the body', () => {
		const t = talk(80, [client('ser: x\r\nHost: example.com\r\n\r\nbody'), client('no header\r\nHost: a\r\n\r\n')]);
		expect(t.values(0, 'http.unknown_header')).toEqual(['ser: x\\r\\n']);
		expect(t.values(0, 'http.host')).toEqual(['example.com']);
		expect(t.values(0, 'http.file_data')).toEqual(['body']);
		expect(t.info(0)).toBe('Continuation');
		expect(t.values(1, 'http.host')).toEqual([]);
	});

	test('joins chunks that are cut anywhere, with a trailer', () => {
		const whole = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\n';
		for (let cut = 47; cut < whole.length; cut++) {
			const t = talk(80, [client(get), server(whole.slice(0, cut)), server(whole.slice(cut)), server('HTTP/1.1 204 No Content\r\n\r\n')]);
			expect(t.values(2, 'http.file_data'), `cut at ${cut}`).toEqual(['abc0123456789']);
			expect(t.values(3, 'http.response.code')).toEqual(['204']);
		}

		const t = talk(80, [client(get), server(whole)]);
		expect(t.values(1, 'http.chunk_size')).toEqual(['3', '10', '0']);
		expect(t.values(1, 'http.chunked_trailer_part')).toEqual(['X: y\r\n']);
	});

	test('decodes gzip, zlib and bare deflate', () => {
		const body = ascii('{"a":1}');
		for (const [coding, packed] of [['gzip', gzipSync(body)], ['deflate', deflateSync(body)]] as const) {
			const head = ascii(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: ${coding}\r\nContent-Length: ${packed.length}\r\n\r\n`);
			const t = talk(80, [client(get), server(join(head, packed))]);
			expect(t.values(1, 'http.file_data')).toEqual(['{"a":1}']);
			expect(t.layers(1)).toEqual(['http', 'json']);
		}
	});

	test('does not blow up a body that would not fit', () => {
		const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024), {level: 9});
		const t = talk(80, [client(get), server(join(ascii(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`), bomb.subarray(0, 60_000))),
			server(bomb.subarray(60_000))]);
		expect(t.values(2, 'http.decompression_failed')).toEqual(['1']);
		expect(t.values(2, 'http.file_data')).toEqual([]);
	});

	test('ends a head that does not end', () => {
		const line = ascii(`X: ${'y'.repeat(58_000)}\r\n`);
		const t = talk(80, [client('GET / HTTP/1.1\r\n'), ...Array.from({length: 6}, () => client(line))]);
		const rows = [0, 1, 2, 3, 4, 5, 6].filter(row => t.values(row, 'http.header.endless').length > 0);
		expect(rows).toHaveLength(1);
	});

	test('does not wait for a body of terabytes', () => {
		const t = talk(80, [client(get), server('HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\nab'), server('HTTP/1.1 500 no\r\n\r\n')]);
		expect(t.values(1, 'http.response.code')).toEqual(['200']);
		expect(t.values(1, 'http.content_length')).toEqual(['99999999999999']);
	});

	test('is found by its first line on any port', () => {
		expect(talk(12_345, [client(get)]).values(0, 'http.request.uri.query.parameter')).toEqual(['x=1', 'y=2']);
		expect(talk(12_345, [client('GET is a word\r\n')]).layers(0)).not.toContain('http');
	});

	test('keeps what no message begins on its own port', () => {
		const t = talk(80, [server('the middle of something\n')]);
		expect(t.layers(0)).toEqual(['http', 'data']);
		expect(t.info(0)).toBe('Continuation');
	});

	test('does not take the rest of an unseen answer for the next one', () => {
		const t = talk(80, [client('GET /1 HTTP/1.1\r\nHost: a\r\n\r\n'), server('rest of the first answer\n'), client('GET /2 HTTP/1.1\r\nHost: a\r\n\r\n'),
			server('HTTP/1.1 204 No Content\r\n\r\n')]);
		expect(t.values(3, 'http.request_in')).toEqual(['3']);
	});

	test('reads folded headers, cookies and Basic credentials', () => {
		const t = talk(80, [client('GET / HTTP/1.1\r\nCookie: a=1; b=2\r\nAuthorization: Basic dXNlcjpwYXNz\r\nX: one\r\n two\r\n\r\n')]);
		expect(t.values(0, 'http.cookie_pair')).toEqual(['a=1', 'b=2']);
		expect(t.values(0, 'http.authbasic')).toEqual(['user:pass']);
		expect(t.values(0, 'http.request.line')).toHaveLength(3);
	});

	test('hands a tunnel on to TLS, and says where it leads', () => {
		const hello = Uint8Array.from([22, 3, 1, 0, 4, 0, 0, 0, 0]);
		const t = talk(8080, [client('CONNECT example.com:8443 HTTP/1.1\r\n\r\n'), server('HTTP/1.1 200 OK\r\n\r\n'), client(hello)]);
		expect(t.layers(2)).toEqual(['http', 'tls']);
		expect(t.values(2, 'http.proxy_connect_host')).toEqual(['example.com']);
		expect(t.values(2, 'http.proxy_connect_port')).toEqual(['8443']);
		expect(t.values(2, 'tls.handshake.type')).toEqual(['0']);
	});
});

describe('ssdp', () => {
	const said = (text: string): number[] => ipv4(udp([...new TextEncoder().encode(text)], 40_000, 1900), {destination: [239, 255, 255, 250]});

	test('tells of events with a body as long as it says, or as the datagram', () => {
		const notify = (...headers: string[]): number[] => said(['NOTIFY * HTTP/1.1', ...headers, '', 'body'].join('\r\n'));
		const c = capture([notify(), notify('Content-Length: 2'), notify('Content-Length: 0'), notify('Content-Length: 2x'), said('M-SEARCH * HTTP/1.1\r\n\r\nbody')]);
		expect([0, 1, 2, 3, 4].map(row => c.values(row, 'http.file_data').join())).toEqual(['body', 'bo', '', 'body', '']);
		expect([1, 3].map(row => c.values(row, 'http.content_length'))).toEqual([['2'], []]);
	});
});
