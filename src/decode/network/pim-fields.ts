import {bit, bytes, ipv4Address, ipv6Address, none, parts, text, u16, u32, u8, word} from '../field.ts';
import {addressFamilies} from './address-families.ts';
import {checksumStatusNames} from './checksum.ts';

const yes = {meaning: ['Yes', 'No']} as const;

/** RFC 7761, section 4.9, and those that came later. */
export const pimTypes: ReadonlyMap<number, string> = new Map(
	[
		'Hello',
		'Register',
		'Register-stop',
		'Join/Prune',
		'Bootstrap',
		'Assert',
		'Graft',
		'Graft-Ack',
		'Candidate-RP-Advertisement',
		'State-Refresh',
		'DF election',
		'ECMP redirect',
		'PFM source discovery',
	].entries(),
);

/** What version 1 called its messages. */
export const pimCodes: ReadonlyMap<number, string> = new Map(
	['Query', 'Register', 'Register-stop', 'Join/Prune', 'RP-Reachable', 'Assert', 'Graft', 'Graft-Ack', 'Mode'].entries(),
);

/** IANA: PIM-Hello options. */
export const helloOptions: ReadonlyMap<number, string> = new Map([
	[1, 'Hold Time'],
	[2, 'LAN Prune Delay'],
	[17, 'Label Parameters'],
	[19, 'DR Priority'],
	[20, 'Generation ID'],
	[21, 'State-Refresh'],
	[22, 'Bidirectional Capable'],
	[23, 'VCI Capability'],
	[24, 'Address List'],
	[26, 'Join Attribute'],
	[65_001, 'Address list, old implementation'],
]);

/** RFC 5384, section 3.3, and IANA: PIM Join Attribute Types. */
export const joinAttributes: ReadonlyMap<number, string> = new Map([
	[0, 'RPF Vector TLV'],
	[1, 'MVPN Join Attribute'],
	[2, 'MT-ID Join Attribute'],
	[3, 'Pop-Count'],
	[4, 'Explicit RPF Vector'],
	[5, 'Transport Attribute'],
	[6, 'Receiver RLOC Attribute'],
]);

const electionSteps = new Map([[1, 'offer'], [2, 'DF Winner'], [3, 'DF Backoff'], [4, 'DF Pass']]);

/** Fields of both versions. */
export const p = parts('pim', () => ({
	...word(1, {
		version: bit(4, 'Version', {reference: 'RFC 7761, section 4.9'}),
		type: bit(4, 'Type', {values: pimTypes, about: 'What the message is for: finding neighbors, joining a group, telling of a source.', reference: 'RFC 7761, section 4.9'}),
	}),
	...word(1, {
		'df_elect.subtype': bit(4, 'DF Subtype', {values: electionSteps, reference: 'RFC 5015, section 3.7'}),
		'df_elect.rsvd': bit(4, 'DF reserved'),
	}),
	igmp_type: text('Type'),
	code: u8('Code', {values: pimCodes}),
	res_bytes: bytes('Reserved byte(s)'),
	cksum: u16('Checksum', {base: 'hex', about: 'Covers the message; of a Register only what stands in front of the packet.', reference: 'RFC 7761, section 4.9'}),
	'cksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	option: none('PIM Options'),
	optiontype: u16('Type', {values: helloOptions, reference: 'RFC 7761, section 4.9.2'}),
	optionlength: u16('Length'),
	optionvalue: bytes('Unknown'),
	register_flag: u32('Flags', {
		base: 'hex',
		bits: {
			border: bit(1, 'Border', yes),
			null_register: bit(1, 'Null-Register', {...yes, about: 'There is no packet, only its header: the router asks whether it should go on.'}),
			_rest: bit(30, ''),
		},
	}),
	...word(1, {ip_version: bit(4, 'IP Version', {values: new Map([[0, 'Dummy Header'], [4, 'IPv4'], [6, 'IPv6']])}), _more: bit(4, '')}),
	dummy_header: none('Dummy Header'),
	...word(1, {mode: bit(4, 'Mode', {values: new Map([[0, 'Dense'], [1, 'Sparse'], [2, 'Sparse-Dense']])}), _mode: bit(4, '')}),
	holdtime: u16('Holdtime', {about: 'Seconds that what is said stays true if it is not said again. 65535 is for ever, 0 is goodbye.', reference: 'RFC 7761, section 4.9.2'}),
	numgroups: u16('Num Groups'),
	numgroups8: u8('Num Groups', {name: 'pim.numgroups', type: 'FT_UINT16'}),
	numjoins: u16('Num Joins'),
	numprunes: u16('Num Prunes'),
	...word(1, {t: bit(1, 'T'), _t: bit(7, '')}),
	...word(2, {_lan: bit(1, ''), propagation_delay: bit(15, 'Propagation Delay')}),
	override_interval: u16('Override Interval'),
	dr_priority: u32('DR Priority', {about: 'The highest on a link becomes the designated router, which speaks for its hosts.', reference: 'RFC 7761, section 4.3.2'}),
	generation_id: u32('Generation ID', {about: 'Random since the interface came up: a new one says that the router started again.', reference: 'RFC 7761, section 4.3.1'}),
	state_refresh_version: u8('Version'),
	state_refresh_interval: u8('Interval'),
	state_refresh_reserved: u16('Reserved'),
	...word(1, {rpt: bit(1, 'RP Tree', {about: 'The sender is on the tree of the rendezvous point, not on the one of the source.'}), _rpt: bit(7, '')}),
	...word(4, {
		_tree: bit(1, ''),
		metric_pref: bit(31, 'Metric Preference', {
			about: 'How good the routing protocol is that knows the way to the source: less is better.',
			reference: 'RFC 7761, section 4.6.3',
		}),
	}),
	metric: u32('Metric', {about: 'How far the source is, compared where the preference is the same.'}),
	...word(1, {prune_indicator: bit(1, 'Prune indicator'), prune_now: bit(1, 'Prune now'), assert_override: bit(1, 'Assert override'), _refresh: bit(5, '')}),
	source: ipv4Address('Source'),
	source_ip6: ipv6Address('Source'),
	group: ipv4Address('Group', {about: 'The multicast group.'}),
	group_mask: ipv4Address('Mask'),
	group_ip6: ipv6Address('Group', {about: 'The multicast group.'}),
	upstream_neighbor: ipv4Address('Upstream-neighbor', {about: 'Whom the message is for: the router towards the source. Others listen.', reference: 'RFC 7761, section 4.9.5'}),
	upstream_neighbor_ip6: ipv6Address('Upstream-neighbor'),
	join_ip: ipv4Address('IP address', {about: 'A source, or the rendezvous point, that the sender wants to hear.'}),
	join_ip6: ipv6Address('IP address'),
	prune_ip: ipv4Address('IP address', {about: 'A source that the sender no longer wants to hear.'}),
	prune_ip6: ipv6Address('IP address'),
	address_list: ipv4Address('Address'),
	address_list_ip6: ipv6Address('Address'),
	bsr: ipv4Address('BSR', {about: 'The bootstrap router, which tells all others of the rendezvous points.', reference: 'RFC 5059, section 4.1'}),
	bsr_ip6: ipv6Address('BSR'),
	rp: ipv4Address('RP', {about: 'The rendezvous point, where those who send to a group and those who listen meet.', reference: 'RFC 7761, section 3.1'}),
	rp_ip6: ipv6Address('RP'),
	originator: ipv4Address('Originator'),
	originator_ip6: ipv6Address('Originator'),
	group_address: ipv4Address('Group Address'),
	fragment_tag: u16('Fragment tag', {base: 'hex'}),
	hash_mask_len: u8('Hash mask len'),
	bsr_priority: u8('BSR priority'),
	rp_count: u8('RP count'),
	frp_count: u8('FRP count'),
	priority: u8('Priority'),
	prefix_count: u8('Prefix-count'),
	...word(1, {
		'src_flags.rsv': bit(4, 'Reserved'),
		'src_flags.a': bit(1, 'Annotated', {type: 'FT_UINT8'}),
		'src_flags.s': bit(1, 'Sparse', {type: 'FT_UINT8'}),
		'src_flags.w': bit(1, 'WC', {type: 'FT_UINT8'}),
		'src_flags.r': bit(1, 'RP', {type: 'FT_UINT8'}),
	}),
	mask_len: u8('Masklen'),
	addr_len: u8('Address Len'),
	ttl: u8('TTL'),
	interval: u8('Interval'),
	addr_address_family: u8('Address Family', {values: addressFamilies, reference: 'RFC 7761, section 4.9.1'}),
	addr_encoding_type: u8('Encoding Type', {values: new Map([[0, 'Native'], [1, 'Native with Join Attribute']])}),
	unicast: ipv4Address('Unicast'),
	unicast_ipv6: ipv6Address('Unicast'),
	group_set: text('Group'),
	'group_addr.flags': u8('Flags', {
		base: 'hex',
		bits: {
			b: bit(1, 'Bidirectional PIM', {reference: 'RFC 5015, section 3.7'}),
			reserved: bit(6, 'Reserved', {base: 'hex'}),
			z: bit(1, 'Admin Scope Zone', {reference: 'RFC 5059, section 2'}),
		},
	}),
	'source_addr.flags': u8('Flags', {
		base: 'hex',
		bits: {
			reserved: bit(5, 'Reserved', {base: 'hex'}),
			s: bit(1, 'Sparse'),
			w: bit(1, 'WildCard', {about: 'Any source: the address is that of the rendezvous point.'}),
			r: bit(1, 'Rendezvous Point Tree'),
		},
	}),
	source_ja: none('Join Attribute', {reference: 'RFC 5384, section 3.3'}),
	'source_ja.flags': u8('Flags', {
		base: 'hex',
		bits: {f: bit(1, 'Forward'), e: bit(1, 'End of Attributes'), attr_type: bit(6, 'Attribute Type', {values: joinAttributes})},
	}),
	'source_ja.length': u8('Length'),
	'source_ja.value': bytes('Value'),
	srccount: u16('Source Count', {reference: 'RFC 8364, section 3.1'}),
	srcholdtime: u16('Source Holdtime'),
	...word(1, {pfmnoforwardbit: bit(1, 'Pfm no forward bit', {reference: 'RFC 8364, section 3.1'}), _pfm: bit(7, '')}),
	...word(1, {transitivetype: bit(1, 'Transitive Type'), _transitive: bit(7, '')}),
}));
