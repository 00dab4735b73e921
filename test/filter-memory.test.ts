import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {fileMemory, mostFilters, remembered} from '../src/filter-memory.ts';

let directory: string;
beforeEach(() => {
	directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-memory-'));
});
afterEach(() => fs.rmSync(directory, {recursive: true, force: true}));

const open = () => fileMemory({XDG_STATE_HOME: path.join(directory, 'state'), XDG_CONFIG_HOME: path.join(directory, 'config')});
const historyFile = () => path.join(directory, 'state/inkcap/filter-history');
const savedFile = () => path.join(directory, 'config/inkcap/filters');

test('a history has each filter once, and an end', () => {
	expect(remembered(['tcp', 'dns'], 'tcp')).toEqual(['dns', 'tcp']);
	expect(remembered(['tcp'], ' ')).toEqual(['tcp']);
	let history: readonly string[] = [];
	for (let i = 0; i < mostFilters + 5; i++) history = remembered(history, `row == ${i}`);
	expect(history).toHaveLength(mostFilters);
	expect(history.at(-1)).toBe(`row == ${mostFilters + 4}`);
});

test('the next session has the history of all before, also of those that ran beside it', () => {
	const [one, other] = [open(), open()];
	expect(one.history()).toEqual([]);
	expect(one.remember('dns')).toBeUndefined();
	expect(other.remember('tcp.port == 80')).toBeUndefined();
	expect(one.remember('http.host == "exämple"')).toBeUndefined();
	expect(open().history()).toEqual(['dns', 'tcp.port == 80', 'http.host == "exämple"']);
	expect(fs.statSync(historyFile()).mode & 0o777).toBe(0o600);
	expect(fs.readdirSync(path.dirname(historyFile()))).toEqual(['filter-history']);
});

test('filters are saved by names, replaced and deleted; lines that say something else stay', () => {
	fs.mkdirSync(path.dirname(savedFile()), {recursive: true});
	fs.writeFileSync(savedFile(), '# mine\n"Ethernet address 00:00:5e:00:53:00" eth.addr == 00:00:5e:00:53:00\n');
	const memory = open();
	expect(memory.saved()).toEqual([{name: 'Ethernet address 00:00:5e:00:53:00', filter: 'eth.addr == 00:00:5e:00:53:00'}]);
	expect(memory.save('a "quoted" \\ name', 'dns')).toBeUndefined();
	expect(memory.save('Errors', 'tcp.flags.reset == 1')).toBeUndefined();
	expect(memory.save('a "quoted" \\ name', 'dns && udp')).toBeUndefined();
	expect(open().saved().slice(1)).toEqual([{name: 'a "quoted" \\ name', filter: 'dns && udp'}, {name: 'Errors', filter: 'tcp.flags.reset == 1'}]);
	expect(memory.forget('a "quoted" \\ name')).toBeUndefined();
	expect(open().saved().map(({name}) => name)).toEqual(['Ethernet address 00:00:5e:00:53:00', 'Errors']);
	expect(fs.readFileSync(savedFile(), 'utf8')).toMatch(/^# mine\n/);
});

test('what cannot be written is said, and nothing of a hostile file reaches the screen', () => {
	fs.mkdirSync(path.dirname(historyFile()), {recursive: true});
	fs.writeFileSync(historyFile(), `dns\n\x1b[2Jtcp\n${'x'.repeat(5000)}\n\nudp\n`);
	expect(open().history()).toEqual(['dns', 'udp']);
	fs.writeFileSync(path.join(directory, 'config'), '');
	expect(open().save('a', 'dns')).toMatch(/filters cannot be (read|written)/);
	expect(open().saved()).toEqual([]);
	const big = path.join(directory, 'state/inkcap/filter-history');
	fs.truncateSync(big, 5 * 1024 * 1024);
	expect(open().history()).toEqual([]);
	expect(open().remember('dns')).toMatch(/cannot be read$/);
});

test('variables that hold no absolute path count for nothing', () => {
	const home = process.env.HOME;
	process.env.HOME = directory;
	try {
		expect(fileMemory({XDG_STATE_HOME: 'state', XDG_CONFIG_HOME: ''}).remember('dns')).toBeUndefined();
		expect(fs.existsSync(path.join(directory, '.local/state/inkcap/filter-history'))).toBe(true);
	} finally {
		process.env.HOME = home;
	}
});
