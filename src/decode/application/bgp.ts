import type {Field} from '../field.ts';
import {flowParts} from './bgp-flowspec.ts';
import {segmentParts} from './bgp-prefix-sid.ts';
import {tunnelParts} from './bgp-tunnels.ts';
import {claims, malformed, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {type Framing, note} from '../reassembly/framing.ts';
import {tcpPort} from '../space.ts';
import {once} from '../when-asked.ts';
import {readAttributes} from './bgp-attributes.ts';
import {a, e, faults, n, p} from './bgp-fields.ts';
import {majorErrors, messageTypes} from './bgp-names.ts';
import {readOpen} from './bgp-open.ts';
import {readPrefix, readPrefixes} from './bgp-routes.ts';

const markerSize = 16;
const headerSize = 19;

/** Bytes of a marker that may be damaged where a continuation is told to be a message perhaps. */
const damagedBytes = 4;

/** How many bytes of a marker at `at` are not ones, of those that are there. */
function damage(b: Uint8Array, at: number, end: number): number {
	let count = 0;
	for (let i = at; i < Math.min(end, at + markerSize); i++) if (b[i] !== 0xff) count++;
	return count;
}

const lengthAt = (b: Uint8Array, at: number): number => (b[at + markerSize]! << 8) | b[at + markerSize + 1]!;

/** Where the next marker begins behind `at`, or the bytes end. */
function nextMarker(b: Uint8Array, at: number, end: number): number {
	for (let place = at + 1; place + markerSize <= end; place++) if (damage(b, place, end) === 0) return place;
	return end;
}

/** Whether a header stands at `at` whose length is less than its own. */
const isTooShort = (b: Uint8Array, at: number, end: number): boolean => end - at >= headerSize && lengthAt(b, at) < headerSize;

/** Where the next message begins behind `at`, or the bytes end: not where its length cannot be. */
function nextMessage(b: Uint8Array, at: number, end: number): number {
	let place = nextMarker(b, at, end);
	while (isTooShort(b, place, end)) place = nextMarker(b, place, end);
	return place;
}

type State = {
	/** By direction: where the message ended that was cut last. */
	readonly behind: number[];
	/** The message that was cut last is one though its marker is damaged. */
	damaged: boolean;
};

/** A message that another one led to: its marker may be damaged. */
const ledTo = note('bgp.led_to');

/**
RFC 4271, section 4.1. What stands in front of the first marker is the end of a message whose beginning was not captured.
Behind a message another one begins, whatever its marker. Where its length cannot be it waits for the next segment: only
that shows whether there is a marker further on.
*/
const framing: Framing<State> = {
	open: () => ({behind: [-1, -1], damaged: false}),
	next(w) {
		const {bytes, start, end, direction, state} = w;
		const isBehind = !w.first && state.behind[direction] === start;
		const wrong = damage(bytes, start, end);
		state.damaged = false;
		let length = 0;
		if (end - start >= headerSize && (wrong === 0 || isBehind)) {
			length = lengthAt(bytes, start);
			if (wrong > 0 && length > end - start) return 0;
		} else if (isBehind || wrong === 0) {
			return 0;
		}

		if (length >= headerSize) state.damaged = wrong > 0;
		else if (isBehind && wrong > 0) return 0;
		else length = nextMessage(bytes, start, end) - start;
		state.behind[direction] = start + length;
		return length;
	},
	message(m) {
		if (m.state.damaged) m.tell(ledTo, 1);
	},
};

export const bgp = protocol({
	name: 'bgp',
	title: 'Border Gateway Protocol',
	about: 'How the networks of the Internet tell each other which addresses are reached through them.',
	reference: 'RFC 4271',
	claims: claims(tcpPort, 179),
	parts: [p, a, n, e, flowParts, ...segmentParts, ...tunnelParts],
	faults,
	framing,
	expand(r) {
		if (r.left >= markerSize) r.need(markerSize);
		const wrong = damage(r.bytes, r.base, r.end);
		if (r.left < markerSize || (wrong > 0 && r.facts.told(ledTo) === undefined)) return readContinuation(r, wrong);

		failWhereTooShort(r);
		r.open(p.marker, r.base, r.bytes.subarray(r.base, r.base + markerSize));
		if (wrong > 0) r.complain(faults.marker, r.base, r.base + markerSize);
		r.skip(markerSize);
		r.close();
		r.read(p.length);
		const type = r.read(p.type);
		r.info(() => messageTypes.get(type) ?? `Unknown message type (0x${type.toString(16).padStart(2, '0')})`);
		readers[type]?.(r);
	},
});

/** Ends the layer where a message says to be shorter than its own header. */
function failWhereTooShort(r: Reader): void {
	const {bytes: b, position: at} = r;
	if (!isTooShort(b, at, r.end)) return;
	const type = messageTypes.get(b[at + headerSize - 1]!) ?? 'Message of an unknown type';
	r.info(type);
	r.complain(faults.short, at + markerSize, at + markerSize + 2, () => `A ${type} says to be ${lengthAt(b, at)} bytes long, less than its header`);
	r.fail(malformed, at);
}

/** What begins with no marker. Where it is one that is damaged, that is said. */
function readContinuation(r: Reader, wrong: number): void {
	r.info('Continuation');
	const {bytes: b, base, end} = r;
	const length = end - base < headerSize ? 0 : lengthAt(b, base);
	const type = messageTypes.get(b[base + headerSize - 1]!);
	r.open(p.continuation);
	if (wrong <= damagedBytes && length >= headerSize && type !== undefined) {
		r.complain(faults.damaged, base, base + markerSize, () => `${wrong} of ${markerSize} bytes of a marker are damaged: perhaps this is a message (${type}, ${length} bytes)`);
	}

	r.position = nextMarker(b, base, end);
	r.close();
	failWhereTooShort(r);
}

/** What each type of message says behind the header, by type. */
const readers: ReadonlyArray<((r: Reader) => void) | undefined> = [undefined, readOpen, readUpdate, readNotification, undefined, readRefresh];

/** RFC 4271, section 4.3. */
function readUpdate(r: Reader): void {
	const withdrawn = r.read(a['update.withdrawn_routes.length']);
	// Where a part cannot be read to its end, nobody knows what stands behind it.
	let isWhole = true;
	const whole = (size: number, read: () => void): void => {
		isWhole = false;
		r.within(size, () => {
			read();
			isWhole = true;
		});
		if (!isWhole) r.done();
	};
	if (withdrawn > 0)
		r.group(a['update.withdrawn_routes'], undefined, () => whole(withdrawn, () => readPrefixes(r, n.withdrawn_prefix, 4, 'Withdrawn route prefix length', 'Withdrawn route')));
	const attributes = r.read(a['update.path_attributes.length']);
	if (attributes > 0) whole(attributes, () => readAttributes(r, r.position + attributes));
	if (r.more) r.group(a['update.nlri'], undefined, () => readPrefixes(r, n.nlri_prefix, 4, 'NLRI prefix length', 'NLRI'));
}

const minorErrors = once((): ReadonlyMap<number, Field<'uint'>> =>
	new Map([
		[1, p['notify.minor_error']],
		[2, p['notify.minor_error_open']],
		[3, p['notify.minor_error_update']],
		[4, p['notify.minor_error_expired']],
		[5, p['notify.minor_error_state']],
		[6, p['notify.minor_error_cease']],
		[7, p['notify.minor_error_capability']],
	])
);

const openError = 2;
const badPeer = 2;
const cease = 6;
const shutdown = 2;
const reset = 4;

/** RFC 4271, section 4.5 and RFC 9003. */
function readNotification(r: Reader): void {
	const major = r.read(p['notify.major_error']);
	const field = minorErrors().get(major);
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
		const size = r.read(p['route_refresh.orf.length']);
		if (!knownFilters.has(type)) {
			r.position = r.end;
			return;
		}

		r.within(size, () => {
			while (r.more) r.group(p['route_refresh.orf.entry'], undefined, () => readFilter(r));
		});
	});
}

const removeAll = 2;

/** RFC 5292, section 2. */
function readFilter(r: Reader): void {
	const at = r.position;
	const action = r.at(p['route_refresh.orf.entry.action'], at);
	if (action === removeAll) {
		r.skip(1);
		return;
	}

	r.at(p['route_refresh.orf.entry.match'], at);
	r.skip(1);
	r.read(p['route_refresh.orf.entry.sequence']);
	r.read(p['route_refresh.orf.entry.prefixmask_lower']);
	r.read(p['route_refresh.orf.entry.prefixmask_upper']);
	readPrefix(r, p['route_refresh.orf.entry.ip'], 4, 'ORF prefix length', 'ORF');
}

/** Filters whose entries are known. */
const knownFilters: ReadonlySet<number> = new Set([128]);
