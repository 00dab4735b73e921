import {setTimeout as sleep} from 'node:timers/promises';
import {afterEach, expect, test} from 'vitest';
import {answerCalls, Caller, isCalled, type Line, makeLine} from '../src/worker-calls.ts';

const open: Line[] = [];
afterEach(() => {
	for (const {port} of open.splice(0)) port.close();
});

const lines = (): [Line, Line] => {
	const both = makeLine();
	open.push(...both);
	return both;
};

test('who does not wait for an answer gets it later, in the order in which it was asked for', async () => {
	const [own, other] = lines();
	const caller = new Caller(own);
	const heard: unknown[] = [];
	answerCalls(other, {double: (n: number) => n * 2});
	for (const n of [1, 2, 3]) expect(caller.ask('double', n, 0, () => heard.push('at once'), answer => heard.push(answer))).toBe(false);
	expect(isCalled(other)).toBe(true);
	for (let i = 0; i < 200 && heard.length < 3; i++) await sleep(5);
	expect(heard).toEqual([2, 4, 6]);
	expect(isCalled(other)).toBe(false);
});

test('nobody waits longer than they said', () => {
	const [own] = lines();
	const caller = new Caller(own);
	const from = performance.now();
	expect(caller.ask('anything', 1, 20, () => {}, () => {})).toBe(false);
	expect(performance.now() - from).toBeGreaterThanOrEqual(19);
	expect(performance.now() - from).toBeLessThan(2000);
});
