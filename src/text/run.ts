import {CaptureError} from '../capture/capture-error.ts';
import {useZone} from '../decode/clock.ts';
import {buildRegistry} from '../decode/protocols.ts';
import type {Registry} from '../decode/registry.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {systemZone} from '../system-zone.ts';
import {decodeAsRules} from './decode-as.ts';
import {checkFields} from './field-values.ts';
import {Lines} from './lines.ts';
import {nearest} from './nearest.ts';
import {UsageError} from './options.ts';
import {ClosedPipe, type Output} from './output.ts';
import {createPrinter} from './printers.ts';
import type {Settings} from './settings.ts';

/** Where a run writes to, and whether a terminal reads it there. */
export type Streams = {readonly output: Output; readonly terminal: boolean; readonly complain: (sentence: string) => void};

/** Every protocol, with the decode-as rules of the command line. Throws UsageError. */
export function registryFor(settings: Settings): Registry {
	const rules = decodeAsRules(settings.decodeAs);
	const registry = buildRegistry();
	for (const {protocol} of rules) checkProtocol(registry, '-d', protocol);
	for (const name of settings.only) checkProtocol(registry, '-O', name);
	checkFields(registry, settings.fields);
	return rules.length === 0 ? registry : buildRegistry(rules);
}

function checkProtocol(registry: Registry, option: string, name: string): void {
	if (registry.byName.has(name) || name.startsWith('_ws.')) return;
	const near = nearest(name, registry.byName.keys());
	throw new UsageError(`${option} knows no protocol '${name}'${near === undefined ? '.' : `; did you mean '${near}'?`}`);
}

/** Reads a capture and prints or writes what is asked for; resolves with the exit status. */
export async function runText(settings: Settings, {output, terminal, complain}: Streams): Promise<number> {
	const {read, count, twoPass, prints, flush} = settings;
	if (read === undefined) throw new UsageError('Which capture? Give a file: inkcap -r FILE.');
	const registry = registryFor(settings);
	useZone(systemZone);
	const capture = await OpenedCapture.open(read, registry);
	try {
		const {view, pass, source} = capture;
		const lines = new Lines(capture, settings.time, settings.hms);
		const printer = createPrinter(settings, {registry, lines, output, terminal});
		const show = (row: number): void => {
			printer.packet(view.aim(row));
			view.previousDisplayedTime = pass.index.time(row) ?? 0n;
			if (flush) output.flush();
		};

		if (prints) printer.begin();
		let going = true;
		const each = (row: number): boolean => {
			if (prints && !twoPass) show(row);
			going = row + 1 < count;
			return going;
		};

		for (;;) {
			while (going && capture.step(each));
			if (!going) break;
			output.flush();
			if (!(await source.more())) break;
		}

		if (prints) {
			if (twoPass) for (let row = 0; row < capture.count; row++) show(row);
			printer.end();
		}

		output.flush();
		if (source.fault === undefined) return 0;
		complain(source.fault.message);
		return source.fault.exitStatus;
	} finally {
		capture.source.close();
	}
}

/** Says in one sentence what ended the program, and with which status it ends. */
export function statusOf(error: unknown, complain: (sentence: string) => void): number {
	if (error instanceof ClosedPipe) return 0;
	if (error instanceof UsageError) {
		complain(error.message);
		return error.status;
	}

	if (error instanceof CaptureError) {
		if (error.kind !== 'closed-pipe') complain(error.message);
		return error.exitStatus;
	}

	throw error;
}
