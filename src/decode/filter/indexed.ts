import type {Value} from '../field.ts';
import type {FrameView} from '../frame-view.ts';

/** Nanoseconds from one time to another; a frame without a time counts as one at the beginning of 1970. */
const between = (now: bigint | undefined, then: bigint | undefined): bigint | undefined => (now === undefined ? undefined : now - (then ?? 0n));

/** Fields that the index knows of every frame: nothing has to be read for them. Undefined where a frame has none. */
export const indexed: ReadonlyMap<string, (view: FrameView) => Value> = new Map<string, (view: FrameView) => Value>([
	['frame.number', ({row}) => row + 1],
	['frame.len', ({meta}) => meta.original],
	['frame.cap_len', ({meta}) => meta.captured],
	['frame.time', view => view.timeOf(view.row)],
	['frame.time_epoch', view => view.timeOf(view.row)],
	['frame.time_relative', view => between(view.timeOf(view.row), view.firstTime)],
	['frame.time_delta', view => (view.row === 0 ? between(view.timeOf(0), view.timeOf(0)) : between(view.timeOf(view.row), view.previousTime))],
]);
