import {bytes, header, ipv6Address, none, parts, u16, u8} from '../field.ts';
import {ipv6Text} from '../print.ts';
import {claims, protocol} from '../protocol.ts';
import {udpPort} from '../space.ts';

const commands = new Map([[1, 'Request'], [2, 'Response']]);

// RFC 2080, section 2.1
const h = header('ripng', {
	cmd: u8('Command', {
		values: commands,
		about: 'A request asks for routes, a response tells them; most responses come unasked, every half minute.',
		reference: 'RFC 2080, section 2.1',
	}),
	version: u8('Version'),
});

const p = parts('ripng', () => ({
	reserved: bytes('Reserved'),
	rte: none('Route Table Entry'),
	'rte.ipv6_prefix': ipv6Address('IPv6 Prefix', {
		about: 'The network that the route leads to; with a metric of 255, where to send to for those behind it.',
		reference: 'RFC 2080, section 2.1',
	}),
	'rte.route_tag': u16('Route Tag', {base: 'hex', reference: 'RFC 2080, section 2.1'}),
	'rte.prefix_length': u8('Prefix Length'),
	'rte.metric': u8('Metric', {about: 'How many routers are on the way; 16 is out of reach.', reference: 'RFC 2080, section 2.1'}),
}));

const entrySize = 20;

export const ripng = protocol({
	name: 'ripng',
	title: 'RIPng',
	column: 'RIPng',
	about: 'Routers tell their neighbors every IPv6 network they know, and how far it is.',
	reference: 'RFC 2080',
	claims: claims(udpPort, 521),
	lacking: {under: 2, as: 'named'},
	header: h,
	parts: p,
	expand(r) {
		r.info(() => ` Command ${commands.get(r.get(h.cmd)) ?? `Unknown (${r.get(h.cmd)})`}, Version ${r.get(h.version)}`);
		r.header();
		r.take(p.reserved, 2);
		while (r.more) {
			r.need(entrySize);
			const at = r.position;
			r.group(p.rte, () => `Route Table Entry: IPv6 Prefix: ${ipv6Text(r.bytes, at)}/${r.bytes[at + 18]} Metric: ${r.bytes[at + 19]}`, () => {
				r.read(p['rte.ipv6_prefix']);
				r.read(p['rte.route_tag']);
				r.read(p['rte.prefix_length']);
				r.read(p['rte.metric']);
			});
		}
	},
});
