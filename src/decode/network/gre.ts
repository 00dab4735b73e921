import {bit, bytes, header, none, parts, u16, u32, u8, word} from '../field.ts';
import {ethernet} from '../link/ethernet.ts';
import {erspanOne} from './erspan.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType, greProtocol, ipProtocol} from '../space.ts';

const yes = {meaning: ['Yes', 'No']} as const;

/** Names of what GRE carries, by ethertype. */
const protocolNames: ReadonlyMap<number, string> = new Map([
	[0x0800, 'IP'],
	[0x86dd, 'IPv6'],
	[0x6558, 'Transparent Ethernet bridging'],
	[0x880b, 'PPP'],
	[0x88be, 'ERSPAN'],
	[0x22eb, 'ERSPAN III'],
	[0x883e, 'WCCP'],
	[0x8847, 'MPLS label switched packet'],
	[0x8848, 'MPLS multicast label switched packet'],
	[0x2001, 'NHRP'],
	[0x00fe, 'OSI'],
	[0x0806, 'ARP'],
	[0x8100, '802.1Q Virtual LAN'],
	[0x894f, 'Network Service Header'],
	[0x0000, 'GRE Keepalive'],
]);

// RFC 1701 and RFC 2890
const h = header('gre', {
	flags_and_version: u16('Flags and Version', {base: 'hex'}),
	proto: u16('Protocol Type', {base: 'hex', values: protocolNames}),
});

const p = parts('gre', () => ({
	...word(2, {
		'flags.checksum': bit(1, 'Checksum Bit', yes),
		'flags.routing': bit(1, 'Routing Bit', yes),
		'flags.key': bit(1, 'Key Bit', yes),
		'flags.sequence_number': bit(1, 'Sequence Number Bit', yes),
		'flags.strict_source_route': bit(1, 'Strict Source Route Bit', yes),
		'flags.recursion_control': bit(3, 'Recursion control', {type: 'FT_UINT16'}),
		'flags.ack': bit(1, 'Acknowledgment', yes),
		_reserved: bit(4, 'Flags (Reserved)'),
		'flags.version': bit(3, 'Version', {type: 'FT_UINT16', values: new Map([[0, 'GRE'], [1, 'Enhanced GRE']])}),
	}),
	...word(2, {
		_before: bit(8, ''),
		'flags.reserved': bit(5, 'Flags (Reserved)', {type: 'FT_UINT16'}),
		_after: bit(3, ''),
	}),
	...word(2, {
		_ahead: bit(9, ''),
		reserved1: bit(4, 'Flags (Reserved)', {name: 'gre.flags.reserved', type: 'FT_UINT16'}),
		_behind: bit(3, ''),
	}),
	checksum: u16('Checksum', {base: 'hex'}),
	offset: u16('Offset'),
	key: u32('Key', {base: 'hex', about: 'Tells the traffic of one tunnel from that of another.', reference: 'RFC 2890, section 2.1'}),
	'key.payload_length': u16('Payload Length', {reference: 'RFC 2637, section 4.1'}),
	'key.call_id': u16('Call ID'),
	sequence_number: u32('Sequence Number'),
	ack_number: u32('Acknowledgment Number'),
	'routing.address_family': u16('Address Family'),
	'routing.sre_offset': u8('SRE Offset'),
	sourceRouteLength: u8('SRE Length', {name: 'gre.routing.src_length'}),
	'routing.information': bytes('Routing Information'),
	'wccp.redirect_header': none('Redirect Header'),
	...word(1, {
		_none: bit(5, ''),
		'wccp.redirect_header_valid': bit(1, 'WCCP Redirect header is valid', {meaning: ['Header is present, but ignore contents', 'Header contents are valid']}),
		'wccp.alternative_bucket_used': bit(1, 'Alternative bucket used', {meaning: ['Alternative bucket used', 'Primary bucket used']}),
		'wccp.dynamic_service': bit(1, 'Dynamic Service', {meaning: ['Dynamic service', 'Well-known service']}),
	}),
	'wccp.service_id': u8('Service ID', {values: new Map([[0, 'HTTP']])}),
	'wccp.alternative_bucket': u8('Alternative Bucket'),
	'wccp.primary_bucket': u8('Primary Bucket'),
}));

const hasChecksum = 0x8000;
const hasRouting = 0x4000;
const hasKey = 0x2000;
const hasSequence = 0x1000;
const hasAck = 0x0080;
const versionBits = 7;
const wccp = 0x883e;
const bridged = 0x6558;
const mirrored = 0x88be;

/** Bytes of the fixed optional fields; what source routes take is not among them. */
const optionalSize = (flags: number): number =>
	4 *
	(Number((flags & (hasChecksum | hasRouting)) !== 0) + Number((flags & hasKey) !== 0) + Number((flags & hasSequence) !== 0) +
		Number((flags & versionBits) === 1 && (flags & hasAck) !== 0));

/** Bytes of the source route entries from `at` on, RFC 1701: the last has length 0. */
function routingSize(b: Uint8Array, at: number, end: number): number {
	let place = at;
	while (place + 4 <= end) {
		const size = b[place + 3]!;
		place += 4 + size;
		if (size === 0) break;
	}

	return place - at;
}

/** WCCP puts a header of its own in front of the packet, unless an IPv4 header is right there. */
const hasRedirect = (b: Uint8Array, at: number, end: number): boolean => at + 4 <= end && b[at]! >> 4 !== 4;

export const gre = protocol({
	name: 'gre',
	title: 'Generic Routing Encapsulation',
	about: 'Carries packets of any protocol through a network of another.',
	reference: 'RFC 2784',
	claims: claims(ipProtocol, 47),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: p,
	walk(c) {
		const flags = h.flags_and_version.read(c);
		const type = h.proto.read(c);
		let size = h.size + optionalSize(flags);
		if (flags & hasRouting) size += routingSize(c.bytes, c.start + size, c.end);
		if (type === wccp && hasRedirect(c.bytes, c.start + size, c.end)) size += 4;
		c.payload(size);
		if (type === wccp) return c.next(etherType, 0x0800);
		// ERSPAN without a sequence number has no header of its own: type I of draft-foschiano-erspan-03.
		if (type === mirrored && (flags & hasSequence) === 0) return erspanOne;
		if (type === bridged) return ethernet;
		return c.next(greProtocol, type) ?? c.next(etherType, type);
	},
	expand(r) {
		const flags = r.get(h.flags_and_version);
		const type = r.get(h.proto);
		const name = protocolNames.get(type) ?? `0x${type.toString(16).padStart(4, '0')} - unknown`;
		const isEnhanced = (flags & versionBits) === 1;
		if (r.captured >= h.size) r.append(` (${name})`);
		r.info(() => `Encapsulated ${name}`);
		r.readOpen(h.flags_and_version, () => {
			for (const key of ['checksum', 'routing', 'key', 'sequence_number', 'strict_source_route', 'recursion_control'] as const) r.at(p[`flags.${key}`], r.base);
			if (isEnhanced) r.at(p['flags.ack'], r.base);
			r.at(isEnhanced ? p.reserved1 : p['flags.reserved'], r.base);
			r.at(p['flags.version'], r.base);
		});
		r.read(h.proto);
		if (flags & (hasChecksum | hasRouting)) {
			r.read(p.checksum);
			r.read(p.offset);
		}

		if (flags & hasKey) {
			if (isEnhanced) {
				r.read(p['key.payload_length']);
				r.read(p['key.call_id']);
			} else {
				r.read(p.key);
			}
		}

		if (flags & hasSequence) r.read(p.sequence_number);
		if (isEnhanced && flags & hasAck) r.read(p.ack_number);
		if (flags & hasRouting) {
			for (let size = 1; size > 0 && r.left >= 4;) {
				r.read(p['routing.address_family']);
				r.read(p['routing.sre_offset']);
				size = r.read(p.sourceRouteLength);
				if (size > 0) r.take(p['routing.information'], size);
			}
		}

		if (type !== wccp || !hasRedirect(r.bytes, r.position, r.end)) return;
		r.group(p['wccp.redirect_header'], undefined, () => {
			const at = r.position;
			for (const key of ['dynamic_service', 'alternative_bucket_used', 'redirect_header_valid'] as const) r.at(p[`wccp.${key}`], at);
			r.skip(1);
			r.read(p['wccp.service_id']);
			r.read(p['wccp.alternative_bucket']);
			r.read(p['wccp.primary_bucket']);
		});
	},
});
