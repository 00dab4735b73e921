import {byteString, ipv4Address, parts, text, u32, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {snapProtocol} from '../space.ts';

const summary = 1;
const subset = 2;
const request = 3;
const join = 4;
const codes = new Map([[summary, 'Summary Advertisement'], [subset, 'Subset Advertisement'], [request, 'Advertisement Request'], [join, 'Join/Prune Message']]);

// Cisco: Understanding VLAN Trunk Protocol, 'VTP Message Contents'
const p = parts('vtp', {
	version: u8('Version', {base: 'hex'}),
	code: u8('Code', {base: 'hex', values: codes}),
	followers: u8('Followers', {about: 'Subset advertisements that follow.'}),
	seq_num: u8('Sequence Number'),
	md_len: u8('Management Domain Length'),
	md: text('Management Domain'),
	conf_rev_num: u32('Configuration Revision Number', {about: 'The highest wins: the others take its virtual networks over.'}),
	upd_id: ipv4Address('Updater Identity'),
	upd_ts: text('Update Timestamp', {about: 'Year, month, day, hour, minute and second, two digits each.'}),
	md5_digest: byteString(16, 'MD5 Digest'),
});

const domainSize = 32;

export const vtp = protocol({
	name: 'vtp',
	title: 'VLAN Trunking Protocol',
	about: 'Tells all switches of a domain which virtual networks there are.',
	reference: 'Cisco VLAN Trunk Protocol',
	claims: claims(snapProtocol, 0x0c_2003),
	parts: p,
	walk: c => c.opaque(),
	expand(r) {
		r.read(p.version);
		const code = r.read(p.code);
		r.info(() => codes.get(code) ?? 'Unknown');
		if (code === summary) r.read(p.followers);
		else if (code === subset) r.read(p.seq_num);
		else r.skip(1);
		const size = r.read(p.md_len);
		const at = r.position;
		r.text(p.md, Math.min(size, domainSize));
		r.position = at + domainSize;
		if (code !== summary && code !== subset) return;
		const revision = r.read(p.conf_rev_num);
		r.info(() => `${codes.get(code)}, Revision: ${revision}`);
		if (code === subset) return;
		r.read(p.upd_id);
		r.text(p.upd_ts, 12);
		r.read(p.md5_digest);
	},
});
