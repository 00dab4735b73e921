import {describe, expect, test} from 'vitest';
import {capture, icmp, ipv4, udp} from '../network/capture.ts';

const packet = (payload: readonly number[], source = 40_000, destination = 40_001, back = false): number[] =>
	ipv4(udp(payload, source, destination), back ? {source: [10, 0, 0, 2], destination: [10, 0, 0, 1]} : {});
const text = (s: string): number[] => [...new TextEncoder().encode(s)];

describe('a datagram', () => {
	test('has one number with what answers it', () => {
		const c = capture([packet([1]), packet([1], 40_002), packet([1], 40_001, 40_000, true)]);
		expect([0, 1, 2].map(row => c.values(row, 'udp.stream').join())).toEqual(['0', '1', '0']);
		expect(c.values(2, 'udp.time_relative')).toEqual(['2.000000000']);
	});

	test('shorter than what carries it has all of that for its payload, and hands on what it counts', () => {
		const bytes = packet([1, 2, 3]);
		bytes[25] = 10;
		const c = capture([bytes]);
		expect(c.values(0, 'udp.payload')).toEqual(['010203']);
		expect(c.labels(0, /^UDP payload/)).toEqual(['UDP payload (2 bytes)']);
		expect(c.values(0, 'data.data')).toEqual(['0102']);
	});

	test('shorter than its header is a fault and nothing more', () => {
		const bytes = packet([1, 2, 3]);
		bytes[25] = 7;
		const c = capture([bytes]);
		expect(c.values(0, 'udp.length.bad')).toEqual(['1']);
		expect(c.values(0, 'udp.checksum')).toEqual([]);
	});

	test('longer than its packet is a fault, but not where an error quotes it', () => {
		const long = packet([1, 2, 3]);
		long[25] = 99;
		expect(capture([long]).values(0, 'udp.length.bad')).toEqual(['1']);
		expect(capture([ipv4(icmp(3, 3, [0, 0, 0, 0, ...long]), {protocol: 1})]).values(0, 'udp.length.bad')).toEqual([]);
	});

	test('to a port of traceroute says which hop it is for', () => {
		expect(capture([packet([], 40_000, 33_441)]).labels(0, /traceroute/).join()).toContain('hop #3, attempt #1');
		expect(capture([packet([], 40_000, 33_465)]).labels(0, /traceroute/)).toEqual([]);
	});
});

describe('whose a datagram is', () => {
	const quicLong = [0xc3, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0x44];

	test('is remembered in its conversation', () => {
		const short = [0x40, 9, 9, 9, 9];
		const c = capture([packet(short), packet(quicLong), packet(short), packet(short, 40_001, 40_000, true)]);
		expect([0, 1, 2, 3].map(row => c.layers(row))).toEqual(['ip udp data', 'ip udp quic', 'ip udp quic', 'ip udp quic']);
	});

	test('is not guessed where its port says it', () => {
		expect(capture([packet(quicLong, 40_000, 514)]).layers(0)).toBe('ip udp syslog');
	});

	test('follows TFTP to the port that answers', () => {
		const request = [0, 1, ...text('file'), 0, ...text('octet'), 0];
		const c = capture([packet(request, 50_001, 69), packet([0, 3, 0, 1, 1, 2], 50_002, 50_001, true), packet([0, 4, 0, 1], 50_001, 50_002)]);
		expect([1, 2].map(row => c.layers(row))).toEqual(['ip udp tftp data', 'ip udp tftp']);
	});

	test('is what SIP announced', () => {
		const invite = text('INVITE sip:a@b SIP/2.0\r\n\r\nc=IN IP4 10.0.0.1\r\nm=audio 30000 RTP/AVP 0\r\n');
		const c = capture([packet(invite, 5060, 5060), packet([0x80, 0, 0, 1], 41_000, 30_000, true), packet([0x80, 200], 41_001, 30_001, true)]);
		expect([1, 2].map(row => c.layers(row))).toEqual(['ip udp rtp', 'ip udp rtcp']);
	});
});
