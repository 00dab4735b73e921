import {parentPort} from 'node:worker_threads';
import {checkFile, type Task} from './check-file.ts';

// Checks one capture after the other, each when it is asked for.
parentPort?.on('message', async (task: Task) => parentPort?.postMessage(await checkFile(task)));
