import {bit, bytes, type Field, header, ipv6Address, parts, u16, u32, u64, u8, word} from '../field.ts';
import {claims, malformed, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {ipProtocol, udpPort} from '../space.ts';
import {once} from '../when-asked.ts';
import {ipProtocolNames} from './ip-protocols.ts';
import {nestExtension} from './ipv6-options.ts';
import {expandMobilityOptions, mobilityFaults, mobilityFields, mobilityOptionFields} from './mobility-options.ts';

const refreshRequest = 0;
const homeTestInit = 1;
const careOfTestInit = 2;
const homeTest = 3;
const careOfTest = 4;
const bindingUpdate = 5;
const bindingAcknowledgement = 6;
const bindingError = 7;
const fastUpdate = 8;
const fastAcknowledgement = 9;
const fastNeighbor = 10;
const experimental = 11;
const homeAgentSwitch = 12;
const heartbeat = 13;
const handoverInitiate = 14;
const handoverAcknowledge = 15;
const revocation = 16;

const types: ReadonlyMap<number, string> = new Map([
	'Binding Refresh Request',
	'Home Test Init',
	'Care-of Test Init',
	'Home Test',
	'Care-of Test',
	'Binding Update',
	'Binding Acknowledgement',
	'Binding Error',
	'Fast Binding Update',
	'Fast Binding Acknowledgment',
	'Fast Neighbor Advertisement',
	'Experimental Mobility Header',
	'Home Agent Switch',
	'Heartbeat',
	'Handover Initiate',
	'Handover Acknowledge',
	'Binding Revocation',
	'Localized Routing Initiation',
	'Localized Routing Acknowledgment',
].entries());

// https://www.iana.org/assignments/mobility-parameters, status codes
const statuses: ReadonlyMap<number, string> = new Map([
	[0, 'Binding Update accepted'],
	[1, 'Accepted but prefix discovery necessary'],
	[128, 'Reason unspecified'],
	[129, 'Administratively prohibited'],
	[130, 'Insufficient resources'],
	[131, 'Home registration not supported'],
	[132, 'Not home subnet'],
	[133, 'Not home agent for this mobile node'],
	[134, 'Duplicate Address Detection failed'],
	[135, 'Sequence number out of window'],
	[136, 'Expired home nonce index'],
	[137, 'Expired care-of nonce index'],
	[138, 'Expired nonces'],
	[139, 'Registration type change disallowed'],
	[140, 'Mobile Router Operation not permitted'],
	[141, 'Invalid Prefix'],
	[142, 'Not Authorized for Prefix'],
	[143, 'Mobile Network Prefix information unavailable'],
	[145, 'Proxy Registration not supported by the LMA'],
	[146, 'Proxy Registrations from this MAG not allowed'],
	[147, 'No home address for this NAI'],
	[148, 'Invalid Time Stamp Option'],
	[149, 'Permanent home keygen token exists'],
	[150, 'Non-null home nonce index expected'],
	[174, 'Invalid Care-of Address'],
]);

const fastStatuses: ReadonlyMap<number, string> = new Map([
	[0, 'Fast Binding Update accepted'],
	[1, 'Accepted but use supplied NCoA'],
	[128, 'Reason unspecified'],
	[129, 'Administratively prohibited'],
	[130, 'Insufficient resources'],
	[131, 'Incorrect interface identifier length'],
]);

const triggers: ReadonlyMap<number, string> = new Map([
	[0, 'Unspecified'],
	[1, 'Administrative Reason'],
	[2, 'Inter-MAG Handover - same Access Type'],
	[3, 'Inter-MAG Handover - different Access Type'],
	[4, 'Inter-MAG Handover - Unknown'],
	[5, 'User Initiated Session(s) Termination'],
	[6, 'Access Network Session(s) Termination'],
	[7, 'Possible Out-of Sync BCE State'],
	[128, 'Per-Peer Policy'],
	[129, 'Revoking Mobility Node Local Policy'],
]);

const revoked: ReadonlyMap<number, string> = new Map([
	'Success',
	'Partial Success',
	'Binding Does NOT Exist',
	'IPv4 HoA Binding Does NOT Exist',
	'Global Revocation NOT Authorized',
	'CAN NOT Identify Binding',
	'Revocation Failed, MN is Attached',
].entries());

const isThere = (what: string): {readonly meaning: readonly [string, string]} => ({meaning: [what, `No ${what}`]});
const isSet = {meaning: ['Set', 'Not set']} as const;
const isTrue = {meaning: ['True', 'False']} as const;
const keyManagement = isThere('Key Management Mobility Compatibility');
const lifetime = {shown: (value: number): string => `${value} (${value * 4} seconds)`, about: 'In units of four seconds; 0 ends the binding.'};
const cookie = {base: 'hex', about: 'Comes back in the answer: who sends it saw the question.'} as const;

// RFC 6275, section 6.1
const h = header('mip6', {
	proto: u8('Payload protocol', {values: ipProtocolNames}),
	hlen: u8('Header length', {shown: value => `${value} (${(value + 1) * 8} bytes)`, about: 'In units of 8 bytes, without the first 8.'}),
	mhtype: u8('Mobility Header Type', {values: types, about: 'What the message is.'}),
	reserved: u8('Reserved', {base: 'hex'}),
	csum: u16('Checksum', {base: 'hex'}),
});

const p = parts('mip6', () => ({
	binding_refresh_request: bytes('Binding Refresh Request', {about: 'Asks the mobile node to say again where it is.', reference: 'RFC 6275, section 6.1.2'}),
	fast_neighbor_advertisement: bytes('Fast Neighbor Advertisement'),
	unknown_type_data: bytes('Message Data'),
	'em.data': bytes('Data'),
	'hoti.cookie': u64('Home Init Cookie', cookie),
	'coti.cookie': u64('Care-of Init Cookie', cookie),
	'hot.nindex': u16('Home Nonce Index'),
	'hot.cookie': u64('Home Init Cookie', cookie),
	'hot.token': u64('Home Keygen Token', {base: 'hex', about: 'One half of the key for a binding: it went the way over the home agent.', reference: 'RFC 6275, section 5.2.5'}),
	'cot.nindex': u16('Care-of Nonce Index'),
	'cot.cookie': u64('Care-of Init Cookie', cookie),
	'bu.seqnr': u16('Sequence number'),
	...word(2, {
		'bu.a_flag': bit(1, 'Acknowledge (A) flag', {meaning: ['Binding Acknowledgement requested', 'Binding Acknowledgement not requested']}),
		'bu.h_flag': bit(1, 'Home Registration (H) flag', isThere('Home Registration')),
		'bu.l_flag': bit(1, 'Link-Local Compatibility (L) flag', isThere('Link-Local Address Compatibility')),
		'bu.k_flag': bit(1, 'Key Management Compatibility (K) flag', keyManagement),
		'bu.m_flag': bit(1, 'MAP Registration Compatibility (M) flag', isThere('MAP Registration Compatibility')),
		'nemo.bu.r_flag': bit(1, 'Mobile Router (R) flag', isThere('Mobile Router Compatibility')),
		'bu.p_flag': bit(1, 'Proxy Registration (P) flag', isThere('Proxy Registration')),
		'bu.f_flag': bit(1, 'Forcing UDP encapsulation (F) flag', {meaning: ['Forcing UDP encapsulation used', 'No Forcing UDP encapsulation']}),
		'bu.t_flag': bit(1, 'TLV-header format (T) flag', {meaning: ['TLV-header format used', 'No TLV-header format']}),
		'bu.b_flag': bit(1, 'Bulk-Binding-Update flag (B)', {meaning: ['Enable bulk binding update support', 'Disable bulk binding update support']}),
		_unused: bit(6, ''),
	}),
	'bu.lifetime': u16('Lifetime', lifetime),
	'ba.status': u8('Status', {values: statuses, about: 'Below 128 the binding was accepted.'}),
	...word(1, {
		'ba.k_flag': bit(1, 'Key Management Compatibility (K) flag', keyManagement),
		'nemo.ba.r_flag': bit(1, 'Mobile Router (R) flag', isThere('Mobile Router Compatibility')),
		'ba.p_flag': bit(1, 'Proxy Registration (P) flag', isThere('Proxy Registration')),
		'ba.t_flag': bit(1, 'TLV-header format (T) flag', {meaning: ['TLV-header format used', 'No TLV-header format']}),
		'ba.b_flag': bit(1, 'Bulk-Binding-Update flag (B)', {meaning: ['Enabled bulk binding update support', 'Disabled bulk binding update support']}),
		_spare: bit(3, ''),
	}),
	'ba.seqnr': u16('Sequence number'),
	'ba.lifetime': u16('Lifetime', lifetime),
	'be.status': u8('Status', {values: new Map([[1, 'Unknown binding for Home Address destination option'], [2, 'Unrecognized MH type value']])}),
	'be.haddr': ipv6Address('Home Address'),
	'fbu.seqnr': u16('Sequence number'),
	...word(1, {
		'fbu.a_flag': bit(1, 'Acknowledge (A) flag', {meaning: ['Fast Binding Acknowledgement requested', 'Fast Binding Acknowledgement not requested']}),
		'fbu.h_flag': bit(1, 'Home Registration (H) flag', isThere('Home Registration')),
		'fbu.l_flag': bit(1, 'Link-Local Compatibility (L) flag', isThere('Link-Local Address Compatibility')),
		'fbu.k_flag': bit(1, 'Key Management Compatibility (K) flag', keyManagement),
		_nothing: bit(4, ''),
	}),
	'fbu.lifetime': u16('Lifetime', lifetime),
	'fback.status': u8('Status', {values: fastStatuses}),
	...word(1, {'fback.k_flag': bit(1, 'Key Management Compatibility (K) flag', keyManagement), _free: bit(7, '')}),
	'fback.seqnr': u16('Sequence number'),
	'fback.lifetime': u16('Lifetime', lifetime),
	'has.num_addrs': u8('Number of Addresses'),
	'has.reserved': u8('Reserved', {base: 'hex'}),
	'has.address': ipv6Address('Address'),
	...word(1, {
		_idle: bit(6, ''),
		'hb.u_flag': bit(1, 'Unsolicited (U) flag', {meaning: ['Unsolicited Heartbeat Response', 'Otherwise']}),
		'hb.r_flag': bit(1, 'Response (R) flag', {meaning: ['Heartbeat Response', 'Heartbeat Request']}),
	}),
	'hb.seqnr': u32('Sequence number'),
	'hi.seqnr': u16('Sequence number'),
	...word(1, {'hi.s_flag': bit(1, 'Assigned address configuration flag (S) flag', isTrue), 'hi.u_flag': bit(1, 'Buffer flag (U) flag', isTrue), _blank: bit(6, '')}),
	'hi.code': u8('Code'),
	'hack.seqnr': u16('Sequence number'),
	'hack.code': u8('Code'),
	'bri_br.type': u8('B.R. Type'),
	'bri_r.trigger': u8('R. Trigger', {values: triggers}),
	bri_status: u8('Status', {values: revoked}),
	bri_seqnr: u16('Sequence Number'),
	...word(2, {
		bri_ip: bit(1, 'Proxy Binding (P) Flag', isSet),
		bri_iv: bit(1, 'IPv4 HoA Binding Only (V) Flag', isSet),
		bri_ig: bit(1, 'Global (G) Flag', isSet),
		bri_res: bit(13, 'Reserved', {base: 'hex'}),
	}),
	...word(2, {
		bri_ap: bit(1, 'Proxy Binding (P) Flag', isSet),
		bri_av: bit(1, 'IPv4 HoA Binding Only (V) Flag', isSet),
		bri_ag: bit(1, 'Global (G) Flag', isSet),
		_rest: bit(13, ''),
	}),
}));

/** Parts of one word, which moves past it. */
function readWord(r: Reader, ...fields: ReadonlyArray<Field<'uint'>>): void {
	const size = fields[0]!.size;
	for (const field of fields) r.at(field, r.position);
	r.skip(size);
}

const updateFlags = once(
	() => [p['bu.a_flag'], p['bu.h_flag'], p['bu.l_flag'], p['bu.k_flag'], p['bu.m_flag'], p['nemo.bu.r_flag'], p['bu.p_flag'], p['bu.f_flag'], p['bu.t_flag'], p['bu.b_flag']],
);
const acknowledgementFlags = once(() => [p['ba.k_flag'], p['nemo.ba.r_flag'], p['ba.p_flag'], p['ba.t_flag'], p['ba.b_flag']]);

/** Messages that are more than bytes: the name of their part of the tree, and what it holds. */
const messages: ReadonlyMap<number, readonly [name: string, read: (r: Reader) => void]> = new Map<number, readonly [string, (r: Reader) => void]>([
	[homeTestInit, ['Home Test Init', r => {
		r.skip(2);
		r.read(p['hoti.cookie']);
	}]],
	[careOfTestInit, ['Care-of Test Init', r => {
		r.skip(2);
		r.read(p['coti.cookie']);
	}]],
	[homeTest, ['Home Test', r => {
		r.read(p['hot.nindex']);
		r.read(p['hot.cookie']);
		r.read(p['hot.token']);
	}]],
	// Wireshark has one name for both tokens.
	[careOfTest, ['Care-of Test', r => {
		r.read(p['cot.nindex']);
		r.read(p['cot.cookie']);
		r.read(p['hot.token']);
	}]],
	[bindingUpdate, ['Binding Update', r => {
		r.read(p['bu.seqnr']);
		readWord(r, ...updateFlags());
		r.read(p['bu.lifetime']);
	}]],
	[bindingAcknowledgement, ['Binding Acknowledgement', r => {
		r.read(p['ba.status']);
		readWord(r, ...acknowledgementFlags());
		r.read(p['ba.seqnr']);
		r.read(p['ba.lifetime']);
	}]],
	[bindingError, ['Binding Error', r => {
		r.read(p['be.status']);
		r.skip(1);
		r.read(p['be.haddr']);
	}]],
	[fastUpdate, ['Fast Binding Update', r => {
		r.read(p['fbu.seqnr']);
		readWord(r, p['fbu.a_flag'], p['fbu.h_flag'], p['fbu.l_flag'], p['fbu.k_flag']);
		r.skip(1);
		r.read(p['fbu.lifetime']);
	}]],
	[fastAcknowledgement, [
		'Fast Binding Acknowledgement',
		r => {
			r.read(p['fback.status']);
			readWord(r, p['fback.k_flag']);
			r.read(p['fback.seqnr']);
			r.read(p['fback.lifetime']);
		},
	]],
	[homeAgentSwitch, ['Home Agent Switch', r => {
		let count = r.read(p['has.num_addrs']);
		r.read(p['has.reserved']);
		while (count-- > 0) r.read(p['has.address']);
	}]],
	[heartbeat, ['Heartbeat', r => {
		r.skip(1);
		readWord(r, p['hb.u_flag'], p['hb.r_flag']);
		r.read(p['hb.seqnr']);
	}]],
	[handoverInitiate, ['Handover Initiate', r => {
		r.read(p['hi.seqnr']);
		readWord(r, p['hi.s_flag'], p['hi.u_flag']);
		r.read(p['hi.code']);
	}]],
	[handoverAcknowledge, ['Handover Acknowledge ', r => {
		r.read(p['hack.seqnr']);
		r.skip(1);
		r.read(p['hack.code']);
	}]],
]);

/** RFC 5846, section 5: an indication, or its acknowledgement. */
function readRevocation(r: Reader): void {
	const isAcknowledgement = r.peek() === 2;
	r.group(undefined, `Binding Revocation ${isAcknowledgement ? 'Acknowledgement' : 'Indication'}`, () => {
		r.read(p['bri_br.type']);
		r.read(isAcknowledgement ? p.bri_status : p['bri_r.trigger']);
		r.read(p.bri_seqnr);
		if (isAcknowledgement) readWord(r, p.bri_ap, p.bri_av, p.bri_ag);
		else readWord(r, p.bri_ip, p.bri_iv, p.bri_ig, p.bri_res);
	});
}

export const mobility = protocol({
	name: 'mipv6',
	title: 'Mobile IPv6',
	column: 'MIPv6',
	about: 'Keeps a node reachable under its address at home while it is elsewhere: it tells where it is.',
	reference: 'RFC 6275',
	claims: [...claims(ipProtocol, 135, 62), ...claims(udpPort, 5436)],
	header: h,
	parts: [p, mobilityFields, mobilityOptionFields],
	faults: mobilityFaults,
	walk(c) {
		nestExtension(c);
		const size = (h.hlen.read(c) + 1) * 8;
		c.payload(size);
		return size > c.available ? c.malformed(malformed, h.hlen) : c.opaque();
	},
	expand(r) {
		const type = r.get(h.mhtype);
		r.info(types.get(type) ?? 'Unknown');
		r.header();
		const size = (r.get(h.hlen) + 1) * 8 - h.size;
		r.within(size, () => {
			const message = messages.get(type);
			if (message !== undefined) r.group(undefined, message[0], () => message[1](r));
			else if (type === revocation) readRevocation(r);
			else if (type === refreshRequest) r.take(p.binding_refresh_request, 2);
			else if (type === fastNeighbor) r.take(p.fast_neighbor_advertisement, 2);
			else {
				r.rest(type === experimental ? p['em.data'] : p.unknown_type_data);
				return;
			}

			expandMobilityOptions(r);
		});
	},
});
