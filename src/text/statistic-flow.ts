import type {FlowLadder, Rung} from '../decode/analysis/flow-ladder.ts';
import type {Output} from './output.ts';

/** Columns from one node to the next, with the bar. */
const step = 20;
/** Where the label begins behind the bar of its left node. */
const labelAt = 9;
const timeWidth = 9;
/** A node's name with more characters leaves no room for the bar of the next one. */
const longestBeforeBar = 17;

const blank = ' '.repeat(step - 1);

/** Writes who said what to whom as `tshark -z flow` does; `time` gives what the Time column says of a row. */
export function writeLadder(output: Output, {kind, nodes, rungs}: FlowLadder, time: (row: number) => string): void {
	if (rungs.length === 0) return;
	const first = rungs[0]!.conversation;
	const numbered = kind === 'tcp' && rungs.some(({conversation}) => conversation !== first);
	const margin = numbered ? ' '.repeat(5) : '';
	output.text(`${numbered ? 'Conv.| Time    |' : '|Time     |'}${nodes.filter((_, i) => i % 2 === 0).map(name => ` ${name.padEnd(step * 2 - 2)}|`).join('')}\n`);
	output.text(`${margin}|${' '.repeat(timeWidth)}|${[blank, ...nodes.filter((_, i) => i % 2 === 1).map(oddName)].join('|')}\n`);
	const rule = `${'-'.repeat(timeWidth + 8 + step * nodes.length)}\n`;
	let conversation = first;
	for (const rung of rungs) {
		if (rung.conversation !== conversation) output.text(rule);
		conversation = rung.conversation;
		output.text(`${numbered ? String(conversation).padEnd(5) : ''}|${time(rung.row).padEnd(timeWidth)}|${labelRow(rung, nodes.length)}${rung.comment}\n`);
		output.text(`${margin}|${' '.repeat(timeWidth)}|${arrowRow(rung, nodes.length)}\n`);
	}
}

const oddName = (name: string): string => (name.length > longestBeforeBar ? ` ${name.padEnd(step * 2 - 2)}` : ` ${name.padEnd(longestBeforeBar + 1)}|${blank}`);

/** The left node of an arrow, and how many columns it crosses: one where it leads to itself. */
const spanOf = ({from, to}: Rung): {readonly left: number; readonly span: number} => ({left: Math.min(from, to), span: Math.max(1, Math.abs(from - to))});

/** Columns that a packet leaves empty, with their bars. */
const empty = (count: number): string => `${blank}|`.repeat(Math.max(0, count));

function labelRow(rung: Rung, nodes: number): string {
	const {left, span} = spanOf(rung);
	// Between two without a column nothing has a place: tshark puts it behind the last bar.
	if (left >= nodes) return empty(nodes) + rung.label;
	const label = [...rung.label].slice(0, step * span).join('');
	const end = labelAt + [...label].length;
	const columns = Math.ceil((end + 1) / step);
	// One node alone has no bar behind its column.
	const isOver = left + columns > nodes;
	return `${empty(left)}${' '.repeat(labelAt)}${label}${' '.repeat(isOver ? step / 2 : columns * step - 1 - end)}|${empty(nodes - left - columns)}`;
}

function arrowRow(rung: Rung, nodes: number): string {
	const {left, span} = spanOf(rung);
	const goesLeft = rung.from > rung.to;
	const line = '-'.repeat(step * span - 2);
	const [one, two] = goesLeft ? [rung.toPort, rung.fromPort] : [rung.fromPort, rung.toPort];
	if (left >= nodes) return `${empty(nodes)}${line}>(${one})(${two})`;
	// What ends behind the last column leaves the columns between to what follows.
	const isOver = left + span >= nodes;
	const end = `(${two})`.padEnd(isOver ? 8 : 9);
	const behind = nodes - left - 1 - (isOver ? 0 : span);
	return `${empty(left)}${`(${one})`.padEnd(labelAt)}${goesLeft ? `<${line}` : `${line}>`}  ${end}|${empty(behind)}`;
}
