import {quoted} from '../cursor.ts';
import {ranOut, severities} from '../expert.ts';
import type {FrameView} from '../frame-view.ts';
import {printable} from '../printable.ts';
import {type Fault, type FaultGroup, malformed, truncated} from '../protocol.ts';
import {SilentSink} from '../silent-sink.ts';

/** What experts' notes are sorted by, worst first. */
export const expertLevels = ['error', 'warning', 'note', 'chat', 'comment'] as const;
export type ExpertLevel = (typeof expertLevels)[number];

/** One thing worth saying, and how often it was said. Rows are 0-based. */
export type ExpertEntry = {
	readonly level: ExpertLevel;
	readonly group: FaultGroup;
	/** Wireshark's short name of the protocol that says it. */
	readonly protocol: string;
	/** Printable. */
	readonly text: string;
	readonly count: number;
	/** The first packet of which it is said, and the last. */
	readonly firstRow: number;
	readonly lastRow: number;
	/** A display filter that finds the packets. */
	readonly filter: string;
};

/** Different texts that are counted; packets can be made that say something new each time. */
const maxEntries = 65_536;

/** Hears the faults of layers, and nothing else. */
class FaultSink extends SilentSink {
	said: (fault: Fault, text: string | undefined) => void = () => {};

	override fault(fault: Fault, _start: number, _end: number, text: string | undefined): void {
		this.said(fault, text);
	}
}

const levelOf = ({severity}: Fault): ExpertLevel => (severity === 'malformed' || severity === 'truncated' ? 'error' : severity);

/** Counts what is worth saying about packets: faults, by what they say. */
export class ExpertTable {
	readonly #entries = new Map<string, { -readonly [K in keyof ExpertEntry]: ExpertEntry[K] }>();
	readonly #sink = new FaultSink();
	readonly #least: number;
	#view: FrameView | undefined;
	/** What the walk found wrong was said by a layer too. */
	#isHeard = false;

	/** `least` is the lowest level that counts. */
	constructor(least: ExpertLevel = 'comment') {
		this.#least = severities[least].number;
		this.#sink.said = (fault, text) => this.#fault(fault, text);
	}

	/** Counts what is said of the packet that the view is aimed at; not what is said of packets that it quotes. */
	add(view: FrameView): void {
		const {cursor: c} = view;
		this.#view = view;
		this.#isHeard = false;
		for (let layer = 0; layer < c.depth; layer++) if ((c.layerFlags[layer]! & quoted) === 0) view.read(layer, this.#sink);
		if (c.fault === undefined || this.#isHeard || c.depth === 0) return;
		view.layer = Math.min(c.faultLayer, c.depth - 1);
		if (c.layerFlags[view.layer]! & quoted) return;
		this.#fault(c.fault, undefined);
	}

	#fault(fault: Fault, text: string | undefined): void {
		const view = this.#view!;
		if (fault === view.cursor.fault) this.#isHeard = true;
		if (fault === truncated || severities[fault.severity].number < this.#least) return;
		const {short: protocol, name} = view.protocolOf(view.layer);
		const said = fault === malformed ? ranOut.text : printable(text ?? fault.title);
		const key = `${fault.name}\n${protocol}\n${said}`;
		const known = this.#entries.get(key);
		if (known !== undefined) {
			known.count++;
			known.lastRow = view.row;
		} else if (this.#entries.size < maxEntries) {
			const filter = fault === malformed ? `_ws.malformed && ${name}` : fault.name;
			this.#entries.set(key, {level: levelOf(fault), group: fault.group, protocol, text: said, count: 1, firstRow: view.row, lastRow: view.row, filter});
		}
	}

	/** What was said, worst first; of one level in order of appearance. */
	entries(): ExpertEntry[] {
		const all = [...this.#entries.values()];
		return expertLevels.flatMap(level => all.filter(entry => entry.level === level));
	}
}
