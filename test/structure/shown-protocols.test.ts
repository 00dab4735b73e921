import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {protocols} from '../../src/decode/protocols.ts';
import {root} from './sources.ts';

/** The names that fixtures show, as test/decode/labels.test.ts keeps them. */
const shown = new Set(readFileSync(join(root, 'test/decode/labels.txt'), 'utf8').split('\n').map(line => line.split('\t', 1)[0]));

// One source file, one line in protocols.ts, one fixture and its golden: what no fixture shows may change unseen.
test('every protocol that declares fields is shown by a fixture', () => {
	const declaring = new Set(protocols.filter(({fields}) => fields.length > 0).map(({name}) => name));
	expect(declaring.size).toBeGreaterThan(80);
	expect([...declaring].filter(name => !shown.has(name))).toEqual([]);
});
