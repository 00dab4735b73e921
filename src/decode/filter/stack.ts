import {tcpTransport} from '../flows.ts';
import {appData, appNone, blockSize} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import type {Protocol} from '../protocol.ts';
import {Paths, type Registry} from '../registry.ts';
import {belowStreams} from '../space.ts';
import type {Verdict} from './columns.ts';

/** Whether a protocol is never part of a stream. */
export const isBelowStreams = ({id, claims, guess}: Protocol, {frame}: Registry): boolean =>
	id === frame.id || (claims.length > 0 && guess.length === 0 && claims.every(({space}) => belowStreams.has(space)));

const unasked = 0;
const has = 1;
const lacks = 2;

/** Whether a row has one of some protocols, as far as the index knows without a look at the frame. */
export class StackQuestion {
	readonly #wanted: ReadonlySet<number>;
	readonly #found: Verdict;
	readonly #mayBeInStream: boolean;
	readonly #wantsData: boolean;
	/** By number of the path: paths are numbered by a registry, and a filter belongs to one. */
	#known = new Uint8Array(256);

	/** `found` is the answer for rows that have one: `maybe` where more than that is asked. */
	constructor(owners: readonly number[], found: Verdict, registry: Registry) {
		this.#wanted = new Set(owners);
		this.#found = found;
		this.#mayBeInStream = owners.some(id => !isBelowStreams(registry.protocols[id]!, registry));
		this.#wantsData = this.#wanted.has(registry.data.id);
	}

	ask(pass: Pass, row: number): Verdict {
		const {index, registry, flows} = pass;
		const block = index.block(row);
		const at = row % blockSize;
		const path = block.path[at]!;
		if (path === Paths.unknown) return 'maybe';
		if (path >= this.#known.length) {
			const wider = new Uint8Array(2 ** Math.ceil(Math.log2(path + 1)));
			wider.set(this.#known);
			this.#known = wider;
		}

		if (this.#known[path] === unasked) this.#known[path] = registry.paths.stacks[path]!.some(id => this.#wanted.has(id)) ? has : lacks;
		if (this.#known[path] === has) return this.#found;
		if (!this.#mayBeInStream) return 'no';
		// What a stream carries is no part of the path.
		const application = block.application[at];
		const flow = block.flow[at]!;
		if (application === appNone || flow === 0 || flows.transport[flow >>> 1] !== tcpTransport) return 'no';
		const {messages} = pass.conversations.log.of(row);
		if (messages.length > 0) return 'maybe';
		return application === appData && this.#wantsData ? 'maybe' : 'no';
	}
}
