import {describe, expect, test} from 'vitest';
import {createKeyParser, type Input} from '../../src/views/key-parser.ts';

const names = (inputs: readonly Input[]) => inputs.map(input => input.kind === 'key' ? input.name : input.kind);

const parse = (text: string) => {
	const parser = createKeyParser();
	return names([...parser.push(text), ...parser.flush()]);
};

describe('keys', () => {
	test.each([
		['j', ['j']],
		['G', ['G']],
		['é漢👍', ['é', '漢', '👍']],
		[' ', ['space']],
		['\r\n\t', ['enter', 'enter', 'tab']],
		['\x7f\b', ['backspace', 'backspace']],
		['\x03\x04\x1a', ['ctrl-c', 'ctrl-d', 'ctrl-z']],
		['\x1b[A\x1b[B\x1b[C\x1b[D', ['up', 'down', 'right', 'left']],
		['\x1bOA\x1bOH\x1bOF\x1bOP\x1bOM', ['up', 'home', 'end', 'f1', 'enter']],
		['\x1b[5~\x1b[6~\x1b[1~\x1b[4~\x1b[3~', ['pageup', 'pagedown', 'home', 'end', 'delete']],
		['\x1b[15~\x1b[24~', ['f5', 'f12']],
		['\x1b[Z', ['shift-tab']],
		['\x1b[1;5P', ['ctrl-f1']],
		['\x1b[1;5A\x1b[1;2B\x1b[1;3C\x1b[3;5~', ['ctrl-up', 'shift-down', 'alt-right', 'ctrl-delete']],
		['\x1bx\x1b\x7f', ['alt-x', 'alt-backspace']],
		['\x1b', ['escape']],
		['\x1b\x1b[A', ['escape', 'up']],
		['\x1b[106u\x1b[27u', ['j', 'escape']],
		['\x1b[[A', []],
		['\x1b[99~\x1b[?62;22cj', ['j']],
		['\x1b]11;rgb:0000/0000/0000\x1b\\j\x1bP1+r\x1b\\k\x1b]0;t\x07l', ['j', 'k', 'l']],
		['\x1b[I\x1b[Oq', ['q']],
	])('%j is %j', (text, expected) => {
		expect(parse(text)).toEqual(expected);
	});

	test('say what can be typed', () => {
		expect(createKeyParser().push('a ')).toEqual([{kind: 'key', name: 'a', text: 'a'}, {kind: 'key', name: 'space', text: ' '}]);
		expect(createKeyParser().push('\x01')).toEqual([{kind: 'key', name: 'ctrl-a'}]);
	});

	test('are the same however the reads cut them', () => {
		const text = 'j\x1b[A\x1bOB\x1b[1;5P\x1b[<0;12;7M\x1b[200~pasted \x1b[A text\x1b[201~\x1b[6~\x1bxé';
		const whole = createKeyParser().push(text);
		for (let at = 1; at < text.length; at++) {
			const parser = createKeyParser();
			expect([...parser.push(text.slice(0, at)), ...parser.push(text.slice(at))]).toEqual(whole);
		}

		const parser = createKeyParser();
		expect([...text].flatMap(character => parser.push(character))).toEqual(whole);
	});

	test('an escape waits until it is known what it is', () => {
		const parser = createKeyParser();
		expect(parser.push('\x1b')).toEqual([]);
		expect(parser.pending()).toBe(true);
		expect(names(parser.flush())).toEqual(['escape']);
		expect(parser.pending()).toBe(false);
		expect(names(parser.push('j'))).toEqual(['j']);
	});

	test('five Downs in one read are five', () => {
		expect(parse('\x1b[B'.repeat(5))).toHaveLength(5);
	});

	test('any bytes at all are survived', () => {
		let seed = 7;
		const parser = createKeyParser();
		for (let i = 0; i < 20_000; i++) {
			seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
			const pieces = ['\x1b', '[', 'O', '<', ';', '5', '~', 'M', ']', 'P', '\x07', '\\', 'u', '漢', '\0', '200~'];
			parser.push(pieces[seed % pieces.length]!);
		}

		parser.push('\x1b[201~');
		parser.push('\x07\x1b\\');
		parser.flush();
		expect(names(parser.push('q'))).toEqual(['q']);
	});
});

describe('pastes and the mouse', () => {
	test('a paste is one input, whatever is in it', () => {
		expect(createKeyParser().push('\x1b[200~q\r\x1b[Aq\x1b[201~j')).toEqual([
			{kind: 'paste', text: 'q\r\x1b[Aq'},
			{kind: 'key', name: 'j', text: 'j'},
		]);
	});

	test('clicks and the wheel say where', () => {
		expect(createKeyParser().push('\x1b[<0;12;7M\x1b[<0;12;7m\x1b[<64;1;1M\x1b[<65;223;99M\x1b[<2;1;1M\x1b[<35;1;1M')).toEqual([
			{kind: 'mouse', action: 'press', x: 11, y: 6},
			{kind: 'mouse', action: 'release', x: 11, y: 6},
			{kind: 'mouse', action: 'up', x: 0, y: 0},
			{kind: 'mouse', action: 'down', x: 222, y: 98},
		]);
	});
});
