import {type MessagePort, receiveMessageOnPort} from 'node:worker_threads';

/** How long to wait for an answer, in milliseconds: a worker that needs longer has died. */
const patience = 30_000;
/** Between two looks whether it came, where nobody rang. */
const longestWait = 500;

/** Places in the bell. */
const answers = 0;
const waiting = 1;

/** What the one who calls and the one who answers share. */
export type Line = {readonly port: MessagePort; /** Counts answers, and calls that wait for one. */ readonly bell: Int32Array<SharedArrayBuffer>};

type Call = {readonly id: number; readonly method: string; readonly given: readonly unknown[]};
type Answer = {readonly id: number; readonly result?: unknown; readonly failure?: string};

/** Both ends of a line; `port` of the second is to be transferred to the worker. */
export function makeLine(): [Line, Line] {
	const {port1, port2} = new MessageChannel() as unknown as {port1: MessagePort; port2: MessagePort};
	const bell = new Int32Array(new SharedArrayBuffer(8));
	return [{port: port1, bell}, {port: port2, bell}];
}

/** Asks a worker, and waits for what it says: the worker answers between two slices of its own work. */
export class Caller {
	readonly #line: Line;
	#calls = 0;

	constructor(line: Line) {
		this.#line = line;
	}

	/** Throws what the worker threw, as far as words go, or that nobody answers. */
	call(method: string, ...given: readonly unknown[]): unknown {
		const {port, bell} = this.#line;
		const id = ++this.#calls;
		Atomics.add(bell, waiting, 1);
		port.postMessage({id, method, given} satisfies Call);
		const until = performance.now() + patience;
		for (;;) {
			const rung = Atomics.load(bell, answers);
			const got = receiveMessageOnPort(port) as {readonly message: Answer} | undefined;
			if (got !== undefined) {
				if (got.message.id !== id) continue;
				if (got.message.failure !== undefined) throw new Error(got.message.failure);
				return got.message.result;
			}

			if (performance.now() > until) throw new Error('the worker that reads the capture does not answer');
			Atomics.wait(bell, answers, rung, longestWait);
		}
	}
}

/** Whether somebody waits for an answer: the worker is to leave its own work for a moment. */
export const isCalled = ({bell}: Line): boolean => Atomics.load(bell, waiting) > 0;

/** Answers calls with what `methods` return, which structured cloning must be able to copy. */
export function answerCalls({port, bell}: Line, methods: Readonly<Record<string, (...given: never[]) => unknown>>): void {
	port.on('message', ({id, method, given}: Call) => {
		let answer: Answer;
		try {
			answer = {id, result: methods[method]!(...given as never[])};
		} catch (error) {
			answer = {id, failure: error instanceof Error ? error.message : String(error)};
		}

		port.postMessage(answer);
		Atomics.sub(bell, waiting, 1);
		Atomics.add(bell, answers, 1);
		Atomics.notify(bell, answers);
	});
}
