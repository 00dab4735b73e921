import type {ByteText} from '../byte-text.ts';
import {printable} from '../printable.ts';
import type {Reader} from '../reader.ts';
import type {Name} from './dns-names.ts';

/** What the data of a record adds to its label in the tree and to the Info column. */
export class Said {
	/** What is added to the label of the record: `, addr 192.0.2.1`. */
	label: (() => string) | undefined;
	/** The Info column so far; undefined where nobody reads it. */
	readonly line: ByteText | undefined;
	#owner: Name | undefined;

	constructor(line: ByteText | undefined) {
		this.line = line;
	}

	/** Adds a question. */
	question(type: string, name: Name, suffix: string): void {
		const {line} = this;
		if (line === undefined) return;
		line.byte(0x20);
		line.text(type);
		line.byte(0x20);
		name.write(line);
		line.text(suffix);
	}

	/** Begins a record of `owner`: its type, and what else the Info column says of any record. */
	begin(type: string, also: string, owner: Name): void {
		this.line?.byte(0x20);
		this.line?.text(type);
		this.line?.text(also);
		this.label = undefined;
		this.#owner = owner;
	}

	/** Adds to both; an address to the Info column as its 4 or 16 bytes. */
	say(label: () => string, info: string | Name | Uint8Array): void {
		this.label = label;
		const {line} = this;
		if (line === undefined) return;
		line.byte(0x20);
		if (typeof info === 'string') line.text(printable(info));
		else if (!(info instanceof Uint8Array)) info.write(line);
		else if (info.length === 4) line.ipv4(info, 0);
		else line.ipv6(info, 0);
	}

	/** Adds the name that the record is of. */
	sayOwner(): void {
		if (this.line === undefined) return;
		this.line.byte(0x20);
		this.#owner?.write(this.line);
	}
}

/** Reads the data of a record up to `end`. What it says of itself is believed: a name may run past `end`. */
export type RecordReader = (r: Reader, end: number, said: Said) => void;
