/**
`node test/decode/filter/ask-tshark.mjs` asks tshark which frames pass the filters of filters.txt, and writes its answers
behind them. A filter that tshark refuses is left out, and named on standard error.
*/
import {execFile} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';

const here = import.meta.dirname;
const root = path.join(here, '../../..');
const table = path.join(here, 'filters.txt');
const run = promisify(execFile);

/** `1 3-5` */
const ranges = frames => {
	const out = [];
	for (const frame of frames) {
		const last = out.at(-1);
		if (last !== undefined && last[1] + 1 === frame) last[1] = frame;
		else out.push([frame, frame]);
	}

	return out.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(' ') || 'none';
};

const ask = async (file, filter) => {
	try {
		const {stdout} = await run('tshark', ['-2', '-n', '-o', 'tcp.reassemble_out_of_order:TRUE', '-r', path.join(root, file), '-Y', filter, '-T', 'fields', '-e',
			'frame.number'], {env: {...process.env, TZ: 'UTC'}});
		return ranges(stdout.split('\n').filter(line => line !== '').map(Number));
	} catch (error) {
		process.stderr.write(`${file}: ${filter}\n${String(error.stderr).replace(/^Running as.*\n/, '')}`);
		return undefined;
	}
};

const lines = fs.readFileSync(table, 'utf8').trimEnd().split('\n');
const out = [];
let file = '';
for (const line of lines) {
	if (line.startsWith('@ ')) file = line.slice(2);
	if (line === '' || line.startsWith('# ') || line.startsWith('@ ')) {
		out.push(line);
		continue;
	}

	const [filter] = line.split('\t');
	const answer = await ask(file, filter);
	if (answer !== undefined) out.push(`${filter}\t${answer}`);
}

fs.writeFileSync(table, `${out.join('\n')}\n`);
