import {bit, bytes, ipv4Address, parts, u16, u32, u8, word} from '../field.ts';
import {ipv4Text} from '../print.ts';
import {claims, protocol} from '../protocol.ts';
import {udpPort} from '../space.ts';

const types = new Map([[1, 'RP announcement'], [2, 'RP mapping']]);
const versions = new Map([[1, '1 or 1+']]);
const signs = new Map([[0, 'Positive group prefix'], [1, 'Negative group prefix']]);

// Cisco: pim-autorp-spec01
const p = parts('auto_rp', () => ({
	...word(1, {
		version: bit(4, 'Protocol version', {values: versions}),
		type: bit(4, 'Packet type', {values: types, about: 'Candidates announce themselves; a mapping agent tells all others which of them stand.'}),
	}),
	rp_count: u8('RP count'),
	holdtime: u16('Holdtime', {unit: ' seconds'}),
	reserved: u32('Reserved', {base: 'hex'}),
	rp_addr: ipv4Address('RP address', {about: 'A rendezvous point, where those who send to a group and those who listen meet.'}),
	...word(1, {_pim: bit(6, ''), pim_ver: bit(2, 'Version', {values: new Map([[0, 'Version unknown'], [1, 'Version 1'], [2, 'Version 2'], [3, 'Dual version 1 and 2']])})}),
	group_num: u8('Number of groups this RP maps to'),
	...word(1, {_sign: bit(7, ''), prefix_sign: bit(1, 'Sign', {values: signs})}),
	mask_len: u8('Mask length'),
	group_prefix: ipv4Address('Prefix'),
	trailing_junk: bytes('Trailing junk'),
}));

export const autoRp = protocol({
	name: 'auto_rp',
	title: 'Cisco Auto-RP',
	column: 'Auto-RP',
	about: "How Cisco's routers learned which rendezvous point a multicast group has, before PIM told them.",
	reference: 'Cisco, pim-autorp-spec01',
	claims: claims(udpPort, 496),
	lacking: {under: 2, as: 'named'},
	parts: p,
	expand(r) {
		r.need(2);
		const version = versions.get(r.peek() >>> 4) ?? 'Unknown';
		const type = types.get(r.peek() & 15) ?? 'Unknown';
		const count = r.peek(1);
		r.info(() => `${type} (v${version}) for ${count} RP${count === 1 ? '' : 's'}`);
		r.group(undefined, () => `Version: ${version}, Packet type: ${type}`, () => {
			r.at(p.version, r.position);
			r.at(p.type, r.position);
			r.skip(1);
		});
		r.read(p.rp_count);
		r.read(p.holdtime);
		r.read(p.reserved);
		for (let i = 0; i < count; i++) {
			r.need(6);
			const at = r.position;
			const groups = r.bytes[at + 5]!;
			r.need(6 + 6 * groups);
			r.group(undefined, () => `RP ${ipv4Text(r.bytes, at)}: ${groups} group${groups === 1 ? '' : 's'}`, () => {
				r.read(p.rp_addr);
				r.read(p.pim_ver);
				r.read(p.group_num);
				for (let n = 0; n < groups; n++) {
					r.need(6);
					const place = r.position;
					r.group(undefined, () => `Group ${ipv4Text(r.bytes, place + 2)}/${r.bytes[place + 1]} (${signs.get(r.bytes[place]! & 1)!})`, () => {
						r.read(p.prefix_sign);
						r.read(p.mask_len);
						r.read(p.group_prefix);
					});
				}
			});
		}

		if (r.more) r.take(p.trailing_junk, r.left);
	},
});
