import type {Field} from '../field.ts';
import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';
import {type Fixed, fixedPlaces} from './fixed.ts';
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
	/** Where it stands when it is always in the header of its protocols, by protocol id. */
	readonly fixed: ReadonlyMap<number, Fixed> | undefined;
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

/** What protocols were called before, with what they are called now. */
const formerly: ReadonlyMap<string, string> = new Map([['bootp', 'dhcp'], ['ssl', 'tls']]);

/** The name that a filter writes, also where it is of a protocol that was called otherwise. */
export function nameOf(names: ReadonlyMap<string, Name>, text: string): Name | undefined {
	const known = names.get(text);
	if (known !== undefined) return known;
	const [protocol = '', ...rest] = text.split('.');
	const now = formerly.get(protocol);
	return now === undefined ? undefined : names.get([now, ...rest].join('.'));
}

type Making = Pick<Name, 'name' | 'key' | 'kind' | 'title' | 'type'> & {
	/** Each of them once: they are few. */
	readonly fields: Field[];
	readonly valued: Field[];
	readonly owners: Protocol[];
	placed: Map<Protocol, Field[]>;
	/** It stands in other places than a header too. */
	loose: boolean;
};

/** Most names stand nowhere that is fixed. */
const nowhere: Map<Protocol, Field[]> = new Map();

function addTo<T>(list: T[], one: T): void {
	if (!list.includes(one)) list.push(one);
}

function gather(registry: Registry): ReadonlyMap<string, Name> {
	const making = new Map<string, Making>();
	const add = (name: string, kind: Name['kind'], title: string, type: ValueType | Field, owner: Protocol): Making => {
		let made = making.get(name);
		if (made === undefined) {
			made = {
				name,
				key: registry.keys.get(name)!,
				kind,
				title,
				type: 'family' in type ? type : typeOf(type),
				fields: [],
				valued: [],
				owners: [],
				placed: nowhere,
				loose: false,
			};
			making.set(name, made);
		}

		addTo(made.owners, owner);
		return made;
	};

	const addField = (field: Field, owner: Protocol): Making => {
		const made = add(field.name, 'field', field.title, field, owner);
		addTo(made.fields, field);
		addTo(made.valued, field);
		return made;
	};

	const protocols = registry.protocols.slice(1);
	for (const p of protocols) add(p.name, 'protocol', p.title, protocolType, p);
	for (const p of protocols) {
		const header = new Set(withBits(p.headerFields));
		const aliases = new Set(p.fields.flatMap(field => field.also));
		for (const field of p.fields) {
			const made = addField(field, p);
			if (!aliases.has(field)) place(made, field, p, header.has(field));
			for (const other of field.also) {
				const repeated = addField(other, p);
				addTo(repeated.valued, field);
				// A text alias is the printed form of what stands there.
				place(repeated, field, p, header.has(field) && other.kind === field.kind);
			}
		}
	}

	for (const p of protocols) for (const fault of p.faults) add(fault.name, 'fault', fault.title, noneType, p);
	const out = new Map<string, Name>();
	for (const {placed, loose, ...name} of making.values()) out.set(name.name, {...name, fixed: loose || name.kind !== 'field' ? undefined : fixedPlaces(name.name, placed)});
	for (const [name, note] of noteNames) out.set(name, note);
	return out;
}

function place(made: Making, field: Field, owner: Protocol, isFixed: boolean): void {
	if (!isFixed) made.loose = true;
	if (made.loose) return;
	if (made.placed === nowhere) made.placed = new Map();
	const known = made.placed.get(owner);
	if (known === undefined) made.placed.set(owner, [field]);
	else known.push(field);
}

const withBits = (fields: readonly Field[]): Field[] => fields.flatMap(field => [field, ...withBits(field.children)]);
