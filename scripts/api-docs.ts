import fs from 'node:fs';
import path from 'node:path';

/** A declaration as the compiler writes it, and the comment above it. */
type Declared = {readonly name: string; readonly comment: string; readonly text: string};

/** An `@example` of a comment: TypeScript that runs, with what it prints behind `//=>`. */
export type Example = {readonly of: string; readonly code: string};

/** A comment without its stars, what `@example` holds apart. */
function commentOf(raw: string): {readonly text: string; readonly examples: readonly string[]} {
	const plain = /^\s*\*/m.test(raw) ? raw.split('\n').map(line => line.replace(/^\s*\*? ?/, '')).join('\n') : dedented(raw.replace(/^ +/, ''));
	const lines = plain.replaceAll(/\{@link (\w+)\}/g, '`$1`');
	const [text = '', ...parts] = lines.split(/^@example\n/m);
	return {text: text.trim(), examples: parts.map(part => /```ts\n([\s\S]*?)```/.exec(dedented(part))?.[1] ?? '')};
}

const dedented = (text: string): string => {
	const indent = Math.min(...text.split('\n').filter(line => line.trim() !== '').map(line => /^\s*/.exec(line)![0].length));
	return text.split('\n').map(line => line.slice(indent)).join('\n');
};

/** The end of a declaration that starts at `from`: behind its semicolon, or the brace of a class. */
function endOf(text: string, from: number): number {
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		const c = text[at]!;
		if ('{(['.includes(c)) depth++;
		if ('})]'.includes(c)) depth--;
		if (depth === 0 && (c === ';' || (c === '}' && /^\n/.test(text.slice(at + 1)) && /^(?:export declare )?class /.test(text.slice(from))))) return at + 1;
	}

	return text.length;
}

const declarationOf = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export (?:declare )?(?:class|type|const|function) (\w+)/g;

/** The declaration of a name in a module. */
function declaredIn(module: string, name: string): Declared {
	const text = fs.readFileSync(module, 'utf8');
	for (const match of text.matchAll(declarationOf)) {
		if (match[2] !== name) continue;
		const from = match.index + match[0].lastIndexOf('export ');
		return {name, comment: match[1] ?? '', text: text.slice(from, endOf(text, from)).replace(/^export (?:declare )?/, '')};
	}

	throw new Error(`${module} declares no ${name}`);
}

/** Members of a class or of an object type that have a comment. */
function membersOf(text: string): Declared[] {
	const body = text.slice(text.indexOf('{') + 1, text.lastIndexOf('}'));
	return [...body.matchAll(/\n {4}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {4}(?=\S)/g)].map(match => {
		const from = match.index + match[0].length;
		const member = dedented(`    ${body.slice(from, endOf(body, from))}`).replace(/;$/, '');
		return {name: /^(?:readonly |get |static )*([\w$]+)/.exec(member)?.[1] ?? member, comment: match[1]!, text: member};
	}).filter(({comment}) => !comment.includes('@internal'));
}

/** What an entry point exports, in its order. */
function exportsOf(types: string, entry: string): Declared[] {
	const text = fs.readFileSync(path.join(types, entry), 'utf8');
	const directory = path.dirname(path.join(types, entry));
	return [...text.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)].flatMap(([, names, module]) =>
		names!.split(',').map(name => name.trim().replace(/^type /, '')).filter(name => name !== '').map(name =>
			declaredIn(path.join(directory, module!.replace(/\.ts$/, '.d.ts')), name)
		)
	);
}

const block = (code: string): string => `\`\`\`ts\n${code.trimEnd()}\n\`\`\`\n`;

/** Shown with tabs, as this project writes code. */
const tabbed = (text: string): string => text.replaceAll(/^(?: {4})+/gm, spaces => '\t'.repeat(spaces.length / 4));

const kindOf = ({text}: Declared): string => /^\w+/.exec(text)![0];

/** An outline of a class: what its members say stands below. */
const outline = ({text, name}: Declared): string =>
	kindOf({text, name, comment: ''}) === 'class' ? text.slice(0, text.indexOf('{')).trim() : tabbed(text).replaceAll(/\n\t*\/\*\*(?:(?!\*\/)[\s\S])*\*\//g, '');

function section(declared: Declared): string {
	const {text, examples} = commentOf(declared.comment);
	const isClass = kindOf(declared) === 'class';
	const members = isClass || declared.text.includes('{\n') && kindOf(declared) === 'type' ? membersOf(declared.text) : [];
	const parts = [`### ${declared.name}\n`, block(outline(declared)), ...text === '' ? [] : [`${text}\n`], ...examples.map(block)];
	for (const member of members) {
		const said = commentOf(member.comment);
		if (!isClass) {
			parts.push(`- \`${member.name}\`: ${said.text.replaceAll('\n', ' ')}\n`);
			continue;
		}

		parts.push(`#### ${declared.name}: ${member.name}\n`, block(tabbed(member.text)), `${said.text}\n`, ...said.examples.map(code => block(tabbed(code))));
	}

	return parts.join('\n').replaceAll(/(^- .*\n)\n(?=- )/gm, '$1');
}

const groups: ReadonlyArray<readonly [title: string, kinds: readonly string[]]> = [['Functions', ['function']], ['Classes', ['class']], ['Values', ['const']], ['Types', ['type']]];

/** What somebody looks for first. */
const first = ['openCapture', 'decode', 'captureOf', 'compileFilter', 'followStream'];
const rank = ({name}: Declared): number => (first.includes(name) ? first.indexOf(name) : first.length);

/** What the page begins with. */
const inShort = `import {openCapture} from 'inkcap';

const capture = openCapture('fixtures/dns/addresses.pcap');
for await (const packet of capture.packets({filter: 'dns.flags.response == 1'})) {
	console.log(packet.number, packet.summary.protocol, packet.get('dns.qry.name'), packet.has('dns.a'));
	break;
}
//=> 2 DNS example.com true
capture.close();`;

/** The page about the library, made from the comments of its declarations in `types`. */
export function apiDocs(types: string): string {
	const library = exportsOf(types, 'index.d.ts');
	const matchers = declaredIn(path.join(types, 'check/vitest.d.ts'), 'CaptureMatchers');
	const options = declaredIn(path.join(types, 'check/vitest.d.ts'), 'MatchDecodeOptions');
	library.sort((a, b) => rank(a) - rank(b));
	const out = [
		'# The library\n',
		'<!-- Made by npm run docs from the comments in the sources. -->\n',
		"`import {…} from 'inkcap'` decodes captures and bytes in a program: the same decoder as on the screen, without the screen. It\nloads no native module. Every name of a field is Wireshark's; `inkcap fields` lists them. What it says does not depend on the\nmachine: times are UTC, and no names are looked up. [check.md](check.md) says how a build keeps what captures say.\n",
		'## In short\n',
		block(inShort),
	];
	for (const [title, kinds] of groups) {
		const inGroup = library.filter(declared => kinds.includes(kindOf(declared)));
		if (inGroup.length > 0) out.push(`## ${title}\n`, ...inGroup.map(section));
	}

	out.push(
		'## Matchers\n',
		"`import 'inkcap/vitest'` in a test (or in a file of vitest's `setupFiles`) adds these to `expect`, and writes packets in\nsnapshots as their canonical text.\n",
		...membersOf(matchers.text).map(member => [`### ${member.name}\n`, block(tabbed(member.text)), `${commentOf(member.comment).text}\n`].join('\n')),
		section(options),
	);
	return out.join('\n');
}

/** Every example of a page. */
export const examplesIn = (page: string): Example[] =>
	[...page.matchAll(/^#{2,4} (.*)$|^```ts\n([\s\S]*?)^```$/gm)].reduce<{of: string; found: Example[]}>(
		({of, found}, [, heading, code]) => heading === undefined ? {of, found: code!.includes("from 'inkcap'") ? [...found, {of, code: code!}] : found} : {of: heading, found},
		{of: '', found: []},
	).found;
