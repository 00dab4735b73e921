import {header, u16, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, llcSap, pppProtocol} from '../space.ts';
import {llc} from './llc.ts';
import {automaticRouting, betweenAdjacent, betweenUnits, formats, functionRouting, nlp, p, rh, th, toEndpoint, toSubareaHost, withRoutes} from './sna-fields.ts';

/** Bytes of the transmission header by format. Of those that nobody knows one byte is taken for it. */
const sizes: ReadonlyMap<number, number> = new Map([[0, 10], [1, 10], [betweenUnits, 6], [toSubareaHost, 2], [withRoutes, 26], [toEndpoint, 12], [betweenAdjacent, 26]]);
const requestSize = 3;
const endOfRoute = 0xff;
/** Bytes of a transport header of High-Performance Routing without optional segments, and where in it the data's place is told. */
const transportSize = 20;
const offsetAt = 10;

const isPacket = (format: number): boolean => format >>> 1 === functionRouting || format >>> 1 === automaticRouting;
/** Whether it is not the first segment of a unit, which has the header. */
const isRest = (format: number, first: number): boolean => format === betweenUnits && ((first >>> 2) & 3) < 2;

/** Where the header of a packet of High-Performance Routing ends in `[start, end)`, and its data begins; `end` where it is cut. */
function dataOf(b: Uint8Array, start: number, end: number): number {
	let at = start + 2;
	while (at < end && b[at] !== endOfRoute) at++;
	at += 2;
	if (b[start]! >>> 5 === functionRouting) return Math.min(end, at + 1);
	return at + transportSize > end ? end : Math.min(end, at + ((b[at + offsetAt]! << 8) | b[at + offsetAt + 1]!) * 4);
}

export const sna = protocol({
	name: 'sna',
	title: 'Systems Network Architecture',
	about: 'Carries sessions between terminals, controllers and mainframes of IBM.',
	reference: 'IBM, Systems Network Architecture Formats, GA27-3136',
	claims: [...claims(llcSap, 0x04, 0x08, 0x0c, 0x40, 0xc8), ...claims(pppProtocol, 0x4d)],
	parts: [p, th, rh, nlp],
	walk(c) {
		if (c.captured === 0) return c.opaque();
		const first = c.bytes[c.start]!;
		const format = first >>> 4;
		const size = sizes.get(format);
		const header = isPacket(format) ? dataOf(c.bytes, c.start, c.end) - c.start : size === undefined ? 1 : isRest(format, first) ? c.captured : size + requestSize;
		c.payload(Math.min(header, c.captured));
		return undefined;
	},
	expand(r) {
		r.need(1);
		const first = r.peek();
		const format = first >>> 4;
		r.info(() => isPacket(format) ? 'HPR NLP Packet' : formats.get(format) ?? `Unknown FID: ${format.toString(16)}`);
		if (isPacket(format)) return readPacket(r, first >>> 5);
		if (!sizes.has(format)) {
			r.mark(p.th, 1);
			return;
		}

		r.group(p.th, undefined, () => readTransmission(r, format));
		if (isRest(format, first)) {
			r.rest(p.biu_segment_data);
			return;
		}

		r.group(p.rh, undefined, () => {
			const kind = r.read(rh.kind);
			const isResponse = kind >= 0x80;
			r.read(isResponse ? rh.response : rh.request);
			r.read(isResponse ? rh.last : rh.brackets);
		});
	},
});

function readTransmission(r: Reader, format: number): void {
	r.read(format === withRoutes ? th.routed : format === betweenAdjacent ? th.adjacent : format === betweenUnits ? th.odai : th.simple);
	switch (format) {
		case toSubareaHost:
			r.read(th.lsid);
			return;
		case withRoutes:
			readRoutes(r);
			return;
		case toEndpoint:
			r.take(p.reserved, 1);
			r.read(th.snf);
			r.read(th.sa);
			return;
		case betweenAdjacent:
			r.take(p.reserved, 1);
			r.read(th.cmd_fmt);
			r.read(th.cmd_type);
			r.read(th.cmd_sn);
			r.take(p.reserved, 18);
			r.read(th.dcf);
			return;
		default: {
			const size = format === betweenUnits ? 1 : 2;
			r.take(p.reserved, 1);
			r.number(th.daf, size);
			r.number(th.oaf, size);
			r.read(th.snf);
			if (format !== betweenUnits) r.read(th.dcf);
		}
	}
}

function readRoutes(r: Reader): void {
	const multiple = r.read(th.byte1);
	r.read(multiple & 4 ? th.offset : th.byte2);
	r.read(th.byte3);
	r.read(th.byte4);
	r.read(th.byte6);
	r.read(th.dsaf);
	r.read(th.osaf);
	r.read(th.byte16);
	r.skip(1);
	r.read(th.def);
	r.read(th.oef);
	r.read(th.snf);
	r.read(th.dcf);
}

/** A packet of High-Performance Routing: its way, and the connection that it belongs to. Optional segments stay closed. */
function readPacket(r: Reader, mode: number): void {
	r.group(nlp.nhdr, undefined, () => {
		r.read(nlp.way);
		r.read(nlp.state);
		let size = 0;
		while (r.peek(size) >= 0 && r.peek(size) !== endOfRoute) size++;
		r.take(mode === functionRouting ? nlp['nhdr.fra'] : nlp['nhdr.anr'], size + 1);
		r.take(p.reserved, 1);
	});
	if (mode === functionRouting) {
		r.read(nlp.frh);
		return;
	}

	r.group(nlp.thdr, undefined, () => {
		r.read(nlp['thdr.tcid']);
		r.read(nlp.message);
		r.read(nlp.optional);
		r.read(nlp['thdr.offset']);
		r.read(nlp['thdr.dlf']);
		r.read(nlp['thdr.bsn']);
	});
}

const h = header('snaeth', {len: u16('Length'), padding: u8('Padding', {base: 'hex'})});

export const snaOverEthernet = protocol({
	name: 'snaeth',
	title: 'SNA-over-Ethernet',
	column: 'SNAETH',
	about: 'Carries LLC in frames that have an ethertype.',
	reference: 'IBM, Token-Ring Network Architecture Reference, SC30-3374',
	claims: claims(etherType, 0x80d5),
	header: h,
	walk(c) {
		c.payload(h.size, h.size + h.len.read(c));
		return llc;
	},
	expand(r) {
		r.header();
		r.info('SNA over Ethernet');
	},
});
