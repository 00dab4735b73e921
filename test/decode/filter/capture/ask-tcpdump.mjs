/**
`node test/decode/filter/capture/ask-tcpdump.mjs` asks tcpdump which frames pass the filters of frames.txt, and writes its
answers behind them.
*/
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

const here = import.meta.dirname;
const root = path.join(here, '../../../..');
const table = path.join(here, 'frames.txt');
const written = path.join(os.tmpdir(), `inkcap-tcpdump-${process.pid}.pcap`);

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

const quiet = {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']};
const prints = new Map();
/** Something that tells the frames of a capture from each other. */
const printsOf = file =>
	execFileSync('tshark', ['-n', '-r', file, '-T', 'fields', '-e', 'frame.time_epoch', '-e', 'frame.len', '-e', 'frame.md5_hash', '-o', 'frame.generate_md5_hash:TRUE'], quiet)
		.trimEnd().split('\n');

const ask = (file, filter) => {
	const capture = path.join(root, file);
	if (!prints.has(file)) prints.set(file, printsOf(capture));
	execFileSync('tcpdump', ['--nano', '-nr', capture, '-w', written, filter], {stdio: ['ignore', 'ignore', 'pipe']});
	const frames = [];
	let at = 0;
	for (const print of printsOf(written)) {
		if (print === '') continue;
		at = prints.get(file).indexOf(print, at) + 1;
		if (at === 0) throw new Error(`${file}: ${filter}: ${print} is not found`);
		frames.push(at);
	}

	return ranges(frames);
};

let file = '';
const out = fs.readFileSync(table, 'utf8').trimEnd().split('\n').map(line => {
	if (line.startsWith('@ ')) file = line.slice(2);
	if (line === '' || line.startsWith('# ') || line.startsWith('@ ')) return line;
	const [filter] = line.split('\t');
	return `${filter}\t${ask(file, filter)}`;
});
fs.rmSync(written, {force: true});
fs.writeFileSync(table, `${out.join('\n')}\n`);
