import {bytes, byteString, header, ipv4Address, ipv6Address, mac, none, parts, text, u16, u32, u8} from '../field.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {udpPort} from '../space.ts';

const types = new Map([[1, 'Hello'], [2, 'Request/Response?'], [3, 'Auth']]);
const families = new Map([[1, 'IPv4'], [2, 'IPv6']]);

// Cisco has not published the format: what the fields are called says how sure their names are.
const h = header('glbp', {
	version: u8('Version?'),
	unknown1: u8('Unknown1'),
	group: u16('Group'),
	unknown2: byteString(2, 'Unknown2'),
	ownerid: mac('Owner ID'),
});

const p = parts('glbp', () => ({
	tlv: none('TLV', {type: 'FT_PROTOCOL'}),
	type: u8('Type', {values: types}),
	length: u8('Length'),
	'hello.unknown10': bytes('Unknown1-0'),
	'hello.vgstate': u8('VG state?', {
		values: new Map([[4, 'Listen'], [8, 'Speak'], [16, 'Standby'], [32, 'Active']]),
		about: 'The active gateway of the group answers who asks for its address, each with another forwarder.',
	}),
	'hello.unknown11': bytes('Unknown1-1'),
	'hello.priority': u8('Priority'),
	'hello.unknown12': bytes('Unknown1-2'),
	'hello.helloint': u32('Helloint', {about: 'Milliseconds between Hellos.'}),
	'hello.holdint': u32('Holdint', {about: 'Milliseconds until a silent gateway is taken to be gone.'}),
	'hello.redirect': u16('Redirect'),
	'hello.timeout': u16('Timeout'),
	'hello.unknown13': bytes('Unknown1-3'),
	'hello.addrtype': u8('Address type', {values: families}),
	'hello.addrlen': u8('Address length'),
	'hello.virtualipv4': ipv4Address('Virtual IPv4', {about: 'The address of the group, which hosts have as their router.'}),
	'hello.virtualipv6': ipv6Address('Virtual IPv6', {about: 'The address of the group, which hosts have as their router.'}),
	'hello.virtualunk': bytes('Virtual Unknown'),
	'reqresp.forwarder': u8('Forwarder?'),
	'reqresp.vfstate': u8('VF state?', {values: new Map([[4, 'Listen'], [32, 'Active']])}),
	'reqresp.unknown21': bytes('Unknown2-1'),
	'reqresp.priority': u8('Priority'),
	'reqresp.weight': u8('Weight'),
	'reqresp.unknown22': bytes('Unknown2-2'),
	'reqresp.virtualmac': mac('Virtualmac'),
	'auth.authtype': u8('Authtype', {values: new Map([[0, 'None'], [1, 'Plain text'], [2, 'MD5 string'], [3, 'MD5 chain']])}),
	'auth.authlength': u8('Authlength'),
	'auth.plainpass': text('Plain pass'),
	'auth.md5hash': bytes('MD5-string hash'),
	'auth.md5chainindex': u32('MD5-chain index'),
	'auth.md5chainhash': bytes('MD5-chain hash'),
	'auth.authunknown': bytes('Unknown auth value'),
	'unknown.data': bytes('Unknown TLV data'),
}));

const faults = {
	// Under tshark's names for these tshark says nothing.
	small: fault('glbp.length.short', 'Length is too small', 'error', 'Malformed'),
	address: fault('glbp.hello.addrlen.bad', 'Wrong address length', 'error', 'Malformed'),
	strayCharacters,
};

/** Bytes of a type and a length. */
const leastLength = 2;

export const glbp = protocol({
	name: 'glbp',
	title: 'Gateway Load Balancing Protocol',
	about: 'Several routers share one address, and all of them forward: hosts are told different link addresses for it.',
	reference: 'Cisco, not published',
	claims: claims(udpPort, 3222),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: p,
	faults,
	expand(r) {
		const said = [`G: ${r.get(h.group)}`];
		try {
			r.header();
			while (r.more) readValue(r, said);
		} finally {
			r.info(() => said.join(', '));
		}
	},
});

function readValue(r: Reader, said: string[]): void {
	r.need(2);
	const at = r.position;
	const type = r.peek();
	const length = r.peek(1);
	if (length < leastLength) r.fail(faults.small, at + 1, `Length ${length} too small`);
	said.push(types.get(type) ?? String(type));
	r.group(p.tlv, () => `TLV l=${length}, t=${types.get(type) ?? type}`, () => {
		r.read(p.type);
		r.read(p.length);
		r.within(length - leastLength, () => {
			if (type === 1) readHello(r, said);
			else if (type === 2) readForwarder(r);
			else if (type === 3) readAuthentication(r);
			else if (r.more) r.take(p['unknown.data'], r.left);
		});
	});
}

function readHello(r: Reader, said: string[]): void {
	r.take(p['hello.unknown10'], 1);
	r.read(p['hello.vgstate']);
	r.take(p['hello.unknown11'], 1);
	r.read(p['hello.priority']);
	r.take(p['hello.unknown12'], 2);
	r.read(p['hello.helloint']);
	r.read(p['hello.holdint']);
	r.read(p['hello.redirect']);
	r.read(p['hello.timeout']);
	r.take(p['hello.unknown13'], 2);
	const family = r.read(p['hello.addrtype']);
	const size = r.read(p['hello.addrlen']);
	if (families.has(family)) said.push(families.get(family)!);
	if (family === 1 && size === 4) r.read(p['hello.virtualipv4']);
	else if (family === 2 && size === 16) r.read(p['hello.virtualipv6']);
	else if (family === 1 || family === 2) {
		r.complain(faults.address, r.position - 1, r.position, `Wrong ${families.get(family)!} address length: ${size}`);
		r.skip(size);
	} else r.take(p['hello.virtualunk'], size);
}

function readForwarder(r: Reader): void {
	r.read(p['reqresp.forwarder']);
	r.read(p['reqresp.vfstate']);
	r.take(p['reqresp.unknown21'], 1);
	r.read(p['reqresp.priority']);
	r.read(p['reqresp.weight']);
	r.take(p['reqresp.unknown22'], 7);
	r.read(p['reqresp.virtualmac']);
}

function readAuthentication(r: Reader): void {
	const type = r.read(p['auth.authtype']);
	const size = r.read(p['auth.authlength']);
	if (type === 1) r.terminated(p['auth.plainpass'], size);
	else if (type === 2) r.take(p['auth.md5hash'], size);
	else if (type === 3 && size >= 4) {
		r.read(p['auth.md5chainindex']);
		r.take(p['auth.md5chainhash'], size - 4);
	} else r.take(p['auth.authunknown'], size);
}
