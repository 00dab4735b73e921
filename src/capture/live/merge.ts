import {setTimeout as sleep} from 'node:timers/promises';
import type {Batch, CaptureSource} from '../source.ts';
import {GrowingFile} from './growing-file.ts';
import type {Lane} from './lane.ts';

/** How long a packet waits for an earlier one of another interface, in milliseconds. */
const PATIENCE = 500;

/** How often files are looked at, in milliseconds. */
const LOOK_MILLISECONDS = 10;

type Going = {readonly lane: Lane; readonly source: CaptureSource; batch: Batch | undefined; at: number; readonly interfaces: number[]};

/**
Puts the packets of several lanes into one file, in the order of their times: a packet goes once no lane can bring an
earlier one. Resolves when `ended` says that no lane goes on and everything is written. Rejects with FileFull.
*/
export async function mergeLanes(lanes: readonly Lane[], path: string, comment: string | undefined, ended: () => boolean): Promise<void> {
	let wrong: unknown;
	const file = new GrowingFile(path, 0, error => {
		wrong = error;
	});
	file.section(comment);
	const going: Going[] = lanes.map(lane => ({lane, source: lane.source, batch: undefined, at: 0, interfaces: []}));

	/** Whether a lane has a packet ready to go. */
	const has = (each: Going): boolean => {
		if (each.batch !== undefined && each.at < each.batch.count) return true;
		each.batch = each.source.read();
		each.at = 0;
		return each.batch !== undefined && each.batch.count > 0;
	};

	const write = (each: Going): void => {
		const {source, interfaces} = each;
		const batch = each.batch!;
		const at = each.at++;
		const from = source.interfaces[batch.interface[at]!];
		if (from === undefined) return;
		const index = (interfaces[from.index] ??= file.interface({linkType: from.linkType, snapLength: from.snapLength, name: from.name, filter: from.filter ?? ''}));
		file.packet(index, batch.seconds[at]!, batch.nanoseconds[at]!, batch.bytes, batch.start[at]!, batch.captured[at]!, batch.original[at]!);
	};

	try {
		for (;;) {
			const over = ended();
			const now = Date.now();
			for (;;) {
				let first: Going | undefined;
				for (const each of going) if (has(each) && (first === undefined || isEarlier(each, first))) first = each;
				if (first === undefined) break;
				const time = first.batch!.seconds[first.at]! * 1000 + first.batch!.nanoseconds[first.at]! / 1_000_000;
				const chosen = first;
				if (!over && now - time < PATIENCE && going.some(each => each !== chosen && each.lane.running && each.lane.through < time && !has(each))) break;
				write(chosen);
			}

			file.flush();
			if (wrong !== undefined) throw wrong;
			if (over) return;
			await sleep(LOOK_MILLISECONDS);
		}
	} finally {
		file.close();
	}
}

function isEarlier(a: Going, b: Going): boolean {
	const seconds = a.batch!.seconds[a.at]! - b.batch!.seconds[b.at]!;
	return seconds < 0 || (seconds === 0 && a.batch!.nanoseconds[a.at]! < b.batch!.nanoseconds[b.at]!);
}
