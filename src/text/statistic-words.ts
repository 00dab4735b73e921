import {type ConversationKind, conversationKinds} from '../decode/analysis/conversation-table.ts';
import type {ExpertLevel} from '../decode/analysis/expert-table.ts';
import {type LadderKind, ladderKinds} from '../decode/analysis/flow-ladder.ts';
import {type IntervalColumn, type Measure, measures, type ValueKind} from '../decode/analysis/interval-table.ts';
import type {Filter} from '../decode/filter/compile.ts';
import type {Field} from '../decode/field.ts';
import type {Registry} from '../decode/registry.ts';
import {filterNamed} from './filter-usage.ts';
import {type FollowWords, followWords} from './follow-words.ts';
import {nearest} from './nearest.ts';
import {statistics} from './option-table.ts';
import {UsageError} from './options.ts';

/** A filter as it was written, understood; undefined where every packet passes. */
export type StatisticFilter = {readonly text: string; readonly filter: Filter | undefined};

/** What one `-z` asks for. */
export type StatisticWords =
	| {readonly kind: 'conv' | 'endpoints'; readonly of: ConversationKind; readonly filter: StatisticFilter | undefined}
	| {readonly kind: 'follow'; readonly follow: FollowWords}
	| {readonly kind: 'hierarchy' | 'lengths'; readonly filter: StatisticFilter | undefined}
	| {readonly kind: 'expert'; readonly least: ExpertLevel; readonly filter: StatisticFilter | undefined}
	| {readonly kind: 'flow'; readonly of: LadderKind; readonly networkOnly: boolean; readonly filter: StatisticFilter | undefined}
	| {
		readonly kind: 'intervals';
		/** Microseconds; Infinity for the whole capture. */
		readonly interval: number;
		readonly columns: ReadonlyArray<IntervalColumn & {readonly title: string; readonly filter: Filter | undefined}>;
	};

/** Microseconds that an interval lasts at least. */
const shortest = 1;

const wholeKinds: ReadonlySet<Field['kind']> = new Set(['uint', 'int', 'uint64', 'int64', 'char', 'frame']);

/** Understands what stands behind a `-z`. Throws UsageError. */
export function statisticWords(word: string, registry: Registry): StatisticWords {
	const [family = '', name = '', ...rest] = word.split(',');
	if (family === 'follow') return {kind: 'follow', follow: followWords(word.split(',').slice(1))};
	if (family === 'io' && name === 'stat') return intervals(word, rest, registry);
	if (family === 'flow') return flow(word, registry);
	if (family === 'expert') return expert(word, registry);
	const filter = rest.length === 0 ? undefined : filterOf(word, rest.join(','), registry);
	if ((family === 'conv' || family === 'endpoints') && (conversationKinds as readonly string[]).includes(name)) return {kind: family, of: name as ConversationKind, filter};
	if (family === 'plen' && name === 'tree') return {kind: 'lengths', filter};
	if (family === 'io' && name === 'phs') return {kind: 'hierarchy', filter};
	const near = nearest(`${family},${name}`, statistics);
	throw new UsageError(
		near === undefined
			? `-z takes conv,TYPE, endpoints,TYPE (${
				conversationKinds.join(', ')
			}), expert, flow,TYPE,standard, follow,PROTOCOL,FORM,STREAM, io,phs, io,stat,INTERVAL or plen,tree, not '${word}'.`
			: `There is no statistic '${family},${name}'; did you mean -z ${near}?`,
	);
}

/** What a level is called behind `-z expert`, where it may go on with any letters. */
const levels: ReadonlyArray<readonly [string, ExpertLevel]> = [['error', 'error'], ['warn', 'warning'], ['note', 'note'], ['chat', 'chat'], ['comment', 'comment']];

/** `expert`, `expert,LEVEL`, `expert,FILTER`, `expert,LEVEL,FILTER`. */
function expert(word: string, registry: Registry): StatisticWords {
	const text = word.slice('expert,'.length);
	const first = text.split(',', 1)[0]!;
	const [, least] = levels.find(([name]) => first.toLowerCase().startsWith(name)) ?? [];
	const filter = least === undefined ? text : text.slice(first.length + 1);
	return {kind: 'expert', least: least ?? 'comment', filter: filter.trim() === '' ? undefined : filterOf(word, filter, registry)};
}

/** `flow,TYPE,standard`, `flow,TYPE,network`, each with `,FILTER`. */
function flow(word: string, registry: Registry): StatisticWords {
	const [, name = '', addresses = '', ...rest] = word.split(',');
	const kind = ladderKinds.find(one => one === name);
	if (kind === undefined || (addresses !== 'standard' && addresses !== 'network'))
		throw new UsageError(`-z flow takes a type and addresses: flow,TYPE,standard or flow,TYPE,network (${ladderKinds.join(', ')}), not '${word}'.`);
	return {kind: 'flow', of: kind, networkOnly: addresses === 'standard', filter: rest.length === 0 ? undefined : filterOf(word, rest.join(','), registry)};
}

function filterOf(word: string, text: string, registry: Registry): StatisticFilter {
	return {text, filter: filterNamed(text, registry, `The filter of -z ${word.split(',').slice(0, 2).join(',')}`)};
}

function intervals(word: string, [text = '', ...parts]: readonly string[], registry: Registry): StatisticWords {
	if (text === '' || word.endsWith(',')) throw new UsageError('-z io,stat takes an interval in seconds and filters, separated by commas: -z io,stat,INTERVAL[,FILTER]…');
	if (!/^\s*\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) throw new UsageError(`-z io,stat takes an interval in seconds, not '${text}'.`);
	const microseconds = Math.floor(Number(text) * 1e6 + 0.5);
	if (microseconds < shortest && Number(text) !== 0) throw new UsageError(`-z io,stat takes an interval of 0.000001 seconds or more, or 0 for the whole capture, not '${text}'.`);
	return {
		kind: 'intervals',
		interval: microseconds === 0 ? Infinity : microseconds,
		columns: (parts.length === 0 ? [''] : parts).map(part => intervalColumn(word, part, registry)),
	};
}

/** `FILTER`, `MEASURE(FIELD)FILTER`, `FRAMES`, `BYTES()FILTER`. */
function intervalColumn(word: string, text: string, registry: Registry): IntervalColumn & {title: string; filter: Filter | undefined} {
	const title = text.trim();
	const call = new RegExp(`^(${measures.join('|')})(?:$|\\()`).exec(title);
	if (call === null) return {measure: 'both', field: undefined, kind: 'other', title: title === '' ? 'Frames and bytes' : title, filter: filterOf(word, text, registry).filter};
	const measure = call[1] as Measure;
	const end = title.indexOf(')');
	const isBare = title === measure;
	if (!isBare && end < 0) throw new UsageError(`A parenthesis is not closed in '${title}'.`);
	const name = isBare ? '' : title.slice(measure.length + 1, end).trim();
	const {filter} = filterOf(word, isBare ? '' : title.slice(end + 1), registry);
	if (measure === 'FRAMES' || measure === 'BYTES') {
		if (name !== '') throw new UsageError(`${measure} takes no field, not '${name}'.`);
		return {measure, field: undefined, kind: 'other', title, filter};
	}

	if (name === '') throw new UsageError(`${measure} needs a field: ${measure}(FIELD)FILTER.`);
	const kind = kindOf(name, registry);
	if (measure !== 'COUNT' && kind === 'other') throw new UsageError(`${measure} needs a field that is a number or a time span; ${name} is neither.`);
	if (measure === 'LOAD' && kind !== 'duration') throw new UsageError(`LOAD needs a field that is a time span; ${name} is none.`);
	return {measure, field: name, kind, title, filter};
}

function kindOf(name: string, registry: Registry): ValueKind {
	const field = registry.fieldsOf(name)[0];
	if (field === undefined && !registry.has(name)) {
		const near = nearest(name, registry.names);
		throw new UsageError(`There is no field '${name}'${near === undefined ? '; inkcap fields lists them.' : `; did you mean '${near}'?`}`);
	}

	if (field === undefined) return 'other';
	return field.kind === 'duration' ? 'duration' : field.kind === 'float' ? 'fraction' : wholeKinds.has(field.kind) ? 'whole' : 'other';
}
