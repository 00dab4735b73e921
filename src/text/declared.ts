import type {Field} from '../decode/field.ts';
import type {Registry} from '../decode/registry.ts';
import type {Output} from './output.ts';

const whole = /^FT_(?:U?INT(?:8|16|24|32|40|48|56|64)|CHAR|FRAMENUM)$/;

/** The base of a field in the words of `tshark -G fields`: a width for booleans, nothing for what is no number. */
function baseOf(field: Field): string {
	if (field.kind === 'bool') return String(field.width > 0 ? field.drawn : 0);
	if (!whole.test(field.type)) return '';
	return `BASE_${field.base.toUpperCase()}`;
}

/** Writes every declared protocol, field and fault as a line of name, type, base, title and protocol, separated by tabs. */
export function writeDeclared(registry: Registry, output: Output): void {
	const said = new Set<string>();
	const line = (name: string, type: string, base: string, title: string, protocol: string): void => {
		const text = `${name}\t${type}\t${base}\t${title}\t${protocol}\n`;
		if (said.has(text)) return;
		said.add(text);
		output.text(text);
	};

	for (const p of registry.protocols.slice(1)) {
		line(p.name, 'FT_PROTOCOL', '', p.title, p.name);
		for (const f of p.fields) {
			line(f.name, f.type, baseOf(f), f.title, p.name);
			for (const other of f.also) line(other.name, other.type, baseOf(other), other.title, p.name);
		}

		for (const f of p.faults) line(f.name, 'FT_NONE', '', f.title, p.name);
	}
}
