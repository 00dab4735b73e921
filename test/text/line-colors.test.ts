import path from 'node:path';
import {afterEach, expect, test, vi} from 'vitest';
import {colorDepth} from '../../src/text/line-colors.ts';
import {runInkcap} from './run-inkcap.ts';

const tour = path.join(import.meta.dirname, '../../fixtures/tour.pcapng');

afterEach(() => vi.unstubAllEnvs());

const lines = async (words: readonly string[], {terminal = true, ...environment}: {terminal?: boolean; COLORTERM?: string; TERM?: string}): Promise<string[]> => {
	for (const [name, value] of Object.entries({XDG_CONFIG_HOME: '/nowhere', ...environment})) vi.stubEnv(name, value);
	const {output, complaints} = await runInkcap(['-r', tour, '-c', '14', ...words], {terminal});
	expect(complaints).toBe('');
	return output.split('\n');
};

test('--color gives a line the colours of the first rule, up to the end of the terminal', async () => {
	const colored = await lines(['--color'], {COLORTERM: 'truecolor'});
	const plain = await lines([], {COLORTERM: 'truecolor'});
	expect(colored[9]).toBe(`\x1b[38;2;18;39;46m\x1b[48;2;250;240;215m${plain[9]}\x1b[K\x1b[0m`);
	expect(colored[13]).toBe(`\x1b[38;2;18;39;46m\x1b[48;2;228;255;199m${plain[13]}\x1b[K\x1b[0m`);
});

test('with 256 colours it takes the nearest', async () => {
	expect((await lines(['--color'], {COLORTERM: '', TERM: 'xterm-256color'}))[9]).toMatch(/^\x1b\[38;5;235m\x1b\[48;5;230m {3}10 .*\x1b\[K\x1b\[0m$/);
});

test('there is no colour without a terminal, on one that shows none, and in trees', async () => {
	const plain = await lines([], {COLORTERM: 'truecolor'});
	expect(await lines(['--color'], {COLORTERM: 'truecolor', terminal: false})).toEqual(plain);
	expect(await lines(['--color'], {COLORTERM: '', TERM: 'vt220'})).toEqual(plain);
	expect((await lines(['--color', '-V'], {COLORTERM: 'truecolor'})).join('')).not.toContain('\x1b');
	expect(colorDepth({})).toBe('none');
});
