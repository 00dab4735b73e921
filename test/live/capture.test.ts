import fs from 'node:fs';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {beforeAll, expect, test} from 'vitest';
import {openCapture} from '../../src/library/capture.ts';
import {openCapture as openSource} from '../../src/capture/open.ts';
import {inLab} from './in-lab.ts';
import {client, type Lab, processesBelow, server, until} from './lab.ts';

type Frame = {readonly time: string; readonly original: number; readonly bytes: string; readonly name: string | undefined};

/** Every packet of a capture. */
const framesOf = async (file: string): Promise<Frame[]> => {
	const source = await openSource(file);
	const frames: Frame[] = [];
	do {
		for (let batch = source.read(); batch !== undefined; batch = source.read()) {
			for (let i = 0; i < batch.count; i++) {
				const start = batch.start[i]!;
				frames.push({
					time: `${batch.seconds[i]}.${String(batch.nanoseconds[i]).padStart(9, '0')}`,
					original: batch.original[i]!,
					bytes: Buffer.from(batch.bytes.subarray(start, start + batch.captured[i]!)).toString('hex'),
					name: source.interfaces[batch.interface[i]!]?.name,
				});
			}
		}
	} while (await source.more());
	expect(source.fault).toBeUndefined();
	source.close();
	return frames;
};

/** Traffic of every kind that there are real programs for. */
const everything = async (lab: Lab) => {
	await lab.sh('client', `curl -s -o /dev/null http://${server.v4}/index.html http://${server.v4}/big.bin -g 'http://[${server.v6}]/index.html'`);
	await lab.sh('client', `curl -sk -o /dev/null https://${server.v4}:4433/`);
	await lab.sh('client', `dig +short @${server.v4} test.lab A; dig +tcp +short @${server.v4} test.lab AAAA; dig +short @${server.v6} test.lab`);
	await lab.sh('client', `ping -c2 -i0.2 ${server.v4}; ping -c1 -s 4000 ${server.v4}; ping -c1 -s 4000 ${server.v6}`);
	await lab.sh('router', 'ip link set r1 mtu 900');
	await lab.sh('client', `ping -c1 -W1 -M do -s 1200 ${server.v4}`);
	await lab.sh('router', 'ip link set r1 mtu 1500');
};

const rule = 'nft "add table inet loss; add chain inet loss f { type filter hook forward priority 0; }; add rule inet loss f tcp sport 80 numgen inc mod 9 == 4 drop"';

inLab('a live capture', lab => {
	let next = 0;
	const file = (end = '.pcapng') => path.join(lab.directory, `${next++}${end}`);
	beforeAll(() => lab.serve());

	/** Captures the same with tcpdump, inkcap and another tcpdump at once; what each has from the first mark to the last. */
	const together = async (words: readonly string[], traffic: () => Promise<unknown>, link = 'c0') => {
		const [first, ours, last] = [file('.pcap'), file(), file('.pcap')];
		const tcpdump = async (to: string) => {
			const running = lab.start('client', 'tcpdump', ['-i', link, '-n', '-B', '65536', '-U', '--immediate-mode', '--time-stamp-precision=nano', '-s0', '-w', to]);
			await running.until('listening on');
			return running;
		};
		const before = await tcpdump(first);
		const inkcap = await lab.inkcap('client', ['-i', link, '-q', '-w', ours, ...words]);
		const after = await tcpdump(last);
		const mark = () => lab.sh('client', `ping -c1 -p 6d61726b ${server.v4}`);
		await mark();
		await traffic();
		await mark();
		await sleep(300);
		expect(await inkcap.end()).toBe(0);
		await before.end();
		await after.end();
		const isMark = ({bytes}: Frame) => bytes.includes('6d61726b6d61726b');
		const between = (frames: readonly Frame[]) => frames.slice(frames.findIndex(isMark), frames.findLastIndex(isMark) + 1);
		return {before: between(await framesOf(first)), after: between(await framesOf(last)), ours: between(await framesOf(ours)), said: inkcap.stderr(), file: ours};
	};

	/** In an order that is everybody's: packets that two processors hand over at once reach each socket in an order of its own. */
	const sorted = (frames: readonly Frame[]) => [...frames].sort((a, b) => (a.bytes < b.bytes ? -1 : a.bytes > b.bytes ? 1 : 0));

	/**
	The same packets, nearly all in the same order. The kernel stamps a packet that is sent once for everybody; one that is received,
	once for each socket, that which was opened last first: between the times of the two others is then the kernel's.
	*/
	const expectSame = ({before, after, ours}: Awaited<ReturnType<typeof together>>) => {
		const packets = (frames: readonly Frame[]) => sorted(frames).map(({bytes, original}) => ({bytes, original}));
		expect(packets(ours)).toEqual(packets(before));
		expect(packets(after)).toEqual(packets(before));
		const elsewhere = ours.filter(({bytes}, i) => bytes !== before[i]!.bytes);
		expect(elsewhere.length).toBeLessThanOrEqual(ours.length / 20);
		const [first, last] = [sorted(before), sorted(after)];
		const wrong = sorted(ours).filter(({time}, i) => time > first[i]!.time || time < last[i]!.time).map(({time}) => time);
		expect(wrong).toEqual([]);
		expect(sorted(ours).filter(({time}, i) => time === first[i]!.time).length).toBeGreaterThan(ours.length / 4);
	};

	test('holds what tcpdump holds: the same packets, order and nanoseconds', {timeout: 60_000}, async () => {
		const captured = await together([], () => everything(lab));
		const {ours, said, file: saved} = captured;
		expect(ours.length).toBeGreaterThan(100);
		expectSame(captured);
		expect(new Set(ours.map(({name}) => name))).toEqual(new Set(['c0']));
		expect(said).not.toContain('approximate');
		const capture = openCapture(saved);
		for (
			const filter of ['http.response.code == 200', 'tls.handshake.type == 1', 'dns.a', 'dns && tcp', 'icmp.code == 4', 'ip.reassembled_in', 'ipv6.fragment',
				'icmpv6.type == 129']
		) {
			expect([filter, await capture.count(filter) > 0]).toEqual([filter, true]);
		}
		capture.close();
	});

	test('holds what tcpdump holds where packets are lost on the way', {timeout: 60_000}, async () => {
		await lab.sh('router', rule);
		const captured = await together([], () => lab.sh('client', `curl -s -m 10 -o /dev/null http://${server.v4}/big.bin`));
		await lab.sh('router', 'nft delete table inet loss');
		expectSame(captured);
		const capture = openCapture(captured.file);
		expect(await capture.count('tcp.analysis.retransmission')).toBeGreaterThan(0);
		capture.close();
	});

	test.each(['tcpdump', 'dumpcap'])('holds the same with --backend %s', {timeout: 60_000}, async backend => {
		const captured = await together(['--backend', backend], () => lab.sh('client', `curl -s -o /dev/null http://${server.v4}/index.html; ping -c1 -s 4000 ${server.v6}`));
		expectSame(captured);
		expect(captured.said).toContain(`with ${backend}`);
	});

	test('holds the same on any, where a header is put before packets', {timeout: 60_000}, async () => {
		const {before, ours, after, said} = await together([], () => lab.sh('client', `curl -s -o /dev/null http://${server.v4}/index.html`), 'any');
		expect(ours.length).toBeGreaterThan(8);
		// tcpdump asks for the longer header of version 2: what follows is the same.
		expect(ours.map(({bytes, original}) => [bytes.slice(32), original - 16])).toEqual(before.map(({bytes, original}) => [bytes.slice(40), original - 20]));
		expect(ours.filter(({time}, i) => time > before[i]!.time || time < after[i]!.time)).toEqual([]);
		expect(said).not.toContain('approximate');
	});

	test('has the tags of VLANs where they were, and lengths with them', {timeout: 60_000}, async () => {
		const program = `import socket
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(('r0', 0))
for size in (46, 100, 1400):
    for tag in (5, 4094):
        s.send(bytes.fromhex('ffffffffffff' '020000000001' '8100') + tag.to_bytes(2, 'big') + bytes.fromhex('88b5') + bytes(size))`;
		const script = file('.py');
		fs.writeFileSync(script, program);
		const captured = await together(['-s', '600'], () => lab.sh('router', `python3 ${script}`));
		const {ours, before} = captured;
		expect(ours.map(({original}) => original)).toEqual(before.map(({original}) => original));
		expect(ours.map(({bytes}) => bytes)).toEqual(before.map(({bytes}) => bytes.slice(0, 1200)));
		expect(ours.filter(({bytes}) => bytes.slice(24, 28) === '8100').map(({original}) => original)).toEqual([64, 64, 118, 118, 1418, 1418]);
		expect(captured.said).not.toContain('approximate');
	});

	test('says of itself in its file what it captured, how, and how much', {timeout: 60_000}, async () => {
		const saved = file();
		const inkcap = await lab.inkcap('client', ['-i', 'c0', '-w', saved, '-f', 'icmp', '--capture-comment', 'a test', '-B', '4']);
		await lab.sh('client', `ping -c 2 -i 0.05 ${server.v4}`);
		await sleep(200);
		await inkcap.end();
		const source = await openSource(saved);
		do {
			while (source.read() !== undefined);
		} while (await source.more());
		expect(source.interfaces.map(({name, filter, linkType, unitsPerSecond}) => ({name, filter, linkType, unitsPerSecond}))).toEqual([{
			name: 'c0',
			filter: 'icmp',
			linkType: 1,
			unitsPerSecond: 1_000_000_000n,
		}]);
		expect(source.metadata.sections.map(({comments}) => comments)).toEqual([['a test']]);
		expect(source.metadata.sections[0]?.application).toMatch(/^inkcap /);
		expect(source.metadata.statistics.map(({interfaceId}) => interfaceId)).toEqual([0]);
		source.close();
	});

	test('goes on in other files, of which the last ones stay', {timeout: 60_000}, async () => {
		const ring = path.join(lab.directory, 'ring');
		fs.mkdirSync(ring);
		fs.chmodSync(ring, 0o777);
		const inkcap = await lab.inkcap('client', ['-i', 'c0', '-w', path.join(ring, 'x.pcapng'), '-f', 'icmp', '-b', 'packets:4', '-b', 'files:2', '-a', 'packets:14']);
		await lab.sh('client', `ping -c 8 -i 0.05 ${server.v4}`);
		expect(await inkcap.ended).toBe(0);
		const files = fs.readdirSync(ring).sort();
		expect(files).toEqual([expect.stringMatching(/^x_00003_\d{14}\.pcapng$/), expect.stringMatching(/^x_00004_\d{14}\.pcapng$/)]);
		const counts = await Promise.all(files.map(async name => (await framesOf(path.join(ring, name))).length));
		expect(counts).toEqual([4, 2]);
	});

	test('stops after the time that was given', {timeout: 60_000}, async () => {
		const inkcap = await lab.inkcap('client', ['-i', 'c0', '-q', '-a', 'duration:0.5']);
		expect(await inkcap.ended).toBe(0);
	});

	test('of several interfaces is in the order of time, and each packet has its interface', {timeout: 60_000}, async () => {
		const saved = file();
		const inkcap = await lab.inkcap('router', ['-i', 'r0', '-i', 'r1', '-q', '-w', saved]);
		await lab.sh('client', `curl -s -o /dev/null http://${server.v4}/big.bin`);
		await sleep(400);
		expect(await inkcap.end()).toBe(0);
		const frames = (await framesOf(saved)).filter(({bytes}) =>
			bytes.includes('0a0202') || bytes.slice(52, 68) === '0a0100020a020002' || bytes.slice(52, 68) === '0a0200020a010002'
		);
		const names = frames.map(({name}) => name);
		expect(names.filter(name => name === 'r0')).toHaveLength(names.length / 2);
		const times = frames.map(({time}) => time);
		expect(times).toEqual([...times].sort());
	});

	test('is handled without rights, in every process', {timeout: 60_000}, async () => {
		const inkcap = await lab.inkcap('client', ['-i', 'c0', '-l']);
		const processes = processesBelow(inkcap.pid).slice(1);
		const status = processes.map(pid => fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
		// The program itself replaced `ip`.
		status.push(fs.readFileSync(`/proc/${inkcap.pid}/status`, 'utf8'));
		expect(status.length).toBeGreaterThanOrEqual(3);
		const words = (name: string) => status.map(text => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1]);
		for (const uids of words('Uid')) expect(uids?.split(/\s+/)).not.toContain('0');
		for (const gids of words('Gid')) expect(gids?.split(/\s+/)).not.toContain('0');
		for (const groups of words('Groups')) expect(groups?.trim().split(/\s+/)).not.toContain('0');
		expect([...words('CapPrm'), ...words('CapEff')].filter(mask => Number(mask) !== 0).every(mask => mask === '0000000000002000')).toBe(true);
		expect(words('CapPrm').at(-1)).toBe('0000000000000000');
		expect(words('CapEff').at(-1)).toBe('0000000000000000');
		await inkcap.end();
	});

	test('prints lines within 100 ms of their packets', {timeout: 60_000}, async () => {
		const inkcap = await lab.inkcap('client', ['-i', 'c0', '-f', 'icmp[0] == 8', '-T', 'fields', '-e', 'frame.time_epoch', '-l']);
		const late: number[] = [];
		inkcap.child.stdout!.on('data', (text: string) => {
			for (const line of text.trim().split('\n')) late.push(Date.now() - Number(line) * 1000);
		});
		await lab.sh('client', `ping -c 20 -i 0.1 ${server.v4}`);
		await sleep(200);
		await inkcap.end();
		expect(late).toHaveLength(20);
		// The machine may be busy with other tests for a moment.
		expect(late.sort((a, b) => a - b)[10]).toBeLessThan(100);
	});

	test('hands its file over as it grows', {timeout: 60_000}, async () => {
		const saved = file();
		const inkcap = await lab.inkcap('client', ['-i', 'c0', '-f', 'icmp', '-w', saved]);
		await lab.sh('client', `ping -c 1 ${server.v4}`);
		await until('both packets are in the file', async () => (await framesOf(saved)).length === 2);
		await inkcap.end();
	});

	test('ends after -c packets with the three lines of tcpdump', {timeout: 60_000}, async () => {
		const inkcap = await lab.inkcap('client', ['-i', 'c0', '-f', 'icmp', '-c', '4']);
		await lab.sh('client', `ping -c 3 -i 0.2 ${server.v4}`);
		expect(await inkcap.ended).toBe(0);
		expect(inkcap.stdout().trim().split('\n')).toHaveLength(4);
		expect(inkcap.stdout()).toContain('Echo (ping) request');
		expect(inkcap.stderr()).toMatch(/4 packets captured\n.*\d packets received by filter\n.* packets dropped by kernel\n$/);
	});

	test('leaves out the SSH connection that it is run over, and says so', {timeout: 60_000}, async () => {
		const saved = file();
		const inkcap = await lab.inkcap('client', ['-i', 'c0', '-w', saved], {env: {...lab.env, SSH_CONNECTION: `${client.v4} 40022 ${server.v4} 80`}});
		await inkcap.until(`This SSH connection (${client.v4} port 40022) is left out`);
		await lab.sh('client', `curl -s --local-port 40022 -o /dev/null http://${server.v4}/index.html; curl -s --local-port 40023 -o /dev/null http://${server.v4}/index.html`);
		await sleep(200);
		await inkcap.end();
		const capture = openCapture(saved);
		expect(await capture.count('tcp.port == 40022')).toBe(0);
		expect(await capture.count('tcp.port == 40023')).toBeGreaterThan(4);
		capture.close();
	});
});
