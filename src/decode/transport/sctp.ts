import {alias, header, parts, u16, u32, u8} from '../field.ts';
import {portLabel} from '../print.ts';
import {adler32, crc32c} from '../network/crc.ts';
import {preference} from '../preferences.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import type {Cursor} from '../cursor.ts';
import {ipProtocol, sctpPayload, sctpPort, udpPort} from '../space.ts';
import {checksumBad, checksumGood, checksumStatusNames, checksumUnverified} from '../network/checksum.ts';
import {
	chunkFaults,
	chunkFields,
	chunkHeader,
	dataChunk,
	dataHeader,
	expandChunk,
	initAckChunk,
	initChunk,
	interleavedChunk,
	interleavedHeader,
	hmacFields,
} from './sctp-chunks.ts';
import {parameterFaults, parameterFields} from './sctp-parameters.ts';

const sctpTransport = 132;
/** Over UDP, RFC 6951. */
const tunnelPort = 9899;

// RFC 9260, section 3.1
const h = header('sctp', {
	srcport: u16('Source port', {port: 'sctp'}),
	dstport: u16('Destination port', {port: 'sctp'}),
	verification_tag: u32('Verification tag', {base: 'hex', about: 'The tag that the receiver chose when the association began: who does not know it is a stranger.'}),
	checksum: u32('Checksum', {base: 'hex', about: 'CRC32c over the packet.'}),
});

const p = parts('sctp', () => ({
	assoc_index: u16('Association index'),
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
}));

/** What Wireshark says where it counts no associations, which is its default. */
const notCounted = 65_535;

/** DATA chunks of one packet whose payload is decoded. */
const maxData = 64;
const dataAt = new Uint32Array(maxData);

const u32at = (b: Uint8Array, at: number): number => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0;

/** Publishes where the numbers start and hands on what DATA chunks carry. */
function walkChunks(c: Cursor): void {
	const {bytes, end, limit} = c;
	let found = 0;
	let base = -1;
	for (let at = c.start + h.size; at + chunkHeader <= end;) {
		const type = bytes[at]!;
		const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
		if (length < chunkHeader) break;
		if ((type === dataChunk || type === interleavedChunk) && at + dataHeader <= end) {
			if (base < 0) base = u32at(bytes, at + 4);
			if (found < maxData) dataAt[found++] = at;
		}

		if ((type === initChunk || type === initAckChunk) && base < 0 && at + 20 <= end) base = u32at(bytes, at + 16);
		at += (length + 3) & ~3;
	}

	if (base >= 0) c.countFrom(base);
	// What is pushed last is walked first.
	while (found > 0) {
		const at = dataAt[--found]!;
		const isLong = bytes[at] === interleavedChunk;
		const from = at + (isLong ? interleavedHeader : dataHeader);
		const to = Math.min(limit, at + ((bytes[at + 2]! << 8) | bytes[at + 3]!));
		if (from < to && from < end) c.push(payloadProtocol(c, isLong ? 0 : u32at(bytes, at + 12)), from, to);
	}
}

const payloadProtocol = (c: Cursor, id: number): ReturnType<typeof protocol> => {
	const {registry} = c;
	const source = h.srcport.read(c);
	const destination = h.dstport.read(c);
	return (id === 0 ? undefined : registry.find(sctpPayload, id)) ?? registry.find(sctpPort, Math.min(source, destination)) ??
		registry.find(sctpPort, Math.max(source, destination)) ?? registry.data;
};

const wrongChecksum = fault('sctp.checksum_bad.expert', 'Bad SCTP checksum.', 'error', 'Checksum');

export const sctp = protocol({
	name: 'sctp',
	title: 'Stream Control Transmission Protocol',
	about: 'Carries messages in several streams at once between two hosts, each of which may have several addresses.',
	reference: 'RFC 9260',
	claims: [...claims(ipProtocol, sctpTransport), ...claims(udpPort, tunnelPort)],
	lacking: {under: 12, as: 'named'},
	header: h,
	parts: [p, chunkFields, parameterFields, hmacFields],
	aliases: {port: alias('sctp.port', 'Port', [h.srcport, h.dstport])},
	faults: {checksum: wrongChecksum, ...chunkFaults, ...parameterFaults},
	walk(c) {
		c.ports(sctpTransport, h.srcport.read(c), h.dstport.read(c));
		walkChunks(c);
		return c.opaque();
	},
	expand(r) {
		if (r.captured >= 4) r.append(() => `, Src Port: ${portLabel('sctp', r.peek16())}, Dst Port: ${portLabel('sctp', r.peek16(2))}`);
		r.read(h.srcport);
		r.read(h.dstport);
		r.read(h.verification_tag);
		const {flow} = r.facts;
		const bases = {own: flow?.base, peer: flow?.peerBase};
		const chunks = (): void => {
			const line = r.sink.columns ? r.blank() : undefined;
			try {
				while (r.left > 0) expandChunk(r, bases, line);
			} finally {
				if (line !== undefined && line.size > 0) r.info(line);
			}
		};
		const isWhole = r.listens && r.foresees(() => {
			r.skip(h.checksum.size);
			chunks();
		});
		if (isWhole) {
			r.derive(p.assoc_index, notCounted, r.base);
			r.label('Association index: not counted');
		}

		expandChecksum(r);
		chunks();
	},
});

/** What the checksum should be, where that is asked for and the whole packet is there. */
function expectedChecksum(r: Reader, found: number): number | undefined {
	if (r.end < r.limit) return undefined;
	const crc = (): number => crc32c(r.bytes, r.base, r.end, r.base + 8);
	const adler = (): number => adler32(r.bytes, r.base, r.end, r.base + 8);
	switch (preference('sctp.checksum')) {
		case 'CRC 32c':
			return crc();
		case 'Adler 32':
			return adler();
		case 'Automatic':
			return found === adler() ? found : crc();
		default:
			return undefined;
	}
}

function expandChecksum(r: Reader): void {
	const at = r.position;
	const found = r.peek32();
	const expected = expectedChecksum(r, found);
	if (expected === undefined || expected === found) {
		r.read(h.checksum);
		r.append(expected === undefined ? ' [not checked]' : ' [correct]');
	} else {
		r.readOpen(h.checksum, () => {
			r.append(` incorrect, should be 0x${expected.toString(16).padStart(8, '0')}`);
			r.complain(wrongChecksum, at, at + 4);
		});
	}

	r.derive(p['checksum.status'], expected === undefined ? checksumUnverified : expected === found ? checksumGood : checksumBad, at, at + 4);
}
