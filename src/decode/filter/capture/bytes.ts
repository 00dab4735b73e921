import {type Place, Wrong} from '../error.ts';
import {type Phrase, test} from './phrase.ts';

/** A number worked out of a packet: `tcp[13] & 2`. */
export type Amount =
	& Place
	& (
		| {readonly kind: 'number'; readonly value: number}
		| {readonly kind: 'length'}
		| {readonly kind: 'bytes'; readonly protocol: string; readonly offset: Amount; readonly size: 1 | 2 | 4}
		| {readonly kind: 'calculation'; readonly operator: string; readonly left: Amount; readonly right: Amount}
	);

export type Relation = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** Names of numbers, as pcap-filter(7) has them. */
export const constants: ReadonlyMap<string, number> = new Map([
	...['fin', 'syn', 'rst', 'push', 'ack', 'urg', 'ece', 'cwr'].map((flag, bit) => [`tcp-${flag}`, 2 ** bit] as const),
	['tcpflags', 13],
	['icmptype', 0],
	['icmpcode', 1],
	['icmp6type', 0],
	['icmp6code', 1],
	...Object.entries({
		echoreply: 0,
		unreach: 3,
		sourcequench: 4,
		redirect: 5,
		echo: 8,
		routeradvert: 9,
		routersolicit: 10,
		timxceed: 11,
		paramprob: 12,
		tstamp: 13,
		tstampreply: 14,
		ireq: 15,
		ireqreply: 16,
		maskreq: 17,
		maskreply: 18,
	}).map(([name, type]) => [`icmp-${name}`, type] as const),
	...Object.entries({
		destinationunreach: 1,
		packettoobig: 2,
		timeexceeded: 3,
		parameterproblem: 4,
		echo: 128,
		echoreply: 129,
		multicastlistenerquery: 130,
		multicastlistenerreportv1: 131,
		multicastlistenerdone: 132,
		routersolicit: 133,
		routeradvert: 134,
		neighborsolicit: 135,
		neighboradvert: 136,
		redirect: 137,
	}).map(([name, type]) => [`icmp6-${name}`, type] as const),
]);

/** Display filter's name of what capture filters cut into bytes. */
export const sliced: ReadonlyMap<string, string> = new Map([['ether', 'eth'], ['ip', 'ip'], ['ip6', 'ipv6'], ['arp', 'arp'], ['tcp', 'tcp'], ['udp', 'udp'], ['sctp', 'sctp'], [
	'icmp',
	'icmp',
], ['icmp6', 'icmpv6'], ['igmp', 'igmp']]);

/** RFC 791, 768, 792, 4443, 8200, 9293: fields that stand at a place of their header, by protocol, offset and size. */
const fields: ReadonlyMap<string, string> = new Map([
	['ether[12:2]', 'eth.type'],
	['ip[1:1]', 'ip.dsfield'],
	['ip[2:2]', 'ip.len'],
	['ip[4:2]', 'ip.id'],
	['ip[8:1]', 'ip.ttl'],
	['ip[9:1]', 'ip.proto'],
	['ip6[4:2]', 'ipv6.plen'],
	['ip6[6:1]', 'ipv6.nxt'],
	['ip6[7:1]', 'ipv6.hlim'],
	['tcp[0:2]', 'tcp.srcport'],
	['tcp[2:2]', 'tcp.dstport'],
	['tcp[4:4]', 'tcp.seq_raw'],
	['tcp[8:4]', 'tcp.ack_raw'],
	['tcp[14:2]', 'tcp.window_size_value'],
	['udp[0:2]', 'udp.srcport'],
	['udp[2:2]', 'udp.dstport'],
	['udp[4:2]', 'udp.length'],
	['icmp[0:1]', 'icmp.type'],
	['icmp[1:1]', 'icmp.code'],
	['icmp6[0:1]', 'icmpv6.type'],
	['icmp6[1:1]', 'icmpv6.code'],
	['arp[6:2]', 'arp.opcode'],
]);

/** Names of single bits, by the byte that they are in. */
const flags: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map([
	['tcp[13:1]', new Map(['fin', 'syn', 'reset', 'push', 'ack', 'urg', 'ece', 'cwr'].map((flag, bit) => [2 ** bit, `tcp.flags.${flag}`]))],
	['ip[6:1]', new Map([[0x20, 'ip.flags.mf'], [0x40, 'ip.flags.df']])],
	['ip[6:2]', new Map([[0x2000, 'ip.flags.mf'], [0x4000, 'ip.flags.df']])],
	['ether[0:1]', new Map([[1, 'eth.dst.ig']])],
]);

const turned: Readonly<Record<Relation, Relation>> = {'==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<='};

/** A comparison of two amounts; throws Wrong where a display filter cannot say it. */
export function comparison(left: Amount, relation: Relation, right: Amount): Phrase {
	const [a, b] = [reduced(left), reduced(right)];
	if (a.kind === 'number' && b.kind !== 'number') return comparison(b, turned[relation], a);
	const place = {start: left.start, end: right.end};
	if (b.kind !== 'number') throw new Wrong('only a comparison with a number can be said as a display filter', place);
	const {value} = b;
	if (a.kind === 'length') return test(`frame.len ${relation} ${value}`);
	if (a.kind === 'bytes') {
		fitting(value, a.size, place);
		return plain(a, relation, value);
	}

	if (a.kind === 'calculation' && a.operator === '&') {
		const [bytes, mask] = a.left.kind === 'bytes' ? [a.left, a.right] : [a.right, a.left];
		if (bytes.kind === 'bytes' && mask.kind === 'number') {
			for (const number of [mask.value, value]) fitting(number, bytes.size, place);
			return masked(bytes, mask.value, relation, value);
		}
	}

	throw new Wrong('this calculation cannot be said as a display filter', place);
}

type Bytes = Amount & {readonly kind: 'bytes'};

const keyOf = ({protocol, offset, size}: Bytes): string => (offset.kind === 'number' ? `${protocol}[${offset.value}:${size}]` : '');

function fitting(value: number, size: number, place: Place): void {
	if (value >= 2 ** (size * 8)) throw new Wrong(`${value} does not fit into ${size === 1 ? 'one byte' : `${size} bytes`}`, place);
}

function plain(bytes: Bytes, relation: Relation, value: number): Phrase {
	const field = fields.get(keyOf(bytes));
	const protocol = sliced.get(bytes.protocol)!;
	if (field !== undefined) return test(`${field} ${relation} ${field === 'eth.type' ? hex(value, 2) : value}`, protocol);
	if (keyOf(bytes) === 'tcp[13:1]') return test(`tcp.flags & 0xff ${relation} ${hex(value, 1)}`, protocol);
	return test(`${slice(bytes)} ${relation} ${octets(value, bytes.size)}`, protocol);
}

function masked(bytes: Bytes, mask: number, relation: Relation, value: number): Phrase {
	const key = keyOf(bytes);
	const protocol = sliced.get(bytes.protocol)!;
	const isEqual = relation === '==' || relation === '!=' || (relation === '>' && value === 0);
	if (key === 'ip[6:2]' && mask === 0x1fff && value === 0 && isEqual) return test(`ip.frag_offset ${relation} 0`, protocol);
	if (key === 'ip[0:1]' && mask === 0x0f) return test(`ip.hdr_len ${relation} ${value * 4}`, protocol);
	const bits = flags.get(key);
	const set = bits === undefined ? [] : [...bits].filter(([bit]) => mask & bit);
	if (isEqual && set.length > 0 && set.reduce((sum, [bit]) => sum + bit, 0) === mask && (value & ~mask) === 0) {
		const isAll = relation === '==';
		const of = set.map(([bit, name]) => test(`${name} == ${(value & bit) !== 0 === isAll ? 1 : 0}`, protocol));
		return of.length === 1 ? of[0]! : {kind: isAll ? 'and' : 'or', of};
	}

	const field = fields.get(key) ?? (key === 'tcp[13:1]' ? 'tcp.flags' : undefined);
	if (field !== undefined) return test(`${field} & ${hex(mask, bytes.size)} ${relation} ${hex(value, bytes.size)}`, protocol);
	return test(`${slice(bytes)} & ${octets(mask, bytes.size)} ${relation} ${octets(value, bytes.size)}`, protocol);
}

const hex = (value: number, size: number): string => `0x${value.toString(16).padStart(size * 2, '0')}`;

/** A number as that many bytes. */
const octets = (value: number, size: number): string => (size === 1 ? hex(value, 1) : value.toString(16).padStart(size * 2, '0').match(/../g)!.join(':'));

function slice({protocol, offset, size, ...place}: Bytes): string {
	const name = sliced.get(protocol)!;
	const range = (from: number): string => (size === 1 ? `[${from}]` : `[${from}:${size}]`);
	if (offset.kind === 'number') return `${name}${range(offset.value)}`;
	const [base, added] = offset.kind === 'calculation' && offset.operator === '+' && offset.right.kind === 'number' ? [offset.left, offset.right.value] : [offset, 0];
	if (protocol === 'tcp' && isTcpHeaderLength(base)) return `tcp.payload${range(added)}`;
	throw new Wrong('a display filter cannot work out where bytes are: only offsets that are numbers can be said', place);
}

/** `((tcp[12:1] & 0xf0) >> 2)` or `(tcp[12] >> 2) & 0x3c`: where the payload begins. */
function isTcpHeaderLength(amount: Amount): boolean {
	const [operator, left, right] = amount.kind === 'calculation' ? [amount.operator, amount.left, amount.right] : [];
	if (left?.kind !== 'calculation' || right?.kind !== 'number' || left.right.kind !== 'number') return false;
	if (left.left.kind !== 'bytes' || keyOf(left.left) !== 'tcp[12:1]') return false;
	const steps = `${left.operator}${left.right.value}${operator}${right.value}`;
	return ['&240>>2', '>>2&60', '>>4*4', '>>4<<2', '&240/4', '>>2&252'].includes(steps);
}

/** The amount with what is only numbers worked out. */
function reduced(amount: Amount): Amount {
	if (amount.kind === 'bytes') return {...amount, offset: reduced(amount.offset)};
	if (amount.kind !== 'calculation') return amount;
	const [left, right] = [reduced(amount.left), reduced(amount.right)];
	if (left.kind !== 'number' || right.kind !== 'number') return {...amount, left, right};
	return {kind: 'number', value: calculated(amount.operator, left.value, right.value), start: amount.start, end: amount.end};
}

function calculated(operator: string, a: number, b: number): number {
	switch (operator) {
		case '+':
			return (a + b) >>> 0;
		case '-':
			return (a - b) >>> 0;
		case '*':
			return Math.imul(a, b) >>> 0;
		case '/':
			return b === 0 ? 0 : Math.floor(a / b);
		case '%':
			return b === 0 ? 0 : a % b;
		case '&':
			return (a & b) >>> 0;
		case '|':
			return (a | b) >>> 0;
		case '^':
			return (a ^ b) >>> 0;
		case '<<':
			return b > 31 ? 0 : (a << b) >>> 0;
		default:
			return b > 31 ? 0 : a >>> b;
	}
}
