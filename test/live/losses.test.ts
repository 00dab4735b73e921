import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {beforeAll, expect, test} from 'vitest';
import {inLab} from './in-lab.ts';
import {inkcap, processesBelow, until} from './lab.ts';

const root = path.resolve('.');

inLab('packets that are lost', lab => {
	const {directory} = lab;
	beforeAll(async () => {
		// Where nobody listens the sender would be told so.
		await lab.start('router', 'python3', ['-c',
			"import socket, time\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.bind(('', 9009))\nprint('listens', flush=True)\ntime.sleep(600)"]).until('listens');
	});

	/** Sends more than fits into the kernel's buffer while the capture stands still; what inkcap says at its end. */
	const overrun = async (program: string) => {
		const running = lab.start('client', process.execPath, [program, '-i', 'c0', '-B', '1', '-f', 'udp port 9009', '-q', '-w', path.join(directory, 'x.pcapng')]);
		await running.until('Capturing on');
		const child = processesBelow(running.pid).find(pid => fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('capture-worker.cjs\0capture\0'))!;
		process.kill(child, 'SIGSTOP');
		const send = (count: number) => lab.sh('client', `python3 ${path.join(root, 'bench/flood.py')} 10.1.0.1 9009 ${count} 100000 100`);
		await send(4000);
		process.kill(child, 'SIGCONT');
		await until('what is in the buffer is taken', async () => {
			await sleep(300);
			return true;
		});
		await send(200);
		await sleep(300);
		expect(await running.end()).toBe(0);
		const numbers = running.stderr().match(/inkcap: (\d+) packets captured\ninkcap: (\d+) packets received by filter\ninkcap: (.*) dropped by kernel\n/);
		return {written: Number(numbers?.[1]), received: Number(numbers?.[2]), dropped: numbers?.[3]};
	};

	test('are counted with koffi: what is written and what is dropped is what was sent', {timeout: 60_000}, async () => {
		const {written, received, dropped} = await overrun(inkcap);
		expect(written).toBeLessThan(4200);
		expect(received).toBe(4200);
		expect(dropped).toBe(`${4200 - written} packets`);
	});

	test('are known of without koffi, though not their number', {timeout: 60_000}, async () => {
		const copy = path.join(directory, 'copy');
		fs.mkdirSync(path.join(copy, 'node_modules'), {recursive: true});
		for (const name of ['bin', 'dist', 'package.json']) fs.cpSync(path.join(root, name), path.join(copy, name), {recursive: true});
		fs.cpSync(path.join(root, 'node_modules/cap'), path.join(copy, 'node_modules/cap'), {recursive: true});
		const {written, dropped} = await overrun(path.join(copy, 'bin/inkcap'));
		expect(written).toBeLessThan(4200);
		expect(dropped).toBe('at least 1 packet');
	});
});
