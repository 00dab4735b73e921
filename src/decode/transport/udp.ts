import {alias, bytes, duration, header, parts, u16, u32, u8} from '../field.ts';
import {udpTransport} from '../flows.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {ipProtocol, udpPort} from '../space.ts';

// RFC 768
const h = header('udp', {
	srcport: u16('Source Port'),
	dstport: u16('Destination Port'),
	length: u16('Length'),
	checksum: u16('Checksum', {base: 'hex'}),
});

const p = parts('udp', {
	'checksum.status': u8('Checksum Status'),
	stream: u32('Stream index', {about: 'Number of the conversation in this capture, from 0.'}),
	time_relative: duration('Time since first frame'),
	time_delta: duration('Time since previous frame'),
	payload: bytes('Payload'),
});

const faults = {
	length: fault('udp.length.bad', 'Length is less than the header', 'error'),
};

export const udp = protocol({
	name: 'udp',
	title: 'User Datagram Protocol',
	reference: 'RFC 768',
	claims: claims(ipProtocol, 17),
	header: h,
	parts: p,
	aliases: {port: alias('udp.port', 'Source or Destination Port', [h.srcport, h.dstport])},
	faults,
	walk(c) {
		// RFC 2675: over IPv6 a jumbogram says 0 and runs to the end of the IP payload.
		const length = h.length.read(c) || (c.addressSize === 16 ? c.available : 0);
		if (length < h.size) return c.malformed(faults.length, h.length);

		c.ports(udpTransport, h.srcport.read(c), h.dstport.read(c));
		c.payload(h.size, length);
		c.segment();
		return c.byPort(udpPort);
	},
	expand(r) {
		r.header();
		const {flow} = r.facts;
		if (flow !== undefined) {
			r.derive(p.stream, flow.stream);
			const first = r.facts.since(flow.firstRow);
			const before = flow.previousRow === undefined ? 0n : r.facts.since(flow.previousRow);
			if (first !== undefined && before !== undefined) {
				r.derive(p.time_relative, first);
				r.derive(p.time_delta, before);
			}
		}

		r.rest(p.payload);
		r.info(() => `${r.get(h.srcport)} → ${r.get(h.dstport)} Len=${Math.max(0, r.get(h.length) - h.size)}`);
	},
});
