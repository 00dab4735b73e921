import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import {afterEach, expect, test} from 'vitest';
import type {Packets} from '../../src/packets.ts';
import {App} from '../../src/views/app.tsx';
import {createTheme} from '../../src/views/theme.ts';
import {width} from '../../src/views/width.ts';
import {fakePackets} from './fake/packets.ts';
import {openScreen} from './fake/screen.ts';

afterEach(cleanup);

const open = async (columns = 80, rows = 24, packets: Packets = fakePackets(1000)) => {
	const opened = openScreen(packets, columns, rows);
	const {lastFrame, stdout, rerender} = render(<Box />);
	Object.defineProperty(stdout, 'columns', {value: columns});
	Object.defineProperty(stdout, 'rows', {value: rows});
	stdout.emit('resize');
	rerender(<App screen={opened.screen} theme={createTheme(-1)} />);
	return {
		...opened,
		async frame() {
			await new Promise(resolve => setImmediate(resolve));
			return lastFrame() ?? '';
		},
	};
};

const lines = (frame: string) => frame.split('\n');

test.each([[80, 24], [120, 40], [200, 50], [44, 12]])('a screen of %d by %d is filled and not more', async (columns, rows) => {
	const {frame, press} = await open(columns, rows);
	for (const key of ['j', 'Tab', '?', 'j', 'q', 'i', 'q', 'z', 'z', '/', 'dns', 'Enter', '+', 'Tab']) {
		press(key);
		const shown = lines(await frame());
		expect(shown).toHaveLength(rows);
		for (const line of shown) expect(width(line)).toBeLessThanOrEqual(columns);
	}
});

test('80x24 shows packets, fields, bytes and the status', async () => {
	const {frame, press} = await open();
	press('j', 'j');
	const shown = lines(await frame());
	expect(shown[0]).toMatch(/^━ Packets ━+$/);
	expect(shown[4]).toMatch(/^► {3}3 0\.001462 10\.0\.2\.2 +10\.0\.79\.79 +HTTP/);
	expect(shown[9]).toMatch(/^─ Packet 3 ─ GET \/images\/2\/picture\.png HTTP\/1\.1 ─+/);
	expect(shown[14]).toMatch(/^►▾ Hypertext Transfer Protocol/);
	expect(shown[17]).toMatch(/^─ Bytes ─ Frame \(68 bytes\) ─ \[Reassembled TCP \(57 bytes\)\] ─+$/);
	expect(shown[18]).toMatch(/^►0000 \[47 45 54 20/);
	expect(shown[22]).toMatch(/^ http {2}bytes 0-56/);
	expect(shown[23]).toMatch(/^ made-up\.pcapng {2}1,000 packets .* \? help {2}q quit/);
});

test('a field says what it means in the status, and all of it with i', async () => {
	const {frame, press} = await open();
	press('Tab', 'g', 'j', 'j', 'l', 'j', 'j', 'j', 'j');
	expect(lines(await frame())[22]).toMatch(/^ ip\.ttl {2}byte 22 {2}How many routers may.*… {2}\(RFC 791, section 3\.1\)/);
	press('i');
	const shown = await frame();
	expect(shown).toContain('Time to Live: 64');
	expect(shown).toContain('In a filter  ip.ttl == 64');
	expect(shown).toMatch(/off, and .*who reaches 0 drops it\./s);
	press('Esc');
	expect(await frame()).not.toContain('In a filter');
});

test('help is made from the keys, and scrolls', async () => {
	const {frame, press} = await open();
	press('?');
	expect(await frame()).toMatch(/│ {3}j ↓ +down/);
	press('G');
	expect(await frame()).toContain('erase everything after');
	press('k');
	expect(await frame()).not.toContain('erase everything after');
});

test('a wrong filter is marked where it is wrong', async () => {
	const {frame, press} = await open();
	press('/', 'row < x5');
	const [prompt, under] = lines(await frame()).slice(-2);
	expect(prompt).toMatch(/^\/row < x5 +wrong$/);
	expect(under).toBe('       ^^ x5 is no number');
});

test('what is wrong at the far right is told before its place', async () => {
	const {frame, press} = await open(60, 24);
	press('/', 'row <                                              x5');
	expect(lines(await frame()).at(-1)).toMatch(/^x5 is no number +\^\^$/);
});

test('a filter longer than the screen is seen around its caret', async () => {
	const {frame, press} = await open(60, 24);
	press('/', `row < ${'1'.repeat(100)}`);
	const prompt = lines(await frame()).at(-2) ?? '';
	expect(prompt).toMatch(/^\/1+ +valid$/);
	expect(width(prompt)).toBeLessThanOrEqual(60);
	press('^A');
	expect(lines(await frame()).at(-2)).toMatch(/^\/row < 1+/);
});

test('a file that was cut is told of in the status', async () => {
	const {frame} = await open(80, 24, fakePackets(100, {fault: 'The file was cut short at byte 1234'}));
	expect(await frame()).toContain('The file was cut short at byte 1234');
});

test('nothing passing is said, and what was selected comes back', async () => {
	const {frame, press, settle} = await open();
	press('7', 'j', '/', 'row < 0', 'Enter');
	await settle();
	const shown = await frame();
	expect(shown).toContain('No packet passes the filter');
	expect(shown).toContain('0 of 1,000');
	press('c');
	expect(await frame()).toMatch(/^► {3}8 /m);
});

test('a terminal that is too small is told so in a line', async () => {
	const {frame, screen} = await open(44, 12);
	screen.resize(40, 10);
	expect(await frame()).toBe('inkcap needs 44x12, this is 40x10');
});
