import {capLinkTypes, type CapHandle, openCap} from './cap-binding.ts';
import {type DropCounter, dropCounter} from './drop-counter.ts';
import {GrowingFile} from './growing-file.ts';
import type {CaptureSpec, FromChild} from './messages.ts';
import {mappedRings, RingClock} from './ring-clock.ts';
import {WallClock} from './wall-clock.ts';

/** Room for the longest packet, and the tag that libpcap may put back into it. */
const PACKET_BYTES = 262_144;

/** How often counts are told, in milliseconds. */
const TELL_MILLISECONDS = 50;

/** A packet may take so long from its time to where it is seen, in milliseconds: a processor that is shared is away for some of them. */
const ON_ITS_WAY = 20;

/** After a turn with packets it rests so long, in milliseconds, so that the next finds many at once. */
const REST_MILLISECONDS = 1;

/** A capture that goes on by itself until it is stopped; `stop` resolves when everything is written, or rejects. */
export type Capture = {stop(): Promise<void>};

/**
Reached from here for good: collecting a handle, or the bytes it writes to, ends the process in a way that nothing can
catch.
*/
const held: unknown[] = [];

/** Takes packets with the binding to libpcap and writes them to the growing file. Throws what libpcap says. */
export function captureWithCap(spec: CaptureSpec, become: () => void, say: (what: FromChild) => void, fail: (error: unknown) => void): Capture {
	const bytes = Buffer.alloc(PACKET_BYTES);
	const before = mappedRings();
	const handle: CapHandle = openCap();
	held.push(handle, bytes);
	const linkName = handle.open(spec.interface, spec.filter, spec.bufferBytes, bytes);
	const linkType = capLinkTypes.get(linkName);
	if (linkType === undefined) throw new Error(`the link type of ${spec.interface} is none that the binding to libpcap knows (${linkName}): use --backend tcpdump`);
	// Before the rights go: a process that has given up rights may not read its own memory.
	const ring = RingClock.of(before);
	const drops: DropCounter | undefined = dropCounter();
	become();

	const file = new GrowingFile(spec.file, spec.from, fail);
	file.section(spec.comment);
	const index = file.interface({linkType, snapLength: spec.snapLength || PACKET_BYTES, name: spec.interface, filter: spec.filter});
	file.flush();
	const clock = new WallClock();
	const snapLength = spec.snapLength || PACKET_BYTES;
	const pause = new Int32Array(new SharedArrayBuffer(4));
	const counts = {packets: 0, bytes: 0, approximate: 0, losing: false, drops: undefined as number | undefined, received: undefined as number | undefined};
	let told = 0;
	let resting = false;
	let stopped = false;

	/** Tells the counts. `through` is when everything before has come, in milliseconds since 1970; 0 where nobody knows. */
	const tell = (through: number): void => {
		told = performance.now();
		const seen = drops?.read();
		counts.drops = seen?.dropped;
		counts.received = seen?.seen;
		say({kind: 'counts', counts: {...counts}, through});
	};

	const rest = (): void => {
		resting = false;
		if (!stopped) Atomics.wait(pause, 0, 0, REST_MILLISECONDS);
	};

	handle.on('packet', length => {
		if (stopped) return;
		try {
			const stamp = ring?.stamp(bytes, length);
			const captured = length < snapLength ? length : snapLength;
			if (stamp === undefined) {
				clock.read();
				counts.approximate++;
				counts.bytes += length;
				file.packet(index, clock.seconds, clock.nanoseconds, bytes, 0, captured, length);
			} else {
				counts.bytes += stamp.original;
				counts.losing ||= stamp.losing;
				file.packet(index, stamp.seconds, stamp.nanoseconds, bytes, 0, captured, stamp.original);
			}

			counts.packets++;
			// The loop does not turn while packets are there: timers wait.
			if ((counts.packets & 15) === 0) {
				const now = performance.now();
				file.flushOld(now);
				if (now - told > TELL_MILLISECONDS) tell(0);
				if (!resting) {
					resting = true;
					setImmediate(rest);
				}
			}
		} catch (error) {
			fail(error);
		}
	});

	const timer = setInterval(() => {
		const begun = Date.now();
		// By then the loop has been through what the kernel had at this moment; on another processor a packet may be on its way.
		setImmediate(() => {
			if (stopped) return;
			try {
				file.flush();
				tell(begun - ON_ITS_WAY);
			} catch (error) {
				fail(error);
			}
		});
	}, TELL_MILLISECONDS);
	say({kind: 'ready'});
	return {
		async stop() {
			if (stopped) return;
			stopped = true;
			clearInterval(timer);
			handle.close();
			const seen = drops?.read();
			try {
				file.statistics(index, Date.now(), seen?.seen, seen?.dropped);
				file.close();
			} finally {
				tell(Date.now());
				ring?.close();
			}
		},
	};
}
