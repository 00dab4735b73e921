import {type AnalysedSegment, TcpAnalysis} from '../../../src/decode/analysis/tcp.ts';
import * as say from '../../../src/decode/analysis/tcp-flags.ts';
import {ack} from '../../../src/decode/flows.ts';

/** A segment as a test gives it. Numbers count from 0 in both directions; the client is direction 0. */
export type Said = {
	readonly from?: 0 | 1;
	readonly at?: number;
	readonly ack?: number;
	readonly length?: number;
	readonly flags?: number;
	readonly window?: number;
	readonly scale?: number;
	/** Milliseconds since the segment before it. */
	readonly later?: number;
	readonly blocks?: number;
	readonly cookie?: boolean;
	readonly reuses?: boolean;
};

/** What was told of a segment; rows are 0-based. */
export type Told = {
	readonly words: string;
	readonly acknowledges: number | undefined;
	readonly repeats: number | undefined;
	readonly duplicate: string;
	readonly flight: number;
	readonly unpushed: number;
};

const names: ReadonlyArray<readonly [number, string]> = [
	[say.retransmission, 'again'],
	[say.fastRetransmission, 'fast'],
	[say.spuriousRetransmission, 'spurious'],
	[say.outOfOrder, 'overtaken'],
	[say.lostSegment, 'lost'],
	[say.acknowledgedLost, 'unseen'],
	[say.acknowledgedLostAgain, 'unseen-still'],
	[say.duplicateAcknowledgment, 'duplicate'],
	[say.keepAlive, 'alive?'],
	[say.keepAliveAnswer, 'alive!'],
	[say.windowFull, 'full'],
	[say.windowUpdate, 'update'],
	[say.zeroWindow, 'zero'],
	[say.zeroWindowProbe, 'probe'],
	[say.zeroWindowProbeAnswer, 'probed'],
	[say.reusedPorts, 'reused'],
	[say.fastOpenTaken, 'taken'],
	[say.fastOpenIgnored, 'ignored'],
];

/** Sends the segments through an analysis; `first` is where both directions begin. */
export function talk(segments: readonly Said[], first = 5000): {readonly told: readonly Told[]; readonly words: string[]; readonly analysis: TcpAnalysis} {
	let time = 0;
	const times: number[] = [];
	const analysis = new TcpAnalysis(row => times[row]!);
	const told = segments.map(
		({from = 0, at = 0, ack: acknowledges = 0, length = 0, flags = ack, window = 1000, scale = 0, later = 0, blocks = 0, cookie = false, reuses = false}, row): Told => {
			times.push(time += later * 1e6);
			const s: AnalysedSegment = {
				row,
				side: 2 + from,
				sequence: (first + at) >>> 0,
				acknowledgment: flags & ack ? (first + acknowledges) >>> 0 : 0,
				flags,
				window,
				scale,
				length,
				blocks,
				hasCookie: cookie,
				reuses,
				base: first,
				peerBase: first,
			};
			const found = analysis.segment(s);
			const one = (n: number): number | undefined => (n === 0 ? undefined : n - 1);
			return {
				words: names.filter(([flag]) => found & flag).map(([, name]) => name).join(' '),
				acknowledges: one(analysis.acknowledges),
				repeats: one(analysis.repeats),
				duplicate: analysis.duplicates === 0 ? '' : `${analysis.duplicates - 1}#${analysis.duplicateNumber}`,
				flight: analysis.flight,
				unpushed: analysis.unpushed,
			};
		},
	);
	return {told, words: told.map(t => t.words), analysis};
}
