import type {FrameView} from './frame-view.ts';
import type {Sink} from './reader.ts';

/** Finds what a layer calls itself: the label it gives before it adds anything. */
export class RootLabel implements Sink {
	readonly labels = true;
	readonly columns = false;
	#text = '';
	#said = false;

	of(view: FrameView, layer: number): string {
		this.#text = view.protocolOf(layer).title;
		this.#said = false;
		view.read(layer, this);
		return this.#text;
	}

	wants(): boolean {
		return false;
	}

	label(text: string): void {
		if (!this.#said) this.#text = text;
	}

	append(text: string): void {
		if (!this.#said) this.#text += text;
	}

	leaf(): void {
		this.#said = true;
	}

	open(): void {
		this.#said = true;
	}

	fault(): void {
		this.#said = true;
	}

	close(): void {}
	info(): void {}
	column(): void {}
}
