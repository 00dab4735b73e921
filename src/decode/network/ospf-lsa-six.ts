import type {Field} from '../field.ts';
import {malformed} from '../protocol.ts';
import {hidden, type Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {faults} from './ospf-faults.ts';
import {lsa, lsa6, p} from './ospf-fields.ts';
import {functionCodes} from './ospf-names.ts';

/** RFC 5340, section A.4.2. */
const headerSize = 20;
const functionMask = 0x1fff;

const kinds = once((): ReadonlyMap<number, Field<'bool'>> =>
	new Map([
		[1, lsa6['v3.lsa.router']],
		[2, lsa6['v3.lsa.network']],
		[3, lsa6['v3.lsa.interprefix']],
		[4, lsa6['v3.lsa.interrouter']],
		[5, lsa6['v3.lsa.asext']],
		[6, lsa6['v3.lsa.member']],
		[7, lsa6['v3.lsa.nssa']],
		[8, lsa6['v3.lsa.link']],
		[9, lsa6['v3.lsa.intraprefix']],
		[12, lsa6['v3.lsa.opaque']],
	])
);

/** One advertisement of version 3: its header alone, or `whole`. `four`: its prefixes are of IPv4. */
export function readLsaSix(r: Reader, whole: boolean, four: boolean): void {
	r.need(headerSize);
	const start = r.position;
	const type = r.peek16(2) & functionMask;
	const length = r.peek16(18);
	// What does not fit is not told at all.
	if (whole) r.need(length);
	r.group(undefined, () => `LSA-type ${type} (${functionCodes.get(type) ?? 'Unknown'}), len ${length}`, () => {
		r.at(lsa['lsa.age'], start);
		r.at(lsa6['v3.lsa.do_not_age'], start);
		r.skip(2);
		r.read(lsa6['v3.lsa']);
		const kind = kinds().get(type);
		if (kind !== undefined) r.put(kind, start + 2, start + 4, 1, hidden);
		r.read(lsa.link_state_id);
		r.read(lsa.advrouter);
		r.read(lsa['lsa.seqnum']);
		r.read(lsa['lsa.chksum']);
		r.read(lsa['lsa.length']);
		if (!whole) return;
		const reader = readers.get(type);
		if (reader === undefined) r.complain(faults.type, start, start + 2, `Unknown LSA Type ${type}`);
		if (length < headerSize) r.fail(malformed, start + 18);
		r.within(length - headerSize, () => reader?.(r, four));
	});
}

const readers: ReadonlyMap<number, (r: Reader, four: boolean) => void> = new Map([
	[1, readRouter],
	[2, readNetwork],
	[3, readInterAreaPrefix],
	[4, readInterAreaRouter],
	[5, readExternal],
	[7, readExternal],
	[8, readLink],
	[9, readIntraAreaPrefix],
]);

/** RFC 5340, section A.4.1.1: as many whole words as the length asks for. */
function readPrefix(r: Reader, bits: number, four: boolean): void {
	const size = 4 * Math.ceil(bits / 32);
	r.need(size);
	const whole = new Uint8Array(four ? 4 : 16);
	whole.set(r.bytes.subarray(r.position, r.position + Math.min(size, whole.length)));
	r.put(four ? lsa6['v3.address_prefix.ipv4'] : lsa6['v3.address_prefix.ipv6'], r.position, r.position + size, whole);
	r.skip(size);
}

/** RFC 5340, section A.4.3. */
function readRouter(r: Reader): void {
	r.read(lsa6['v3.router.lsa.flags']);
	r.read(p['v3.options']);
	if (!r.more) return;
	r.group(undefined, 'Router Interfaces', () => {
		for (let i = 1; r.more; i++)
			r.group(undefined, `Entry #${i}`, () => {
				r.read(lsa6['v3.lsa.type']);
				r.take(p.reserved, 1);
				r.read(lsa.metric16);
				r.read(lsa6['v3.lsa.interface_id']);
				r.read(lsa6['v3.lsa.neighbor_interface_id']);
				r.read(lsa6['v3.lsa.neighbor_router_id']);
			});
	});
}

/** RFC 5340, section A.4.4. */
function readNetwork(r: Reader): void {
	r.take(p.reserved, 1);
	r.read(p['v3.options']);
	while (r.more) r.read(lsa6['v3.lsa.attached_router']);
}

/** RFC 5340, section A.4.5. */
function readInterAreaPrefix(r: Reader, four: boolean): void {
	r.take(p.reserved, 1);
	r.read(lsa.metric);
	const bits = r.read(lsa6.prefix_length);
	r.read(lsa6['v3.prefix.options']);
	r.take(p.reserved, 2);
	readPrefix(r, bits, four);
}

/** RFC 5340, section A.4.6. */
function readInterAreaRouter(r: Reader): void {
	r.take(p.reserved, 1);
	r.read(p['v3.options']);
	r.take(p.reserved, 1);
	r.read(lsa.metric);
	r.read(lsa6['v3.lsa.destination_router_id']);
}

/** RFC 5340, section A.4.7. */
function readExternal(r: Reader, four: boolean): void {
	const flags = r.read(lsa6['v3.as.external.flags']);
	r.read(lsa.metric);
	const bits = r.read(lsa6.prefix_length);
	r.read(lsa6['v3.prefix.options']);
	const referenced = r.read(lsa6['v3.lsa.referenced_ls_type']);
	readPrefix(r, bits, four);
	if (flags & 2) r.read(lsa6['v3.lsa.forwarding_address.ipv6']);
	if (flags & 1) r.read(lsa6['v3.lsa.external_route_tag']);
	if (referenced !== 0) r.read(lsa6['v3.lsa.referenced_link_state_id']);
}

/** RFC 5340, section A.4.9. */
function readLink(r: Reader, four: boolean): void {
	r.read(lsa6['v3.lsa.router_priority']);
	r.read(p['v3.options']);
	// RFC 5838, section 2.5: of an address of IPv4 the first four bytes count.
	if (four) {
		r.read(lsa6['v3.lsa.link_local_interface_address.ipv4']);
		r.skip(12);
	} else r.read(lsa6['v3.lsa.link_local_interface_address.ipv6']);
	const count = r.read(lsa6['v3.lsa.num_prefixes']);
	for (let i = 0; i < count; i++) {
		const bits = r.read(lsa6.prefix_length);
		r.read(lsa6['v3.prefix.options']);
		r.take(p.reserved, 2);
		readPrefix(r, bits, four);
	}
}

/** RFC 5340, section A.4.10. */
function readIntraAreaPrefix(r: Reader, four: boolean): void {
	const count = r.read(lsa6.num_prefixes16);
	r.read(lsa6['v3.lsa.referenced_ls_type']);
	r.read(lsa6['v3.lsa.referenced_link_state_id']);
	r.read(lsa6['v3.lsa.referenced_advertising_router']);
	for (let i = 0; i < count; i++) {
		const bits = r.read(lsa6.prefix_length);
		r.read(lsa6['v3.prefix.options']);
		r.read(lsa.metric16);
		readPrefix(r, bits, four);
	}
}
