import {grown} from '../books.ts';
import type {Value} from '../field.ts';
import {tcpTransport, udpTransport} from '../flows.ts';
import {blockSize, rowIsFaulty} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import {Paths, type Registry} from '../registry.ts';
import {evaluator, type ValueSource} from './evaluate.ts';
import type {Name} from './names.ts';
import {maybe, no, type Question, yes} from './question.ts';
import {isBelowStreams} from './stack.ts';
import type {Quantifier} from './syntax.ts';
import type {Term, Test} from './term.ts';

/** What a name says of a packet: the addresses of its network or link header, its ports, or the number of its stream. */
type Kind = 'network' | 'link' | 'port' | 'stream';
type Side = 'source' | 'destination' | 'either';

const udpLite = 136;

/** What stands right behind an IPv6 header that no extension adds addresses to. */
const behindPlain = ['tcp', 'udp', 'udplite', 'sctp', 'dccp', 'icmpv6'];

/** What stands in the place of an Ethernet header, whose addresses are none then. */
const standIns = ['isl', 'cfp'];

/** Names that a flow, or a pair of stations, has the values of; and which transports give them. */
const known: Readonly<Record<string, {readonly kind: Kind; readonly side: Side; readonly transports?: readonly number[]}>> = {
	'eth.src': {kind: 'link', side: 'source'},
	'eth.dst': {kind: 'link', side: 'destination'},
	'eth.addr': {kind: 'link', side: 'either'},
	'ip.src': {kind: 'network', side: 'source'},
	'ip.dst': {kind: 'network', side: 'destination'},
	'ip.addr': {kind: 'network', side: 'either'},
	'ipv6.src': {kind: 'network', side: 'source'},
	'ipv6.dst': {kind: 'network', side: 'destination'},
	'ipv6.addr': {kind: 'network', side: 'either'},
	'tcp.srcport': {kind: 'port', side: 'source', transports: [tcpTransport]},
	'tcp.dstport': {kind: 'port', side: 'destination', transports: [tcpTransport]},
	'tcp.port': {kind: 'port', side: 'either', transports: [tcpTransport]},
	'udp.srcport': {kind: 'port', side: 'source', transports: [udpTransport, udpLite]},
	'udp.dstport': {kind: 'port', side: 'destination', transports: [udpTransport, udpLite]},
	'udp.port': {kind: 'port', side: 'either', transports: [udpTransport, udpLite]},
	'tcp.stream': {kind: 'stream', side: 'either', transports: [tcpTransport]},
	'udp.stream': {kind: 'stream', side: 'either', transports: [udpTransport]},
};

/** The name whose values a test looks at, each on its own. */
function nameIn(term: Term): Name | undefined {
	if (term.kind === 'slice') return nameIn(term.of);
	return term.kind === 'name' && term.layers === undefined && !term.raw ? term.name : undefined;
}

/** Answers a test of addresses, ports or streams once per flow; undefined for other tests. */
export function endpointQuestion(test: Test, registry: Registry): Question | undefined {
	if (test.kind !== 'compare' && test.kind !== 'in' && test.kind !== 'contains') return undefined;
	const others = test.kind === 'in' ? test.set.flatMap(({from, to}) => [from, to]) : [test.right];
	const name = nameIn(test.left);
	const asked = name && known[name.name];
	if (name?.owners === undefined || asked === undefined || !others.every(({kind}) => kind === 'literal')) return undefined;
	if (!name.owners.every(owner => isBelowStreams(owner, registry))) return undefined;
	return new EndpointQuestion(test, test.quantifier, name, asked, registry);
}

/** One value of a name at a time. */
class OneValue implements ValueSource {
	value: Value;

	read(_name: Name, _layers: unknown, _raw: boolean, into: Value[]): void {
		into.push(this.value);
	}

	/** Protocols are asked for otherwise. */
	lengths(): void {}

	has(): boolean {
		return false;
	}
}

/** What is known of a path; 0 where it was not asked for yet. */
const lacks = 1;
const sure = 2;
const unsure = 3;

class EndpointQuestion implements Question {
	readonly #kind: Kind;
	readonly #side: Side;
	readonly #quantifier: Quantifier;
	readonly #transports: readonly number[];
	readonly #owners: ReadonlySet<number>;
	readonly #networks: ReadonlySet<number>;
	readonly #ipv6: number;
	readonly #behindPlain: ReadonlySet<number>;
	readonly #standIns: ReadonlySet<number>;
	readonly #value = new OneValue();
	readonly #evaluate: () => boolean;
	#pass: Pass | undefined;
	readonly #paths = new Uint8Array(Paths.unknown + 1);
	/** Answers plus 1 by flow, or pair, and direction; `no` and `yes` plus 1 by number of an address, and by port. 0 where it was not asked for yet. */
	#flows = new Uint8Array(1024);
	#addresses = new Uint8Array(1024);
	readonly #ports = new Uint8Array(0x1_0000);

	constructor(test: Test, quantifier: Quantifier, name: Name, {kind, side, transports = []}: (typeof known)[string], registry: Registry) {
		this.#kind = kind;
		this.#side = side;
		this.#quantifier = quantifier;
		this.#transports = transports;
		this.#owners = new Set(name.owners!.map(({id}) => id));
		const id = (protocol: string): number => registry.byName.get(protocol)?.id ?? 0;
		this.#ipv6 = id('ipv6');
		this.#networks = new Set([id('ip'), this.#ipv6]);
		this.#behindPlain = new Set(behindPlain.map(id));
		this.#standIns = new Set(standIns.map(id));
		this.#evaluate = evaluator(test, this.#value);
	}

	ask(pass: Pass, row: number): number {
		if (pass !== this.#pass) this.#begin(pass);
		const block = pass.index.block(row);
		const at = row % blockSize;
		const path = block.path[at]!;
		const is = this.#paths[path]! || this.#look(pass.registry, path);
		if (is !== sure) return is === lacks ? no : maybe;
		if (this.#kind === 'stream' && block.flags[at]! & rowIsFaulty) return maybe;
		const reference = this.#kind === 'link' ? block.link[at]! : block.flow[at]!;
		return reference === 0 ? this.#withoutFlow(pass, row) : (this.#flows[reference] || this.#ofFlow(pass, reference)) - 1;
	}

	readonly fill = (pass: Pass, from: number, to: number, into: Uint8Array): void => {
		if (pass !== this.#pass) this.#begin(pass);
		const block = pass.index.block(from);
		const {path, flags} = block;
		const column = this.#kind === 'link' ? block.link : block.flow;
		const isStream = this.#kind === 'stream';
		const paths = this.#paths;
		const base = from % blockSize;
		let flows = this.#flows;
		for (let i = 0; i < to - from; i++) {
			const at = base + i;
			const number = path[at]!;
			let is = paths[number]!;
			if (is === 0) is = this.#look(pass.registry, number);
			if (is === lacks) {
				into[i] = no;
				continue;
			}

			const reference = column[at]!;
			if (is === unsure || (isStream && (flags[at]! & rowIsFaulty) !== 0)) {
				into[i] = maybe;
			} else if (reference < flows.length && flows[reference] !== 0) {
				into[i] = flows[reference]! - 1;
			} else if (reference === 0) {
				into[i] = this.#withoutFlow(pass, from + i);
			} else {
				into[i] = this.#ofFlow(pass, reference) - 1;
				flows = this.#flows;
			}
		}
	};

	/** Flows and addresses are numbered anew by each pass. */
	#begin(pass: Pass): void {
		this.#pass = pass;
		this.#flows = new Uint8Array(1024);
		this.#addresses = new Uint8Array(1024);
	}

	/** Whether the packets of a path have one header that gives the values, and nothing else that a flow could stand for. */
	#look({paths}: Registry, path: number): number {
		let is = unsure;
		if (path !== Paths.unknown) {
			const stack = paths.stacks[path]!;
			const count = stack.filter(id => this.#owners.has(id)).length;
			const networks = stack.filter(id => this.#networks.has(id)).length;
			const six = stack.indexOf(this.#ipv6);
			const isPlain = this.#kind === 'link'
				? !stack.some(id => this.#standIns.has(id))
				: networks === 1 && (six < 0 || this.#behindPlain.has(stack[six + 1]!));
			is = count === 0 ? lacks : count === 1 && isPlain ? sure : unsure;
		}

		this.#paths[path] = is;
		return is;
	}

	/** The answer for packets of a flow in one direction, plus 1. */
	#ofFlow(pass: Pass, reference: number): number {
		if (reference >= this.#flows.length) this.#flows = grown(this.#flows, reference + 1);
		const found = this.#answer(pass, reference >>> 1, (reference & 1) === 1) + 1;
		this.#flows[reference] = found;
		return found;
	}

	#answer({flows, pairs}: Pass, record: number, isBack: boolean): number {
		switch (this.#kind) {
			case 'link':
				return this.#both(this.#address(pairs.stations, pairs.source[record]!), this.#address(pairs.stations, pairs.destination[record]!), isBack);
			case 'network':
				return this.#both(this.#address(flows.addresses, flows.source[record]!), this.#address(flows.addresses, flows.destination[record]!), isBack);
			default:
		}

		if (!this.#transports.includes(flows.transport[record]!)) return maybe;
		if (this.#kind === 'stream') return this.#passes(flows.stream[record]!);
		const ports = flows.ports[record]!;
		return this.#both(this.#port(ports >>> 16), this.#port(ports & 0xffff), isBack);
	}

	/** Packets without ports have their addresses elsewhere. */
	#withoutFlow({pairs: {networks}, flows}: Pass, row: number): number {
		if (this.#kind !== 'network') return maybe;
		const at = networks.from(row);
		if (at >= networks.count || networks.row(at) !== row || (at + 1 < networks.count && networks.row(at + 1) === row)) return maybe;
		return this.#both(this.#address(flows.addresses, networks.first(at)), this.#address(flows.addresses, networks.second(at)), false);
	}

	#both(source: number, destination: number, isBack: boolean): number {
		if (this.#side !== 'either') return (this.#side === 'source') === isBack ? destination : source;
		return this.#quantifier === 'any' ? Math.max(source, destination) : Math.min(source, destination);
	}

	#address(book: Pass['flows']['addresses'], id: number): number {
		if (id >= this.#addresses.length) this.#addresses = grown(this.#addresses, id + 1);
		const before = this.#addresses[id]!;
		if (before > 0) return before - 1;
		const bytes = book.bytes(id);
		const found = this.#passes(bytes.length === 4 ? ((bytes[0]! << 24) | (bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!) >>> 0 : bytes);
		this.#addresses[id] = found + 1;
		return found;
	}

	#port(port: number): number {
		const before = this.#ports[port]!;
		if (before > 0) return before - 1;
		const found = this.#passes(port);
		this.#ports[port] = found + 1;
		return found;
	}

	#passes(value: Value): number {
		this.#value.value = value;
		return this.#evaluate() ? yes : no;
	}
}
