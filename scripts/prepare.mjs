/**
Installs what package-lock.json says and builds dist, each only when it has to be done. Needs nothing installed, says
nothing when there is nothing to do.
*/
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import freshness from './freshness.cjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const stamp = path.join(modules, '.inkcap-stamp');

const readOrNothing = file => {
	try {
		return fs.readFileSync(file, 'utf8');
	} catch {
		return '';
	}
};

const say = text => process.stderr.write(`inkcap: ${text}\n`);

/** What native modules are compiled for. */
const machine = `${process.platform} ${process.arch} ${process.versions.modules}`;
const lock = () => createHash('sha256').update(fs.readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
const wanted = () => `${machine}\n${lock()}\n`;

/** Whether somebody's own `npm install` has put there what the lock says, so that others who work there keep it. */
const installedByHand = () => {
	const stamped = readOrNothing(stamp);
	const has = readOrNothing(path.join(modules, '.package-lock.json'));
	if (has === '' || stamped !== '' && !stamped.startsWith(`${machine}\n`)) return false;
	const installed = JSON.parse(has).packages;
	const locked = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
	return Object.entries(locked).every(([place, {version, optional}]) => place === '' || (installed[place]?.version ?? (optional ? version : '')) === version);
};

const install = () => {
	const want = wanted();
	if (readOrNothing(stamp) === want) return true;
	if (!installedByHand()) {
		say('installing what it needs, which takes a moment the first time');
		const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--no-progress', '--loglevel=warn'];
		const npm = process.env.npm_execpath;
		const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
		const {status, error, stdout, stderr} = spawnSync(command, [...first, ...options], {
			cwd: root,
			encoding: 'utf8',
			maxBuffer: 2 ** 28,
			shell: npm === undefined && process.platform === 'win32',
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		if (status !== 0) {
			process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
			say(`npm ci failed${error ? `: ${error.message}` : ''}`);
			return false;
		}
	}

	fs.writeFileSync(stamp, want);
	return true;
};

const build = async () => {
	if (freshness.staleness() === undefined) return true;
	try {
		const {build} = await import('./build.mjs');
		await build();
		return true;
	} catch (error) {
		say(`could not be built:\n${error.message}`);
		return false;
	}
};

const isRunning = pid => {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
};

/** Waits until no other process prepares this checkout, and keeps others waiting until `unlock()`. */
const lockCheckout = () => {
	const file = path.join(os.tmpdir(), `inkcap-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`);
	for (;;) {
		try {
			fs.writeFileSync(file, String(process.pid), {flag: 'wx'});
			return () => fs.rmSync(file, {force: true});
		} catch (error) {
			if (error.code !== 'EEXIST') return () => {};
			const holder = Number(readOrNothing(file));
			// Without a number its writer is between creating and writing it, or died there.
			const age = Date.now() - (fs.statSync(file, {throwIfNoEntry: false})?.mtimeMs ?? Date.now());
			if (holder > 0 ? !isRunning(holder) : age > 2000) fs.rmSync(file, {force: true});
			else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
		}
	}
};

/** True when everything is installed and built; false after saying why it is not. */
export const prepare = async () => {
	if (readOrNothing(stamp) === wanted() && freshness.staleness() === undefined) return true;
	const unlock = lockCheckout();
	try {
		return install() && await build();
	} finally {
		unlock();
	}
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && !await prepare()) process.exitCode = 1;
