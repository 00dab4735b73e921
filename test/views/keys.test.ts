import {expect, test} from 'vitest';
import {commandFor, helpSections, keyName, keyTable} from '../../src/views/keys.ts';

test('a key means one thing in a pane, and may mean another where a line is typed', () => {
	expect(commandFor('packets', 'j')).toBe('down');
	expect(commandFor('detail', 'l')).toBe('open');
	expect(commandFor('bytes', 'l')).toBe('right');
	expect(commandFor('prompt', 'j')).toBeUndefined();
	expect(commandFor('prompt', 'ctrl-c')).toBe('leave');
	expect(commandFor('dialog', 'q')).toBe('dismiss');
});

test('help tells of every command that is not plain editing', () => {
	const told = helpSections().flatMap(({lines}) => lines.map(([, help]) => help));
	const silent = ['caret-left', 'caret-right', 'erase', 'erase-next', 'dismiss'];
	for (const {command} of keyTable) {
		const help = keyTable.filter(each => each.command === command && each.help !== '').map(each => each.help);
		if (silent.includes(command)) continue;
		expect(help.length, command).toBeGreaterThan(0);
		for (const line of help) expect(told).toContain(line);
	}
});

test('keys are written as people know them', () => {
	expect(['ctrl-d', 'pageup', 'down', 'shift-tab', 'G', 'alt-backspace', 'ctrl-backspace'].map(keyName))
		.toEqual(['Ctrl-D', 'PgUp', '↓', 'Shift-Tab', 'G', 'Alt-Backspace', 'Ctrl-Backspace']);
});
