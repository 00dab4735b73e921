import type {FileResult} from './check-file.ts';
import {type Difference, differenceLine} from './difference.ts';
import {printable} from '../decode/printable.ts';

/** Differences of one capture that a person is shown. */
const maxShown = 40;

/** All that a check found. */
export type CheckReport = {readonly results: readonly FileResult[]; readonly orphans: readonly string[]; readonly updated: boolean};

/** Writes a report in one form. */
export type Reporter = (report: CheckReport) => string;

const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

const lines = (differences: readonly Difference[], indent: string): string[] => {
	const shown = differences.slice(0, maxShown).map(difference => `${indent}${printable(differenceLine(difference))}`);
	const more = differences.length - shown.length;
	return more === 0 ? shown : [...shown, `${indent}and ${count(more, 'more difference')} (--reporter json has all)`];
};

/** One line that says how it went. */
function summary({results, orphans, updated}: CheckReport): string {
	const of = (status: FileResult['status']): number => results.filter(result => result.status === status).length;
	const parts = [
		[of('same'), 'same'],
		[of('different'), 'different'],
		[of('missing'), 'without a snapshot'],
		[of('written'), 'written'],
		[of('updated'), 'updated'],
		[of('failed'), 'could not be checked'],
	] as const;
	const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
	const left = orphans.length === 0 ? '' : `; ${count(orphans.length, 'orphan')}${updated ? ' removed' : ''}`;
	return `${count(results.length, 'capture')}${said.length === 0 ? '' : `: ${said.join(', ')}`}${left}`;
}

const textReporter: Reporter = report => {
	const out: string[] = [];
	for (const {path, snapshot, status, differences, note} of report.results) {
		const file = printable(path);
		if (status === 'different') out.push(`different: ${file}`, ...lines(differences, '  '), ...note === undefined ? [] : [`  ${printable(note)}`]);
		else if (status === 'missing') out.push(`no snapshot: ${file} (--update writes ${printable(snapshot)})`);
		else if (status === 'failed') out.push(`failed: ${printable(note ?? file)}`);
		else if (status === 'written' || status === 'updated') out.push(`${status}: ${printable(snapshot)}`);
	}

	for (const orphan of report.orphans) out.push(`${report.updated ? 'removed' : 'orphan'}: ${printable(orphan)}, whose capture is gone`);
	return `${[...out, summary(report)].join('\n')}\n`;
};

const xml = (text: string): string => printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/** JUnit's XML, as build servers read it. */
const junitReporter: Reporter = ({results, orphans, updated}) => {
	const cases = results.map(({path, snapshot, status, differences, note, milliseconds}) => {
		const open = `    <testcase classname="inkcap check" name="${xml(path)}" file="${xml(path)}" time="${seconds(milliseconds)}"`;
		const body = [...lines(differences, ''), ...note === undefined ? [] : [note]].map(xml).join('\n');
		switch (status) {
			case 'different':
				return `${open}>\n      <failure message="${count(differences.length, 'difference')}" type="different">${body}</failure>\n    </testcase>\n`;
			case 'missing':
				return `${open}>\n      <failure message="no snapshot" type="missing">There is no ${xml(snapshot)}; inkcap check --update writes it.</failure>\n    </testcase>\n`;
			case 'failed':
				return `${open}>\n      <error message="could not be checked" type="failed">${body}</error>\n    </testcase>\n`;
			default:
				return `${open}/>\n`;
		}
	});
	const left = updated
		? []
		: orphans.map(orphan =>
			`    <testcase classname="inkcap check" name="${xml(orphan)}" file="${
				xml(orphan)
			}" time="0.000">\n      <failure message="orphan" type="orphan">Its capture is gone.</failure>\n    </testcase>\n`
		);
	const failures = results.filter(({status}) => status === 'different' || status === 'missing').length + left.length;
	const errors = results.filter(({status}) => status === 'failed').length;
	const time = seconds(results.reduce((sum, {milliseconds}) => sum + milliseconds, 0));
	const totals = `tests="${cases.length + left.length}" failures="${failures}" errors="${errors}" time="${time}"`;
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals}>\n  <testsuite name="inkcap check" ${totals}>\n${
		[...cases, ...left].join('')
	}  </testsuite>\n</testsuites>\n`;
};

const annotationText = (text: string): string => printable(text).replaceAll('%', '%25');
const annotationProperty = (text: string): string => annotationText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Workflow commands, which GitHub shows beside the lines of the snapshots. */
const githubReporter: Reporter = report => {
	const out: string[] = [];
	const error = (file: string, line: number | undefined, title: string, text: string): void => {
		out.push(`::error file=${annotationProperty(file)}${line === undefined ? '' : `,line=${line}`},title=${annotationProperty(title)}::${annotationText(text)}`);
	};

	for (const {path, snapshot, status, differences, note} of report.results) {
		if (status === 'missing') error(path, undefined, 'no snapshot', `There is no ${snapshot}; inkcap check --update writes it.`);
		else if (status === 'failed') error(path, undefined, 'could not be checked', note ?? '');
		else if (status === 'different') {
			for (const difference of differences.slice(0, maxShown)) error(snapshot, difference.line, path, differenceLine(difference));
			if (differences.length > maxShown) error(snapshot, undefined, path, `${count(differences.length - maxShown, 'more difference')}`);
			if (note !== undefined) error(snapshot, undefined, path, note);
		}
	}

	if (!report.updated) { for (const orphan of report.orphans) error(orphan, undefined, 'orphan', 'Its capture is gone.'); }
	return `${[...out, summary(report)].join('\n')}\n`;
};

/** Everything, for programs. Times are left out: the same captures give the same report. */
const jsonReporter: Reporter = ({results, orphans, updated}) =>
	`${
		JSON.stringify(
			{
				inkcap: 'check',
				version: 1,
				updated,
				captures: results.map(({milliseconds: _, ...result}) => ({...result, differences: result.differences.map(one => ({...one, text: differenceLine(one)}))})),
				orphans,
			},
			undefined,
			'\t',
		)
	}\n`;

/** The reporters by name. */
export const reporters = {text: textReporter, junit: junitReporter, github: githubReporter, json: jsonReporter} as const satisfies Record<string, Reporter>;
export type ReporterName = keyof typeof reporters;
