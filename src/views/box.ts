import type {Theme} from './theme.ts';
import {clip, width} from './width.ts';

/** Lines in a box with a title above and a note below; each line is `cells` wide already, the box four cells wider. */
export const boxed = (theme: Theme, title: string, lines: readonly string[], note: string, cells: number): string[] => {
	const {rule, bar} = theme.glyphs;
	const [topLeft = '', topRight = '', bottomLeft = '', bottomRight = ''] = rule === '-' ? ['+', '+', '+', '+'] : ['┌', '┐', '└', '┘'];
	const edge = (left: string, text: string, right: string) => {
		const clipped = clip(text === '' ? '' : ` ${text} `, cells);
		return theme.accent(`${left}${rule}${clipped}${rule.repeat(Math.max(0, cells + 1 - width(clipped)))}${right}`);
	};

	const side = theme.accent(bar);
	return [edge(topLeft, title, topRight), ...lines.map(line => `${side}${line}${side}`), edge(bottomLeft, note, bottomRight)];
};
