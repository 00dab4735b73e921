import {describe, expect, test} from 'vitest';
import {differences} from '../../bench/conformance/any-order.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtures} from '../fixtures.ts';

/** Frames of a fixture that are compared. */
const framesPerFixture = 300;

const registry = buildRegistry();

describe('a frame that is asked for in the middle', () => {
	test.each(fixtures)('of $name says what it says in its turn', async ({path}) => {
		const capture = await OpenedCapture.open(path, registry);
		try {
			await capture.run();
			expect(differences(capture, framesPerFixture)).toEqual([]);
		} finally {
			capture.source.close();
		}
	});
});
