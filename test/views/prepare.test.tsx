import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import {afterEach, expect, test} from 'vitest';
import {App} from '../../src/views/app.tsx';
import {createTheme} from '../../src/views/theme.ts';
import {width} from '../../src/views/width.ts';
import {capturedPackets} from './captured.ts';
import {openScreen} from './fake/screen.ts';

afterEach(cleanup);

const http = await capturedPackets('http/get.pcap');

const open = (columns = 80, rows = 24) => {
	const opened = openScreen(http, columns, rows);
	const {lastFrame, stdout, rerender} = render(<Box />);
	Object.defineProperty(stdout, 'columns', {value: columns});
	Object.defineProperty(stdout, 'rows', {value: rows});
	stdout.emit('resize');
	rerender(<App screen={opened.screen} theme={createTheme(-1)} />);
	return {
		...opened,
		prompt: () => opened.state().prompt?.text,
		titles: () => opened.state().menu?.subjects.map(({title}) => title),
		async lines() {
			await new Promise(resolve => setImmediate(resolve));
			return (lastFrame() ?? '').split('\n');
		},
	};
};

test('p makes a filter of the conversation, of the field and of its bytes, and says how', async () => {
	const {press, lines, titles} = open();
	press('j', 'j', 'j', 'p');
	expect(titles()?.slice(0, 4)).toEqual(['TCP stream', 'TCP between', 'IPv4 between', 'Ethernet between']);
	const shown = await lines();
	expect(shown).toHaveLength(24);
	expect(shown.find(line => line.includes('TCP stream'))).toMatch(/^│►TCP stream +tcp\.stream == 0 +│$/);
	expect(shown.some(line => line.includes('n all but that'))).toBe(true);
	expect(shown.some(line => line.includes('or not that'))).toBe(false);
});

test.each<[string, string]>([
	['Enter', 'tcp.stream == 0'],
	['n', '!(tcp.stream == 0)'],
	['a', '(http || dns) && tcp.stream == 0'],
	['A', '(http || dns) && !(tcp.stream == 0)'],
	['o', 'http || dns || tcp.stream == 0'],
	['O', 'http || dns || !(tcp.stream == 0)'],
])('%s writes %s', async (key, expected) => {
	const {press, prompt, settle, state} = open();
	press('/', 'http || dns', 'Enter');
	await settle();
	press('p', key);
	expect(prompt()).toBe(expected);
	expect(state().menu).toBeUndefined();
	press('Enter');
	await settle();
	expect(state().session.filter.text).toBe(expected);
});

test('what has the focus comes first', () => {
	const {press, titles, prompt} = open();
	press('Tab', 'g', 'j', 'l', 'l', 'p');
	expect(titles()?.slice(0, 3)).toEqual(['Value', 'Presence', '6 bytes']);
	press('j', 'Enter');
	expect(prompt()).toBe('eth.dst');
	press('Esc', 'Tab', 'p');
	expect(titles()?.[0]).toBe('6 bytes');
});

test('marked bytes become a filter that the packet passes', async () => {
	const {press, prompt, state, settle, lines} = open();
	press('BackTab', 'g', 'l', 'v', 'l', 'l');
	expect((await lines()).find(line => line.includes('►0000'))).toMatch(/^►0000 {2}..\[.. ..►../);
	press('p', 'Enter');
	expect(prompt()).toMatch(/^frame\[1:3\] == [\da-f]{2}:[\da-f]{2}:[\da-f]{2}$/);
	press('Enter');
	await settle();
	expect(state().session.displayed.place(0)).toBe(0);
	expect(state().session.displayed.length).toBeGreaterThan(0);
	press('BackTab', 'v');
	expect(state().bytes.mark).toBeUndefined();
});

test('what is marked is forgotten with its packet', () => {
	const {press, state} = open();
	press('BackTab', 'g', 'v', 'l', 'Tab', 'j');
	expect(state().bytes.mark).toBeUndefined();
});

test.each([[44, 12], [80, 24], [200, 50]])('the menu fits a screen of %d by %d', async (columns, rows) => {
	const {press, lines} = open(columns, rows);
	press('/', 'tcp', 'Enter', 'p');
	for (const key of ['j', 'j', 'j', 'G', 'g']) {
		press(key);
		const shown = await lines();
		expect(shown).toHaveLength(rows);
		for (const line of shown) expect(width(line)).toBeLessThanOrEqual(columns);
		expect(shown.some(line => line.includes('│►'))).toBe(true);
	}

	press('Esc');
	expect((await lines()).join('')).not.toContain('Make a filter');
});
