import {alias, bit, type Field, frameNumber, header, ipv6Address, parts, u16, u8, word} from '../field.ts';
import {addressLabel} from '../print.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {hidden, type Reader} from '../reader.ts';
import {addressFamily, etherType, ipProtocol, linkType, pppProtocol} from '../space.ts';
import {dscpNames, ecnNames, serviceText} from './dscp.ts';
import {fragmentFields, tellFragments} from './fragment-fields.ts';
import {ipProtocolNames, ipProtocolText} from './ip-protocols.ts';
import {addressAliases, addressParts, destinationFields, sourceFields, tellAddress} from './ipv6-addresses.ts';
import {fragmentFaults, tellOverlaps} from './fragment-notes.ts';
import {refusedFaults, refusedParts, tellRefused} from './path-mtu.ts';

// RFC 8200, section 3
const h = header('ipv6', {
	...word(4, {
		version: bit(4, 'Version', {type: 'FT_UINT8'}),
		tclass: bit(8, 'Traffic Class', {
			base: 'hex',
			about: 'How routers should treat the packet.',
			reference: 'RFC 2474, section 3',
			bits: {
				dscp: bit(6, 'Differentiated Services Codepoint', {values: dscpNames}),
				ecn: bit(2, 'Explicit Congestion Notification', {values: ecnNames, about: 'Routers mark packets here instead of dropping them.', reference: 'RFC 3168, section 5'}),
			},
		}),
		flow: bit(20, 'Flow Label', {base: 'hex', type: 'FT_UINT24', about: 'The same in all packets of a flow, so that routers need not look deeper.', reference: 'RFC 6437'}),
	}),
	plen: u16('Payload Length', {about: 'Bytes behind this header, extension headers included. 0 in a jumbogram, which says it in an option.'}),
	nxt: u8('Next Header', {values: ipProtocolNames, about: 'What stands behind this header: an extension header or the payload.'}),
	hlim: u8('Hop Limit', {about: 'Routers that may still pass the packet on. Each takes one away.'}),
	src: ipv6Address('Source Address', {special: true}),
	dst: ipv6Address('Destination Address', {special: true}),
});

const p = parts('ipv6', () => ({
	'ip.version': u8('Version', {name: 'ip.version'}),
	'reassembled.in': frameNumber('Reassembled IPv6 in frame', {about: 'The frame with the last missing fragment, where the whole packet is shown.'}),
}));

const fragments = fragmentFields('ipv6', 'IPv6', 'none');

const faults = {
	version: fault('ipv6.bogus_ipv6_version', 'Bogus IPv6 version', 'error'),
	length: fault('ipv6.plen_exceeds_framing', 'IPv6 payload length does not match expected framing length', 'warning'),
	noLength: fault('ipv6.plen_zero', 'IPv6 payload length is 0, as segmentation offload leaves it', 'chat'),
	noJumbo: fault('ipv6.opt.jumbo.missing', 'IPv6 payload length is 0 and there is no Jumbo Payload option', 'error'),
};

const hopByHop = 0;
const tcp = 6;
const udp = 17;
const noNext = 59;
const jumboOption = 0xc2;

/** What the Jumbo Payload option of a Hop-by-Hop header at `at` says, RFC 2675, section 2; -1 without one. */
function jumboLength(b: Uint8Array, at: number, end: number): number {
	if (at + 2 > end) return -1;
	const stop = Math.min(end, at + (b[at + 1]! + 1) * 8);
	for (let option = at + 2; option + 1 < stop;) {
		if (b[option] === jumboOption && option + 6 <= stop) return b[option + 2]! * 0x1000000 + ((b[option + 3]! << 16) | (b[option + 4]! << 8) | b[option + 5]!);
		option += b[option] === 0 ? 1 : 2 + b[option + 1]!;
	}

	return -1;
}

export const ipv6 = protocol({
	name: 'ipv6',
	title: 'Internet Protocol Version 6',
	column: 'IPv6',
	about:
		'Carries packets from network to network by the address of their destination, with addresses enough for everything. What IPv4 has in options stands in extension headers.',
	reference: 'RFC 8200',
	claims: [...claims(etherType, 0x86dd), ...claims(pppProtocol, 0x0057), ...claims(linkType, 229), ...claims(addressFamily, 24, 28, 30), ...claims(ipProtocol, 41)],
	header: h,
	parts: [p, fragments, ...addressParts, refusedParts],
	faults: {...faults, ...fragmentFaults, ...refusedFaults},
	aliases: {
		addr: alias('ipv6.addr', 'Source or Destination Address', [h.src, h.dst]),
		srcHost: alias('ipv6.src_host', 'Source Host', [h.src], 'text'),
		dstHost: alias('ipv6.dst_host', 'Destination Host', [h.dst], 'text'),
		host: alias('ipv6.host', 'Source or Destination Host', [h.src, h.dst], 'text'),
		...addressAliases,
	},
	walk(c) {
		if (h.version.read(c) !== 6) {
			c.complain(faults.version, h.version);
			c.payload(0);
			return undefined;
		}

		const next = h.nxt.read(c);
		const length = payloadLength(c.bytes, c.start, c.end, c.limit);
		if (length < 0) c.complain(faults.noJumbo, h.plen);
		else if (h.size + length > c.available) c.complain(faults.length, h.plen);
		c.addresses(16, c.start + h.src.offset, c.start + h.dst.offset);
		c.payload(h.size, h.size + Math.max(0, length));
		return next === noNext ? undefined : c.next(ipProtocol, next);
	},
	expand(r) {
		const {base} = r;
		const at = <K extends 'uint' | 'ipv6'>(field: Field<K>): void => void r.at(field, base + field.offset);
		r.need(1);
		const version = r.peek() >>> 4;
		if (version !== 6) {
			r.info(`Bogus IPv6 version (${version}, must be 6)`);
			r.open(h.version, base, version);
			r.complain(faults.version, base, base + 1);
			r.close(base + 1);
			r.put(p['ip.version'], base, base + 1, version, hidden);
			return;
		}

		if (r.captured >= h.size)
			r.append(() =>
				`, Src: ${addressLabel(r.bytes.subarray(base + h.src.offset, base + h.dst.offset))}, Dst: ${addressLabel(r.bytes.subarray(base + h.dst.offset, base + h.size))}`
			);
		r.put(h.version, base, base + 1, version);
		r.put(p['ip.version'], base, base + 1, version, hidden);
		at(h.tclass);
		r.append(() => ` (${serviceText(r.get(h.tclass))})`);
		at(h.flow);
		expandLength(r);
		at(h.nxt);
		at(h.hlim);
		at(h.src);
		at(h.dst);
		tellAddress(r, sourceFields, base + h.src.offset);
		tellAddress(r, destinationFields, base + h.dst.offset);
		r.position = base + h.size;
		const {reassembly} = r.facts;
		if (reassembly !== undefined) {
			if (reassembly.row === r.facts.row) {
				tellFragments(r, fragments, reassembly);
				tellOverlaps(r, reassembly, true);
			} else if (reassembly.row !== undefined) r.derive(p['reassembled.in'], reassembly.row + 1);
		}

		tellRefused(r);
		const next = r.get(h.nxt);
		r.info(() => (next === noNext ? 'IPv6 no next header' : ipProtocolText(next)));
	},
});

/** Bytes behind the header; -1 where a jumbogram does not say it. */
function payloadLength(b: Uint8Array, start: number, end: number, limit: number): number {
	const length = h.plen.readAt(b, start);
	if (length > 0) return length;
	const next = h.nxt.readAt(b, start);
	if (next === hopByHop) return jumboLength(b, start + h.size, end);
	// Segmentation offload leaves the length 0: the packet runs to the end of the frame.
	return next === tcp || next === udp ? limit - start - h.size : 0;
}

function expandLength(r: Reader): void {
	const at = r.base + h.plen.offset;
	r.position = at;
	r.need(h.plen.size + h.nxt.size);
	const says = r.get(h.plen);
	const next = r.peek(2);
	const length = payloadLength(r.bytes, r.base, r.end, r.limit);
	const available = r.limit - r.base - h.size;
	const wrong = length < 0
		? faults.noJumbo
		: says === 0 && next !== hopByHop && next !== noNext
		? faults.noLength
		: length > available && available >= 0 && !r.quoted
		? faults.length
		: undefined;
	if (wrong === undefined) r.read(h.plen);
	else r.readOpen(h.plen, () => r.complain(wrong, at, at + h.plen.size, wrong === faults.length ? `IPv6 payload length exceeds framing length (${available} bytes)` : undefined));
	if (says === 0 && length > 0 && next === hopByHop) r.append(' (Jumbogram)');
}
