import {ByteText} from '../byte-text.ts';
import {bit, bytes, parts, u16, u32, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {WordTable} from '../word-table.ts';
import {chunkName, chunkTypes, payloadProtocols} from './sctp-names.ts';
import {expandParameters} from './sctp-parameters.ts';

const causeCodes: ReadonlyMap<number, string> = new Map([
	[1, 'Invalid stream identifier'],
	[2, 'Missing mandatory parameter'],
	[3, 'Stale cookie error'],
	[4, 'Out of resource'],
	[5, 'Unresolvable address'],
	[6, 'Unrecognized chunk type'],
	[7, 'Invalid mandatory parameter'],
	[8, 'Unrecognized parameters'],
	[9, 'No user data'],
	[10, 'Cookie received while shutting down'],
	[11, 'Restart of an association with new addresses'],
	[12, 'User initiated ABORT'],
	[13, 'Protocol violation'],
	[0x00a0, 'Request to delete last address'],
	[0x00a1, 'Operation refused due to resource shortage'],
	[0x00a2, 'Request to delete source address'],
	[0x00a3, 'Association Aborted due to illegal ASCONF-ACK'],
	[0x00a4, 'Request refused - no authorization'],
	[0x0105, 'Unsupported HMAC Identifier'],
]);

// RFC 9260, section 3.2
const p = parts('sctp', () => ({
	chunk_type: u8('Chunk type', {
		values: chunkTypes,
		bits: {
			bit_1: bit(1, 'Bit', {name: 'sctp.chunk_bit_1', meaning: ['Skip chunk and continue processing of the packet', 'Stop processing of the packet']}),
			bit_2: bit(1, 'Bit', {name: 'sctp.chunk_bit_2', meaning: ['Do report', 'Do not report']}),
			_type: bit(6, ''),
		},
	}),
	chunk_flags: u8('Chunk flags', {base: 'hex'}),
	chunk_length: u16('Chunk length'),
	chunk_value: bytes('Chunk value'),
	chunk_padding: bytes('Chunk padding'),
	...word(1, {
		_data: bit(4, ''),
		data_i_bit: bit(1, 'I-Bit'),
		data_u_bit: bit(1, 'U-Bit', {meaning: ['Unordered delivery', 'Ordered delivery']}),
		data_b_bit: bit(1, 'B-Bit'),
		data_e_bit: bit(1, 'E-Bit'),
	}),
	data_tsn: u32('Transmission sequence number (relative)'),
	data_tsn_raw: u32('Transmission sequence number (absolute)', {about: 'Number of the chunk; the receiver acknowledges it.', reference: 'RFC 9260, section 3.3.1'}),
	data_sid: u16('Stream identifier', {base: 'hex'}),
	data_ssn: u16('Stream sequence number'),
	data_reserved: u16('Reserved'),
	data_mid: u32('Message identifier'),
	data_fsn: u32('Fragment sequence number'),
	data_payload_proto_id: u32('Payload protocol identifier', {values: payloadProtocols}),
	init_initiate_tag: u32('Initiate tag', {base: 'hex'}),
	init_credit: u32('Advertised receiver window credit (a_rwnd)'),
	init_nr_out_streams: u16('Number of outbound streams'),
	init_nr_in_streams: u16('Number of inbound streams'),
	init_initial_tsn: u32('Initial TSN'),
	initack_initiate_tag: u32('Initiate tag', {base: 'hex'}),
	initack_credit: u32('Advertised receiver window credit (a_rwnd)'),
	initack_nr_out_streams: u16('Number of outbound streams'),
	initack_nr_in_streams: u16('Number of inbound streams'),
	initack_initial_tsn: u32('Initial TSN'),
	initiate_tag: u32('Initiate tag', {base: 'hex'}),
	...word(1, {_sack: bit(7, ''), sack_nounce_sum: bit(1, 'Nounce sum', {type: 'FT_UINT8'})}),
	sack_cumulative_tsn_ack: u32('Cumulative TSN ACK (relative)'),
	sack_cumulative_tsn_ack_raw: u32('Cumulative TSN ACK (absolute)', {about: 'All chunks up to this one have arrived.', reference: 'RFC 9260, section 3.3.4'}),
	sack_a_rwnd: u32('Advertised receiver window credit (a_rwnd)'),
	sack_number_of_gap_blocks: u16('Number of gap acknowledgement blocks'),
	sack_number_of_duplicated_tsns: u16('Number of duplicated TSNs'),
	sack_gap_block_start: u16('Start'),
	sack_gap_block_start_tsn: u32('Start TSN'),
	sack_gap_block_end: u16('End'),
	sack_gap_block_end_tsn: u32('End TSN'),
	sack_duplicate_tsn: u32('Duplicate TSN'),
	shutdown_cumulative_tsn_ack: u32('Cumulative TSN Ack'),
	cookie: bytes('Cookie'),
	ecne_lowest_tsn: u32('Lowest TSN'),
	cwr_lowest_tsn: u32('Lowest TSN'),
	...word(1, {_shutdown: bit(7, ''), shutdown_complete_t_bit: bit(1, 'T-Bit', {meaning: ['Tag reflected', 'Tag not reflected']})}),
	...word(1, {_abort: bit(7, ''), abort_t_bit: bit(1, 'T-Bit', {meaning: ['Tag reflected', 'Tag not reflected']})}),
	forward_tsn_tsn: u32('New cumulative TSN'),
	forward_tsn_sid: u16('Stream identifier'),
	forward_tsn_ssn: u16('Stream sequence number'),
	shared_key_id: u16('Shared key identifier'),
	hmac: bytes('HMAC'),
	asconf_seq_nr_number: u32('Sequence number', {base: 'hex'}),
	asconf_ack_seq_nr_number: u32('Sequence number', {base: 'hex'}),
	padding_data: bytes('Padding data'),
	cause_code: u16('Cause code', {base: 'hex', values: causeCodes}),
	cause_length: u16('Cause length'),
	cause_information: bytes('Cause information'),
	cause_padding: bytes('Cause padding'),
}));

const faults = {
	chunkLength: fault('sctp.chunk_length.bad', 'Chunk length bad', 'error', 'Malformed'),
	noWindow: fault('sctp.sack_a_rwnd.expert', 'Zero Advertised Receiver Window Credit', 'note', 'Sequence'),
};

/** What `sctp` declares of its chunks. */
export const chunkFields = p;
export const chunkFaults = faults;

/** Bytes of a chunk's header, and of the header of DATA and I-DATA. */
export const chunkHeader = 4;
export const dataHeader = 16;
export const interleavedHeader = 20;
export const dataChunk = 0;
export const initChunk = 1;
export const initAckChunk = 2;
export const interleavedChunk = 64;

/** What relative numbers are counted from, in this direction and in the other. */
export type Bases = {readonly own: number | undefined; readonly peer: number | undefined};

const u16at = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;
const u32at = (b: Uint8Array, at: number): number => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;
const count = (n: number): string => `${n} byte${n === 1 ? '' : 's'}`;

/** Wireshark's words for the node of a chunk whose `length` bytes are at `at`. */
function labelOf(b: Uint8Array, at: number, length: number, end: number, bases: Bases): string {
	const type = b[at]!;
	const name = chunkName(type);
	const has = (size: number): boolean => at + size <= end;
	switch (type) {
		case dataChunk: {
			if (!has(dataHeader)) break;
			const flags = b[at + 1]!;
			const kinds = ['middle segment', 'last segment', 'first segment', 'complete segment'];
			const tsn = (u32at(b, at + 4) - (bases.own ?? 0)) >>> 0;
			return `DATA chunk (${flags & 4 ? 'unordered' : 'ordered'}, ${kinds[flags & 3]}, TSN: ${tsn}, SID: ${u16at(b, at + 8)}, SSN: ${u16at(b, at + 10)}, PPID: ${
				u32at(b, at + 12)
			}, payload length: ${count(length - dataHeader)})`;
		}

		case initChunk:
		case initAckChunk:
			return has(16) ? `${name} chunk (Outbound streams: ${u16at(b, at + 12)}, inbound streams: ${u16at(b, at + 14)})` : `${name} chunk`;
		case 3:
			return has(16)
				? `SACK chunk (Cumulative TSN: ${u32at(b, at + 4)}, a_rwnd: ${u32at(b, at + 8)}, gaps: ${u16at(b, at + 12)}, duplicate TSNs: ${u16at(b, at + 14)})`
				: 'SACK chunk';
		case 4:
		case 5:
			return `${name} chunk (Information: ${count(length - chunkHeader)})`;
		case 7:
			return has(8) ? `SHUTDOWN chunk (Cumulative TSN ack: ${u32at(b, at + 4)})` : 'SHUTDOWN chunk';
		case 10:
			return `COOKIE_ECHO chunk (Cookie length: ${count(length - chunkHeader)})`;
		case 192:
			return has(8) ? `FORWARD_TSN chunk (Cumulative TSN: ${u32at(b, at + 4)})` : 'FORWARD_TSN chunk';
	}

	return name === 'UNKNOWN' ? `Unknown chunk (type ${type})` : `${name} chunk`;
}

/** Bytes of what acknowledges data up to how much more there may be. */
const sackHeader = 12;
/** Chunks whose values are told as a whole, or not at all. */
const wholeChunks = new Set([10, 132]);

const chunkWords = new WordTable(256, chunkName);
/** What the value of the chunk adds to the Info column. */
const said = new ByteText();

/** Reads the chunk at the position, and adds what it is to the Info column; ends the layer where its length is wrong. */
export function expandChunk(r: Reader, bases: Bases, line: ByteText | undefined): void {
	const at = r.position;
	const length = r.peek16(2);
	// Of a chunk that was not captured whole, nothing is told.
	r.need(Math.max(chunkHeader, Math.min(length, r.left)));
	r.open(undefined);
	r.label(() => labelOf(r.bytes, at, length, r.end, bases));
	const type = r.read(p.chunk_type);
	const flags = r.peek();
	if (r.listens) expandStart(r, type, at, length);
	else r.skip(3);
	if (length < chunkHeader) r.fail(faults.chunkLength, at + 2, `Chunk length bad: ${length}`);
	if (wholeChunks.has(type)) r.need(length - chunkHeader);
	said.clear();
	const ended = r.within(length - chunkHeader, () => expandValue(r, type, bases));
	if (!ended) r.done();
	const padding = Math.min(-length & 3, r.captured);
	if (padding > 0 && type !== initChunk) r.tell(p.chunk_padding, padding);
	r.close();
	if (line === undefined || (type === dataChunk && !(flags & 3))) return;
	if (line.size > 0) line.text(', ');
	chunkWords.write(line, type);
	line.append(said);
}

/** Flags and length of the chunk at `at`. */
function expandStart(r: Reader, type: number, at: number, length: number): void {
	r.readOpen(p.chunk_flags, () => expandFlags(r, type, at + 1));
	r.readOpen(p.chunk_length, () => {
		const there = r.limit - at;
		if (length > there) r.complain(faults.chunkLength, at + 2, at + 4, `Chunk length (${length}) is longer than remaining data (${there}) in the packet.`);
	});
}

function expandFlags(r: Reader, type: number, at: number): void {
	switch (type) {
		case dataChunk:
		case interleavedChunk:
			if (at - 1 + dataHeader > r.end) break;
			for (const field of [p.data_i_bit, p.data_u_bit, p.data_b_bit, p.data_e_bit]) r.at(field, at);
			break;
		case 3:
			if (at - 1 + sackHeader <= r.end) r.at(p.sack_nounce_sum, at);
			break;
		case 6:
			r.at(p.abort_t_bit, at);
			break;
		case 14:
			r.at(p.shutdown_complete_t_bit, at);
	}
}

function expandValue(r: Reader, type: number, bases: Bases): void {
	switch (type) {
		case dataChunk:
			return expandData(r, bases);
		case interleavedChunk:
			return expandInterleaved(r, bases);
		case initChunk:
			return expandInit(r, [p.init_initiate_tag, p.init_credit, p.init_nr_out_streams, p.init_nr_in_streams, p.init_initial_tsn]);
		case initAckChunk:
			return expandInit(r, [p.initack_initiate_tag, p.initack_credit, p.initack_nr_out_streams, p.initack_nr_in_streams, p.initack_initial_tsn]);
		case 3:
			return expandSack(r, bases);
		case 4:
		case 5:
		case 130:
			expandParameters(r);
			break;
		case 6:
		case 9:
			expandCauses(r);
			break;
		case 7:
			r.read(p.shutdown_cumulative_tsn_ack);
			break;
		case 10:
			if (r.left > 0) r.tell(p.cookie, r.left);
			break;
		case 12:
			r.read(p.ecne_lowest_tsn);
			break;
		case 13:
			r.read(p.cwr_lowest_tsn);
			break;
		case 15:
			r.read(p.shared_key_id);
			r.read(hmacFields.hmac_id);
			if (r.left > 0) r.tell(p.hmac, r.left);
			break;
		case 128:
		case 193:
			r.read(type === 193 ? p.asconf_seq_nr_number : p.asconf_ack_seq_nr_number);
			expandParameters(r);
			break;
		case 132:
			if (r.left > 0) r.tell(p.padding_data, r.left);
			break;
		case 192:
			r.read(p.forward_tsn_tsn);
			while (r.left >= 4) {
				r.read(p.forward_tsn_sid);
				r.read(p.forward_tsn_ssn);
			}

			break;
		default:
			if (r.left > 0) r.tell(p.chunk_value, r.left);
	}
}

/** In an error it has no names of values. */
export const hmacFields = parts('sctp', () => ({hmac_id: u16('HMAC identifier')}));

function expandTsn(r: Reader, base: number | undefined): number {
	const at = r.position;
	r.need(4);
	const relative = (u32at(r.bytes, at) - (base ?? 0)) >>> 0;
	r.put(p.data_tsn, at, at + 4, relative);
	r.tell(p.data_tsn_raw);
	return relative;
}

function sayTsn(tsn: number): void {
	said.text(' (TSN=');
	said.number(tsn);
	said.text(')');
}

function expandData(r: Reader, {own}: Bases): void {
	r.need(dataHeader - chunkHeader);
	const tsn = expandTsn(r, own);
	r.tell(p.data_sid);
	r.tell(p.data_ssn);
	r.tell(p.data_payload_proto_id);
	r.position = Math.min(r.end, r.limit);
	sayTsn(tsn);
}

/** RFC 8260, section 2.1: the first fragment says the protocol, the others their number. */
function expandInterleaved(r: Reader, {own}: Bases): void {
	const isFirst = (r.bytes[r.position - 3]! & 2) !== 0;
	const tsn = expandTsn(r, own);
	r.read(p.data_sid);
	r.read(p.data_reserved);
	r.read(p.data_mid);
	r.read(isFirst ? p.data_payload_proto_id : p.data_fsn);
	r.position = Math.min(r.end, r.limit);
	sayTsn(tsn);
}

type InitFields = readonly [typeof p.init_initiate_tag, ...Array<typeof p.init_credit>];

function expandInit(r: Reader, [tag, ...rest]: InitFields): void {
	const at = r.position;
	const value = r.read(tag);
	r.put(p.initiate_tag, at, at + 4, value, generated);
	for (const field of rest) r.read(field);
	expandParameters(r);
}

function expandSack(r: Reader, {peer}: Bases): void {
	const at = r.position;
	r.need(4);
	const raw = u32at(r.bytes, at);
	if (peer !== undefined) r.put(p.sack_cumulative_tsn_ack, at, at + 4, (raw - peer) >>> 0);
	r.tell(p.sack_cumulative_tsn_ack_raw);
	const window = r.read(p.sack_a_rwnd);
	if (window === 0) r.complain(faults.noWindow, r.position - 4, r.position);
	const gaps = r.read(p.sack_number_of_gap_blocks);
	const duplicates = r.read(p.sack_number_of_duplicated_tsns);
	for (let i = 0; i < gaps; i++) {
		const from = r.position;
		r.group(undefined, `Gap Acknowledgement for TSN ${(raw + r.peek16()) >>> 0} to ${(raw + r.peek16(2)) >>> 0}`, () => {
			const start = r.read(p.sack_gap_block_start);
			r.derive(p.sack_gap_block_start_tsn, (raw + start) >>> 0, from, from + 2);
			const end = r.read(p.sack_gap_block_end);
			r.derive(p.sack_gap_block_end_tsn, (raw + end) >>> 0, from + 2, from + 4);
		});
	}

	for (let i = 0; i < duplicates; i++) r.read(p.sack_duplicate_tsn);
	said.text(' (Ack=');
	said.number((raw - (peer ?? 0)) >>> 0);
	said.text(', Arwnd=');
	said.number(window);
	said.text(')');
}

function expandCauses(r: Reader): void {
	while (r.captured > 0) {
		const code = r.peek16();
		const length = r.peek16(2);
		r.open(undefined);
		r.label(() => `${causeCodes.get(code) ?? `Error cause of type ${code}`} cause`);
		r.read(p.cause_code);
		r.read(p.cause_length);
		if (length < 4) {
			r.close();
			return;
		}

		if (length > 4) r.tell(p.cause_information, length - 4);
		const padding = Math.min(-length & 3, r.captured);
		if (padding > 0) r.tell(p.cause_padding, padding);
		r.close();
	}
}
