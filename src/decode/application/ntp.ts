import type {Field} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {answersOf} from '../reassembly/answers.ts';
import type {Framing} from '../reassembly/framing.ts';
import {tcpPort, udpPort} from '../space.ts';
import {WordTable} from '../word-table.ts';
import {readControl} from './ntp-control.ts';
import {faults, modeNames, p, referenceText, requestNames, versionNames} from './ntp-fields.ts';

/** Modes, RFC 5905, section 7.3. */
const client = 3;
const server = 4;
const control = 6;
const privateUse = 7;

/** RFC 7822, section 7.5. */
const minimumExtension = 16;

/** Seconds from 1900 to 1970, and the length of an era. */
const since1900 = 2_208_988_800n;
const era = 0x1_0000_0000n;

const answers = answersOf('ntp');

/** The id of the last question of a conversation; -1 where it was answered. */
type State = {asked: number};

/** Whether a message asks or answers; undefined where it does neither. */
function isAnswer(b: Uint8Array, at: number, end: number): boolean | undefined {
	if (at >= end) return undefined;
	const mode = b[at]! & 7;
	if (mode === client) return false;
	if (mode === server) return true;
	if (mode === privateUse) return b[at]! >= 0x80;
	return mode === control && at + 1 < end ? b[at + 1]! >= 0x80 : undefined;
}

const framing: Framing<State> = {
	open: () => ({asked: -1}),
	message(m) {
		const isOne = isAnswer(m.bytes, m.start, m.end);
		const {state} = m;
		if (isOne === false) {
			state.asked = m.id;
		} else if (isOne && state.asked >= 0) {
			answers.tie(m, state.asked);
			state.asked = -1;
		}
	},
};

const tie = (r: Reader): void => answers.tell(r, p.response_in, p.request_in, p.delta_time);

/** RFC 5905, section 6: seconds since 1900 with 32 bits behind the point. What is below 2^31 belongs to the next era. */
function readTime(r: Reader, field: Field<'time'>): void {
	if (!r.listens) return r.skip(8);
	r.need(8);
	const seconds = BigInt(r.takeNumber(4));
	const nanoseconds = (BigInt(r.takeNumber(4)) * 1_000_000_000n) >> 32n;
	const value = seconds === 0n && nanoseconds === 0n ? 0n : (seconds - since1900 + (seconds < era / 2n ? era : 0n)) * 1_000_000_000n + nanoseconds;
	r.put(field, r.position - 8, r.position, value);
}

/** RFC 7822, section 3, and what follows: RFC 5905, section 7.3. */
function readTrailer(r: Reader): void {
	while (r.left >= minimumExtension) {
		const size = r.peek16(2);
		const behind = r.left - size;
		// What is left must be nothing, the number of a key, or as long as an extension or a key with a digest.
		if (size < minimumExtension || behind < 0 || (behind > 0 && behind < minimumExtension && behind !== 4)) break;
		const at = r.position;
		r.open(p.ext);
		r.read(p['ext.type']);
		if (size % 4 !== 0) {
			r.readOpen(p['ext.length'], () => r.complain(faults.extension, at + 2, at + 4));
			r.close();
			return;
		}

		r.read(p['ext.length']);
		r.take(p['ext.value'], size - 4);
		r.close();
	}

	if (r.left < 4) return;
	r.tell(p.keyid, 4);
	if (r.left > 0) r.tell(p.mac, r.left);
}

function readStandard(r: Reader): void {
	r.read(p.flags);
	tie(r);
	const stratum = r.read(p.stratum);
	r.tell(p.ppoll);
	r.tell(p.precision);
	r.tell(p.rootdelay);
	r.tell(p.rootdispersion);
	const at = r.position;
	r.tell(p.refid, 4);
	r.label(() => `Reference ID: ${referenceText(r.bytes.subarray(at, at + 4), stratum)}`);
	readTime(r, p.reftime);
	readTime(r, p.org);
	readTime(r, p.rec);
	readTime(r, p.xmt);
	readTrailer(r);
}

/** Request codes that ask who has asked for the time. */
const monitorLists = new Set([20, 42]);

/** One entry of the list, as ntpd's `ntp_request.h` has it; the longer one came with IPv6. */
function readMonitorEntry(r: Reader, code: number): void {
	r.open(p['priv.mode7.item'], r.position, 'Monlist Item');
	const hasLocal = code === 42;
	r.read(p['priv.monlist.avgint']);
	r.read(p['priv.monlist.lsint']);
	r.read(p['priv.monlist.restr']);
	r.read(p['priv.monlist.count']);
	const at = r.position;
	r.read(p['priv.monlist.remote_address']);
	r.label(() => `remote address: ${r.bytes.subarray(at, at + 4).join('.')}`);
	if (hasLocal) {
		r.read(p['priv.monlist.local_address']);
		r.read(p['priv.monlist.flags']);
	}

	r.read(p['priv.monlist.port']);
	r.read(p['priv.monlist.mode']);
	r.read(p['priv.monlist.version']);
	const isLong = r.read(p['priv.monlist.ipv6']) !== 0;
	r.read(p['priv.monlist.unused']);
	if (isLong) {
		r.read(p['priv.monlist.addr6']);
		if (hasLocal) r.read(p['priv.monlist.daddr6']);
	}

	r.close();
}

const universal = 0;
const oldImplementation = 2;
const implementation = 3;

/** A message of ntpd to itself, as `ntp_request.h` has it. */
function readPrivate(r: Reader): void {
	const start = r.position;
	r.readOpen(p['priv.flags.word'], () => {
		for (const field of [p['priv.flags.r'], p['priv.flags.more'], p['priv.flags.vn'], p['priv.flags.mode']]) r.at(field, start);
	});
	const at = r.position;
	r.readOpen(p['priv.auth_seq'], () => {
		r.at(p['priv.auth'], at);
		r.at(p['priv.seq'], at);
	});
	const kind = r.read(p['priv.impl']);
	const code = r.read(p['priv.reqcode']);
	tie(r);
	if (kind !== universal && kind !== oldImplementation && kind !== implementation) return;
	r.need(1);
	r.put(p['priv.err'], r.position, r.position + 1, r.peek() >> 4);
	r.need(2);
	const count = r.takeNumber(2) & 0xfff;
	r.put(p['priv.numitems'], r.position - 2, r.position, count);
	r.need(1);
	r.put(p['priv.reserved'], r.position, r.position + 1, r.peek() >> 4);
	r.need(2);
	const size = r.takeNumber(2) & 0xfff;
	r.put(p['priv.itemsize'], r.position - 2, r.position, size);
	if (r.bytes[start]! < 0x80 || !monitorLists.has(code)) return;
	for (let left = count; left > 0; left--) {
		const item = r.position;
		r.need(size);
		readMonitorEntry(r, code);
		r.position = item + size;
	}
}

/** `NTP Version 4, client`, by the first byte. */
function nameOf(first: number): string {
	const mode = first & 7;
	return `${versionNames((first >> 3) & 7)}, ${mode === control ? 'control' : mode === privateUse ? 'private' : modeNames.get(mode)!}`;
}

const names = new WordTable(256, nameOf);

/** What a message of private use asks for: `, Request, MON_GETLIST_1`. */
function requestText(r: Reader, first: number): string {
	const code = (first & 7) === privateUse ? r.peek(3) : -1;
	return code < 0 ? '' : `, ${first >= 0x80 ? 'Response' : 'Request'}, ${requestNames.get(code) ?? 'Unknown'}`;
}

export const ntp = protocol({
	name: 'ntp',
	title: 'Network Time Protocol',
	about: 'Sets clocks: the client asks a server for the time, and subtracts what the way took.',
	reference: 'RFC 5905',
	claims: [...claims(udpPort, 123), ...claims(tcpPort, 123)],
	parts: p,
	faults,
	framing,
	holds: [],
	walk(c) {
		c.bound(c.available);
		return undefined;
	},
	expand(r) {
		r.need(1);
		const first = r.peek();
		const mode = first & 7;
		r.append(() => ` (${nameOf(first)}${requestText(r, first)})`);
		if (r.sink.columns) {
			const line = r.blank();
			names.write(line, first);
			line.text(requestText(r, first));
			r.info(line);
		}

		if (mode === control) readControl(r, () => tie(r));
		else if (mode === privateUse) readPrivate(r);
		else readStandard(r);
	},
});
