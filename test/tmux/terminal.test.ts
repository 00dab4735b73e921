import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {openShell, type Shell, tmuxMissing} from './tmux.ts';

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-program-'));
const program = path.join(directory, 'program.mjs');
const pidFile = path.join(directory, 'pid');
const found = {alternate: false, cursor: true, mouse: false, wrap: true};
const missing = tmuxMissing();

let shell: Shell;

/** Starts the made-up program so that its process id is known; waits until it shows packets. */
const start = async (options = '1000', before = '') => {
	await shell.line(`clear; ${before}sh -c 'echo $$ >${pidFile}; exec node ${program} ${options}'`);
	await shell.until('Packets');
	await shell.until('? help');
	return Number(fs.readFileSync(pidFile, 'utf8'));
};

const expectAsFound = async () => {
	expect(await shell.state()).toEqual(found);
	await shell.line('clear; stty -a | tr " ;" "\\n\\n" | grep -cxE "icanon|echo|isig|icrnl|opost"');
	await shell.until(/^5$/m);
};

const isAlive = (pid: number) => {
	try {
		process.kill(pid, 0);
		// A process that has ended and waits for its parent is no longer alive.
		return !/^State:\tZ/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
	} catch {
		return false;
	}
};

if (missing !== undefined) console.warn(`The terminal tests are skipped: ${missing}`);

describe.skipIf(missing !== undefined)('in a real terminal', () => {
	beforeAll(async () => {
		await build({
			absWorkingDir: path.join(import.meta.dirname, '../..'),
			entryPoints: ['test/views/fake/program.ts'],
			outfile: program,
			bundle: true,
			format: 'esm',
			platform: 'node',
			target: 'node20',
			jsx: 'automatic',
			define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
			banner: {js: 'import {createRequire} from "node:module"; const require = createRequire(import.meta.url);'},
			alias: {'react-devtools-core': 'node:util', ws: 'node:util'},
			logLevel: 'error',
		});
	});

	beforeEach(async () => {
		shell = await openShell();
	});

	afterEach(async () => {
		await shell.close();
	});

	afterAll(() => {
		fs.rmSync(directory, {recursive: true, force: true});
	});

	test('q leaves the terminal as it was found', async () => {
		await start();
		expect(await shell.state()).toEqual({alternate: true, cursor: false, mouse: true, wrap: false});
		await shell.press('q');
		await shell.until('[0] $');
		await expectAsFound();
	});

	test.each([['TERM', 143], ['HUP', 129], ['INT', 130], ['QUIT', 131]])('SIG%s leaves the terminal as it was found', async (signal, status) => {
		process.kill(await start('1000', 'ulimit -c 0; '), `SIG${signal}`);
		await shell.until(`[${status}] $`);
		await expectAsFound();
	});

	test.each([['throw', 'thrown on purpose'], ['reject', 'rejected on purpose']])("when it fails (%s) the reason is seen on the shell's screen", async (mode, reason) => {
		await start(`1000 ${mode}`);
		const screen = await shell.until('[1] $');
		expect(screen).toContain(reason);
		await expectAsFound();
	});

	test("a warning of Node.js waits for the shell's screen", async () => {
		await start('1000 warn');
		await sleep(600);
		await shell.press('j');
		expect(await shell.until(/►\s+2/)).not.toContain('warned on purpose');
		await shell.press('q');
		expect(await shell.until('[0] $')).toContain('warned on purpose');
		await expectAsFound();
	});

	test('when a view fails the terminal is left as it was found', async () => {
		await start('1000 view');
		await shell.press('G');
		expect(await shell.until('[1] $')).toContain('no line on purpose');
		await expectAsFound();
	});

	test('without a terminal to draw on it says so', async () => {
		await shell.line(`clear; node ${program} 10 | cat`);
		await shell.until('Standard output is not a terminal');
		expect(await shell.state()).toEqual(found);
	});

	test('Ctrl+Z stops it, fg brings it back where it was', async () => {
		await start();
		await shell.press('j', 'j');
		await shell.until(/►\s+3/);
		await shell.press('C-z');
		await shell.until('Stopped');
		await expectAsFound();
		await shell.line('fg');
		await shell.until(/►\s+3/);
		expect(await shell.state()).toMatchObject({alternate: true, mouse: true});
		await shell.press('j');
		await shell.until(/►\s+4/);
		await shell.press('q');
		await shell.until('[0] $');
		await expectAsFound();
	});

	test('where nothing can stop it, Ctrl+Z comes back by itself', async () => {
		// A new session has no shell that would continue it, so the system ignores the stop.
		await shell.line(`clear; setsid -c -w node ${program} 1000`);
		await shell.until('Packets');
		await shell.press('C-z');
		await sleep(400);
		await shell.press('j');
		await shell.until(/►\s+2/);
		await shell.press('q');
		await shell.until('[0] $');
	});

	test('keys come from the terminal when something is piped in', async () => {
		await start('1000', 'echo packets | ');
		await shell.press('G');
		await shell.until(/►\s*1000/);
		await shell.press('q');
		await shell.until('[0] $');
		await expectAsFound();
	});

	test('it ends when its terminal goes away', async () => {
		const pid = await start();
		await shell.hangUp();
		for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(50);
		expect(isAlive(pid)).toBe(false);
	});

	test('it fills the terminal, whatever its size becomes', async () => {
		await start();
		for (const [columns, rows] of [[200, 50], [60, 16], [120, 40]] as const) {
			await shell.resize(columns, rows);
			const screen = await shell.until(text => text.trimEnd().split('\n').length === rows && text.includes('? help'));
			expect(screen.split('\n')[0]).toHaveLength(columns);
		}

		await shell.resize(30, 8);
		await shell.until('inkcap needs 44x12');
		await shell.resize(80, 24);
		await shell.until('? help');
		await shell.press('q');
		await shell.until('[0] $');
	});

	test('a filter, a wrong one and none', async () => {
		await start('5000 fault');
		await shell.until('The file was cut short at byte 1234');
		await shell.type('/dnsx');
		await shell.until(/\^+ There is no field dnsx/);
		await shell.press('BSpace', 'Enter');
		await shell.until('625 of 5,000');
		await shell.press('c');
		await shell.until(screen => !screen.includes('625 of 5,000') && screen.includes('5,000 packets'));
		await shell.press('q');
		await shell.until('[0] $');
	});
});
