import {write16, write32} from '../../src/capture/bytes.ts';

/** An ARP request: 42 bytes. */
export const arp = Uint8Array.from(Buffer.from('ffffffffffff02000000000108060001080006040001020000000001c0a80001000000000000c0a80002', 'hex'));

/** Puts byte arrays one after the other. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}

	return bytes;
}

/** 32-bit numbers as bytes. */
export function words(littleEndian: boolean, ...values: readonly number[]): Uint8Array {
	const bytes = new Uint8Array(values.length * 4);
	for (const [index, value] of values.entries()) write32(bytes, index * 4, value, littleEndian);
	return bytes;
}

function halves(littleEndian: boolean, ...values: readonly number[]): Uint8Array {
	const bytes = new Uint8Array(values.length * 2);
	for (const [index, value] of values.entries()) write16(bytes, index * 2, value, littleEndian);
	return bytes;
}

/** A pcap file header. */
export function pcapHeader({magic = 0xa1_b2_c3_d4, major = 2, minor = 4, snap = 65_535, link = 1, littleEndian = true} = {}): Uint8Array {
	return join(words(littleEndian, magic), halves(littleEndian, major, minor), words(littleEndian, 0, 0, snap, link));
}

type Record = {
	seconds?: number;
	fraction?: number;
	data?: Uint8Array;
	captured?: number;
	original?: number;
	extra?: Uint8Array;
	littleEndian?: boolean;
};

/** A pcap record; `extra` is what a variant puts between header and data. */
export function pcapRecord(
	{seconds = 1_700_000_000, fraction = 123_456, data = arp, captured = data.length, original = data.length, extra, littleEndian = true}: Record = {},
): Uint8Array {
	return join(words(littleEndian, seconds, fraction, captured, original), extra ?? new Uint8Array(0), data);
}

function pad(bytes: Uint8Array): Uint8Array {
	return join(bytes, new Uint8Array(-bytes.length & 3));
}

/** A pcapng option; code 0 is the end of options. */
export function option(code: number, value: string | readonly number[] | Uint8Array = [], littleEndian = true, length?: number): Uint8Array {
	const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : Uint8Array.from(value);
	return join(halves(littleEndian, code, length ?? bytes.length), pad(bytes));
}

/** The end of options. */
export const end = option(0);

type Lengths = {littleEndian?: boolean; total?: number; second?: number};

/** A pcapng block around a body. */
export function block(type: number, body: Uint8Array, {littleEndian = true, total, second}: Lengths = {}): Uint8Array {
	const length = pad(body).length + 12;
	return join(words(littleEndian, type, total ?? length), pad(body), words(littleEndian, second ?? length));
}

type Section = {littleEndian?: boolean; major?: number; minor?: number; options?: Uint8Array; magic?: number};

/** A section header block. */
export function section({littleEndian = true, major = 1, minor = 0, options = new Uint8Array(0), magic = 0x1a_2b_3c_4d}: Section = {}): Uint8Array {
	return block(0x0a_0d_0d_0a, join(words(littleEndian, magic), halves(littleEndian, major, minor), words(littleEndian, 0xff_ff_ff_ff, 0xff_ff_ff_ff), options), {littleEndian});
}

type Described = {link?: number; snap?: number; options?: Uint8Array; littleEndian?: boolean};

/** An interface description block. */
export function describe({link = 1, snap = 65_535, options = new Uint8Array(0), littleEndian = true}: Described = {}): Uint8Array {
	return block(1, join(halves(littleEndian, link, 0), words(littleEndian, snap), options), {littleEndian});
}

type Packet = {
	id?: number;
	time?: bigint;
	data?: Uint8Array;
	captured?: number;
	original?: number;
	options?: Uint8Array;
	littleEndian?: boolean;
};

/** An enhanced packet block; the time is the 64-bit number of the file. */
export function packet(
	{id = 0, time = 1_700_000_000_123_456n, data = arp, captured = data.length, original = data.length, options = new Uint8Array(0), littleEndian = true}: Packet = {},
): Uint8Array {
	return block(6, join(words(littleEndian, id, Number(time >> 32n), Number(time & 0xff_ff_ff_ffn), captured, original), pad(data), options), {littleEndian});
}

/** A simple packet block. */
export function simplePacket({data = arp, original = data.length, littleEndian = true}: Pick<Packet, 'data' | 'original' | 'littleEndian'> = {}): Uint8Array {
	return block(3, join(words(littleEndian, original), data), {littleEndian});
}

/** An obsolete packet block. */
export function obsoletePacket(
	{id = 0, drops = 0xff_ff, time = 1_700_000_000_123_456n, data = arp, options = new Uint8Array(0), littleEndian = true}: Packet & {drops?: number} = {},
): Uint8Array {
	const head = join(halves(littleEndian, id, drops), words(littleEndian, Number(time >> 32n), Number(time & 0xff_ff_ff_ffn), data.length, data.length));
	return block(2, join(head, pad(data), options), {littleEndian});
}

/** A custom block of a private enterprise number. */
export function custom(enterprise: number, data: string, copy = true): Uint8Array {
	return block(copy ? 0xb_ad : 0x40_00_0b_ad, join(words(true, enterprise), new TextEncoder().encode(data)));
}

/** A systemd journal export block. */
export function journal(text: string): Uint8Array {
	return block(9, new TextEncoder().encode(text));
}
