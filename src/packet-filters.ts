import {compileFilter, Filter} from './decode/filter/compile.ts';
import {suggest} from './decode/filter/suggest.ts';
import type {OpenedCapture} from './opened-capture.ts';
import type {Packets} from './packets.ts';

/** How long a filter may hold the loop, in milliseconds. */
const slice = 8;
/** Rows between two looks at the clock: the index answers many at once, a frame takes longer. */
const cheapRows = 1024;
const costlyRows = 16;

/** What the screen asks of filters, of one capture. */
export function packetFilters(capture: OpenedCapture): Pick<Packets, 'compileFilter' | 'suggest' | 'runFilter'> {
	const {pass, view} = capture;
	return {
		compileFilter: text => compileFilter(text, pass.registry),
		suggest: (text, place) => suggest(text, place, pass.registry),
		async runFilter(filter, onRows, signal, from = 0) {
			if (!(filter instanceof Filter)) throw new TypeError('this filter was compiled elsewhere');
			const end = capture.count;
			let row = from;
			while (row < end && !signal.aborted) {
				const until = performance.now() + slice;
				const found: number[] = [];
				for (let rows = 0; row < end; row++) {
					const verdict = filter.decide(pass, row);
					if (verdict === 'yes' || (verdict === 'maybe' && filter.matches(view.aim(row)))) found.push(row);
					rows += verdict === 'maybe' ? cheapRows / costlyRows : 1;
					if (rows < cheapRows) continue;
					rows = 0;
					if (performance.now() > until) {
						row++;
						break;
					}
				}

				if (found.length > 0) onRows(found);
				if (row < end) await new Promise<void>(resolve => setImmediate(resolve));
			}
		},
	};
}
