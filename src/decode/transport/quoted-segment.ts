import {type Cursor, further} from '../cursor.ts';
import type {Protocol} from '../protocol.ts';
import type {Window} from '../reassembly/framing.ts';
import {States} from '../reassembly/states.ts';
import {tcpPort} from '../space.ts';

/** Messages of a quoted segment that are shown. */
const maxMessages = 256;

/** Where the messages of a segment begin, and where the last of them ends. */
const places: number[] = [];

/** Cuts the messages of one protocol from `[start, end)`, the last of them as far as it is there. Whether they are its own. */
function cut(protocol: Protocol, bytes: Uint8Array, start: number, end: number, sourcePort: number, destinationPort: number): boolean {
	const {framing} = protocol;
	places.length = 0;
	places.push(start);
	if (framing?.next === undefined) {
		places.push(end);
		return true;
	}

	const w: Window<unknown> = {
		bytes,
		start,
		end,
		direction: 0,
		first: true,
		carried: false,
		state: new States().of(0, protocol),
		resume: 0,
		need: 0,
		opensStream: false,
		sourcePort,
		destinationPort,
	};
	while (w.start < end && places.length <= maxMessages) {
		const length = framing.next(w);
		if (length === -2) return places.length > 1;
		w.start = length <= 0 ? end : Math.min(end, w.start + length);
		w.resume = w.need = 0;
		w.first = false;
		places.push(w.start);
	}

	return true;
}

/** Names what stands in the segment that an error quotes. It is read by itself: no other segment of its stream is asked, and what is cut short is shown as far as it goes. */
export function quotedSegment(c: Cursor, start: number, sourcePort: number, destinationPort: number): Protocol | undefined {
	const {end} = c;
	if (start >= end) return c.opaque();
	const {bytes: b} = c;
	const protocol = c.registry.ask(tcpPort, 'tcp', b, start, end, sourcePort, destinationPort, 0, p => cut(p, b, start, end, sourcePort, destinationPort));
	if (protocol === undefined) return undefined;
	for (let i = places.length - 2; i > 0; i--) c.push(protocol, places[i]!, places[i + 1]!, further);
	c.child(start - c.start, places[1]! - c.start);
	return protocol;
}
