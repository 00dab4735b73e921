import {encapsulationNames, encapsulationOf} from './encapsulations.ts';
import type {FrameMeta} from './facts.ts';
import {bit, bool8, bytes, duration, i16, i64, i8, parts, text, time, u32, u64, word} from './field.ts';
import {fault, type Protocol, protocol} from './protocol.ts';
import {generated, type Reader} from './reader.ts';
import {linkType} from './space.ts';

/** `Cursor.linkType` of frames that are no packets: pcapng custom and sysdig blocks. */
export const noLinkType = 0xffff;

const directions = new Map([[0, 'Unknown'], [1, 'Inbound'], [2, 'Outbound']]);
const receptions = new Map([[0, 'Not specified'], [1, 'Unicast'], [2, 'Multicast'], [3, 'Broadcast'], [4, 'Promiscuous']]);
/** TC_ACT_ numbers of the Linux traffic control. */
const trafficActions = new Map([
	[-1, 'TC_ACT_UNSPEC'],
	[0, 'TC_ACT_OK'],
	[1, 'TC_ACT_RECLASSIFY'],
	[2, 'TC_ACT_SHOT'],
	[3, 'TC_ACT_PIPE'],
	[4, 'TC_ACT_STOLEN'],
	[5, 'TC_ACT_QUEUED'],
	[6, 'TC_ACT_REPEAT'],
	[7, 'TC_ACT_REDIRECT'],
	[8, 'TC_ACT_TRAP'],
]);
/** XDP_ numbers of Linux. */
const expressActions = new Map([[0, 'XDP_ABORTED'], [1, 'XDP_DROP'], [2, 'XDP_PASS'], [3, 'XDP_TX'], [4, 'XDP_REDIRECT']]);
const enterprises = new Map([[32473, 'Example Enterprise Number for Documentation Use']]);

const p = parts('frame', () => ({
	comment: text('Comment', {about: 'What somebody wrote about this frame in the capture file.'}),
	section_number: u32('Section number', {about: 'The section of the pcapng file that the frame is in, from 1.'}),
	interface_id: u32('Interface id', {about: 'The interface that the frame was captured on, as the file numbers them.'}),
	interface_name: text('Interface name'),
	interface_description: text('Interface description'),
	interface_queue: u32('Interface queue'),
	// pcapng, section 4.3.1: epb_flags
	packet_flags: u32('Packet flags', {base: 'hex'}),
	...word(4, {
		packet_flags_symbol_error: bit(1, 'Symbol error'),
		packet_flags_preamble_error: bit(1, 'Preamble error'),
		packet_flags_start_frame_delimiter_error: bit(1, 'Start frame delimiter error'),
		packet_flags_unaligned_frame_error: bit(1, 'Unaligned frame error'),
		packet_flags_wrong_inter_frame_gap_error: bit(1, 'Wrong interframe gap error'),
		packet_flags_packet_too_short_error: bit(1, 'Packet too short error'),
		packet_flags_packet_too_error: bit(1, 'Packet too long error'),
		packet_flags_crc_error: bit(1, 'CRC error'),
		_unknown: bit(8, ''),
		packet_flags_reserved: bit(7, 'Reserved'),
		packet_flags_fcs_length: bit(4, 'FCS length'),
		packet_flags_reception_type: bit(3, 'Reception type', {values: receptions}),
		packet_flags_direction: bit(2, 'Direction', {base: 'hex', values: directions}),
	}),
	packet_id: u64('Packet id'),
	verdict: text('Verdict'),
	'verdict.hw': bytes('Hardware'),
	'verdict.ebpf_tc': i64('eBPF TC'),
	'verdict.ebpf_xdp': i64('eBPF XDP'),
	'verdict.unknown': bytes('Unknown'),
	encap_type: i16('Encapsulation type', {values: encapsulationNames, about: 'What the frame begins with: the kind of link it was captured on.'}),
	time: time('Arrival Time', {zone: 'local', about: 'When the frame was captured, in the time zone of this machine.'}),
	offset_shift: duration('Time shift for this packet'),
	time_epoch: duration('Epoch Time', {about: 'Seconds since 1970-01-01 00:00:00 UTC.'}),
	time_delta: duration('Time delta from previous captured frame'),
	time_delta_displayed: duration('Time delta from previous displayed frame'),
	time_relative: duration('Time since reference or first frame'),
	number: u32('Frame Number'),
	len: u32('Frame length on the wire', {about: 'How long the frame was, also where less of it was captured.'}),
	cap_len: u32('Frame length stored into the capture file'),
	drop_count: u64('Drop Count'),
	marked: bool8('Frame is marked', {meaning: ['True', 'False']}),
	ignored: bool8('Frame is ignored', {meaning: ['True', 'False']}),
	cb_pen: u32('Private Enterprise Number', {values: enterprises}),
	cb_copy: bool8('Copying', {meaning: ['Allowed', 'Not Allowed']}),
	p2p_dir: i8('Point-to-Point Direction', {values: new Map([[0, 'Sent'], [1, 'Received']])}),
	protocols: text('Protocols in frame', {about: 'The layers that were found, outermost first.'}),
	'coloring_rule.name': text('Coloring Rule Name', {about: 'What the rule is called that gives the packet its colours.'}),
	'coloring_rule.string': text('Coloring Rule String', {about: 'The filter of that rule.'}),
}));

const faults = {
	comment: fault('frame.comment.expert', 'Formatted comment', 'comment'),
	shorter: fault('frame.len_lt_caplen', 'Frame length is less than captured length', 'error'),
};

/** Layers that name their payload by an ethertype, which counts as a layer between the two. */
const withEtherType: ReadonlySet<string> = new Set(['eth', 'vlan', 'ieee8021ad', 'sll', 'sll2', 'ieee8021ah', 'macsec', 'avsp']);
/** Layers that name their payload by a link type, which counts as well. */
const withLinkType: ReadonlySet<string> = new Set(['ppi', 'pktap']);
/** The layer below those that was not named by a link type. */
const withoutLinkType = 'wlan_radio';
/** Layers below those that were not named by an ethertype. */
const withoutEtherType: ReadonlySet<string> = new Set(['llc', 'ipx', 'cdp', 'eth.trailer', 'cfp']);

/** It stands in the place of Ethernet's header, and is not counted as a layer. */
const replacing = 'isl';

function stackText(layers: readonly Protocol[]): string {
	let out = '';
	for (let i = 1; i < layers.length; i++) {
		const {name} = layers[i]!;
		if (name === replacing) continue;
		const around = layers[i - 1]!.name;
		// What a security tag hides has no type.
		const isHidden = around === 'macsec' && name === 'data';
		const between = withEtherType.has(around) && !withoutEtherType.has(name) && !isHidden
			? ':ethertype'
			: withLinkType.has(around) && name !== withoutLinkType
			? ':pcap_pktdata'
			: '';
		out += i === 1 ? name : `${between}:${name}`;
	}

	return out;
}

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
const size = (n: number): string => `${count(n, 'byte')} (${count(n * 8, 'bit')})`;
const enterpriseText = (number: number): string => `${enterprises.get(number) ?? 'Unknown'} (${number})`;

function title(row: number, meta: FrameMeta): string {
	const {captured, original, interfaceId, interfaceName, packetFlags, block} = meta;
	switch (block) {
		case 'custom':
			return `PCAPNG Custom Block ${row + 1}: ${size(original)} of custom data and options, PEN ${enterpriseText(meta.enterprise ?? 0)}, copying ${
				meta.copied ? '' : 'not '
			}allowed`;
		case 'journal':
			return `Systemd Journal Entry ${row + 1}: ${count(captured, 'byte')}`;
		case 'sysdig':
			return `Sysdig Event ${row + 1}: ${count(original, 'byte')}`;
		default: {
			const on = interfaceId === undefined ? '' : ` on interface ${interfaceName ?? 'unknown'}, id ${interfaceId}`;
			const direction = packetFlags === undefined ? 0 : packetFlags & 3;
			const way = direction === 1 ? ' (inbound)' : direction === 2 ? ' (outbound)' : '';
			return `Frame ${row + 1}: ${count(original, 'byte')} on wire (${count(original * 8, 'bit')}), ${count(captured, 'byte')} captured (${
				count(captured * 8, 'bit')
			})${on}${way}`;
		}
	}
}

function comments(r: Reader, meta: FrameMeta): void {
	for (const comment of meta.comments) {
		r.open(p.comment, 0, comment);
		r.label(comment);
		r.complain(faults.comment, 0, 0, comment);
		r.close(0);
	}
}

const flagFields = [
	p.packet_flags_direction,
	p.packet_flags_reception_type,
	p.packet_flags_fcs_length,
	p.packet_flags_reserved,
	p.packet_flags_crc_error,
	p.packet_flags_packet_too_error,
	p.packet_flags_packet_too_short_error,
	p.packet_flags_wrong_inter_frame_gap_error,
	p.packet_flags_unaligned_frame_error,
	p.packet_flags_start_frame_delimiter_error,
	p.packet_flags_preamble_error,
	p.packet_flags_symbol_error,
];

function packetFlags(r: Reader, flags: number): void {
	r.open(p.packet_flags, 0, flags >>> 0);
	for (const field of flagFields) r.put(field, 0, 0, (flags >>> field.shift) & (2 ** field.width - 1));
	r.close(0);
}

const verdictNames = ['Hardware', 'eBPF_TC', 'eBPF_XDP'];

function verdicts(r: Reader, list: NonNullable<FrameMeta['verdicts']>): void {
	r.open(p.verdict, 0, '');
	r.label(() => `Verdict: ${list.filter(({kind}) => kind < 3).map(({kind}) => `, ${verdictNames[kind]} (${kind})`).join('')}`);
	for (const {kind, bytes: b} of list) {
		const number = b.length === 8 ? new DataView(b.buffer, b.byteOffset, 8).getBigInt64(0, true) : 0n;
		if (kind === 0) r.put(p['verdict.hw'], 0, 0, b);
		else if (kind === 1 || kind === 2) {
			r.put(kind === 1 ? p['verdict.ebpf_tc'] : p['verdict.ebpf_xdp'], 0, 0, number);
			r.label(() => `${kind === 1 ? 'eBPF TC' : 'eBPF XDP'}: ${(kind === 1 ? trafficActions : expressActions).get(Number(number)) ?? 'Unknown'} (${number})`);
		}
	}

	r.close(0);
}

function times(r: Reader, now: bigint): void {
	const {firstTime, previousTime, previousDisplayedTime, row} = r.facts;
	r.put(p.time, 0, 0, now);
	r.put(p.offset_shift, 0, 0, 0n, generated);
	r.put(p.time_epoch, 0, 0, now);
	r.put(p.time_delta, 0, 0, row === 0 ? 0n : now - (previousTime ?? 0n), generated);
	r.put(p.time_delta_displayed, 0, 0, previousDisplayedTime === undefined ? 0n : now - previousDisplayedTime, generated);
	r.put(p.time_relative, 0, 0, now - (firstTime ?? 0n), generated);
}

/** What the capture says of a frame, before any of its bytes is looked at. */
export const frame = protocol({
	name: 'frame',
	title: 'Frame',
	short: 'Frame',
	column: '',
	about: 'What the capture says of the packet: when it came, how long it was, and how much of it was kept.',
	parts: p,
	faults,
	walk(c) {
		c.payload(0);
		return c.next(linkType, c.linkType);
	},
	expand(r) {
		const {meta, row} = r.facts;
		r.label(() => title(row, meta));
		if (meta.block === 'custom') {
			r.column('PCAPNG');
			r.info(() => `Custom Block: PEN = ${enterpriseText(meta.enterprise ?? 0)}, will ${meta.copied ? '' : 'not '}be copied`);
		} else if (meta.block === 'sysdig') {
			r.column('Sysdig Event');
		}

		comments(r, meta);
		if (meta.section !== undefined) r.put(p.section_number, 0, 0, meta.section);
		if (meta.interfaceId !== undefined) {
			const name = meta.interfaceName ?? 'unknown';
			r.open(p.interface_id, 0, meta.interfaceId);
			r.label(() => `Interface id: ${meta.interfaceId} (${name})`);
			r.put(p.interface_name, 0, 0, name);
			if (meta.interfaceDescription !== undefined) r.put(p.interface_description, 0, 0, meta.interfaceDescription);
			r.close(0);
		}

		if (meta.queue !== undefined) r.put(p.interface_queue, 0, 0, meta.queue);
		if (meta.packetFlags !== undefined) packetFlags(r, meta.packetFlags);
		if (meta.packetId !== undefined) r.put(p.packet_id, 0, 0, meta.packetId);
		if (meta.verdicts !== undefined && meta.verdicts.length > 0) verdicts(r, meta.verdicts);
		if (meta.block === undefined) r.put(p.encap_type, 0, 0, encapsulationOf.get(meta.linkType) ?? 0);
		if (meta.time !== undefined) times(r, meta.time);
		r.put(p.number, 0, 0, row + 1);
		r.open(p.len, 0, meta.original);
		r.label(() => `Frame Length: ${size(meta.original)}`);
		if (meta.original < meta.captured) r.complain(faults.shorter, 0, 0);
		r.close(0);
		r.put(p.cap_len, 0, 0, meta.captured);
		r.label(() => `Capture Length: ${size(meta.captured)}`);
		if (meta.dropCount !== undefined) r.put(p.drop_count, 0, 0, meta.dropCount);
		r.put(p.marked, 0, 0, 0, generated);
		r.put(p.ignored, 0, 0, 0, generated);
		if (meta.block === 'custom') {
			if (meta.enterprise !== undefined) r.put(p.cb_pen, 0, 0, meta.enterprise);
			r.put(p.cb_copy, 0, 0, meta.copied ? 1 : 0);
		}

		const direction = (meta.packetFlags ?? 0) & 3;
		if (direction === 1 || direction === 2) r.put(p.p2p_dir, 0, 0, direction === 1 ? 1 : 0);
		if (r.wants(p.protocols)) r.put(p.protocols, 0, 0, stackText(r.facts.layers), generated);
		const {coloring} = r.facts;
		if (coloring === undefined) return;
		r.put(p['coloring_rule.name'], 0, 0, coloring.name, generated);
		r.put(p['coloring_rule.string'], 0, 0, coloring.filter, generated);
	},
});
