import {addressBytes} from '../decode/address-text.ts';
import {addressDigits} from '../decode/print.ts';
import type {StreamEnd} from '../followed-stream.ts';
import {nearest} from './nearest.ts';
import {UsageError} from './options.ts';

/** What `-z follow` can follow. */
export const followProtocols = ['tcp', 'udp', 'tls', 'http'] as const;
/** How it prints what both sides said. */
export const followModes = ['ascii', 'ebcdic', 'hex', 'raw', 'yaml'] as const;

export type FollowProtocol = (typeof followProtocols)[number];
export type FollowMode = (typeof followModes)[number];

/** What a `-z follow` asks for. */
export type FollowWords = {
	readonly protocol: FollowProtocol;
	readonly mode: FollowMode;
	readonly which: {readonly stream: number} | {readonly ends: readonly [StreamEnd, StreamEnd]};
	/** The chosen packets as a display filter. */
	readonly filter: string;
	/** Pieces to print, counted from 1. */
	readonly first: number;
	readonly last: number;
};

const form = `-z follow,${followProtocols.join('|')},${followModes.join('|')},STREAM[,FIRST[-LAST]]`;
/** Streams have numbers below this one. */
const streams = 0xffff_ffff;

/** Understands what stands behind `-z follow,`. Throws UsageError. */
export function followWords(words: readonly string[]): FollowWords {
	const [given = '', mode = '', ...rest] = words;
	const protocol = among(followProtocols, given === 'ssl' ? 'tls' : given, 'follows');
	const known = among(followModes, mode, 'prints');
	const [first = '', second] = rest;
	const transport = protocol === 'udp' ? 'udp' : 'tcp';
	if (/^\s*\+?\d+$/.test(first)) {
		const stream = Number(first);
		if (stream >= streams) throw new UsageError(`-z follow: there is no stream ${first.trim()}; numbers go up to ${streams - 1}.`);
		return {protocol, mode: known, which: {stream}, filter: `${transport}.stream eq ${stream}`, ...rangeOf(rest.slice(1))};
	}

	if (second === undefined) throw new UsageError(`-z follow takes a stream's number, or two ends as ADDRESS:PORT,ADDRESS:PORT, not '${first}': ${form}.`);
	const ends = [endOf(first), endOf(second)] as const;
	if (ends[0].address.length !== ends[1].address.length) throw new UsageError(`-z follow: ${first} and ${second} are not addresses of one kind.`);
	return {protocol, mode: known, which: {ends}, filter: filterOf(transport, ends), ...rangeOf(rest.slice(2))};
}

function among<T extends string>(known: readonly T[], word: string, what: string): T {
	if ((known as readonly string[]).includes(word)) return word as T;
	const near = nearest(word, known);
	throw new UsageError(
		`-z follow ${what} ${known.slice(0, -1).join(', ')} or ${known.at(-1)}, not '${word}'${near === undefined ? '' : `; did you mean '${near}'?`}${
			near === undefined ? `: ${form}.` : ''
		}`,
	);
}

/** `192.0.2.1:80`, `[2001:db8::1]:80`. */
function endOf(text: string): StreamEnd {
	const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*)):\+?(\d+)$/.exec(text) ?? [];
	const address = addressBytes(bracketed ?? plain ?? '');
	if (address?.length !== (bracketed === undefined ? 4 : 16)) throw new UsageError(`-z follow takes an end as 192.0.2.1:80 or [2001:db8::1]:80, not '${text}'.`);
	if (Number(port) > 0xffff) throw new UsageError(`-z follow: ports go up to 65535, not ${port}.`);
	return {address, port: Number(port)};
}

function filterOf(transport: string, [one, other]: readonly [StreamEnd, StreamEnd]): string {
	const ip = one.address.length === 4 ? 'ip' : 'ipv6';
	const way = (from: StreamEnd, to: StreamEnd): string =>
		`((${ip}.src eq ${addressDigits(from.address)} and ${transport}.srcport eq ${from.port}) and (${ip}.dst eq ${
			addressDigits(to.address)
		} and ${transport}.dstport eq ${to.port}))`;
	return `${way(one, other)} or ${way(other, one)}`;
}

/** `2`, `2-5`: all where nothing is given. */
function rangeOf(rest: readonly string[]): {first: number; last: number} {
	const [range, ...more] = rest;
	if (range === undefined) return {first: 1, last: Infinity};
	const [, from, to] = /^\s*\+?(\d+)(?:-\s*\+?(\d+))?$/.exec(range) ?? [];
	const first = Number(from);
	const last = to === undefined ? first : Number(to);
	if (more.length > 0 || from === undefined || first < 1 || last < first)
		throw new UsageError(`-z follow takes the pieces to print as FIRST or FIRST-LAST, from 1 on, not '${rest.join(',')}'.`);
	return {first, last};
}
