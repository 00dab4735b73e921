import {bytes, ipv4Address, ipv6Address, mac, parts, text, u16, u32, u8} from '../field.ts';
import {claims, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {udpPort} from '../space.ts';

const operations = new Map([[0, 'Hello'], [1, 'Coup'], [2, 'Resign'], [3, 'Advertise']]);
const states = new Map([[0, 'Initial'], [1, 'Learn'], [2, 'Listen'], [4, 'Speak'], [8, 'Standby'], [16, 'Active']]);
const secondStates = new Map([[1, 'Init'], [2, 'Learn'], [3, 'Listen'], [4, 'Speak'], [5, 'Standby'], [6, 'Active']]);
const advertised = new Map([[1, 'Dormant'], [2, 'Passive'], [3, 'Active']]);
/** Whether a value is the one that routers come with: it is written so. */
const usual = (value: number | string, expected: number | string): string => `${value === expected ? '' : 'Non-'}Default (${value})`;

// RFC 2281, section 5.1
const p = parts('hsrp', () => ({
	version: u8('Version'),
	opcode: u8('Op Code', {values: operations, about: 'Hello keeps the group, Coup takes it over, Resign gives it up.', reference: 'RFC 2281, section 5.1'}),
	state: u8('State', {values: states, about: 'The active router forwards for the group, the standby router waits to take over.', reference: 'RFC 2281, section 5.3'}),
	hellotime: u8('Hellotime', {shown: value => usual(value, 3)}),
	holdtime: u8('Holdtime', {shown: value => usual(value, 10), about: 'Seconds until a silent active router is taken to be gone.', reference: 'RFC 2281, section 5.1'}),
	priority: u8('Priority', {about: 'The highest becomes active.', reference: 'RFC 2281, section 5.1'}),
	group: u8('Group'),
	reserved: u8('Reserved'),
	auth_data: text('Authentication Data', {about: 'A password, for everybody on the link to read.', reference: 'RFC 2281, section 5.1'}),
	virt_ip: ipv4Address('Virtual IP Address', {about: 'The address of the group, which hosts have as their router.', reference: 'RFC 2281, section 5.1'}),
	'adv.tlvtype': u16('Adv type', {values: new Map([[1, 'HSRP interface state'], [2, 'IP redundancy']])}),
	'adv.tlvlength': u16('Adv length'),
	'adv.state': u8('Adv state', {values: advertised}),
	'adv.reserved1': u8('Adv reserved1'),
	'adv.activegrp': u16('Adv active groups'),
	'adv.passivegrp': u16('Adv passive groups'),
	'adv.reserved2': u32('Adv reserved2'),
	md5_ip_address: ipv4Address("Sender's IP Address"),
}));

/** Version 2 is a sequence of types, lengths and values; the digest stands behind version 1 too. */
const second = parts('hsrp2', () => ({
	group_state_tlv: u8('Group State TLV'),
	interface_state_tlv: u8('Interface State TLV'),
	text_auth_tlv: u8('Text Authentication TLV'),
	md5_auth_tlv: u8('MD5 Authentication TLV'),
	version: u8('Version'),
	opcode: u8('Op Code', {values: new Map([...operations].slice(0, 3))}),
	state: u8('State', {values: secondStates}),
	ipversion: u8('IP Ver.', {values: new Map([[4, 'IPv4'], [6, 'IPv6']])}),
	group: u16('Group'),
	identifier: mac('Identifier'),
	priority: u32('Priority'),
	hellotime: u32('Hellotime', {shown: value => usual(value, 3000)}),
	holdtime: u32('Holdtime', {shown: value => usual(value, 10_000)}),
	virt_ip: ipv4Address('Virtual IP Address'),
	virt_ip_v6: ipv6Address('Virtual IPv6 Address'),
	active_groups: u16('Active Groups'),
	passive_groups: u16('Passive Groups'),
	auth_data: text('Authentication Data'),
	md5_algorithm: u8('MD5 Algorithm', {values: new Map([[1, 'MD5']])}),
	md5_padding: u8('Padding', {base: 'hex'}),
	md5_flags: u16('MD5 Flags'),
	md5_key_id: u32('MD5 Key ID'),
	md5_auth_data: bytes('MD5 Authentication Data'),
}));

const faults = {strayCharacters};

const advertise = 3;
const groupState = 1;
const interfaceState = 2;
const textAuthentication = 3;
const md5Authentication = 4;
/** 224.0.0.102: where version 2 is sent to over IPv4. */
const secondGroup = 102;
const firstGroup = 2;
/** 224.0.0, which they are in. */
const groups = 0xe0_0000;
const ipv6Size = 16;
const defaultPassword = 'cisco';

export const hsrp = protocol({
	name: 'hsrp',
	title: 'Cisco Hot Standby Router Protocol',
	about: 'Several routers share one address; one forwards for it, and another takes over when it falls silent.',
	reference: 'RFC 2281',
	claims: claims(udpPort, 1985, 2029),
	parts: [p, second],
	faults,
	walk(c) {
		if (c.isQuoted) return undefined;
		if (c.destinationPort !== 1985 && c.destinationPort !== 2029) return c.refuse();
		const at = c.destinationAt;
		const b = c.sources[c.addressSource]!;
		// To others than the groups of routers nobody says anything.
		if (c.addressSize === 4 && !((b[at]! << 16 | b[at + 1]! << 8 | b[at + 2]!) === groups && (b[at + 3] === firstGroup || b[at + 3] === secondGroup))) return c.vanish();
		if (c.addressSize === 4 && b[at + 3] !== secondGroup) return undefined;
		const values = valuesEnd(c.bytes, c.start, c.end);
		if (values >= c.end) return undefined;
		c.hold();
		c.payload(values - c.start);
		return undefined;
	},
	expand(r) {
		const destination = r.facts.addresses?.destination;
		if (destination?.length === ipv6Size || (destination?.[0] === 224 && destination[3] === secondGroup)) readSecond(r);
		else readFirst(r);
	},
});

function readFirst(r: Reader): void {
	r.need(3);
	const operation = r.peek(1);
	const advertises = operation === advertise;
	r.info(() => `${operations.get(operation) ?? 'Unknown'} (state ${(advertises ? advertised.get(r.bytes[r.base + 6] ?? 0) : states.get(r.bytes[r.base + 2]!)) ?? 'Unknown'})`);
	r.read(p.version);
	r.read(p.opcode);
	if (advertises) {
		r.read(p['adv.tlvtype']);
		r.read(p['adv.tlvlength']);
		r.read(p['adv.state']);
		r.read(p['adv.reserved1']);
		r.read(p['adv.activegrp']);
		r.read(p['adv.passivegrp']);
		r.read(p['adv.reserved2']);
		return;
	}

	r.read(p.state);
	r.read(p.hellotime);
	r.read(p.holdtime);
	r.read(p.priority);
	r.read(p.group);
	r.read(p.reserved);
	readPassword(r, p.auth_data);
	r.read(p.virt_ip);
	if (r.peek() === md5Authentication) readValue(r);
}

function readPassword(r: Reader, field: typeof p.auth_data): void {
	const password = r.terminated(field, 8);
	r.label(() => `${field.title}: ${usual(password, defaultPassword)}`);
}

function readSecond(r: Reader): void {
	r.column('HSRPv2');
	const said: string[] = [];
	while (r.position < r.body) said.push(...readValue(r));
	r.info(() => said.join(' '));
}

const values = [undefined, second.group_state_tlv, second.interface_state_tlv, second.text_auth_tlv, second.md5_auth_tlv] as const;
/** Bytes of what stands in each. */
const sizes = [0, 40, 4, 8, 28] as const;

/** Where the values of version 2 end: at one that is not known, or that is not as long as it has to be. */
function valuesEnd(b: Uint8Array, start: number, end: number): number {
	let at = start;
	while (at + 2 <= end && b[at]! >= groupState && b[at]! <= md5Authentication && b[at + 1] === sizes[b[at]!]) at += 2 + b[at + 1]!;
	return Math.min(at, end);
}

/** Returns what is said of it in the list. */
function readValue(r: Reader): string[] {
	const type = r.peek();
	r.need(2);
	const at = r.position;
	const length = r.peek(1);
	const said: string[] = [];
	r.open(values[type], at, type);
	r.label(() => `${values[type]!.title}: Type=${type} Len=${length}`);
	r.skip(2);
	if (type === groupState) said.push(readGroupState(r));
	else if (type === interfaceState) {
		const active = r.read(second.active_groups);
		said.push(`Interface State TLV (Act=${active} Pass=${r.read(second.passive_groups)})`);
	} else if (type === textAuthentication) readPassword(r, second.auth_data);
	else {
		r.read(second.md5_algorithm);
		r.read(second.md5_padding);
		r.read(second.md5_flags);
		r.read(p.md5_ip_address);
		r.read(second.md5_key_id);
		r.take(second.md5_auth_data, 16);
	}

	r.close();
	return said;
}

function readGroupState(r: Reader): string {
	r.read(second.version);
	const operation = r.read(second.opcode);
	const state = r.read(second.state);
	const version = r.read(second.ipversion);
	r.read(second.group);
	r.read(second.identifier);
	r.read(second.priority);
	r.read(second.hellotime);
	r.read(second.holdtime);
	if (version === 4) {
		r.read(second.virt_ip);
		r.skip(12);
	} else r.read(second.virt_ip_v6);
	return `${operations.get(operation) ?? 'Unknown'} (state ${secondStates.get(state) ?? 'Unknown'})`;
}
