import {basename} from 'node:path';
import {expect, test} from 'vitest';
import {sources} from './sources.ts';

const pathsWith = (pattern: RegExp): string[] => sources.filter(({code}) => pattern.test(code)).map(({path}) => path);

test('only cli.tsx exits the process', () => {
	expect(pathsWith(/\bprocess\.(?:exit|reallyExit)\(|\bexit\b[^;]*from 'node:process'/).filter(path => path !== 'src/cli.tsx')).toEqual([]);
});

test('names of files and directories are kebab-case', () => {
	expect(sources.map(({path}) => path).filter(path => !/^[a-z0-9]+(?:[-/][a-z0-9]+)*\.tsx?$/.test(path))).toEqual([]);
});

test('no file is a drawer for what has no place', () => {
	expect(sources.map(({path}) => path).filter(path => /(?:^|[-/])(?:utils?|helpers?|common|misc)(?:[-./]|$)/.test(path))).toEqual([]);
});

test('index.ts is the only barrel', () => {
	expect(sources.map(({path}) => path).filter(path => basename(path) === 'index.ts')).toEqual(['src/index.ts']);
});

test('packet bytes are plain Uint8Array in decode', () => {
	// As a type or a value, not as a word of a title.
	expect(pathsWith(/(?<![\w.'-])Buffer\b(?! [A-Z])/).filter(path => path.startsWith('src/decode/'))).toEqual([]);
});

test('nothing writes with console', () => {
	expect(pathsWith(/\bconsole\.\w+\(/)).toEqual([]);
});
