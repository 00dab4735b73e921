import {Worker} from 'node:worker_threads';
import {CheckError} from './check-error.ts';
import {type Fixture, type FixtureTask, makeFixture} from './fixture.ts';

const workerFile = './fixture-worker.cjs';

/** Makes a fixture on a thread of its own, so that nothing waits for it. Rejects with CheckError, or with what went wrong in the thread. */
export async function fixtureInThread(task: FixtureTask): Promise<Fixture> {
	// A checkout that was not built has no file for a thread to run.
	if (import.meta.url.endsWith('.ts')) return makeFixture(task);
	const worker = new Worker(new URL(workerFile, import.meta.url));
	try {
		return await new Promise<Fixture>((resolve, reject) => {
			worker.on('message', ({fixture, wrong}: {readonly fixture?: Fixture; readonly wrong?: string}) => {
				if (fixture === undefined) reject(new CheckError(wrong ?? 'the thread said nothing'));
				else resolve(fixture);
			});
			worker.on('error', reject);
			worker.on('exit', () => reject(new CheckError('The thread that made the fixture ended')));
			worker.postMessage(task);
		});
	} finally {
		await worker.terminate();
	}
}
