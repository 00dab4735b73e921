import {bytes, ipv4Address, ipv6Address, parts, text, u16, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {tcpPort} from '../space.ts';
import {segmentFields} from '../transport/tcp-segment.ts';
import {http} from './http.ts';
import {looksLikeHttp} from './http-head.ts';
import {addressKinds, commands, hasName, kindNote, kinds, looksLikeSocks, methodIds, requestNote, socksFraming, socksPort, versionNote} from './socks-framing.ts';
import {tls} from './tls.ts';
import {looksLikeRecord} from './tls-session.ts';

const commandNames = new Map([[commands.connect, 'Connect'], [commands.bind, 'Bind'], [commands.associate, 'UdpAssociate'], [128, 'Ping'], [129, 'Traceroute']]);

const results = new Map([
	[0, 'Succeeded'],
	[1, 'General SOCKS server failure'],
	[2, 'Connection not allowed by ruleset'],
	[3, 'Network unreachable'],
	[4, 'Host unreachable'],
	[5, 'Connection refused'],
	[6, 'TTL expired'],
	[7, 'Command not supported'],
	[8, 'Address type not supported'],
	[90, 'Granted'],
	[91, 'Rejected or Failed'],
	[92, 'Rejected because SOCKS server cannot connect to identd on the client'],
	[93, 'Rejected because the client program and identd report different user-ids'],
]);

// RFC 1928, sections 3 to 6; RFC 1929, section 2
const p = parts('socks', () => ({
	version: u8('Version', {about: '5 negotiates how the client proves who it is; 4 knows a user name only.', reference: 'RFC 1928, section 3'}),
	auth_method_count: u8('Authentication Method Count'),
	auth_method: u8('Method', {about: 'A way in which the client can prove who it is.', reference: 'RFC 1928, section 3'}),
	auth_accepted_method: u8('Accepted Auth Method', {about: 'The way that the proxy chose; 255 refuses all.', reference: 'RFC 1928, section 3'}),
	subnegotiation_version: u8('Subnegotiation Version', {reference: 'RFC 1929, section 2'}),
	username: text('User name', {about: 'Who the client says it is, in the clear.', reference: 'RFC 1929, section 2'}),
	password: text('Password', {about: 'In the clear: anybody on the way can read it.', reference: 'RFC 1929, section 2'}),
	auth_status: u8('Status', {about: '0 lets the client in.', reference: 'RFC 1929, section 2'}),
	'gssapi.command': u8('SOCKS/GSSAPI command', {values: new Map([[1, 'Authentication'], [255, 'Failure']]), reference: 'RFC 1961, section 3.4'}),
	'gssapi.length': u16('SOCKS/GSSAPI data length'),
	'gssapi.data': bytes('GSSAPI data'),
	command: u8('Command', {values: commandNames, about: 'What the proxy is to do: connect, wait for somebody, or pass datagrams on.', reference: 'RFC 1928, section 4'}),
	results: u8('Results(V4)', {values: results, about: 'What became of the request.', reference: 'RFC 1928, section 6'}),
	reserved: u8('Reserved'),
	address_type: u8('Address Type', {
		values: new Map([[addressKinds.ipv4, 'IPv4'], [addressKinds.name, 'Domain Name'], [addressKinds.ipv6, 'IPv6']]),
		reference: 'RFC 1928, section 5',
	}),
	dst: ipv4Address('Remote Address', {about: 'Where the client wants to go; in an answer, where the proxy speaks from.', reference: 'RFC 1928, section 4'}),
	dstV6: ipv6Address('Remote Address(ipv6)'),
	remote_name: text('Remote name', {about: 'The host, which the proxy looks up.', reference: 'RFC 1928, section 5'}),
	dstport: u16('Remote Port', {about: 'The port at the far end.'}),
	port: u16('Port', {about: 'The port at the far end; in an answer, where the proxy speaks from.', reference: 'RFC 1928, section 4'}),
	remote_host_port: u16('Remote Host Port', {about: 'Where the one came from that the proxy waited for.', reference: 'RFC 1928, section 6'}),
	v4a_dns_name: text('SOCKS v4a Remote Domain Name', {about: 'The host, where the client does not look it up.'}),
}));

export const socks = protocol({
	name: 'socks',
	title: 'Socks Protocol',
	column: 'Socks',
	about: 'A client asks a proxy to connect it elsewhere; from then on the proxy passes on what both sides say.',
	reference: 'RFC 1928',
	claims: claims(tcpPort, socksPort),
	parts: p,
	framing: socksFraming,
	walk(c) {
		const {bytes: b, start, end} = c;
		if (looksLikeSocks(b, start, end)) return c.opaque();
		c.payload(0);
		return looksLikeRecord(b, start, end) ? tls : looksLikeHttp(b, start, end) ? http : undefined;
	},
	expand(r) {
		const version = r.facts.told(versionNote);
		if (version === undefined) return;
		switch (r.facts.told(kindNote)) {
			case kinds.greeting:
				return readGreeting(r);
			case kinds.method:
				r.info('Version: 5 Connect to server response');
				r.read(p.version);
				r.read(p.auth_accepted_method);
				return r.label(() => `Accepted Auth Method: 0x${(r.bytes[r.position - 1] ?? 0).toString(16)} (${methodName(r.bytes[r.position - 1]!)})`);
			case kinds.login:
				return readLogin(r);
			case kinds.verdict:
				return readVerdict(r);
			case kinds.gssapi:
				return readGssapi(r);
			case kinds.request:
				return readRequest(r);
			case kinds.reply:
				return readReply(r, ` Command Response - ${commandName(r)}`, p.port);
			case kinds.guest:
				return readReply(r, ' Command Response: Bind remote host info', p.remote_host_port);
			case kinds.oldRequest:
				return readOldRequest(r);
			case kinds.oldReply:
				return readOldReply(r);
			case kinds.tunneled:
				r.info(`Version: ${version}${r.more ? '' : ' [TCP segment of a reassembled PDU]'}`);
				r.derive(p.version, version);
				return readTunnel(r);
			default:
				return r.info(`Version: ${version}`);
		}
	},
});

/** RFC 1928, section 3 and what IANA registered. */
function methodName(id: number): string {
	if (id === methodIds.none) return 'No authentication';
	if (id === methodIds.gssapi) return 'GSSAPI';
	if (id === methodIds.login) return 'Username/Password';
	if (id === methodIds.unacceptable) return 'No acceptable methods';
	return id < 128 ? 'IANA assigned' : 'Private method';
}

function readGreeting(r: Reader): void {
	r.info('Version: 5 Connect to server request');
	r.read(p.version);
	r.group(undefined, 'Client Authentication Methods', () => {
		const count = r.read(p.auth_method_count);
		for (let i = 0; i < count; i++) {
			const id = r.read(p.auth_method);
			r.label(() => `Method[${i}]: ${id} (${methodName(id)})`);
		}
	});
}

// RFC 1929, section 2
function readLogin(r: Reader): void {
	r.info('Version: 5 User authentication request');
	r.derive(p.version, 5);
	r.read(p.subnegotiation_version);
	readCounted(r, p.username);
	readCounted(r, p.password);
}

function readCounted(r: Reader, field: typeof p.username): void {
	r.need(1);
	const size = r.bytes[r.position++]!;
	r.text(field, size);
}

function readVerdict(r: Reader): void {
	r.info('Version: 5 User authentication reply');
	r.derive(p.version, 5);
	r.read(p.subnegotiation_version);
	const status = r.read(p.auth_status);
	r.label(() => `Status: ${status} (${status === 0 ? 'success' : 'failure'})`);
}

// RFC 1961, section 3
function readGssapi(r: Reader): void {
	r.info('Version: 5 GSSAPI Authentication');
	r.derive(p.version, 5);
	r.read(p.subnegotiation_version);
	r.read(p['gssapi.command']);
	if (!r.more) return;
	r.take(p['gssapi.data'], r.read(p['gssapi.length']));
}

/** The command of the request that came before, in words. */
const commandName = (r: Reader): string => {
	const request = r.facts.told(requestNote);
	const command = request === undefined ? undefined : r.facts.saidIn(request, p.command);
	return typeof command === 'number' ? (commandNames.get(command as 1) ?? 'Unknown') : 'Unknown';
};

// RFC 1928, section 4
function readRequest(r: Reader): void {
	r.read(p.version);
	const command = r.read(p.command);
	r.info(() => `Version: 5 Command Request - ${commandNames.get(command as 1) ?? 'Unknown'}`);
	readPlace(r);
}

// RFC 1928, section 6
function readReply(r: Reader, words: string, port: typeof p.port): void {
	r.info(`Version: 5${words}`);
	r.read(p.version);
	const result = r.read(p.results);
	r.label(() => `Results(V5): ${results.get(result) ?? 'Unknown'} (${result})`);
	readPlace(r, port);
}

/** RFC 1928, section 5: an address of any kind, and a port. */
function readPlace(r: Reader, port: typeof p.port = p.port): void {
	r.read(p.reserved);
	const kind = r.read(p.address_type);
	if (kind === addressKinds.ipv4) r.read(p.dst);
	else if (kind === addressKinds.ipv6) r.read(p.dstV6);
	else if (kind === addressKinds.name) readCounted(r, p.remote_name);
	r.read(port);
}

function readOldRequest(r: Reader): void {
	r.info('Version: 4');
	const isNamed = hasName(r.bytes, r.base);
	r.read(p.version);
	r.read(p.command);
	r.read(p.dstport);
	r.read(p.dst);
	readEnded(r, p.username);
	if (isNamed) readEnded(r, p.v4a_dns_name);
}

function readEnded(r: Reader, field: typeof p.username): void {
	const nul = r.bytes.indexOf(0, r.position);
	r.terminated(field, (nul < 0 || nul >= r.end ? r.end : nul + 1) - r.position);
}

function readOldReply(r: Reader): void {
	r.info('Version: 4');
	r.read(p.version);
	r.read(p.results);
	r.read(p.dstport);
	r.read(p.dst);
}

/** What passes through: where it goes stands in the request. */
function readTunnel(r: Reader): void {
	const {facts} = r;
	const request = facts.told(requestNote);
	if (request === undefined) return;
	const command = facts.saidIn(request, p.command);
	if (typeof command === 'number') r.derive(p.command, command);
	const address = facts.saidIn(request, p.dst);
	if (address instanceof Uint8Array) r.derive(p.dst, address);
	const address6 = facts.saidIn(request, p.dstV6);
	if (address6 instanceof Uint8Array) r.derive(p.dstV6, address6);
	const port = facts.saidIn(request, p.port) ?? facts.saidIn(request, p.dstport);
	if (typeof port === 'number') r.derive(p.dstport, port);
	if (!r.more) return;
	r.put(segmentFields.payload, r.position, r.end, r.bytes.subarray(r.position, r.end));
	r.label(() => `TCP payload (${r.end - r.base} byte${r.end - r.base === 1 ? '' : 's'})`);
}
