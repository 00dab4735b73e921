import {claims, protocol, strayCharacters} from '../protocol.ts';
import {hidden, type Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {once} from '../when-asked.ts';
import {expectedChecksum, foldSum, sumPseudoHeader, sumWords} from './checksum.ts';
import {faults} from './ospf-faults.ts';
import {lsa, lsa6, opaque, p} from './ospf-fields.ts';
import {readLsa} from './ospf-lsa.ts';
import {readLsaSix} from './ospf-lsa-six.ts';
import {ospfTypes} from './ospf-names.ts';

const ospfNumber = 89;
/** RFC 2328, section A.3.1 and RFC 5340, section A.3.1. */
const headerSizes: ReadonlyMap<number, number> = new Map([[2, 24], [3, 16]]);
const simplePassword = 1;
const cryptographic = 2;
/** Options that say that something stands behind the packet. */
const blockBit2 = 0x10;
const trailerBit3 = 0x400;
/** RFC 5838, section 2.1: instances whose prefixes are of IPv4. */
const firstFour = 64;
const lastFour = 127;
const requestSize = 12;

const kinds = once(() => [undefined, p['msg.hello'], p['msg.dbdesc'], p['msg.lsreq'], p['msg.lsupdate'], p['msg.lsack']] as const);

/** A packet, as far as it is known from its header. */
type Packet = {readonly version: number; readonly four: boolean; trailer: 'block' | 'digest' | undefined};

export const ospf = protocol({
	name: 'ospf',
	title: 'Open Shortest Path First',
	about: 'How routers of one organization tell each other of their links, so that each can work out the shortest ways.',
	reference: 'RFC 2328',
	claims: claims(ipProtocol, ospfNumber),
	lacking: {under: 4, as: 'named'},
	parts: [p, lsa, lsa6, opaque],
	faults: {...faults, strayCharacters},
	walk(c) {
		const b = c.bytes;
		const size = headerSizes.get(b[c.start]!);
		if (size === undefined || readers[b[c.start + 1]!] !== undefined) return undefined;
		c.payload(size, (b[c.start + 2]! << 8) | b[c.start + 3]!);
		return undefined;
	},
	expand(r) {
		r.need(4);
		const version = r.peek();
		const type = r.peek(1);
		const length = r.peek16(2);
		r.info(() => ospfTypes.get(type) ?? `Unknown (${type})`);
		const size = headerSizes.get(version);
		if (size === undefined) return r.group(p.header, undefined, () => readHeader(r, version, type, length));
		r.group(p.header, undefined, () => readHeader(r, version, type, length));
		if (length < size) r.fail(faults.packetLength, r.base + 2);
		const instance = version === 3 ? r.bytes[r.base + 14]! : 0;
		const packet: Packet = {version, four: instance >= firstFour && instance <= lastFour, trailer: undefined};
		// Of a Hello or a Request that is cut is told what there is, of others nothing.
		if (type !== hello && type !== linkRequest) r.need(length - size);
		r.within(length - size, () => readers[type]?.(r, packet));
		if (packet.trailer === 'block') readBlock(r, version);
		else if (packet.trailer === 'digest') readTrailer(r);
	},
});

function readHeader(r: Reader, version: number, type: number, length: number): void {
	r.read(p.version);
	r.read(p.msg);
	const kind = kinds()[type];
	if (kind !== undefined) r.put(kind, r.position - 1, r.position, 1, hidden);
	r.read(p.packet_length);
	r.read(p.srcrouter);
	const area = r.read(p.area_id);
	if (area.every(byte => byte === 0)) r.append(' (Backbone)');
	const at = r.position;
	const found = r.read(p.checksum);
	if (!headerSizes.has(version)) return;
	const says = version === 2 && r.peek16() === cryptographic ? ' (None)' : checksumText(r, version, length, found);
	if (says !== undefined) r.append(says);
	if (version === 2) return readAuthentication(r, length);
	r.read(p.instance_id);
	const reserved = r.peek();
	if (reserved > 0) {
		r.open(p.reserved, r.position, r.bytes.subarray(r.position, r.position + 1));
		r.complain(faults.reserved, at + 3, at + 4);
		r.skip(1);
		r.close();
	} else r.take(p.reserved, 1);
}

/** What is to be said of the checksum; undefined where the packet is not all there. The password is not covered, the pseudo header of IPv6 is. */
function checksumText(r: Reader, version: number, length: number, found: number): string | undefined {
	const {addresses} = r.facts;
	const end = r.base + length;
	if (end > r.end || r.quoted || length < headerSizes.get(version)!) return undefined;
	let sum: number;
	if (version === 2) sum = sumWords(r.bytes, r.base + 24, end, sumWords(r.bytes, r.base, r.base + 16));
	else if (addresses?.source.length === 16) sum = sumWords(r.bytes, r.base, end, sumPseudoHeader(addresses, length, ospfNumber));
	else return undefined;
	return foldSum(sum) === 0xffff ? ' [correct]' : ` [incorrect, should be 0x${expectedChecksum(sum, found).toString(16).padStart(4, '0')}]`;
}

/** RFC 2328, appendix D. */
function readAuthentication(r: Reader, length: number): void {
	const type = r.read(p['auth.type']);
	switch (type) {
		case 0:
			r.take(p['auth.none'], 8);
			break;
		case simplePassword:
			r.terminated(p['auth.simple'], 8);
			break;
		case cryptographic: {
			r.skip(2);
			r.read(p['auth.crypt.key_id']);
			const size = r.read(p['auth.crypt.data_length']);
			r.read(p['auth.crypt.seq_nbr']);
			const at = r.base + length;
			if (size > 0 && at + size <= r.end) r.put(p['auth.crypt.data'], at, at + size, r.bytes.subarray(at, at + size));
			break;
		}

		default:
			r.take(p['auth.unknown'], 8);
	}
}

/** What each type says behind the header, by type. */
const hello = 1;
const linkRequest = 3;
const readers: ReadonlyArray<((r: Reader, packet: Packet) => void) | undefined> = [undefined, readHello, readDescription, readRequests, readUpdate, readHeaders];

function readOptions(r: Reader, packet: Packet): void {
	if (packet.version === 2) {
		if (r.read(p['v2.options']) & blockBit2) packet.trailer = 'block';
	} else if (r.read(p['v3.options']) & trailerBit3) packet.trailer = 'digest';
}

/** RFC 2328, section A.3.2 and RFC 5340, section A.3.2. */
function readHello(r: Reader, packet: Packet): void {
	r.group(p.hello, undefined, () => {
		if (packet.version === 2) {
			r.read(p['hello.network_mask']);
			r.read(p['hello.hello_interval']);
			readOptions(r, packet);
			r.read(p['hello.router_priority']);
			r.read(p['hello.router_dead_interval']);
		} else {
			r.read(p['hello.interface_id']);
			r.read(p['hello.router_priority']);
			readOptions(r, packet);
			r.read(p['hello.hello_interval']);
			r.read(p['hello.dead_interval16']);
		}

		r.read(p['hello.designated_router']);
		r.read(p['hello.backup_designated_router']);
		while (r.more) r.read(p['hello.active_neighbor']);
	});
}

/** RFC 2328, section A.3.3 and RFC 5340, section A.3.3. */
function readDescription(r: Reader, packet: Packet): void {
	r.open(undefined);
	r.label('OSPF DB Description');
	if (packet.version === 2) {
		r.read(p['db.interface_mtu']);
		readOptions(r, packet);
	} else {
		r.take(p.reserved, 1);
		readOptions(r, packet);
		r.read(p['db.interface_mtu']);
		r.take(p.reserved, 1);
	}

	r.read(p.dbd);
	r.read(p['db.dd_sequence']);
	r.close(r.end);
	readHeaders(r, packet);
}

/** RFC 2328, section A.3.6: what came, or what there is, by header alone. */
function readHeaders(r: Reader, packet: Packet): void {
	while (r.more) readOne(r, packet, false);
}

function readOne(r: Reader, packet: Packet, whole: boolean): void {
	if (packet.version === 2) readLsa(r, whole);
	else readLsaSix(r, whole, packet.four);
}

/** RFC 2328, section A.3.4 and RFC 5340, section A.3.4. */
function readRequests(r: Reader, packet: Packet): void {
	while (r.more) {
		r.need(requestSize);
		r.group(undefined, 'Link State Request', () => {
			if (packet.version === 2) {
				const at = r.position;
				r.put(lsa.lsa, at, at + 4, r.takeNumber(4));
			} else {
				r.take(p.reserved, 2);
				r.read(lsa6['v3.lsa']);
			}

			r.read(lsa.link_state_id);
			r.read(lsa.advrouter);
		});
	}
}

/** RFC 2328, section A.3.5. */
function readUpdate(r: Reader, packet: Packet): void {
	r.group(undefined, 'LS Update Packet', () => {
		const count = r.read(p['ls.number_of_lsas']);
		for (let i = 0; i < count; i++) readOne(r, packet, true);
	});
}

/** RFC 5613, section 2: what neighbors say to each other beside. */
function readBlock(r: Reader, version: number): void {
	if (!r.more) {
		r.complain(faults.length, r.position, r.position, 'LLS option bit set but data block missing');
		return;
	}

	r.group(undefined, 'OSPF LLS Data Block', () => {
		r.read(p['lls.checksum']);
		const size = r.read(p['lls.data_length']) - 4;
		if (size < 0) return;
		r.within(size, () => {
			while (r.more) readBlockValue(r, version);
		});
	});
}

function readBlockValue(r: Reader, version: number): void {
	r.need(4);
	const type = r.peek16();
	const size = r.peek16(2);
	r.group(undefined, version === 2 && type === 1 ? 'Extended options TLV' : version === 2 && type === 2 ? 'Crypto Authentication TLV' : 'Unknown LLS TLV', () => {
		r.read(p.tlv_type);
		r.read(p.tlv_length);
		r.within(size, () => {
			if (type === 1) r.read(p['lls.ext.options']);
			else if (type === 2) {
				r.read(p['v2.lls.sequence_number']);
				r.take(p['v2.lls.auth_data'], r.left);
			} else if (size > 0) r.take(p.tlv_value, size);
		});
	});
	r.position = Math.min(r.end, r.position + (-size & 3));
}

/** RFC 7166, section 4.1. */
function readTrailer(r: Reader): void {
	if (!r.more) return;
	r.group(p.at, undefined, () => {
		r.read(p['at.auth_type']);
		const size = r.read(p['at.auth_data_len']);
		r.read(p['at.reserved']);
		r.read(p['at.sa_id']);
		r.read(p['at.crypto_seq_nbr']);
		if (size > 16) r.take(p['at.auth_data'], size - 16);
	});
}
