import {bit, bytes, header, ipv4Address, ipv6Address, parts, u16, u24, u32, u48, u8, word} from '../field.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {addressFamilies} from './address-families.ts';
import {checksumBad, checksumGood, checksumStatusNames, checksumUnverified, expectedChecksum, foldSum, sumWords} from './checksum.ts';

/** RFC 7868, section 6.4. */
const opcodes: ReadonlyMap<number, string> = new Map([
	[1, 'Update'],
	[2, 'Request'],
	[3, 'Query'],
	[4, 'Reply'],
	[5, 'Hello'],
	[6, 'IPX/SAP Update'],
	[7, 'Route Probe'],
	[8, 'Hello (Ack)'],
	[9, 'Stub-Info'],
	[10, 'SIA-Query'],
	[11, 'SIA-Reply'],
]);

/** RFC 7868, section 6.6. */
const types: ReadonlyMap<number, string> = new Map([
	[0x01, 'Parameters'],
	[0x02, 'Authentication'],
	[0x03, 'Sequence'],
	[0x04, 'Software Version'],
	[0x05, 'Next multicast sequence'],
	[0x06, 'Peer Stub Information'],
	[0x07, 'Peer Termination'],
	[0x08, 'Peer Topology ID List'],
	[0xf1, 'Request(MTR)'],
	[0xf2, 'Internal Route(MTR)'],
	[0xf3, 'External Route(MTR)'],
	[0xf4, 'Ext-Community(MTR)'],
	[0xf5, 'TopologyID List'],
	[0x102, 'Internal Route(IPv4)'],
	[0x103, 'External Route(IPv4)'],
	[0x104, 'Ext-Community(IPv4)'],
	[0x202, 'Internal Route(ATALK)'],
	[0x203, 'External Route(ATALK)'],
	[0x204, 'Cable Configuration(ATALK)'],
	[0x302, 'IPX Internal Route(IPX)'],
	[0x303, 'IPX External Route(IPX)'],
	[0x402, 'Internal Route(IPv6)'],
	[0x403, 'External Route(IPv6)'],
	[0x404, 'Ext-Community(IPv6)'],
	[0x601, 'Request'],
	[0x602, 'Internal Route'],
	[0x603, 'External Route'],
	[0x604, 'Ext-Community'],
]);

const origins = new Map([
	[1, 'IGRP'],
	[2, 'EIGRP'],
	[3, 'Static Route'],
	[4, 'RIP'],
	[5, 'Hello'],
	[6, 'OSPF'],
	[7, 'IS-IS'],
	[8, 'EGP'],
	[9, 'BGP'],
	[10, 'IDRP'],
	[11, 'Connected Route'],
]);

/** Where the virtual routers of services begin. */
const firstService = 0x8000;
const versionText = (value: number): string => `${value >>> 8}.${String(value & 0xff).padStart(2, '0')}`;

// RFC 7868, section 6.4
const h = header('eigrp', {
	version: u8('Version'),
	opcode: u8('Opcode', {values: opcodes, about: 'Hellos find neighbors, updates tell of routes, queries ask for one that was lost.', reference: 'RFC 7868, section 6.4'}),
	checksum: u16('Checksum', {base: 'hex', reference: 'RFC 7868, section 6.4'}),
	flags: u32('Flags', {
		base: 'hex',
		reference: 'RFC 7868, section 6.4',
		bits: {
			_high: bit(28, ''),
			eot: bit(1, 'End Of Table', {about: 'All there is has been told.'}),
			restart: bit(1, 'Restart'),
			condrecv: bit(1, 'Conditional Receive'),
			init: bit(1, 'Init', {about: 'The sender begins to tell all there is.'}),
		},
	}),
	seq: u32('Sequence', {about: 'Numbers what must be acknowledged; 0 where nothing must.', reference: 'RFC 7868, section 5.2'}),
	ack: u32('Acknowledge', {about: 'The sequence that the sender has got.', reference: 'RFC 7868, section 5.2'}),
	vrid: u16('Virtual Router ID'),
	as: u16('Autonomous System', {about: 'Who has another one is no neighbor.', reference: 'RFC 7868, section 6.4'}),
});

const p = parts('eigrp', () => ({
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	tlv_type: u16('Type', {base: 'hex', values: types, reference: 'RFC 7868, section 6.6'}),
	'tlv.len': u16('Length'),
	'par.k1': u8('K1', {about: 'How much bandwidth weighs in the metric. Neighbors must weigh alike.', reference: 'RFC 7868, section 5.6'}),
	'par.k2': u8('K2'),
	'par.k3': u8('K3', {about: 'How much delay weighs in the metric.', reference: 'RFC 7868, section 5.6'}),
	'par.k4': u8('K4'),
	'par.k5': u8('K5'),
	'par.k6': u8('K6'),
	'par.holdtime': u16('Hold Time', {about: 'After so many silent seconds the sender is taken to be gone.', reference: 'RFC 7868, section 6.8.1'}),
	'auth.type': u16('Type', {values: new Map([[1, 'TEXT'], [2, 'MD5'], [3, 'SHA256']]), reference: 'RFC 7868, section 6.8.2'}),
	'auth.length': u16('Length'),
	'auth.keyid': u32('Key ID'),
	'auth.keyseq': u32('Key Sequence'),
	nullpad: bytes('Nullpad'),
	'auth.digest': bytes('Digest', {about: 'A digest over the packet and a secret.', reference: 'RFC 7868, section 6.8.2'}),
	'seq.addrlen': u8('Address length', {reference: 'RFC 7868, section 6.8.3'}),
	'seq.ipv4addr': ipv4Address('IP Address', {about: 'Who is not to take the next multicast packet: it lags behind.'}),
	'seq.ipv6addr': ipv6Address('IPv6 Address'),
	release_version: u16('EIGRP Release', {shown: versionText}),
	tlv_version: u16('EIGRP TLV version', {shown: versionText}),
	next_mcast_seq: u32('Multicast Sequence'),
	stub_options: u16('Stub Options', {
		base: 'hex',
		reference: 'RFC 7868, section 6.8.6',
		bits: {
			_high: bit(10, ''),
			recvonly: bit(1, 'Receive-Only'),
			leakmap: bit(1, 'Leak-Map'),
			redist: bit(1, 'Redistributed'),
			summary: bit(1, 'Summary'),
			static: bit(1, 'Static'),
			connected: bit(1, 'Connected'),
		},
	}),
	'tidlist.flags': u16('TID List Flags', {base: 'hex'}),
	'tidlist.len': u16('TID List Size'),
	tidlist: u16('TID List'),
	'ipv4.nexthop': ipv4Address('NextHop', {about: 'Where to send to instead of to who says this. 0.0.0.0 is the sender itself.', reference: 'RFC 7868, section 6.9.2'}),
	'ipv6.nexthop': ipv6Address('NextHop'),
	'old_metric.delay': u32('Scaled Delay', {about: 'Tens of microseconds, times 256.', reference: 'RFC 7868, section 6.7.1'}),
	'old_metric.bw': u32('Scaled BW', {about: '2,560,000,000 divided by the kilobits a second of the narrowest link.', reference: 'RFC 7868, section 6.7.1'}),
	'old_metric.mtu': u24('MTU'),
	'old_metric.hopcount': u8('Hop Count'),
	'old_metric.rel': u8('Reliability'),
	'old_metric.load': u8('Load'),
	'old_metric.intag': u8('Route Tag'),
	...word(1, {
		_metric: bit(4, ''),
		'metric.flags.repl': bit(1, 'Route is Replicated'),
		'metric.flags.active': bit(1, 'Route is Active', {about: 'The sender has lost the way and asks for another.'}),
		'metric.flags.cd': bit(1, 'Candidate Default'),
		'metric.flags.srcwd': bit(1, 'Source Withdraw'),
	}),
	'extdata.origrid': ipv4Address('Originating RouterID', {reference: 'RFC 7868, section 6.7.3'}),
	'extdata.as': u32('Originating A.S.'),
	'extdata.tag': u32('Administrative Tag'),
	'extdata.metric': u32('External Metric'),
	'extdata.reserved': u16('Reserved'),
	'extdata.proto': u8('External Protocol ID', {values: origins, about: 'Which protocol the route came from.', reference: 'RFC 7868, section 6.7.3'}),
	...word(1, {_opaque: bit(6, ''), 'opaque.flag.cd': bit(1, 'Route is Candidate Default'), 'opaque.flag.ext': bit(1, 'Route is External')}),
	tid: u16('Topology'),
	afi: u16('AFI', {values: addressFamilies}),
	routerid: ipv4Address('RouterID'),
	'metric.offset': u8('Offset', {reference: 'RFC 7868, section 6.7.2'}),
	'metric.priority': u8('Priority'),
	'metric.reliability': u8('Reliability'),
	'metric.load': u8('Load'),
	'metric.mtu': u24('MTU'),
	'metric.hopcount': u8('Hop Count'),
	'metric.delay': u48('Delay', {type: 'FT_UINT64'}),
	'metric.bandwidth': u48('Bandwidth', {type: 'FT_UINT64'}),
	'metric.reserved': u16('Reserved', {base: 'hex'}),
	'attr.opcode': u8('Opcode', {
		values: new Map([[0, 'NO-OP for padding'], [1, 'Scaled Metric'], [2, 'Admin Tag'], [3, 'Community'], [4, 'Jitter'], [5, 'Non-Active energy'], [6, 'Active energy']]),
	}),
	'attr.offset': u8('Offset'),
	'ipv4.prefixlen': u8('Prefix Length'),
	'ipv4.destination': ipv4Address('Destination', {about: 'The network that the route leads to.', reference: 'RFC 7868, section 6.9.2'}),
	'ipv6.prefixlen': u8('Prefix Length'),
	'ipv6.destination': ipv6Address('Destination', {about: 'The network that the route leads to.', reference: 'RFC 7868, section 6.9.3'}),
}));

const faults = {
	checksum: fault('eigrp.checksum.bad', 'Bad Checksum', 'warning', 'Checksum'),
	termination: fault('eigrp.peer_termination', 'Peer Termination', 'note', 'Response'),
	graceful: fault('eigrp.peer_termination_graceful', 'Peer Termination (Graceful Shutdown)', 'note', 'Response'),
	length: fault('eigrp.tlv.len.invalid', 'Corrupt TLV', 'error'),
	prefix: fault('eigrp.prefixlen.invalid', 'Invalid prefix length', 'warning', 'Malformed'),
};

const eigrpNumber = 88;
const hello = 5;
const leastValue = 4;
const wideAttributes = 2;

export const eigrp = protocol({
	name: 'eigrp',
	title: 'Cisco EIGRP',
	about: 'Routers tell their neighbors of the networks they know, and ask them when a way is lost.',
	reference: 'RFC 7868',
	claims: claims(ipProtocol, eigrpNumber),
	lacking: {under: 16, as: 'named'},
	header: h,
	parts: p,
	faults,
	expand(r) {
		const opcode = r.get(h.opcode);
		const isAnswer = opcode === hello && r.get(h.ack) !== 0;
		r.info(() => (isAnswer ? 'Hello (Ack)' : (opcodes.get(opcode) ?? `Unknown (${opcode})`)));
		r.at(h.version, r.base);
		r.at(h.opcode, r.base + 1);
		r.position = r.base + 2;
		readChecksum(r);
		const at = r.position;
		r.readOpen(h.flags, () => undefined);
		r.at(h.seq, at + 4);
		r.at(h.ack, at + 8);
		r.at(h.vrid, at + 12);
		r.append(r.get(h.vrid) < firstService ? ' (Address-Family)' : ' (Service-Family)');
		r.at(h.as, at + 14);
		r.position = at + 16;
		while (r.more) readValue(r);
	},
});

function readChecksum(r: Reader): void {
	const at = r.position;
	const found = r.peek16();
	const isWhole = r.limit <= r.end && !r.quoted;
	const sum = isWhole ? sumWords(r.bytes, r.base, r.limit) : 0;
	const status = !isWhole ? checksumUnverified : foldSum(sum) === 0xffff ? checksumGood : checksumBad;
	if (status === checksumBad && found >= 0)
		r.readOpen(h.checksum, () => r.complain(faults.checksum, at, at + 2, `Bad Checksum [should be 0x${expectedChecksum(sum, found).toString(16).padStart(4, '0')}]`));
	else r.read(h.checksum);
	r.derive(p['checksum.status'], status, at, at + 2);
}

/** RFC 7868, section 6.6. */
function readValue(r: Reader): void {
	r.need(leastValue);
	const at = r.position;
	const type = r.peek16();
	const size = r.peek16(2);
	if (size < leastValue) {
		const text = 'Corrupt TLV (Length field less than 4)';
		r.group(undefined, text, () => r.complain(faults.length, at, at + 4, text));
		r.done();
	}

	// Of a value that is not all there, nothing is told.
	r.need(size);
	const name = types.get(type) ?? `Unknown (0x${type.toString(16).padStart(4, '0')})`;
	const said = r.group(undefined, name, () => {
		r.read(p.tlv_type);
		r.read(p['tlv.len']);
		let label: string | undefined;
		r.within(size - leastValue, () => {
			label = readBody(r, type, at);
			r.position = r.end;
		});
		return label;
	});
	if (said !== undefined) r.label(said);
}

/** Returns what the value is called, where its type alone does not say it. */
function readBody(r: Reader, type: number, at: number): string | undefined {
	switch (type) {
		case 0x01:
			return readParameters(r, at);
		case 0x02:
			return readAuthentication(r);
		case 0x03:
			while (r.more) {
				const size = r.read(p['seq.addrlen']);
				if (size === 4) r.read(p['seq.ipv4addr']);
				else if (size === 16) r.read(p['seq.ipv6addr']);
				else r.skip(size);
			}

			return undefined;
		case 0x04: {
			const release = r.read(p.release_version);
			const version = r.read(p.tlv_version);
			return `Software Version: EIGRP=${release >>> 8}.${release & 0xff}, TLV=${version >>> 8}.${version & 0xff}`;
		}

		case 0x05:
			return `Next multicast sequence: ${r.read(p.next_mcast_seq)}`;
		case 0x06:
			r.read(p.stub_options);
			return undefined;
		case 0x07:
			r.complain(faults.graceful, at);
			return undefined;
		case 0x08: {
			r.read(p['tidlist.flags']);
			const count = r.read(p['tidlist.len']) >>> 1;
			r.group(undefined, `${count} TIDs`, () => {
				for (let i = 0; i < count; i++) r.read(p.tidlist);
			});
			return undefined;
		}

		case 0x102:
		case 0x103:
		case 0x402:
		case 0x403: {
			const six = type >= 0x400;
			r.read(six ? p['ipv6.nexthop'] : p['ipv4.nexthop']);
			if (type & 1) readExternal(r);
			readMetric(r);
			return readNetworks(r, type, six);
		}

		case 0x602:
		case 0x603: {
			r.read(p.tid);
			const six = r.read(p.afi) === 2;
			r.read(p.routerid);
			readWideMetric(r);
			if (type & 1) readExternal(r);
			r.read(six ? p['ipv6.nexthop'] : p['ipv4.nexthop']);
			return readNetworks(r, type, six);
		}

		default:
			return undefined;
	}
}

/** RFC 7868, section 6.8.1: where every weight is 255, the sender goes. */
function readParameters(r: Reader, at: number): string | undefined {
	const weights = [p['par.k1'], p['par.k2'], p['par.k3'], p['par.k4'], p['par.k5'], p['par.k6']] as const;
	const isGoodbye = weights.slice(0, 5).every((_, i) => r.peek(i) === 0xff);
	for (const weight of weights) r.read(weight);
	r.read(p['par.holdtime']);
	if (!isGoodbye) return undefined;
	r.complain(faults.termination, at);
	return 'Parameters: Peer Termination';
}

/** RFC 7868, section 6.8.2. */
function readAuthentication(r: Reader): string {
	const type = r.read(p['auth.type']);
	const size = r.read(p['auth.length']);
	r.read(p['auth.keyid']);
	r.read(p['auth.keyseq']);
	r.take(p.nullpad, 8);
	r.take(p['auth.digest'], Math.min(size, r.left));
	return `Authentication ${type === 1 ? 'TEXT' : type === 2 ? 'MD5' : type === 3 ? 'SHA256' : 'Unknown'}`;
}

function readFlags(r: Reader, title: string): void {
	r.group(undefined, title, () => {
		r.at(p['metric.flags.srcwd'], r.position);
		r.at(p['metric.flags.cd'], r.position);
		r.at(p['metric.flags.active'], r.position);
		r.read(p['metric.flags.repl']);
	});
}

/** RFC 7868, section 6.7.1. */
function readMetric(r: Reader): void {
	r.group(undefined, 'Legacy Metric', () => {
		r.read(p['old_metric.delay']);
		r.read(p['old_metric.bw']);
		r.read(p['old_metric.mtu']);
		r.read(p['old_metric.hopcount']);
		r.read(p['old_metric.rel']);
		r.read(p['old_metric.load']);
		r.read(p['old_metric.intag']);
		readFlags(r, 'Flags');
	});
}

/** RFC 7868, section 6.7.3. */
function readExternal(r: Reader): void {
	r.group(undefined, 'External Data', () => {
		r.read(p['extdata.origrid']);
		r.read(p['extdata.as']);
		r.read(p['extdata.tag']);
		r.read(p['extdata.metric']);
		r.read(p['extdata.reserved']);
		r.read(p['extdata.proto']);
		r.group(undefined, 'External Flags', () => {
			r.at(p['opaque.flag.ext'], r.position);
			r.read(p['opaque.flag.cd']);
		});
	});
}

/** RFC 7868, section 6.7.2, and the attributes behind. */
function readWideMetric(r: Reader): void {
	let words = 0;
	r.group(undefined, 'Wide Metric', () => {
		words = r.read(p['metric.offset']);
		r.read(p['metric.priority']);
		r.read(p['metric.reliability']);
		r.read(p['metric.load']);
		r.read(p['metric.mtu']);
		r.read(p['metric.hopcount']);
		r.read(p['metric.delay']);
		r.read(p['metric.bandwidth']);
		r.read(p['metric.reserved']);
		readFlags(r, 'Flags');
		r.skip(1);
	});
	if (words === 0) return;
	r.group(undefined, 'Attributes', () =>
		r.within(words * 2, () => {
			while (r.more) {
				r.read(p['attr.opcode']);
				const size = r.read(p['attr.offset']) * 2;
				r.skip(Math.max(0, size - wideAttributes));
			}
		}));
}

/** The networks of a route until the value ends, and its label. */
function readNetworks(r: Reader, type: number, six: boolean): string {
	const said: string[] = [];
	const size = six ? 16 : 4;
	while (r.more) {
		const bits = r.peek();
		if (bits > size * 8) {
			r.readOpen(
				six ? p['ipv6.prefixlen'] : p['ipv4.prefixlen'],
				() => r.complain(faults.prefix, r.position - 1, r.position, `Invalid prefix length ${bits}, must be <= ${size * 8}`),
			);
			break;
		}

		// Section 6.9.3 says the least bytes that hold the prefix; some routers write one more behind one of IPv6.
		const least = (bits + 7) >>> 3;
		const length = six && r.left === 2 + least ? least + 1 : least;
		r.read(six ? p['ipv6.prefixlen'] : p['ipv4.prefixlen']);
		r.need(length);
		const end = r.position + length;
		const address = new Uint8Array(size);
		address.set(r.bytes.subarray(r.position, Math.min(end, r.position + size)));
		r.put(six ? p['ipv6.destination'] : p['ipv4.destination'], r.position, end, address);
		r.position = end;
		said.push(`   ${six ? ipv6Text(address) : ipv4Text(address)}/${bits}`);
	}

	return said.length === 0 ? types.get(type)! : `${types.get(type)!}  =${said.join('  ,')}`;
}
