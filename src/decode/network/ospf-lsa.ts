import type {Field} from '../field.ts';
import {ipv4Text} from '../print.ts';
import {hidden, type Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {lsa, p} from './ospf-fields.ts';
import {faults} from './ospf-faults.ts';
import {linkTypes, lsaTypes} from './ospf-names.ts';
import {readGrace, readInformation, readLinks, readPrefixes, readTrafficEngineering} from './ospf-opaque.ts';

/** RFC 2328, section A.4.1. */
const headerSize = 20;
const nssa = 7;
const firstOpaque = 9;
const lastOpaque = 11;

const kinds = once((): ReadonlyArray<Field<'bool'> | undefined> => [
	undefined,
	lsa['lsa.router'],
	lsa['lsa.network'],
	lsa['lsa.summary'],
	lsa['lsa.asbr'],
	lsa['lsa.asext'],
	lsa['lsa.member'],
	lsa['lsa.nssa'],
	lsa['lsa.attr'],
	lsa['lsa.opaque'],
	lsa['lsa.opaque'],
	lsa['lsa.opaque'],
]);

/** That an advertisement has this type, as a field of its own. */
function putKind(r: Reader, type: number): void {
	const kind = kinds()[type];
	if (kind !== undefined) r.put(kind, r.position - 1, r.position, 1, hidden);
}

/** One advertisement of version 2: its header alone, or `whole`. */
export function readLsa(r: Reader, whole: boolean): void {
	if (r.left < headerSize) r.fail(faults.length, r.position, `Invalid LSA length ${r.left}`);
	r.need(headerSize);
	const start = r.position;
	const type = r.peek(3);
	const length = r.peek16(18);
	r.group(undefined, () => `LSA-type ${type} (${lsaTypes.get(type) ?? 'Unknown'}), len ${length}`, () => {
		r.at(lsa['lsa.age'], start);
		r.at(lsa['lsa.donotage'], start);
		r.skip(2);
		r.read(type === nssa ? p.nssa_options : p['v2.options']);
		r.read(lsa.lsa);
		putKind(r, type);
		const about = r.peek();
		if (type >= firstOpaque && type <= lastOpaque) {
			r.read(lsa.lsid_opaque_type);
			if (about === 1) {
				r.read(lsa['lsid_te_lsa.reserved']);
				r.read(lsa['lsid_te_lsa.instance']);
			} else r.read(lsa['lsid.opaque_id']);
		} else r.read(lsa['lsa.id']);
		r.read(lsa.advrouter);
		r.read(lsa['lsa.seqnum']);
		r.read(lsa['lsa.chksum']);
		r.read(lsa['lsa.length']);
		if (!whole) return;
		if (length < headerSize) r.fail(faults.length, start + 18, `Invalid LSA length ${length}`);
		r.within(length - headerSize, () => {
			if (r.more) readBody(r, type, about);
		});
	});
}

function readBody(r: Reader, type: number, opaqueType: number): void {
	switch (type) {
		case 1:
			readRouter(r);
			break;
		case 2:
			r.read(lsa['lsa.network.netmask']);
			while (r.more) r.read(lsa['lsa.network.attchrtr']);
			break;
		case 3:
		case 4:
			r.read(lsa['lsa.asbr.netmask']);
			while (r.more) {
				r.read(lsa['lsa.tos']);
				r.read(lsa.metric);
			}

			break;
		case 5:
		case 7:
			r.read(lsa['lsa.asext.netmask']);
			while (r.more) {
				r.at(lsa['lsa.asext.type'], r.position);
				r.read(lsa.asext_tos);
				r.read(lsa.metric);
				r.read(lsa['lsa.asext.fwdaddr']);
				r.read(lsa['lsa.asext.extrttag']);
			}

			break;
		case 9:
		case 10:
		case 11:
			readOpaque(r, opaqueType);
			break;
		default:
			r.complain(faults.type, r.position - 2);
	}
}

function readOpaque(r: Reader, type: number): void {
	switch (type) {
		case 1:
			return readTrafficEngineering(r);
		case 3:
			return readGrace(r);
		case 4:
			return readInformation(r);
		case 7:
			return readPrefixes(r);
		case 8:
			return readLinks(r);
		default:
			r.complain(faults.type, r.position, r.end, `Unknown LSA Type ${type}`);
	}
}

/** RFC 2328, section A.4.2. */
function readRouter(r: Reader): void {
	r.read(lsa['v2.router.lsa.flags']);
	r.skip(1);
	const links = r.read(lsa['lsa.number_of_links']);
	for (let i = 0; i < links; i++) {
		r.need(12);
		const at = r.position;
		const kind = linkTypes.get(r.peek(8));
		const label = (): string =>
			`Type: ${(kind?.short ?? 'Unknown').padEnd(8)} ID: ${ipv4Text(r.bytes, at).padEnd(15)} Data: ${ipv4Text(r.bytes, at + 4).padEnd(15)} Metric: ${
				(r.bytes[at + 10]! << 8) | r.bytes[at + 11]!
			}`;
		r.group(undefined, label, () => {
			r.read(lsa['lsa.router.linkid']);
			if (kind !== undefined) r.append(` - ${kind.id}`);
			r.read(lsa['lsa.router.linkdata']);
			const type = r.read(lsa['lsa.router.linktype']);
			r.label(() => `Link Type: ${type} - ${kind?.name ?? 'Unknown'}`);
			const metrics = r.read(lsa['lsa.router.nummetrics']);
			r.append(' - TOS');
			r.read(lsa['lsa.router.metric0']);
			for (let n = 0; n < metrics; n++) {
				r.need(4);
				const tos = r.peek();
				const metric = r.peek16(2);
				r.put(lsa['ls.metric'], r.position, r.position + 4, metric);
				r.label(() => `TOS: ${tos}, Metric: ${metric}`);
				r.skip(4);
			}
		});
	}
}
