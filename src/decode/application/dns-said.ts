import {type ByteText, words} from '../byte-text.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import {printable} from '../printable.ts';
import type {Reader} from '../reader.ts';
import type {Name} from './dns-names.ts';
import {typeWords} from './dns-types.ts';

const space = 0x20;
const cacheFlush = words(', cache flush');

// What the usual records say makes its labels here: a function in a method would take room whenever that is called.
const labelOfName = (title: string, name: Name) => (): string => `, ${title}${name.text}`;
const labelOfAddress = (b: Uint8Array, at: number, size: number) => (): string => `, addr ${size === 4 ? ipv4Text(b, at) : ipv6Text(b, at)}`;

/** What the data of a record adds to its label in the tree and to the Info column. */
export class Said {
	/** What is added to the label of the record: `, addr 192.0.2.1`. */
	label: (() => string) | undefined;
	/** The Info column so far; undefined where nobody reads it. */
	readonly line: ByteText | undefined;
	readonly #labels: boolean;
	#owner: Name | undefined;

	/** `labels` says whether anybody wants these. */
	constructor(line: ByteText | undefined, labels: boolean) {
		this.line = line;
		this.#labels = labels;
	}

	/** Adds a question. */
	question(type: number, name: Name, suffix: string): void {
		const {line} = this;
		if (line === undefined) return;
		line.byte(space);
		typeWords.write(line, type);
		line.byte(space);
		name.write(line);
		if (suffix !== '') line.text(suffix);
	}

	/** Begins a record of `owner`: its type, and whether it makes older ones void. */
	begin(type: number, flushes: boolean, owner: Name): void {
		this.label = undefined;
		this.#owner = owner;
		const {line} = this;
		if (line === undefined) return;
		line.byte(space);
		typeWords.write(line, type);
		if (flushes) line.append(cacheFlush);
	}

	/** Adds to both; to the Info column word by word. */
	say(label: () => string, ...info: ReadonlyArray<string | number | Name>): void {
		if (this.#labels) this.label = label;
		const {line} = this;
		if (line === undefined) return;
		for (const word of info) {
			line.byte(space);
			if (typeof word === 'string') line.text(printable(word));
			else if (typeof word === 'number') line.number(word);
			else word.write(line);
		}
	}

	/** The same of a name; `title` is what the label calls it. */
	sayName(title: string, name: Name): void {
		if (this.#labels) this.label = labelOfName(title, name);
		if (this.line === undefined) return;
		this.line.byte(space);
		name.write(this.line);
	}

	/** The same of an address, the `size` bytes at a place. */
	sayAddress(b: Uint8Array, at: number, size: number): void {
		if (this.#labels) this.label = labelOfAddress(b, at, size);
		const {line} = this;
		if (line === undefined) return;
		line.byte(space);
		if (size === 4) line.ipv4(b, at);
		else line.ipv6(b, at);
	}

	/** Adds the name that the record is of. */
	sayOwner(): void {
		if (this.line === undefined) return;
		this.line.byte(space);
		this.#owner?.write(this.line);
	}
}

/** Reads the data of a record up to `end`. What it says of itself is believed: a name may run past `end`. */
export type RecordReader = (r: Reader, end: number, said: Said) => void;
