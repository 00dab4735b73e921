import {type ColorRule, ColorRules, isOfColors} from './decode/filter/color-rules.ts';
import {compileFilter, Filter} from './decode/filter/compile.ts';
import {suggest} from './decode/filter/suggest.ts';
import type {OpenedCapture} from './opened-capture.ts';
import type {Packets} from './packets.ts';

/** How long a filter may hold the loop, in milliseconds. */
const slice = 8;
/** Rows between two looks at the clock: the index answers many at once, a frame takes longer. */
const cheapRows = 1024;
const costlyRows = 16;

/** What the screen asks of filters, of one capture; `colors` are the rules that filters may ask for. */
export function packetFilters(capture: OpenedCapture, colors: readonly ColorRule[] = []): Pick<Packets, 'compileFilter' | 'suggest' | 'runFilter'> {
	const {pass, view} = capture;
	let rules: ColorRules | undefined;
	return {
		compileFilter: text => compileFilter(text, pass.registry),
		suggest: (text, place) => suggest(text, place, pass.registry),
		async runFilter(filter, onRows, signal, from = 0) {
			if (!(filter instanceof Filter)) throw new TypeError('this filter was compiled elsewhere');
			const end = capture.count;
			const asked = filter.names.some(isOfColors) ? (rules ??= new ColorRules(colors, pass.registry)) : undefined;
			let row = from;
			while (row < end && !signal.aborted) {
				view.colors = asked;
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

				view.colors = undefined;
				if (found.length > 0) onRows(found);
				if (row < end) await new Promise<void>(resolve => setImmediate(resolve));
			}
		},
	};
}
