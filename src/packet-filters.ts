import {type ColorRule, ColorRules, isOfColors} from './decode/filter/color-rules.ts';
import {compileFilter, Filter} from './decode/filter/compile.ts';
import {maybe, yes} from './decode/filter/question.ts';
import {suggest} from './decode/filter/suggest.ts';
import {blockSize} from './decode/packet-index.ts';
import {addRow, type FoundRows, noRows, rowsIn} from './displayed.ts';
import type {OpenedCapture} from './opened-capture.ts';
import type {Packets} from './packets.ts';
import {Turns} from './turns.ts';

/** Rows of one block, `[from, to)`. */
type Span = {readonly from: number; readonly to: number};

type Scanned = {readonly sure: number; readonly candidates: readonly FoundRows[]};

/** Frames between two looks at the clock. */
const framesPerLook = 16;

/** Rows `[from, to)` in pieces that each are in one block: those from `near` on first. */
function spansOf(from: number, to: number, near: number): Span[] {
	const middle = Math.min(Math.max(from, near), to);
	const spans: Span[] = [];
	for (const [start, end] of [[middle, to], [from, middle]] as const) {
		for (let at = start; at < end;) {
			const next = Math.min(end, (Math.floor(at / blockSize) + 1) * blockSize);
			spans.push({from: at, to: next});
			at = next;
		}
	}

	return spans;
}

/** What the screen asks of filters, of one capture; `colors` are the rules that filters may ask for, `isCalled` says whether somebody waits for an answer. */
export function packetFilters(
	capture: OpenedCapture,
	colors: readonly ColorRule[] = [],
	isCalled: () => boolean = () => false,
): Pick<Packets, 'compileFilter' | 'suggest' | 'runFilter'> {
	const {pass, view} = capture;
	let rules: ColorRules | undefined;

	/** Has the index answer what it can; gives how many rows surely pass, and the rows whose frames must be looked at. */
	async function scan(filter: Filter, spans: readonly Span[], onRows: (found: readonly FoundRows[]) => void, turns: Turns, signal: AbortSignal): Promise<Scanned> {
		const answers = new Uint8Array(blockSize);
		const candidates: FoundRows[] = [];
		let found: FoundRows[] = [];
		let sure = 0;
		const give = (): void => {
			if (found.length > 0) onRows(found);
			found = [];
		};

		capture.urgent++;
		try {
			for (const {from, to} of spans) {
				if (turns.isOver) {
					give();
					await turns.next();
					if (signal.aborted) break;
				}

				filter.scan(pass, from, to, answers);
				for (const [answer, into] of [[yes, found], [maybe, candidates]] as const) {
					const rows = rowsWith(answer, answers, from, to);
					if (rows.count > 0) into.push(rows);
					if (answer === yes) sure += rows.count;
				}
			}
		} finally {
			capture.urgent--;
		}

		if (!signal.aborted) give();
		return {sure, candidates};
	}

	/** Looks at the frames of rows. */
	async function look(filter: Filter, candidates: readonly FoundRows[], onRows: (found: readonly FoundRows[]) => void, turns: Turns, signal: AbortSignal) {
		const asked = filter.names.some(isOfColors) ? (rules ??= new ColorRules(colors, pass.registry)) : undefined;
		let looks = 0;
		for (const candidate of candidates) {
			let found = noRows(candidate.block);
			view.colors = asked;
			for (const row of rowsIn([candidate])) {
				if (filter.matches(view.aim(row))) addRow(found, row % blockSize);
				if (++looks % framesPerLook > 0 || !turns.isOver) continue;
				view.colors = undefined;
				if (found.count > 0) {
					onRows([found]);
					found = noRows(candidate.block);
				}

				await turns.next();
				if (signal.aborted) return;
				view.colors = asked;
			}

			view.colors = undefined;
			if (found.count > 0) onRows([found]);
		}
	}

	return {
		compileFilter: text => compileFilter(text, pass.registry),
		suggest: (text, place) => suggest(text, place, pass.registry),
		async runFilter(filter, onRows, signal, from = 0, near = from) {
			if (!(filter instanceof Filter)) throw new TypeError('this filter was compiled elsewhere');
			if (signal.aborted) return;
			const turns = new Turns(isCalled);
			const [first, ...others] = spansOf(from, capture.count, near);
			if (first === undefined) return;
			const begun = await scan(filter, [first], onRows, turns, signal);
			// Where only frames tell, those that are near do not wait for what the index says of the rest.
			const isNear = others.length > 0 && begun.sure === 0;
			if (isNear && !signal.aborted) await look(filter, begun.candidates, onRows, turns, signal);
			if (signal.aborted) return;
			const {candidates} = await scan(filter, others, onRows, turns, signal);
			if (!signal.aborted) await look(filter, isNear ? candidates : [...begun.candidates, ...candidates], onRows, turns, signal);
		},
	};
}

/** Rows of which an answer was given. */
function rowsWith(answer: number, answers: Uint8Array, from: number, to: number): FoundRows {
	const found = noRows(Math.floor(from / blockSize));
	const base = from % blockSize;
	for (let i = 0; i < to - from; i++) if (answers[i] === answer) addRow(found, base + i);
	return found;
}
