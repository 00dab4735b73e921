import type {Field} from './field.ts';
import type {Guess, Protocol} from './protocol.ts';
import type {Space} from './space.ts';

/** A rule of decode-as: `-d tcp.port==8123,http`. */
export type DecodeAs = {readonly space: Space; readonly value: number | string; readonly protocol: string};

/** Names that were asked for, by number from 1. Declarations outlive registries, and so do the numbers that they have. */
const numbers = new Map<string, number>();

/** Who claimed which number. Built once from a plain list; never changed after. */
export class Registry {
	/** By id; place 0 is empty. */
	readonly protocols: readonly Protocol[];
	/** What every frame starts with, and what bytes are that nobody knows. */
	readonly frame: Protocol;
	readonly data: Protocol;
	readonly paths: Paths;
	readonly byName: ReadonlyMap<string, Protocol>;
	/** Every name that a protocol declares, beside the protocol: made when the first name is asked for. */
	#declared: {readonly names: readonly string[]; readonly protocols: readonly Protocol[]} | undefined;
	readonly #asked = new Map<string, readonly Protocol[]>();
	readonly #dense: Uint16Array[] = [];
	/** The same as `protocols`, there while claims are still made. */
	readonly #early: Protocol[] = [];
	readonly #sparse: Array<Map<number | string, Protocol>> = [];
	readonly #owners: Array<readonly Protocol[]> = [];
	readonly #guesses: Record<'tcp' | 'udp', Protocol[]> = {tcp: [], udp: []};

	constructor(all: readonly Protocol[], {frame, data}: {readonly frame: Protocol; readonly data: Protocol}, decodeAs: readonly DecodeAs[] = []) {
		const byName = new Map<string, Protocol>();
		const decoded = new Set(all.filter(p => !p.undecoded).map(p => p.name));
		const shown = all.filter(p => !p.undecoded || !decoded.has(p.name));
		const kept = [...shown, ...shown.flatMap(p => p.unshown ?? [])];
		for (const [index, p] of kept.entries()) {
			p.id = index + 1;
			this.#early[p.id] = p;
			if (!byName.has(p.name)) byName.set(p.name, p);
			for (const {space, value} of p.claims) this.#claim(space, value, p, false);
			for (const {over} of p.guess) if (!this.#guesses[over].includes(p)) this.#guesses[over].push(p);
		}

		this.protocols = [undefined as never, ...kept];
		for (const rule of decodeAs) {
			const p = byName.get(rule.protocol);
			if (p === undefined) throw new RangeError(`there is no protocol '${rule.protocol}'`);
			this.#claim(rule.space, rule.value, p, true);
		}

		this.frame = frame;
		this.data = data;
		this.byName = byName;
		this.paths = new Paths(kept.length);
	}

	#claim(space: Space, value: number | string, p: Protocol, force: boolean): void {
		const taken = this.find(space, value);
		if (taken !== undefined && p.undecoded && !force) return;
		if (taken !== undefined && !taken.undecoded && !force) throw new Error(`${p.name} and ${taken.name} both claim ${space.name} ${value}`);
		if (space.size > 0 && typeof value === 'number') {
			const table = (this.#dense[space.id] ??= new Uint16Array(space.size));
			if (value >= space.size) throw new RangeError(`${space.name} ${value} is past ${space.size - 1}`);
			table[value] = p.id;
		} else {
			(this.#sparse[space.id] ??= new Map()).set(value, p);
		}
	}

	find(space: Space, value: number | string): Protocol | undefined {
		if (space.size > 0) {
			const id = this.#dense[space.id]?.[value as number];
			return id === undefined || id === 0 ? undefined : this.#early[id];
		}

		return this.#sparse[space.id]?.get(value);
	}

	/** Every name that something is declared under, once. */
	get names(): ReadonlySet<string> {
		return new Set(this.#declarations.names);
	}

	get #declarations() {
		if (this.#declared === undefined) {
			const names: string[] = [];
			const protocols: Protocol[] = [];
			const add = (name: string, p: Protocol): void => {
				names.push(name);
				protocols.push(p);
			};

			for (const p of this.protocols.slice(1)) {
				if (p.isUnshown) continue;
				add(p.name, p);
				for (const field of p.fields) {
					add(field.name, p);
					for (const other of field.also) add(other.name, p);
				}

				for (const fault of p.faults) add(fault.name, p);
			}

			this.#declared = {names, protocols};
		}

		return this.#declared;
	}

	/** Protocols that say something under a name: their own, or that of a field or a fault. Several may share one (`dns.*`). */
	protocolsOf(name: string): readonly Protocol[] {
		let found = this.#asked.get(name);
		if (found === undefined) {
			const {names, protocols} = this.#declarations;
			const all = new Set<Protocol>();
			for (let i = 0; i < names.length; i++) if (names[i] === name) all.add(protocols[i]!);
			this.#asked.set(name, found = [...all]);
		}

		return found;
	}

	has(name: string): boolean {
		return this.protocolsOf(name).length > 0;
	}

	/** Fields of a name, without those that only repeat others. */
	fieldsOf(name: string): readonly Field[] {
		return [...new Set(this.protocolsOf(name).flatMap(p => p.fields.filter(field => field.name === name)))];
	}

	/** The number of a name, which its fields and protocols have from then on; undefined for what nobody declares. */
	key(name: string): number | undefined {
		const protocols = this.protocolsOf(name);
		if (protocols.length === 0) return undefined;
		let key = numbers.get(name);
		if (key === undefined) numbers.set(name, key = numbers.size + 1);
		for (const p of protocols) {
			if (p.name === name) p.key = key;
			for (const field of p.fields) {
				if (field.name === name) field.key = key;
				for (const other of field.also) if (other.name === name) other.key = key;
			}
		}

		return key;
	}

	/** Numbers of a space that has a flat table, whose owner is of a kind. */
	numbers(space: Space, isOne: (owner: Protocol) => boolean): number[] {
		const found: number[] = [];
		this.#dense[space.id]?.forEach((owner, number) => {
			if (owner !== 0 && isOne(this.#early[owner]!)) found.push(number);
		});
		return found;
	}

	/** Every owner of a number or a name of a space. */
	inSpace(space: Space): readonly Protocol[] {
		return this.#owners[space.id] ??= this.#ownersIn(space);
	}

	#ownersIn({id}: Space): readonly Protocol[] {
		const all = new Set(this.#sparse[id]?.values());
		// Nearly all numbers are nobody's.
		for (const owner of this.#dense[id]?.filter(value => value !== 0) ?? []) all.add(this.#early[owner]!);
		return [...all];
	}

	/** Who speaks on two ports: the lower port's owner, else the higher's. */
	owner(space: Space, sourcePort: number, destinationPort: number): Protocol | undefined {
		return this.find(space, Math.min(sourcePort, destinationPort)) ?? this.find(space, Math.max(sourcePort, destinationPort));
	}

	/** Who else may: the higher port's owner, where the lower has another. */
	secondOwner(space: Space, sourcePort: number, destinationPort: number): Protocol | undefined {
		const high = this.find(space, Math.max(sourcePort, destinationPort));
		return high === this.owner(space, sourcePort, destinationPort) ? undefined : high;
	}

	/** The first protocol that knows the content, and whether the rest of the conversation is its own too. */
	guess(
		over: 'tcp' | 'udp',
		b: Uint8Array,
		from: number,
		to: number,
		sourcePort: number,
		destinationPort: number,
		isQuoted = false,
	): {readonly protocol: Protocol; readonly guess: Guess} | undefined {
		for (const protocol of this.#guesses[over]) {
			for (const guess of protocol.guess) {
				if (guess.over === over && (isQuoted || guess.quoted !== true) && guess.test(b, from, to, sourcePort, destinationPort)) return {protocol, guess};
			}
		}

		return undefined;
	}

	/**
	Asks who might speak between two ports, the likeliest first: the ports' owners, then those that know the content. Returns the
	first whose it is. `server` is the port that was connected to, whose owner comes first; 0 where nobody knows.
	*/
	ask(
		space: Space,
		over: 'tcp' | 'udp',
		b: Uint8Array,
		from: number,
		to: number,
		sourcePort: number,
		destinationPort: number,
		server: number,
		takes: (protocol: Protocol) => boolean,
	): Protocol | undefined {
		let first = this.owner(space, sourcePort, destinationPort);
		let second = this.secondOwner(space, sourcePort, destinationPort);
		if (server !== 0 && second !== undefined && second === this.find(space, server)) [first, second] = [second, first];
		if (first !== undefined && takes(first)) return first;
		if (second !== undefined && takes(second)) return second;
		if (from >= to) return undefined;
		for (const p of this.#guesses[over]) {
			if (p === first || p === second) continue;
			for (const guess of p.guess) {
				if (guess.over !== over || !guess.test(b, from, to, sourcePort, destinationPort)) continue;
				if (takes(p)) return p;
				break;
			}
		}

		return undefined;
	}
}

/** Stacks that are numbered; VLAN tags can be stacked to make more, which then share `unknownPath`. */
const maxPaths = 16_384;

/** Numbers each distinct stack of layers: `eth:ip:udp:dns` is one number, kept per packet in two bytes. */
export class Paths {
	/** Stands for every stack that came after the table was full: a filter must look at the packet itself. */
	static readonly unknown = 0xffff;
	#next: Uint16Array;
	readonly #width: number;
	/** Protocol ids by stack number. */
	readonly stacks: number[][] = [[]];

	constructor(protocols: number) {
		this.#width = protocols + 1;
		this.#next = new Uint16Array(this.#width * 64);
	}

	step(path: number, protocol: number): number {
		if (path === Paths.unknown) return path;
		const at = path * this.#width + protocol;
		return this.#next[at]! || this.#add(path, protocol, at);
	}

	#add(path: number, protocol: number, at: number): number {
		const number = this.stacks.length;
		if (number === maxPaths) return Paths.unknown;
		if ((number + 1) * this.#width > this.#next.length) {
			const wider = new Uint16Array(this.#next.length * 2);
			wider.set(this.#next);
			this.#next = wider;
		}

		this.#next[at] = number;
		this.stacks.push([...this.stacks[path]!, protocol]);
		return number;
	}
}
