import type {Field} from '../decode/field.ts';
import {noteNames} from '../decode/filter/notes.ts';
import type {Registry} from '../decode/registry.ts';
import type {Output} from './output.ts';

const whole = /^FT_(?:U?INT(?:8|16|24|32|40|48|56|64)|CHAR|FRAMENUM)$/;

/** The base of a field in the words of `tshark -G fields`: a width for booleans, nothing for what is no number. */
function baseOf(field: Field): string {
	if (field.kind === 'bool') return String(field.width > 0 ? field.drawn : 0);
	if (!whole.test(field.type)) return '';
	return `BASE_${field.base.toUpperCase()}`;
}

/** What something means and where that is written, as far as it is known. */
const meaning = (about: string | undefined, reference: string | undefined): string =>
	[about ?? '', reference === undefined ? '' : about === undefined ? reference : `(${reference})`].filter(part => part !== '').join(' ');

/**
Writes the declared protocols, fields and faults that are wanted as lines of name, type, base, title, protocol and meaning, separated
by tabs. Says how many.
*/
export function writeDeclared(registry: Registry, output: Output, wants: (name: string, title: string) => boolean): number {
	const said = new Set<string>();
	const line = (name: string, type: string, base: string, title: string, protocol: string, means: string): void => {
		const key = `${name}\t${type}\t${base}\t${title}\t${protocol}`;
		if (said.has(key) || !wants(name, title)) return;
		said.add(key);
		output.text(`${key}\t${means}\n`);
	};

	const field = (f: Field, protocol: string): void => line(f.name, f.type, baseOf(f), f.title, protocol, meaning(f.about, f.reference));
	for (const p of registry.protocols.slice(1)) {
		line(p.name, 'FT_PROTOCOL', '', p.title, p.name, meaning(p.about, p.reference));
		for (const f of p.fields) {
			field(f, p.name);
			for (const other of f.also) field(other, p.name);
		}

		for (const f of p.faults) line(f.name, 'FT_NONE', '', f.title, p.name, '');
	}

	for (const {name, title, fields: [f]} of noteNames.values()) {
		const owner = name.split('.').slice(0, name.startsWith('_ws.') ? 2 : 1).join('.');
		if (f !== undefined) field(f, owner);
		else if (!registry.has(name)) line(name, name === owner ? 'FT_PROTOCOL' : 'FT_NONE', '', title, owner, '');
	}

	return said.size;
}
