import {setTimeout as sleep} from 'node:timers/promises';
import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import {afterEach, describe, expect, test} from 'vitest';
import {foundRows} from '../../src/displayed.ts';
import {sessionMemory} from '../../src/filter-memory.ts';
import type {Packets} from '../../src/packets.ts';
import {App} from '../../src/views/app.tsx';
import {createTheme} from '../../src/views/theme.ts';
import {width} from '../../src/views/width.ts';
import {capturedPackets} from './captured.ts';
import {fakePackets} from './fake/packets.ts';
import {openScreen} from './fake/screen.ts';

afterEach(cleanup);

const tour = await capturedPackets('tour.pcapng');

const open = (packets: Packets = tour, columns = 80, rows = 24, depth: -1 | 256 = -1) => {
	const memory = sessionMemory();
	const opened = openScreen(packets, columns, rows, {memory});
	const {lastFrame, stdout, rerender} = render(<Box />);
	Object.defineProperty(stdout, 'columns', {value: columns});
	Object.defineProperty(stdout, 'rows', {value: rows});
	stdout.emit('resize');
	rerender(<App screen={opened.screen} theme={createTheme(depth)} />);
	return {
		...opened,
		memory,
		prompt: () => opened.state().prompt,
		chosen: () => opened.state().prompt?.choices?.items[opened.state().prompt?.choices?.at ?? -1]?.text,
		async lines() {
			await new Promise(resolve => setImmediate(resolve));
			return (lastFrame() ?? '').split('\n');
		},
		async counted() {
			for (let i = 0; i < 200; i++) {
				const count = opened.state().prompt?.count;
				if (count !== undefined) return count;
				await sleep(10);
			}

			throw new Error('nothing was counted');
		},
	};
};

describe('what is offered while a filter is typed', () => {
	test('names, with titles and types, over the panes', async () => {
		const {press, lines} = open();
		press('/', 'tcp.port', 'Backspace');
		const shown = await lines();
		expect(shown).toHaveLength(24);
		const top = shown.findIndex(line => /┌─ Tab takes, ↓ chooses ─+┐/.test(line));
		expect(top).toBeGreaterThan(8);
		expect(shown[top + 1]).toMatch(/│ tcp\.port +Source or Destination Port +a number of 16 bits │/);
		expect(shown.at(-3)).toMatch(/└─+┘/);
		for (const line of shown) expect(width(line)).toBeLessThanOrEqual(80);
	});

	test('Tab takes the first, or what was chosen with arrows', () => {
		const {press, prompt, chosen} = open();
		press('/', 'tcp.por', 'Tab');
		expect(prompt()).toMatchObject({text: 'tcp.port', choices: undefined});
		press(' ', 'Down', 'Down');
		expect(chosen()).toBe('!= ');
		press('Up');
		expect(chosen()).toBe('== ');
		press('Tab');
		expect(prompt()?.text).toBe('tcp.port == ');
	});

	test('Enter takes what was chosen, and applies when nothing was', async () => {
		const {press, prompt, settle, state} = open();
		press('/', 'dn', 'Down', 'Enter');
		expect(prompt()?.text).toBe('dns');
		press('Enter');
		await settle();
		expect(prompt()).toBeUndefined();
		expect(state().session.filter.text).toBe('dns');
	});

	test('behind a comparison the names of values', () => {
		const {press, prompt} = open();
		press('/', 'ip.proto == ud', 'Tab');
		expect(prompt()).toMatchObject({text: 'ip.proto == "UDP"', problem: undefined});
	});

	test('Esc closes the list, and then the line', () => {
		const {press, prompt} = open();
		press('/', 'tcp', 'Esc');
		expect(prompt()).toMatchObject({text: 'tcp', choices: undefined});
		press('Tab');
		expect(prompt()?.choices).toBeDefined();
		press('Esc', 'Esc');
		expect(prompt()).toBeUndefined();
	});

	test('what is chosen is explained below', async () => {
		const {press, lines} = open();
		press('/', 'ip.ttl', 'Esc', 'Backspace', 'Down');
		const [, below] = (await lines()).slice(-2);
		expect(below?.trim().length).toBeGreaterThan(5);
		expect(below).not.toContain('Enter applies');
	});

	test.each([[80, 24], [44, 12], [200, 50]])('a screen of %d by %d stays whole', async (columns, rows) => {
		const {press, lines} = open(tour, columns, rows);
		press('/');
		for (const key of ['t', 'c', 'p', ' ', 'Down', 'Down', 'Down', 'Down', 'Up', 'Tab', 'ip.proto == ', 'Down', '^R', 'Esc', 'x'.repeat(100), '^O']) {
			press(key);
			const shown = await lines();
			expect(shown).toHaveLength(rows);
			for (const line of shown) expect(width(line)).toBeLessThanOrEqual(columns);
		}
	});
});

describe('what was meant', () => {
	test.each([
		['tcp port 443 and host 10.0.0.1', 'tcp.port == 443 && ip.addr == 10.0.0.1'],
		['port http', undefined],
		['ip.adr == 10.0.0.1', 'ip.addr == 10.0.0.1'],
		['tcp.port = 80', 'tcp.port == 80'],
	])('in place of %s is offered', (text, expected) => {
		const {press, prompt} = open();
		press('/', text, 'Tab');
		if (expected === undefined) expect(prompt()?.text).toMatch(/^tcp\.port == 80 \|\| udp\.port == 80/);
		else expect(prompt()).toMatchObject({text: expected, problem: undefined});
	});
});

describe('how a filter looks', () => {
	test.each<[string, string, string]>([['dns', 'valid', '38;5;64'], ['dns &&', 'incomplete', '38;5;136'], ['dns == )', 'wrong', '38;5;160']])(
		'%s is %s',
		async (text, mark, colour) => {
			const plain = open();
			plain.press('/', text);
			expect((await plain.lines()).at(-2)).toMatch(new RegExp(` ${mark}$`));
			cleanup();
			const coloured = open(tour, 80, 24, 256);
			coloured.press('/', text);
			expect((await coloured.lines()).at(-2)).toContain(`\x1b[${colour}m${text}`);
		},
	);
});

describe('the count of what a filter would leave', () => {
	test('comes while it is typed', async () => {
		const {press, counted, lines, screen, state} = open();
		press('/', 'dns');
		const {passing} = await counted();
		expect((await lines()).at(-2)).toMatch(new RegExp(` ${passing} of 104$`));
		press('Enter');
		for (let i = 0; i < 100 && screen.session.state().filter.running; i++) await sleep(5);
		expect(state().session.displayed.length).toBe(passing);
		expect(passing).toBeGreaterThan(0);
	});

	test('is of the newest text, and of none that is wrong', async () => {
		const {press, counted, prompt} = open();
		press('/', 'dns', ' || tcp');
		const {passing} = await counted();
		press(' ==');
		expect(prompt()?.count).toBeUndefined();
		press('Backspace', 'Backspace', 'Backspace');
		expect(await counted()).toEqual({passing, state: 'all'});
	});

	test('what is typed at once is judged once', () => {
		const judged: string[] = [];
		const packets: Packets = {
			...fakePackets(10),
			compileFilter(text) {
				judged.push(text);
				return {ok: false, message: 'not yet', start: 0, end: text.length, incomplete: true};
			},
		};
		const {press, read, prompt} = open(packets);
		press('/');
		read('tcp.port == 80\u001b[D\u001b[D4 ');
		expect(prompt()).toMatchObject({text: 'tcp.port == 4 80', caret: 14});
		expect(judged).toEqual(['tcp.port == 80', 'tcp.port == 4 80']);
	});

	test('is given up where it takes long', async () => {
		const slow: Packets = {
			...fakePackets(1000),
			compileFilter: () => ({ok: true, filter: {}}),
			async runFilter(_, onRows, signal) {
				for (let row = 0; row < 1000 && !signal.aborted; row++) {
					onRows(foundRows([row]));
					await sleep(5);
				}
			},
		};
		const {press, counted, lines} = open(slow);
		press('/', 'x');
		const {passing, state} = await counted();
		expect(state).toBe('more');
		expect(passing).toBeLessThan(1000);
		expect((await lines()).at(-2)).toContain(`at least ${passing} of 1,000`);
	});
});

describe('filters that are kept', () => {
	test('what is applied is remembered, and found again', async () => {
		const {press, prompt, memory} = open();
		press('/', 'dns', 'Enter', '/', '^U', 'tcp.port == 80', 'Enter', '/', '^U', 'udp', 'Enter');
		expect(memory.history()).toEqual(['dns', 'tcp.port == 80', 'udp']);
		press('/', '^U', 'Up', 'Up');
		expect(prompt()?.text).toBe('tcp.port == 80');
		press('^U', '80', '^R');
		expect(prompt()?.choices).toMatchObject({kind: 'history', items: [{text: 'tcp.port == 80'}], at: 0});
		press('Enter');
		expect(prompt()?.text).toBe('tcp.port == 80');
		press('^U', 'zzz', '^R');
		expect(prompt()).toBeDefined();
	});

	test('a filter is saved by a name, chosen and deleted', async () => {
		const {press, prompt, memory, lines, state} = open();
		press('/', '^O');
		expect(state().message?.text).toContain('Ctrl-S saves one');
		press('dns', '^S', 'Names', 'Enter');
		expect(memory.saved()).toEqual([{name: 'Names', filter: 'dns'}]);
		expect((await lines()).at(-1)).toContain('Saved as Names');
		expect(prompt()?.text).toBe('dns');
		press('^U', '^O');
		expect((await lines()).some(line => /│►dns +Names/.test(line))).toBe(true);
		press('Enter');
		expect(prompt()?.text).toBe('dns');
		press('^O', '^D');
		expect(memory.saved()).toEqual([]);
		expect(prompt()?.choices).toBeUndefined();
	});

	test('only filters are offered where a filter is typed, and none where a number or a name is', () => {
		const {press, prompt} = open();
		press('/', 'dns', 'Enter', ':', 'Up');
		expect(prompt()?.text).toBe('');
		press('^R');
		expect(prompt()?.choices).toBeUndefined();
		press('Esc', '^F', 'Up');
		expect(prompt()?.text).toBe('');
	});

	test('what is wrong is not saved, and a name can be left', () => {
		const {press, prompt, state} = open();
		press('/', 'dns ==', '^S');
		expect(prompt()?.kind).toBe('filter');
		expect(state().message?.tone).toBe('error');
		press('^U', 'dns', '^S', 'x', 'Esc');
		expect(prompt()).toMatchObject({kind: 'filter', text: 'dns'});
	});
});
