import {tcpTransport} from '../flows.ts';
import {appData, appNone, blockSize} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import type {Protocol} from '../protocol.ts';
import {Paths, type Registry} from '../registry.ts';
import {belowStreams} from '../space.ts';
import {holdersOf} from './holders.ts';
import {maybe, no, type Question} from './question.ts';

/** Whether a protocol is never part of a stream. */
export const isBelowStreams = ({id, claims, guess}: Protocol, {frame}: Registry): boolean =>
	id === frame.id || (claims.length > 0 && guess.length === 0 && claims.every(({space}) => belowStreams.has(space)));

/** What is known of a path; 0 where it was not asked for yet. */
const has = 1;
const lacks = 2;
const unsure = 3;

/** Whether a row has one of some protocols, as far as the index knows without a look at the frame. */
export class StackQuestion implements Question {
	readonly #wanted: ReadonlySet<number>;
	readonly #found: number;
	readonly #mayBeInStream: boolean;
	readonly #wantsData: boolean;
	/** By protocol: whether a message of it may have one. */
	readonly #holders: Uint8Array;
	/** By number of the path: paths are numbered by a registry, and a filter belongs to one. */
	readonly #paths = new Uint8Array(Paths.unknown + 1);

	/** `found` is the answer for rows that have one: `maybe` where more than that is asked. */
	constructor(owners: readonly number[], found: number, registry: Registry) {
		this.#wanted = new Set(owners);
		this.#found = found;
		this.#mayBeInStream = owners.some(id => !isBelowStreams(registry.protocols[id]!, registry));
		this.#holders = holdersOf(this.#wanted, registry);
		this.#wantsData = this.#wanted.has(registry.data.id);
	}

	ask(pass: Pass, row: number): number {
		const path = pass.index.block(row).path[row % blockSize]!;
		const known = this.#paths[path]! || this.#look(pass.registry, path);
		return known === has ? this.#found : known === unsure ? maybe : this.#mayBeInStream ? this.#inStream(pass, row) : no;
	}

	readonly fill = (pass: Pass, from: number, to: number, into: Uint8Array): void => {
		const {path, application} = pass.index.block(from);
		const base = from % blockSize;
		const paths = this.#paths;
		const found = this.#found;
		const mayBeInStream = this.#mayBeInStream;
		for (let i = 0; i < to - from; i++) {
			const number = path[base + i]!;
			let known = paths[number]!;
			if (known === 0) known = this.#look(pass.registry, number);
			if (known !== lacks) into[i] = known === has ? found : maybe;
			else into[i] = mayBeInStream && application[base + i] !== appNone ? this.#inStream(pass, from + i) : no;
		}
	};

	#look({paths}: Registry, path: number): number {
		const known = path === Paths.unknown ? unsure : paths.stacks[path]!.some(id => this.#wanted.has(id)) ? has : lacks;
		this.#paths[path] = known;
		return known;
	}

	/** What a stream carries is no part of the path. */
	#inStream({index, flows, conversations}: Pass, row: number): number {
		const block = index.block(row);
		const application = block.application[row % blockSize];
		const flow = block.flow[row % blockSize]!;
		if (application === appNone || flow === 0 || flows.transport[flow >>> 1] !== tcpTransport) return no;
		return (application === appData && this.#wantsData) || conversations.log.hasAny(row, this.#holders) ? maybe : no;
	}
}
