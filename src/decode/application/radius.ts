import {concatenated} from '../concatenated.ts';
import type {Field} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {eap} from '../link/eap.ts';
import {answersOf} from '../reassembly/answers.ts';
import type {Framing} from '../reassembly/framing.ts';
import {Remembered} from '../reassembly/remembered.ts';
import {udpPort} from '../space.ts';
import {allParts, type Attribute, attributeKey, attributes, codes, eapMessage, egressVlanId, egressVlanName, faults, h, p, vendorSpecific} from './radius-fields.ts';

const attributeHeader = 2;
const second = 1_000_000_000n;

const answers = answersOf('radius');

/** Codes that ask: RFC 2865 and 2866, section 4; RFC 5176, section 3; RFC 5997, section 2. */
const asks = new Set([1, 4, 7, 12, 13, 21, 23, 26, 33, 40, 43, 50, 51]);

/** Ids of requests, by identifier. */
const framing: Framing<Remembered, Remembered> = {
	shared: () => new Remembered(8),
	message(m) {
		const {bytes: b, start, end, state, conversation, id} = m;
		if (start + 2 > end) return;
		const key = b[start + 1]!;
		if (asks.has(b[start]!)) {
			state.set(conversation, key, id);
			return;
		}

		const asked = state.get(conversation, key);
		if (asked !== undefined) answers.tie(m, asked);
	},
};

/** A code that is known and a length that has room for the header. RFC 2865, section 3. */
const looksRight = (b: Uint8Array, start: number, end: number): boolean => {
	if (end - start < h.size) return false;
	const size = (b[start + 2]! << 8) | b[start + 3]!;
	return size >= h.size && codes.has(b[start]!);
};

function tie(r: Reader): void {
	const isRequest = asks.has(r.get(h.code));
	r.put(isRequest ? p.req : p.rsp, r.base, r.base, 1, generated);
	answers.tell(r, p.rspframe, p.reqframe, p.time);
}

/** Reads the value of an attribute; says it in few words. */
function readValue(r: Reader, {kind, field, tag, names}: Attribute): string {
	if (tag !== undefined && kind === 'number') {
		if (r.left !== 4) return `[unhandled integer length(${r.left})]`;
		const at = r.position;
		r.read(tag);
		const value = r.takeNumber(3);
		r.put(field as Field<'uint'>, at + 1, r.position, value);
		return named(value, names);
	}

	// RFC 2868, section 3.3: what is above 31 is the first character.
	if (tag !== undefined && r.peek() >= 0 && (r.peek() <= 0x1f || kind === 'secret')) r.read(tag);
	const size = r.left;
	switch (kind) {
		case 'text':
			return r.terminated(field as Field<'text'>, size, 'utf8');
		case 'number':
			return size === 4 ? named(r.read(field as Field<'uint'>), names) : `[unhandled integer length(${size})]`;
		case 'ipv4':
			return size === 4 ? r.facts.print(field, r.read(field as Field<'ipv4'>)) : `[wrong length for IP address]`;
		case 'ipv6':
			return size === 16 ? r.facts.print(field, r.read(field as Field<'ipv6'>)) : `[wrong length for IPv6 address]`;
		case 'time': {
			if (size !== 4) return `[wrong length for timestamp]`;
			const at = r.position;
			const value = BigInt(r.takeNumber(4)) * second;
			r.put(field as Field<'time'>, at, r.position, value);
			return r.facts.print(field, value);
		}

		case 'secret':
			r.rest(field as Field<'bytes'>, size);
			return 'Encrypted';
		case 'prefix':
			if (size < 2 || size > 18) return '[wrong length for IPv6 prefix]';
			return r.facts.print(field, r.rest(field as Field<'bytes'>, size));
		case 'bytes':
			return size === 0 ? '' : r.facts.print(field, r.rest(field as Field<'bytes'>, size));
	}
}

const named = (value: number, names: ReadonlyMap<number, string> | undefined): string => {
	if (names === undefined) return String(value);
	return `${names.get(value) ?? 'Unknown'}(${value})`;
};

/** RFC 2865, section 5.26. What says that it is longer than its attribute is read to its own end, and the attributes go on behind that. */
function readVendor(r: Reader, size: number): string {
	const end = r.position + size;
	const vendor = r.read(p['avp.vendor_id']);
	while (r.position < end) {
		const type = r.peek();
		const length = r.peek(1);
		r.need(attributeHeader);
		if (length < attributeHeader) r.fail(faults.length, r.position, `VSA too short: length ${length} < ${attributeHeader}`);
		const attribute = attributes().get(attributeKey(vendor, type));
		if (r.position + length > end) r.complain(faults.vendorLength, r.position + 1, r.position + 2);
		r.open(undefined);
		r.read(p['avp.vendor_type']);
		r.read(p['avp.vendor_len']);
		let said = '';
		r.within(length - attributeHeader, () => {
			if (length > attributeHeader) said = attribute === undefined ? readUnknown(r) : readValue(r, attribute);
		});
		r.close();
		r.label(() => `VSA: t=${attribute?.name ?? 'Unknown-Attribute'}(${type}) l=${length} val=${said}`);
	}

	return `vnd=${vendor}`;
}

/** RFC 4675, section 2.3. */
function readVlanName(r: Reader): string {
	r.read(p.egress_vlan_name_tag);
	return r.terminated(p.egress_vlan_name, r.left, 'utf8');
}

/** RFC 4675, section 2.1. */
function readVlan(r: Reader): string {
	if (r.left !== 4) return `[unhandled integer length(${r.left})]`;
	const at = r.position;
	r.at(p.egress_vlanid_tag, at);
	r.at(p.egress_vlanid_pad, at);
	const value = r.at(p.egress_vlanid, at);
	r.skip(4);
	return `Vlan ID: ${value}`;
}

const readUnknown = (r: Reader): string => r.facts.print(p.Unknown_Attribute, r.rest(p.Unknown_Attribute, r.left));

/** Messages of EAP that still follow. */
type Eap = {left: number; readonly count: number};

function readAttribute(r: Reader, type: number, eaps: Eap): string {
	if (type === eapMessage) {
		r.rest(p.eap_fragment, r.left);
		eaps.left--;
		if (eaps.left === 0) r.hold();
		return eaps.left === 0 ? `Last Segment[${eaps.count}]` : 'Segment';
	}

	if (r.left === 0) return 'val=';
	if (type === egressVlanId) return `val=${readVlan(r)}`;
	if (type === egressVlanName) return `val=${readVlanName(r)}`;
	const attribute = attributes().get(attributeKey(0, type));
	if (attribute !== undefined) return `val=${readValue(r, attribute)}`;
	return `val=${readUnknown(r)}`;
}

/** Where the attribute that starts at `at` ends: that of a vendor behind the last that it holds; -1 where it cannot be told. */
function attributeEnd(b: Uint8Array, at: number, end: number): number {
	const size = b[at + 1]!;
	const to = at + size;
	if (size < attributeHeader || to > end) return -1;
	if (b[at] !== vendorSpecific || size < attributeHeader + 4) return to;
	let inner = at + attributeHeader + 4;
	while (inner < to) {
		if (inner + attributeHeader > end || b[inner + 1]! < attributeHeader) return -1;
		inner += b[inner + 1]!;
	}

	return inner;
}

/** What attributes of EAP hold, in order, and where the first of it begins and the last ends. */
function eapIn(b: Uint8Array, start: number, end: number): {readonly parts: readonly Uint8Array[]; readonly from: number; readonly to: number} {
	const parts: Uint8Array[] = [];
	let from = end;
	let last = end;
	for (let at = start + h.size; at + attributeHeader <= end;) {
		const to = attributeEnd(b, at, end);
		if (to < 0) break;
		if (b[at] === eapMessage) {
			if (parts.length === 0) from = at + attributeHeader;
			parts.push(b.subarray(at + attributeHeader, to));
			last = to;
		}

		at = to;
	}

	return {parts, from, to: last};
}

export const radius = protocol({
	name: 'radius',
	title: 'RADIUS Protocol',
	about: 'Asks a server whether somebody may use the network, and tells it how long and how much they did.',
	reference: 'RFC 2865',
	claims: claims(udpPort, 1645, 1646, 1700, 1812, 1813, 3799),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: allParts,
	faults,
	framing,
	walk(c) {
		const {bytes: b, start, end} = c;
		if (!looksRight(b, start, end)) return c.refuse();
		c.bound(h.length.read(c));
		const {parts, from, to} = eapIn(b, start, Math.min(end, start + h.length.read(c)));
		if (parts.length === 0) return c.opaque();
		c.child(from - start, to - start);
		c.hold();
		if (parts.length > 1) c.decoded(() => concatenated(parts));
		return eap;
	},
	expand(r) {
		r.header();
		tie(r);
		r.info(() => `${codes.get(r.get(h.code)) ?? 'Unknown'} id=${r.get(h.id)}`);
		const missing = r.get(h.length) - h.size - r.left;
		if (missing > 0) r.short(r.left + missing);
		if (r.left === 0) return;
		const count = eapIn(r.bytes, r.base, r.end).parts.length;
		const eaps = {left: count, count};
		r.group(undefined, 'Attribute Value Pairs', () => {
			while (r.left > 0) {
				if (r.left < attributeHeader) r.fail(faults.length, r.position, `Not enough room in packet for AVP header`);
				const type = r.peek();
				const size = r.peek(1);
				if (size < attributeHeader) r.fail(faults.length, r.position, `AVP too short: length ${size} < ${attributeHeader}`);
				if (size > r.left) r.fail(faults.length, r.position, 'Not enough room in packet for AVP');
				const at = r.position;
				r.open(p.avp, at, r.bytes.subarray(at, at + size));
				r.read(p['avp.type']);
				r.read(p['avp.length']);
				let said = '';
				if (type === vendorSpecific && size >= attributeHeader + 4) said = readVendor(r, size - attributeHeader);
				else {
					r.within(size - attributeHeader, () => {
						said = readAttribute(r, type, eaps);
					});
				}

				r.close();
				r.label(() => `AVP: t=${nameOf(type)}(${type}) l=${size} ${said}`);
			}
		});
	},
});

const nameOf = (type: number): string => {
	switch (type) {
		case vendorSpecific:
			return 'Vendor-Specific';
		case eapMessage:
			return 'EAP-Message';
		case egressVlanId:
			return 'Egress-VLANID';
		case egressVlanName:
			return 'Egress-VLAN-Name';
		default:
			return attributes().get(attributeKey(0, type))?.name ?? 'Unknown-Attribute';
	}
};
