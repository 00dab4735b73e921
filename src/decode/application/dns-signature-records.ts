import {bytes, none, parts, text, time, u16, u32, u8} from '../field.ts';
import type {Reader} from '../reader.ts';
import {algorithmNames, tkeyModeNames} from './dns-algorithms.ts';
import {faults} from './dns-fields.ts';
import {nameField} from './dns-names.ts';
import type {RecordReader} from './dns-said.ts';
import {errorNames, secondsInWords, typeNames} from './dns-types.ts';

export const signatureRecordParts = parts('dns', () => ({
	'rrsig.type_covered': u16('Type Covered', {values: typeNames, reference: 'RFC 4034, section 3.1'}),
	'rrsig.algorithm': u8('Algorithm', {values: algorithmNames}),
	'rrsig.labels': u8('Labels', {about: 'Labels of the name as it was signed: fewer than it has where a wildcard stood for some.'}),
	'rrsig.original_ttl': u32('Original TTL', {shown: secondsInWords}),
	'rrsig.signature_expiration': time('Signature Expiration'),
	'rrsig.signature_inception': time('Signature Inception'),
	'rrsig.key_tag': u16('Key Tag'),
	'rrsig.signers_name': text("Signer's name"),
	'rrsig.signature': bytes('Signature'),
	'tkey.algo_name': text('Algorithm name', {reference: 'RFC 2930, section 2'}),
	'tkey.signature_inception': time('Signature Inception'),
	'tkey.signature_expiration': time('Signature Expiration'),
	'tkey.mode': u16('Mode', {values: tkeyModeNames}),
	'tkey.error': u16('Error', {values: errorNames}),
	'tkey.key_size': u16('Key Size'),
	'tkey.key_data': bytes('Key Data'),
	'tkey.other_size': u16('Other Size'),
	'tkey.other_data': bytes('Other Data'),
	'tsig.algorithm_name': text('Algorithm Name', {reference: 'RFC 8945, section 4.2'}),
	'tsig.time_signed': time('Time Signed'),
	'tsig.fudge': u16('Fudge', {about: 'Seconds by which the clocks may differ.'}),
	'tsig.mac_size': u16('MAC Size'),
	'tsig.mac': none('MAC'),
	'tsig.original_id': u16('Original Id'),
	'tsig.error': u16('Error', {values: errorNames}),
	'tsig.other_len': u16('Other Len'),
	'tsig.other_data': bytes('Other Data'),
}));

const p = signatureRecordParts;

/** Seconds since 1970 in `size` bytes. */
function readTime(r: Reader, field: typeof p['tsig.time_signed'], size: number): void {
	if (!r.listens) return r.skip(size);
	const at = r.position;
	r.put(field, at, at + size, BigInt(r.takeNumber(size)) * 1_000_000_000n);
}

const readSignature: RecordReader = (r, end) => {
	r.tell(p['rrsig.type_covered']);
	r.tell(p['rrsig.algorithm']);
	r.tell(p['rrsig.labels']);
	r.tell(p['rrsig.original_ttl']);
	readTime(r, p['rrsig.signature_expiration'], 4);
	readTime(r, p['rrsig.signature_inception'], 4);
	r.tell(p['rrsig.key_tag']);
	nameField(r, p['rrsig.signers_name']);
	if (r.position < end) r.tell(p['rrsig.signature'], end - r.position);
};

/** Records that prove something, by type. */
export const signatureRecords: Readonly<Record<number, RecordReader>> = {
	24: readSignature,
	46: readSignature,
	249(r) {
		nameField(r, p['tkey.algo_name']);
		readTime(r, p['tkey.signature_inception'], 4);
		readTime(r, p['tkey.signature_expiration'], 4);
		r.read(p['tkey.mode']);
		r.read(p['tkey.error']);
		const size = r.read(p['tkey.key_size']);
		if (size > 0) r.take(p['tkey.key_data'], size);
		const otherSize = r.read(p['tkey.other_size']);
		if (otherSize > 0) r.take(p['tkey.other_data'], otherSize);
	},
	250(r) {
		const algorithm = nameField(r, p['tsig.algorithm_name']).text;
		readTime(r, p['tsig.time_signed'], 6);
		r.read(p['tsig.fudge']);
		const size = r.read(p['tsig.mac_size']);
		r.need(size);
		if (size > 0) {
			const at = r.position;
			r.open(p['tsig.mac']);
			r.complain(faults.algorithm, at, at + size, () => `Nothing is known of the algorithm ${algorithm}`);
			r.skip(size);
			r.close();
		}

		r.read(p['tsig.original_id']);
		r.read(p['tsig.error']);
		const otherSize = r.read(p['tsig.other_len']);
		if (otherSize > 0) r.take(p['tsig.other_data'], otherSize);
	},
};
