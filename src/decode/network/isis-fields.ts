import {bit, bool8, byteString, bytes, f32, ipv4Address, ipv6Address, mac, type Options, parts, type Spec, text, u16, u24, u32, u8, word} from '../field.ts';
import {hexBytes} from '../print.ts';
import {type Fault, fault} from '../protocol.ts';
import {checksumStatusNames} from './checksum.ts';

/** `0000.0000.0001`, with `.02` for a pseudonode and `-03` for a fragment behind. */
export function systemText(b: Uint8Array): string {
	let out = '';
	for (let i = 0; i < b.length; i++) out += `${i === 7 ? '-' : i > 0 && i % 2 === 0 ? '.' : ''}${hexBytes(b.subarray(i, i + 1))}`;
	return out;
}

const system = (size: 6 | 7 | 8, title: string, options: Options = {}): Spec<'bytes', Record<never, never>> =>
	byteString(size, title, {type: 'FT_SYSTEM_ID', written: systemText, ...options});

/** IANA: NLPIDs of Interest. */
export const networkProtocols: ReadonlyMap<number, string> = new Map([
	[0x00, 'NULL'],
	[0x80, 'SNAP'],
	[0x81, 'CLNP'],
	[0x82, 'ESIS'],
	[0x83, 'ISIS'],
	[0x85, 'IDRP'],
	[0x8e, 'IPv6'],
	[0xc0, 'TRILL'],
	[0xc1, 'IEEE 802.1aq SPB'],
	[0xcc, 'IP'],
	[0xcf, 'PPP'],
]);

export const pduTypes: ReadonlyMap<number, string> = new Map([
	[15, 'L1 HELLO'],
	[16, 'L2 HELLO'],
	[17, 'P2P HELLO'],
	[18, 'L1 LSP'],
	[20, 'L2 LSP'],
	[24, 'L1 CSNP'],
	[25, 'L2 CSNP'],
	[26, 'L1 PSNP'],
	[27, 'L2 PSNP'],
]);

const clv = {
	'clv.type': u8('Type', {about: 'What the value is about.', reference: 'ISO 10589, section 9.2'}),
	'clv.length': u8('Length'),
};

// ISO 10589, section 9.5
export const hello = parts('isis.hello', () => ({
	...word(1, {
		reserved: bit(6, 'Reserved', {base: 'hex'}),
		circuit_type: bit(2, 'Circuit type', {
			base: 'hex',
			values: new Map([[0, 'Reserved 0 (discard PDU)'], [1, 'Level 1 only'], [2, 'Level 2 only'], [3, 'Level 1 and 2']]),
			about: 'Level 1 routes inside an area, level 2 between areas.',
			reference: 'ISO 10589, section 9.5',
		}),
	}),
	source_id: system(6, 'SystemID {Sender of PDU}', {about: 'The number of the sender, which is no address.', reference: 'ISO 10589, section 9.5'}),
	holding_timer: u16('Holding timer', {about: 'After so many silent seconds the sender is taken to be gone.', reference: 'ISO 10589, section 9.5'}),
	pdu_length: u16('PDU length'),
	...word(1, {
		priority_reserved: bit(1, 'Reserved', {name: 'isis.hello.reserved', base: 'dec', type: 'FT_UINT8'}),
		priority: bit(7, 'Priority', {about: 'The highest speaks for the network.', reference: 'ISO 10589, section 8.4.5'}),
	}),
	lan_id: system(7, 'SystemID {Designated IS}', {about: 'Who speaks for the network, and the number it gave the network.', reference: 'ISO 10589, section 8.4.5'}),
	local_circuit_id: u8('Local circuit ID'),
	...clv,
	area_address: bytes('Area address', {about: 'The area that the sender is in, its length in front.', reference: 'ISO 10589, section 7.1.5'}),
	is_neighbor: mac('IS Neighbor', {
		about: 'A router that the sender has heard of lately. Who finds itself here knows that both hear each other.',
		reference: 'ISO 10589, section 8.4.2',
	}),
	'clv_nlpid.nlpid': u8('NLPID', {base: 'hex'}),
	clv_ipv4_int_addr: ipv4Address('IPv4 interface address', {reference: 'RFC 1195, section 5.3'}),
	clv_ipv6_int_addr: ipv6Address('IPv6 interface address', {reference: 'RFC 5308, section 3'}),
	clv_ipv6_glb_int_addr: ipv6Address('IPv6 Global interface address'),
	clv_authentication: bytes('Authentication', {about: 'A password to read, or a digest over the message and a secret.', reference: 'RFC 5304, section 2'}),
	clv_mt: u16('MT-ID', {base: 'hex', reference: 'RFC 5120, section 7.2'}),
	clv_restart_flags: u8('Restart Signaling Flags', {
		base: 'hex',
		reference: 'RFC 5306, section 3.2',
		bits: {_high: bit(5, ''), sa: bit(1, 'Suppress Adjacency'), ra: bit(1, 'Restart Acknowledgment'), rr: bit(1, 'Restart Request')},
	}),
	clv_restart_remain_time: u16('Remaining holding time'),
	clv_restart_neighbor: system(6, 'Restarting Neighbor ID'),
	adjacency_state: u8('Adjacency State', {
		values: new Map([[0, 'Up'], [1, 'Initializing'], [2, 'Down']]),
		about: 'Three steps bring both sides to Up.',
		reference: 'RFC 5303, section 3.1',
	}),
	extended_local_circuit_id: u32('Extended Local circuit ID', {base: 'hex'}),
	neighbor_systemid: system(6, 'Neighbor SystemID'),
	neighbor_extended_local_circuit_id: u32('Neighbor Extended Local circuit ID', {base: 'hex'}),
}));

const supported = {meaning: ['Supported', 'Not supported']} as const;
const external = {meaning: ['External', 'Internal']} as const;
const unsupported = {meaning: ['Not Supported', 'Supported']} as const;
const direction = {meaning: ['Down', 'Up']} as const;

// ISO 10589, section 9.8
export const lsp = parts('isis.lsp', () => ({
	pdu_length: u16('PDU length'),
	remaining_life: u16('Remaining lifetime', {about: 'Seconds until it is forgotten. 0 says that its sender takes it back.', reference: 'ISO 10589, section 7.3.16'}),
	lsp_id: system(8, 'LSP-ID', {about: 'Who or which network it is about, and which part of what there is to say.', reference: 'ISO 10589, section 9.8'}),
	sequence_number: u32('Sequence number', {base: 'hex', about: 'The higher is the newer.', reference: 'ISO 10589, section 7.3.16'}),
	checksum: u16('Checksum', {base: 'hex', reference: 'ISO 10589, section 7.3.11'}),
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	...word(1, {
		partition_repair: bit(1, 'Partition Repair', supported),
		att: bit(4, 'Attachment', {
			type: 'FT_UINT8',
			about: 'The sender reaches other areas: where others of its area send what they do not know.',
			reference: 'ISO 10589, section 9.8',
		}),
		overload: bit(1, 'Overload bit', {about: 'The sender is not to be used as a way to others.', reference: 'ISO 10589, section 9.8'}),
		is_type: bit(2, 'Type of Intermediate System', {values: new Map([[0, 'Unused 0x0 (invalid)'], [1, 'Level 1'], [2, 'Unused 0x2 (invalid)'], [3, 'Level 2']])}),
	}),
	...word(1, {
		_flags: bit(4, ''),
		error_metric: bit(1, 'Error metric'),
		expense_metric: bit(1, 'Expense metric'),
		delay_metric: bit(1, 'Delay metric'),
		default_metric: bit(1, 'Default metric'),
	}),
	...clv,
	area_address: bytes('Area address'),
	'clv_nlpid.nlpid': u8('NLPID', {base: 'hex'}),
	hostname: text('Hostname', {reference: 'RFC 5301, section 3'}),
	clv_ipv4_int_addr: ipv4Address('IPv4 interface address'),
	clv_ipv6_int_addr: ipv6Address('IPv6 interface address'),
	clv_te_router_id: ipv4Address('Traffic Engineering Router ID', {reference: 'RFC 5305, section 4.3'}),
	clv_mt: u16('MT-ID', {base: 'hex'}),
	authentication: bytes('Authentication'),
	originating_lsp_buffer_size: u16('Neighbor originating buffer size'),
	'purge_originator_id.num': u8('Number of System IDs', {reference: 'RFC 6232, section 3'}),
	'purge_originator_id.system_id': system(6, 'System ID'),
	is_virtual: bool8('IsVirtual', {meaning: ['Yes', 'No']}),
	...word(2, {reserved: bit(4, 'Reserved', {base: 'hex'}), mtid: bit(12, 'Topology ID', {reference: 'RFC 5120, section 7.2'})}),
	'eis_neighbors_clv_inner.reserved': u8('Reserved', {base: 'hex'}),
	'eis_neighbors.is_neighbor': system(7, 'IS Neighbor', {about: 'A router or a network that the sender has a link to.', reference: 'ISO 10589, section 9.8'}),
	...word(1, {_up: bit(1, ''), 'eis_neighbors.default_metric_ie': bit(1, 'Default Metric', external), 'eis_neighbors.default_metric': bit(6, 'Default Metric')}),
	...word(1, {_1: bit(1, ''), 'eis_neighbors.delay_metric_ie': bit(1, 'Delay Metric', external), _2: bit(6, '')}),
	...word(1, {_3: bit(1, ''), 'eis_neighbors.expense_metric_ie': bit(1, 'Expense Metric', external), _4: bit(6, '')}),
	...word(1, {_5: bit(1, ''), 'eis_neighbors.error_metric_ie': bit(1, 'Error Metric', external), _6: bit(6, '')}),
	'ip_reachability.ipv4_prefix': ipv4Address('IPv4 prefix', {about: 'A network that the sender reaches.', reference: 'RFC 1195, section 5.3'}),
	...word(1, {
		'ip_reachability.distribution': bit(1, 'Distribution', direction),
		'ip_reachability.default_metric_ie': bit(1, 'Default Metric IE', external),
		'ip_reachability.default_metric': bit(6, 'Default Metric'),
	}),
	...word(1, {
		'ip_reachability.delay_metric_support': bit(1, 'Delay Metric', unsupported),
		'ip_reachability.delay_metric_ie': bit(1, 'Delay Metric', external),
		'ip_reachability.delay_metric': bit(6, 'Delay Metric'),
	}),
	...word(1, {
		'ip_reachability.expense_metric_support': bit(1, 'Expense Metric', unsupported),
		'ip_reachability.expense_metric_ie': bit(1, 'Expense Metric', external),
		'ip_reachability.expense_metric': bit(6, 'Expense Metric'),
	}),
	...word(1, {
		'ip_reachability.error_metric_support': bit(1, 'Error Metric', unsupported),
		'ip_reachability.error_metric_ie': bit(1, 'Error Metric', external),
		'ip_reachability.error_metric': bit(6, 'Error Metric'),
	}),
	'ext_ip_reachability.metric': u32('Metric', {reference: 'RFC 5305, section 4'}),
	...word(1, {
		'ext_ip_reachability.distribution': bit(1, 'Distribution', {...direction, reference: 'RFC 5305, section 4.1'}),
		'ext_ip_reachability.subtlv': bit(1, 'Sub-TLV', {meaning: ['Yes', 'No']}),
		'ext_ip_reachability.prefix_length': bit(6, 'Prefix Length'),
	}),
	'ext_ip_reachability.ipv4_prefix': ipv4Address('IPv4 prefix', {about: 'A network that the sender reaches.', reference: 'RFC 5305, section 4'}),
	'ext_ip_reachability.subclvs_length': u8('SubCLV Length'),
	'ext_ip_reachability.code': u8('Code', {
		values: new Map([[1, '32-bit Administrative Tag'], [2, '64-bit Administrative Tag'], [3, 'Prefix-SID'], [4, 'Prefix Attribute Flags'], [32, 'BIER Info']]),
	}),
	'ext_ip_reachability.length': u8('Length'),
	'ext_ip_reachability.prefix_sid.flags': u8('Flags', {
		base: 'hex',
		reference: 'RFC 8667, section 2.1',
		bits: {
			r: bit(1, 'Re-advertisement'),
			n: bit(1, 'Node-SID'),
			p: bit(1, 'no-PHP'),
			e: bit(1, 'Explicit-Null'),
			v: bit(1, 'Value'),
			l: bit(1, 'Local'),
			_low: bit(2, ''),
		},
	}),
	'32_bit_administrative_tag': u32('32-Bit Administrative tag', {base: 'hex_dec', reference: 'RFC 5130, section 3.1'}),
	sr_alg: u8('Algorithm', {values: new Map([[0, 'Shortest Path First (SPF)'], [1, 'Strict Shortest Path First (SPF)']])}),
	'sid.sli_index': u32('SID/Label/Index', {base: 'hex', about: 'An index into the range of labels of whoever is sent to.', reference: 'RFC 8667, section 2.1'}),
	...word(3, {_label: bit(4, ''), 'sid.sli_label': bit(20, 'SID/Label/Index')}),
	'ipv6_reachability.metric': u32('Metric', {reference: 'RFC 5308, section 2'}),
	...word(1, {
		'ipv6_reachability.distribution': bit(1, 'Distribution', direction),
		'ipv6_reachability.distribution_internal': bit(1, 'Distribution', external),
		'ipv6_reachability.subtlv': bit(1, 'Sub-TLV', {meaning: ['Yes', 'No']}),
		'ipv6_reachability.reserved_bits': bit(5, 'Reserved bits', {base: 'hex'}),
	}),
	'ipv6_reachability.prefix_length': u8('Prefix Length'),
	'ipv6_reachability.ipv6_prefix': ipv6Address('IPv6 prefix', {about: 'A network that the sender reaches.', reference: 'RFC 5308, section 2'}),
	'ipv6_reachability.subclvs_length': u8('SubCLV Length'),
	'ext_is_reachability.is_neighbor_id': system(7, 'IS neighbor ID', {about: 'A router or a network that the sender has a link to.', reference: 'RFC 5305, section 3'}),
	'ext_is_reachability.metric': u24('Metric', {about: 'What it costs to send over the link.', reference: 'RFC 5305, section 3'}),
	'ext_is_reachability.subclvs_length': u8('SubCLV Length'),
	'ext_is_reachability.code': u8('Code', {
		values: new Map([
			[3, 'Administrative group (color)'],
			[4, 'Link Local/Remote Identifiers'],
			[6, 'IPv4 interface address'],
			[8, 'IPv4 neighbor address'],
			[9, 'Maximum link bandwidth'],
			[10, 'Maximum reservable link bandwidth'],
			[11, 'Unreserved bandwidth'],
			[12, 'IPv6 Interface Address'],
			[13, 'IPv6 Neighbor Address'],
			[15, 'Link Maximum SID Depth'],
			[18, 'TE Default metric'],
			[31, 'Adj-SID'],
			[32, 'LAN-Adj-SID'],
			[33, 'Unidirectional Link Delay'],
		]),
	}),
	'ext_is_reachability.length': u8('Length'),
	'ext_is_reachability.value': bytes('Value'),
	'ext_is_reachability.link_local_identifier': u32('Link Local Identifier'),
	'ext_is_reachability.link_remote_identifier': u32('Link Remote Identifier'),
	'ext_is_reachability.ipv4_interface_address': ipv4Address('IPv4 interface address'),
	'ext_is_reachability.ipv4_neighbor_address': ipv4Address('IPv4 neighbor address'),
	'ext_is_reachability.traffic_engineering_default_metric': u24('Traffic engineering default metric'),
	maximum_link_bandwidth: f32('Maximum link bandwidth', {about: 'Megabits a second.', reference: 'RFC 5305, section 3.4'}),
	reservable_link_bandwidth: f32('Reservable link bandwidth'),
	'unrsv_bw.priority_level': f32('priority level'),
	'adj_sid.flags': u8('Flags', {
		base: 'hex',
		reference: 'RFC 8667, section 2.2.1',
		bits: {
			f: bit(1, 'Outgoing Encapsulation', {meaning: ['IPv6', 'IPv4']}),
			b: bit(1, 'Backup'),
			v: bit(1, 'Value'),
			l: bit(1, 'Local Significance', {meaning: ['Yes', 'No']}),
			s: bit(1, 'Set'),
			_low: bit(3, ''),
		},
	}),
	'adj_sid.weight': u8('Weight', {base: 'hex'}),
	'adj_sid.system_id': system(6, 'System-ID'),
	'rt_capable.router_id': u32('Router ID', {base: 'hex', reference: 'RFC 7981, section 2'}),
	...word(1, {_cap: bit(6, ''), 'rt_capable.flag_d': bit(1, 'D bit'), 'rt_capable.flag_s': bit(1, 'S bit')}),
	...word(1, {'sr_cap.i_flag': bit(1, 'I flag: IPv4 support'), 'sr_cap.v_flag': bit(1, 'V flag: IPv6 support'), _sr: bit(6, '')}),
	'sr_cap.range': u24('Range', {reference: 'RFC 8667, section 3.1'}),
	'sr_cap.label': u24('Label'),
	igp_msd_type: u8('MSD Type', {values: new Map([[0, 'Reserved'], [1, 'Base MPLS Imposition']])}),
	igp_msd_value: u8('MSD Value'),
}));

// ISO 10589, sections 9.10 and 9.11
export const csnp = parts('isis.csnp', () => ({
	pdu_length: u16('PDU length'),
	source_id: system(6, 'Source-ID'),
	source_circuit: bytes('Source-ID-Circuit'),
	start_lsp_id: system(8, 'Start LSP-ID', {about: 'All that the sender has from this one on to the end is listed.', reference: 'ISO 10589, section 9.10'}),
	end_lsp_id: system(8, 'End LSP-ID'),
	...clv,
	lsp_id: system(8, 'LSP-ID'),
	lsp_seq_num: u32('LSP Sequence Number', {base: 'hex'}),
	lsp_remain_life: u16('Remaining Lifetime'),
	lsp_checksum: u16('LSP checksum', {base: 'hex'}),
	authentication: bytes('Authentication'),
}));

export const psnp = parts('isis.psnp', () => ({
	pdu_length: u16('PDU length'),
	source_id: system(6, 'Source-ID'),
	source_circuit: bytes('Source-ID-Circuit'),
	...clv,
}));

/** What can be wrong with the values of a PDU, by its name. */
export const clvFaults = (name: string): {readonly short: ReturnType<typeof fault>; readonly unknown: ReturnType<typeof fault>} => ({
	short: fault(`isis.${name}.short_clv`, 'Short CLV', 'error'),
	unknown: fault(`isis.${name}.clv.unknown`, 'Unknown option', 'note', 'Undecoded'),
});

/** What can be wrong with the length of a PDU. */
export type LengthFaults = {readonly shortPdu: Fault; readonly longPdu: Fault};
const lengthFaults = (short: string, long: string): LengthFaults => ({
	shortPdu: fault(`isis.${short}`, 'PDU length less than header length', 'error'),
	longPdu: fault(`isis.${long}`, 'PDU length greater than packet length', 'error'),
});
export const helloLength = lengthFaults('lsp.hello_pdu', 'lsp.hello_pdu');
export const lspLength = lengthFaults('lsp.short_pdu', 'lsp.long_pdu');
export const csnpLength = lengthFaults('csnp.short_pdu', 'csnp.long_pdu');
export const psnpLength = lengthFaults('psnp.short_pdu', 'psnp.long_pdu');
export const badChecksum = fault('isis.lsp.bad_checksum', 'Bad checksum', 'error', 'Checksum');
