import {AddressBook} from '../../../src/decode/books.ts';
import {data} from '../../../src/decode/data.ts';
import {frame} from '../../../src/decode/frame.ts';
import {claims, type Guess, type Protocol, protocol} from '../../../src/decode/protocol.ts';
import {Conversations} from '../../../src/decode/reassembly/conversations.ts';
import type {Framing} from '../../../src/decode/reassembly/framing.ts';
import {Registry} from '../../../src/decode/registry.ts';
import {tcpPort} from '../../../src/decode/space.ts';

/** Port of the protocol under test. */
export const port = 7000;

const text = (b: Uint8Array, start: number, end: number): string => String.fromCharCode(...b.subarray(start, end));

/** A length in one byte, then as many characters; 0xff is nobody's. Knows the length at once. */
export const units: Omit<Framing<unknown>, 'open' | 'message'> = {
	units: true,
	next: ({bytes, start}) => (bytes[start] === 0xff ? -2 : 1 + bytes[start]!),
};

/** Characters up to a dot. Only asks for more. */
export const sentences: Omit<Framing<unknown>, 'open' | 'message'> = {
	next(w) {
		for (let at = w.start; at < w.end; at++) if (w.bytes[at] === 0x2e) return at + 1 - w.start;
		return 0;
	},
};

/** All that is said until the end. */
export const untilTheEnd: Omit<Framing<unknown>, 'open' | 'message'> = {next: () => -1};

/** A part of a stream as a test gives it: the place of its first byte counts from 0. */
export type Part = {
	readonly at: number;
	/** Characters, or bytes. */
	readonly says?: string | readonly number[];
	readonly syn?: boolean;
	readonly fin?: boolean;
	readonly reset?: boolean;
	/** Bytes on the wire, where fewer were captured. */
	readonly wire?: number;
	readonly direction?: 0 | 1;
};

/** What happened, in the words of a test. */
export type Heard = {
	/** `row: message`, as the protocol heard them. */
	readonly messages: string[];
	/** Of each row: its messages (`from+length` in the segment, `#chunk from+length` in what was put together) and what is held (`[from+length]`, `→ row` where it is whole elsewhere). */
	rows(row: number): string;
	/** What was put together: `row: piece row@offset+length …`. */
	chunks(): string[];
	readonly conversations: Conversations;
	readonly application: number[];
};

/** A registry that knows one protocol, on `port` or by a guess. */
export function registryOf(framing: Omit<Framing<unknown>, 'open'>, guess?: readonly Guess[]): {readonly registry: Registry; readonly spoken: Protocol} {
	const spoken = protocol({name: 'spoken', title: 'Spoken', framing: {open: () => ({}), ...framing}, ...(guess === undefined ? {claims: claims(tcpPort, port)} : {guess})});
	return {registry: new Registry([frame, data, spoken], {frame, data}), spoken};
}

/** Sends the parts through a stream whose numbers begin at `first`. */
export function streamOf(framing: Omit<Framing<unknown>, 'open' | 'message'>, parts: readonly Part[], first = 1000, guess?: readonly Guess[]): Heard {
	const messages: string[] = [];
	const {registry} = registryOf({...framing, message: m => void messages.push(`${m.row}: ${text(m.bytes, m.start, m.end)}`)}, guess);
	const conversations = new Conversations(registry, new AddressBook(), () => 0);
	const application = parts.map(({at, says = '', syn = false, fin = false, reset = false, wire, direction = 0}, row) => {
		const said = typeof says === 'string' ? new TextEncoder().encode(says) : Uint8Array.from(says);
		// The payload never starts at the first byte of a packet.
		const bytes = new Uint8Array([...new Uint8Array(40).fill(0xee), ...said]);
		return conversations.segment({
			row,
			stream: 0,
			direction,
			sourcePort: direction === 0 ? 40_000 : port,
			destinationPort: direction === 0 ? port : 40_000,
			sequence: (first + at) >>> 0,
			bytes,
			from: 40,
			to: bytes.length,
			limit: 40 + (wire ?? said.length),
			syn,
			ack: false,
			fin,
			reset,
		});
	});
	const {log} = conversations;
	return {
		messages,
		conversations,
		application,
		rows(row) {
			const {messages: found, held} = log.of(row);
			return [
				...found.map(m => (m.chunk === 0 ? `${m.from - 40}+${m.length}` : `#${m.chunk} ${m.from}+${m.length}`)),
				...held.map(h => `[${h.from - 40}+${h.length}${h.chunk === 0 ? '' : ` → ${log.rowOfChunk(h.chunk)}`}]`),
			].join(' ');
		},
		chunks() {
			const out: string[] = [];
			for (let n = 1; log.hasChunk(n); n++) {
				const {row, stretches} = log.chunkOf(n);
				out.push(`${row}: ${stretches.map(s => `${s.row}@${s.offset}+${s.length}`).join(' ')}`);
			}

			return out;
		},
	};
}
