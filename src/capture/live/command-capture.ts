import {type ChildProcess, spawn} from 'node:child_process';
import type {Capture} from './cap-capture.ts';
import {GrowingFile} from './growing-file.ts';
import {type CaptureSpec, type Counts, type FromChild, noCounts} from './messages.ts';
import {PcapStream} from './pcap-stream.ts';

/** How often counts are told, in milliseconds. */
const TELL_MILLISECONDS = 50;

/** How often a command that tells what was dropped is asked, in counts that are told. */
const ASK_EVERY = 20;

/** How long a command may take to end after SIGINT, in milliseconds. */
const END_MILLISECONDS = 700;

/** Text of the standard error that is kept. */
const KEPT_TEXT = 4096;

/** Runs a command that writes a capture to its standard output, and adds what it writes to the growing file; `done` hears of an end that is no fault. */
export function captureWithCommand(spec: CaptureSpec, become: () => void, say: (what: FromChild) => void, fail: (error: unknown) => void, done: () => void): Capture {
	const {command} = spec;
	if (command === undefined) throw new Error('There is no command to run.');
	const [program = '', ...words] = 'line' in command ? ['/bin/sh', '-c', command.line] : command.words;
	// A line for the shell gets no right that tcpdump needs.
	if ('line' in command) become();
	const child: ChildProcess = spawn(program, words, {stdio: ['ignore', 'pipe', 'pipe'], detached: true});
	if (!('line' in command)) become();
	// Only tcpdump says what was dropped when it is asked.
	const isTcpdump = 'words' in command && /(?:^|\/)tcpdump$/.test(command.words[0]!);
	const file = new GrowingFile(spec.file, spec.from, fail);
	const stream = new PcapStream(file, {name: spec.interface, filter: spec.filter, snapLength: spec.snapLength, comment: spec.comment});
	let complaints = '';
	let counts: Counts = noCounts;
	let stopping: NodeJS.Timeout | undefined;
	let ready = false;
	let ended = false;
	let asked = 0;
	let over: () => void = () => undefined;
	const whenOver = new Promise<void>(resolve => {
		over = resolve;
	});

	const kill = (signal: NodeJS.Signals): void => {
		try {
			// The whole group: a line for the shell may be several processes.
			if (child.pid !== undefined) process.kill(-child.pid, signal);
		} catch {
			// It has ended.
		}
	};

	const tell = (): void => {
		counts = {...counts, packets: stream.packets, bytes: stream.bytes};
		say({kind: 'counts', counts, through: Date.now() - 2 * TELL_MILLISECONDS});
		if (isTcpdump && ready && ++asked % ASK_EVERY === 0) kill('SIGUSR1');
	};

	const begin = (): void => {
		if (ready) return;
		ready = true;
		say({kind: 'ready'});
	};

	const finish = (): void => {
		if (ended) return;
		ended = true;
		clearInterval(timer);
		clearTimeout(stopping);
		kill('SIGTERM');
		try {
			file.close();
		} catch (error) {
			fail(error);
		}

		tell();
		over();
	};

	const timer = setInterval(tell, TELL_MILLISECONDS);
	if (child.pid !== undefined) say({kind: 'runs', pid: child.pid});
	child.stdout?.on('data', (piece: Buffer) => {
		if (ended) return;
		try {
			stream.push(piece);
			begin();
		} catch (error) {
			kill('SIGKILL');
			fail(error);
		}
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		complaints = (complaints + text).slice(-KEPT_TEXT);
		counts = {...counts, ...countsIn(complaints)};
		// dumpcap says that it captures before it does: its first bytes are believed.
		if (text.includes('listening on')) begin();
	});
	child.on('error', error => fail(new Error(`${program} cannot be run (${error.message}).`)));
	child.on('close', (code, signal) => {
		const stopped = stopping !== undefined;
		finish();
		if (stopped) return;
		if (code === 0 && stream.hasBegun) return done();
		fail(new Error(lastComplaint(complaints) || (signal === null ? `it ended with status ${code}` : `${signal} ended it`)));
	});
	return {
		stop() {
			if (stopping === undefined && !ended) {
				kill('SIGINT');
				stopping = setTimeout(() => {
					kill('SIGKILL');
					finish();
				}, END_MILLISECONDS);
			}

			return whenOver;
		},
	};
}

/** What tcpdump or dumpcap say of received and dropped packets, most recently. */
export function countsIn(text: string): Partial<Counts> {
	const last = (pattern: RegExp): number | undefined => {
		const found = [...text.matchAll(pattern)].at(-1)?.[1];
		return found === undefined ? undefined : Number(found);
	};
	const received = last(/(\d+) packets? received by filter/g) ?? last(/received\/dropped on interface .*: (\d+)\/\d+ /g);
	const drops = last(/(\d+) packets? dropped by kernel/g) ?? last(/received\/dropped on interface .*: \d+\/(\d+) /g);
	return {...received === undefined ? {} : {received}, ...drops === undefined ? {} : {drops, losing: drops > 0}};
}

/** What tcpdump and dumpcap say that is no complaint. */
const reports = /listening on|verbose output|: data link type|^Warning:|^File: |^Packets(?: captured|:| received)|Capturing on|^\d+ packets? /;

/** What a program complained of, without its name before it: the line that begins with a name, else the last one. */
export function lastComplaint(text: string): string {
	const lines = text.split(/[\r\n]+/).map(line => line.trim()).filter(line => line !== '' && !reports.test(line));
	const line = lines.findLast(each => /^[\w./-]+: /.test(each)) ?? lines.at(-1) ?? '';
	return line.replace(/^[\w./-]+: (?:\d+: )?/, '');
}
