import {Output} from '../../src/text/output.ts';
import {parseWords} from '../../src/text/options.ts';
import {runText, statusOf} from '../../src/text/run.ts';
import {settingsOf} from '../../src/text/settings.ts';

/** What came of a command line, run in this process. */
export type Ran = {readonly status: number; readonly output: string; readonly complaints: string};

/** Runs a command line that gives text; `terminal` as if a terminal read it. */
export const runInkcap = async (words: readonly string[], {terminal = false} = {}): Promise<Ran> => {
	const parts: Uint8Array[] = [];
	const output = new Output(bytes => parts.push(bytes.slice()));
	let complaints = '';
	const complain = (sentence: string, where = ''): void => {
		complaints += where === '' ? `${sentence}\n` : `${sentence}\n${where}\n`;
	};
	let status: number;
	try {
		status = await runText(settingsOf(parseWords(words)), {output, terminal, complain});
	} catch (error) {
		status = statusOf(error, complain);
	}

	output.flush();
	return {status, output: Buffer.concat(parts).toString('utf8'), complaints};
};
