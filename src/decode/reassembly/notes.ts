import {NumberBook} from '../books.ts';
import {Narrow} from '../narrow.ts';
import {placeOfRow} from '../sorted-rows.ts';
import type {Note} from './framing.ts';

/** Numbers by message id. Most are told of the message that comes, whose id is the greatest: they only need to be appended. */
class Told {
	#count = 0;
	readonly #ids = new Narrow(new Uint32Array(64));
	readonly #values = new Narrow(new Uint32Array(64));
	/** What was told of messages that came before, and the greatest of their ids. */
	#later = new NumberBook();
	#latest = -1;

	set(id: number, value: number): void {
		const last = this.#count - 1;
		if (last >= 0 && id < this.#ids.at(last)) {
			this.#later.set(id, value);
			this.#latest = Math.max(this.#latest, id);
			return;
		}

		if (last >= 0 && id === this.#ids.at(last)) {
			this.#values.put(last, value);
			return;
		}

		this.#ids.grow(this.#count + 1);
		this.#values.grow(this.#count + 1);
		this.#ids.put(this.#count, id);
		this.#values.put(this.#count++, value);
	}

	get(id: number): number | undefined {
		const later = id > this.#latest ? undefined : this.#later.get(id);
		if (later !== undefined) return later;
		const last = this.#count - 1;
		if (last < 0 || id > this.#ids.at(last)) return undefined;
		const at = id === this.#ids.at(last) ? last : placeOfRow(this.#ids.column, this.#count, id);
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
