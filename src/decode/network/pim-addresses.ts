import type {Field} from '../field.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {joinAttributes, p} from './pim-fields.ts';

const ipv4Family = 1;
const ipv6Family = 2;
const withAttributes = 1;

/** An address's family is none that is known, so nobody knows how long it is. */
export const unknownFamily = fault('pim.addr_address_family.unknown', 'Unknown address family: the rest cannot be read', 'error');

/** The same address in both families. */
export type Either = readonly [four: Field<'ipv4'>, six: Field<'ipv6'>];

const printed = (r: Reader, six: boolean, at: number): string => (six ? ipv6Text(r.bytes, at) : ipv4Text(r.bytes, at));

/** Whether the encoded address that starts here is of IPv6; `extra` bytes stand between its head and the address. */
function isSix(r: Reader, extra: number): boolean {
	r.need(2);
	const family = r.peek();
	if (family !== ipv4Family && family !== ipv6Family) r.fail(unknownFamily, r.position);
	r.need(2 + extra + (family === ipv6Family ? 16 : 4));
	return family === ipv6Family;
}

/** An address with its family and its encoding in front (RFC 7761, section 4.9.1): `Encoded-Unicast`. */
export function readUnicast(r: Reader, fields: Either, name: string = fields[0].title): void {
	const six = isSix(r, 0);
	const field = fields[six ? 1 : 0];
	const at = r.position;
	r.open(field, at, r.bytes.subarray(at + 2, at + (six ? 18 : 6)));
	r.label(() => `${name}: ${printed(r, six, at + 2)}`);
	r.read(p.addr_address_family);
	r.read(p.addr_encoding_type);
	r.read(six ? p.unicast_ipv6 : p.unicast);
	r.close();
}

/** `Encoded-Group`, and what `inside` reads below it. */
export function readGroup(r: Reader, name: string, inside?: () => void): void {
	const six = isSix(r, 2);
	const field = six ? p.group_ip6 : p.group;
	const at = r.position;
	r.open(field, at, r.bytes.subarray(at + 4, at + (six ? 20 : 8)));
	r.label(() => `${name}: ${printed(r, six, at + 4)}/${r.bytes[at + 3]}`);
	r.read(p.addr_address_family);
	r.read(p.addr_encoding_type);
	r.read(p['group_addr.flags']);
	r.read(p.mask_len);
	r.read(field);
	inside?.();
	r.close();
}

/** `Encoded-Source`. */
export function readSource(r: Reader, fields: Either): void {
	const six = isSix(r, 2);
	const at = r.position;
	r.open(fields[six ? 1 : 0], at, r.bytes.subarray(at + 4, at + (six ? 20 : 8)));
	const flags = r.bytes[at + 2]!;
	const letters = `${flags & 4 ? 'S' : ''}${flags & 2 ? 'W' : ''}${flags & 1 ? 'R' : ''}`;
	r.label(() => `${fields[0].title}: ${printed(r, six, at + 4)}/${r.bytes[at + 3]}${letters === '' ? '' : ` (${letters})`}`);
	r.read(p.addr_address_family);
	const encoding = r.read(p.addr_encoding_type);
	r.read(p['source_addr.flags']);
	r.read(p.mask_len);
	r.read(six ? p.source_ip6 : p.source);
	if (encoding === withAttributes) { while (!readAttribute(r)); }
	r.close();
}

/** Returns whether it was the last. */
function readAttribute(r: Reader): boolean {
	r.need(2);
	const flags = r.peek();
	r.group(p.source_ja, () => `Join Attribute: ${joinAttributes.get(flags & 0x3f) ?? 'Unknown'}`, () => {
		r.read(p['source_ja.flags']);
		const size = r.read(p['source_ja.length']);
		r.take(p['source_ja.value'], size);
	});
	return (flags & 0x40) !== 0;
}
