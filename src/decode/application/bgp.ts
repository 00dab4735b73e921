import type {Field} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import type {Framing} from '../reassembly/framing.ts';
import {tcpPort} from '../space.ts';
import {readAttributes} from './bgp-attributes.ts';
import {a, e, faults, n, p} from './bgp-fields.ts';
import {majorErrors, messageTypes} from './bgp-names.ts';
import {readOpen} from './bgp-open.ts';
import {readPrefixes} from './bgp-routes.ts';

const markerSize = 16;
const headerSize = 19;

/** Whether sixteen bytes of ones stand there. */
function isMarker(b: Uint8Array, at: number): boolean {
	for (let i = 0; i < markerSize; i++) if (b[at + i] !== 0xff) return false;
	return true;
}

/** RFC 4271, section 4.1. What stands in front of a marker is the end of a message whose beginning was not captured. */
const framing: Framing = {
	open: () => undefined,
	next({bytes, start, end}) {
		if (end - start < markerSize) return isMarkerStart(bytes, start, end) ? 0 : end - start;
		if (!isMarker(bytes, start)) {
			for (let at = start + 1; at + markerSize <= end; at++) if (isMarker(bytes, at)) return at - start;
			return end - start;
		}

		if (end - start < headerSize) return 0;
		return Math.max(headerSize, (bytes[start + markerSize]! << 8) | bytes[start + markerSize + 1]!);
	},
};

function isMarkerStart(b: Uint8Array, start: number, end: number): boolean {
	for (let at = start; at < end; at++) if (b[at] !== 0xff) return false;
	return true;
}

export const bgp = protocol({
	name: 'bgp',
	title: 'Border Gateway Protocol',
	about: 'How the networks of the Internet tell each other which addresses are reached through them.',
	reference: 'RFC 4271',
	claims: claims(tcpPort, 179),
	parts: {...p, ...a, ...n, ...e},
	faults,
	framing,
	expand(r) {
		if (r.left < markerSize || !isMarker(r.bytes, r.base)) {
			r.info('Continuation');
			r.mark(p.continuation, r.captured);
			return;
		}

		r.take(p.marker, markerSize);
		const length = r.read(p.length);
		const type = r.read(p.type);
		r.info(() => messageTypes.get(type) ?? `Unknown message type (0x${type.toString(16).padStart(2, '0')})`);
		if (length < headerSize) {
			r.complain(faults.length, r.base + markerSize, r.base + markerSize + 2);
			return;
		}

		readers[type]?.(r);
	},
});

/** What each type of message says behind the header, by type. */
const readers: ReadonlyArray<((r: Reader) => void) | undefined> = [undefined, readOpen, readUpdate, readNotification, undefined, readRefresh];

/** RFC 4271, section 4.3. */
function readUpdate(r: Reader): void {
	const withdrawn = r.read(a['update.withdrawn_routes.length']);
	if (withdrawn > 0)
		r.group(a['update.withdrawn_routes'], undefined, () => {
			r.within(withdrawn, () => readPrefixes(r, n.withdrawn_prefix, 4, 'Withdrawn route prefix length', 'Withdrawn route'));
		});
	const attributes = r.read(a['update.path_attributes.length']);
	if (attributes > 0) r.within(attributes, () => readAttributes(r));
	if (r.more) r.group(a['update.nlri'], undefined, () => readPrefixes(r, n.nlri_prefix, 4, 'NLRI prefix length', 'NLRI'));
}

const minorErrors: ReadonlyMap<number, Field<'uint'>> = new Map([
	[1, p['notify.minor_error']],
	[2, p['notify.minor_error_open']],
	[3, p['notify.minor_error_update']],
	[4, p['notify.minor_error_expired']],
	[5, p['notify.minor_error_state']],
	[6, p['notify.minor_error_cease']],
	[7, p['notify.minor_error_capability']],
]);

const openError = 2;
const badPeer = 2;
const cease = 6;
const shutdown = 2;
const reset = 4;

/** RFC 4271, section 4.5 and RFC 9003. */
function readNotification(r: Reader): void {
	const major = r.read(p['notify.major_error']);
	const field = minorErrors.get(major);
	let minor: number;
	if (field === undefined) {
		minor = r.peek();
		r.readOpen(p['notify.minor_error_unknown'], () => r.complain(faults.error, r.position - 1, r.position, `Unknown notification error (${major})`));
	} else minor = r.read(field);
	if (!r.more || !majorErrors.has(major)) {
		if (r.more) r.take(p['notify.minor_data'], r.left);
		return;
	}

	if (major === openError && minor === badPeer && r.left === 4) r.read(p['notify.error_open.bad_peer_as']);
	else if (major === cease && (minor === shutdown || minor === reset) && r.peek() === r.left - 1) {
		const size = r.read(p['notify.communication_length']);
		r.text(p['notify.communication'], size);
	} else r.take(p['notify.minor_data'], r.left);
}

/** RFC 2918, section 3 and RFC 5291, section 4. */
function readRefresh(r: Reader): void {
	r.read(p['route_refresh.afi']);
	r.read(p['route_refresh.subtype']);
	r.read(p['route_refresh.safi']);
	if (!r.more) return;
	r.group(p['route_refresh.orf'], undefined, () => {
		r.read(p['route_refresh.orf.flag']);
		const type = r.peek();
		r.open(p['route_refresh.orf.type'], r.position, type);
		if (!knownFilters.has(type)) r.complain(faults.filter, r.position, r.position + 1, `ORFEntry-Unknown (type ${type})`);
		r.skip(1);
		r.close();
		r.read(p['route_refresh.orf.length']);
		r.position = r.end;
	});
}

/** Filters whose entries are known. */
const knownFilters: ReadonlySet<number> = new Set([128]);
