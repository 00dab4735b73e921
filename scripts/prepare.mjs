/**
Installs what package-lock.json says and builds dist, each only when it has to be done. Needs nothing installed, says
nothing when there is nothing to do.
*/
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
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

/** What an installation depends on: the lock and, for native modules, the Node that they were compiled for. */
const wanted = () =>
	createHash('sha256')
		.update(fs.readFileSync(path.join(root, 'package-lock.json')))
		.update(`${process.platform} ${process.arch} ${process.versions.modules}`)
		.digest('hex');

/** Whether somebody's own `npm install` has put there what the lock says. */
const installedByHand = () => {
	if (fs.existsSync(stamp)) return false;
	const has = readOrNothing(path.join(modules, '.package-lock.json'));
	if (has === '') return false;
	const installed = JSON.parse(has).packages;
	const locked = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
	return Object.entries(locked).every(([place, {version, optional}]) => place === '' || (installed[place]?.version ?? (optional ? version : '')) === version);
};

const install = () => {
	if (readOrNothing(stamp) === wanted()) return true;
	if (!installedByHand()) {
		say('installing what it needs, which takes a moment the first time');
		const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--no-progress'];
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

	fs.writeFileSync(stamp, wanted());
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

/** True when everything is installed and built; false after saying why it is not. */
export const prepare = async () => install() && await build();

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && !await prepare()) process.exitCode = 1;
