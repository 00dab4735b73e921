import type {Cursor} from '../cursor.ts';
import {protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {requestsOf} from './gtp-requests.ts';
import {readElements} from './gtpv2-elements.ts';
import {faults, p} from './gtpv2-fields.ts';
import {indicationParts} from './gtpv2-indication.ts';
import {messageNames} from './gtpv2-names.ts';
import {numberParts} from './mobile-numbers.ts';
import {sessionParts} from './session-management.ts';

/** Flags, type and length: the length counts what is behind them. */
const mandatory = 4;
const tunnelFlag = 8;
const piggyback = 0x10;
/** Messages in one datagram; real ones have two. */
const maxMessages = 16;

/** Messages that ask; the answer is the next number. 3GPP TS 29.274, section 6.1. */
const asks = new Set([1, 32, 34, 36, 38, 40, 50, 95, 97, 99, 101, 103, 105, 107, 128, 130, 132, 133, 135, 137, 139, 141, 149, 151, 153, 155, 160, 162, 166, 168, 170, 176, 179, 200,
	211, 231, 233, 235]);

const requests = requestsOf('gtpv2', asks, (b, start, end) => {
	if (start + mandatory > end) return -1;
	const at = start + mandatory + (b[start]! & tunnelFlag ? 4 : 0);
	return at + 3 > end ? -1 : (b[at]! << 16) | (b[at + 1]! << 8) | b[at + 2]!;
});

/** Bytes of the messages that stand in each other's tow. */
function totalOf(c: Cursor): number {
	const {bytes: b, start, end} = c;
	let at = start;
	for (let n = 0; n < maxMessages && at + mandatory <= end; n++) {
		const next = at + mandatory + ((b[at + 2]! << 8) | b[at + 3]!);
		if ((b[at]! & piggyback) === 0) return next - start;
		at = next;
	}

	return at - start;
}

/** Reads one message; whether another follows it. */
function readMessage(r: Reader): boolean {
	const flags = r.readOpen(p.flags, () => {
		for (const field of [p.version, p.p, p.t, p.mp]) r.at(field, r.position - 1);
	});
	const message = r.read(p.message_type);
	const length = r.read(p.msg_length);
	const hasTunnel = (flags & tunnelFlag) !== 0;
	if (length < (hasTunnel ? 8 : 4)) r.fail(faults.length, r.position - 2);
	r.within(Math.min(length, r.left), () => {
		if (hasTunnel) r.read(p.teid);
		r.read(p.seq);
		r.read(p.spare);
		readElements(r, {toPhone: !asks.has(message), depth: 0});
	});
	return (flags & piggyback) !== 0;
}

/** Types of the messages in the layer. */
function namesIn(r: Reader): string {
	const names: string[] = [];
	let at = r.base;
	for (let n = 0; n < maxMessages && at + mandatory <= r.end; n++) {
		const message = r.bytes[at + 1]!;
		names.push(messageNames.get(message) ?? `Unknown message ${message}`);
		if ((r.bytes[at]! & piggyback) === 0) break;
		at += mandatory + ((r.bytes[at + 2]! << 8) | r.bytes[at + 3]!);
	}

	return names.join(' / ');
}

/** GTP of version 2, on the port of version 1. */
export const gtpTwo = protocol({
	name: 'gtpv2',
	title: 'GPRS Tunneling Protocol V2',
	column: 'GTPv2',
	about: "Makes, changes and ends the tunnels through which a phone's packets go in a network of the fourth generation.",
	reference: '3GPP TS 29.274',
	least: mandatory,
	parts: [p, indicationParts, numberParts, sessionParts],
	faults,
	framing: requests.framing,
	walk(c) {
		c.bound(totalOf(c));
		return undefined;
	},
	expand(r) {
		r.info(() => namesIn(r));
		try {
			for (let n = 0; n < maxMessages && readMessage(r) && r.left > 0; n++);
		} finally {
			requests.answers.tell(r, p.response_in, p.response_to, p.response_time);
		}
	},
});
