import type {FrameView} from './frame-view.ts';
import {SilentSink} from './silent-sink.ts';

/** Finds what a layer calls itself: the label it gives before it adds anything. */
export class RootLabel extends SilentSink {
	override readonly labels = true;
	#text = '';
	#said = false;

	of(view: FrameView, layer: number): string {
		this.#text = view.protocolOf(layer).title;
		this.#said = false;
		view.read(layer, this);
		return this.#text;
	}

	override label(text: string): void {
		if (!this.#said) this.#text = text;
	}

	override append(text: string): void {
		if (!this.#said) this.#text += text;
	}

	override leaf(): void {
		this.#said = true;
	}

	override open(): void {
		this.#said = true;
	}

	override fault(): void {
		this.#said = true;
	}
}
