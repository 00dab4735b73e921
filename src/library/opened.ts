import {Collector, type Occurrence} from '../decode/collect.ts';
import type {FrameView} from '../decode/frame-view.ts';
import {Summarizer, type Summary} from '../decode/summary.ts';
import type {OpenedCapture} from '../opened-capture.ts';
import {checkName} from './declared.ts';

/** Closes what a capture holds when neither it nor a packet of it can be reached any more. */
const forgotten = new FinalizationRegistry<OpenedCapture['source']>(source => source.close());

/** A capture that packets are read from. */
export class Opened {
	readonly capture: OpenedCapture;
	closed = false;
	readonly #collectors = new Map<string, Collector>();
	readonly #summarizer = new Summarizer();

	constructor(capture: OpenedCapture) {
		this.capture = capture;
		forgotten.register(this, capture.source);
	}

	/** The view of a packet, with all that is known of it by now. */
	aim(row: number): FrameView {
		if (this.closed) throw new Error('the capture was closed: its packets cannot be read any more');
		const {view} = this.capture;
		view.previousDisplayed = row === 0 ? undefined : row - 1;
		return view.aim(row);
	}

	collect(row: number, name: string): readonly Occurrence[] {
		let collector = this.#collectors.get(name);
		if (collector === undefined) {
			checkName(name);
			this.#collectors.set(name, collector = new Collector(this.capture.pass.registry, [name]));
		}

		return collector.collect(this.aim(row));
	}

	summary(row: number): Summary {
		return {...this.#summarizer.summarize(this.aim(row))};
	}

	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.capture.source.close();
	}
}

const openeds = new WeakMap<object, Opened>();

/** Says which capture a packet is read from. */
export function readFrom(packet: object, opened: Opened): void {
	openeds.set(packet, opened);
}

/** The capture that a packet is read from. */
export const openedOf = (packet: object): Opened => openeds.get(packet)!;
