import {bit, type Field, header, parts, u16, u24, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Protocol} from '../protocol.ts';
import type {Cursor} from '../cursor.ts';
import {etherType, llcSap, snapProtocol} from '../space.ts';
import {once} from '../when-asked.ts';
import {etherTypes} from './ether-types.ts';

// IEEE 802.2-1998, section 3.2
const h = header('llc', {
	dsap: u8('DSAP', {
		base: 'hex',
		about: 'Which protocol at the receiver the frame is for.',
		bits: {sap: bit(7, 'SAP'), ig: bit(1, 'IG Bit', {meaning: ['Group', 'Individual']})},
	}),
	ssap: u8('SSAP', {base: 'hex', about: 'Which protocol at the sender it comes from.', bits: {sap: bit(7, 'SAP'), cr: bit(1, 'CR Bit', {meaning: ['Response', 'Command']})}}),
	_control: u8('Control'),
});

const frameTypes = new Map([[0, 'Information frame'], [2, 'Information frame'], [1, 'Supervisory frame'], [3, 'Unnumbered frame']]);
const commands = new Map([
	[0x00, 'Unnumbered Information'],
	[0x0c, 'Disconnected mode'],
	[0x18, 'Disconnected mode'],
	[0x40, 'Disconnect'],
	[0x60, 'Unnumbered Acknowledge'],
	[0x6c, 'Set Asynchronous Balanced Mode Extended'],
	[0x84, 'Frame reject'],
	[0xac, 'Exchange identification'],
	[0xe0, 'Test'],
]);

/** A protocol's number among those of an organization. */
const organized = u16('PID', {base: 'hex'});

const p = parts('llc', () => ({
	control: u16('Control', {base: 'hex'}),
	'control.ftype': u8('Frame type', {base: 'hex', values: frameTypes}),
	'control.ftype2': u16('Frame type', {base: 'hex', values: frameTypes, name: 'llc.control.ftype'}),
	'control.u_modifier_cmd': u8('Command', {base: 'hex', values: commands}),
	'control.u_modifier_resp': u8('Response', {base: 'hex', values: commands}),
	'control.f': u16('Final', {type: 'FT_BOOLEAN'}),
	'control.p': u16('Poll', {type: 'FT_BOOLEAN'}),
	'control.n_r': u16('N(R)'),
	'control.n_s': u16('N(S)'),
	'control.s_ftype': u16('Supervisory frame type', {base: 'hex', values: new Map([[0, 'Receiver ready'], [4, 'Receiver not ready'], [8, 'Reject'], [12, 'Selective reject']])}),
	oui: u24('Organization Code'),
	type: u16('Type', {base: 'hex', values: etherTypes}),
	pid: u16('Protocol ID', {base: 'hex'}),
	cisco_pid: organized,
	nortel_pid: organized,
	wlccp_pid: organized,
	foundry_pid: organized,
	cimetrics_pid: organized,
	force10_pid: organized,
	bluetooth_pid: organized,
	iana_pid: organized,
	apple_awdl_pid: organized,
	apple_atalk_pid: organized,
	extreme_pid: organized,
	hpteam_pid: organized,
}));

const snap = 0xaa;
/** Organization codes whose protocol ids are ethertypes, and others that name their own (IANA: IEEE 802 Numbers). */
const ouiEthernet = 0;
const ouiBridged = 0x0000f8;

/** Organizations whose protocols have a field of their own. */
const pidFields = once((): ReadonlyMap<number, Field<'uint'>> =>
	new Map([
		[0x00000c, p.cisco_pid],
		[0x000081, p.nortel_pid],
		[0x004096, p.wlccp_pid],
		[0x00e052, p.foundry_pid],
		[0x001090, p.cimetrics_pid],
		[0x0001e8, p.force10_pid],
		[0x001958, p.bluetooth_pid],
		[0x00005e, p.iana_pid],
		[0x0017f2, p.apple_awdl_pid],
		[0x080007, p.apple_atalk_pid],
		[0x00e02b, p.extreme_pid],
		[0x00805f, p.hpteam_pid],
	])
);

/** Only unnumbered frames have one byte of control. */
const isUnnumbered = (control: number): boolean => (control & 3) === 3;

/** Bytes of an organization and the number of its protocol. */
const snapSize = 5;
/** Unnumbered information, without a poll. */
const information = 0x03;

function snapNext(c: Cursor, at: number): Protocol | undefined {
	const b = c.bytes;
	if (at + snapSize > c.end) return c.opaque();
	const oui = (b[at]! << 16) | (b[at + 1]! << 8) | b[at + 2]!;
	const pid = (b[at + 3]! << 8) | b[at + 4]!;
	c.payload(at + snapSize - c.start);
	if (c.bytes[at - 1] !== information) return undefined;
	if (oui === ouiEthernet || oui === ouiBridged) return c.next(etherType, pid);
	return c.next(snapProtocol, oui * 65_536 + pid);
}

export const llc = protocol({
	name: 'llc',
	title: 'Logical-Link Control',
	about: 'Says which protocol an IEEE 802 frame without an ethertype carries.',
	reference: 'IEEE 802.2, section 3',
	header: h,
	parts: p,
	claims: claims(etherType, 0x8870),
	walk(c) {
		const dsap = h.dsap.read(c);
		const control = h._control.read(c);
		const size = isUnnumbered(control) ? 3 : 4;
		if (dsap === snap && h.ssap.read(c) === snap && isUnnumbered(control)) {
			c.payload(size);
			return snapNext(c, c.start + size);
		}

		c.payload(size);
		// Only information has a payload: unnumbered information, and numbered.
		if (isUnnumbered(control) && (control & 0xec) !== 0) return undefined;
		return c.next(llcSap, dsap) ?? c.next(llcSap, dsap & 0xfe);
	},
	expand(r) {
		const {base} = r;
		r.at(h.dsap, base);
		r.at(h.ssap, base + 1);
		const response = (r.bytes[base + 1]! & 1) !== 0;
		r.position = base + 2;
		const first = r.peek();
		const poll = response ? p['control.f'] : p['control.p'];
		if (isUnnumbered(first)) {
			r.open(p.control, base + 2, first);
			r.put(response ? p['control.u_modifier_resp'] : p['control.u_modifier_cmd'], base + 2, base + 3, first & 0xec);
			if (first & 0x10) r.put(poll, base + 2, base + 3, 1);
			r.put(p['control.ftype'], base + 2, base + 3, 3);
			r.close(base + 3);
			r.position = base + 3;
			r.info(() =>
				`${response ? 'R' : 'U'}, func=${commands.get(first & 0xec) ?? `0x${(first & 0xec).toString(16)}`}; DSAP 0x${r.bytes[base]!.toString(16)}, SSAP 0x${
					r.bytes[base + 1]!.toString(16)
				}`
			);
		} else {
			r.need(2);
			const control = first | (r.peek(1) << 8);
			r.open(p.control, base + 2, control);
			r.put(p['control.n_r'], base + 2, base + 4, control >>> 9);
			if ((control & 1) === 0) r.put(p['control.n_s'], base + 2, base + 4, (control >>> 1) & 0x7f);
			else r.put(p['control.s_ftype'], base + 2, base + 4, control & 0x0c);
			if (control & 0x100) r.put(poll, base + 2, base + 4, 1);
			r.put(p['control.ftype2'], base + 2, base + 4, control & 1 ? 1 : 0);
			r.close(base + 4);
			r.position = base + 4;
			r.info(() => (control & 1 ? 'S' : `I, N(R)=${control >>> 9}, N(S)=${(control >>> 1) & 0x7f}`));
		}

		if (r.bytes[base] !== snap || r.bytes[base + 1] !== snap || !isUnnumbered(first)) return;
		r.need(snapSize);
		const oui = r.read(p.oui);
		r.read(oui === ouiEthernet || oui === ouiBridged ? p.type : (pidFields().get(oui) ?? p.pid));
	},
});
