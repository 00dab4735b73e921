import {claims, protocol, strayCharacters} from '../protocol.ts';
import {hidden, type Reader} from '../reader.ts';
import {ipProtocol, udpPort} from '../space.ts';
import {expectedChecksum, foldSum, sumWords} from './checksum.ts';
import {faults, p} from './rsvp-fields.ts';
import {messages} from './rsvp-names.ts';
import {objects, type Said} from './rsvp-objects.ts';

const rsvpNumber = 46;
/** RFC 3175: what routers on the way take no notice of. */
const ignoringNumber = 134;
const headerSize = 8;
const objectSize = 4;
/** Classes that IANA gives to vendors. */
const vendorClasses: ReadonlySet<number> = new Set([124, 125, 126, 127, 188, 189, 190, 191, 252, 253, 254, 255]);

const kinds = new Map([
	[1, p.path],
	[2, p.resv],
	[3, p.perr],
	[4, p.rerr],
	[5, p.ptear],
	[6, p.rtear],
	[7, p.resvconf],
	[10, p.rtearconf],
	[12, p.bundle],
	[13, p.ack],
	[15, p.srefresh],
	[20, p.hello],
	[21, p.notify],
]);

export const rsvp = protocol({
	name: 'rsvp',
	title: 'Resource ReserVation Protocol (RSVP)',
	column: 'RSVP',
	about: 'Asks the routers of a way to keep bandwidth free, and in MPLS for labels: so tunnels come to be.',
	reference: 'RFC 2205',
	claims: [...claims(ipProtocol, rsvpNumber, ignoringNumber), ...claims(udpPort, 3455)],
	lacking: {under: 8, as: 'named'},
	parts: p,
	faults: {...faults, strayCharacters},
	expand(r) {
		r.need(headerSize);
		const type = r.peek(1);
		const length = r.peek16(6);
		const name = messages.get(type) ?? `Unknown (${type}). `;
		const said = [name];
		try {
			readHeader(r, type, length);
			if (length > r.limit - r.base) r.complain(faults.message, r.base + 6, r.base + 8, `Message length is ${length}, ${r.limit - r.base} bytes were sent`);
			const end = Math.min(r.end, r.base + length);
			while (r.position < end) readObject(r, said);
		} finally {
			r.info(() => said.join(''));
		}
	},
});

/** RFC 2205, section 3.1.1. */
function readHeader(r: Reader, type: number, length: number): void {
	r.group(undefined, `RSVP Header. ${messages.get(type) ?? `Unknown Message (${type}). `}`, () => {
		r.at(p.version, r.position);
		r.read(p.flags);
		r.read(p.msg);
		const kind = kinds.get(type);
		if (kind !== undefined) r.put(kind, r.base + 1, r.base + 2, 1, hidden);
		const found = r.read(p.message_checksum);
		const end = r.base + length;
		if (end <= r.end && length >= headerSize && !r.quoted) {
			const sum = sumWords(r.bytes, r.base, end);
			r.append(foldSum(sum) === 0xffff ? ' [correct]' : ` [incorrect, should be 0x${expectedChecksum(sum, found).toString(16).padStart(4, '0')}]`);
		}

		r.read(p.sending_ttl);
		r.skip(1);
		r.read(p.message_length);
	});
}

/** RFC 2205, section 3.1.2. */
function readObject(r: Reader, said: string[]): void {
	r.need(objectSize);
	const at = r.position;
	const size = r.peek16();
	const number = r.peek(2);
	const type = r.peek(3);
	const known = objects.get(number);
	const isVendors = vendorClasses.has(number);
	const node = known?.node ?? (isVendors ? p.obj_private : p.obj_unknown);
	if (size < objectSize) {
		r.group(node, undefined, () => {
			r.open(p.length, at, size);
			r.complain(faults.length, at, at + 2, `Length: ${size} (bogus, must be >= 4)`);
			r.close(at + 2);
		});
		r.done();
	}

	let what: Said | undefined;
	r.open(node);
	r.read(p.length);
	r.read(p.object);
	if (isVendors) r.put(p.obj_private, at, at + objectSize, undefined, hidden);
	r.at(p.ctype, at + 3, hidden);
	r.read(known?.type ?? (isVendors ? p['ctype.vendor'] : p['ctype.unknown']));
	r.within(size - objectSize, () => {
		if (known !== undefined) what = known.read(r, type);
		else if (r.more) r.take(p['unknown.data'], r.left);
		r.position = r.end;
	});
	r.close();
	if (what?.label !== undefined) r.label(`${node.title}: ${what.label}`);
	if (what?.info !== undefined) said.push(what.info);
}
