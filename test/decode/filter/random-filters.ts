import type {Name} from '../../../src/decode/filter/names.ts';
import {filterOfNode} from '../../../src/decode/filter/node-filter.ts';
import type {Node} from '../../../src/decode/tree.ts';

/** Numbers that look random and are the same every time. */
export const random = (seed: number) => {
	let state = seed >>> 0;
	return (below: number): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor(state / 2 ** 32 * below);
	};
};

type Pick = ReturnType<typeof random>;

/** Makes filters from the grammar, over all names, with values that frames really have next to some that they do not. */
export class Generator {
	readonly #names: readonly Name[];
	readonly #pick: Pick;
	/** Values as a filter writes them, by name. */
	readonly #values = new Map<string, string[]>();

	constructor(names: Iterable<Name>, pick: Pick) {
		this.#names = [...names];
		this.#pick = pick;
	}

	/** Learns values, and which names there are at all. */
	learn(node: Node): void {
		const filter = filterOfNode(node);
		if (node.name !== '') {
			const known = this.#values.get(node.name) ?? [];
			if (filter.startsWith(`${node.name} == `) && known.length < 20) known.push(filter.slice(node.name.length + 4));
			this.#values.set(node.name, known);
		}

		for (const child of node.children) this.learn(child);
	}

	#one<T>(list: readonly T[]): T {
		return list[this.#pick(list.length)]!;
	}

	/** Mostly a name that some frame has. */
	#name(): Name {
		const seen = this.#pick(5) > 0 && this.#values.size > 0 ? this.#one([...this.#values.keys()]) : undefined;
		return this.#names.find(({name}) => name === seen) ?? this.#one(this.#names);
	}

	filter(depth = 3): string {
		switch (depth === 0 ? 4 + this.#pick(10) : this.#pick(14)) {
			case 0:
				return `${this.filter(depth - 1)} ${this.#one(['and', '&&', 'or', '||', 'xor'])} ${this.filter(depth - 1)}`;
			case 1:
				return `(${this.filter(depth - 1)}) ${this.#one(['and', 'or', '^^'])} (${this.filter(depth - 1)})`;
			case 2:
				return `${this.#one(['!', 'not ', '! '])}${this.filter(depth - 1)}`;
			case 3:
				return `(${this.filter(depth - 1)})`;
			case 4:
				return this.#name().name;
			case 5:
				return `${this.#quantifier()}${this.#operand()} ${this.#one(['in', 'not in'])} {${this.#set()}}`;
			case 6:
				return this.#chained();
			case 7:
				return this.#macro();
			default:
				return this.#comparison();
		}
	}

	/** `1 < a < b`, `a == b == c`: each of them is compared with the next. */
	#chained(): string {
		const name = this.#name();
		const operators = ['<', '<=', '>', '>=', '==', '!=', 'eq', 'ge'];
		return `${name.name} ${this.#one(operators)} ${this.#pick(2) === 0 ? this.#operand() : name.name} ${this.#one(operators)} ${this.#value(name)}`;
	}

	#macro(): string {
		const {name} = this.#name();
		return this.#one([`\${private_ipv4:${name}}`, `$private_ipv6(${name})`, `\${private_ethernet; ${name} }`, `(\${private_ipv4:${this.#operand()}})`]);
	}

	#quantifier(): string {
		return this.#pick(4) === 0 ? this.#one(['any ', 'all ']) : '';
	}

	#comparison(): string {
		const name = this.#name();
		const operator = this.#one(['==', '!=', '===', '!==', '<', '>', '<=', '>=', 'eq', 'ne', 'any_ne', 'all_eq', 'contains', 'matches', '&']);
		if (operator === 'matches')
			return `${this.#quantifier()}${this.#decorated(name)} ${this.#one(['matches', '~'])} ${
				this.#one(['"a"', 'r"^.{3}$"', '"[0-9a-f]+"', '"\\\\x00"', '"(?i)GET|post"', String.raw`r"\d+\.\d"`, '""', '"(a|b)*c?"'])
			}`;
		const right = this.#pick(6) === 0 ? this.#operand() : this.#value(name);
		return `${operator === '&' ? '' : this.#quantifier()}${this.#decorated(name)} ${operator} ${right}`;
	}

	#decorated({name}: Name): string {
		switch (this.#pick(20)) {
			case 0:
				return `${name}[${this.#range()}]`;
			case 1:
				return `${name}#${this.#one(['1', '2', '[1-2]', '[-1]'])}`;
			case 2:
				return `@${name}`;
			case 3:
				return `${this.#one(['len', 'count', 'upper', 'lower', 'string', 'max', 'min', 'abs'])}(${name})`;
			case 4:
				return `-${name}`;
			case 5:
				return `${name} ${this.#one(['+', '-', '*', '/', '%', '&'])} ${this.#value({name})}`;
			case 6:
				return `{${name} ${this.#one(['+', '-', '&'])} 1} ${this.#one(['*', '+'])} 2`;
			case 7:
				return `@${name}#${this.#one(['1', '[-1]', '[1-2,4]'])}${this.#pick(2) === 0 ? `[${this.#range()}]` : ''}`;
			case 8:
				return `${this.#one(['max', 'min'])}(${name}, ${this.#pick(2) === 0 ? this.#value({name}) : this.#name().name})`;
			case 9:
				return `${this.#one(['len', 'count', 'abs', 'upper', 'max'])}(${this.#operand()})`;
			case 10:
				return `${this.#one(['string', 'lower', 'len'])}(${name})[${this.#range()}]`;
			case 11:
				return `\${${name}}`;
			case 12:
				return `.${name}`;
			default:
				return name;
		}
	}

	#operand(): string {
		return this.#decorated(this.#name());
	}

	#range(): string {
		return this.#one(['0', '1:2', ':3', '0x2', '1:', '-3--2', '0:1,1:1,-1', '2:', '-1', '-2:', '0-1', '0,2', '1-2,0', '100:1', '-4:2']);
	}

	#set(): string {
		const name = this.#name();
		return Array.from({length: 1 + this.#pick(3)}, () => (this.#pick(3) === 0 ? `${this.#value(name)}..${this.#value(name)}` : this.#value(name))).join(', ');
	}

	#value({name}: {readonly name: string}): string {
		const known = this.#values.get(name) ?? [];
		if (known.length > 0 && this.#pick(4) > 0) return this.#one(known);
		return this.#one(['0', '1', '2', '0x10', '64', '443', '70000', '-1', '"a"', '"GET"', 'r"\\x"', "'a'", '00:11', 'ff:ff:ff:ff:ff:ff', '192.0.2.0/24', '192.0.2.10',
			'2001:db8::/32', '::', 'True', '0.5', ':1', '017', '0b11', "'\\x01'", '"\\x41\\n"', '"Set"', '-0.5', '1.2.3.4', '2001:db8::10', '1e3', '"2026-11-20 11:12:35Z"',
			'"Nov 20, 2026 11:12:35 UTC"', '"2026-11-20T12:12:35+01:00"', '18446744073709551615', '"2026-01-01"', 'ip.src', 'tcp.port', 'frame[0:2]']);
	}

	/** A filter with some characters lost, doubled or swapped. */
	damaged(): string {
		const text = this.filter();
		const at = this.#pick(text.length + 1);
		switch (this.#pick(4)) {
			case 0:
				return text.slice(0, at);
			case 1:
				return text.slice(0, at) + this.#one(['(', ')', '{', '}', '[', ']', '"', "'", '\\', '#', '@', '$', '${', '..', '~', '=', '!', 'é', '\u0000', '\u{1f600}', ' ']) +
					text.slice(at);
			case 2:
				return text.slice(0, at) + text.slice(at + 1 + this.#pick(4));
			default:
				return text.slice(at) + text.slice(0, at);
		}
	}
}
