import {bit, byteString, f64, type Field, header, i16, i32, i8, parts, u16, u32, u48, u64, u8, word} from '../field.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {hidden, type Reader} from '../reader.ts';
import {etherType, udpPort} from '../space.ts';

const sync = 0x0;
const delayRequest = 0x1;
const peerDelayRequest = 0x2;
const peerDelayResponse = 0x3;
const followUp = 0x8;
const delayResponse = 0x9;
const peerDelayFollowUp = 0xa;
const announce = 0xb;

const types = new Map([
	[sync, 'Sync Message'],
	[delayRequest, 'Delay_Req Message'],
	[peerDelayRequest, 'Peer_Delay_Req Message'],
	[peerDelayResponse, 'Peer_Delay_Resp Message'],
	[followUp, 'Follow_Up Message'],
	[delayResponse, 'Delay_Resp Message'],
	[peerDelayFollowUp, 'Peer_Delay_Resp_Follow_Up Message'],
	[announce, 'Announce Message'],
	[0xc, 'Signalling Message'],
	[0xd, 'Management Message'],
]);

const controls = new Map([[0, 'Sync Message'], [1, 'Delay_Req Message'], [2, 'Follow_Up Message'], [3, 'Delay_Resp Message'], [4, 'Management Message'], [5, 'Other Message']]);

const accuracies = new Map([
	[0x20, 'The time is accurate to within 25 ns'],
	[0x21, 'The time is accurate to within 100 ns'],
	[0x22, 'The time is accurate to within 250 ns'],
	[0x23, 'The time is accurate to within 1 us'],
	[0x24, 'The time is accurate to within 2.5 us'],
	[0x25, 'The time is accurate to within 10 us'],
	[0x26, 'The time is accurate to within 25 us'],
	[0x27, 'The time is accurate to within 100 us'],
	[0x28, 'The time is accurate to within 250 us'],
	[0x29, 'The time is accurate to within 1 ms'],
	[0x2a, 'The time is accurate to within 2.5 ms'],
	[0x2b, 'The time is accurate to within 10 ms'],
	[0x2c, 'The time is accurate to within 25 ms'],
	[0x2d, 'The time is accurate to within 100 ms'],
	[0x2e, 'The time is accurate to within 250 ms'],
	[0x2f, 'The time is accurate to within 1 s'],
	[0x30, 'The time is accurate to within 10 s'],
	[0x31, 'The time is accurate to >10 s'],
	[0xfe, 'Accuracy Unknown'],
]);

const sources = new Map([
	[0x10, 'ATOMIC_CLOCK'],
	[0x20, 'GPS'],
	[0x30, 'TERRESTRIAL_RADIO'],
	[0x40, 'PTP'],
	[0x50, 'NTP'],
	[0x60, 'HAND_SET'],
	[0x90, 'OTHER'],
	[0xa0, 'INTERNAL_OSCILLATOR'],
]);

const truth = {meaning: ['True', 'False']} as const;
const nibble = {type: 'FT_UINT8'} as const;

// IEEE 1588-2019, section 13.3
const h = header('ptp.v2', {
	...word(1, {
		majorsdoid: bit(4, 'majorSdoId', {...nibble, base: 'hex'}),
		messagetype: bit(4, 'messageType', {...nibble, base: 'hex', values: types}),
	}),
	...word(1, {minorversionptp: bit(4, 'minorVersionPTP', nibble), versionptp: bit(4, 'versionPTP', nibble)}),
	messagelength: u16('messageLength'),
	domainnumber: u8('domainNumber', {about: 'Clocks of one domain follow each other, and no others.'}),
	minorsdoid: u8('minorSdoId'),
	flags: u16('flags', {
		base: 'hex',
		bits: {
			security: bit(1, 'PTP_SECURITY', truth),
			specific2: bit(1, 'PTP profile Specific 2', truth),
			specific1: bit(1, 'PTP profile Specific 1', truth),
			_high: bit(2, ''),
			unicast: bit(1, 'PTP_UNICAST', truth),
			twostep: bit(1, 'PTP_TWO_STEP', {...truth, about: 'A message that follows says when this one was sent.'}),
			alternatemaster: bit(1, 'PTP_ALTERNATE_MASTER', truth),
			_middle: bit(1, ''),
			synchronizationUncertain: bit(1, 'SYNCHRONIZATION_UNCERTAIN', truth),
			frequencytraceable: bit(1, 'FREQUENCY_TRACEABLE', truth),
			timetraceable: bit(1, 'TIME_TRACEABLE', truth),
			timescale: bit(1, 'PTP_TIMESCALE', truth),
			utcreasonable: bit(1, 'PTP_UTC_REASONABLE', truth),
			li59: bit(1, 'PTP_LI_59', truth),
			li61: bit(1, 'PTP_LI_61', truth),
		},
	}),
	_correction: byteString(8, 'correctionField'),
	messagetypespecific: u32('messageTypeSpecific'),
	clockidentity: u64('ClockIdentity', {base: 'hex', about: 'The clock that sent this: often its link address, made longer.'}),
	sourceportid: u16('SourcePortID'),
	sequenceid: u16('sequenceId'),
	controlfield: u8('controlField', {values: controls}),
	logmessageperiod: i8('logMessagePeriod', {about: 'Seconds between two of these, as a power of two.'}),
});

const seconds = (of: string) => u48(`${of} (seconds)`, {type: 'FT_UINT64'});
const identity = u64('requestingSourcePortIdentity', {base: 'hex'});
const portId = u16('requestingSourcePortId');

// IEEE 1588-2019, sections 13.5 to 13.11
const p = parts('ptp.v2', () => ({
	'correction.ns': u64('correction', {about: 'Nanoseconds that the message spent in devices on its way.'}),
	'correction.subns': f64('correctionSubNs'),
	clockidentity_manuf: byteString(3, 'MAC Vendor'),
	'sdr.origintimestamp.seconds': seconds('originTimestamp'),
	'sdr.origintimestamp.nanoseconds': i32('originTimestamp (nanoseconds)'),
	'fu.preciseorigintimestamp.seconds': seconds('preciseOriginTimestamp'),
	'fu.preciseorigintimestamp.nanoseconds': u32('preciseOriginTimestamp (nanoseconds)'),
	'fu.preciseorigintimestamp.32bit': u32('preciseOriginTimestamp (32bit)'),
	'dr.receivetimestamp.seconds': seconds('receiveTimestamp'),
	'dr.receivetimestamp.nanoseconds': i32('receiveTimestamp (nanoseconds)'),
	'dr.requestingsourceportidentity': identity,
	'dr.requestingsourceportid': portId,
	'pdrq.origintimestamp.seconds': seconds('originTimestamp'),
	'pdrq.origintimestamp.nanoseconds': i32('originTimestamp (nanoseconds)'),
	'pdrs.requestreceipttimestamp.seconds': seconds('requestreceiptTimestamp'),
	'pdrs.requestreceipttimestamp.nanoseconds': i32('requestreceiptTimestamp (nanoseconds)'),
	'pdrs.requestingportidentity': identity,
	'pdrs.requestingsourceportid': portId,
	'pdfu.responseorigintimestamp.seconds': seconds('responseOriginTimestamp'),
	'pdfu.responseorigintimestamp.nanoseconds': i32('responseOriginTimestamp (nanoseconds)'),
	'pdfu.requestingportidentity': identity,
	'pdfu.requestingsourceportid': portId,
	'an.origintimestamp.seconds': seconds('originTimestamp'),
	'an.origintimestamp.nanoseconds': i32('originTimestamp (nanoseconds)'),
	'an.origincurrentutcoffset': i16('originCurrentUTCOffset', {about: 'Leap seconds: how much later international atomic time is than UTC.'}),
	'an.priority1': u8('priority1', {about: 'The clock with the lowest is the best.'}),
	'an.grandmasterclockclass': u8('grandmasterClockClass'),
	'an.grandmasterclockaccuracy': u8('grandmasterClockAccuracy', {base: 'hex', values: accuracies}),
	'an.grandmasterclockvariance': u16('grandmasterClockVariance'),
	'an.priority2': u8('priority2'),
	'an.grandmasterclockidentity': u64('grandmasterClockIdentity', {base: 'hex', about: 'The clock that all others follow.'}),
	'an.localstepsremoved': u16('localStepsRemoved', {about: 'Clocks between that one and the sender.'}),
	timesource: u8('TimeSource', {base: 'hex', values: sources}),
}));

const faults = {
	short: fault('ptp.v2.msg_len_too_small', 'Message length too short to include the message length field', 'error'),
	long: fault('ptp.v2.msg_len_too_large', 'Message length goes past the end of the packet', 'error'),
};

const version = 2;
/** The first version has the number in two bytes. */
const firstVersion = 1;
/** Bytes to the end of the length, without which it cannot be right. */
const throughLength = 4;
/** Bytes of which nothing is told where they are not there. */
const least = 8;

export const precisionTime = protocol({
	name: 'ptp',
	title: 'Precision Time Protocol (IEEE1588)',
	short: 'PTP',
	column: 'PTPv2',
	about: 'Sets clocks on a network to within less than a microsecond.',
	reference: 'IEEE 1588-2019',
	claims: [...claims(etherType, 0x88f7), ...claims(udpPort, 319, 320)],
	lacking: {under: least, as: 'named'},
	least,
	header: h,
	parts: p,
	faults,
	walk(c) {
		if (h.versionptp.read(c) === version) c.bound(Math.max(throughLength, h.messagelength.read(c)));
		else if (((c.bytes[c.start]! << 8) | c.bytes[c.start + 1]!) !== firstVersion) return c.vanish();
		return c.opaque();
	},
	expand(r) {
		if (r.get(h.versionptp) !== version) return;
		const {base} = r;
		for (const field of [h.majorsdoid, h.messagetype]) r.at(field, base);
		for (const field of [h.minorversionptp, h.versionptp]) r.at(field, base + 1);
		const type = r.get(h.messagetype);
		r.info(() => types.get(type) ?? 'Unknown Message');
		r.position = base + h.messagelength.offset;
		r.readOpen(h.messagelength, length => {
			if (length < throughLength) r.fail(faults.short, r.position - 2);
			if (length > r.left + throughLength) r.complain(faults.long, r.position - 2, r.position);
		});
		for (const field of [h.domainnumber, h.minorsdoid, h.flags]) r.at(field, base + field.offset);
		correction(r, base + h._correction.offset);
		r.at(h.messagetypespecific, base + h.messagetypespecific.offset);
		clock(r, base + h.clockidentity.offset);
		for (const field of [h.sourceportid, h.sequenceid, h.controlfield]) r.at(field, base + field.offset);
		r.at(h.logmessageperiod, base + h.logmessageperiod.offset);
		r.position = base + h.size;
		readBody(r, type);
	},
});

/** Nanoseconds in 48 bits with a sign, and sixteen more of fractions. */
function correction(r: Reader, at: number): void {
	r.position = at;
	r.need(8);
	const whole = new DataView(r.bytes.buffer, r.bytes.byteOffset + at, 8).getBigInt64(0);
	const nanoseconds = whole >> 16n;
	const fraction = Number(whole & 0xffffn) / 65_536;
	r.group(undefined, () => `correctionField: ${(Number(nanoseconds) + fraction).toFixed(6)} nanoseconds`, () => {
		r.put(p['correction.ns'], at, at + 6, BigInt.asUintN(64, nanoseconds));
		r.put(p['correction.subns'], at + 6, at + 8, fraction);
		r.position = at + 8;
	});
}

/** The identity shows a manufacturer where it was made from a link address: with ff-fe in its middle. */
function clock(r: Reader, at: number): void {
	r.at(h.clockidentity, at);
	if (r.bytes[at + 3] === 0xff && r.bytes[at + 4] === 0xfe) r.at(p.clockidentity_manuf, at, hidden);
}

function timestamp(r: Reader, whole: Field<'uint64'>, part: Field<'int'> | Field<'uint'>): void {
	r.read(whole);
	r.read(part as Field<'uint'>);
}

function readBody(r: Reader, type: number): void {
	switch (type) {
		case sync:
		case delayRequest:
			timestamp(r, p['sdr.origintimestamp.seconds'], p['sdr.origintimestamp.nanoseconds']);
			break;
		case peerDelayRequest:
			timestamp(r, p['pdrq.origintimestamp.seconds'], p['pdrq.origintimestamp.nanoseconds']);
			break;
		case peerDelayResponse:
			timestamp(r, p['pdrs.requestreceipttimestamp.seconds'], p['pdrs.requestreceipttimestamp.nanoseconds']);
			r.read(p['pdrs.requestingportidentity']);
			r.read(p['pdrs.requestingsourceportid']);
			break;
		case followUp: {
			const at = r.position;
			const whole = r.read(p['fu.preciseorigintimestamp.seconds']);
			const part = r.read(p['fu.preciseorigintimestamp.nanoseconds']);
			r.put(p['fu.preciseorigintimestamp.32bit'], at, r.position, Number(BigInt.asUintN(32, whole * 1_000_000_000n + BigInt(part))), hidden);
			break;
		}

		case delayResponse:
			timestamp(r, p['dr.receivetimestamp.seconds'], p['dr.receivetimestamp.nanoseconds']);
			r.read(p['dr.requestingsourceportidentity']);
			r.read(p['dr.requestingsourceportid']);
			break;
		case peerDelayFollowUp:
			timestamp(r, p['pdfu.responseorigintimestamp.seconds'], p['pdfu.responseorigintimestamp.nanoseconds']);
			r.read(p['pdfu.requestingportidentity']);
			r.read(p['pdfu.requestingsourceportid']);
			break;
		case announce:
			readAnnounce(r);
			break;
		default:
	}
}

function readAnnounce(r: Reader): void {
	timestamp(r, p['an.origintimestamp.seconds'], p['an.origintimestamp.nanoseconds']);
	r.read(p['an.origincurrentutcoffset']);
	r.skip(1);
	r.read(p['an.priority1']);
	r.read(p['an.grandmasterclockclass']);
	r.read(p['an.grandmasterclockaccuracy']);
	r.read(p['an.grandmasterclockvariance']);
	r.read(p['an.priority2']);
	r.read(p['an.grandmasterclockidentity']);
	r.read(p['an.localstepsremoved']);
	r.read(p.timesource);
}
