/** A program that shows a made-up capture, for tests in a real terminal: `program.ts COUNT [live|throw|reject|view|fault|warn]`. */
import process from 'node:process';
import {runTui} from '../../../src/views/run.tsx';
import {fakePackets} from './packets.ts';

const [count = '1000', mode = ''] = process.argv.slice(2);
const packets = fakePackets(Number(count), {
	loading: mode === 'live',
	...mode === 'fault' ? {fault: 'The file was cut short at byte 1234'} : {},
});
if (mode === 'live') {
	const started = performance.now();
	const rate = 10_000;
	setInterval(() => packets.grow(Math.floor(Number(count) + (performance.now() - started) / 1000 * rate), true), 10).unref();
}

if (mode === 'throw') {
	setTimeout(() => {
		throw new Error('thrown on purpose');
	}, 1000);
}

if (mode === 'reject') setTimeout(() => void Promise.reject(new Error('rejected on purpose')), 1000);

if (mode === 'warn') setTimeout(() => process.emitWarning('warned on purpose'), 200);

if (mode === 'heap') {
	setInterval(() => {
		globalThis.gc?.();
		process.stderr.write(`${process.memoryUsage().heapUsed}\n`);
	}, 2000).unref();
}

const unseeable = {
	...packets,
	count: packets.count,
	line(row: number) {
		if (row > 20) throw new Error('no line on purpose');
		return packets.line(row);
	},
};

process.exitCode = await runTui(mode === 'view' ? unseeable : packets);
