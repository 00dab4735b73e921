import type {Field} from '../field.ts';
import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';
import {malformed, truncated} from '../protocol.ts';
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
	/** Protocols whose layers can say it; undefined where any can. */
	readonly owners: readonly Protocol[] | undefined;
	/** Where it stands when it is always in the fixed header of its protocols: fields to be read there, by protocol id. */
	readonly fixed: ReadonlyMap<number, readonly Field[]> | undefined;
};

const known = new WeakMap<Registry, ReadonlyMap<string, Name>>();

/** Every name of a registry, with what a filter has to know of it. */
export function namesOf(registry: Registry): ReadonlyMap<string, Name> {
	const before = known.get(registry);
	if (before !== undefined) return before;
	const names = gather(registry);
	known.set(registry, names);
	return names;
}

type Making = { -readonly [K in keyof Name]: Name[K] } & {fields: Field[]; owners: Protocol[]; placed: Map<number, Field[]>; loose: boolean};

function gather(registry: Registry): ReadonlyMap<string, Name> {
	const making = new Map<string, Making>();
	const add = (name: string, kind: Name['kind'], title: string, type: ValueType, owner: Protocol): Making => {
		let made = making.get(name);
		if (made === undefined) {
			made = {name, key: registry.keys.get(name)!, kind, title, type, fields: [], owners: [], fixed: undefined, placed: new Map(), loose: false};
			making.set(name, made);
		}

		if (!made.owners.includes(owner)) made.owners.push(owner);
		return made;
	};

	const protocols = registry.protocols.slice(1);
	for (const p of protocols) add(p.name, 'protocol', p.title, protocolType, p);
	for (const p of protocols) {
		const header = new Set(withBits(p.headerFields));
		const aliased = new Set(p.fields.flatMap(f => f.also));
		for (const f of p.fields) {
			if (aliased.has(f)) continue;
			for (const [name, isAlias] of [[f, false] as const, ...f.also.map(other => [other, true] as const)]) {
				const made = add(name.name, 'field', name.title, typeOf(name), p);
				if (made.kind !== 'field') continue;
				if (!made.fields.includes(name)) made.fields.push(name);
				// A text alias is the printed form of what stands there.
				if (!header.has(f) || (isAlias && name.kind !== f.kind)) made.loose = true;
				else made.placed.set(p.id, [...made.placed.get(p.id) ?? [], f]);
			}
		}

		for (const f of aliased) {
			const made = add(f.name, 'field', f.title, typeOf(f), p);
			if (!made.fields.includes(f)) made.fields.push(f);
		}
	}

	for (const p of protocols) for (const f of p.faults) add(f.name, 'fault', f.title, noneType, p);
	const out = new Map<string, Name>();
	for (const {placed, loose, ...name} of making.values()) {
		const anywhere = name.name === malformed.name || name.name === truncated.name;
		out.set(name.name, {...name, owners: anywhere ? undefined : name.owners, fixed: true || loose || name.kind !== 'field' || placed.size === 0 ? undefined : placed});
	}

	return out;
}

const withBits = (fields: readonly Field[]): Field[] => fields.flatMap(f => [f, ...withBits(f.children)]);
