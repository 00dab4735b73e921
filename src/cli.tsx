import {mkdtempSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {printable} from './decode/printable.ts';
import type {LiveCapture} from './capture/live/live-capture.ts';
import type {CaptureSource} from './capture/source.ts';
import type {OpenedPackets} from './opened-packets.ts';
import type {Packets} from './packets.ts';
import {isTerminal} from './start/is-terminal.ts';
import {parseWords, UsageError} from './text/options.ts';
import {ClosedPipe, Output} from './text/output.ts';
import {version} from './version.ts';

/** Rows that the screen waits for before it is drawn the first time. */
const firstRows = 64;
/** Stands beside the built program. */
const screenWorker = './screen-worker.cjs';

const toError = (text: string): void => {
	try {
		writeSync(2, text);
	} catch {
		// Nobody listens.
	}
};

const complain = (sentence: string, where = ''): void => toError(`inkcap: ${printable(sentence)}\n${where === '' ? '' : `${where}\n`}`);

/** Takes up the macros of one's own for filters. */
async function takeMacros(): Promise<void> {
	const [{ownMacros}, {setMacros}] = await Promise.all([import('./own-rules.ts'), import('./decode/filter/macros.ts')]);
	const {found, problems} = ownMacros();
	for (const problem of problems) complain(problem);
	setMacros(found);
}

/** One command line to one exit status. What is not needed for it is not loaded. */
async function main(words: readonly string[]): Promise<number> {
	const output = new Output(1);
	if (words[0] === 'fields') {
		const [{fieldsCommand}] = await Promise.all([import('./text/fields-command.ts'), takeMacros()]);
		fieldsCommand(words.slice(1), output);
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

	if (words[0] === 'fixture') {
		const [{fixtureCommand}, {runFixture}] = await Promise.all([import('./text/fixture-options.ts'), import('./check/fixture.ts')]);
		const command = fixtureCommand(words.slice(1));
		if (typeof command === 'string') output.text(command);
		const status = typeof command === 'string' ? 0 : await runFixture(command, {print: text => output.text(text), complain});
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
	await takeMacros();
	const terminal = isTerminal(1);
	if (settings.live?.lists === undefined && (settings.mode === 'tui' || (settings.mode === undefined && terminal))) return screen(settings, terminal);
	const {runText} = await import('./text/run.ts');
	const progress = !terminal && settings.live === undefined && isTerminal(2) ? new (await import('./text/progress.ts')).Progress(toError) : undefined;
	return runText(settings, {output, terminal, complain, ...progress === undefined ? {} : {progress}});
}

type Settings = ReturnType<(typeof import('./text/settings.ts'))['settingsOf']>;

/** Says why a worker could not open a capture as if it had been opened here. */
async function notOpened(error: unknown): Promise<never> {
	const [{NotOpened}, {CaptureError}] = await Promise.all([import('./remote-packets.ts'), import('./capture/capture-error.ts')]);
	if (!(error instanceof NotOpened)) throw error;
	const {kind, message, given} = error.failure;
	if (kind === 'usage') throw new UsageError(message, ...(given as [number, string]));
	if (kind === 'capture') throw new CaptureError(...(given.toSpliced(1, 0, message) as ConstructorParameters<typeof CaptureError>));
	throw new Error(message);
}

/** A capture on the screen, and what it can be read again from. */
type OnScreen = {readonly packets: OpenedPackets; readonly close: () => void; readonly again: string};

/** Opens a file, or the standard input, in a worker: it reads while the screen is made ready. */
function fileOpener(settings: Settings, path: string): (from: string, decodeAs: readonly string[]) => Promise<OnScreen> {
	const worker = new URL(screenWorker, import.meta.url);
	return async (from, decodeAs) => {
		const {openRemotePackets} = await import('./remote-packets.ts');
		const name = path === '-' ? 'standard input' : path;
		// What came through a pipe is kept: it can be read again.
		const again = (descriptor: number): string => (path === '-' ? `/dev/fd/${descriptor}` : path);
		const packets = await openRemotePackets(worker, {from, name, settings: {...settings, decodeAs}, firstRows}, again).catch(notOpened);
		return {packets, close: () => packets.close(), again: packets.again};
	};
}

/** Opens what a live capture has, in this thread. */
async function liveOpener(
	settings: Settings,
): Promise<(source: CaptureSource, decodeAs: readonly string[], live: LiveCapture, restarted: () => Promise<Packets>) => Promise<OnScreen>> {
	const [
		{filterFor, namesFor, registryFor},
		{OpenedCapture},
		{openPackets},
		{packetFilters},
		{Lines},
		{setZone},
		{systemZone},
		{liveControl},
		{ownColorRules},
		{defaultColorRules},
	] = await Promise.all([
		import('./text/run.ts'),
		import('./opened-capture.ts'),
		import('./opened-packets.ts'),
		import('./packet-filters.ts'),
		import('./text/lines.ts'),
		import('./decode/clock.ts'),
		import('./system-zone.ts'),
		import('./live-control.ts'),
		import('./own-rules.ts'),
		import('./decode/filter/default-colors.ts'),
	]);
	const registry = registryFor(settings);
	filterFor(settings, registry);
	setZone(systemZone);
	return async (source, decodeAs, live, restarted) => {
		const capture = new OpenedCapture(source, decodeAs === settings.decodeAs ? registry : registryFor({...settings, decodeAs}));
		await namesFor(settings, capture);
		const lines = new Lines(capture, settings.time, settings.hms);
		const colors = ownColorRules().found ?? defaultColorRules;
		const packets = openPackets(capture, {
			name: '',
			time: row => lines.time(row, row === 0 ? undefined : capture.pass.index.time(row - 1)),
			filters: packetFilters(capture, colors),
			live: liveControl(live, restarted),
			colors,
			reread: async () => live.reread(),
		});
		const close = (): void => {
			packets.close();
			source.close();
		};
		return {packets, close, again: ''};
	};
}

/** Shows a capture on the screen. */
async function screen(settings: Settings, terminal: boolean): Promise<number> {
	const {read, live: wanted} = settings;
	if (wanted !== undefined && !terminal) throw new UsageError('Standard output is not a terminal: --text prints instead.');
	const path = read ?? '';
	let rules = settings.decodeAs;
	const openFile = fileOpener(settings, path);
	// The worker reads while the screen is made ready.
	const opening = wanted === undefined ? openFile(path, rules) : undefined;
	opening?.catch(() => {});
	const [{runTui}, {NoTerminal}, {filterText}, {ownColorRules}] = await Promise.all([
		import('./views/run.tsx'),
		import('./views/terminal.ts'),
		import('./text/filter-usage.ts'),
		import('./own-rules.ts'),
		import('./views/yoga.ts').then(({yogaReady}) => yogaReady),
	]);
	// Everything that is needed is loaded while it can be read: a live capture gives up rights.
	const openLive = wanted === undefined ? undefined : await liveOpener(settings);
	const {beginLive, liveNotices} = wanted === undefined ? {} : await import('./begin-live.ts');
	const live = wanted && await beginLive!({...wanted, patient: true});
	const loads: Array<Promise<void>> = [];
	/** Packets anew, from a live capture that has been emptied. */
	const restarted = async (): Promise<Packets> => {
		const before = shown;
		shown = await openLive!(live!.source, rules, live!, restarted);
		loads.push(shown.packets.load());
		before.close();
		return shown.packets;
	};

	const again = async (wantedRules: readonly string[], row: number, show: (packets: Packets) => void): Promise<void> => {
		if (path === '-' && shown.packets.loading) throw new UsageError('What comes through a pipe can be decoded again when all of it is there');
		if (live !== undefined && live.status.first > 0) throw new UsageError('Packets that have been let go cannot be decoded again');
		const before = shown;
		rules = wantedRules;
		const next = await (live === undefined ? openFile(before.again, rules) : openLive!(live.reopen(), rules, live, restarted));
		loads.push(next.packets.load());
		await next.packets.until(Math.min(row + 1, before.packets.count));
		shown = next;
		show(next.packets);
		before.close();
	};

	const fixture = async (row: number, out: string): Promise<string> => {
		if (path === '-' && shown.packets.loading) throw new UsageError('What comes through a pipe can be read again when all of it is there');
		const [{fixtureInThread}, {fixtureSentence}, {savePackets}, {everyRow}] = await Promise.all([
			import('./check/fixture-thread.ts'),
			import('./check/fixture.ts'),
			import('./save-packets.ts'),
			import('./displayed.ts'),
		]);
		if (live === undefined) return fixtureSentence(await fixtureInThread({read: shown.again, number: row + 1, path: out, decodeAs: rules}));
		// What is captured is in pieces that come and go.
		const directory = mkdtempSync(join(tmpdir(), 'inkcap-'));
		try {
			const copy = join(directory, 'live.pcapng');
			await savePackets(await live.reread(), everyRow(shown.packets.count), shown.packets.count, copy);
			return fixtureSentence(await fixtureInThread({read: copy, number: row + 1, path: out, decodeAs: rules}));
		} finally {
			rmSync(directory, {recursive: true, force: true});
		}
	};

	let shown = await (live === undefined ? opening! : openLive!(live.source, rules, live, restarted));
	const unsubscribe = live?.subscribe(() => shown.packets.notify());
	try {
		const running = runTui(shown.packets, {
			filter: filterText(settings.filter, settings.captureFilter),
			decodeAs: {rules: settings.decodeAs, again},
			fixture,
			notice: [...ownColorRules().problems, ...live === undefined ? [] : liveNotices!(live)].join(' '),
		});
		// The first packets are on the screen.
		loads.push(shown.packets.load());
		const status = await running;
		shown.close();
		await live?.end();
		await Promise.all(loads);
		return status;
	} catch (error) {
		if (error instanceof NoTerminal) throw new UsageError(error.message);
		throw error;
	} finally {
		unsubscribe?.();
		live?.close();
		shown.close();
	}
}

/** What is built waits for nothing while it is loaded. */
async function run(): Promise<void> {
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

	// Nothing is left to do then: what the system takes back at once is not freed piece by piece.
	process.once('beforeExit', () => process.exit());
}

void run();
