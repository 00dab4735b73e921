import {type ColorRule, ColorRules} from './decode/filter/color-rules.ts';
import {filterSentence} from './decode/filter/error.ts';
import type {FrameView} from './decode/frame-view.ts';
import {Turns} from './turns.ts';

/** Rules for the colours of rows. */
export type RowRules = {
	readonly list: readonly ColorRule[];
	/** The place in the list of the first rule that a packet passes, else -1: until the rules are understood, of which listeners hear, for every packet. */
	of(row: number): number;
	/** What is wrong with rules that cannot be used, in a sentence. */
	readonly problem: string | undefined;
};

/** Rows that rules are tried on first. */
const warmRows = 256;

/** Asks rules of the packets of a view; they are understood when they are asked the first time, a little later. */
export const rowRules = (view: FrameView, rules: readonly ColorRule[], ready: () => void): RowRules => {
	const {registry} = view.pass;
	/** One by one, in their order; complete when `isReady`. */
	const understood: ColorRules[] = [];
	let isReady = false;
	let begun = false;

	const ask = (row: number): number => {
		view.aim(row);
		return understood.findIndex(one => one.of(view) !== undefined);
	};

	const begin = async () => {
		// What is on the screen comes first, and keys come between.
		const turns = new Turns();
		await turns.next();
		for (const rule of rules) {
			await turns.next();
			understood.push(new ColorRules([rule], registry));
		}

		// Code that runs for the first time is slow: not while somebody waits.
		for (let row = 0; row < Math.min(warmRows, view.pass.index.length); row++) {
			ask(row);
			if (turns.isOver) await turns.next();
		}

		isReady = true;
		ready();
	};

	return {
		list: rules,
		of(row) {
			if (!begun) {
				begun = true;
				void begin();
			}

			return isReady ? ask(row) : -1;
		},
		get problem() {
			const [wrong] = understood.flatMap(one => one.wrong);
			return wrong === undefined ? undefined : filterSentence(wrong.rule.filter, wrong.error, `The colour rule "${wrong.rule.name}"`);
		},
	};
};
