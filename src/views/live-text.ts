import type {LiveStatus} from '../live-control.ts';
import type {Theme} from './theme.ts';
import {grouped, width} from './width.ts';

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const asciiBars = ['_', '.', ':', '-', '=', '+', '*', '#'];

/** Numbers as a row of bars, the newest at the right, in at most `cells` cells; the highest is as high as a cell. */
export const sparkline = (values: readonly number[], cells: number, unicode: boolean): string => {
	const shown = values.slice(-Math.max(0, cells));
	const most = Math.max(...shown, 1);
	const glyphs = unicode ? bars : asciiBars;
	return shown.map(value => (value <= 0 ? glyphs[0] : glyphs[Math.min(7, Math.ceil(value / most * 7))])).join('');
};

/** A number of bits per second in few cells. */
export const bitRate = (bits: number): string => {
	for (const [unit, size] of [['G', 1e9], ['M', 1e6], ['k', 1e3]] as const) if (bits >= size) return `${(bits / size).toFixed(bits < size * 10 ? 1 : 0)} ${unit}b/s`;
	return `${Math.round(bits)} b/s`;
};

/** A number of bytes in few cells. */
const byteSize = (bytes: number): string => (bytes >= 1024 ** 3 ? `${(bytes / 1024 ** 3).toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`);

/** What is known of packets that the kernel could not give. */
export const dropsText = ({counts, backend}: LiveStatus): string => {
	if (counts.drops !== undefined) return counts.drops === 0 ? 'no drops' : `${grouped(counts.drops)} DROPPED`;
	return counts.losing ? 'DROPPED at least 1' : backend.backend === 'exec' ? 'drops: as the command says' : 'drops unknown';
};

/** Where times come from. */
export const timeText = ({counts, backend}: LiveStatus): string => {
	if (backend.backend !== 'cap') return `time: ${backend.backend === 'exec' ? 'command' : backend.backend}`;
	return counts.approximate === 0 ? 'time: kernel ns' : counts.approximate === counts.packets ? 'time: ~clock' : `time: ~clock for ${grouped(counts.approximate)}`;
};

const states = {starting: 'starting', running: 'live', waiting: 'waiting for the interface', stopped: 'stopped'} as const;

/** What a live capture is doing, in at most `cells` cells: the most important is left out last. */
export const liveText = (theme: Theme, status: LiveStatus, following: boolean, cells: number): string => {
	const {state, rates, target} = status;
	const moving = state === 'running' || state === 'starting';
	const parts = [
		`${theme.unicode ? moving ? '●' : '■' : moving ? '*' : '='} ${states[state]}${target.filter === '' ? '' : ` -f '${target.filter}'`}`,
		dropsText(status),
		timeText(status),
		`${grouped(Math.round(rates.packetsPerSecond))} p/s`,
		bitRate(rates.bitsPerSecond),
		...target.ssh === undefined ? [] : ['no SSH'],
		`${status.first > 0 ? 'oldest let go, keeps' : 'keeps'} ${byteSize(status.maxBytes)}`,
		...following || state !== 'running' ? [] : ['G follows'],
	];
	let text = '';
	for (const part of parts) {
		const longer = text === '' ? part : `${text}  ${part}`;
		if (width(longer) <= cells) text = longer;
	}

	const room = Math.min(20, cells - width(text) - 2);
	return room < 6 || rates.history.length === 0 ? text : `${text}  ${sparkline(rates.history, room, theme.unicode)}`;
};
