import process from 'node:process';
import {ColorRules, type Rgb} from '../decode/filter/color-rules.ts';
import {defaultColorRules} from '../decode/filter/default-colors.ts';
import {caretLines, filterSentence} from '../decode/filter/error.ts';
import type {FrameView} from '../decode/frame-view.ts';
import type {Registry} from '../decode/registry.ts';
import {ownColorRules} from '../own-rules.ts';
import {paletteIndex} from '../palette.ts';
import type {Complain} from './run.ts';

/** How many colours a terminal shows. */
export type ColorDepth = 'full' | '256' | 'none';

/** What the environment says of the terminal, as tshark and most programs read it. */
export function colorDepth({COLORTERM, TERM}: NodeJS.ProcessEnv = process.env): ColorDepth {
	if (COLORTERM === 'truecolor' || COLORTERM === '24bit') return 'full';
	return TERM?.includes('256color') ? '256' : 'none';
}

/** The rules of the configuration, or those that Wireshark comes with; what is wrong with them is said. */
export function colorRules(registry: Registry, complain: Complain): ColorRules {
	const {found, problems} = ownColorRules();
	for (const problem of problems) complain(problem);
	const rules = new ColorRules(found ?? defaultColorRules, registry);
	for (const {rule: {name, filter}, error} of rules.wrong) complain(filterSentence(filter, error, `The colour rule "${name}"`), caretLines(filter, error));
	return rules;
}

/** Ends the colours of a line, up to the right side of the terminal. */
export const lineEnd = '\x1b[K\x1b[0m';

/** What begins the line of the packet that a view is aimed at, by its rule; '' where it has no colour. */
export function lineColors(rules: ColorRules, depth: Exclude<ColorDepth, 'none'>): (view: FrameView) => string {
	const code = depth === 'full' ? (color: Rgb): string => `2;${color.join(';')}` : (color: Rgb): string => `5;${paletteIndex(color)}`;
	const known = new Map<object, string>();
	return view => {
		const rule = rules.of(view);
		if (rule === undefined) return '';
		let begin = known.get(rule);
		if (begin === undefined) {
			begin = `\x1b[38;${code(rule.foreground)}m\x1b[48;${code(rule.background)}m`;
			known.set(rule, begin);
		}

		return begin;
	};
}
