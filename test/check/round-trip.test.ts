import {expect, test} from 'vitest';
import {compare} from '../../src/check/compare.ts';
import {registryFor, sharedNames} from '../../src/check/declarations.ts';
import {decodeCapture} from '../../src/check/decode-capture.ts';
import {everything} from '../../src/check/decoded.ts';
import {parseJson, writeJson} from '../../src/check/decode-json.ts';
import {parseText, writeText} from '../../src/check/decode-text.ts';
import {Mask} from '../../src/check/mask.ts';
import {lineText} from '../../src/check/value-text.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtures} from '../fixtures.ts';

const registry = registryFor([]);
const names = sharedNames();

test.each(fixtures)('the decode of $name is read as it was written', async ({path}) => {
	const decoded = await decodeCapture(await OpenedCapture.open(path, registry), everything, names);
	const text = writeText(decoded);
	const fromText = parseText(text);
	const fromJson = parseJson(writeJson(decoded));
	expect(writeText(fromText)).toBe(text);
	expect(writeText(fromJson)).toBe(text);
	const mask = new Mask(everything, names);
	expect(compare(fromText, decoded, mask, names)).toEqual([]);
	expect(compare(fromJson, decoded, mask, names)).toEqual([]);
});

test.each(['', ' ', 'a', ' a', 'a ', '"', '"a"', 'a "b"', 'a\nb', '\\', '\u0000', '\u202e', 'ä', '\ud800', '😀', '\u{e0001}', 'x'.repeat(320)])(
	'%j is one line and is told from others',
	text => {
		const line = lineText(text);
		expect(line).not.toMatch(/[\n\r\u2028\u2029]|^$/);
		expect(line.startsWith('"') ? JSON.parse(line) : line).toBe(text);
	},
);

test('long text is a beginning, a length and a digest', () => {
	expect(lineText('x'.repeat(321))).toMatch(/^x{160}… 321 characters, sha256 [\da-f]{16}$/);
	expect(lineText(`${'x'.repeat(320)}y`)).not.toBe(lineText(`${'x'.repeat(320)}z`));
});
