import {bit, bytes, type Field, ipv6Address, none, parts, u16, u8} from '../field.ts';
import {ipv6Text} from '../print.ts';
import type {Reader} from '../reader.ts';

/** RFC 3810, section 5.2.12. */
const recordTypes: ReadonlyMap<number, string> = new Map([[1, 'Include'], [2, 'Exclude'], [3, 'Changed to include'], [4, 'Changed to exclude'], [5, 'Allow new sources'], [6,
	'Block old sources']]);

/** Fields of multicast listener discovery: RFC 2710 and RFC 3810. */
export const mldParts = parts('icmpv6', () => ({
	'mld.maximum_response_delay': u16('Maximum Response Delay [ms]', {about: 'How long a host may wait before it answers.'}),
	'mld.maximum_response_code': u16('Maximum Response Code', {unit: 'ms', about: 'How long a host may wait before it answers.'}),
	'mld.multicast_address': ipv6Address('Multicast Address', {special: true, about: 'The group. :: asks for all.'}),
	'mld.flag': u8('Flags', {
		base: 'hex',
		bits: {
			reserved: bit(4, 'Reserved'),
			s: bit(1, 'Suppress Router-Side Processing', {meaning: ['True', 'False']}),
			qrv: bit(3, "QRV (Querier's Robustness Variable)", {about: 'How many messages may get lost.'}),
		},
	}),
	'mld.qqi': u8("QQIC (Querier's Query Interval Code)", {unit: 'seconds'}),
	'mld.nb_sources': u16('Number of Sources'),
	'mld.source_address': ipv6Address('Source Address', {special: true}),
	'mldr.nb_mcast_records': u16('Number of Multicast Address Records'),
	'mldr.mar': none('Multicast Address Record'),
	'mldr.mar.record_type': u8('Record Type', {values: recordTypes}),
	'mldr.mar.aux_data_len': u8('Aux Data Len'),
	'mldr.mar.nb_sources': u16('Number of Sources'),
	'mldr.mar.multicast_address': ipv6Address('Multicast Address', {special: true}),
	'mldr.mar.source_address': ipv6Address('Source Address', {special: true}),
	'mldr.mar.auxiliary_data': bytes('Auxiliary Data'),
}));

const p = mldParts;
const query = 130;
/** Bytes of a query of version 2, at least: RFC 3810, section 8.1. */
const longQuery = 28;

/** RFC 3810, sections 5.1.3 and 5.1.9: large values are an exponent and a mantissa of so many bits. */
const expand = (code: number, mantissaBits: number): number => {
	const top = 2 ** (mantissaBits + 3);
	if (code < top) return code;
	return ((code % 2 ** mantissaBits) + 2 ** mantissaBits) * 2 ** (Math.floor(code / 2 ** mantissaBits) % 8 + 3);
};

/** A query, a report or a done message. */
export function expandListener(r: Reader, type: number, reserved: Field<'bytes'>): void {
	const isLong = type === query && r.limit - r.base >= longQuery;
	if (isLong) {
		const at = r.position;
		r.put(p['mld.maximum_response_code'], at, at + 2, expand(r.takeNumber(2), 12));
	} else {
		r.read(p['mld.maximum_response_delay']);
	}

	r.take(reserved, 2);
	r.take(p['mld.multicast_address'], 16);
	if (!isLong) return;
	r.read(p['mld.flag']);
	const at = r.position;
	r.put(p['mld.qqi'], at, at + 1, expand(r.takeNumber(1), 4));
	for (let left = r.read(p['mld.nb_sources']); left > 0; left--) r.take(p['mld.source_address'], 16);
}

/** A report of version 2. */
export function expandReport(r: Reader, reserved: Field<'bytes'>): void {
	r.take(reserved, 2);
	for (let left = r.read(p['mldr.nb_mcast_records']); left > 0; left--) {
		const at = r.position;
		r.group(
			p['mldr.mar'],
			() => `Multicast Address Record ${recordTypes.get(r.peek()) ?? `Unknown Record Type (${r.peek()})`}${at + 20 <= r.end ? `: ${ipv6Text(r.bytes, at + 4)}` : ''}`,
			() => {
				r.read(p['mldr.mar.record_type']);
				const words = r.read(p['mldr.mar.aux_data_len']);
				const sources = r.read(p['mldr.mar.nb_sources']);
				r.take(p['mldr.mar.multicast_address'], 16);
				for (let i = 0; i < sources; i++) r.take(p['mldr.mar.source_address'], 16);
				if (words > 0) r.take(p['mldr.mar.auxiliary_data'], words * 4);
			},
		);
	}
}
