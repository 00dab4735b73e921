import {header, none, parts, u16, u32} from '../field.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {etherType} from '../space.ts';
import {etherTypes} from './ether-types.ts';

const timestampType = 1;

// Arista EOS: vendor specific ethertype of timestamps
const h = header('avsp', {
	sub_type: u16('Sub Type', {values: new Map([[timestampType, 'timestamp']])}),
});

const p = parts('avsp', () => ({
	ver: u16('Version', {base: 'hex', values: new Map([[0x0010, 'Version 1'], [0x0020, 'Version 2'], [0x0110, 'Version 11'], [0x0120, 'Version 12']])}),
	'64ts': none('Timestamp (TAI)', {about: 'When the switch saw the frame.'}),
	'64sec': u32('Seconds'),
	'64ns': u32('Nanoseconds'),
	'48ts': none('Timestamp (TAI)'),
	'48sec': u16('Seconds'),
	'48ns': u32('Nanoseconds'),
	etype: u16('Type', {base: 'hex', values: etherTypes}),
}));

const faults = {version: fault('avsp.ts.unknown_version', 'Unknown timestamp version', 'warning', 'Sequence')};

const versionSize = 2;

/** Bytes of the timestamp: four of seconds, or two, and four of nanoseconds. */
function timestampSize(version: number): number {
	switch (version & 0xff) {
		case 0x10:
			return 8;
		case 0x20:
			return 6;
		default:
			return 0;
	}
}

export const arista = protocol({
	name: 'avsp',
	title: 'Arista Vendor Specific Protocol',
	column: 'AVSP',
	about: 'A mark that a switch of Arista puts into a frame, to say when it saw it.',
	reference: 'Arista EOS',
	claims: claims(etherType, 0xd28b),
	header: h,
	parts: p,
	faults,
	walk(c) {
		let at = c.start + h.size;
		if (h.sub_type.read(c) === timestampType) {
			if (at + versionSize > c.end) return c.opaque();
			const size = timestampSize(p.ver.readAt(c.bytes, at));
			if (size === 0) return c.opaque();
			at += versionSize + size;
		}

		if (at + p.etype.size > c.end) return c.opaque();
		c.payload(at + p.etype.size - c.start);
		return c.next(etherType, p.etype.readAt(c.bytes, at));
	},
	expand(r) {
		r.header();
		if (r.get(h.sub_type) === timestampType) {
			const version = r.read(p.ver);
			const size = timestampSize(version);
			if (size === 0) {
				r.complain(faults.version, r.position - versionSize, r.position, `Unknown timestamp version: 0x${version.toString(16)}`);
				return;
			}

			const long = size === 8;
			r.group(long ? p['64ts'] : p['48ts'], undefined, () => {
				r.read(long ? p['64sec'] : p['48sec']);
				r.read(long ? p['64ns'] : p['48ns']);
			});
		}

		r.read(p.etype);
	},
});
