import type {FrameView} from '../frame-view.ts';
import type {Registry} from '../registry.ts';
import {compileFilter, type Filter} from './compile.ts';
import type {FilterError} from './error.ts';

/** Red, green and blue, from 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours for the packets that pass a filter. */
export type ColorRule = {readonly name: string; readonly filter: string; readonly foreground: Rgb; readonly background: Rgb};

/** A rule that cannot be used, and why. */
export type WrongRule = {readonly rule: ColorRule; readonly error: FilterError};

/** Whether a field says which rule of colours a packet passes: values of it are there only where rules are asked. */
export const isOfColors = (name: string): boolean => name.startsWith('frame.coloring_rule.');

/** Rules that were understood: which of them is the first that a packet passes. Names that inkcap does not decode are in no packet. */
export class ColorRules {
	readonly wrong: readonly WrongRule[];
	readonly #compiled: ReadonlyArray<{readonly rule: ColorRule; readonly filter: Filter}>;

	constructor(rules: readonly ColorRule[], registry: Registry) {
		const wrong: WrongRule[] = [];
		const compiled: Array<{rule: ColorRule; filter: Filter}> = [];
		for (const rule of rules) {
			const result = compileFilter(rule.filter, registry, {unknownIsAbsent: true});
			if (result.ok) compiled.push({rule, filter: result.filter});
			else wrong.push({rule, error: result});
		}

		this.wrong = wrong;
		this.#compiled = compiled;
	}

	/** The rule for the frame that the view is aimed at; undefined where none fits. */
	of(view: FrameView): ColorRule | undefined {
		for (const {rule, filter} of this.#compiled) {
			const verdict = filter.decide(view.pass, view.row, view);
			if (verdict === 'yes' || (verdict === 'maybe' && filter.matches(view))) return rule;
		}

		return undefined;
	}
}
