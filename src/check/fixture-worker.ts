import {parentPort} from 'node:worker_threads';
import {CaptureError} from '../capture/capture-error.ts';
import {CheckError} from './check-error.ts';
import {type FixtureTask, makeFixture} from './fixture.ts';

// Makes one fixture, apart from what is shown meanwhile.
parentPort?.on('message', async (task: FixtureTask) => {
	try {
		parentPort?.postMessage({fixture: await makeFixture(task)});
	} catch (error) {
		if (!(error instanceof CheckError) && !(error instanceof CaptureError)) throw error;
		parentPort?.postMessage({wrong: error.message});
	}
});
