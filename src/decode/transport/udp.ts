import type {FlowFacts} from '../facts.ts';
import {alias, bytes, duration, type Field, header, parts, u16, u32, u8} from '../field.ts';
import {udpTransport} from '../flows.ts';
import {isOn} from '../preferences.ts';
import {portInfo, portLabel} from '../print.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {ipProtocol, udpPort} from '../space.ts';
import {checksumIllegal, checksumNotPresent, checksumStatusNames, readChecksum, sumPseudoHeader, sumWords} from '../network/checksum.ts';

const udpLiteTransport = 136;

// RFC 768
const h = header('udp', {
	srcport: u16('Source Port', {port: 'udp', about: 'Port of the program that sent the datagram.'}),
	dstport: u16('Destination Port', {port: 'udp', about: 'Port of the program that it is for.'}),
	length: u16('Length', {about: 'Bytes of the datagram, with these eight.'}),
	checksum: u16('Checksum', {base: 'hex', about: 'Over addresses, header and payload; 0 over IPv4 where the sender made none.'}),
});

// RFC 3828, section 3.1
const lite = header('udp', {
	srcport: u16('Source Port', {port: 'udp'}),
	dstport: u16('Destination Port', {port: 'udp'}),
	checksum_coverage: u16('Checksum coverage', {about: 'Bytes from the start of the header that the checksum is over; 0 stands for all.'}),
	checksum: u16('Checksum', {base: 'hex'}),
});

const p = parts('udp', () => ({
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	checksum_calculated: u16('Calculated Checksum', {base: 'hex'}),
	stream: u32('Stream index', {about: 'Number of the conversation in this capture, from 0.'}),
	time_relative: duration('Time since first frame'),
	time_delta: duration('Time since previous frame'),
	payload: bytes('UDP payload'),
}));

const faults = {
	coverage: fault('udplite.checksum_coverage.bad', 'Bad checksum coverage length value', 'error', 'Malformed'),
	length: fault('udp.length.bad', 'Bad length value', 'error', 'Malformed'),
	checksum: fault('udp.checksum.bad', 'Bad checksum', 'error', 'Checksum'),
	noChecksum: fault('udp.checksum.zero', 'Illegal checksum value (0)', 'error', 'Checksum'),
	traceroute: fault('udp.possible_traceroute', 'Possible traceroute', 'chat', 'Sequence'),
};

const checksumFields = {status: p['checksum.status'], calculated: p.checksum_calculated, bad: faults.checksum, offload: 'UDP'};

/** Ports that traceroute sends to, three for each hop. */
const firstTraceroutePort = 33_435;
const lastTraceroutePort = 33_464;

const sourceAlias = alias('udp.port', 'Source or Destination Port', [h.srcport, h.dstport, lite.srcport, lite.dstport]);

export const udp = protocol({
	name: 'udp',
	title: 'User Datagram Protocol',
	about: 'Carries single datagrams between two programs: no connection, no order, no second try.',
	reference: 'RFC 768',
	claims: claims(ipProtocol, udpTransport),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: p,
	aliases: {port: sourceAlias},
	faults,
	walk(c) {
		// RFC 2675: over IPv6 a jumbogram says 0 and runs to the end of the IP payload.
		const length = h.length.read(c) || (c.addressSize === 16 ? c.available : 0);
		if (length < h.size) return c.malformed(faults.length, h.length);

		if (length > c.available) c.complain(faults.length, h.length);
		c.ports(udpTransport, h.srcport.read(c), h.dstport.read(c));
		c.payload(h.size, length);
		c.segment();
		return c.byPort(udpPort);
	},
	expand(r) {
		r.label(() => `User Datagram Protocol, Src Port: ${portLabel('udp', r.peek16())}, Dst Port: ${portLabel('udp', r.peek16(2))}`);
		expandPort(r, h.srcport);
		expandPort(r, h.dstport);
		const {addresses, flow} = r.facts;
		const available = r.limit - r.base;
		const length = r.get(h.length) || (addresses?.source.length === 16 ? available : 0);
		// An error quotes as much as it likes.
		const isBad = length < h.size || (length > available && !r.quoted);
		r.need(2);
		const at = r.position;
		r.open(h.length, at, r.get(h.length));
		if (isBad) r.append(() => ` (bogus, payload length ${available})`);
		if (isBad) r.complain(faults.length, at, at + 2, `Bad length value ${length} ${length < h.size ? `< ${h.size}` : '> IP payload length'}`);
		r.position += 2;
		r.close();
		if (length < h.size) {
			r.info(() => `${ports(r)} [BAD UDP LENGTH ${length} < ${h.size}]`);
			return;
		}

		expandChecksum(r, h.checksum, addresses?.source.length === 16 && !isOn('udp.ignore_ipv6_zero_checksum'), length);
		if (flow !== undefined) expandFlow(r, flow, length > h.size);
		expandPayload(r);
		r.info(() => `${ports(r)} Len=${length - h.size}`);
	},
});

/** UDP whose checksum may leave out the end of the payload: for programs that rather have a damaged picture than none. */
export const udpLite = protocol({
	name: 'udplite',
	title: 'Lightweight User Datagram Protocol',
	column: 'UDP-Lite',
	reference: 'RFC 3828',
	claims: claims(ipProtocol, udpLiteTransport),
	lacking: {under: 4, as: 'named'},
	header: lite,
	parts: [p, [h.length]],
	aliases: {port: sourceAlias},
	faults,
	walk(c) {
		c.ports(udpLiteTransport, lite.srcport.read(c), lite.dstport.read(c));
		c.payload(lite.size);
		const {registry} = c;
		return registry.find(udpPort, Math.min(lite.srcport.read(c), lite.dstport.read(c))) ?? registry.find(udpPort, Math.max(lite.srcport.read(c), lite.dstport.read(c)));
	},
	expand(r) {
		r.read(lite.srcport);
		r.read(lite.dstport);
		const size = r.limit - r.base;
		const at = r.position;
		const coverage = r.readOpen(lite.checksum_coverage, value => {
			if (value === 0 || (value >= lite.size && value <= size)) return;
			r.append(` (bogus, must be >= ${lite.size} and <= ${size})`);
			r.complain(faults.coverage, at, at + 2, `Bad checksum coverage length value ${value} < ${lite.size} or > ${size}`);
		});
		r.derive(h.length, size, at, at + 2);
		expandChecksum(r, lite.checksum, true, coverage === 0 ? size : coverage);
		const {flow} = r.facts;
		if (flow !== undefined) expandFlow(r, flow, r.left > 0);
		expandPayload(r);
		r.info(() => `${ports(r)} Len=${r.limit - r.base - lite.size}`);
	},
});

/** `53 → 50106` */
const ports = (r: Reader): string => `${portInfo('udp', r.get(h.srcport))} → ${portInfo('udp', r.get(h.dstport))}`;

function expandPort(r: Reader, field: Field<'uint'>): void {
	const port = r.get(field);
	if (port < firstTraceroutePort || port > lastTraceroutePort) {
		r.read(field);
		return;
	}

	const step = port - firstTraceroutePort;
	r.readOpen(field, () => r.complain(faults.traceroute, r.position - 2, r.position, `Possible traceroute: hop #${Math.floor(step / 3) + 1}, attempt #${(step % 3) + 1}`));
}

/** `length` bytes from the start of the header are what the checksum is over; `isNeeded` where 0 does not stand for none. */
function expandChecksum(r: Reader, field: Field<'uint'>, isNeeded: boolean, length: number): void {
	const at = r.position;
	const isLite = field === lite.checksum;
	if (r.peek16() === 0) {
		r.readOpen(field, () => {
			if (isNeeded) r.complain(faults.noChecksum, at, at + 2);
			r.derive(p['checksum.status'], isLite ? checksumIllegal : checksumNotPresent, at, at + 2);
		});
		r.append(' [none]');
		return;
	}

	const {addresses} = r.facts;
	const isChecked = isOn(isLite ? 'udplite.check_checksum' : 'udp.check_checksum') && addresses !== undefined && length >= lite.size && r.base + length <= r.end;
	const sum = isChecked
		? sumWords(r.bytes, r.base, r.base + length, sumPseudoHeader(addresses, isLite ? r.limit - r.base : length, isLite ? udpLiteTransport : udpTransport))
		: undefined;
	readChecksum(r, {...checksumFields, checksum: field}, sum);
}

function expandFlow(r: Reader, flow: FlowFacts, carries: boolean): void {
	r.derive(p.stream, flow.stream);
	const first = r.facts.since(flow.firstRow);
	const before = flow.previousRow === undefined ? 0n : r.facts.since(flow.previousRow);
	// Wireshark gives no times to a datagram that carries nothing.
	if (r.quoted || !carries || first === undefined || before === undefined) return;
	r.open(undefined, r.position, undefined, generated);
	r.label('Timestamps');
	r.derive(p.time_relative, first);
	r.derive(p.time_delta, before);
	r.close();
}

function expandPayload(r: Reader): void {
	const size = r.left;
	if (size <= 0) return;
	// It goes on behind what the length says.
	const end = Math.max(r.end, r.facts.aroundEnd);
	r.put(p.payload, r.position, end, r.bytes.subarray(r.position, end));
	r.label(() => `UDP payload (${size} byte${size === 1 ? '' : 's'})`);
}
