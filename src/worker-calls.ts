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
	/** Who takes answers that were not waited for, by call. */
	readonly #late = new Map<number, (result: unknown) => void>();

	constructor(line: Line) {
		this.#line = line;
		line.port.on('message', (answer: Answer) => {
			if (answer.failure !== undefined) throw new Error(answer.failure);
			const take = this.#late.get(answer.id);
			this.#late.delete(answer.id);
			take?.(answer.result);
		});
		line.port.unref();
	}

	/** Throws what the worker threw, as far as words go, or that nobody answers. */
	call(method: string, ...given: readonly unknown[]): unknown {
		const answer = this.#wait(this.#send(method, given), patience);
		if (answer === undefined) throw new Error('the worker that reads the capture does not answer');
		return answer.result;
	}

	/**
	The same, but waits no longer than so many milliseconds: `take` gets what came until then, `takeLater` what comes
	behind that. Says whether it came. Throws what the worker threw until then.
	*/
	ask(method: string, given: unknown, milliseconds: number, take: (result: unknown) => void, takeLater: (result: unknown) => void): boolean {
		const id = this.#send(method, [given]);
		const answer = this.#wait(id, milliseconds);
		if (answer === undefined) this.#late.set(id, takeLater);
		else take(answer.result);
		return answer !== undefined;
	}

	#send(method: string, given: readonly unknown[]): number {
		const id = ++this.#calls;
		Atomics.add(this.#line.bell, waiting, 1);
		this.#line.port.postMessage({id, method, given} satisfies Call);
		return id;
	}

	#wait(id: number, milliseconds: number): Answer | undefined {
		const {port, bell} = this.#line;
		const until = performance.now() + milliseconds;
		for (;;) {
			const rung = Atomics.load(bell, answers);
			const got = receiveMessageOnPort(port) as {readonly message: Answer} | undefined;
			if (got !== undefined) {
				const {message} = got;
				if (message.id === id) {
					if (message.failure !== undefined) throw new Error(message.failure);
					return message;
				}

				// Somebody did not wait for it: it is taken when nothing else is under way.
				const take = this.#late.get(message.id);
				this.#late.delete(message.id);
				if (take !== undefined) setImmediate(() => take(message.result));
				continue;
			}

			const left = until - performance.now();
			if (left <= 0) return undefined;
			Atomics.wait(bell, answers, rung, Math.min(left, longestWait));
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
