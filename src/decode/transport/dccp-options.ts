import {bytes, type Field, none, parts, u32, u64, u8} from '../field.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';

const padding = 0;
const mandatory = 1;
const slowReceiver = 2;
const firstWithLength = 32;
const changeL = 32;
const confirmR = 35;
const initCookie = 36;
const ndpCount = 37;
const ackVector0 = 38;
const ackVector1 = 39;
const dataDropped = 40;
const timestamp = 41;
const timestampEcho = 42;
const elapsedTime = 43;
const dataChecksum = 44;
const firstOfCcid = 128;
const lossEventRate = 192;
const lossIntervals = 193;
const receiveRate = 194;

const optionNames: ReadonlyMap<number, string> = new Map([
	[padding, 'Padding'],
	[mandatory, 'Mandatory'],
	[slowReceiver, 'Slow Receiver'],
	[changeL, 'Change L'],
	[33, 'Confirm L'],
	[34, 'Change R'],
	[confirmR, 'Confirm R'],
	[initCookie, 'Init Cookie'],
	[ndpCount, 'NDP Count'],
	[ackVector0, 'Ack Vector [Nonce 0]'],
	[ackVector1, 'Ack Vector [Nonce 1]'],
	[dataDropped, 'Data Dropped'],
	[timestamp, 'Timestamp'],
	[timestampEcho, 'Timestamp Echo'],
	[elapsedTime, 'Elapsed Time'],
	[dataChecksum, 'Data checksum'],
	[lossEventRate, 'CCID3 Loss Event Rate'],
	[lossIntervals, 'CCID3 Loss Intervals'],
	[receiveRate, 'CCID3 Receive Rate'],
]);

const sequenceWindow = 3;
const ackRatio = 5;

// RFC 4340, section 6.4, and RFC 4342, section 8
const features: ReadonlyMap<number, string> = new Map([
	[1, 'Congestion Control ID (CCID)'],
	[2, 'Allow Short Seqnums'],
	[sequenceWindow, 'Sequence Window'],
	[4, 'ECN Incapable'],
	[ackRatio, 'Ack Ratio'],
	[6, 'Send Ack Vector'],
	[7, 'Send NDP Count'],
	[8, 'Minimum Checksum Coverage'],
	[9, 'Check Data Checksum'],
	[192, 'Send Loss Event Rate'],
]);

const featureName = (feature: number): string | undefined =>
	features.get(feature) ?? (feature < firstOfCcid ? 'Reserved' : feature > lossEventRate ? 'CCID-specific feature' : undefined);

/** Fields of the options of DCCP: RFC 4340, section 5.8. */
export const optionFields = parts('dccp', () => ({
	options: none('Options'),
	option_type: u8('Option Type', {values: type => optionNames.get(type) ?? (type < firstOfCcid ? 'Reserved' : 'CCID option'), reference: 'RFC 4340, section 5.8'}),
	feature_number: u8('Feature Number', {values: featureName, about: 'What both sides settle before they use it.', reference: 'RFC 4340, section 6.4'}),
	padding: bytes('Padding'),
	mandatory: bytes('Mandatory', {about: 'Who does not know the next option must reset the connection.'}),
	slow_receiver: bytes('Slow Receiver'),
	option_reserved: bytes('Reserved'),
	init_cookie: bytes('Init Cookie', {about: 'What the server would have to remember, kept by the client until the handshake is done.'}),
	ndp_count: u64('NDP Count', {about: 'Packets without data in a row before this one: a gap among them lost no data.', reference: 'RFC 4340, section 7.7'}),
	'ack_vector.nonce_0': bytes('Ack Vector [Nonce 0]', {about: 'Runs of packets that arrived, or did not.', reference: 'RFC 4340, section 11.4'}),
	'ack_vector.nonce_1': bytes('Ack Vector [Nonce 1]', {reference: 'RFC 4340, section 11.4'}),
	data_dropped: bytes('Data Dropped', {about: 'Packets that arrived and whose data nobody got.', reference: 'RFC 4340, section 11.7'}),
	timestamp: u32('Timestamp'),
	timestamp_echo: u32('Timestamp Echo'),
	elapsed_time: u32('Elapsed Time', {about: 'Since the packet that is acknowledged arrived, in hundredths of milliseconds.', reference: 'RFC 4340, section 13.2'}),
	checksum_data: u32('Data Checksum', {base: 'hex', reference: 'RFC 4340, section 9.3'}),
	ccid3_loss_event_rate: u32('CCID3 Loss Event Rate', {reference: 'RFC 4342, section 8.5'}),
	ccid3_loss_intervals: bytes('CCID3 Loss Intervals', {reference: 'RFC 4342, section 8.6'}),
	ccid3_receive_rate: u32('CCID3 Receive Rate', {unit: 'bytes/sec', reference: 'RFC 4342, section 8.3'}),
	ccid_option_data: bytes('CCID option'),
}));

const f = optionFields;

/** What can be wrong with them. */
export const optionFaults = {option: fault('dccp.option.len.bad', 'Bad option length', 'warning', 'Protocol')};

/** Options that are bytes and nothing more. */
const plain = once((): ReadonlyMap<number, Field<'bytes'>> =>
	new Map([
		[padding, f.padding],
		[mandatory, f.mandatory],
		[slowReceiver, f.slow_receiver],
		[initCookie, f.init_cookie],
		[ackVector0, f['ack_vector.nonce_0']],
		[ackVector1, f['ack_vector.nonce_1']],
		[dataDropped, f.data_dropped],
	])
);

/** Options that are one number of 32 bits. */
const numbers = once((): ReadonlyMap<number, Field<'uint'>> =>
	new Map([
		[timestamp, f.timestamp],
		[dataChecksum, f.checksum_data],
		[lossEventRate, f.ccid3_loss_event_rate],
		[receiveRate, f.ccid3_receive_rate],
	])
);

const wrongLength = (r: Reader, type: number): void => r.complain(optionFaults.option, r.position, r.end, () => `Wrong ${optionNames.get(type)} length`);

/** Reads options up to the end of what is being read. */
export function expandOptions(r: Reader): void {
	const size = r.left;
	r.open(f.options);
	r.label(() => `Options: (${size} bytes)`);
	while (r.left > 0) expandOption(r);
	r.close();
}

function expandOption(r: Reader): void {
	r.need(1);
	const at = r.position;
	const type = r.peek();
	if (type >= firstWithLength) r.need(2);
	const length = type < firstWithLength ? 1 : r.peek(1);
	r.open(f.option_type, at, type);
	if (type < firstWithLength) r.take(plain().get(type) ?? f.option_reserved, 1);
	else if (length < 2) r.fail(optionFaults.option, at);
	else {
		r.position += 2;
		r.within(length - 2, () => expandValue(r, type, length - 2));
	}

	r.close();
	// Wireshark shows these beside their type.
	if (type === lossIntervals && length > 2) r.put(f.ccid3_loss_intervals, at + 2, at + length, r.bytes.subarray(at + 2, at + length));
}

function expandValue(r: Reader, type: number, size: number): void {
	const number = numbers().get(type);
	if (number !== undefined) {
		if (size === 4) r.read(number);
		else wrongLength(r, type);
	} else if (type <= confirmR) expandFeature(r, type);
	else if (type === ndpCount) expandCount(r);
	else if (type === timestampEcho) {
		if (size !== 4 && size !== 6 && size !== 8) return wrongLength(r, type);
		r.read(f.timestamp_echo);
		if (r.left > 0) r.number(f.elapsed_time, r.left);
	} else if (type === elapsedTime) {
		if (size === 2 || size === 4) r.number(f.elapsed_time, size);
		else wrongLength(r, type);
	} else if (type !== lossIntervals) expandBytes(r, type);
}

function expandBytes(r: Reader, type: number): void {
	const field = plain().get(type);
	if (field !== undefined) r.rest(field);
	else if (type < firstOfCcid) r.rest(f.option_reserved);
	else {
		const at = r.position;
		r.need(r.left);
		r.open(f.ccid_option_data, at, r.bytes.subarray(at, r.end));
		r.label(`CCID option ${type}`);
		r.close(r.end);
	}
}

function expandCount(r: Reader): void {
	const at = r.position;
	if (r.left === 0 || r.left > 8) r.fail(optionFaults.option, at);
	r.need(r.left);
	let value = 0n;
	for (; r.position < r.end; r.position++) value = (value << 8n) | BigInt(r.bytes[r.position]!);
	r.put(f.ndp_count, at, r.end, value);
}

/** RFC 4340, section 6.1: a feature and the values that are proposed for it, the best first. */
function expandFeature(r: Reader, type: number): void {
	if (r.left === 0) return wrongLength(r, type);
	r.need(r.left);
	const feature = r.peek();
	const values = [...r.bytes.subarray(r.position + 1, r.end)];
	const isNumber = feature === sequenceWindow || feature === ackRatio;
	const said = isNumber && values.length > 0 ? [values.reduce((sum, byte) => sum * 256 + byte, 0)] : values;
	r.open(undefined);
	r.label(() => `Reserved(${features.has(feature) ? said.map(value => ` ${value}`).join(',') : feature})`);
	r.read(f.feature_number);
	r.close(r.end);
}
