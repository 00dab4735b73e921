import type {CompiledFilter, Packets} from '../packets.ts';
import type {Count} from './prompt.ts';

/** How long nothing may be typed before counting begins, in milliseconds. */
const pause = 120;

/** How long counting may take, in milliseconds: what takes longer is not worth it while somebody types. */
const patience = 600;

/** Counts what a filter would leave, until another one is counted. */
export type FilterCounter = {
	/** Begins anew, with whatever was counted before given up. */
	start(filter: CompiledFilter): void;
	stop(): void;
};

/** Counts packets; `tell` hears of every new count. */
export const createFilterCounter = (packets: () => Packets, tell: (count: Count) => void): FilterCounter => {
	let waiting: NodeJS.Timeout | undefined;
	let run: AbortController | undefined;

	const stop = () => {
		clearTimeout(waiting);
		run?.abort();
		run = undefined;
	};

	const count = async (filter: CompiledFilter) => {
		const mine = new AbortController();
		run = mine;
		let passing = 0;
		const end = setTimeout(() => {
			mine.abort();
			if (run === mine) tell({passing, state: 'more'});
		}, patience);
		try {
			await packets().runFilter(filter, found => {
				if (mine.signal.aborted) return;
				for (const {count: more} of found) passing += more;
			}, mine.signal);
			if (!mine.signal.aborted) tell({passing, state: 'all'});
		} catch (error) {
			if (!mine.signal.aborted) throw error;
		} finally {
			clearTimeout(end);
		}
	};

	return {
		start(filter) {
			stop();
			waiting = setTimeout(() => void count(filter), pause);
		},
		stop,
	};
};
