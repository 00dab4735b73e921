import type {Framing, Message, Window} from '../reassembly/framing.ts';
import {handshake} from './tls-names.ts';
import {newScan, observe, restart, type Scan, step} from './tls-observe.ts';
import {agreed, before, isContentType, looksLikeRecord, looksLikeSsl2Hello, maxHandshake, newSession, pack, portApplication, recordHeader, type Session} from './tls-session.ts';

/** Messages that came before the version was agreed and hear of it afterwards. */
const maxEarly = 64;

/** Ports where TLS begins with the first byte: what is no record there is a record whose start was not captured. */
export const tlsPorts = [443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 5061, 5671, 8883] as const;
const alwaysTls: ReadonlySet<number> = new Set(tlsPorts);

/** A connection while it is cut into records. */
export type Connection = {
	readonly session: Session;
	/** What the ports say is inside. */
	application: number;
	/** Ids of messages that do not know the version yet. */
	early: number[];
	/** The version that they were told. */
	told: number;
	/** By direction: how the records went that wait for more. */
	readonly scans: readonly [Scan, Scan];
};

/** Whether four bytes are characters: TLS never starts like that. */
function isText(b: Uint8Array, at: number, end: number): boolean {
	if (at + 4 > end) return false;
	for (let i = at; i < at + 4; i++) if (b[i]! < 0x20 || b[i]! > 0x7e) return false;
	return true;
}

/** All records that are whole, as one message: a segment with five records is one layer, as it is one in Wireshark. */
function next(w: Window<Connection>): number {
	const {bytes, start, end, state, direction} = w;
	const {session} = state;
	state.application = portApplication(w.sourcePort, w.destinationPort);
	if (!w.carried && isText(bytes, start, end)) return -2;
	const scan = state.scans[direction];
	if (w.resume === 0) restart(scan, session, direction);
	let at = start + w.resume;
	while (at < end) {
		const size = recordSize(bytes, at, end, session.version);
		if (size < 0) return at > start || session.version !== 0 || alwaysTls.has(w.sourcePort) || alwaysTls.has(w.destinationPort) ? end - start : -2;
		if (size === 0 || at + size > end) {
			if (at === start) w.need = size;
			if (at === start || (bytes[at] === handshake && goesOn(scan, at - start))) break;
			return at - start;
		}

		step(scan, session, bytes, at, at + size);
		at += size;
	}

	// A handshake message that ends in a record to come: all the records it lies in are one message.
	if (at < end || goesOn(scan, at - start)) {
		w.resume = at - start;
		return 0;
	}

	return at - start;
}

const goesOn = (scan: Scan, length: number): boolean => scan.want > 0 && length < maxHandshake;

/** Bytes of the record at `at` with its header; 0 where the header is not all there, -1 where there is none. */
export function recordSize(b: Uint8Array, at: number, end: number, version: number): number {
	if (version === 0 && looksLikeSsl2Hello(b, at, end)) return 2 + ((b[at]! & 0x7f) << 8 | b[at + 1]!);
	if (!isContentType(b[at]!)) return -1;
	if (at + recordHeader > end) return 0;
	if (version === 0 && !looksLikeRecord(b, at, end)) return -1;
	return recordHeader + (b[at + 3]! << 8 | b[at + 4]!);
}

function message(m: Message<Connection>): void {
	const {state, direction, bytes, end} = m;
	const {session} = state;
	const application = session.application;
	session.application ||= state.application;
	m.tell(before, pack(session, direction));
	session.application = application;
	if (state.early.length < maxEarly) state.early.push(m.id);
	for (let at = m.start; at < end;) {
		const size = recordSize(bytes, at, end, session.version);
		if (size <= 0 || at + size > end) break;
		if (isContentType(bytes[at]!)) observe(session, direction, bytes, at, at + size);
		at += size;
	}

	session.partial[direction] = undefined;
	if (session.version !== state.told) {
		state.told = session.version;
		for (const id of state.early) m.tell(agreed, session.version, id);
	}

	if (session.cipher !== 0 && state.early.length > 0) state.early.length = 0;
}

export const tlsFraming: Framing<Connection> = {
	open: () => ({session: newSession(), application: 0, early: [], told: 0, scans: [newScan(), newScan()]}),
	next,
	message,
};
