import {describe, expect, test} from 'vitest';
import type {Command} from '../../src/views/keys.ts';
import {remembered} from '../../src/filter-memory.ts';
import {edit, insert, openPrompt, type Prompt} from '../../src/views/prompt.ts';

const edited = (prompt: Prompt, ...commands: readonly Command[]) => commands.reduce((sofar, command) => edit(sofar, command, ['tcp', 'dns']), prompt);
const shown = ({text, caret}: Prompt) => `${text.slice(0, caret)}|${text.slice(caret)}`;

describe('a line that is typed', () => {
	test.each<[string, string, readonly Command[], string]>([
		['moves by characters', 'a漢👍🏽', ['caret-left', 'caret-left'], 'a|漢👍🏽'],
		['goes to its begin and end', 'tcp', ['caret-first', 'caret-right'], 't|cp'],
		['erases characters whole', 'a👍🏽', ['erase'], 'a|'],
		['erases what follows', 'tcp', ['caret-first', 'erase-next'], '|cp'],
		['erases a word', 'ip.addr == 10', ['erase-word'], 'ip.addr == |'],
		['erases an operator', 'ip.addr == ', ['erase-word'], 'ip.addr |'],
		['erases everything before', 'tcp && udp', ['caret-left', 'erase-before'], '|p'],
		['erases everything after', 'tcp', ['caret-first', 'erase-after'], '|'],
		['recalls what was typed before', 'x', ['older', 'older'], 'tcp|'],
		['stops at the oldest', 'x', ['older', 'older', 'older'], 'tcp|'],
		['and comes back to itself', 'x', ['older', 'older', 'newer', 'newer'], 'x|'],
	])('%s', (_, text, commands, expected) => {
		expect(shown(edited(openPrompt('filter', text), ...commands))).toBe(expected);
	});

	test('takes text where its caret is', () => {
		expect(shown(insert(edited(openPrompt('filter', 'tcp'), 'caret-left'), 'xyz'))).toBe('tcxyz|p');
	});

	test('makes one line of several, and of controls blanks', () => {
		expect(insert(openPrompt('filter', ''), 'tcp\r\n&&\x1b[A').text).toBe('tcp && [A');
	});

	test('takes only digits where a number is asked for', () => {
		expect(insert(openPrompt('goto', ''), 'a1b2').text).toBe('12');
	});

	test('has an end', () => {
		expect(insert(openPrompt('filter', ''), 'x'.repeat(100_000)).text.length).toBe(4096);
	});
});

test('what is entered again is remembered once', () => {
	expect(remembered(['tcp', 'dns'], 'tcp')).toEqual(['dns', 'tcp']);
	expect(remembered(['tcp'], ' ')).toEqual(['tcp']);
});
