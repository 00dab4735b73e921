import {bytes, none, parts, u16, u32} from '../field.ts';
import type {Reader} from '../reader.ts';
import {p as dns} from './dns-fields.ts';

/** RFC 8490, section 10.3 and RFC 8765, section 9. */
function typeName(type: number): string {
	switch (type) {
		case 0:
			return 'Reserved';
		case 1:
			return 'Keep Alive';
		case 2:
			return 'Retry Delay';
		case 3:
			return 'Encryption Padding';
		case 64:
			return 'Subscribe';
		case 65:
			return 'Push';
		case 66:
			return 'Unsubscribe';
		case 67:
			return 'Reconfirm';
	}

	if (type < 64) return 'Unassigned, reserved for DSO session-management TLVs';
	return type < 63_488 ? 'Unassigned' : type < 64_512 ? 'Reserved for Experimental/Local Use' : 'Reserved for future expansion';
}

// RFC 8490, section 5.4.4
export const statefulParts = parts('dns.dso', () => ({
	tlv: none('DSO TLV'),
	'tlv.type': u16('Type', {values: typeName}),
	'tlv.length': u16('Length'),
	'tlv.data': bytes('Data'),
	'tlv.keepalive.inactivity': u32('Inactivity Timeout', {unit: 'ms', reference: 'RFC 8490, section 7.1'}),
	'tlv.keepalive.interval': u32('Keepalive Interval', {unit: 'ms'}),
	'tlv.retrydelay.retrydelay': u32('Retry Delay', {unit: 'ms', reference: 'RFC 8490, section 7.2'}),
	'tlv.encpad.padding': bytes('Padding'),
}));

const p = statefulParts;

/** What a message for a session carries in place of records. */
export function readStateful(r: Reader): void {
	r.need(1);
	r.open(dns.dso);
	while (r.left > 0) {
		r.open(p.tlv);
		if (r.captured >= 2) r.label(() => `DSO TLV: ${typeName(r.peek16())}`);
		const type = r.read(p['tlv.type']);
		const size = r.read(p['tlv.length']);
		const end = r.position + size;
		if (type === 1) {
			r.read(p['tlv.keepalive.inactivity']);
			r.read(p['tlv.keepalive.interval']);
		} else if (type === 2) {
			r.read(p['tlv.retrydelay.retrydelay']);
		} else {
			r.take(type === 3 ? p['tlv.encpad.padding'] : p['tlv.data'], size);
		}

		r.need(end - r.position);
		r.position = end;
		r.close();
	}

	r.close();
}
