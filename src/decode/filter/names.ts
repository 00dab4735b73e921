import type {Field} from '../field.ts';
import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';
import {FixedPlaces} from './fixed.ts';
import {noteNames} from './notes.ts';
import {noneType, protocolType, typeOf, type ValueType} from './value-type.ts';

/** Something that a filter can name. */
export type Name = {
	readonly name: string;
	/** As the registry numbers names. */
	readonly key: number;
	readonly kind: 'field' | 'protocol' | 'fault';
	readonly title: string;
	readonly type: ValueType;
	/** Fields of that name; empty for protocols and faults. */
	readonly fields: readonly Field[];
	/** Fields that know names of its values: those that it repeats too. */
	readonly valued: readonly Field[];
	/** Protocols whose layers can say it; undefined where any can. */
	readonly owners: readonly Protocol[] | undefined;
	/** Where it stands when it is always in the header of its protocols. */
	readonly fixed: FixedPlaces | undefined;
};

type Titled = Pick<Name, 'kind' | 'title'>;

/** What a filter can name, worked out for a name when it is asked for. */
export class Names {
	readonly #registry: Registry;
	readonly #known = new Map<string, Name | undefined>();
	#titles: ReadonlyMap<string, Titled> | undefined;

	constructor(registry: Registry) {
		this.#registry = registry;
	}

	get(name: string): Name | undefined {
		if (!this.#known.has(name)) this.#known.set(name, noteNames.get(name) ?? gather(this.#registry, name));
		return this.#known.get(name);
	}

	has(name: string): boolean {
		return noteNames.has(name) || this.#registry.has(name);
	}

	/** All of them: protocols, then fields, then faults. */
	keys(): Iterable<string> {
		return this.titles().keys();
	}

	/** What all of them stand for, in the same order. */
	titles(): ReadonlyMap<string, Titled> {
		if (this.#titles !== undefined) return this.#titles;
		const titles = new Map<string, Titled>();
		const add = (name: string, kind: Name['kind'], title: string): void => {
			if (!titles.has(name)) titles.set(name, {kind, title});
		};

		const protocols = this.#registry.protocols.slice(1);
		for (const p of protocols) add(p.name, 'protocol', p.title);
		for (const p of protocols) {
			for (const field of p.fields) {
				add(field.name, 'field', field.title);
				for (const other of field.also) add(other.name, 'field', other.title);
			}
		}

		for (const p of protocols) for (const fault of p.faults) add(fault.name, 'fault', fault.title);
		for (const {name, kind, title} of noteNames.values()) titles.set(name, {kind, title});
		this.#titles = titles;
		return titles;
	}
}

const known = new WeakMap<Registry, Names>();

/** The names of a registry. */
export function namesOf(registry: Registry): Names {
	let names = known.get(registry);
	if (names === undefined) known.set(registry, names = new Names(registry));
	return names;
}

/** What protocols were called before, with what they are called now. */
const formerly: ReadonlyMap<string, string> = new Map([['bootp', 'dhcp'], ['ssl', 'tls']]);

/** The name that a filter writes, also where it is of a protocol that was called otherwise. */
export function nameOf(names: Names, text: string): Name | undefined {
	const known = names.get(text);
	if (known !== undefined) return known;
	const [protocol = '', ...rest] = text.split('.');
	const now = formerly.get(protocol);
	return now === undefined ? undefined : names.get([now, ...rest].join('.'));
}

type Making = {
	readonly fields: Set<Field>;
	readonly valued: Set<Field>;
	readonly placed: Map<Protocol, Field[]>;
	/** It stands in other places than a header too. */
	loose: boolean;
};

function gather(registry: Registry, name: string): Name | undefined {
	const owners = registry.protocolsOf(name);
	const named = owners.find(p => p.name === name);
	const made: Making = {fields: new Set(), valued: new Set(), placed: new Map(), loose: false};
	for (const p of owners) addFields(made, name, p);
	const [first] = made.fields;
	const fault = owners.flatMap(p => p.faults).find(one => one.name === name);
	const said = named ?? first ?? fault;
	const key = registry.key(name);
	if (said === undefined || key === undefined) return undefined;
	const kind = named !== undefined ? 'protocol' : first !== undefined ? 'field' : 'fault';
	return {
		name,
		key,
		kind,
		title: said.title,
		type: named !== undefined ? protocolType : first !== undefined ? typeOf(first) : noneType,
		fields: [...made.fields],
		valued: [...made.valued],
		owners: named === undefined ? owners : [...owners].sort((a, b) => Number(b.name === name) - Number(a.name === name)),
		fixed: made.loose || kind !== 'field' ? undefined : FixedPlaces.of(name, made.placed),
	};
}

/** What a protocol has under a name: fields, and those that another field repeats. */
function addFields(made: Making, name: string, p: Protocol): void {
	if (!p.fields.some(field => field.name === name || field.also.some(other => other.name === name))) return;
	const header = new Set(withBits(p.headerFields));
	const aliases = new Set(p.fields.flatMap(field => field.also));
	for (const field of p.fields) {
		if (field.name === name) {
			made.fields.add(field);
			made.valued.add(field);
			if (!aliases.has(field)) place(made, field, p, header.has(field));
		}

		for (const other of field.also) {
			if (other.name !== name) continue;
			made.fields.add(other);
			made.valued.add(other).add(field);
			// A text alias is the printed form of what stands there.
			place(made, field, p, header.has(field) && other.kind === field.kind);
		}
	}
}

function place(made: Making, field: Field, owner: Protocol, isFixed: boolean): void {
	if (!isFixed) made.loose = true;
	const known = made.placed.get(owner);
	if (known === undefined) made.placed.set(owner, [field]);
	else known.push(field);
}

const withBits = (fields: readonly Field[]): Field[] => fields.flatMap(field => [field, ...withBits(field.children)]);
