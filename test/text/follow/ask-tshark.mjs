/** `node test/text/follow/ask-tshark.mjs` asks tshark to follow what `conversations.json` and `cases.json` name, and keeps its answers beside this file. */
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {talkCapture} from './talk-capture.mjs';

const here = import.meta.dirname;
const root = path.join(here, '../../..');
const read = name => JSON.parse(fs.readFileSync(path.join(here, name), 'utf8'));
const ask = (file, words) =>
	execFileSync('tshark', ['-n', '-q', '-r', file, ...words.flatMap(word => ['-z', word])], {env: {...process.env, TZ: 'UTC'}, stdio: ['ignore', 'pipe', 'ignore']});

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-follow-'));
const answers = {};
for (const [name, lines] of Object.entries(read('conversations.json'))) {
	const file = path.join(folder, 'talk.pcap');
	fs.writeFileSync(file, talkCapture(lines));
	answers[name] = [0, 1].map(stream => ask(file, [`follow,tcp,yaml,${stream}`]).toString('latin1'));
}

fs.writeFileSync(path.join(here, 'conversations-answers.json'), `${JSON.stringify(answers, null, '\t')}\n`);
for (const {name, file, words} of read('cases.json')) fs.writeFileSync(path.join(here, `${name}.txt`), ask(path.join(root, 'fixtures', file), words));
fs.rmSync(folder, {recursive: true});
