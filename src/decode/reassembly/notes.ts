import {NumberBook} from '../books.ts';
import {Narrow} from '../narrow.ts';
import {placeOfRow} from '../sorted-rows.ts';
import type {Note} from './framing.ts';

/** Numbers by message id. Most are told of the message that comes, whose id is the greatest: they only need to be appended. */
class Told {
	#count = 0;
	/** How many there is room for, and the last id: nothing is asked of the columns for these. */
	#room = 64;
	#last = -1;
	readonly #ids = new Narrow(new Uint32Array(this.#room));
	readonly #values = new Narrow(new Uint32Array(this.#room));
	/** What was told of messages that came before, and the greatest of their ids. */
	#later = new NumberBook();
	#latest = -1;

	set(id: number, value: number): void {
		if (id < this.#last) {
			this.#later.set(id, value);
			this.#latest = Math.max(this.#latest, id);
			return;
		}

		if (id === this.#last) {
			this.#values.put(this.#count - 1, value);
			return;
		}

		if (this.#count === this.#room) this.#grow();
		this.#ids.put(this.#count, id);
		this.#values.put(this.#count++, value);
		this.#last = id;
	}

	#grow(): void {
		this.#ids.grow(this.#count + 1);
		this.#values.grow(this.#count + 1);
		this.#room = Math.min(this.#ids.column.length, this.#values.column.length);
	}

	get(id: number): number | undefined {
		const later = id > this.#latest ? undefined : this.#later.get(id);
		if (later !== undefined) return later;
		if (id > this.#last) return undefined;
		const at = id === this.#last ? this.#count - 1 : placeOfRow(this.#ids.column, this.#count, id);
		return this.#ids.at(at) === id ? this.#values.at(at) : undefined;
	}

	/** Lets go of what was told of messages after they came. */
	forgetLater(): void {
		this.#later = new NumberBook();
		this.#latest = -1;
	}
}

/** What messages were told about, by note and message id. */
export class Notes {
	readonly #byNote: Told[] = [];

	tell(note: Note, id: number, value: number): void {
		(this.#byNote[note.id] ??= new Told()).set(id, value);
	}

	told(note: Note, id: number): number | undefined {
		return this.#byNote[note.id]?.get(id);
	}

	/** Lets go of what was told of messages after they came: nobody looks at them again. */
	forgetLater(): void {
		for (const told of this.#byNote) told?.forgetLater();
	}
}
