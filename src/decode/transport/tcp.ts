import {byFlags, flagNames} from '../analysis/segment-flags.ts';
import type {Cursor} from '../cursor.ts';
import type {FlowFacts} from '../facts.ts';
import {alias, bit, duration, type Field, header, i32, parts, text, u16, u32, u8, word} from '../field.ts';
import type {ByteText} from '../byte-text.ts';
import {ack, fin, rst, scaledWindow, scaleUnknown, syn, tcpTransport} from '../flows.ts';
import {names} from '../names.ts';
import {portInfo, portLabel} from '../print.ts';
import {areUsual, isTimed} from '../plain-segment.ts';
import {isOn} from '../preferences.ts';
import {claims, type Fault, fault, malformed, protocol, truncated} from '../protocol.ts';
import {optionBlocks, optionCookie, scaleNotOffered, scaleUnread} from '../published.ts';
import {generated, type Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {checksumStatusNames, foldSum, readChecksum, sumPseudoHeader, sumWords} from '../network/checksum.ts';
import {quotedSegment} from './quoted-segment.ts';
import {analysisFaults, analysisFields, expandAnalysis, fastOpenFault, isSentAgain, writeAnalysis} from './tcp-analysis.ts';
import {optionFaults, optionParts} from './tcp-option-fields.ts';
import {partText, writeInfo, writeSegment} from './tcp-info.ts';
import {isBrokenSack} from './tcp-option-kinds.ts';
import {expandOptions, noOptions} from './tcp-options.ts';
import {expandPayload, segmentFields} from './tcp-segment.ts';

/** Bytes with the ports and the sequence number: all that an error has to quote (RFC 792). */
const quotable = 8;
/** Bytes of a quoted header from which its flow and its flags are told: with the window. */
const tellable = 16;
const urg = 32;

// RFC 9293, section 3.1
const h = header('tcp', {
	srcport: u16('Source Port', {port: 'tcp', about: 'Port of the program that sent the segment.'}),
	dstport: u16('Destination Port', {port: 'tcp', about: 'Port of the program that it is for.'}),
	seq_raw: u32('Sequence Number (raw)'),
	ack_raw: u32('Acknowledgment number (raw)'),
	...word(2, {
		hdr_len: bit(4, 'Header Length', {scale: 4, unit: 'bytes', type: 'FT_UINT8'}),
		flags: bit(12, 'Flags', {
			base: 'hex',
			bits: {
				res: bit(3, 'Reserved', {type: 'FT_BOOLEAN'}),
				ae: bit(1, 'Accurate ECN'),
				cwr: bit(1, 'Congestion Window Reduced', {about: 'The sender slowed down because it heard of congestion.', reference: 'RFC 3168, section 6.1.2'}),
				ece: bit(1, 'ECN-Echo', {about: 'The path is congested (in a SYN: ECN can be used).', reference: 'RFC 3168, section 6.1'}),
				urg: bit(1, 'Urgent', {about: 'The urgent pointer holds.'}),
				ack: bit(1, 'Acknowledgment', {about: 'The acknowledgment number holds: so in every segment but the first.'}),
				push: bit(1, 'Push', {about: 'Hand it to the program now, do not wait for more.'}),
				reset: bit(1, 'Reset', {about: 'Abort: there is no such connection, or no longer.'}),
				syn: bit(1, 'Syn', {about: 'Opens the connection and says where the numbers start.'}),
				fin: bit(1, 'Fin', {about: 'The sender has nothing more to say.'}),
			},
		}),
	}),
	window_size_value: u16('Window', {about: 'How much the sender of this segment can take now, before scaling.'}),
	checksum: u16('Checksum', {base: 'hex', about: 'Over addresses, header and payload; often filled in by the network card after the capture.'}),
	urgent_pointer: u16('Urgent Pointer'),
});

const p = parts('tcp', () => ({
	stream: u32('Stream index', {about: 'Number of the connection in this capture, from 0.'}),
	completeness: u8('Conversation completeness', {about: 'Which parts of the connection the capture has: 1 SYN, 2 SYN-ACK, 4 ACK, 8 data, 16 FIN, 32 RST.'}),
	len: u32('TCP Segment Len', {about: 'Bytes of payload.'}),
	seq: u32('Sequence Number', {about: 'Place of the first byte in the stream; counted from where the stream starts.', reference: 'RFC 9293, section 3.4'}),
	nxtseq: u32('Next Sequence Number'),
	ack: u32('Acknowledgment Number', {about: 'The next byte that is expected from the other side.'}),
	'flags.str': text('TCP Flags'),
	window_size: u32('Calculated window size', {about: 'The window in bytes.', reference: 'RFC 7323, section 2'}),
	window_size_scalefactor: i32('Window size scaling factor', {values: new Map([[-1, 'unknown'], [-2, 'no window scaling used']])}),
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	checksum_calculated: u16('Calculated Checksum', {base: 'hex'}),
	time_relative: duration('Time since first frame in this TCP stream'),
	time_delta: duration('Time since previous frame in this TCP stream'),
	reset_cause: text('Reset cause', {about: 'Why the connection is reset, where the sender says it.', reference: 'RFC 9293, section 3.5.3'}),
}));

const faults = {
	headerLength: fault('tcp.bogus_header_length', 'Bogus TCP Header length', 'error', 'Protocol'),
	short: fault('tcp.short_segment', 'Short segment. Segment/fragment does not contain a full TCP header', 'warning', 'Malformed'),
	checksum: fault('tcp.checksum_bad.expert', 'Bad checksum', 'error', 'Checksum'),
	ackNumber: fault('tcp.ack.nonzero', 'The acknowledgment number field is nonzero while the ACK flag is not set', 'note', 'Protocol'),
	urgentPointer: fault('tcp.urgent_pointer.non_zero', 'The urgent pointer field is nonzero while the URG flag is not set', 'note', 'Protocol'),
	syn: fault('tcp.connection.syn', 'Connection establish request (SYN)', 'chat', 'Sequence'),
	synAck: fault('tcp.connection.synack', 'Connection establish acknowledge (SYN+ACK)', 'chat', 'Sequence'),
	fin: fault('tcp.connection.fin', 'Connection finish (FIN)', 'chat', 'Sequence'),
	finFirst: fault('tcp.connection.fin_active', 'This frame initiates the connection closing', 'note', 'Sequence'),
	finSecond: fault('tcp.connection.fin_passive', 'This frame undergoes the connection closing', 'note', 'Sequence'),
	rst: fault('tcp.connection.rst', 'Connection reset (RST)', 'warning', 'Sequence'),
};

/** Options end before their end, or with one that nobody can read on behind. */
const unreadOptions = 0x1_0000;
const brokenOptions = 0x2_0000;

/** Shift of the window scale option (RFC 7323, section 2.2) in the low byte, 0xff where it is not there; some of the `option` bits above, and what could not be read. */
function optionsOf(c: Cursor, headerLength: number): number {
	const b = c.bytes;
	const end = Math.min(c.end, c.start + headerLength);
	let scale = 0xff;
	let found = 0;
	let problems = end < c.start + headerLength ? unreadOptions : 0;
	for (let at = c.start + h.size; at < end;) {
		const kind = b[at]!;
		if (kind === 0) break;
		const size = kind === 1 ? 1 : (b[at + 1] ?? 0);
		if (kind === 3 && size === 3 && at + 2 < end && scale === 0xff) scale = b[at + 2]!;
		else if (kind === 5 && size >= 10 && (found & optionBlocks) === 0) found |= at - c.start;
		else if (kind === 5 && size >= 2 && isBrokenSack(b, at, Math.min(end, at + size), h.ack_raw.read(c))) {
			problems = unreadOptions | brokenOptions;
			break;
		} else if (kind === 34 && size > 2) found |= optionCookie;
		if (size < 1 || (kind !== 1 && size < 2)) break;
		at += size;
	}

	return problems | (found << 8) | scale;
}

export const tcp = protocol({
	name: 'tcp',
	title: 'Transmission Control Protocol',
	about: 'Carries a stream of bytes each way between two programs, in order and without loss.',
	reference: 'RFC 9293',
	claims: claims(ipProtocol, tcpTransport),
	lacking: {under: 4, as: 'named'},
	header: h,
	least: quotable,
	parts: [p, analysisFields, segmentFields, ...optionParts],
	aliases: {port: alias('tcp.port', 'Source or Destination Port', [h.srcport, h.dstport])},
	faults: {...faults, ...analysisFaults, ...optionFaults},
	walk(c) {
		if (c.isQuoted && c.captured < tellable) return c.opaque();
		c.ports(tcpTransport, h.srcport.read(c), h.dstport.read(c));
		const headerLength = c.captured < tellable ? h.size : h.hdr_len.read(c);
		const length = c.available - headerLength;
		if (headerLength < h.size) {
			if (!c.isQuoted) c.tcp(h.seq_raw.read(c), h.ack_raw.read(c), h.flags.read(c), h.window_size_value.read(c), scaleUnread, 0, Math.max(0, length), true);
			return c.malformed(faults.headerLength, h.hdr_len);
		}

		if (c.captured < h.size) {
			if (!c.isQuoted) c.mark(c.available < h.size ? malformed : truncated, c.start + quotable);
			return c.opaque();
		}

		if (length < 0 && !c.isQuoted) {
			c.mark(faults.short, c.start);
			c.handshake(h.flags.read(c));
			return c.opaque();
		}

		const flags = h.flags.read(c);
		const options = headerLength === h.size || isTimed(c.bytes, c.start + h.size, c.start + headerLength) ? 0xff : optionsOf(c, headerLength);
		// Numbers are handed over signed: half of them would be made on the heap else.
		c.tcp(
			h.seq_raw.read(c) | 0,
			h.ack_raw.read(c) | 0,
			flags,
			h.window_size_value.read(c),
			!(flags & syn) ? scaleNotOffered : (options & 0xff) !== 0xff ? options & 0xff : options & unreadOptions ? scaleUnread : scaleNotOffered,
			(options >> 8) & 0xff,
			Math.max(0, length),
		);
		if (options & brokenOptions && !c.isQuoted) {
			c.mark(malformed, c.start + h.size);
			return c.opaque();
		}

		c.payload(headerLength);
		if (c.isQuoted) return quotedSegment(c, c.start + headerLength, h.srcport.read(c), h.dstport.read(c));
		c.segment();
		// What the segments carry is cut into messages by the conversation, not packet by packet.
		return c.opaque();
	},
	expand(r) {
		const {flow} = r.facts;
		const {base} = r;
		if (r.captured >= 4 && (r.captured < h.size || r.get(h.hdr_len) >= h.size)) r.append(() => titleText(r, flow));
		r.read(h.srcport);
		r.read(h.dstport);
		if (!r.quoted && r.end - base < tellable) r.short(tellable - 4);
		if (flow !== undefined) {
			r.derive(p.stream, flow.stream, base);
			r.derive(p.completeness, flow.completeness, base);
			r.label(() => completenessText(flow.completeness));
		}

		// Of what an error quotes nothing is counted, and Wireshark says the raw number once more for ICMPv6 only.
		const isTold = !r.quoted || r.facts.addresses?.source.length === 16;
		if (r.quoted && r.end - base < tellable) {
			if (!isTold) number(r, p.seq, h.seq_raw, undefined);
			r.position = r.end;
			return;
		}

		const headerLength = r.get(h.hdr_len);
		const flags = r.get(h.flags);
		const isWhole = r.limit - base >= headerLength;
		const isCounted = isWhole && !r.quoted;
		const length = Math.max(0, r.limit - base - headerLength);
		if (isCounted) r.derive(p.len, length, base + 12, base + 13);
		else if (!isWhole) r.complain(faults.short, base, r.end);
		const seq = number(r, p.seq, h.seq_raw, isCounted ? flow?.base : undefined);
		if (isTold) r.read(h.seq_raw);
		else r.position += 4;
		if (headerLength < h.size) return expandBogus(r, headerLength);
		if (isCounted) r.derive(p.nxtseq, (seq + length + (flags & (syn | fin) ? 1 : 0)) >>> 0, base);
		r.need(4);
		const acknowledgment = number(r, p.ack, h.ack_raw, isCounted && flags & ack ? flow?.peerBase : undefined, flow && fastOpenFault(flow));
		const hasAck = (flags & ack) !== 0;
		if (!hasAck && r.get(h.ack_raw) !== 0) r.complain(faults.ackNumber, base + 8, base + 12);
		r.read(h.ack_raw);
		r.at(h.hdr_len, base + 12);
		expandFlags(r, flow, flags);
		const window = expandWindow(r, isWhole ? flow?.windowShift : undefined, flow, flags);
		readChecksum(r, checksumFields, sumOf(r));
		const urgent = r.read(h.urgent_pointer);
		if (urgent !== 0 && !(flags & urg)) r.complain(faults.urgentPointer, base + 18, base + 20);
		let options: ByteText | undefined = noOptions;
		const info = (): string => {
			const line = r.blank();
			if (flow !== undefined) writeAnalysis(line, flow);
			writeInfo(line, r.bytes, base, {seq, acknowledgment, window, length: isWhole ? length : undefined}, isWrong(r));
			if (options !== undefined) line.append(options);
			return line.toString();
		};
		if (headerLength > h.size) options = expandOptions(r, base + headerLength, (flags & syn) !== 0, {peerBase: flow?.peerBase, acknowledgment, isRelative: isCounted});
		expandTimes(r, flow);
		if (options === undefined) {
			r.info(info);
			r.done();
		}

		if (flow !== undefined && base + headerLength <= r.end) expandAnalysis(r, flow);
		r.position = Math.min(r.end, base + headerLength);
		if (flags & rst) {
			r.info(info);
			if (length > 0) r.text(p.reset_cause, r.captured);
			return;
		}

		if (base + headerLength > r.end) {
			r.info(info);
			r.short(1);
		}

		const isPart = expandPayload(r);
		r.info(() => info() + (isPart && !isSentAgain(flow) ? partText : ''));
	},
	summary(r) {
		const {bytes: b, base} = r;
		const headerLength = r.get(h.hdr_len);
		const flags = r.get(h.flags);
		const end = base + headerLength;
		// What is odd says so in many places: all of it is read.
		if (headerLength < h.size || end > r.end || end > r.limit) {
			this.expand!(r);
			return;
		}

		const {flow, isPart} = r.facts;
		const areTold = headerLength > h.size && areUsual(b, base + h.size, end);
		let options: ByteText | undefined = noOptions;
		if (headerLength > h.size && !areTold) {
			const acknowledgment = (h.ack_raw.readAt(b, base) - (flags & ack ? (flow?.peerBase ?? 0) : 0)) >>> 0;
			r.position = base + h.size;
			options = expandOptions(r, end, (flags & syn) !== 0, {peerBase: flow?.peerBase, acknowledgment, isRelative: true});
		}

		if (options === undefined) {
			r.position = base;
			this.expand!(r);
			return;
		}

		const line = r.blank();
		writeSegment(line, b, base, r.limit - end, flow, isPart, isWrong(r), areTold ? undefined : options);
		// Names come from elsewhere and are made printable as text.
		r.info(names.service === undefined ? line : line.toString());
	},
});

/** `, Src Port: 50106, Dst Port: 443, Seq: 1, Ack: 1, Len: 517`; an error may quote no more than the ports and the sequence number. */
function titleText(r: Reader, flow: FlowFacts | undefined): string {
	const length = r.limit - r.base - r.get(h.hdr_len);
	const said = `, Src Port: ${portLabel('tcp', r.peek16())}, Dst Port: ${portLabel('tcp', r.peek16(2))}`;
	if (r.captured < (r.quoted ? tellable : h.size)) return r.quoted || r.captured < quotable ? said : `${said}, Seq: ${r.get(h.seq_raw)}`;
	if (r.quoted) return `${said}, Seq: ${r.get(h.seq_raw)}${r.get(h.flags) & ack ? `, Ack: ${r.get(h.ack_raw)}` : ''}`;
	const base = length < 0 ? undefined : flow;
	const seq = (r.get(h.seq_raw) - (base?.base ?? 0)) >>> 0;
	const acknowledgment = (r.get(h.ack_raw) - (base?.peerBase ?? 0)) >>> 0;
	return `${said}, Seq: ${seq}${r.get(h.flags) & ack ? `, Ack: ${acknowledgment}` : ''}${length < 0 ? '' : `, Len: ${length}`}`;
}

/** A number of the stream, counted from where the stream starts. Does not move. */
function number(r: Reader, field: Field<'uint'>, raw: Field<'uint'>, from: number | undefined, note?: Fault): number {
	const at = r.base + raw.offset;
	const value = (r.get(raw) - (from ?? 0)) >>> 0;
	const words = (): string => (from === undefined ? '' : `    (relative ${raw === h.seq_raw ? 'sequence' : 'ack'} number)`);
	if (note === undefined) {
		r.put(field, at, at + 4, value);
		r.append(words);
		return value;
	}

	r.open(field, at, value);
	r.append(words);
	r.complain(note, at, at + 4);
	r.close(at + 4);
	return value;
}

const checksumFields = {checksum: h.checksum, status: p['checksum.status'], calculated: p.checksum_calculated, bad: faults.checksum, offload: 'TCP'};

/** Over addresses and segment, where that is asked for and all of it is there. */
function sumOf(r: Reader): number | undefined {
	if (!isOn('tcp.check_checksum') || r.end < r.limit) return undefined;
	const {addresses} = r.facts;
	return addresses && sumWords(r.bytes, r.base, r.end, sumPseudoHeader(addresses, r.end - r.base, tcpTransport));
}

/** Whether the checksum was found wrong. */
function isWrong(r: Reader): boolean {
	const sum = sumOf(r);
	return sum !== undefined && foldSum(sum) !== 0xffff;
}

/** A header that says it is shorter than it is: nothing behind can be trusted. */
function expandBogus(r: Reader, headerLength: number): void {
	r.at(h.hdr_len, r.base + 12);
	r.complain(faults.headerLength, r.base + 12, r.base + 13, `Bogus TCP header length (${headerLength}, must be at least ${h.size})`);
	r.info(() => `${portInfo('tcp', r.get(h.srcport))} → ${portInfo('tcp', r.get(h.dstport))}, bogus TCP header length ${headerLength}, must be at least ${h.size}`);
}

const flagLetters = 'RRRACEUAPRSF';

const flagText = byFlags(flags => Array.from(flagLetters, (letter, i) => (flags & (0x800 >> i) ? letter : '·')).join(''));

function expandFlags(r: Reader, flow: FlowFacts | undefined, flags: number): void {
	const at = r.base + 12;
	r.position = at;
	r.need(2);
	r.open(h.flags, at, flags);
	r.label(() => `Flags: 0x${flags.toString(16).padStart(3, '0')} (${flagNames(flags)})`);
	for (const field of h.flags.children) {
		const note = field.readAt(r.bytes, r.base) === 0 ? undefined : noteOf(r, field, flags);
		if (note === undefined) {
			r.at(field as Field<'uint'>, at);
			continue;
		}

		r.open(field, at, 1);
		r.complain(note[0], at, at + 2, note[1]);
		r.close(at + 2);
	}

	r.open(p['flags.str'], at, flagText(flags), generated);
	if (flags & fin && flow !== undefined) r.complain(flow.closes ? faults.finFirst : faults.finSecond, at, at + 2);
	r.close(at + 2);
	r.close(at + 2);
	r.position = at + 2;
}

/** What a flag that is set says about the connection. */
function noteOf(r: Reader, field: Field, flags: number): [Fault, string] | undefined {
	switch (field) {
		case h.flags.bit.syn:
			return flags & ack
				? [faults.synAck, `${faults.synAck.title}: server port ${r.get(h.srcport)}`]
				: [faults.syn, `${faults.syn.title}: server port ${r.get(h.dstport)}`];
		case h.flags.bit.fin:
			return [faults.fin, faults.fin.title];
		case h.flags.bit.reset:
			return [faults.rst, faults.rst.title];
		default:
			return undefined;
	}
}

/** RFC 7323, section 2.2: the window of a SYN is never scaled. */
function expandWindow(r: Reader, scale: number | undefined, flow: FlowFacts | undefined, flags: number): number {
	const at = r.position;
	const value = r.read(h.window_size_value);
	const isSyn = (flags & syn) !== 0;
	const shift = flow?.windowShift ?? scaleUnknown;
	const window = r.quoted || isSyn ? value : scaledWindow(value, scale ?? 0);
	r.derive(p.window_size, window, at, at + 2);
	if (!isSyn) r.derive(p.window_size_scalefactor, shift < 0 ? shift : 2 ** shift, at, at + 2);
	return window;
}

function expandTimes(r: Reader, flow: FlowFacts | undefined): void {
	if (flow === undefined) return;
	const first = r.facts.since(flow.firstRow);
	const before = flow.previousRow === undefined ? 0n : r.facts.since(flow.previousRow);
	if (first === undefined || before === undefined) return;
	const at = r.position;
	r.open(undefined, at, undefined, generated);
	r.label('Timestamps');
	r.derive(p.time_relative, first, at);
	r.derive(p.time_delta, before, at);
	r.close(at);
}

/** Wireshark's words for how much of a connection was seen. */
function completenessText(seen: number): string {
	const data = seen & 8 ? 'WITH_DATA' : 'NO_DATA';
	if ((seen & 0x37) >= 0x17 && (seen & 7) === 7 && seen & 0x30) return `Conversation completeness: Complete, ${data} (${seen})`;
	const stages = [[32, 'RST'], [16, 'FIN'], [8, 'DATA'], [4, 'ACK'], [2, 'SYN-ACK'], [1, 'SYN']] as const;
	const found = stages.find(([mask]) => seen & mask);
	return `Conversation completeness: Incomplete${found === undefined ? '' : `, ${found[1]}`} (${seen})`;
}
