import {burstLength, type LengthRange, type PacketLengths} from '../decode/analysis/packet-lengths.ts';
import type {HierarchyNode, ProtocolHierarchy} from '../decode/analysis/protocol-hierarchy.ts';
import {fixedText} from './fixed-text.ts';
import type {Output} from './output.ts';

const hierarchyRule = `${'='.repeat(67)}\n`;
/** Columns that a protocol's name and its indentation take. */
const nameWidth = 40;

/** Writes the hierarchy as `tshark -z io,phs` does. */
export function writeHierarchy(output: Output, hierarchy: ProtocolHierarchy, filter = ''): void {
	output.text(`\n${hierarchyRule}Protocol Hierarchy Statistics\nFilter: ${filter}\n\n`);
	const write = (nodes: readonly HierarchyNode[], depth: number): void => {
		for (const {name, frames, bytes, children} of nodes) {
			output.text(`${`${'  '.repeat(depth)}${name}`.padEnd(nameWidth)} frames:${frames} bytes:${bytes}\n`);
			write(children, depth + 1);
		}
	};
	write(hierarchy.nodes, 0);
	output.text(hierarchyRule);
}

const titles = ['Topic / Item', 'Count', 'Average', 'Min Val', 'Max Val', 'Rate (ms)', 'Percent', 'Burst Rate', 'Burst Start'] as const;
const widths = [19, 14, 14, 14, 14, 14, 14, 14, 13] as const;
const lengthRuleWidth = widths.reduce((sum, width) => sum + width, 0);

const lengthRow = (cells: readonly string[]): string => `${cells.map((cell, i) => cell.padEnd(widths[i]!)).join('')}\n`;

/** Writes packet lengths as `tshark -z plen,tree` does. */
export function writeLengths(output: Output, lengths: PacketLengths): void {
	const {all, ranges, elapsed} = lengths;
	const cells = (name: string, range: LengthRange, nothing: string, percent: string): string[] => [
		name,
		String(range.count),
		...range.count === 0 ? [nothing, nothing, nothing] : [average(range), String(range.shortest), String(range.longest)],
		rate(range.count, elapsed),
		percent,
		...range.burstStart === undefined ? ['-', '-'] : [fixedText(range.burst / burstLength, 4), fixedText(range.burstStart / 1000, 3)],
	];
	output.text(`\n${'='.repeat(lengthRuleWidth)}\nPacket Lengths:\n${lengthRow(titles)}${'-'.repeat(lengthRuleWidth)}\n`);
	output.text(lengthRow(cells('Packet Lengths', all, '', '100%')));
	for (const range of ranges) {
		const name = range.to === undefined ? `${range.from} and greater` : `${range.from}-${range.to}`;
		const percent = all.count === 0 ? '' : `${fixedText(range.count * 100 / all.count, 2)}%`;
		output.text(lengthRow(cells(` ${name}`, range, '-', percent)));
	}

	output.text(`\n${'-'.repeat(lengthRuleWidth)}\n`);
}

/** Packets in a millisecond. Time may have run backwards. */
function rate(count: number, elapsed: number): string {
	if (elapsed === 0) return '';
	return `${count === 0 && elapsed < 0 ? '-' : ''}${fixedText(count / elapsed, 4)}`;
}

/** The mean length, counted in numbers of 32 bits as tshark has them. */
const average = ({bytes, count}: LengthRange): string => fixedText(Math.fround(Math.fround(bytes) / count), 2);
