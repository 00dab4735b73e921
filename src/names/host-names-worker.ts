import {lookupService} from 'node:dns/promises';

import {parentPort, workerData} from 'node:worker_threads';
import {answerState, type Question, type SharedAnswer} from './machine-hosts.ts';

const {state, text} = workerData as SharedAnswer;
const encoder = new TextEncoder();

/** Answers one question after the other: the name is in `text` when `state` says so. An answer that nobody waits for any more is not written. */
parentPort!.on('message', async ({number, address}: Question) => {
	const name = await lookupService(address, 0).then(({hostname}) => hostname, () => '');
	if (Atomics.load(state, answerState.asked) !== number) return;
	const {written} = encoder.encodeInto(name, text);
	Atomics.store(state, answerState.length, written);
	Atomics.store(state, answerState.answered, number);
	Atomics.notify(state, answerState.answered);
});
