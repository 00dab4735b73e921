import {bit, bytes, type Field, ipv4Address, ipv6Address, parts, u16, u32, u64, u8, word} from '../field.ts';
import type {Reader} from '../reader.ts';

// RFC 8684, section 3
const subtypes: ReadonlyMap<number, string> = new Map([
	[0, 'Multipath Capable'],
	[1, 'Join Connection'],
	[2, 'Data Sequence Signal'],
	[3, 'Add Address'],
	[4, 'Remove Address'],
	[5, 'Change Subflow Priority'],
	[6, 'TCP Fallback'],
	[7, 'Fast Close'],
	[8, 'TCP Reset'],
]);

const resetReasons: ReadonlyMap<number, string> = new Map([
	[0, 'Unspecified error'],
	[1, 'MPTCP-specific error'],
	[2, 'Lack of resources'],
	[3, 'Administratively prohibited'],
	[4, 'Too much outstanding data'],
	[5, 'Unacceptable performance'],
	[6, 'Middlebox interference'],
]);

const p = parts('tcp.options.mptcp', () => ({
	...word(1, {subtype: bit(4, 'Multipath TCP subtype', {values: subtypes, type: 'FT_UINT8'}), version: bit(4, 'Multipath TCP version', {type: 'FT_UINT8'})}),
	...word(2, {_subtype: bit(4, ''), reserved: bit(12, 'Reserved', {base: 'hex'})}),
	flags: u8('Multipath TCP flags', {base: 'hex'}),
	...word(1, {
		'checksumreq.flags': bit(1, 'Checksum required', {type: 'FT_UINT8'}),
		'extensibility.flag': bit(1, 'Extensibility', {type: 'FT_UINT8'}),
		'reserved.flag': bit(5, 'Reserved', {type: 'FT_UINT8', base: 'hex'}),
		'sha1.flag': bit(1, 'Use HMAC-SHA1', {type: 'FT_UINT8'}),
	}),
	...word(1, {
		_unused: bit(3, ''),
		'datafin.flag': bit(1, 'DATA_FIN', {type: 'FT_UINT8'}),
		'dseqn8.flag': bit(1, 'Data Sequence Number is 8 octets', {type: 'FT_UINT8'}),
		'dseqnpresent.flag': bit(1, 'Data Sequence Number, Subflow Sequence Number, Data-level Length, Checksum present', {type: 'FT_UINT8'}),
		'dataack8.flag': bit(1, 'Data ACK is 8 octets', {type: 'FT_UINT8'}),
		'dataackpresent.flag': bit(1, 'Data ACK is present', {type: 'FT_UINT8'}),
	}),
	...word(1, {_kind: bit(4, ''), 'flag_U.flag': bit(1, 'Flag U'), 'flag_V.flag': bit(1, 'Flag V'), 'flag_W.flag': bit(1, 'Flag W'), 'flag_T.flag': bit(1, 'Transient')}),
	...word(1, {_bits: bit(7, ''), 'backup.flag': bit(1, 'Backup flag', {type: 'FT_UINT8'})}),
	...word(1, {_type: bit(4, ''), ipver: bit(4, 'IP version', {type: 'FT_UINT8'})}),
	rst_reason: u8('TCPRST Reason', {base: 'hex', values: resetReasons}),
	addrid: u8('Address ID'),
	sendkey: u64("Sender's Key"),
	recvkey: u64("Receiver's Key"),
	recvtok: u32("Receiver's Token"),
	sendrand: u32("Sender's Random Number"),
	sendtrunchmac: u64("Sender's Truncated HMAC"),
	sendhmac: bytes("Sender's HMAC"),
	rawdataack: u64('Original MPTCP Data ACK'),
	rawdataseqno: u64('Data Sequence Number'),
	subflowseqno: u32('Subflow Sequence Number'),
	datalvllen: u16('Data-level Length'),
	checksum: u16('Checksum', {base: 'hex'}),
	ipv4: ipv4Address('Advertised IPv4 Address'),
	ipv6: ipv6Address('Advertised IPv6 Address'),
	port: u16('Advertised port'),
}));

/** Fields of the Multipath TCP option. */
export const multipathFields = p;

/** Reads the option of `length` bytes at the position. */
export function expandMultipath(r: Reader, length: number, kind: Field<'uint'>, size: Field<'uint'>): string {
	const subtype = r.peek(2) >> 4;
	r.open(undefined);
	r.label(() => `Multipath Transmission Control Protocol: ${subtypes.get(subtype) ?? 'Unknown'}`);
	r.read(kind);
	r.read(size);
	r.within(length - 2, () => {
		if (length > 2) expandSubtype(r, subtype, length);
	});
	r.close();
	return '';
}

function expandSubtype(r: Reader, subtype: number, length: number): void {
	const at = r.position;
	r.at(p.subtype, at);
	switch (subtype) {
		case 0:
			return expandCapable(r, at, length);
		case 1:
			return expandJoin(r, length);
		case 2:
			return expandSignal(r, at);
		case 3:
			return expandAddress(r, length);
		case 7:
			r.read(p.reserved);
			r.read(p.recvkey);
			return;
		case 8:
			r.open(p.flags, at, r.bytes[at]! & 0x0f);
			for (const field of [p['flag_U.flag'], p['flag_V.flag'], p['flag_W.flag'], p['flag_T.flag']]) r.at(field, at);
			r.close(at + 1);
			r.skip(1);
			r.read(p.rst_reason);
	}
}

function expandCapable(r: Reader, at: number, length: number): void {
	r.read(p.version);
	r.readOpen(p.flags, () => {
		for (const field of [p['checksumreq.flags'], p['extensibility.flag'], p['sha1.flag'], p['reserved.flag']]) r.at(field, at + 1);
	});
	if (length >= 12) r.read(p.sendkey);
	if (length >= 20) r.read(p.recvkey);
	if (length >= 22) r.read(p.datalvllen);
	if (length >= 24) r.read(p.checksum);
}

/** The three segments of a join have options of different lengths. */
function expandJoin(r: Reader, length: number): void {
	if (length === 24) {
		r.read(p.reserved);
		r.take(p.sendhmac, 20);
		return;
	}

	r.readOpen(p.flags, () => r.at(p['backup.flag'], r.position - 1));
	r.read(p.addrid);
	if (length === 12) r.read(p.recvtok);
	else r.read(p.sendtrunchmac);
	r.read(p.sendrand);
}

/** RFC 8684, section 3.3 */
function expandSignal(r: Reader, at: number): void {
	r.skip(1);
	const flags = r.readOpen(p.flags, () => {
		for (const field of [p['datafin.flag'], p['dseqn8.flag'], p['dseqnpresent.flag'], p['dataack8.flag'], p['dataackpresent.flag']]) r.at(field, at + 1);
	});
	if (flags & 1) expandNumber(r, p.rawdataack, (flags & 2) !== 0);
	if (!(flags & 4)) return;
	expandNumber(r, p.rawdataseqno, (flags & 8) !== 0);
	r.read(p.subflowseqno);
	r.read(p.datalvllen);
	if (r.captured >= 2) r.read(p.checksum);
}

function expandNumber(r: Reader, field: Field<'uint64'>, isLong: boolean): void {
	if (isLong) r.read(field);
	else r.put(field, r.position, r.position + 4, BigInt(r.takeNumber(4)));
}

function expandAddress(r: Reader, length: number): void {
	const version = r.peek() & 0x0f;
	r.read(p.ipver);
	r.read(p.addrid);
	const isLong = version === 6 || length >= 20;
	if (isLong) r.read(p.ipv6);
	else r.read(p.ipv4);
	if (r.captured === 2 || r.captured === 10) r.read(p.port);
}
