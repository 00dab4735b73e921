/** `npm start [-- ARGUMENTS]`: the program as built from this checkout, on the tour capture when no argument is given. */
import {createRequire} from 'node:module';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {prepare} from './prepare.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

if (await prepare()) {
	// npm runs scripts in the project's directory; a file is named from where the user is.
	process.chdir(process.env.INIT_CWD ?? '.');
	const tour = path.relative('', path.join(root, 'fixtures', 'tour.pcapng'));
	const given = process.argv.slice(2);
	const launcher = path.join(root, 'bin', 'inkcap');
	process.argv = [process.execPath, launcher, ...(given.length > 0 ? given : [tour])];
	// In this process: nothing stands between the terminal, its signals and the program.
	createRequire(import.meta.url)(launcher);
} else {
	process.exitCode = 1;
}
