import {bit, bytes, byteString, f64, type Field, mac, parts, text, u16, u32, u8, word} from '../field.ts';
import {macText} from '../print.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, llcSap, snapProtocol} from '../space.ts';

const types = new Map([[0x00, 'Configuration'], [0x80, 'Topology Change Notification'], [0x02, 'Rapid/Multiple Spanning Tree']]);
const versions = new Map([[0, 'Spanning Tree'], [2, 'Rapid Spanning Tree'], [3, 'Multiple Spanning Tree'], [4, 'Shortest Path Tree']]);
const roles = new Map([[0, 'Unknown'], [1, 'Alternate or Backup'], [2, 'Root'], [3, 'Designated']]);
const yesNo = {meaning: ['Yes', 'No']} as const;
const originatingVlan = 0;

const p = parts('stp', () => ({
	protocol: u16('Protocol Identifier', {base: 'hex', values: new Map([[0, 'Spanning Tree Protocol']])}),
	version: u8('Protocol Version Identifier', {values: versions}),
	type: u8('BPDU Type', {base: 'hex', values: types}),
	flags: u8('BPDU flags', {base: 'hex'}),
	...word(1, {
		'flags.tcack': bit(1, 'Topology Change Acknowledgment', yesNo),
		'flags.agreement': bit(1, 'Agreement', yesNo),
		'flags.forwarding': bit(1, 'Forwarding', yesNo),
		'flags.learning': bit(1, 'Learning', yesNo),
		'flags.port_role': bit(2, 'Port Role', {values: roles, about: 'What the port that sent this is to the tree.'}),
		'flags.proposal': bit(1, 'Proposal', yesNo),
		'flags.tc': bit(1, 'Topology Change', {...yesNo, about: 'The tree changed: bridges forget addresses sooner.'}),
	}),
	'root.prio': u16('Root Bridge Priority', {about: 'The lowest priority, then the lowest address, is the root of the tree.', reference: 'IEEE 802.1D, section 9.2.5'}),
	'root.ext': u16('Root Bridge System ID Extension', {about: 'The virtual network or the instance that the tree is for.'}),
	'root.hw': mac('Root Bridge System ID'),
	'root.cost': u32('Root Path Cost', {about: 'How far the sender is from the root.'}),
	'bridge.prio': u16('Bridge Priority'),
	'bridge.ext': u16('Bridge System ID Extension'),
	'bridge.hw': mac('Bridge System ID', {about: 'The bridge that sent this.'}),
	port: u16('Port identifier', {base: 'hex'}),
	msg_age: f64('Message Age'),
	max_age: f64('Max Age'),
	hello: f64('Hello Time', {about: 'Seconds between two of these.'}),
	forward: f64('Forward Delay', {about: 'Seconds that a port listens, and that it learns, before it forwards.'}),
	version_1_length: u8('Version 1 Length'),
	'pvst.tlvtype': u16('Type', {base: 'hex', values: new Map([[originatingVlan, 'Originating VLAN']])}),
	'pvst.tlvlen': u16('Length'),
	'pvst.origvlan': u16('Originating VLAN'),
	'pvst.tlvval': bytes('Value'),
}));

const mst = parts('mstp', () => ({
	version_3_length: u16('Version 3 Length'),
	config_format_selector: u8('MST Config ID format selector'),
	config_name: text('MST Config name', {type: 'FT_STRINGZPAD'}),
	config_revision_level: u16('MST Config revision'),
	config_digest: byteString(16, 'MST Config digest', {about: 'Bridges that map virtual networks to trees alike have the same.'}),
	cist_internal_root_path_cost: u32('CIST Internal Root Path Cost'),
	'cist_bridge.prio': u16('CIST Bridge Priority'),
	'cist_bridge.ext': u16('CIST Bridge Identifier System ID Extension'),
	'cist_bridge.hw': mac('CIST Bridge Identifier System ID'),
	cist_remaining_hops: u8('CIST Remaining hops'),
	'msti.flags': u8('MSTI flags', {base: 'hex'}),
	...word(1, {'msti.priority': bit(4, 'Priority', {base: 'hex', type: 'FT_UINT8'}), _p: bit(4, '')}),
	...word(2, {_i: bit(4, ''), 'msti.msti_id': bit(12, 'MSTID', {type: 'FT_UINT16', about: 'Number of one of the trees.'})}),
	'msti.root.hw': mac('Regional Root'),
	'msti.root_cost': u32('Internal root path cost'),
	'msti.bridge_priority': u8('Bridge Identifier Priority'),
	'msti.port_priority': u8('Port identifier priority'),
	'msti.remaining_hops': u8('Remaining hops'),
	version_4_length: u16('Version 4 Length'),
	...word(1, {
		_a: bit(2, ''),
		'agree_flags.rest_role': bit(1, 'Restricted Role', yesNo),
		'agree_flags.agreement_valid': bit(1, 'Agreement Valid Flag', yesNo),
		'agree_flags.dagreement_num': bit(2, 'Disagreement Number', {type: 'FT_UINT8'}),
		'agree_flags.agreement_num': bit(2, 'Agreement Number', {type: 'FT_UINT8'}),
	}),
	agreement_digest: byteString(20, 'Agreement Digest'),
}));

const bpdu = parts('bpdu', () => ({
	...word(1, {
		agreement_digest_format_id: bit(4, 'Agreement Digest Format Id', {type: 'FT_UINT8'}),
		agreement_digest_format_capabilities: bit(4, 'Agreement Digest Format Capabilities', {type: 'FT_UINT8'}),
	}),
	...word(1, {
		agreement_digest_convention_id: bit(4, 'Agreement Digest Convention Id', {type: 'FT_UINT8'}),
		agreement_digest_convention_capabilities: bit(4, 'Agreement Digest Convention Capabilities', {type: 'FT_UINT8'}),
	}),
	agreement_digest_edge_count: u16('Agreement Digest Edge Count'),
}));

const faults = {
	length: fault('stp.pvst.tlvlen.invalid', 'Indicated length is not valid for this record type', 'error'),
	unknown: fault('stp.pvst.tlv.unknown', 'TLV type is unknown', 'comment', 'Undecoded'),
	cut: fault('stp.pvst.tlv.truncated', 'TLV record is truncated prematurely', 'error'),
	missing: fault('stp.pvst.origvlan.missing', 'Originating (PVID) VLAN TLV is missing or corrupt', 'error'),
	stray: strayCharacters,
};

const configuration = 0x00;
const notification = 0x80;
const configurationSize = 35;
const notificationSize = 4;
/** IEEE 802.1Q-2018, section 14.4: what stands in front of the first tree's own message, and that. */
const commonSize = 64;
const instanceSize = 16;
/** IEEE 802.1Q-2018, section 28.12: what version 4 adds without its length. */
const shortestPathSize = 85;

const rapid = 0x02;
/** Bytes up to the port, without which nothing is told of a message that has one. */
const throughPort = 27;

export const spanningTree = protocol({
	name: 'stp',
	title: 'Spanning Tree Protocol',
	about: 'Lets bridges agree which links not to use, so that frames do not go in circles.',
	reference: 'IEEE 802.1D, section 9; IEEE 802.1Q, section 14',
	claims: [...claims(llcSap, 0x42), ...claims(etherType, 0x8181), ...claims(snapProtocol, 0x0c_0108, 0x0c_0109, 0x0c_010b, 0x0c_010c)],
	lacking: {under: notificationSize, as: 'named'},
	parts: [p, mst, bpdu],
	faults,
	walk(c) {
		const type = c.bytes[c.start + 3]!;
		if ((type === rapid || type === configuration) && c.lacks(throughPort)) return undefined;
		if (type === notification) c.bound(notificationSize);
		else c.bound(type === configuration && !isPerVlan(c.bytes, c.start) ? configurationSize : c.available);
		return undefined;
	},
	expand(r) {
		r.read(p.protocol);
		const version = r.read(p.version);
		const type = r.read(p.type);
		if (type === notification) {
			r.info('Topology Change Notification');
			return;
		}

		if (!types.has(type)) return;
		const flags = readFlags(r, p.flags, type !== configuration && version >= 2);
		const root = bridge(r, 'Root Identifier', p['root.prio'], p['root.ext'], p['root.hw']);
		const cost = r.read(p['root.cost']);
		bridge(r, 'Bridge Identifier', p['bridge.prio'], p['bridge.ext'], p['bridge.hw']);
		const port = r.read(p.port);
		r.info(() => {
			const kind = type === configuration ? 'Conf' : version >= 4 ? 'SPT' : version === 3 ? 'MST' : 'RST';
			return `${kind}. ${flags & 1 ? 'TC + ' : ''}Root = ${root.replaceAll(' ', '')}  Cost = ${cost}  Port = 0x${port.toString(16).padStart(4, '0')}`;
		});
		for (const field of [p.msg_age, p.max_age, p.hello, p.forward]) {
			r.need(2);
			r.put(field, r.position, r.position + 2, r.peek16() / 256);
			r.position += 2;
		}

		if (type !== configuration && version >= 2) {
			r.read(p.version_1_length);
			if (version >= 3 && r.left >= 2) multiple(r, version);
		}

		if (!isPerVlan(r.bytes, r.base)) return;
		// Behind a configuration there is a byte to spare.
		if (type === configuration && r.left > 0) r.skip(1);
		readVlan(r);
	},
});

function readFlags(r: Reader, field: Field<'uint'>, all: boolean): number {
	const at = r.position;
	return r.readOpen(field, value => {
		r.append(() =>
			[
				value & 0x80 && 'Topology Change Acknowledgment',
				all && value & 0x40 && 'Agreement',
				all && value & 0x20 && 'Forwarding',
				all && value & 0x10 && 'Learning',
				all && `Port Role: ${roles.get((value >> 2) & 3)}`,
				all && value & 0x02 && 'Proposal',
				value & 0x01 && 'Topology Change',
			].filter(said => typeof said === 'string').map(said => `, ${said}`).join('')
		);
		r.at(p['flags.tcack'], at);
		if (all) { for (const part of [p['flags.agreement'], p['flags.forwarding'], p['flags.learning'], p['flags.port_role'], p['flags.proposal']]) r.at(part, at); }
		r.at(p['flags.tc'], at);
	});
}

/** A bridge's identifier: four bits of priority, twelve of an extension, an address. Returns it as text. */
function bridge(r: Reader, title: string, priority: Field<'uint'>, extension: Field<'uint'>, address: Field<'mac'>): string {
	r.need(8);
	const at = r.position;
	const word = r.peek16();
	const name = `${word & 0xf000} / ${word & 0x0fff} / ${macText(r.bytes.subarray(at + 2, at + 8))}`;
	r.group(undefined, () => `${title}: ${name}`, () => {
		r.put(priority, at, at + 1, word & 0xf000);
		r.put(extension, at, at + 2, word & 0x0fff);
		r.position += 2;
		r.read(address);
	});
	return name;
}

function configId(r: Reader): void {
	r.read(mst.config_format_selector);
	r.terminated(mst.config_name, 32);
	r.read(mst.config_revision_level);
	r.read(mst.config_digest);
}

function multiple(r: Reader, version: number): void {
	// What says which region it is is told as a whole, or not at all.
	if (r.peek16() >= commonSize) r.need(2 + commonSize);
	const length = r.read(mst.version_3_length);
	if (length < commonSize) return;
	r.group(undefined, 'MST Extension', () => {
		const end = r.position + length;
		configId(r);
		r.read(mst.cist_internal_root_path_cost);
		bridge(r, 'CIST Bridge Identifier', mst['cist_bridge.prio'], mst['cist_bridge.ext'], mst['cist_bridge.hw']);
		r.read(mst.cist_remaining_hops);
		while (r.position + instanceSize <= end) instance(r);
	});
	if (version < 4 || r.left < 2) return;
	if (r.read(mst.version_4_length) >= shortestPathSize) r.group(undefined, 'SPT Extension', () => shortestPath(r));
}

/** One tree's own message. */
function instance(r: Reader): void {
	r.need(instanceSize);
	const at = r.position;
	const id = r.peek16(1);
	r.group(undefined, () => `MSTID ${id & 0x0fff}, Regional Root Identifier ${id & 0xf000} / ${macText(r.bytes.subarray(at + 3, at + 9))}`, () => {
		readFlags(r, mst['msti.flags'], true);
		r.at(mst['msti.priority'], at + 1);
		r.at(mst['msti.msti_id'], at + 1);
		r.position = at + 3;
		r.read(mst['msti.root.hw']);
		r.read(mst['msti.root_cost']);
		r.put(mst['msti.bridge_priority'], r.position, r.position + 1, r.peek() >>> 4);
		r.put(mst['msti.port_priority'], r.position + 1, r.position + 2, r.peek(1) >>> 4);
		r.position += 2;
		r.read(mst['msti.remaining_hops']);
	});
}

function shortestPath(r: Reader): void {
	r.group(undefined, 'MCID Data', () => configId(r));
	const flags = r.peek();
	r.group(undefined, () => `Agreement Data (AN: ${flags & 3}, DAN: ${(flags >> 2) & 3})`, () => {
		for (const key of ['agreement_num', 'dagreement_num', 'agreement_valid', 'rest_role'] as const) r.at(mst[`agree_flags.${key}`], r.position);
		r.skip(2);
		r.at(bpdu.agreement_digest_format_id, r.position);
		r.at(bpdu.agreement_digest_format_capabilities, r.position);
		r.at(bpdu.agreement_digest_convention_id, r.position + 1);
		r.at(bpdu.agreement_digest_convention_capabilities, r.position + 1);
		r.position += 2;
		r.read(bpdu.agreement_digest_edge_count);
		r.skip(8);
		r.read(mst.agreement_digest);
	});
}

/** Bytes of a record's type and length. */
const recordHeader = 4;

/** Cisco's Per-VLAN Spanning Tree has a SNAP header of its own: organization 00-00-0c, protocol 0x010b. */
function isPerVlan(b: Uint8Array, at: number): boolean {
	return at >= 8 && b[at - 8] === 0xaa && b[at - 3] === 0x0c && b[at - 2] === 0x01 && b[at - 1] === 0x0b;
}

/** The virtual network that Cisco's own form is for. */
function readVlan(r: Reader): void {
	let isFound = false;
	if (r.left < recordHeader) r.complain(faults.cut, r.position, r.end);
	while (r.left >= recordHeader) {
		const type = r.peek16();
		const size = r.peek16(2);
		if (size > r.left - recordHeader) r.short(recordHeader + size);
		const isVlan = type === originatingVlan;
		const isWhole = isVlan && size === 2;
		isFound ||= isWhole;
		r.group(
			undefined,
			() => isWhole ? `Originating VLAN (PVID): ${r.peek16(recordHeader)}` : isVlan ? 'Originating VLAN' : `Unknown TLV type: 0x${type.toString(16).padStart(4, '0')}`,
			() => {
				r.read(p['pvst.tlvtype']);
				r.read(p['pvst.tlvlen']);
				if (isWhole) return void r.read(p['pvst.origvlan']);
				if (isVlan) r.complain(faults.length, r.position - 2, r.position);
				else {
					r.rest(p['pvst.tlvval'], size);
					r.complain(faults.unknown, r.position, r.position);
					return;
				}

				r.skip(size);
			},
		);
	}

	if (!isFound) r.complain(faults.missing, r.position, r.position);
}
