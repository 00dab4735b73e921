import {bit, type Field, ipv4Address, ipv6Address, none, parts, text, u16, u32, u64, u8} from '../field.ts';
import {ipv6Text} from '../print.ts';
import type {Reader} from '../reader.ts';

const set = {meaning: ['Set', 'Not set']} as const;
const lifetime = {values: new Map([[0xffff_ffff, 'Infinity']])} as const;

/** Fields of router renumbering (RFC 2894) and of node information (RFC 4620). */
export const nodeParts = parts('icmpv6', () => ({
	'rr.sequence_number': u32('Sequence Number', {reference: 'RFC 2894, section 3.1'}),
	'rr.segment_number': u8('Segment Number'),
	'rr.flag': u8('Flags', {
		base: 'hex',
		bits: {
			t: bit(1, 'Test Command', set),
			r: bit(1, 'Result requested', set),
			a: bit(1, 'All Interfaces', set),
			s: bit(1, 'Site-specific', set),
			p: bit(1, 'Processed previously', set),
			rsv: bit(3, 'Reserved'),
		},
	}),
	'rr.maxdelay': u16('Max Delay', {unit: 'ms'}),
	'rr.pco.mp': none('Match-Prefix Part'),
	'rr.pco.mp.opcode': u8('OpCode', {values: new Map([[1, 'Add'], [2, 'Change'], [3, 'Set Global']])}),
	'rr.pco.mp.oplength': u8('OpLength'),
	'rr.pco.mp.ordinal': u8('Ordinal', {base: 'hex'}),
	'rr.pco.mp.matchlen': u8('MatchLen'),
	'rr.pco.mp.minlen': u8('MinLen'),
	'rr.pco.mp.maxlen': u8('MaxLen'),
	'rr.pco.mp.matchprefix': ipv6Address('MatchPrefix'),
	'rr.pco.up': none('Use-Prefix Part'),
	'rr.pco.up.uselen': u8('UseLen'),
	'rr.pco.up.keeplen': u8('KeepLen'),
	'rr.pco.up.flagmask': u8('FlagMask', {
		base: 'hex',
		bits: {l: bit(1, 'On-link flag(L)', set), a: bit(1, 'Autonomous address-configuration flag(A)', set), reserved: bit(6, 'Reserved')},
	}),
	'rr.pco.up.raflags': u8('RAFlags', {base: 'hex'}),
	'rr.pco.up.validlifetime': u32('Valid Lifetime', lifetime),
	'rr.pco.up.preferredlifetime': u32('Preferred Lifetime', lifetime),
	'rr.pco.up.flag': u32('Flags', {
		base: 'hex',
		bits: {v: bit(1, 'Decrement valid lifetime', set), p: bit(1, 'Decrement preferred lifetime', set), reserved: bit(30, 'Reserved')},
	}),
	'rr.pco.up.useprefix': ipv6Address('UsePrefix'),
	'rr.rm': none('Result Message'),
	'rr.rm.flag': u16('Flags', {base: 'hex', bits: {reserved: bit(14, 'Reserved'), b: bit(1, 'Bounds', set), f: bit(1, 'Forbidden', set)}}),
	'rr.rm.ordinal': u8('Ordinal', {base: 'hex'}),
	'rr.rm.matchedlen': u8('MatchedLen'),
	'rr.rm.interfaceindex': u32('InterfaceIndex'),
	'rr.rm.matchedprefix': ipv6Address('MatchedPrefix'),
	'ni.qtype': u16('Qtype', {
		values: new Map(['NOOP', 'Supported query types (Obsolete)', 'Node Name', 'Node addresses', 'IPv4 node addresses'].entries()),
		reference: 'RFC 4620, section 6',
	}),
	'ni.flag': u16('Flags', {
		base: 'hex',
		bits: {
			rsv: bit(10, 'Reserved', {base: 'hex', type: 'FT_UINT16'}),
			g: bit(1, 'Global-scope addresses', set),
			s: bit(1, 'Site-local addresses', set),
			l: bit(1, 'Link-local addresses', set),
			c: bit(1, 'Compression', set),
			a: bit(1, 'Unicast Addresses', {meaning: ['All unicast address', 'Unicast addresses on the queried interface']}),
			t: bit(1, 'Truncated', set),
		},
	}),
	'ni.nonce': u64('Nonce', {base: 'hex'}),
	'ni.query.subject_ipv6': ipv6Address('IPv6 subject address'),
	'ni.query.subject_fqdn': text('FQDN subject'),
	'ni.query.subject_ipv4': ipv4Address('IPv4 subject address'),
	'ni.reply.node_ttl': u32('TTL'),
	'ni.reply.node_name': text('Name Node'),
	'ni.reply.node_address': ipv6Address('IPv6 Node address'),
	'ni.reply.ipv4_address': ipv4Address('IPv4 Node address'),
}));

const p = nodeParts;

const prefixText = (r: Reader, at: number, length: number): string => (at + 16 <= r.end ? `${ipv6Text(r.bytes, at)}/${length}` : '');

/** RFC 2894, section 3: commands to routers, and what they say to them. */
export function expandRenumbering(r: Reader, code: number, reserved: Field<'bytes'>): void {
	r.read(p['rr.sequence_number']);
	r.read(p['rr.segment_number']);
	r.read(p['rr.flag']);
	r.read(p['rr.maxdelay']);
	r.take(reserved, 4);
	if (code === 0) {
		while (r.more) readCommand(r, reserved);
	} else if (code === 1) {
		while (r.more) readResult(r);
	}
}

function readCommand(r: Reader, reserved: Field<'bytes'>): void {
	const start = r.position;
	let end = start;
	r.group(p['rr.pco.mp'], () => `Match-Prefix Part: ${prefixText(r, start + 8, r.peek(3))}`, () => {
		r.read(p['rr.pco.mp.opcode']);
		end = start + r.read(p['rr.pco.mp.oplength']) * 8;
		for (const field of [p['rr.pco.mp.ordinal'], p['rr.pco.mp.matchlen'], p['rr.pco.mp.minlen'], p['rr.pco.mp.maxlen']]) r.read(field);
		r.take(reserved, 2);
		r.take(p['rr.pco.mp.matchprefix'], 16);
	});
	while (r.position + 32 <= end) {
		const at = r.position;
		r.group(p['rr.pco.up'], () => `Use-Prefix Part: ${prefixText(r, at + 16, r.peek())}`, () => {
			r.read(p['rr.pco.up.uselen']);
			r.read(p['rr.pco.up.keeplen']);
			r.read(p['rr.pco.up.flagmask']);
			// The flags themselves have the names of their mask.
			const flags = r.position;
			r.readOpen(p['rr.pco.up.raflags'], () => {
				for (const child of p['rr.pco.up.flagmask'].children) r.at(child, flags);
			});
			r.read(p['rr.pco.up.validlifetime']);
			r.read(p['rr.pco.up.preferredlifetime']);
			r.read(p['rr.pco.up.flag']);
			r.take(p['rr.pco.up.useprefix'], 16);
		});
	}
}

function readResult(r: Reader): void {
	const at = r.position;
	r.group(p['rr.rm'], () => `Result Message: ${prefixText(r, at + 8, r.peek(3))}`, () => {
		r.read(p['rr.rm.flag']);
		r.read(p['rr.rm.ordinal']);
		r.read(p['rr.rm.matchedlen']);
		r.read(p['rr.rm.interfaceindex']);
		r.take(p['rr.rm.matchedprefix'], 16);
	});
}

const reply = 140;

/** RFC 4620: who are you, and what the node says. */
export function expandNodeInformation(r: Reader, type: number, code: number): void {
	const kind = r.read(p['ni.qtype']);
	r.read(p['ni.flag']);
	r.read(p['ni.nonce']);
	if (type === reply) {
		if (code === 0) readReply(r, kind);
		return;
	}

	if (code === 0 && r.more) r.take(p['ni.query.subject_ipv6'], 16);
	else if (code === 1 && r.more) readName(r, p['ni.query.subject_fqdn']);
	else if (code === 2 && r.more) r.take(p['ni.query.subject_ipv4'], 4);
}

function readReply(r: Reader, kind: number): void {
	if (kind === 2) {
		r.read(p['ni.reply.node_ttl']);
		readName(r, p['ni.reply.node_name']);
		return;
	}

	while (r.more && (kind === 3 || kind === 4)) {
		r.read(p['ni.reply.node_ttl']);
		if (kind === 3) r.take(p['ni.reply.node_address'], 16);
		else r.take(p['ni.reply.ipv4_address'], 4);
	}
}

/** A domain name as DNS writes it, which may lack its root: RFC 4620, section 6.3. */
function readName(r: Reader, field: Field<'text'>): void {
	const at = r.position;
	const labels: string[] = [];
	while (r.more) {
		const size = r.takeNumber(1);
		if (size === 0) break;
		r.need(size);
		labels.push(String.fromCharCode(...r.bytes.subarray(r.position, r.position + size)));
		r.skip(size);
	}

	r.put(field, at, r.position, labels.join('.'));
}
