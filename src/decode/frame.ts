import {bool8, duration, i16, parts, text, time, u32} from './field.ts';
import {fault, protocol} from './protocol.ts';
import {linkType} from './space.ts';

/** `Cursor.linkType` of frames that are no packets: pcapng custom, journal and sysdig blocks. */
export const noLinkType = 0xffff;

const p = parts('frame', {
	number: u32('Frame Number'),
	time: time('Arrival Time', {zone: 'local', about: 'When the frame was captured, in the time zone of this machine.'}),
	time_epoch: duration('Epoch Time', {about: 'Seconds since 1970-01-01 00:00:00 UTC.'}),
	time_delta: duration('Time delta from previous captured frame'),
	time_delta_displayed: duration('Time delta from previous displayed frame'),
	time_relative: duration('Time since reference or first frame'),
	offset_shift: duration('Time shift for this packet'),
	encap_type: i16('Encapsulation type'),
	len: u32('Frame length on the wire'),
	cap_len: u32('Frame length stored into the capture file'),
	marked: bool8('Frame is marked'),
	ignored: bool8('Frame is ignored'),
	protocols: text('Protocols in frame'),
	interface_id: u32('Interface id'),
	interface_name: text('Interface name'),
	interface_description: text('Interface description'),
	comment: text('Comment'),
});

const faults = {
	shorter: fault('frame.len_lt_caplen', 'Frame length is less than captured length', 'error'),
};

/** What the capture says of a frame, before any of its bytes is looked at. */
export const frame = protocol({
	name: 'frame',
	title: 'Frame',
	parts: p,
	faults,
	walk(c) {
		c.payload(0);
		return c.next(linkType, c.linkType);
	},
	expand(r) {
		const {meta, row} = r.facts;
		r.derive(p.number, row + 1);
		if (meta.time !== undefined) {
			r.put(p.time, 0, 0, meta.time);
			r.put(p.time_epoch, 0, 0, meta.time);
		}

		r.put(p.len, 0, 0, meta.original);
		r.put(p.cap_len, 0, 0, meta.captured);
		r.put(p.protocols, 0, 0, r.facts.layers.slice(1).map(layer => layer.name).join(':'));
	},
});
