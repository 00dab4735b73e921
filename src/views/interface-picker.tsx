import {Box} from 'ink';
import {memo, useRef} from 'react';
import {type NetworkInterface, trafficOf} from '../capture/live/interfaces.ts';
import {RateMeter} from '../capture/live/rates.ts';
import {boxed} from './box.ts';
import {bitRate, sparkline} from './live-text.ts';
import {Rows} from './rows.tsx';
import type {Theme} from './theme.ts';
import {clip, fitLeft, fitRight, grouped} from './width.ts';

/** Which of some interfaces is chosen. */
export type Picker = {readonly items: readonly NetworkInterface[]; readonly at: number};

type Props = {
	readonly picker: Picker;
	/** Counts up when there is something new to show. */
	readonly generation: number;
	readonly columns: number;
	readonly rows: number;
	readonly theme: Theme;
};

/** A list of interfaces with what comes by on each right now. */
export const InterfacePicker = memo(({picker, columns, rows, theme}: Props) => {
	const meters = useRef(new Map<string, RateMeter>());
	const cells = Math.min(86, columns - 6);
	const page = Math.max(1, rows - 8);
	const top = Math.max(0, Math.min(picker.at - (page >> 1), picker.items.length - page));
	const name = Math.min(16, Math.max(...picker.items.map(each => each.name.length)));
	const lines = picker.items.slice(top, top + page).map((each, i) => {
		let meter = meters.current.get(each.name);
		if (meter === undefined) meters.current.set(each.name, meter = new RateMeter());
		const rates = meter.sample(performance.now(), trafficOf(each.name));
		const rest = cells - name - 35;
		const about = [each.up ? '' : 'down', ...each.addresses, each.description ?? ''].filter(text => text !== '').join(' ');
		const selected = top + i === picker.at;
		const text = `${selected ? theme.glyphs.marker : ' '}${fitLeft(each.name, name)} ${fitRight(`${grouped(Math.round(rates.packetsPerSecond))} p/s`, 11)} ${
			fitRight(bitRate(rates.bitsPerSecond), 10)
		} ${fitLeft(sparkline(rates.history, 10, theme.unicode), 10)}  ${fitLeft(clip(about, Math.max(0, rest)), Math.max(0, rest))}`;
		return selected ? theme.selected(fitLeft(text, cells + 2)) : fitLeft(text, cells + 2);
	});
	const drawn = boxed(theme, 'Capture on', lines, 'Enter captures, Esc leaves', cells);
	const left = Math.max(0, (columns - cells - 4) >> 1);
	const above = Math.max(0, (rows - 2 - drawn.length) >> 1);
	return (
		<Box position="absolute" marginLeft={left} marginTop={above}>
			<Rows rows={drawn} width={cells + 4} height={drawn.length} />
		</Box>
	);
});
