import {bytes, header, i32, ipv4Address, ipv6Address, parts, text, u16, u8} from '../field.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {addressFamily, linkType} from '../space.ts';

const families: ReadonlyMap<number, string> = new Map([[2, 'IPv4'], [24, 'IPv6'], [28, 'IPv6'], [30, 'IPv6']]);

const actions: ReadonlyMap<number, string> = new Map([
	[0, 'pass'],
	[1, 'block'],
	[2, 'scrub'],
	[4, 'nat'],
	[5, 'nonat'],
	[6, 'binat'],
	[7, 'nobinat'],
	[8, 'rdr'],
	[9, 'nordr'],
	[10, 'synproxy-drop'],
]);

const reasons: ReadonlyMap<number, string> = new Map([
	'match',
	'bad-offset',
	'fragment',
	'short',
	'normalize',
	'memory',
	'timestamp',
	'congestion',
	'ip-option',
	'proto-cksum',
	'state-mismatch',
	'state-ins-fail',
	'max-states',
	'srcnode-limit',
	'syn-proxy',
].entries());

const directions: ReadonlyMap<number, string> = new Map(['inout', 'in', 'out', 'fwd'].entries());

const nameSize = 16;
/** Headers that say whose packet it was have at least so many bytes. */
const leastWithUser = 61;
/** OpenBSD 4.9 and later: the header has the addresses that pf wrote over. */
const sizeWithAddresses = 100;

const h = header('pflog', {
	length: u8('Header Length', {about: 'Without what fills it up to a multiple of four.'}),
	af: u8('Address Family', {values: families}),
	action: u8('Action', {values: actions, about: 'What pf did with the packet.'}),
	reason: u8('Reason', {values: reasons}),
});

// https://man.openbsd.org/pflog
const p = parts('pflog', () => ({
	ifname: text('Interface'),
	ruleset: text('Ruleset', {about: 'The anchor that holds the rule.'}),
	rulenr: i32('Rule Number', {about: 'The rule of the main ruleset that decided.'}),
	subrulenr: i32('Sub Rule Number', {about: 'The rule in the anchor; -1 for none.'}),
	uid: i32('UID', {little: true, about: 'Whose socket the packet is of; -1 for none.'}),
	pid: i32('PID', {little: true}),
	rule_uid: i32('Rule UID', {little: true, about: 'Who loaded the rule.'}),
	rule_pid: i32('Rule PID', {little: true}),
	dir: u8('Direction', {values: directions}),
	rewritten: u8('Rewritten', {about: 'The addresses or ports were changed.'}),
	pad: bytes('Padding'),
	'saddr.ipv4': ipv4Address('Source Address'),
	'daddr.ipv4': ipv4Address('Destination Address'),
	'saddr.ipv6': ipv6Address('Source Address'),
	'daddr.ipv6': ipv6Address('Destination Address'),
	'saddr.bytes': bytes('Source Address'),
	'daddr.bytes': bytes('Destination Address'),
	sport: u16('Source Port'),
	dport: u16('Destination Port'),
}));

const faults = {length: fault('pflog.invalid_header_length', 'Invalid header length', 'error', 'Malformed')};

const least = h.size + 2 * nameSize + 8;

/** With what fills it up. */
const wholeSize = (length: number): number => (length + 3) & ~3;

function readName(r: Reader, field: typeof p.ifname): string {
	r.need(nameSize);
	const at = r.position;
	let end = at;
	while (end < at + nameSize && r.bytes[end] !== 0) end++;
	const name = new TextDecoder().decode(r.bytes.subarray(at, end));
	r.put(field, at, at + nameSize, name);
	r.position = at + nameSize;
	return name;
}

function readAddresses(r: Reader, family: number): void {
	const size = 16;
	const [source, destination] = family === 2
		? [p['saddr.ipv4'], p['daddr.ipv4']] as const
		: family === 24
		? [p['saddr.ipv6'], p['daddr.ipv6']] as const
		: [p['saddr.bytes'], p['daddr.bytes']] as const;
	for (const field of [source, destination]) {
		r.need(size);
		const at = r.position;
		const bytesOf = field.size || size;
		r.put(field as typeof p['saddr.bytes'], at, at + bytesOf, r.bytes.subarray(at, at + bytesOf));
		r.position = at + size;
	}

	r.read(p.sport);
	r.read(p.dport);
}

export const pflog = protocol({
	name: 'pflog',
	title: 'OpenBSD Packet Filter log file',
	about: 'Packets that pf logged, with the rule that decided what became of them.',
	reference: 'LINKTYPE_PFLOG',
	claims: claims(linkType, 117),
	header: h,
	parts: p,
	faults,
	walk(c) {
		const length = h.length.read(c);
		if (length < least) return c.malformed(faults.length, h.length);
		c.payload(wholeSize(length));
		const family = h.af.read(c);
		return families.has(family) ? c.next(addressFamily, family) : undefined;
	},
	expand(r) {
		const length = r.get(h.length);
		const family = r.get(h.af);
		const action = actions.get(r.get(h.action)) ?? `unknown (${r.get(h.action)})`;
		const rule = r.base + h.size + 2 * nameSize;
		r.label(() => {
			const name = new TextDecoder().decode(r.bytes.subarray(r.base + h.size, r.base + h.size + nameSize)).split('\0')[0];
			return rule + 4 > r.end
				? 'OpenBSD Packet Filter log file'
				: `PF Log ${families.get(family) ?? `unknown (${family})`} ${action} on ${name} by rule ${r.peek32(rule - r.base) | 0}`;
		});
		r.header();
		if (length < least) {
			r.complain(faults.length, r.base, r.base + 1);
			return;
		}

		const name = readName(r, p.ifname);
		readName(r, p.ruleset);
		const number = r.read(p.rulenr);
		r.read(p.subrulenr);
		if (length >= leastWithUser) {
			r.read(p.uid);
			r.read(p.pid);
			r.read(p.rule_uid);
			r.read(p.rule_pid);
		}

		r.read(p.dir);
		r.info(() => `[${action} ${name}/${number}]`);
		if (length !== sizeWithAddresses) {
			r.take(p.pad, 3);
			return;
		}

		r.read(p.rewritten);
		r.take(p.pad, 2);
		readAddresses(r, family);
	},
});
