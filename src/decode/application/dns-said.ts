import type {Reader} from '../reader.ts';

/** What the data of a record adds to its label in the tree and to the Info column. */
export class Said {
	/** Text of the Info column so far. */
	info = '';
	/** What is added to the label of the record: `, addr 192.0.2.1`. */
	label: (() => string) | undefined;
	#owner = '';

	/** Begins a record of `owner`; `type` is what the Info column says of any record of the type. */
	begin(type: string, owner: string): void {
		this.info += type;
		this.label = undefined;
		this.#owner = owner;
	}

	/** Adds to both. */
	say(label: () => string, info: string): void {
		this.label = label;
		this.info += ` ${info}`;
	}

	/** Adds the name that the record is of. */
	sayOwner(): void {
		this.info += ` ${this.#owner}`;
	}
}

/** Reads the data of a record up to `end`. What it says of itself is believed: a name may run past `end`. */
export type RecordReader = (r: Reader, end: number, said: Said) => void;
