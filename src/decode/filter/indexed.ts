import type {Value} from '../field.ts';
import {tcpTransport, udpTransport} from '../flows.ts';
import {blockSize, type PacketIndex, rowIsFaulty} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import {Paths} from '../registry.ts';
import type {ValueSource} from './evaluate.ts';
import type {Name} from './names.ts';
import {namesIn, type Test, type Term, termsOf} from './term.ts';

type Known = (index: PacketIndex, row: number) => Value;

/** Nanoseconds from one time to another; a frame without a time counts as one at the beginning of 1970. */
const between = (now: bigint | undefined, then: bigint | undefined): bigint | undefined => (now === undefined ? undefined : now - (then ?? 0n));

/** Fields that the index knows of every frame: nothing has to be read for them. Undefined where a frame has none. */
export const indexed: ReadonlyMap<string, Known> = new Map<string, Known>([
	['frame.number', (_, row) => row + 1],
	['frame.len', (index, row) => index.block(row).original.at(row % blockSize)],
	['frame.cap_len', (index, row) => index.block(row).captured.at(row % blockSize)],
	['frame.time', (index, row) => index.time(row)],
	['frame.time_epoch', (index, row) => index.time(row)],
	['frame.time_relative', (index, row) => between(index.time(row), index.time(0))],
	['frame.time_delta', (index, row) => (row === 0 ? between(index.time(0), index.time(0)) : between(index.time(row), index.stamp(row - 1)))],
]);

/** Fields that the flow of a row knows, with its transport. */
export const ofFlow: ReadonlyMap<string, number> = new Map([['tcp.stream', tcpTransport], ['udp.stream', udpTransport]]);

const isPlain = (term: Term): boolean => {
	switch (term.kind) {
		case 'name':
			return term.layers === undefined && !term.raw && (indexed.has(term.name.name) || ofFlow.has(term.name.name));
		case 'literal':
		case 'reference':
			return true;
		case 'slice':
		case 'negate':
			return isPlain(term.of);
		case 'arithmetic':
			return isPlain(term.left) && isPlain(term.right);
		case 'call':
			return term.of.every(isPlain);
	}
};

/** Whether a test, which is no combination of others, asks only for what the index knows. */
export function isIndexed(test: Test): boolean {
	const terms = termsOf(test);
	let names = 0;
	for (const term of terms) namesIn(term, () => names++);
	return names > 0 && terms.every(isPlain);
}

const unasked = 255;
const several = 2;

/** What the index knows of one row. */
export class IndexSource implements ValueSource {
	/** The index does not know what was asked: the frame must be looked at. */
	isUnsure = false;
	#pass: Pass | undefined;
	#row = 0;
	/** By name and path, how many layers of the protocol there are: 0, 1 or several. */
	readonly #layers = new Map<string, Uint8Array>();

	aim(pass: Pass, row: number): void {
		this.#pass = pass;
		this.#row = row;
		this.isUnsure = false;
	}

	read({name, owners}: Name, _layers: unknown, _raw: boolean, into: Value[]): void {
		const pass = this.#pass!;
		const transport = ofFlow.get(name);
		const value = transport === undefined ? indexed.get(name)!(pass.index, this.#row) : this.#stream(pass, name, transport, owners!.map(({id}) => id));
		if (value !== undefined) into.push(value);
	}

	#stream({index, flows, registry}: Pass, name: string, transport: number, ids: readonly number[]): number | undefined {
		const block = index.block(this.#row);
		const path = block.path[this.#row % blockSize]!;
		if (path === Paths.unknown || block.flags[this.#row % blockSize]! & rowIsFaulty) {
			this.isUnsure = true;
			return undefined;
		}

		const known = this.#known(name, path);
		if (known[path] === unasked) known[path] = Math.min(several, registry.paths.stacks[path]!.filter(id => ids.includes(id)).length);
		if (known[path] === 0) return undefined;
		const record = block.flow[this.#row % blockSize]! >>> 1;
		if (known[path] === 1 && record !== 0 && flows.transport[record] === transport) return flows.stream[record];
		this.isUnsure = true;
		return undefined;
	}

	#known(name: string, path: number): Uint8Array {
		const before = this.#layers.get(name);
		if (before !== undefined && path < before.length) return before;
		const known = new Uint8Array(2 ** Math.ceil(Math.log2(path + 64))).fill(unasked);
		if (before !== undefined) known.set(before);
		this.#layers.set(name, known);
		return known;
	}

	/** Protocols are asked for otherwise. */
	has(): boolean {
		this.isUnsure = true;
		return false;
	}

	lengths(): void {
		this.isUnsure = true;
	}
}
