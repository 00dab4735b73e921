import {Worker} from 'node:worker_threads';
import {builtFile} from './tables.ts';

/** How long one name is waited for, in milliseconds. */
const patience = 1000;
/** After so many questions in a row without an answer in time no more are asked: nobody is there who answers. */
const maxSilences = 3;
/** Addresses that are asked for at most. */
const maxQuestions = 4096;
/** Bytes of the longest name; RFC 1035, section 2.3.4. */
const maxName = 255;

/** Places of numbers in the memory that both threads share. */
export const answerState = {asked: 0, answered: 1, length: 2};
export type SharedAnswer = {readonly state: Int32Array; readonly text: Uint8Array};
export type Question = {readonly number: number; readonly address: string};

/**
Asks this machine's resolver (its hosts file, then DNS) for the name of an address, and waits for the answer: what is
printed does not depend on how fast it came. Undefined where there is none.
*/
export function machineHosts(): (address: string) => string | undefined {
	const answer: SharedAnswer = {state: new Int32Array(new SharedArrayBuffer(12)), text: new Uint8Array(new SharedArrayBuffer(maxName))};
	const worker = new Worker(builtFile('host-names-worker.cjs'), {workerData: answer});
	worker.unref();
	let number = 0;
	let silences = 0;
	return address => {
		if (silences === maxSilences || number === maxQuestions) return undefined;
		const {state, text} = answer;
		Atomics.store(state, answerState.asked, ++number);
		const before = Atomics.load(state, answerState.answered);
		worker.postMessage({number, address} satisfies Question);
		Atomics.wait(state, answerState.answered, before, patience);
		if (Atomics.load(state, answerState.answered) !== number) {
			silences++;
			return undefined;
		}

		silences = 0;
		const length = Atomics.load(state, answerState.length);
		return length === 0 ? undefined : new TextDecoder().decode(text.slice(0, length));
	};
}
