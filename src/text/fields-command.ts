import {explainFilter} from '../decode/filter/explain.ts';
import {compileFilter} from '../decode/filter/compile.ts';
import {nearest} from '../decode/filter/nearest.ts';
import {printable} from '../decode/printable.ts';
import {buildRegistry} from '../decode/protocols.ts';
import {writeDeclared} from './declared.ts';
import {filterUsage} from './filter-usage.ts';
import {fieldsHelpText} from './help.ts';
import {type FieldsKey, fieldsTable} from './option-table.ts';
import {parseWords, UsageError} from './options.ts';
import type {Output} from './output.ts';

/** Runs `inkcap fields`: lists what is declared, or explains a filter. Throws UsageError. */
export function fieldsCommand(words: readonly string[], output: Output): void {
	const {given, rest} = parseWords<FieldsKey>(words, fieldsTable, 'inkcap fields');
	if (given.has('help')) {
		output.text(fieldsHelpText());
		return;
	}

	const registry = buildRegistry();
	const filter = given.get('explain')?.at(-1);
	if (filter !== undefined) {
		if (rest.length > 0) throw new UsageError(`--explain takes one filter, in quotes; '${rest[0]}' is too much.`);
		const compiled = compileFilter(filter, registry);
		if (!compiled.ok) throw filterUsage(filter, compiled);
		for (const line of explainFilter(compiled.filter, registry)) output.text(`${printable(line)}\n`);
		return;
	}

	const pattern = rest.join(' ');
	if (writeDeclared(registry, output, wanted(pattern)) > 0) return;
	const near = nearest(pattern, registry.names);
	throw new UsageError(`There is no field like '${pattern}'${near === undefined ? '.' : `; did you mean '${near}'?`}`);
}

/** Names and titles that have the pattern in them, or names that it describes where it has `*` or `?`. Letters count in either case. */
function wanted(pattern: string): (name: string, title: string) => boolean {
	if (pattern === '') return () => true;
	const lower = pattern.toLowerCase();
	if (!/[*?]/.test(pattern)) return (name, title) => name.toLowerCase().includes(lower) || title.toLowerCase().includes(lower);
	const parts = lower.split('*').map(part => part.replaceAll(/[^\w?]/g, String.raw`\$&`).replaceAll('?', '.'));
	const glob = new RegExp(`^${parts.join('.*')}$`);
	return name => glob.test(name.toLowerCase());
}
