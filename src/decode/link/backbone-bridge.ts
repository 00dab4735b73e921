import type {Cursor} from '../cursor.ts';
import {bit, bytes, type Field, header, mac, parts, u16, word} from '../field.ts';
import {claims, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType} from '../space.ts';
import {valueAt} from '../value-at.ts';
import {etherTypes} from './ether-types.ts';
import {paddingBad, readTrailer, trailerParts} from './ethernet-trailer.ts';
import {llc} from './llc.ts';

const wide = {type: 'FT_UINT32'} as const;

// IEEE 802.1Q-2018, section 9.7
/** The tag of a service instance, and the customer's own header. */
export const h = header('ieee8021ah', {
	...word(4, {
		priority: bit(3, 'Priority', {...wide, about: 'How urgent the frame is for the provider.'}),
		drop: bit(1, 'DROP', {...wide, about: 'May be dropped first when a queue is full.'}),
		nca: bit(1, 'NCA', {...wide, about: "The customer's addresses are not used: the frame is the provider's own."}),
		res1: bit(1, 'RES1', wide),
		res2: bit(2, 'RES2', wide),
		isid: bit(24, 'I-SID', {...wide, about: "The service that the frame belongs to: one customer's network in the provider's.", reference: 'IEEE 802.1Q-2018, section 9.7'}),
	}),
	cdst: mac('C-Destination', {about: "Whom the customer's frame is for."}),
	csrc: mac('C-Source', {about: "Who sent the customer's frame."}),
	etype: u16('Type', {base: 'hex', values: etherTypes}),
});

const p = parts('ieee8021ah', () => ({trailer: bytes('Trailer')}));

/** Ethertype of the tag. */
export const backboneType = 0x88e7;
/** What is declared by whoever reads the tag. */
export const backboneParts = [trailerParts, p];
export const backboneFaults = {padding: paddingBad};

const tagSize = 4;
const typeAt = 16;
/** IEEE 802.3-2018, section 3.2.6 */
const maxLength = 1500;

/** Walks what stands behind the tag that starts `from` bytes into the layer. */
export function walkCustomer(c: Cursor, from: number): Protocol | undefined {
	const at = c.start + from + typeAt;
	const type = (c.bytes[at]! << 8) | c.bytes[at + 1]!;
	if (type > maxLength) {
		c.payload(from + h.size);
		return c.next(etherType, type);
	}

	c.child(from + h.size, from + h.size + type);
	return llc;
}

/** What the tag at `at` says of the customer's frame in few words. */
export const tagWords = (r: Reader, at: number): string => `I-SID: ${h.isid.readAt(r.bytes, at)}, C-Src: ${printAt(r, h.csrc, at)}, C-Dst: ${printAt(r, h.cdst, at)}`;

const printAt = (r: Reader, field: Field, at: number): string => r.facts.print(field, valueAt(field, r.bytes, at + field.offset));

/** Reads the tag, and the type that follows the customer's addresses. */
export function readTag(r: Reader): void {
	const at = r.position;
	const isid = h.isid.readAt(r.bytes, at);
	r.group(undefined, `I-Tag, I-SID: ${isid}`, () => {
		for (const field of [h.priority, h.drop, h.nca, h.res1, h.res2, h.isid]) r.at(field, at);
		r.skip(tagSize);
	});
	r.read(h.cdst);
	r.read(h.csrc);
	r.read(h.etype);
}

/** What is left behind the payload of a tagged frame of a provider. */
export const readBackboneTrailer = (r: Reader): void => readTrailer(r, r.facts.childLimit, p.trailer, 'none');

export const backboneBridge = protocol({
	name: 'ieee8021ah',
	title: 'IEEE 802.1ah',
	short: 'IEEE 802.1AH',
	column: '802.1ah',
	about: "Carries a customer's whole frames through a provider's Ethernet, as one of up to 16 million services.",
	reference: 'IEEE 802.1ah; IEEE 802.1Q-2018, section 9.7',
	claims: claims(etherType, backboneType),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: backboneParts,
	faults: backboneFaults,
	walk: c => walkCustomer(c, 0),
	expand(r) {
		r.info(() => `PRI: ${r.get(h.priority)}  Drop: ${r.get(h.drop)}  NCA: ${r.get(h.nca)}  Res1: ${r.get(h.res1)}  Res2: ${r.get(h.res2)}  I-SID: ${r.get(h.isid)}`);
		r.label(() => `IEEE 802.1ah, ${tagWords(r, r.base)}`);
		readTag(r);
		readBackboneTrailer(r);
	},
});
