import fs from 'node:fs';
import path from 'node:path';

/**
 * A copy of the built program of a checkout, so that a build while a long run goes on does not mix two programs in one
 * report. It stands inside the checkout, where its optional dependencies are found, and goes with the process.
 */
export function snapshotProgram(root: string): string {
	const copy = path.join(root, 'node_modules', '.cache', 'inkcap', `snapshot-${process.pid}`);
	fs.mkdirSync(copy, {recursive: true});
	process.on('exit', () => fs.rmSync(copy, {recursive: true, force: true}));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
	for (const part of ['bin', 'dist']) fs.cpSync(path.join(root, part), path.join(copy, part), {recursive: true});
	return path.join(copy, 'bin', 'inkcap');
}
