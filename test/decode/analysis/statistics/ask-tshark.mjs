/** `node test/decode/analysis/statistics/ask-tshark.mjs` asks tshark for the statistics of some fixtures, and writes its answers beside this file. */
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const here = import.meta.dirname;
const root = path.join(here, '../../../..');
const cases = JSON.parse(fs.readFileSync(path.join(here, 'cases.json'), 'utf8'));
for (const {name, file, words} of cases) {
	const answer = execFileSync('tshark', ['-n', '-o', 'tcp.reassemble_out_of_order:TRUE', '-r', path.join(root, 'fixtures', file), ...words], {
		env: {...process.env, TZ: 'UTC'},
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	fs.writeFileSync(path.join(here, `${name}.txt`), answer);
}
