import type {Field} from '../decode/field.ts';
import {nearest} from '../decode/filter/nearest.ts';
import {malformed, truncated} from '../decode/protocol.ts';
import type {Registry} from '../decode/registry.ts';
import {CheckError} from './check-error.ts';

/** What the declarations say of names: which are protocols, which repeat others, which number frames. */
export class Names {
	/** Fields that only repeat what others say: `ip.addr`. */
	readonly repeated: ReadonlySet<Field>;
	readonly #registry: Registry;
	/** Other names by name: `ip.src` is `ip.addr` too. */
	readonly #others = new Map<string, Set<string>>();

	constructor(registry: Registry) {
		const repeated = new Set<Field>();
		for (const p of registry.protocols.slice(1)) {
			for (const field of p.fields) {
				for (const other of field.also) {
					repeated.add(other);
					let others = this.#others.get(field.name);
					if (others === undefined) this.#others.set(field.name, others = new Set());
					others.add(other.name);
				}
			}
		}

		this.repeated = repeated;
		this.#registry = registry;
	}

	/** Whether some declared name is one of those that are asked for. */
	some(isAsked: (name: string) => boolean): boolean {
		for (const name of this.#registry.names) if (isAsked(name)) return true;
		return isAsked(malformed.name) || isAsked(truncated.name);
	}

	isProtocol(name: string): boolean {
		return this.#registry.byName.has(name) && this.#registry.fieldsOf(name).length === 0;
	}

	/** Whether values under this name are numbers of frames, which move when a frame is added. */
	isFrameNumber(name: string): boolean {
		return name === 'frame.number' || this.#registry.fieldsOf(name)[0]?.kind === 'frame';
	}

	/** The names that repeat a name's values. */
	othersOf(name: string): Iterable<string> {
		return this.#others.get(name) ?? [];
	}

	/** The names that a glob may mean. Throws CheckError where it means none. */
	check(option: string, glob: string): void {
		if (this.some(matcher([glob]))) return;
		const near = nearest(glob, this.#registry.names);
		throw new CheckError(
			`${option}: there is no field ${glob.includes('*') ? 'like ' : ''}'${glob}'${near === undefined ? '; inkcap fields lists them.' : `; did you mean '${near}'?`}`,
		);
	}
}

/** Whether a name is one of those that globs mean: `*` stands for any characters, `?` for one. */
export function matcher(globs: readonly string[]): (name: string) => boolean {
	if (globs.length === 0) return () => false;
	const source = globs.map(glob => glob.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*').replaceAll('?', '.')).join('|');
	const pattern = new RegExp(`^(?:${source})$`);
	const known = new Map<string, boolean>();
	return name => {
		let matches = known.get(name);
		if (matches === undefined) known.set(name, matches = pattern.test(name));
		return matches;
	};
}
