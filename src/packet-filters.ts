import type {OpenedCapture} from './opened-capture.ts';
import type {Packets} from './packets.ts';

/** What the screen asks of filters, of one capture. */
export function packetFilters(_capture: OpenedCapture): Pick<Packets, 'compileFilter' | 'runFilter'> {
	return {
		compileFilter: text => ({ok: false, message: 'cannot be read', start: 0, end: text.length}),
		async runFilter() {},
	};
}
