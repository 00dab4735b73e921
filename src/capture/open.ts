import {readSync} from 'node:fs';
import {type Growth, type Opened, openBacking, openGrowing} from './backing.ts';
import {CaptureError, nameOf, openError} from './capture-error.ts';
import {isPcap, noMetadata, openPcap, pcapHeaderLength} from './pcap.ts';
import {isPcapng, PcapngReader} from './pcapng.ts';
import {makeBatch, type Reader} from './reader.ts';
import type {CaptureSource} from './source.ts';
import {openStore} from './store.ts';
import {Window} from './window.ts';

/** Bytes that tell the formats apart. */
const FIRST_BYTES = 12;

/** How a capture is opened. */
export type OpenOptions = {
	/** Wait at the end for a file that another program is still writing, until `close`. */
	readonly follow?: boolean;
};

/**
Opens a capture file, or the standard input for '-': pcap or pcapng, or gzip of either, recognised by content. Rejects
with CaptureError only, and once the file's header is there; what comes after it is read by `read` and told by `fault`.
*/
export async function openCapture(path: string, options: OpenOptions = {}): Promise<CaptureSource> {
	let opened: Opened | undefined;
	try {
		opened = await openBacking(path, options.follow ?? false);
		const window = new Window(opened);
		return source(path, opened, window, await recognise(opened, window));
	} catch (error) {
		opened?.close();
		throw openError(path, error);
	}
}

/** Opens a pcapng file that this program's own children write, perhaps still empty; `name` is what messages call it. Throws CaptureError. */
export function openGrowingCapture(path: string, name: string, growth: Growth): CaptureSource {
	try {
		const opened = openGrowing(path, growth);
		const window = new Window(opened);
		return source(name, opened, window, new PcapngReader(window));
	} catch (error) {
		throw openError(path, error);
	}
}

/** Finds the format by the first bytes, waiting for them; undefined for an empty file. */
async function recognise(opened: Opened, window: Window): Promise<Reader | undefined> {
	let wanted = FIRST_BYTES;
	for (;;) {
		const {complete} = opened;
		const there = window.require(wanted);
		const first = window.bytes.subarray(0, window.end);
		if (window.fault) throw window.fault;
		if (isPcapng(first)) return new PcapngReader(window);
		const pcap = isPcap(first);
		if (pcap) wanted = pcapHeaderLength(first);
		if (pcap && first.length >= wanted) return openPcap(window, (place, length) => peek(opened, place, length));
		if (pcap && there) continue;
		if (there) throw unknownFormat(opened);
		if (!complete) {
			await opened.changed(opened.limit);
			continue;
		}

		if (opened.fault) throw opened.fault;
		if (first.length === 0) return undefined;
		if (!pcap) throw unknownFormat(opened);
		throw new CaptureError('cut', `${nameOf(opened.path)} is cut short: it ends at byte ${first.length}, within its header of ${wanted} bytes.`, first.length);
	}
}

function unknownFormat(opened: Opened): CaptureError {
	return new CaptureError('format', `${nameOf(opened.path)} is not a capture file: neither pcap nor pcapng, nor gzip of either.`, 0);
}

/** Up to `length` bytes at `place`, outside the window. */
function peek(opened: Opened, place: number, length: number): Uint8Array {
	const bytes = new Uint8Array(Math.max(0, Math.min(length, opened.limit - place)));
	try {
		return bytes.subarray(0, readSync(opened.descriptor, bytes, 0, bytes.length, place));
	} catch {
		return bytes.subarray(0, 0);
	}
}

function source(path: string, opened: Opened, window: Window, reader: Reader | undefined): CaptureSource {
	const batch = makeBatch();
	const store = openStore(opened.descriptor);
	let ended = reader === undefined;
	let closed = false;
	let seen = 0;
	return {
		path,
		get format() {
			const format = reader?.format ?? {name: 'empty', variant: undefined, precision: undefined, littleEndian: true};
			return {...format, compressed: opened.compressed};
		},
		interfaces: reader?.interfaces ?? [],
		metadata: reader?.metadata ?? noMetadata,
		read() {
			if (ended || closed || reader === undefined) return undefined;
			const step = reader.read(batch);
			if (step === 'frames') return batch;
			ended = step === 'end';
			seen = opened.limit;
			return undefined;
		},
		async more() {
			if (ended || closed) return false;
			await (window.isWaiting ? window.arrival() : opened.changed(seen));
			return !closed;
		},
		get bytesRead() {
			return window.at;
		},
		get size() {
			return opened.complete && !closed ? window.size() : undefined;
		},
		get share() {
			return ended ? 1 : opened.share(window.at);
		},
		get fault() {
			return ended ? reader?.fault : undefined;
		},
		options(place, flags) {
			if (reader === undefined) throw new RangeError('An empty capture has no frame.');
			return reader.options(place, flags, (from, length) => store.read(from, length).slice());
		},
		store,
		descriptor: opened.descriptor,
		close() {
			if (closed) return;
			closed = true;
			opened.close();
		},
	};
}
