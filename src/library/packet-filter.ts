import {compileFilter as compile, type Filter} from '../decode/filter/compile.ts';
import type {Registry} from '../decode/registry.ts';
import {sharedRegistry} from './declared.ts';
import {openedOf} from './opened.ts';
import type {Packet} from './packet.ts';

/** What is wrong with a display filter: a sentence, and the characters `[start, end)` of the text that it speaks of. */
export class FilterError extends Error {
	override readonly name = 'FilterError';
	readonly start: number;
	readonly end: number;

	/** @internal */
	constructor(message: string, start: number, end: number) {
		super(message);
		this.start = start;
		this.end = end;
	}
}

/** A display filter that was understood; `compileFilter` makes it. */
export class PacketFilter {
	/** The filter as it was written. */
	readonly text: string;
	/** Every name that it reads. */
	readonly names: readonly string[];
	/** A filter belongs to one registry; each rule of decode-as makes another. */
	readonly #filters = new WeakMap<Registry, Filter>();

	/** @internal */
	constructor(filter: Filter, registry: Registry) {
		this.#filters.set(registry, filter);
		this.text = filter.text;
		this.names = filter.names;
	}

	/** Whether a packet passes. */
	matches(packet: Packet): boolean {
		const opened = openedOf(packet);
		const {pass} = opened.capture;
		const row = packet.number - 1;
		const filter = this.#for(pass.registry);
		const verdict = filter.decide(pass, row);
		return verdict === 'yes' || (verdict === 'maybe' && filter.matches(opened.aim(row)));
	}

	#for(registry: Registry): Filter {
		let filter = this.#filters.get(registry);
		if (filter === undefined) this.#filters.set(registry, filter = understood(this.text, registry));
		return filter;
	}
}

/**
Understands a display filter in Wireshark's language. Throws {@link FilterError} where the text is none.

@example
```ts
import {compileFilter, decode} from 'inkcap';

const filter = compileFilter('udp.port == 53 && dns.flags.response == 0');
const bytes = new Uint8Array([0x45, 0, 0, 29, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0, 53, 0, 53, 0, 9, 0, 0, 1]);
console.log(filter.matches(decode(bytes, {linkType: 'raw'}))); //=> false
```
*/
export function compileFilter(text: string): PacketFilter {
	const registry = sharedRegistry();
	return new PacketFilter(understood(text, registry), registry);
}

function understood(text: string, registry: Registry): Filter {
	const compiled = compile(text, registry);
	if (!compiled.ok) throw new FilterError(compiled.message, compiled.start, compiled.end);
	return compiled.filter;
}
