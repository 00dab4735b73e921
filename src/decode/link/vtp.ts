import {bit, bytes, byteString, type Field, ipv4Address, parts, text, u16, u32, u8} from '../field.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {snapProtocol} from '../space.ts';
import {once} from '../when-asked.ts';

const summary = 1;
const subset = 2;
const request = 3;
const join = 4;
const codes = new Map([[summary, 'Summary Advertisement'], [subset, 'Subset Advertisement'], [request, 'Advertisement Request'], [join, 'Join/Prune Message']]);
const kinds = new Map([[1, 'Ethernet'], [2, 'FDDI'], [3, 'TrCRF'], [4, 'FDDI-net'], [5, 'TrBRF']]);
const bridges = new Map([[1, 'SRT'], [2, 'SRB']]);

// Cisco: Understanding VLAN Trunk Protocol, 'VTP Message Contents'
const p = parts('vtp', () => ({
	version: u8('Version', {base: 'hex'}),
	code: u8('Code', {base: 'hex', values: codes}),
	followers: u8('Followers', {about: 'Subset advertisements that follow.'}),
	seq_num: u8('Sequence Number'),
	reserved: byteString(1, 'Reserved'),
	md_len: u8('Management Domain Length'),
	md: text('Management Domain'),
	conf_rev_num: u32('Configuration Revision Number', {about: 'The highest wins: the others take its virtual networks over.'}),
	upd_id: ipv4Address('Updater Identity'),
	upd_ts: text('Update Timestamp', {about: 'Year, month, day, hour, minute and second, two digits each.'}),
	md5_digest: byteString(16, 'MD5 Digest'),
	start_value: u16('Start Value', {base: 'hex'}),
	'pruning.first': u16('First VLAN ID'),
	'pruning.last': u16('Last VLAN ID'),
	'pruning.active': u16('VLAN', {about: 'Somebody behind the sender wants what is sent in this virtual network.'}),
	'vlan_info.len': u8('VLAN Information Length'),
	'vlan_info.status': u8('Status', {base: 'hex', bits: {_status: bit(7, ''), vlan_susp: bit(1, 'VLAN suspended', {meaning: ['True', 'False']})}}),
	'vlan_info.vlan_type': u8('VLAN Type', {base: 'hex', values: kinds}),
	'vlan_info.vlan_name_len': u8('VLAN Name Length'),
	'vlan_info.isl_vlan_id': u16('ISL VLAN ID', {base: 'hex'}),
	'vlan_info.mtu_size': u16('MTU Size'),
	'vlan_info.802_10_index': u32('802.10 Index', {base: 'hex'}),
	'vlan_info.vlan_name': text('VLAN Name'),
	'vlan_info.tlv_type': u8('Type', {base: 'hex', values: code => attributes().get(code)?.title}),
	'vlan_info.tlv_len': u8('Length'),
	'vlan_info.src_route_ring_num': u16('Source-Routing Ring Number', {base: 'hex'}),
	'vlan_info.src_route_bridge_num': u16('Source-Routing Bridge Number', {base: 'hex'}),
	'vlan_info.stp_type': u16('Spanning-Tree Protocol Type', {base: 'hex', values: new Map([[1, 'SRT'], [2, 'SRB'], [3, 'Auto']])}),
	'vlan_info.parent_vlan': u16('Parent VLAN', {base: 'hex'}),
	'vlan_info.translationally_bridged_vlans': u16('Translationally Bridged VLANs', {base: 'hex'}),
	'vlan_info.pruning': u16('Pruning', {base: 'hex', values: new Map([[1, 'Enabled'], [2, 'Disabled']])}),
	'vlan_info.bridge_type': u16('Bridge Type', {base: 'hex', values: bridges}),
	'vlan_info.max_are_hop_count': u16('Max ARE Hop Count'),
	'vlan_info.max_ste_hop_count': u16('Max STE Hop Count'),
	'vlan_info.backup_crf_mode': u16('Backup CRF Mode', {
		base: 'hex',
		values: new Map([[1, 'TrCRF is configured as a backup'], [2, 'TrCRF is not configured as a backup']]),
	}),
	'vlan_info.data': bytes('Data'),
}));

/** What may follow the name of a network: the number of a type, its field and what the tree calls it. */
const attributes = once((): ReadonlyMap<number, {readonly field: Field<'uint'>; readonly title: string}> =>
	new Map(
		([
			[1, p['vlan_info.src_route_ring_num']],
			[2, p['vlan_info.src_route_bridge_num']],
			[3, p['vlan_info.stp_type']],
			[4, p['vlan_info.parent_vlan']],
			[5, p['vlan_info.translationally_bridged_vlans']],
			[6, p['vlan_info.pruning']],
			[7, p['vlan_info.bridge_type']],
			[8, p['vlan_info.max_are_hop_count']],
			[9, p['vlan_info.max_ste_hop_count']],
			[10, p['vlan_info.backup_crf_mode']],
		] as const).map(([type, field]) => [type, {field, title: field.title}]),
	)
);

const faults = {length: fault('vtp.vlan_info.tlv_len.bad', 'Bad length for TLV', 'warning', 'Protocol'), stray: strayCharacters};

const domainSize = 32;
/** What the length of a network does not count is itself; the name begins behind so many bytes. */
const networkHeader = 12;
const bitsPerByte = 8;

/** Bytes of an advertisement up to its revision, without which nothing is told of it. */
const throughRevision = 40;

export const vtp = protocol({
	name: 'vtp',
	title: 'VLAN Trunking Protocol',
	about: 'Tells all switches of a domain which virtual networks there are.',
	reference: 'Cisco VLAN Trunk Protocol',
	claims: claims(snapProtocol, 0x0c_2003),
	parts: p,
	faults,
	unshows: true,
	lacking: {under: 2, as: 'named'},
	walk(c) {
		const code = c.bytes[c.start + 1];
		if (code === summary || code === subset) c.lacks(throughRevision);
		return c.opaque();
	},
	expand(r) {
		r.read(p.version);
		const code = r.read(p.code);
		if (!codes.has(code)) {
			r.info('Unrecognized VTP message');
			return;
		}

		const name = code === join ? 'Join' : codes.get(code)!;
		r.info(name);
		const number = r.peek();
		if (code === summary) r.read(p.followers);
		else if (code === subset) r.read(p.seq_num);
		else r.read(p.reserved);
		const size = r.read(p.md_len);
		const at = r.position;
		r.terminated(p.md, Math.min(size, domainSize), 'utf8');
		r.position = at + domainSize;
		switch (code) {
			case summary: {
				const revision = r.read(p.conf_rev_num);
				r.info(() => `${name}, Revision: ${revision}${number > 0 ? `, Followers: ${number}` : ''}`);
				r.read(p.upd_id);
				const stamp = r.text(p.upd_ts, 12);
				r.label(() => `Update Timestamp: ${stamp.replace(/^(..?)?(..)?(..)?(..)?(..)?(..)?$/s, '$1-$2-$3 $4:$5:$6')}`);
				r.read(p.md5_digest);
				return;
			}

			case subset: {
				const revision = r.read(p.conf_rev_num);
				r.info(() => `${name}, Revision: ${revision}, Seq: ${number}`);
				while (r.left > 0 && readNetwork(r));
				return;
			}

			case request:
				r.read(p.start_value);
				return;
			default:
				readJoin(r);
		}
	},
});

/** Whether another may follow. */
function readNetwork(r: Reader): boolean {
	const size = r.peek();
	r.need(size);
	const end = r.position + size;
	r.group(undefined, 'VLAN Information', () => {
		r.read(p['vlan_info.len']);
		const suspended = (r.peek() & 1) !== 0;
		r.read(p['vlan_info.status']);
		if (suspended) r.append(' (VLAN suspended)');
		r.read(p['vlan_info.vlan_type']);
		const nameSize = r.read(p['vlan_info.vlan_name_len']);
		r.read(p['vlan_info.isl_vlan_id']);
		r.read(p['vlan_info.mtu_size']);
		r.read(p['vlan_info.802_10_index']);
		const at = r.position;
		r.terminated(p['vlan_info.vlan_name'], nameSize, 'utf8');
		// Names are filled up to words.
		r.position = at + Math.ceil(nameSize / 4) * 4;
		while (r.position < end) readAttribute(r);
	});
	r.position = Math.max(end, r.position);
	return size >= networkHeader;
}

/** An attribute: a type, its length in words of two bytes, and a word for all that are known. */
function readAttribute(r: Reader): void {
	const type = r.peek();
	const attribute = attributes().get(type);
	r.group(undefined, () => attribute?.title ?? `Unknown TLV type: 0x${type.toString(16).padStart(2, '0')}`, () => {
		r.read(p['vlan_info.tlv_type']);
		const size = 2 * r.read(p['vlan_info.tlv_len']);
		r.need(size);
		const at = r.position;
		if (attribute === undefined) r.rest(p['vlan_info.data'], size);
		else if (size === attribute.field.size) r.read(attribute.field);
		else if (size > 0) r.complain(faults.length, at, at + size, `${attribute.title}: Bad length ${size}`);
		r.position = at + size;
	});
}

/** A bit for each network from the first on, the highest of a byte first. */
function readJoin(r: Reader): void {
	const first = r.read(p['pruning.first']);
	r.read(p['pruning.last']);
	r.group(undefined, 'Advertised active (i.e. not pruned) VLANs', () => {
		for (let vlan = first; r.left > 0; vlan += bitsPerByte) {
			r.need(1);
			const byte = r.peek();
			for (let i = 0; i < bitsPerByte; i++) {
				if (byte & (0x80 >> i)) r.put(p['pruning.active'], r.position, r.position + 1, (vlan + i) & 0xffff);
			}

			r.skip(1);
		}
	});
}
