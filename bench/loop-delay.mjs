/** Given to node with `--import`: writes to the file that INKCAP_LOOP_DELAY names how late the event loop of the main thread was. */
import fs from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';
import {isMainThread} from 'node:worker_threads';

/** Milliseconds between two looks of the histogram, and between what is noted. */
const resolution = 2;
const every = 50;
const file = process.env.INKCAP_LOOP_DELAY;

if (file !== undefined && isMainThread) {
	const histogram = monitorEventLoopDelay({resolution});
	histogram.enable();
	/** Milliseconds since 1970, and the longest delay since the note before it. */
	const notes = [];
	const note = () => {
		notes.push([Date.now(), Math.max(0, histogram.max / 1e6 - resolution)]);
		histogram.reset();
	};
	setInterval(note, every).unref();
	process.on('exit', () => {
		note();
		fs.writeFileSync(file, JSON.stringify(notes));
	});
}
