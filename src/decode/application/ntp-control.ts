import {decodeText} from '../decode-text.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {p} from './ntp-fields.ts';

/** Bits of the second byte. */
const response = 0x80;
const error = 0x40;

const readStatus = 1;
const readClock = 4;
const writeClock = 5;
/** Key, index and a digest of 16 bytes: the least that is a signature. */
const signatureSize = 20;

/** Operations whose data is one text. */
const texts = once(() =>
	new Map([[7, p['ctrl.trapmsg']], [8, p['ctrl.configuration']], [9, p['ctrl.configuration']], [10, p['ctrl.mru']], [11, p['ctrl.ordlist']], [12, p['ctrl.nonce']]])
);

/** Operations whose status is that of the system, or of a peer where one is asked for. */
const ofSystemOrPeer = new Set([1, 2, 3, 7]);
/** Operations whose data is a list of variables. */
const withVariables = new Set([1, 2, 3, 4, 5]);

function readPeerStatus(r: Reader, at: number): void {
	r.readOpen(p['ctrl.status'], () => {
		for (
			const field of [
				p['ctrl.peer_status.config'],
				p['ctrl.peer_status.authenable'],
				p['ctrl.peer_status.authentic'],
				p['ctrl.peer_status.reach'],
				p['ctrl.peer_status.bcast'],
				p['ctrl.peer_status.selection'],
				p['ctrl.peer_status.count'],
				p['ctrl.peer_status.code'],
			]
		) r.at(field, at);
	});
}

/** RFC 1305, appendix B.2. */
function readStatusWord(r: Reader, flags: number, operation: number, association: number): void {
	const at = r.position;
	if ((flags & response) === 0) {
		r.read(p['ctrl.status']);
	} else if (flags & error) {
		r.readOpen(p['ctrl.status'], () => r.at(p['ctrl.err_status'], at));
	} else if (ofSystemOrPeer.has(operation)) {
		if (association > 0) readPeerStatus(r, at);
		else r.readOpen(p['ctrl.status'], () => {
				for (const field of [p['ctrl.sys_status.li'], p['ctrl.sys_status.clksrc'], p['ctrl.sys_status.count'], p['ctrl.sys_status.code']]) r.at(field, at);
			});
	} else if (operation === readClock || operation === writeClock) {
		r.readOpen(p['ctrl.status'], () => {
			r.at(p['ctrl.clock_status.status'], at);
			r.at(p['ctrl.clock_status.code'], at);
		});
	} else {
		r.read(p['ctrl.status']);
	}
}

/** `name=value` and `name="value, with commas"`, separated by commas. */
function readVariables(r: Reader, end: number): void {
	const {bytes: b} = r;
	let start = r.position;
	let quoted = false;
	for (let at = start; at <= end; at++) {
		if (at < end && b[at] === 0x22) quoted = !quoted;
		if (at < end && (quoted || b[at] !== 0x2c)) continue;
		const said = decodeText(b, start, at, 'utf8').replace(/^[\s\0]+|[\s\0]+$/g, '');
		if (said !== '') {
			r.open(undefined, start);
			r.label(said);
			r.close(at);
		}

		start = at + 1;
	}

	r.position = end;
}

/** An association, and its status. */
const itemSize = 4;

function readData(r: Reader, flags: number, operation: number, association: number, end: number): void {
	const statuses: number[] = [];
	/** They end in one that is not all there, as do all whose bytes are no multiple of one's. */
	let isCut = false;
	r.open(p['ctrl.data']);
	const field = texts().get(operation);
	if (field !== undefined) {
		r.terminated(field, end - r.position);
	} else if (operation === readStatus && association === 0) {
		for (let left = end - r.position; left !== 0; left -= itemSize) {
			r.open(p['ctrl.item']);
			if (r.captured < itemSize) {
				isCut = true;
				if (r.captured >= 2) r.read(p['ctrl.associd']);
				r.close();
				break;
			}

			r.read(p['ctrl.associd']);
			statuses.push(r.position);
			r.skip(2);
			r.close();
		}
	} else if (withVariables.has(operation)) {
		readVariables(r, end);
	}

	r.close(end);
	// As Wireshark has it, they stand beside the data.
	for (const at of statuses) {
		r.position = at;
		readPeerStatus(r, at);
	}

	r.position = end;
	if ((flags & response) === 0) readSignature(r);
	if (isCut) r.short(itemSize);
}

/** RFC 1305, appendix C: what proves who asks. */
function readSignature(r: Reader): void {
	const padding = (4 - ((r.position - r.base) % 4)) % 4;
	if (r.left < padding + signatureSize) return;
	if (padding > 0) r.take(p.padding, padding);
	r.group(undefined, 'Authenticator', () => {
		const at = r.position;
		r.at(p.key_type, at);
		r.read(p.key_index);
		r.take(p.key_signature, r.left);
	});
}

/** A control message, RFC 9327, section 2. `tie` tells of its request or response. */
export function readControl(r: Reader, tie: () => void): void {
	const flags = r.peek(1);
	r.read(p.flags);
	r.read(p['ctrl.flags2']);
	r.read(p['ctrl.sequence']);
	tie();
	r.need(4);
	const operation = flags & 0x1f;
	const association = r.peek16(2);
	readStatusWord(r, flags, operation, association);
	r.read(p['ctrl.associd']);
	r.read(p['ctrl.offset']);
	const size = r.read(p['ctrl.count']);
	if (size === 0) return;
	const isList = operation === readStatus && association === 0;
	if (size > r.left && !isList) {
		r.open(p['ctrl.data']);
		r.short(size);
	}

	if (!isList) r.need(size);
	readData(r, flags, operation, association, r.position + size);
}
