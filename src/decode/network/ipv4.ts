import type {Cursor} from '../cursor.ts';
import {alias, bit, type Field, frameNumber, header, ipv4Address, parts, u16, u8, word} from '../field.ts';
import {addressLabel} from '../print.ts';
import {isOn} from '../preferences.ts';
import {claims, type Fault, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {addressFamily, etherType, ipProtocol, linkType, llcSap, pppProtocol} from '../space.ts';
import {WordTable} from '../word-table.ts';
import {checksumStatusNames, readChecksum, sumWords} from './checksum.ts';
import {dscpNames, ecnNames, serviceText} from './dscp.ts';
import {fragmentFields, tellFragments} from './fragment-fields.ts';
import {ipProtocolNames, ipProtocolWords} from './ip-protocols.ts';
import {fragmentFaults, fragmentNoteParts, tellFragment, tellOverlaps} from './fragment-notes.ts';
import {expandOptions, optionAliases, optionFaults, optionParts, pendingDestination} from './ipv4-options.ts';
import {refusedFaults, refusedParts, tellRefused} from './path-mtu.ts';

const set = {meaning: ['Set', 'Not set']} as const;

// RFC 791, section 3.1
const h = header('ip', {
	...word(1, {
		version: bit(4, 'Version'),
		hdr_len: bit(4, 'Header Length', {scale: 4, unit: 'bytes', about: 'Where the payload starts: 20 bytes, and what options there are.'}),
	}),
	dsfield: u8('Differentiated Services Field', {
		base: 'hex',
		about: 'How routers should treat the packet.',
		reference: 'RFC 2474, section 3',
		bits: {
			dscp: bit(6, 'Differentiated Services Codepoint', {values: dscpNames}),
			ecn: bit(2, 'Explicit Congestion Notification', {values: ecnNames, about: 'Routers mark packets here instead of dropping them.', reference: 'RFC 3168, section 5'}),
		},
	}),
	len: u16('Total Length', {about: 'Bytes of header and payload. 0 where the network card was left to cut the packet up.'}),
	id: u16('Identification', {base: 'hex_dec', about: 'The same in all fragments of a datagram.'}),
	...word(2, {
		flags: bit(3, 'Flags', {
			base: 'hex',
			type: 'FT_UINT8',
			bits: {
				rb: bit(1, 'Reserved bit', set),
				df: bit(1, "Don't fragment", {...set, about: 'Routers must not cut the packet up: they drop what is too big and say so.'}),
				mf: bit(1, 'More fragments', {...set, about: 'Clear in the last fragment, and where there is only one.'}),
			},
		}),
		frag_offset: bit(13, 'Fragment Offset', {shown: value => String(value * 8), about: 'Where in the datagram the payload belongs, in units of 8 bytes.'}),
	}),
	ttl: u8('Time to Live', {about: 'Routers that may still pass the packet on. Each takes one away.'}),
	proto: u8('Protocol', {values: ipProtocolNames, about: 'What the payload is.'}),
	checksum: u16('Header Checksum', {base: 'hex', reference: 'RFC 1071'}),
	src: ipv4Address('Source Address', {special: true}),
	dst: ipv4Address('Destination Address', {special: true}),
});

const p = parts('ip', () => ({
	'checksum.status': u8('Header checksum status', {base: 'none', values: checksumStatusNames}),
	checksum_calculated: u16('Calculated Checksum', {base: 'hex'}),
	reassembled_in: frameNumber('Reassembled IPv4 in frame', {about: 'The frame with the last missing fragment, where the whole datagram is shown.'}),
	cur_rt: ipv4Address('Current Route', {special: true, about: 'The router that the packet goes to next, on a route that its sender chose.'}),
}));

const fragments = fragmentFields('ip', 'IPv4');

const faults = {
	version: fault('ip.bogus_ip_version', 'Bogus IP version', 'error', 'Protocol'),
	headerLength: fault('ip.bogus_header_length', 'Bogus IP header length', 'error', 'Protocol'),
	length: fault('ip.bogus_ip_length', 'Bogus IP length', 'error', 'Protocol'),
	localTtl: fault('ip.ttl.lncb', 'Time To Live of a packet to the Local Network Control Block', 'note', 'Sequence'),
	lowTtl: fault('ip.ttl.too_small', 'Time To Live is about to end', 'note', 'Sequence'),
	checksum: fault('ip.checksum_bad.expert', 'Bad checksum', 'error', 'Checksum'),
	...optionFaults,
	...fragmentFaults,
	...refusedFaults,
};

const checksumFields = {checksum: h.checksum, status: p['checksum.status'], calculated: p.checksum_calculated, bad: faults.checksum, offload: 'IP'};

/** Time to live that packets to 224.0.0.`last` should have; -1 where any will do. RFC 3171, section 3. */
function localTtl(last: number, protocol: number): number {
	if (protocol === 2) return 1;
	// VRRP (RFC 5798), GLBP and mDNS (RFC 6762) prove with 255 that nobody passed them on; LLMNR (RFC 4795) does not care.
	if (last === 18 || last === 102 || last === 251) return 255;
	return last === 252 ? -1 : 1;
}

/** Below this a packet does not get far. */
const lowTtl = 5;
const ospf = 89;
const pim = 103;

/** What is odd about the time to live. */
function ttlFault(r: Reader): [Fault, string] | undefined {
	if (r.base + h.size > r.end) return undefined;
	const ttl = r.get(h.ttl);
	const protocol = r.get(h.proto);
	const destination = r.peek32(r.base + h.dst.offset - r.position);
	if (destination >>> 8 === 0xe00000) {
		const expected = localTtl(destination & 0xff, protocol);
		return expected < 0 || ttl === expected ? undefined : [faults.localTtl, `"Time To Live" is ${ttl}, not ${expected}, in a packet to the Local Network Control Block`];
	}

	if (ttl >= lowTtl || destination >>> 28 === 0xe || protocol === ospf || protocol === pim) return undefined;
	return [faults.lowTtl, `"Time To Live" only ${ttl}`];
}

/** A field of the header, with what is wrong about it below. */
function tell(r: Reader, field: Field<'uint'>, wrong: Fault | undefined, text?: string): void {
	const at = r.base + field.offset;
	if (wrong === undefined) {
		r.at(field, at);
		return;
	}

	r.position = at;
	r.readOpen(field, () => r.complain(wrong, at, at + field.size, text));
}

export const ipv4 = protocol({
	name: 'ip',
	title: 'Internet Protocol Version 4',
	column: 'IPv4',
	about: 'Carries packets from network to network by the address of their destination. It promises nothing: packets may be lost, repeated or reordered.',
	reference: 'RFC 791',
	claims: [...claims(etherType, 0x0800), ...claims(pppProtocol, 0x0021), ...claims(llcSap, 0x06), ...claims(linkType, 228), ...claims(addressFamily, 2),
		...claims(ipProtocol, 4)],
	header: h,
	parts: [p, fragments, optionParts, fragmentNoteParts, refusedParts],
	faults,
	aliases: {
		addr: alias('ip.addr', 'Source or Destination Address', [h.src, h.dst]),
		srcHost: alias('ip.src_host', 'Source Host', [h.src], 'text'),
		dstHost: alias('ip.dst_host', 'Destination Host', [h.dst], 'text'),
		host: alias('ip.host', 'Source or Destination Host', [h.src, h.dst], 'text'),
		currentHost: alias('ip.cur_rt_host', 'Current Route Host', [p.cur_rt], 'text'),
		...optionAliases,
	},
	walk(c) {
		const version = h.version.read(c);
		if (version !== 4) return otherVersion(c, version);
		const headerLength = h.hdr_len.read(c);
		// Segmentation offload leaves the total length 0: the packet runs to the end of the frame.
		const length = h.len.read(c) || c.available;
		if (headerLength < h.size) return c.malformed(faults.headerLength, h.hdr_len);
		if (length < headerLength) return c.malformed(faults.length, h.len);
		if (length > c.available) c.complain(faults.length, h.len);

		const route = headerLength === h.size ? -1 : pendingDestination(c.bytes, c.start + h.size, Math.min(c.end, c.start + headerLength));
		c.addresses(4, c.start + h.src.offset, route < 0 ? c.start + h.dst.offset : route);
		c.payload(headerLength, length);
		const protocol = h.proto.read(c);
		const offset = h.frag_offset.read(c);
		const more = h.flags.bit.mf.read(c) !== 0;
		// What is not all there is put together with nothing.
		const isThere = length <= c.captured;
		if (offset === 0 && (!more || !isThere)) return c.next(ipProtocol, protocol);
		if (!isThere || c.isQuoted) return undefined;
		return c.fragment(h.id.read(c), offset * 8, more, protocol);
	},
	expand(r) {
		const {base} = r;
		const version = r.get(h.version);
		const headerLength = r.get(h.hdr_len);
		const route = headerLength <= h.size ? -1 : pendingDestination(r.bytes, base + h.size, Math.min(r.end, base + headerLength));
		if (r.captured >= h.size) r.append(() => addressesText(r, route));
		tell(r, h.version, version === 4 ? undefined : faults.version, `Bogus IPv4 version ${version}`);
		if (version !== 4) {
			r.info(`Bogus IPv4 version (${version}, must be 4)`);
			return;
		}

		if (headerLength < h.size) {
			r.info(`Bogus IP header length (${headerLength}, must be at least ${h.size})`);
			tell(r, h.hdr_len, faults.headerLength, `Bogus IP header length (${headerLength}, must be at least ${h.size})`);
			return;
		}

		r.at(h.hdr_len, base + h.hdr_len.offset);
		r.at(h.dsfield, base + h.dsfield.offset);
		r.append(() => ` (${serviceText(r.get(h.dsfield))})`);
		if (!expandLength(r, headerLength)) return;
		r.at(h.id, base + h.id.offset);
		const flags = r.at(h.flags, base + h.flags.offset);
		r.append(() => [', Reserved bit', ", Don't fragment", ', More fragments'].filter((_, i) => flags & (4 >> i)).join(''));
		const offset = r.at(h.frag_offset, base + h.frag_offset.offset) * 8;
		const size = r.limit - r.body;
		const isFragment = offset > 0 || (flags & 1) !== 0;
		if (isFragment && size > 0) r.append(` (holds bytes ${offset}-${offset + size - 1} of the datagram)`);
		const [wrong, text] = ttlFault(r) ?? [];
		tell(r, h.ttl, wrong, text);
		const protocol = r.at(h.proto, base + h.proto.offset);
		r.position = base + h.checksum.offset;
		readChecksum(r, checksumFields, isOn('ip.check_checksum') && base + headerLength <= r.end ? sumWords(r.bytes, base, base + headerLength) : undefined);
		r.at(h.src, base + h.src.offset);
		// The first option may say that the packet goes elsewhere.
		if (headerLength > h.size && base + h.size + 2 > r.end) r.short(headerLength);
		r.at(route < 0 ? h.dst : p.cur_rt, base + h.dst.offset);
		r.position = base + h.size;
		// Options that are not all there are not told.
		r.need(headerLength - h.size);
		if (headerLength > h.size) r.within(headerLength - h.size, () => expandOptions(r, route, h.dst));
		expandFragment(r, isFragment, protocol, offset);
		if (isFragment) tellFragment(r, offset, size, (flags & 1) !== 0, protocol);
		tellRefused(r);
	},
});

/** `, Src: 10.0.0.1, Dst: 10.0.0.2` */
function addressesText(r: Reader, route: number): string {
	const at = (place: number): string => addressLabel(r.bytes.subarray(place, place + 4));
	const destination = at(r.base + h.dst.offset);
	return `, Src: ${at(r.base + h.src.offset)}, Dst: ${route < 0 ? destination : `${at(route)}, Via: ${destination}`}`;
}

/** Some send IPv6 under IPv4's number. */
function otherVersion(c: Cursor, version: number): ReturnType<Cursor['next']> {
	if (version !== 6) return c.malformed(faults.version, h.version);
	c.complain(faults.version, h.version);
	c.payload(0);
	return c.next(etherType, 0x86dd);
}

/** False where nothing behind the length can be trusted. */
function expandLength(r: Reader, headerLength: number): boolean {
	const length = r.get(h.len);
	const available = r.limit - r.base;
	const at = r.base + h.len.offset;
	if (length === 0 && r.end >= at + h.len.size) {
		r.derive(h.len, available, at, at + h.len.size);
		r.label(`[Total Length: ${available} bytes (reported as 0, as segmentation offload does)]`);
		return true;
	}

	if (length > 0 && length < headerLength) {
		r.info(`Bogus IP length (${length}, less than header length ${headerLength})`);
		tell(r, h.len, faults.length, `Bogus IP length (${length}, less than header length ${headerLength})`);
		return false;
	}

	tell(r, h.len, length > available && !r.quoted ? faults.length : undefined, `IPv4 total length exceeds packet length (${available} bytes)`);
	return true;
}

const fragmentWords = new WordTable(256, protocol => `Fragmented IP protocol (proto=${ipProtocolNames.get(protocol) ?? 'Unknown'} ${protocol}, off=`);

function expandFragment(r: Reader, isFragment: boolean, protocol: number, offset: number): void {
	const {reassembly} = isFragment ? r.facts : {};
	if (reassembly !== undefined) {
		if (reassembly.row === r.facts.row) {
			tellFragments(r, fragments, reassembly);
			tellOverlaps(r, reassembly, false);
		}
		if (reassembly.row !== undefined && reassembly.row !== r.facts.row) r.derive(p.reassembled_in, reassembly.row + 1);
	}

	if (!r.sink.columns) return;
	const line = r.blank();
	if (isFragment) {
		fragmentWords.write(line, protocol);
		line.number(offset);
		line.text(', ID=');
		line.hex(r.bytes.subarray(r.base + h.id.offset, r.base + h.id.offset + h.id.size));
		line.text(')');
		if (reassembly?.row !== undefined) {
			line.text(' [Reassembled in #');
			line.number(reassembly.row + 1);
			line.text(']');
		}
	} else {
		ipProtocolWords.write(line, protocol);
	}

	r.info(line);
}
