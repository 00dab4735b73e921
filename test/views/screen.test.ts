import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {bytesColumns} from '../../src/views/bytes-geometry.ts';
import {contentLines} from '../../src/views/layout.ts';
import {fakePackets} from './fake/packets.ts';
import {openScreen} from './fake/screen.ts';

const open = (count = 1000, columns = 80, rows = 24) => openScreen(fakePackets(count), columns, rows);

describe('in the packet list', () => {
	test('five Downs in one read move five rows, and are heard of once', () => {
		const {screen, read, row} = open();
		let heard = 0;
		screen.subscribe(() => heard++);
		read('\x1b[B'.repeat(5));
		expect(row()).toBe(5);
		expect(heard).toBe(1);
	});

	test.each<[string, readonly string[], number]>([
		['j and k', ['j', 'j', 'j', 'k'], 2],
		['arrows', ['Down', 'Down', 'Up'], 1],
		['g, G, Home, End', ['G', 'g', 'End', 'Home', 'G'], 999],
		['pages', ['PgDn', 'PgDn', 'PgUp'], 7],
		['half pages', ['^D', '^D', '^U'], 3],
		['a number and G', ['1', '2', 'G'], 11],
		['a number and j', ['2', '0', 'j'], 20],
		[':', [':', '500', 'Enter'], 499],
		[': and Esc', ['j', ':', '500', 'Esc'], 1],
		['beyond the end', ['G', 'j', 'PgDn'], 999],
	])('%s', (_, keys, expected) => {
		const {press, row} = open();
		press(...keys);
		expect(row()).toBe(expected);
	});

	test.each([
		['a number and G', '60G', 59],
		['several', '100G60G5j', 64],
		['Esc before them', '\x1b60G', 59],
		['Esc before a key', '\x1b\x1bj', 1],
		[': and Enter', ':500\r', 499],
		['a filter and Enter, and a number', '/row < 300\r60G', 59],
		['a filter that was begun, Esc and a number', '/row <\x1b\x1b\x1b[B', 1],
	])('takes %s that are read at once', async (_, text, expected) => {
		const {read, row, settle} = open();
		read(text);
		await settle();
		expect(row()).toBe(expected);
	});

	test('a key with Alt that means nothing does not end what is typed', () => {
		const {read, state} = open();
		read('/row\x1b6');
		expect(state().prompt?.text).toBe('row');
	});

	test('the window follows what is selected', () => {
		const {press, state} = open();
		press('PgDn', 'PgDn', 'G', '^U');
		const {list, layout, session} = state();
		expect(session.index).toBeGreaterThanOrEqual(list.top);
		expect(session.index).toBeLessThan(list.top + contentLines(layout, 'packets'));
	});

	test('a number that there is no packet for says so', () => {
		const {press, row, state} = open(14_000);
		press('9', '9', '9', '9', '9', 'G');
		expect(row()).toBe(0);
		expect(state().message?.text).toBe('There are packets 1 to 14,000');
		press('j');
		expect(state().message).toBeUndefined();
	});

	test('works on a capture of no packets', () => {
		const {press, state} = open(0);
		press('j', 'G', 'PgDn', 'Tab', 'j', 'l', 'Tab', 'j', 'l', 'G', 't', 'i', 'f', 'n', ':', '1', 'Enter', '/', 'dns', 'Enter', 'c', 'z', '+', '-', '=');
		expect(state().session.row).toBeUndefined();
	});
});

describe('in the detail tree', () => {
	test('l opens and goes in, h goes out and closes', () => {
		const {press, field, state} = open();
		press('Tab', 'g', 'Down', 'l', 'l');
		expect(field()).toBe('eth.dst');
		press('h');
		expect(field()).toBe('eth');
		press('h');
		expect(state().opened.get('eth')).toBe(false);
	});

	test('what is opened is open in the next packet, where the same field is selected', () => {
		const {press, field, row} = open();
		press('Tab', 'g', 'j', 'j', 'l', 'j', 'j', 'j', 'j');
		expect(field()).toBe('ip.ttl');
		press('Tab', 'Tab', 'j');
		expect([row(), field()]).toEqual([1, 'ip.ttl']);
	});

	test('E opens everything, C closes it', () => {
		const {press, state, field} = open();
		press('Tab', 'E');
		expect(state().tree.lines.every(({node, open}) => open === node.children.length > 0)).toBe(true);
		press('G', 'C');
		expect(state().tree.lines).toHaveLength(4);
		expect(field()).toBe('tcp');
	});

	test('the bytes of what is selected are shown', () => {
		const {press, state} = open(1000, 80, 24);
		press('Tab', 'j', 'j', 'j');
		expect(state().bytes).toMatchObject({source: 0, at: 38});
	});

	test('bytes that were put together have a tab of their own', () => {
		const {press, state, field} = open();
		press('j', 'j', 'Tab', 'G');
		expect(field()).toBe('http.host');
		expect(state().bytes.source).toBe(1);
		press('t');
		expect([state().bytes.source, field()]).toEqual([0, 'http.host']);
	});

	test('f begins a filter with the field', async () => {
		const {press, state, settle} = open();
		press('Tab', 'g', 'j', 'j', 'l', 'j', 'j', 'j', 'j', 'f');
		expect(state().prompt).toMatchObject({kind: 'filter', text: 'ip.ttl == 64'});
		press('Enter');
		await settle();
		expect(state().session.displayed.length).toBe(500);
	});
});

describe('in the bytes', () => {
	test('moving selects the innermost field that holds the byte', () => {
		const {press, field, state} = open();
		press('BackTab', 'g');
		expect([field(), state().bytes.at]).toEqual(['eth.dst', 0]);
		press('j', 'l', 'l', 'l', 'l', 'l', 'l');
		expect([field(), state().bytes.at]).toEqual(['ip.ttl', 22]);
		press('G');
		expect(field()).toBe('tcp.payload');
	});

	test('what was opened only for a byte closes behind it', () => {
		const {press, state} = open();
		press('BackTab', 'g');
		const open_ = () => state().tree.lines.filter(line => line.open).map(line => line.node.name);
		expect(open_()).toContain('eth');
		press('j', 'l', 'l', 'l', 'l', 'l', 'l');
		expect(open_()).toEqual(['ip', 'tcp']);
		press('Tab', 'j');
		expect(open_()).toEqual(['tcp']);
	});
});

describe('a filter', () => {
	test('is judged while it is typed, and refused when it is wrong', () => {
		const {press, state} = open();
		press('/', 'row <');
		expect(state().prompt?.problem).toMatchObject({message: 'Expected a number', start: 5, incomplete: true});
		press('Enter');
		expect(state().prompt).toMatchObject({insisted: true, text: 'row <'});
		press(' 5', 'Enter');
		expect(state().prompt).toBeUndefined();
	});

	test('is applied by Enter, left by Esc, ended by c, with the packet kept', async () => {
		const {press, state, settle, row} = open();
		press('9', 'j', '/', 'dns', 'Enter');
		await settle();
		expect(state().session).toMatchObject({index: 1, row: 9, displayed: {length: 125}});
		press('/', 'x', 'Esc');
		expect(state().session.filter.text).toBe('dns');
		press('c');
		expect([row(), state().session.displayed.length]).toEqual([9, 1000]);
		press('/', 'Up');
		expect(state().prompt?.text).toBe('dns');
	});

	test('is typed from the one that applies', async () => {
		const {press, state, settle} = open();
		press('/', 'dns', 'Enter');
		await settle();
		press('/');
		expect(state().prompt).toMatchObject({text: 'dns', caret: 3});
		press('^U', 'Enter');
		expect(state().session.filter.text).toBe('');
	});

	test('takes what is pasted as text, not as keys', () => {
		const {press, state, read} = open();
		press('/');
		read('\x1b[200~row < 5\rq\x1b[201~');
		expect(state().prompt?.text).toBe('row < 5 q');
		press('Esc');
		read('\x1b[200~jjj\x1b[201~');
		expect(state().session.row).toBe(0);
	});

	test('hides a packet that is asked for by number', async () => {
		const {press, state, settle} = open();
		press('/', 'dns', 'Enter');
		await settle();
		press('5', 'G');
		expect(state().message?.text).toBe('Packet 5 does not pass dns');
	});
});

test('text is found, and again with n and N', async () => {
	const {press, row, settle} = open();
	press('^F', 'who has', 'Enter');
	await settle();
	expect(row()).toBe(4);
	press('n');
	await settle();
	expect(row()).toBe(12);
	press('N', 'N');
	await settle();
	expect(row()).toBe(996);
});

describe('the screen', () => {
	test('Tab and Shift-Tab go around the panes, Esc to the first', () => {
		const {press, state} = open();
		const focus = (...keys: readonly string[]) => {
			press(...keys);
			return state().focus;
		};
		expect([focus('Tab'), focus('Tab'), focus('Tab'), focus('BackTab'), focus('Esc'), focus('Enter')])
			.toEqual(['detail', 'bytes', 'packets', 'bytes', 'packets', 'detail']);
	});

	test('z shows one pane alone, + and - share out, = evens', () => {
		const {press, state} = open();
		press('Tab', 'z');
		expect(state().layout).toMatchObject({kind: 'zoomed', packets: undefined, detail: {height: 22}});
		press('z', '+', '+');
		expect(contentLines(state().layout, 'detail')).toBeGreaterThan(8);
		press('=');
		expect(contentLines(state().layout, 'detail')).toBe(7);
	});

	test('asks its terminal for what it cannot do itself', () => {
		const {press, requests, state} = open();
		press('^Z', '^L', 'm', '/', '^L', 'Esc', '?', 'q', '^C', 'q');
		expect(requests).toEqual(['suspend', 'redraw', 'mouse', 'redraw', 'quit', 'quit']);
		expect(state().mouse).toBe(false);
	});

	test('keeps what is selected in sight when its size changes', () => {
		const {press, screen, state} = open();
		press('5', '0', '0', 'G');
		for (const [columns, rows] of [[200, 60], [44, 12], [30, 5], [80, 24]] as const) {
			screen.resize(columns, rows);
			const {layout, list, session} = state();
			if (layout.kind === 'small') continue;
			expect(session.index).toBeGreaterThanOrEqual(list.top);
			expect(session.index).toBeLessThan(list.top + contentLines(layout, 'packets'));
		}
	});

	test('hears of many news at most thirty times a second', async () => {
		const packets = fakePackets(10, {loading: true});
		const {screen, state} = openScreen(packets);
		let heard = 0;
		screen.subscribe(() => heard++);
		for (let i = 0; i < 1000; i++) packets.grow(11 + i, true);
		expect(heard).toBe(0);
		await sleep(80);
		expect(heard).toBe(1);
		expect(state().session.count).toBe(1010);
		screen.close();
	});
});

describe('the mouse', () => {
	test('selects packets, fields and bytes, and opens fields', () => {
		const {click, row, field, state} = open();
		click(10, 5);
		expect([row(), state().focus]).toEqual([3, 'packets']);
		const {detail, bytes} = state().layout;
		click(1, detail!.y + 2);
		expect([field(), state().opened.get('eth'), state().focus]).toEqual(['eth', true, 'detail']);
		click(bytesColumns(16, 69).hex(3), bytes!.y + 1);
		expect([field(), state().bytes.at, state().focus]).toEqual(['eth.dst', 3, 'bytes']);
		click(70, 23);
		expect(state().focus).toBe('bytes');
	});

	test('the wheel scrolls and selects nothing', () => {
		const {click, row, state} = open();
		for (let i = 0; i < 10; i++) click(10, 5, 65);
		expect([row(), state().list.top]).toEqual([0, 30]);
		for (let i = 0; i < 20; i++) click(10, 5, 64);
		expect(state().list.top).toBe(0);
	});
});
