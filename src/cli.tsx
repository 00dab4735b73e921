import {writeSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {UsageError, parseWords} from './text/options.ts';
import {ClosedPipe, Output} from './text/output.ts';
import {version} from './version.ts';

const complain = (sentence: string): void => {
	try {
		writeSync(2, `inkcap: ${sentence}\n`);
	} catch {
		// Nobody listens.
	}
};

/** One command line to one exit status. */
async function main(words: readonly string[]): Promise<number> {
	const output = new Output(1);
	if (words[0] === 'fields' && words.length === 1) {
		const [{buildRegistry}, {writeDeclared}] = await Promise.all([import('./decode/protocols.ts'), import('./text/declared.ts')]);
		writeDeclared(buildRegistry(), output);
		output.flush();
		return 0;
	}

	const parsed = parseWords(words);
	if (parsed.given.has('version')) {
		output.text(`inkcap ${version}\n`);
		output.flush();
		return 0;
	}

	const [{settingsOf}, {runText}] = await Promise.all([import('./text/settings.ts'), import('./text/run.ts')]);
	return runText(settingsOf(parsed), {output, terminal: isatty(1), complain});
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (error instanceof UsageError) {
		complain(error.message);
		process.exitCode = error.status;
	} else if (!(error instanceof ClosedPipe)) {
		const {statusOf} = await import('./text/run.ts');
		process.exitCode = statusOf(error, complain);
	}
}
