import {type Agreement, GROUPS, isBelow, type Line} from './agreement.ts';
import {AGGREGATOR} from './cells.ts';
import type {TypeDifference} from './declared.ts';
import type {Disagreement, Kind, Tally} from './compare.ts';
import {classOf, knownClasses} from './known-classes.ts';

/** Something wrong with a whole capture: a crash, a hang, a stack trace, other frame counts. */
export type Failure = {readonly file: string; readonly what: string};

const VALUE_WIDTH = 72;
const UNKNOWN_SHOWN = 8;
const KIND_TITLES: Readonly<Record<Kind, string>> = {
	lacks: 'tshark has it, inkcap lacks it',
	extra: 'inkcap has it, tshark lacks it',
	differs: 'both have it and differ',
};

/** A value (one character a byte) made printable and short; several values are joined with a bar. */
export function shown(value: string | undefined, width = VALUE_WIDTH): string {
	if (value === undefined) return '(none)';
	const text = Buffer.from(value, 'latin1').toString('utf8');
	let line = '';
	for (const character of text) {
		if (character === AGGREGATOR) line += ' | ';
		else if (/[\p{C}\p{Z}]/u.test(character) && character !== ' ') line += `\\u{${character.codePointAt(0)!.toString(16)}}`;
		else line += character;
		if (line.length > width) return `${[...line].slice(0, width - 1).join('')}…(${text.length})`;
	}
	return line;
}

/** A share as a percentage that never rounds up to a threshold it does not reach. */
export function percent(part: number, whole: number): string {
	if (whole === 0) return '-';
	return `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)}%`;
}

/** The table of agreement by protocol in its groups, and of the sums. */
export function agreementTable({groups, sums}: Agreement): string {
	const rows = [['', 'cells', 'agree', '%', 'asked', 'lacks', 'extra', 'differ', '']];
	for (const group of GROUPS) {
		const lines = groups.get(group) ?? [];
		if (lines.length > 0) rows.push([group], ...lines.map(line => lineRow(line, '  ')));
	}
	rows.push(['sums'], ...sums.map(line => lineRow(line, '  ')));
	return aligned(rows);
}

/** The fields with the most cells that disagree, each with one sample. */
export function worstFields(fields: ReadonlyMap<string, Tally>, count: number): string {
	const worst = [...fields]
		.filter(([, tally]) => tally.agreed < tally.cells)
		.sort(([a, one], [b, other]) => wrong(other) - wrong(one) || (a < b ? -1 : 1));
	const lines = worst.slice(0, count).flatMap(([field, tally]) => {
		const sample = tally.samples[0];
		const counts = `${wrong(tally)} of ${tally.cells} in ${tally.files} files (lacks ${tally.lacks}, extra ${tally.extra}, differ ${tally.differs})`;
		const [where, ...values] = sample === undefined ? [''] : sampleLines(sample);
		return [`${field}: ${counts}`, `    ${where}`, ...values.map(value => `      ${value}`)];
	});
	if (worst.length > count) lines.push(`and ${worst.length - count} more fields`);
	return lines.join('\n');
}

/** How many cells disagree in each known way, whose doing that is, and which fields disagree in no known way. */
export function classesReport(fields: ReadonlyMap<string, Tally>): string {
	const counts = new Map<string, number>();
	const unknown: [string, number][] = [];
	for (const [field, {classes}] of fields) {
		for (const [name, count] of Object.entries(classes)) counts.set(name, (counts.get(name) ?? 0) + count);
		if (classes[''] !== undefined) unknown.push([field, classes['']]);
	}

	const rows = knownClasses.filter(({name}) => counts.has(name)).sort((a, b) => counts.get(b.name)! - counts.get(a.name)!);
	const lines = [aligned(rows.map(({name, whose, about}) => [`  ${name}`, String(counts.get(name)), whose, about]))];
	if (unknown.length > 0) {
		const most = unknown.sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, UNKNOWN_SHOWN);
		lines.push(`  in no known way: ${counts.get('')} cells of ${unknown.length} fields, most of ${most.map(([field, count]) => `${field} ${count}`).join(', ')}`);
	}

	return lines.filter(line => line !== '').join('\n');
}

/** Every disagreement that is kept and is of no known class, by field. */
export function unnamedCells(fields: ReadonlyMap<string, Tally>): string {
	const lines: string[] = [];
	for (const [field, {samples}] of fields) {
		const unnamed = samples.filter(sample => classOf(sample) === undefined);
		for (const sample of unnamed) lines.push([field, sample.kind, `${sample.file}#${sample.frame}`, shown(sample.reference), shown(sample.ours)].join('\t'));
	}
	return lines.join('\n');
}

/** The disagreements of one field, by kind and by file. */
export function detailsOf(field: string, tally: Tally | undefined, limit: number): string {
	if (tally === undefined || tally.cells === 0) return `${field}: no cells`;
	const lines = [`${field}: ${tally.agreed} of ${tally.cells} cells agree (${percent(tally.agreed, tally.cells)})`];
	for (const kind of ['lacks', 'extra', 'differs'] as const) {
		if (tally[kind] === 0) continue;
		const of = tally.samples.filter(sample => sample.kind === kind);
		lines.push('', `${KIND_TITLES[kind]}: ${tally[kind]} cells`);
		const files = new Map<string, Disagreement[]>();
		for (const sample of of) files.set(sample.file, [...(files.get(sample.file) ?? []), sample]);
		let left = limit;
		for (const [file, samples] of files) {
			if (left <= 0) break;
			lines.push(`  ${file}: ${samples.length} cells`);
			// A few of each file, so that one file does not hide the others.
			for (const sample of samples.slice(0, Math.max(1, Math.min(left, Math.ceil(limit / files.size))))) {
				const [, ...values] = sampleLines(sample);
				lines.push(`    frame ${sample.frame}`, ...values.map(value => `      ${value}`));
				left--;
			}
		}
	}
	return lines.join('\n');
}

/** The captures with the most cells that disagree. */
export function worstFiles(files: readonly {readonly name: string; readonly cells: number; readonly wrong: number}[], count: number): string {
	const worst = files.filter(file => file.wrong > 0).sort((a, b) => b.wrong - a.wrong || (a.name < b.name ? -1 : 1));
	return aligned(worst.slice(0, count).map(file => [`  ${file.name}`, String(file.wrong), `of ${file.cells}`]));
}

/** The declared types, bases and titles that are not tshark's. */
export function typesReport(differences: readonly TypeDifference[]): string {
	return aligned(differences.map(({name, what, reference, ours}) => [name, what, `tshark ${reference || '(none)'}`, `inkcap ${ours || '(none)'}`]));
}

function lineRow(line: Line, indent: string): string[] {
	const {name, tally, threshold} = line;
	return [
		indent + name,
		String(tally.cells),
		String(tally.agreed),
		percent(tally.agreed, tally.cells),
		threshold === undefined ? '' : `${threshold * 100}%`,
		String(tally.lacks),
		String(tally.extra),
		String(tally.differs),
		isBelow(line) ? 'BELOW' : '',
	];
}

function sampleLines(sample: Disagreement): string[] {
	return [`${sample.file} frame ${sample.frame}`, `tshark ${shown(sample.reference)}`, `inkcap ${shown(sample.ours)}`];
}

function wrong(tally: Tally): number {
	return tally.cells - tally.agreed;
}

/** Rows of columns of one width, the first to the left and numbers to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const row of rows) if (row.length > 1) { for (const [index, text] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, text.length); }
	return rows
		.map(row =>
			row
				.map((
					text,
					index,
				) => (index > 0 && /^[\d.%-]+$|^$|^(cells|agree|%|asked|lacks|extra|differ)$/.test(text) ? text.padStart(widths[index]!) : text.padEnd(widths[index] ?? 0)))
				.join('  ')
				.trimEnd()
		)
		.join('\n');
}
