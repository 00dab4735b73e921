import {ipv4Text} from '../print.ts';
import {malformed} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {readPrefixSegments} from './bgp-prefix-sid.ts';
import {readTunnels} from './bgp-tunnels.ts';
import {readCommunities, readExtended, readLarge} from './bgp-communities.ts';
import {a, faults, n} from './bgp-fields.ts';
import {attributeTypes, origins, tunnelTypes} from './bgp-names.ts';
import {distinguisherText, ipv4Family, ipv6Family, readFamily} from './bgp-routes.ts';

const extendedLength = 0x10;
/** Attributes inside attributes: sets of sets are an attack. */
const maxDepth = 4;

/** How deep attributes stand in others, and whether a community said that the tunnels carry network identifiers and no labels. */
type Context = {readonly depth: number; virtual: boolean};

/** RFC 4271, section 4.3: attributes until `end`, where the message says that they end. */
export function readAttributes(r: Reader, end: number, context: Context = {depth: 0, virtual: false}): void {
	r.group(a['update.path_attributes'], undefined, () => {
		while (r.position < end) readAttribute(r, end, context);
	});
}

const count = (size: number): string => `${size} byte${size === 1 ? '' : 's'}`;

function readAttribute(r: Reader, end: number, context: Context): void {
	r.need(3);
	const wide = (r.peek() & extendedLength) !== 0;
	const type = r.peek(1);
	const size = wide ? r.peek16(2) : r.peek(2);
	const name = `Path Attribute - ${attributeTypes.get(type) ?? `Unknown (${type})`}`;
	const said = r.group(a['update.path_attribute'], name, () => {
		r.read(a['update.path_attribute.flags']);
		r.read(a['update.path_attribute.type_code']);
		r.read(wide ? a['update.path_attribute.length'] : a.attribute_length8);
		if (r.position + size > end) {
			const text = `Path attribute length is invalid: ${count(size)}`;
			r.group(undefined, text, () => r.complain(faults.length, r.position, r.position, text));
			// Of a set of attributes the rest is lost, else of the message.
			return context.depth > 0 ? r.done() : r.fail(malformed);
		}

		let text: string | undefined;
		r.within(size, () => {
			text = readValue(r, type, size, context);
			if (text === undefined || !text.startsWith('!')) return;
			const wrong = `${text.slice(1)} (invalid): ${count(size)}`;
			r.group(undefined, wrong, () => r.complain(faults.length, r.position, r.end, wrong));
			text = undefined;
		});
		return text;
	});
	if (said !== undefined) r.label(`${name}: ${said}`);
}

/** What the attribute says in a line; `!` and its name where its length cannot be right. */
function readValue(r: Reader, type: number, size: number, context: Context): string | undefined {
	switch (type) {
		case 1:
			if (size !== 1) return '!Origin';
			return origins.get(r.read(a['update.path_attribute.origin'])) ?? 'Unknown';
		case 2:
		case 17:
			return size === 0 ? 'empty' : readPath(r, type === 17);
		case 3:
			if (size !== 4) return '!Next hop';
			return `${ipv4Text(r.read(a['update.path_attribute.next_hop']))} `;
		case 4:
			if (size !== 4) return '!Multiple exit discriminator';
			return String(r.read(a['update.path_attribute.multi_exit_disc']));
		case 5:
			if (size !== 4) return '!Local preference';
			return String(r.read(a['update.path_attribute.local_pref']));
		case 6:
			return size === 0 ? undefined : '!Atomic aggregate';
		case 7:
		case 18:
			if (size !== 8 && (type === 18 || size !== 6)) return '!Aggregator';
			return `AS: ${r.read(size === 8 ? a['update.path_attribute.aggregator_as'] : a.aggregator_as16)} origin: ${
				ipv4Text(r.read(a['update.path_attribute.aggregator_origin']))
			}`;
		case 8:
			return size % 4 === 0 ? readCommunities(r) : '!Communities';
		case 9:
			if (size !== 4) return '!Originator identifier';
			return `${ipv4Text(r.read(a['update.path_attribute.originator_id']))} `;
		case 10:
			return size % 4 === 0 ? readClusters(r) : '!Cluster list';
		case 14:
			readReach(r, context);
			return undefined;
		case 15: {
			const family = r.read(n['update.path_attribute.mp_unreach_nlri.afi']);
			const subsequent = r.read(n['update.path_attribute.mp_unreach_nlri.safi']);
			r.group(n['update.path_attribute.mp_unreach_nlri'], undefined, () => readFamily(r, family, subsequent, 'Unreach', context.virtual));
			return undefined;
		}

		case 16:
			if (size % 8 !== 0) return '!Extended community';
			if (readExtended(r)) context.virtual = true;
			return undefined;
		case 22:
			readTunnel(r);
			return undefined;
		case 23:
			readTunnels(r);
			return undefined;
		case 26:
			return readAccumulated(r);
		case 32:
			return size % 12 === 0 ? readLarge(r) : '!Large communities';
		case 33:
			readSecurePath(r);
			return undefined;
		case 40:
			readPrefixSegments(r);
			return undefined;
		case 128:
			if (size < 4 || context.depth === maxDepth) return '!Attribute set';
			r.read(a['update.path_attribute.attr_set.origin_as']);
			readAttributes(r, r.position + size - 4, {depth: context.depth + 1, virtual: context.virtual});
			return undefined;
		default:
			r.mark(a['update.path_attributes.unknown'], size);
			return undefined;
	}
}

/** Whether segments of numbers of `width` bytes fill the attribute. */
function fits(r: Reader, width: number): boolean {
	let at = r.position;
	while (at + 2 <= r.end) at += 2 + r.bytes[at + 1]! * width;
	return at === r.end;
}

/** RFC 4271, section 4.3 and RFC 6793: how wide the numbers are was said when the session began; here what comes out even tells. */
function readPath(r: Reader, wide: boolean): string {
	const width = wide || !fits(r, 2) || fits(r, 4) ? 4 : 2;
	const field = width === 4 ? a['update.path_attribute.as_path_segment.as4'] : a['update.path_attribute.as_path_segment.as2'];
	const said: string[] = [];
	while (r.more) {
		r.need(2);
		const type = r.peek();
		const count = r.peek(1);
		const numbers: number[] = [];
		r.group(a['update.path_attribute.as_path_segment'], undefined, () => {
			r.read(a['update.path_attribute.as_path_segment.type']);
			r.read(a['update.path_attribute.as_path_segment.length']);
			for (let i = 0; i < count; i++) {
				const number = r.read(field);
				if (number === 23_456) r.append(' (AS_TRANS)');
				numbers.push(number);
			}
		});
		const [open, between, close] = type === 1 ? ['{', ', ', '}'] : type === 3 ? ['(', ' ', ')'] : type === 4 ? ['[', ', ', ']'] : ['', ' ', ''];
		const text = `${open}${numbers.join(between)}${close}`;
		r.label(`AS Path segment: ${text}`);
		said.push(text);
	}

	return `${said.join(' ')} `;
}

function readClusters(r: Reader): string {
	const said: string[] = [];
	r.open(a['path_attribute.cluster_list']);
	while (r.more) said.push(ipv4Text(r.read(a['path_attribute.cluster_id'])));
	r.close();
	r.label(`Cluster List: ${said.join(' ')}`);
	return said.join(' ');
}

/** RFC 4760, section 3. */
function readReach(r: Reader, context: Context): void {
	const family = r.read(n['update.path_attribute.mp_reach_nlri.afi']);
	const subsequent = r.read(n['update.path_attribute.mp_reach_nlri.safi']);
	const at = r.position;
	const size = r.peek();
	r.need(1 + size);
	r.open(n['update.path_attribute.mp_reach_nlri.next_hop'], at, r.bytes.subarray(at, at + 1 + size));
	r.skip(1);
	r.within(size, () => readNextHop(r, size));
	r.close();
	const count = r.peek();
	r.open(n['update.path_attribute.mp_reach_nlri.nbr_snpa'], r.position, Math.max(0, count));
	r.skip(1);
	for (let i = 0; i < count; i++) {
		const half = r.read(n['update.path_attribute.mp_reach_nlri.snpa_length']);
		r.take(n['update.path_attribute.mp_reach_nlri.snpa'], half);
	}

	r.close();
	if (family !== ipv4Family && family !== ipv6Family && !r.more) return;
	r.group(n['update.path_attribute.mp_reach_nlri'], undefined, () => readFamily(r, family, subsequent, 'Reach', context.virtual));
}

function readNextHop(r: Reader, size: number): void {
	const four = n['update.path_attribute.mp_reach_nlri.next_hop.ipv4'];
	const six = n['update.path_attribute.mp_reach_nlri.next_hop.ipv6'];
	const readDistinguisher = (): void => {
		r.put(n['update.path_attribute.mp_reach_nlri.next_hop.rd'], r.position, r.position + 8, distinguisherText(r.bytes, r.position));
		r.skip(8);
	};
	const label = (text: string): void => r.label(`Next hop: ${text}`);
	switch (size) {
		case 4:
			r.read(four);
			break;
		case 12:
			readDistinguisher();
			r.read(four);
			break;
		case 16:
		case 32:
			r.read(six);
			if (size === 32) r.read(n['update.path_attribute.mp_reach_nlri.next_hop.ipv6.link_local']);
			break;
		case 24:
		case 48:
			readDistinguisher();
			r.read(six);
			break;
		default:
			if (size === 0) label('');
			r.position = r.end;
	}
}

/** Trees of PIM by type of tunnel: where they begin, and the group. RFC 6514, section 5. */
const trees = once(() =>
	new Map([
		[3, [a['update.path_attribute.pmsi.pimssm.root_node'], a['update.path_attribute.pmsi.pimssm.pmulticast_group']]],
		[4, [a['update.path_attribute.pmsi.pimsm.sender_address'], a['update.path_attribute.pmsi.pimsm.pmulticast_group']]],
		[5, [a['update.path_attribute.pmsi.bidir_pim_tree.sender'], a['update.path_attribute.pmsi.bidir_pim_tree.pmulticast_group']]],
	])
);
const noTunnel = 0;
const trafficTunnel = 1;
const replication = 6;

/** RFC 6514, section 5. */
function readTunnel(r: Reader): void {
	r.read(a['update.path_attribute.pmsi.tunnel.flags']);
	const type = r.readOpen(a['update.path_attribute.pmsi.tunnel.type'], value => {
		if (!tunnelTypes.has(value)) r.complain(faults.tunnel, r.position - 1, r.position, `Tunnel type ${value} wrong`);
	});
	r.read(a['update.path_attribute.mpls_label_value_20bits']);
	r.group(a['update.path_attribute.pmsi.tunnel.id'], undefined, () => {
		for (const field of trees().get(type) ?? []) r.read(field);
		switch (type) {
			case noTunnel:
				r.put(a['update.path_attribute.pmsi.tunnel_id.not_present'], r.position, r.position, undefined);
				return;
			case trafficTunnel:
				r.read(a['update.path_attribute.pmsi.rsvp.id']);
				r.skip(2);
				r.read(a['update.path_attribute.pmsi.rsvp.tunnel_id']);
				r.read(a['update.path_attribute.pmsi.rsvp.ext_tunnel_idv4']);
				return;
			case replication:
				r.read(r.left >= 16 ? n['update.path_attribute.mp_reach_nlri.next_hop.ipv6'] : a['update.path_attribute.pmsi.ingress_rep_ip']);
				return;
			default:
		}
	});
}

/** RFC 7311, section 3. */
function readAccumulated(r: Reader): string {
	let said = '';
	r.open(a['update.path_attribute.aigp']);
	r.read(a['update.attribute.aigp.type']);
	r.read(a['update.attribute.aigp.length']);
	said = String(r.read(a['update.attribute.aigp.accu_igp_metric']));
	r.close();
	r.label(`AIGP Attribute: ${said}`);
	return said;
}

/** RFC 8205, section 3. */
function readSecurePath(r: Reader): void {
	const size = r.peek16();
	r.group(undefined, `Secure Path (${size} bytes)`, () => {
		r.read(a['update.path_attribute.bgpsec.sp.length']);
		r.within(Math.max(0, size - 2), () => {
			while (r.more)
				r.group(undefined, 'Secure Path Segment (6 bytes)', () => {
					r.read(a['update.path_attribute.bgpsec.sps.pcount']);
					r.read(a['update.path_attribute.bgpsec.sps.flags']);
					r.read(a['update.path_attribute.bgpsec.sps.as']);
				});
		});
	});
	while (r.more) {
		const length = r.peek16();
		r.group(undefined, `Signature Block (${length} bytes)`, () => {
			r.read(a['update.path_attribute.bgpsec.sb.length']);
			r.within(Math.max(1, length - 2), () => {
				r.read(a['update.path_attribute.bgpsec.sb.algo_id']);
				while (r.more) readSignature(r);
			});
		});
	}
}

function readSignature(r: Reader): void {
	r.need(22);
	const size = r.peek16(20);
	r.group(undefined, `Signature Segment (${22 + size} bytes)`, () => {
		r.take(a['update.path_attribute.bgpsec.ss.ski'], 20);
		r.read(a['update.path_attribute.bgpsec.ss.length']);
		r.take(a['update.path_attribute.bgpsec.ss.sig'], size);
	});
}
