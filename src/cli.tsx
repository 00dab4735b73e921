import {writeSync} from 'node:fs';
import process from 'node:process';
import {isatty} from 'node:tty';
import {printable} from './decode/printable.ts';
import type {Packets} from './packets.ts';
import {parseWords, UsageError} from './text/options.ts';
import {ClosedPipe, Output} from './text/output.ts';
import {version} from './version.ts';

/** Rows that the screen waits for before it is drawn the first time. */
const firstRows = 64;

const complain = (sentence: string, where = ''): void => {
	try {
		writeSync(2, `inkcap: ${printable(sentence)}\n${where === '' ? '' : `${where}\n`}`);
	} catch {
		// Nobody listens.
	}
};

/** One command line to one exit status. What is not needed for it is not loaded. */
async function main(words: readonly string[]): Promise<number> {
	const output = new Output(1);
	if (words[0] === 'fields' && words.length === 1) {
		const [{buildRegistry}, {writeDeclared}] = await Promise.all([import('./decode/protocols.ts'), import('./text/declared.ts')]);
		writeDeclared(buildRegistry(), output);
		output.flush();
		return 0;
	}

	if (words[0] === 'check') {
		const [{checkCommand}, {runCheck}] = await Promise.all([import('./text/check-options.ts'), import('./check/run.ts')]);
		const command = checkCommand(words.slice(1));
		if (typeof command === 'string') output.text(command);
		const status = typeof command === 'string' ? 0 : await runCheck(command, {print: text => output.text(text), complain});
		output.flush();
		return status;
	}

	if (words[0] === 'from-hex') {
		const help = (await import('./text/from-hex.ts')).fromHex(words.slice(1));
		if (help !== undefined) output.text(help);
		output.flush();
		return 0;
	}

	const parsed = parseWords(words);
	if (parsed.given.has('help') || parsed.given.has('version')) {
		output.text(parsed.given.has('help') ? (await import('./text/help.ts')).helpText() : `inkcap ${version}\n`);
		output.flush();
		return 0;
	}

	const {settingsOf} = await import('./text/settings.ts');
	const settings = settingsOf(parsed);
	const [{ownMacros}, {setMacros}] = await Promise.all([import('./own-rules.ts'), import('./decode/filter/macros.ts')]);
	const macros = ownMacros();
	for (const problem of macros.problems) complain(problem);
	setMacros(macros.found);
	const terminal = isatty(1);
	if (settings.mode === 'tui' || (settings.mode === undefined && terminal && settings.read !== undefined)) return screen(settings);
	const {runText} = await import('./text/run.ts');
	return runText(settings, {output, terminal, complain});
}

type Settings = ReturnType<(typeof import('./text/settings.ts'))['settingsOf']>;

/** Opens a capture on the screen. */
async function screen(settings: Settings): Promise<number> {
	const {read} = settings;
	if (read === undefined) throw new UsageError('Which capture? Give a file: inkcap FILE.');
	const [{filterFor, namesFor, registryFor}, {OpenedCapture}, {openPackets}, {packetFilters}, {Lines}, {setZone}, {systemZone}, {runTui}, {NoTerminal}, {filterText}] =
		await Promise.all([
			import('./text/run.ts'),
			import('./opened-capture.ts'),
			import('./opened-packets.ts'),
			import('./packet-filters.ts'),
			import('./text/lines.ts'),
			import('./decode/clock.ts'),
			import('./system-zone.ts'),
			import('./views/run.tsx'),
			import('./views/terminal.ts'),
			import('./text/filter-usage.ts'),
		]);
	const registry = registryFor(settings);
	filterFor(settings, registry);
	setZone(systemZone);
	const open = async (from: string, decodeAs: readonly string[]) => {
		const capture = await OpenedCapture.open(from, decodeAs === settings.decodeAs ? registry : registryFor({...settings, decodeAs}));
		await namesFor(settings, capture);
		const lines = new Lines(capture, settings.time, settings.hms);
		const packets = openPackets(capture, {
			name: read === '-' ? 'standard input' : read,
			time: row => lines.time(row, row === 0 ? undefined : capture.pass.index.time(row - 1)),
			filters: packetFilters(capture),
		});
		const close = (): void => {
			packets.close();
			capture.source.close();
		};
		// What came through a pipe is kept: it can be read again.
		return {packets, close, from: read === '-' ? `/dev/fd/${capture.source.descriptor}` : from};
	};

	let shown = await open(read, settings.decodeAs);
	const loads: Array<Promise<void>> = [];
	const again = async (rules: readonly string[], row: number, show: (packets: Packets) => void): Promise<void> => {
		if (read === '-' && shown.packets.loading) throw new UsageError('What comes through a pipe can be decoded again when all of it is there');
		const before = shown;
		const next = await open(before.from, rules);
		loads.push(next.packets.load());
		await next.packets.until(row + 1);
		shown = next;
		show(next.packets);
		before.close();
	};

	try {
		await shown.packets.begin(firstRows);
		loads.push(shown.packets.load());
		const status = await runTui(shown.packets, {filter: filterText(settings.filter, settings.captureFilter), decodeAs: {rules: settings.decodeAs, again}});
		shown.close();
		await Promise.all(loads);
		return status;
	} catch (error) {
		if (error instanceof NoTerminal) throw new UsageError(error.message);
		throw error;
	} finally {
		shown.close();
	}
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	if (error instanceof UsageError) {
		complain(error.message, error.where);
		process.exitCode = error.status;
	} else if (!(error instanceof ClosedPipe)) {
		const {statusOf} = await import('./text/run.ts');
		process.exitCode = statusOf(error, complain);
	}
}
