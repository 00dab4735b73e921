import {CaptureError, type CaptureErrorKind, nameOf} from './capture-error.ts';
import type {Batch, CaptureFormat, Interface, Metadata, PacketOptions} from './source.ts';
import type {Window} from './window.ts';

/** Rows of a batch: a window of the smallest usual frames; more would only leave the processor's cache. */
export const BATCH_ROWS = 16_384;

/** The longest frame that is believed, as tshark has it; a longer one is a damaged length. */
const LONGEST_FRAME = 262_144;

/** Link types with longer frames: D-Bus, USB with USBPcap headers, EBHSCR. */
const LONGEST_FRAME_OF = new Map([
	[231, 128 * 1024 * 1024],
	[249, 128 * 1024 * 1024],
	[279, 8 * 1024 * 1024],
]);

/** Lengths on the wire are clamped to this, as tshark's are. */
export const LONGEST_ORIGINAL = 0x7f_ff_ff_ff;

/** The longest frame that is believed of a link type. */
export function longestFrame(linkType: number): number {
	return LONGEST_FRAME_OF.get(linkType) ?? LONGEST_FRAME;
}

/** 'frames': the batch has rows. 'wait': the file has no whole frame more right now. 'end': nor will it. */
export type Step = 'frames' | 'wait' | 'end';

/** A file format being read: fills batches from a window. */
export type Reader = {
	readonly format: Omit<CaptureFormat, 'compressed'>;
	readonly interfaces: readonly Interface[];
	readonly metadata: Metadata;
	readonly fault: CaptureError | undefined;
	read(batch: Batch): Step;
	options(place: number, flags: number, bytes: (place: number, length: number) => Uint8Array): PacketOptions;
};

/** Makes the arrays of a batch. */
export function makeBatch(): Batch {
	return {
		count: 0,
		bytes: new Uint8Array(0),
		start: new Uint32Array(BATCH_ROWS),
		place: new Float64Array(BATCH_ROWS),
		captured: new Uint32Array(BATCH_ROWS),
		original: new Uint32Array(BATCH_ROWS),
		seconds: new Float64Array(BATCH_ROWS),
		nanoseconds: new Int32Array(BATCH_ROWS),
		interface: new Uint32Array(BATCH_ROWS),
		flags: new Uint8Array(BATCH_ROWS),
	};
}

/** A sentence about the file of `window`: the file, then what is wrong with it at which byte. */
export function fault(window: Window, kind: CaptureErrorKind, offset: number, what: string): CaptureError {
	return new CaptureError(kind, `${nameOf(window.backing.path)} ${what}.`, offset);
}

/**
Gets `count` bytes into the window, or says why not. At the end of the file with something unread the file is cut: the
fault says so, unless the stream itself had one.
*/
export function obtain(window: Window, count: number, what: string): 'there' | 'wait' | 'end' | CaptureError {
	const {backing} = window;
	const complete = backing.complete;
	if (window.require(count)) return 'there';
	if (window.isWaiting) return 'wait';
	if (window.fault) return window.fault;
	if (!complete) return 'wait';
	if (backing.fault) return backing.fault;
	const unread = Math.max(window.size() - window.at, window.end - window.start);
	if (unread === 0) return 'end';
	const place = window.at;
	return fault(
		window,
		'cut',
		place,
		unread < 0
			? `is cut short: it should go on to byte ${place}, but ends at byte ${place + unread}`
			: `is cut short: ${what} at byte ${place} needs ${count} bytes, but only ${unread} ${unread === 1 ? 'is' : 'are'} left`,
	);
}
