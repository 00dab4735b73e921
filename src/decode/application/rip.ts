import {bytes, header, ipv4Address, parts, text, u16, u32, u8} from '../field.ts';
import {ipv4Text} from '../print.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {udpPort} from '../space.ts';

const commands = new Map([[1, 'Request'], [2, 'Response'], [3, 'Traceon'], [4, 'Traceoff'], [5, 'Vendor specific (Sun)']]);
const versions = new Map([[1, 'RIPv1'], [2, 'RIPv2']]);
const authentications = new Map([[1, 'IP Route'], [2, 'Simple Password'], [3, 'Keyed Message Digest']]);

// RFC 2453, section 4
const h = header('rip', {
	command: u8('Command', {
		values: commands,
		about: 'A request asks for routes, a response tells them; most responses come unasked, every half minute.',
		reference: 'RFC 2453, section 3.6',
	}),
	version: u8('Version', {values: versions}),
});

const p = parts('rip', () => ({
	routing_domain: u16('Routing Domain'),
	family: u16('Address Family', {values: new Map([[0, 'Unspecified'], [2, 'IP']]), reference: 'RFC 2453, section 4'}),
	route_tag: u16('Route Tag', {about: 'Carried along with the route, mostly to tell what came from outside.', reference: 'RFC 2453, section 4.2'}),
	ip: ipv4Address('IP Address', {about: 'The network that the route leads to.', reference: 'RFC 2453, section 3.6'}),
	netmask: ipv4Address('Netmask', {reference: 'RFC 2453, section 4.3'}),
	next_hop: ipv4Address('Next Hop', {about: 'Where to send to instead of to who says this. 0.0.0.0 is the sender itself.', reference: 'RFC 2453, section 4.4'}),
	metric: u32('Metric', {type: 'FT_UINT16', about: 'How many routers are on the way; 16 is out of reach.', reference: 'RFC 2453, section 3.4'}),
	'auth.type': u16('Authentication type', {values: authentications, reference: 'RFC 2453, section 4.1'}),
	'auth.passwd': text('Password', {about: 'For everybody on the link to read.', reference: 'RFC 2453, section 4.1'}),
	digest_offset: u16('Digest Offset', {reference: 'RFC 4822, section 2.2'}),
	key_id: u8('Key ID'),
	auth_data_len: u8('Auth Data Len'),
	seq_num: u32('Seq num'),
	zero_padding: text('Zero adding'),
	authentication_data: bytes('Authentication Data', {about: 'A digest over the message and a secret.', reference: 'RFC 4822, section 2.3'}),
}));

const faults = {
	family: fault('rip.unknown_address_family', 'Unknown address family', 'warning'),
	strayCharacters,
};

const entrySize = 20;
const unspecified = 0;
const ip = 2;
/** The family of an entry that is no route. */
const authentication = 0xffff;
const password = 2;
const digest = 3;
const vendor = 5;

export const rip = protocol({
	name: 'rip',
	title: 'Routing Information Protocol',
	about: 'Routers tell their neighbors every network they know, and how far it is.',
	reference: 'RFC 2453',
	claims: claims(udpPort, 520),
	lacking: {under: 2, as: 'named'},
	header: h,
	parts: p,
	faults,
	expand(r) {
		const command = r.get(h.command);
		const version = r.get(h.version);
		if (versions.has(version)) r.column(versions.get(version)!);
		r.info(() => commands.get(command) ?? `Unknown command (${command})`);
		r.header();
		r.skip(2);
		if (command === vendor) return;
		let trailer = 0;
		while (r.more && (trailer === 0 || r.position < trailer)) {
			const family = r.peek16();
			if (family === authentication && r.peek16(2) === 1 && trailer > 0) return;
			if (family === authentication) trailer = readAuthentication(r);
			else readEntry(r, family, version);
		}
	},
});

function readEntry(r: Reader, family: number, version: number): void {
	const at = r.position;
	const isKnown = family === ip || family === unspecified;
	const label = (): string => {
		const metric = r.bytes.subarray(at + 18, at + 20);
		if (!isKnown) return `Unknown address family ${family}`;
		const where = family === ip ? `IP Address: ${ipv4Text(r.bytes, at + 4)}` : 'Address not specified';
		return `${where}, Metric: ${(metric[0]! << 8) | metric[1]!}`;
	};
	r.need(entrySize);
	r.group(undefined, label, () => {
		if (!isKnown) {
			r.complain(faults.family, at, at + 2, `Unknown address family ${family}`);
			r.skip(entrySize);
			return;
		}

		r.read(p.family);
		if (version === 2) r.read(p.route_tag);
		else r.skip(2);
		if (family === ip) r.read(p.ip);
		else r.skip(4);
		if (version === 2) {
			r.read(p.netmask);
			r.read(p.next_hop);
		} else r.skip(8);

		r.read(p.metric);
	});
}

/** RFC 2453, section 4.1 and RFC 4822, section 2. Returns where the digest stands, 0 where there is none. */
function readAuthentication(r: Reader): number {
	const type = r.peek16(2);
	let trailer = 0;
	r.need(entrySize);
	r.group(undefined, () => `Authentication: ${authentications.get(type) ?? 'Unknown'}`, () => {
		r.skip(2);
		r.read(p['auth.type']);
		if (type === password) r.terminated(p['auth.passwd'], 16);
		else if (type === digest) {
			trailer = r.base + r.read(p.digest_offset);
			r.read(p.key_id);
			const size = r.read(p.auth_data_len);
			r.read(p.seq_num);
			r.terminated(p.zero_padding, 8);
			readTrailer(r, trailer, size);
		} else r.skip(16);
	});
	return trailer;
}

/** What stands at the end belongs to what announced it at the front. */
function readTrailer(r: Reader, at: number, size: number): void {
	const body = at + 4;
	const end = Math.min(r.end, at + size);
	if (body >= end) return;
	r.open(undefined, at);
	r.label('Authentication Data Trailer');
	r.put(p.authentication_data, body, end, r.bytes.subarray(body, end));
	r.close(end);
}
