import {EventEmitter} from 'node:events';
import {Box, render, Text} from 'ink';
import {describe, expect, test} from 'vitest';
import Output from '../../node_modules/ink/build/output.js';
import {compose, installFastOutput} from '../../src/views/fast-output.ts';
import {Rows} from '../../src/views/rows.tsx';
import {cellsOf} from './cells.ts';

/** A generator of numbers that gives the same ones every time. */
const random = (seed: number) => () => {
	seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
	return seed / 2 ** 32;
};

const words = ['tcp', 'Time to Live: 64', '│', '━━━', 'é', 'e\u0301', ' ', '  ', '漢字', '한글', 'Ünï', '►', '0f a8', '👍🏽', '→'];
const styles = [['1', '22'], ['7', '27'], ['31', '39'], ['38;5;64', '39'], ['44', '49'], ['48;5;25', '49'], ['4', '24']] as const;

/** Text whose wide characters begin at even cells, so that nothing that begins at an even cell can cut one in half. */
const textOf = (next: () => number) => {
	let text = '';
	for (let i = Math.floor(next() * 5); i >= 0; i--) {
		const word = words[Math.floor(next() * words.length)]!;
		const even = cellsOf(text, 0).length % 2 === 0 ? word : ` ${word}`;
		const [open, close] = styles[Math.floor(next() * styles.length)]!;
		text += next() < 0.5 ? even : `\x1b[${open}m${even}\x1b[${close}m`;
	}

	return cellsOf(text, 0).length % 2 === 0 ? text : `${text} `;
};

const original = Output.prototype.get;

const compare = (output: Output) => {
	const recorded: unknown = output;
	const ours = compose(recorded as Parameters<typeof compose>[0]);
	const theirs = original.call(output);
	expect(ours.height).toBe(theirs.height);
	const [mine, inks] = [ours.output.split('\n'), theirs.output.split('\n')];
	expect(mine).toHaveLength(inks.length);
	// Blanks at the end of a line are nothing that is seen.
	const seen = (line: string) => {
		const cells = cellsOf(line, 0);
		return cells.slice(0, cells.findLastIndex(cell => cell !== ' |') + 1).join('\n');
	};
	for (const [i, line] of mine.entries()) expect(seen(line)).toBe(seen(inks[i]!));
};

describe('frames composed the fast way', () => {
	test('are what Ink composes, for random writes, overlaps and clips', () => {
		for (let seed = 1; seed <= 80; seed++) {
			const next = random(seed);
			const even = (most: number) => Math.floor(next() * most / 2) * 2;
			const [columns, rows] = [20 + even(60), 3 + even(12)];
			const output = new Output({width: columns, height: rows});
			let clips = 0;
			for (let i = 0; i < 12; i++) {
				if (next() < 0.2) {
					const [x1, y1] = [even(columns), even(rows)];
					output.clip({x1, x2: x1 + even(columns - x1), y1: next() < 0.5 ? undefined : y1, y2: y1 + even(rows - y1)});
					clips++;
				} else if (clips > 0 && next() < 0.3) {
					output.unclip();
					clips--;
				}

				const lines = Array.from({length: 1 + Math.floor(next() * rows)}, () => textOf(next)).join('\n');
				const transformers = next() < 0.3 ? [(line: string, index: number) => index % 2 ? `\x1b[1m${line}\x1b[22m` : `${index % 10} ${line}`] : [];
				output.write(even(columns), Math.floor(next() * rows), lines, {transformers});
			}

			compare(output);
		}
	});

	test('are what Ink composes of panes beside each other with a dialog over them', () => {
		const pane = (name: string, height: number, width: number) => (
			<Rows rows={Array.from({length: height}, (_, i) => `\x1b[32m${name}\x1b[39m row ${i}`.padEnd(width + 10, i % 3 ? ' ' : '.'))} width={width} height={height} />
		);
		const layouts = [
			<Box key="a" flexDirection="column" width={60}>
				{pane('one', 4, 60)}
				<Box>{pane('two', 5, 30)}{pane('three', 5, 30)}</Box>
			</Box>,
			<Box key="b" width={60} height={12}>
				{pane('under', 12, 60)}
				<Box position="absolute" marginLeft={14} marginTop={3} borderStyle="round" width={20} height={5}>
					<Text color="red">漢字 and a dialog over it</Text>
				</Box>
			</Box>,
			<Box key="c" width={30} height={4} overflow="hidden" borderStyle="single">
				<Text wrap="wrap">more than is seen of it, far more than is ever seen of it, and on and on it goes</Text>
			</Box>,
		];
		const frameOf = (node: React.ReactElement) => {
			let frame = '';
			const stdout = Object.assign(new EventEmitter(), {
				columns: 60,
				rows: 20,
				isTTY: true,
				write(text: string) {
					if (!text.startsWith('\x1b[?25')) frame = text;
					return true;
				},
			});
			const app = render(node, {stdout: stdout as unknown as NodeJS.WriteStream, debug: true, patchConsole: false});
			app.unmount();
			app.cleanup();
			return frame.split('\n').map(line => cellsOf(line, 60));
		};
		const theirs = layouts.map(frameOf);
		const restore = installFastOutput();
		const ours = layouts.map(frameOf);
		restore();
		expect(ours).toEqual(theirs);
		expect(Output.prototype.get).toBe(original);
	});

	test('keep their columns when a wide character is cut in half', () => {
		const recorded = (x: number) => ({
			width: 8,
			height: 1,
			operations: [
				{type: 'write' as const, x: 0, y: 0, text: '漢字漢字', transformers: []},
				{type: 'write' as const, x, y: 0, text: 'ab', transformers: []},
			],
		});
		expect(compose(recorded(1)).output).toBe(' ab 漢字');
		expect(compose(recorded(3)).output).toBe('漢 ab 字');
	});
});
