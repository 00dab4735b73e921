import {bit, parts, u16, word} from '../field.ts';
import {protocol} from '../protocol.ts';
import {logicalLinks} from './l2cap.ts';

const continuing = 1;
const boundaries = new Map([[0, 'First Non-automatically Flushable Packet'], [continuing, 'Continuing Fragment'], [2, 'First Automatically Flushable Packet']]);
const broadcasts = new Map([[0, 'Point-To-Point'], [1, 'Active Broadcast'], [2, 'Piconet Broadcast']]);

// Bluetooth Core Specification 5.4, volume 4, part E, section 5.4.2
const p = parts('bthci_acl', () => ({
	...word(2, {
		bc_flag: bit(2, 'BC Flag', {little: true, base: 'dec', values: broadcasts}),
		pb_flag: bit(2, 'PB Flag', {little: true, base: 'dec', values: boundaries, about: 'Whether it begins what it carries or goes on with it.'}),
		chandle: bit(12, 'Connection Handle', {little: true, base: 'hex', about: 'Which connection of the controller it belongs to.'}),
	}),
	length: u16('Data Total Length', {little: true}),
}));

const headerSize = 4;
/** Bytes in front of what a logical link carries, and of the length that they begin with. */
const linkHeaderSize = 4;
const lengthSize = 2;

const boundaryOf = (b: Uint8Array, start: number): number => (b[start + 1]! >>> 4) & 3;

/** Whether the packet `[start, end)` holds all of what it begins. */
const isWhole = (b: Uint8Array, start: number, end: number): boolean =>
	end - start >= headerSize + linkHeaderSize && boundaryOf(b, start) !== continuing &&
	p.length.readAt(b, start + 2) === linkHeaderSize + p.length.readAt(b, start + headerSize);

export const asynchronousLinks = protocol({
	name: 'bthci_acl',
	title: 'Bluetooth HCI ACL Packet',
	column: 'HCI_ACL',
	short: 'HCI_ACL',
	about: 'Carries data between a host and its Bluetooth controller, for one connection.',
	reference: 'Bluetooth Core Specification 5.4, volume 4, part E, section 5.4.2',
	parts: p,
	walk(c) {
		if (!isWhole(c.bytes, c.start, c.end)) return c.opaque();
		c.payload(headerSize, headerSize + p.length.readAt(c.bytes, c.start + 2));
		return logicalLinks;
	},
	expand(r) {
		const {base} = r;
		r.need(2);
		r.at(p.chandle, base);
		r.at(p.pb_flag, base);
		r.at(p.bc_flag, base);
		r.skip(2);
		r.read(p.length);
		const isFirst = boundaryOf(r.bytes, base) !== continuing;
		if (isFirst) r.need(lengthSize);
		if (isWhole(r.bytes, base, r.end)) return;
		r.group(undefined, 'Data Fragment', () => r.skip(r.captured));
		r.info(() => `${isFirst ? 'First' : 'Further'} ${r.end - base - headerSize} bytes of a packet`);
	},
});
