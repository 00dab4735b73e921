import {CaptureError} from '../capture/capture-error.ts';
import {buildRegistry} from '../decode/protocols.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {checkFields, FieldsPrinter} from './fields.ts';
import {UsageError} from './options.ts';
import {ClosedPipe, type Output} from './output.ts';
import type {Settings} from './settings.ts';

/** Reads a capture and prints or writes what is asked for; resolves with the exit status. */
export async function runText(settings: Settings, output: Output, complain: (sentence: string) => void): Promise<number> {
	const {read, count, twoPass} = settings;
	if (read === undefined) throw new UsageError('Which capture? Give a file: inkcap -r FILE.');
	const registry = buildRegistry();
	checkFields(registry, settings.fields);
	const capture = await OpenedCapture.open(read, registry);
	try {
		const printer = new FieldsPrinter(registry, settings.fields, settings.form, output);
		printer.begin();
		const {view} = capture;
		if (twoPass) {
			await capture.run(row => row + 1 < count);
			for (let row = 0; row < capture.count; row++) printer.packet(view.aim(row));
		} else {
			await capture.run(row => {
				printer.packet(view.aim(row));
				return row + 1 < count;
			});
		}

		output.flush();
		const {fault} = capture.source;
		if (fault === undefined) return 0;
		complain(fault.message);
		return fault.exitStatus;
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
