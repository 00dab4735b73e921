import type {Cursor} from '../cursor.ts';
import type {Pass} from '../pass.ts';

/** What the index says of a row and a test. Of several tests that all must hold it is the least, of several of which one must hold the greatest. */
export const no = 0;
/** The frame must be looked at. */
export const maybe = 1;
export const yes = 2;

/** Where the layers of a row are. */
export type Walked = {readonly cursor: Cursor};

/** A test that the index can be asked. */
export type Question = {
	/** What is known of one row: `no`, `maybe` or `yes`. More is known where somebody has its layers. */
	ask(pass: Pass, row: number, from?: Walked): number;
	/** The same of rows `[from, to)`, which are in one block, written into `into` from its start. Left out where asking them one by one is as quick. */
	readonly fill?: (pass: Pass, from: number, to: number, into: Uint8Array) => void;
};

/** The same for every row. */
export const always = (answer: number): Question => ({ask: () => answer, fill: (_, from, to, into) => void into.fill(answer, 0, to - from)});

/** Answers for rows `[from, to)` of one block, whichever way they are found. */
export function answer({ask, fill}: Question, pass: Pass, from: number, to: number, into: Uint8Array): void {
	if (from >= to) return;
	if (fill !== undefined) fill(pass, from, to, into);
	else for (let row = from; row < to; row++) into[row - from] = ask(pass, row);
}
