import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import {afterEach, expect, test} from 'vitest';
import {type ColorRule, ColorRules} from '../../src/decode/filter/color-rules.ts';
import {defaultColorRules} from '../../src/decode/filter/default-colors.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {openPackets} from '../../src/opened-packets.ts';
import {packetFilters} from '../../src/packet-filters.ts';
import {paletteIndex} from '../../src/palette.ts';
import {App} from '../../src/views/app.tsx';
import {type ColourDepth, createTheme} from '../../src/views/theme.ts';
import {openScreen} from './fake/screen.ts';

afterEach(cleanup);

const file = path.join(import.meta.dirname, '../../fixtures/tour.pcapng');
const capture = await OpenedCapture.open(file, buildRegistry());
await capture.run();

const open = async (colors: readonly ColorRule[], depth: ColourDepth = 256) => {
	const packets = openPackets(capture, {name: 'tour', time: String, filters: packetFilters(capture), colors});
	await packets.load();
	const theme = createTheme(depth);
	const opened = openScreen(packets, 80, 24, {colourful: theme.rule !== undefined});
	const {lastFrame, stdout, rerender} = render(<Box />);
	Object.defineProperty(stdout, 'columns', {value: 80});
	Object.defineProperty(stdout, 'rows', {value: 24});
	stdout.emit('resize');
	rerender(<App screen={opened.screen} theme={theme} />);
	return {
		...opened,
		packets,
		/** The lines of the list, once rules are understood. */
		async rows() {
			for (let i = 0; i < 200 && packets.rules?.of(0) === -1; i++) await sleep(10);
			await sleep(60);
			return (lastFrame() ?? '').split('\n').slice(2, 9);
		},
	};
};

test('rows have the colours of the first rule they pass, but for the selected one', async () => {
	const {rows, press, packets} = await open(defaultColorRules);
	press('G');
	const shown = await rows();
	const rules = new ColorRules(defaultColorRules, capture.pass.registry);
	const first = Number(/\d+/.exec(shown[0]!.replaceAll(/\x1b\[[\d;]*m/g, ''))?.[0]) - 1;
	let ruled = 0;
	for (const [i, line] of shown.entries()) {
		const rule = rules.of(capture.view.aim(first + i));
		expect(packets.rules?.list[packets.rules.of(first + i)]).toEqual(rule);
		if (rule === undefined || line.includes('►')) continue;
		expect(line).toMatch(new RegExp(`^\x1b\\[38;5;${paletteIndex(rule.foreground)}m\x1b\\[48;5;${paletteIndex(rule.background)}m`));
		ruled++;
	}

	expect(ruled).toBeGreaterThan(4);
	expect(shown.at(-1)).toContain('\x1b[48;5;25m►');
});

test('o turns them off and on', async () => {
	const {rows, press, state} = await open(defaultColorRules);
	const coloured = await rows();
	press('o');
	expect(state().message?.text).toBe('Colours off');
	const plain = await rows();
	expect(plain).not.toEqual(coloured);
	expect(plain.slice(1).join('')).not.toContain('48;5;');
	press('o');
	expect(await rows()).toEqual(coloured);
});

test('a rule that is wrong is said when they are turned on, and the others are used', async () => {
	const rule = (name: string, filter: string): ColorRule => ({name, filter, foreground: [0, 0, 0], background: [255, 255, 255]});
	const {rows, press, state} = await open([rule('Odd', 'ip.ttl == "x"'), rule('All', 'frame')]);
	expect((await rows()).slice(1).every(line => line.includes('48;5;231'))).toBe(true);
	press('o', 'o');
	expect(state().message?.text).toContain('The colour rule "Odd", column');
});

test.each<ColourDepth>([-1, 0, 16])('with %d colours there are none, and that is said', async depth => {
	const {rows, press, state} = await open(defaultColorRules, depth);
	expect((await rows()).join('')).not.toContain('48;5;');
	press('o');
	expect(state().message).toMatchObject({tone: 'error'});
});
