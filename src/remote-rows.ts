import type {ColorRule} from './decode/filter/color-rules.ts';
import type {Detail, Line} from './packets.ts';
import type {RowRules} from './row-rules.ts';
import type {Caller} from './worker-calls.ts';

/** Rows that are asked for at once where nobody said which come next. */
const rowsAtOnce = 48;
/** Of these, how many before a row that none of its neighbours is known of. */
const rowsBefore = 24;
/** Rows that are kept. */
const rowsKept = 4096;
/** How long a key waits for rows, in milliseconds: what comes later is drawn when it comes. */
const patience = 24;

/** What is wanted: the lines of rows, and of one row all that there is. */
export type RowsWish = {readonly rows: readonly number[]; /** Whether colours are wanted. */ readonly rules: boolean; readonly detail: number | undefined};
export type RowsAnswer = {readonly lines: readonly Line[]; readonly rules: Int16Array; readonly detail: Detail | undefined};

const pendingLine: Line = {time: '', source: '', destination: '', protocol: '', length: 0, info: '…', pending: true};
const pendingDetail: Detail = {sources: [], nodes: [], pending: true};

/** Rows of a capture that a worker reads, as far as the screen has asked for them. */
export class RemoteRows {
	readonly #caller: Pick<Caller, 'call' | 'ask'>;
	readonly #count: () => number;
	readonly #came: () => void;
	readonly #lines = new Map<number, Line>();
	readonly #rules = new Map<number, number>();
	#detail: {readonly row: number; readonly detail: Detail} | undefined;
	/** Whether the worker has not answered yet what was asked last. */
	#isWaiting = false;
	#wantsRules = false;
	/** Counts up when what is known is forgotten: answers to what was asked before say nothing any more. */
	#age = 0;

	/** `first` is what is known of the first rows, `count` how many there are; `came` is called when rows come that somebody did not wait for. */
	constructor(caller: Pick<Caller, 'call' | 'ask'>, first: Pick<RowsAnswer, 'lines' | 'detail'>, count: () => number, came: () => void) {
		this.#caller = caller;
		this.#count = count;
		this.#came = came;
		for (const [row, line] of first.lines.entries()) this.#lines.set(row, line);
		if (first.detail !== undefined) this.#detail = {row: 0, detail: first.detail};
	}

	/** Rows may say something else now. */
	forget(): void {
		this.#lines.clear();
		this.#rules.clear();
		this.#detail = undefined;
		this.#age++;
	}

	line(row: number): Line {
		if (!this.#lines.has(row)) this.#askAround(row);
		return this.#lines.get(row) ?? pendingLine;
	}

	detail(row: number): Detail {
		if (this.#detail?.row !== row) this.#ask([row], row);
		return this.#detail?.row === row ? this.#detail.detail : pendingDetail;
	}

	/** Rules for the colours of rows. */
	rules(list: readonly ColorRule[]): RowRules {
		const caller = this.#caller;
		return {
			list,
			of: row => this.#rule(row),
			get problem() {
				return caller.call('ruleProblem') as string | undefined;
			},
		};
	}

	#rule(row: number): number {
		this.#wantsRules = true;
		if (!this.#rules.has(row)) this.#askAround(row);
		return this.#rules.get(row) ?? -1;
	}

	/** Rows that are drawn now, rows that may be next, and a row that all is wanted of: what is not known of them is asked for at once. */
	prepare(now: readonly number[], next: readonly number[], detail: number | undefined): void {
		this.#makeRoom();
		const wanted = detail === undefined || this.#detail?.row === detail ? undefined : detail;
		if (wanted === undefined && now.every(row => this.#isKnown(row))) return;
		this.#ask([...new Set([...now, ...next])].filter(row => !this.#isKnown(row)), wanted);
	}

	#isKnown(row: number): boolean {
		return this.#lines.has(row) && (!this.#wantsRules || this.#rules.has(row));
	}

	#makeRoom(): void {
		if (this.#lines.size <= rowsKept) return;
		this.#lines.clear();
		this.#rules.clear();
	}

	/** A row that nobody prepared for: who goes through the list wants those below next. */
	#askAround(row: number): void {
		this.#makeRoom();
		const from = Math.max(0, row - (this.#isKnown(row - 1) ? 0 : this.#isKnown(row + 1) ? rowsAtOnce - 1 : rowsBefore));
		const to = Math.min(this.#count(), from + rowsAtOnce);
		this.#ask(Array.from({length: to - from}, (_, i) => from + i).filter(each => each === row || !this.#isKnown(each)), undefined);
	}

	#ask(rows: readonly number[], detail: number | undefined): void {
		if (this.#isWaiting) return;
		const wish: RowsWish = {rows, rules: this.#wantsRules, detail};
		const age = this.#age;
		const take = (answer: unknown): void => {
			this.#isWaiting = false;
			if (age === this.#age) this.#take(wish, answer as RowsAnswer);
		};

		this.#isWaiting = true;
		try {
			this.#caller.ask('rows', wish, patience, take, answer => {
				take(answer);
				this.#came();
			});
		} catch (error) {
			this.#isWaiting = false;
			throw error;
		}
	}

	#take({rows, detail: row}: RowsWish, {lines, rules, detail}: RowsAnswer): void {
		for (const [i, line] of lines.entries()) this.#lines.set(rows[i]!, line);
		for (const [i, rule] of rules.entries()) this.#rules.set(rows[i]!, rule);
		if (row !== undefined && detail !== undefined) this.#detail = {row, detail};
	}
}
