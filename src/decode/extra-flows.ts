import {grown} from './books.ts';
import {placeOfRow} from './sorted-rows.ts';

/** Flows of packets that have more than one transport header, or one that is broken or quoted, by row and layer. */
export class ExtraFlows {
	#count = 0;
	#row = new Uint32Array(64);
	#layer = new Uint8Array(64);
	#flow = new Uint32Array(64);
	#previous = new Uint32Array(64);
	#counted = new Uint8Array(64);

	append(row: number, layer: number, flow: number, previous: number, isCounted: boolean): void {
		const n = this.#count++;
		this.#row = grown(this.#row, this.#count);
		this.#layer = grown(this.#layer, this.#row.length);
		this.#flow = grown(this.#flow, this.#row.length);
		this.#previous = grown(this.#previous, this.#row.length);
		this.#counted = grown(this.#counted, this.#row.length);
		this.#counted[n] = isCounted ? 1 : 0;
		this.#row[n] = row;
		this.#layer[n] = layer;
		this.#flow[n] = flow;
		this.#previous[n] = previous;
	}

	/** The flow reference and previous row + 1 of a layer; undefined where the row has one transport at most. */
	find(row: number, layer: number): {flow: number; previous: number} | undefined {
		if (this.#count === 0 || row > this.#row[this.#count - 1]!) return undefined;
		for (let n = this.from(row); n < this.#count && this.#row[n] === row; n++) {
			if (this.#layer[n] === layer) return {flow: this.#flow[n]!, previous: this.#previous[n]!};
		}

		return undefined;
	}

	get count(): number {
		return this.#count;
	}

	/** The first entry of a row, or of the one behind it. */
	from(row: number): number {
		return placeOfRow(this.#row, this.#count, row);
	}

	row(n: number): number {
		return this.#row[n]!;
	}

	flow(n: number): number {
		return this.#flow[n]!;
	}

	/** Whether the packet belongs to the flow because of this header: none that is broken, or that an error quotes. */
	isCounted(n: number): boolean {
		return this.#counted[n] === 1;
	}
}
