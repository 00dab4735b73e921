/**
`npm run bench:live [-- --rate N --seconds N --backend cap|tcpdump --offloads]`: packets per second that a live capture takes without
loss, in the same run as tcpdump, in network namespaces of its own; and how late the screen's loop is meanwhile. Needs root.
*/
import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {inkcap, type Lab, labMissing, newLab, processesBelow} from '../test/live/lab.ts';

const {values} = parseArgs({
	options: {
		rate: {type: 'string'},
		seconds: {type: 'string', default: '4'},
		backend: {type: 'string'},
		bytes: {type: 'string', default: '100'},
		offloads: {type: 'boolean', default: false},
	},
});
const seconds = Number(values.seconds);
const port = 9009;
/** A machine that nobody is: what arrives for it is let go at once, for to deliver it costs more than what is measured. */
const sink = '10.1.0.9';

type Outcome = {
	readonly sent: number;
	readonly perSecond: number;
	readonly inkcap: number;
	readonly inkcapDrops: string;
	readonly tcpdump: number;
	readonly tcpdumpDrops: string;
	readonly cpu: string;
};

/** Seconds of processor time that a process has used. */
const cpuOf = (pid: number): number => {
	try {
		const words = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
		return (Number(words[11]) + Number(words[12])) / 100;
	} catch {
		return 0;
	}
};

const first = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '?';

const flood = async (lab: Lab, rate: number) => {
	const words = [path.resolve('bench/flood.py'), sink, String(port), String(rate * seconds), String(rate), values.bytes];
	const [sent = 0, took = 1] = (await lab.sh('client', `python3 ${words.join(' ')}`, (seconds * 4 + 30) * 1000)).trim().split(' ').map(Number);
	return {sent, perSecond: sent / took};
};

/** Captures a flood with inkcap and tcpdump at once. */
const asText = async (lab: Lab, backend: string, rate: number): Promise<Outcome> => {
	const filter = `udp port ${port}`;
	const tcpdump = lab.start('client', 'tcpdump', ['-i', 'c0', '-n', '-B', '65536', '-w', path.join(lab.directory, 'theirs.pcap'), filter]);
	await tcpdump.until('listening on');
	const ours = await lab.inkcap('client', ['-i', 'c0', '--backend', backend, '-q', '-w', path.join(lab.directory, 'ours.pcapng'), '-f', filter]);
	const processes = processesBelow(ours.pid);
	const {sent, perSecond} = await flood(lab, rate);
	await sleep(1500);
	const cpu = processes.map(pid => cpuOf(pid).toFixed(1)).join('+');
	const theirs = cpuOf(tcpdump.pid).toFixed(1);
	await ours.end();
	await tcpdump.end();
	return {
		sent,
		perSecond,
		inkcap: Number(first(ours.stderr(), /(\d+) packets? captured/)),
		inkcapDrops: first(ours.stderr(), /: (\S+(?: \S+)*) packets? dropped/),
		tcpdump: Number(first(tcpdump.stderr(), /(\d+) packets? captured/)),
		tcpdumpDrops: first(tcpdump.stderr(), /(\d+) packets? dropped/),
		cpu: `${cpu} (tcpdump ${theirs})`,
	};
};

const monitor = `import {monitorEventLoopDelay} from 'node:perf_hooks';
import fs from 'node:fs';
if (process.argv[1]?.endsWith('inkcap')) {
	const delay = monitorEventLoopDelay({resolution: 5});
	setTimeout(() => delay.enable(), 1500).unref();
	process.on('exit', () => fs.writeFileSync(process.env.LAG_FILE, JSON.stringify({p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6})));
}
`;

/** How late the screen's loop is while a flood is shown, in milliseconds. */
const onScreen = async (lab: Lab, backend: string, rate: number) => {
	const script = path.join(lab.directory, 'monitor.mjs');
	const lag = path.join(lab.directory, 'lag.json');
	fs.writeFileSync(script, monitor);
	fs.writeFileSync(lag, '');
	fs.chmodSync(lag, 0o666);
	const command = `stty rows 50 cols 200; LAG_FILE=${lag} ${process.execPath} --import ${script} ${inkcap} -i c0 --backend ${backend} -f 'udp port ${port}'`;
	const screen = lab.start('client', 'script', ['-qec', command, '/dev/null'], {stdio: ['pipe', 'pipe', 'pipe']});
	await screen.until('live');
	await sleep(1700);
	const {perSecond} = await flood(lab, rate);
	await sleep(500);
	screen.child.stdin?.write('q');
	await screen.ended;
	return {perSecond, ...JSON.parse(fs.readFileSync(lag, 'utf8')) as {p50: number; p99: number; max: number}};
};

const missing = labMissing();
if (missing !== undefined) throw new Error(`bench:live cannot run: ${missing}`);
const lab = newLab();
try {
	await lab.open();
	await lab.sh('client', `ip neigh replace ${sink} lladdr 02:00:00:00:00:09 dev c0 nud permanent`);
	// With these a frame may be as long as 64 KiB, and the kernel's buffer has room for fewer.
	if (values.offloads) await lab.sh('client', 'ethtool -K c0 tso on gso on gro on');
	const print = (line: string): void => void process.stdout.write(`${line}\n`);
	print(`load before: ${fs.readFileSync('/proc/loadavg', 'utf8').trim()}`);
	print('| backend | asked/s | sent/s | sent | inkcap | dropped | tcpdump | dropped | cpu s: inkcap, keeper, child … |');
	print('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
	const backends = values.backend === undefined ? ['cap', 'tcpdump'] : [values.backend];
	for (const backend of backends) {
		const rates = values.rate === undefined ? (backend === 'cap' ? [20_000, 50_000, 100_000] : [50_000, 100_000, 150_000]) : [Number(values.rate)];
		for (const rate of rates) {
			const {sent, perSecond, inkcap: ours, inkcapDrops, tcpdump, tcpdumpDrops, cpu} = await asText(lab, backend, rate);
			print(`| ${backend} | ${rate} | ${Math.round(perSecond)} | ${sent} | ${ours} | ${inkcapDrops} | ${tcpdump} | ${tcpdumpDrops} | ${cpu} |`);
		}

		const {perSecond, p50, p99, max} = await onScreen(lab, backend, rates.at(-1)!);
		print(`screen with ${backend} at ${Math.round(perSecond)} packets/s: loop late by ${p50.toFixed(1)} ms in the median, ${p99.toFixed(1)} p99, ${max.toFixed(1)} at most`);
	}

	print(`load after: ${fs.readFileSync('/proc/loadavg', 'utf8').trim()}`);
} finally {
	await lab.close();
}
