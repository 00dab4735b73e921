import {availableParallelism} from 'node:os';
import {Worker} from 'node:worker_threads';
import {checkFile, type FileResult, type Task} from './check-file.ts';

/** Captures that make it worth to start one more thread. */
const tasksPerThread = 40;
const workerFile = './check-worker.cjs';

/** How many threads check so many captures, where it was not said. */
const threadsFor = (tasks: number): number => Math.min(availableParallelism(), Math.ceil(tasks / tasksPerThread));

/** Checks captures, on several threads where there are many; gives what came of each in the order of the tasks. */
export async function checkFiles(tasks: readonly Task[], jobs: number | undefined): Promise<FileResult[]> {
	const results: FileResult[] = [];
	const threads = Math.min(jobs ?? threadsFor(tasks.length), tasks.length);
	// A checkout that was not built has no file for a thread to run.
	if (threads <= 1 || import.meta.url.endsWith('.ts')) {
		for (const task of tasks) results.push(await checkFile(task));
		return results;
	}

	let next = 0;
	await Promise.all(Array.from({length: threads}, () =>
		new Promise<void>((resolve, reject) => {
			const worker = new Worker(new URL(workerFile, import.meta.url));
			let at = -1;
			const go = (): void => {
				at = next++;
				if (at < tasks.length) worker.postMessage(tasks[at]);
				else resolve(void worker.terminate());
			};
			worker.on('message', (result: FileResult) => {
				results[at] = result;
				go();
			});
			worker.on('error', reject);
			go();
		})));
	return results;
}
