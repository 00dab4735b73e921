import {ByteText} from './byte-text.ts';
import {decodeText} from './decode-text.ts';
import type {Facts} from './facts.ts';
import type {Field, Kind, Value, ValueOf} from './field.ts';
import {Placed} from './placed.ts';
import {type Fault, malformed, type Protocol, strayCharacters, truncated} from './protocol.ts';
import {SilentSink} from './silent-sink.ts';
import {valueAt} from './value-at.ts';

/** How a node came to be there. */
export const hidden = 1;
export const generated = 2;
/** It stands beside its layer, not in it. */
export const beside = 4;

/** A label, or how to make it when somebody wants it. */
export type Text = string | (() => string);

/**
Receives what `expand` reads. The tree is one sink, a filter term is another.
A node opened is the parent of what follows until it is closed.
*/
export type Sink = {
	/** Whether labels are wanted. */
	readonly labels: boolean;
	/** Whether one is wanted of the node that it would name now; it is where this is not there. */
	readonly namesLast?: boolean;
	/** Whether the Info and Protocol columns are wanted. */
	readonly columns: boolean;
	/** No field and no node reaches it: faults and the columns are all that it hears. */
	readonly fieldless?: boolean;
	/** Whether repetitions that nobody sees are of any use; they are where this is not there. */
	readonly repetitions?: boolean;
	/** Whether a field is of any use; every field is where this is not there. */
	wants?(field: Field): boolean;
	/** The same of a list of fields, which stays as it is. */
	wantsAny?(fields: readonly Field[]): boolean;
	/** Whether faults are of any use; they are where this is not there. */
	readonly faults?: boolean;
	leaf(field: Field, start: number, end: number, value: Value, flags: number): void;
	open(field: Field | undefined, start: number, end: number, value: Value, flags: number): void;
	/** Names the node that was read, opened or closed last: it replaces what its field and value would say. */
	label(text: string): void;
	/** Follows the label that the field and value give. */
	append(text: string): void;
	close(end: number): void;
	/** The layers that this one holds stand below the node that is open. */
	hold?(): void;
	fault(fault: Fault, start: number, end: number, text: string | undefined): void;
	info(text: string): void;
	/** The same without a string; the text is valid until the next. */
	infoBytes?(text: ByteText): void;
	column(text: string): void;
};

/** Ends an `expand` at the first byte that is not there. Never leaves this module. */
class Stop extends Error {}
const stop = new Stop('stop');

const empty = new Uint8Array(0);
const silence = new SilentSink();

const say = (text: Text): string => (typeof text === 'string' ? text : text());

/** Reads a layer front to back and tells the sink. Reading past the end ends the layer, not the program. */
export class Reader {
	sink: Sink;
	facts: Facts;
	bytes: Uint8Array = empty;
	protocol: Protocol | undefined;
	/** The layer's first byte; offsets inside a message count from here. */
	base = 0;
	position = 0;
	/** Where the captured bytes of this layer (or of the part being read) end. */
	end = 0;
	/** Where they ended on the wire. */
	limit = 0;
	/** Where the layer's payload starts. */
	body = 0;
	/** The layer is part of a packet that an error quotes: that it is cut is no fault. */
	quoted = false;
	readonly #line = new ByteText();
	/** What no sink will hear is not told. */
	readonly #fieldless: boolean;
	readonly #repeats: boolean;
	#open = 0;

	constructor(sink: Sink, facts: Facts) {
		this.sink = sink;
		this.facts = facts;
		this.#fieldless = sink.fieldless === true;
		this.#repeats = sink.repetitions !== false;
	}

	/** Runs `expand` over one layer; groups left open when it stops are closed there. */
	run(expand: (r: Reader) => void, protocol: Protocol, bytes: Uint8Array, base: number, end: number, limit: number, body: number): void {
		this.bytes = bytes;
		this.protocol = protocol;
		this.base = base;
		this.position = base;
		this.end = end;
		this.limit = limit;
		this.body = body;
		this.#open = 0;
		try {
			expand(this);
		} catch (error) {
			if (error !== stop) throw error;
		}

		while (this.#open > 0) this.close();
	}

	/** Bytes left on the wire in this layer (or part). */
	get left(): number {
		return this.limit - this.position;
	}

	/** Bytes left that were captured. */
	get captured(): number {
		return this.end - this.position;
	}

	/** Whether there is something left to read. */
	get more(): boolean {
		return this.position < this.end;
	}

	/** Stops here unless `size` more bytes were captured. */
	need(size: number): void {
		if (this.position + size <= this.end) return;
		this.short(size);
	}

	/** Ends the layer: `size` bytes are wanted that are not there. */
	short(size: number): never {
		if (!this.quoted) this.sink.fault(this.position + size > this.limit ? malformed : truncated, this.position, this.end, undefined);
		throw stop;
	}

	/** Ends the layer: what follows cannot be trusted. */
	fail(fault: Fault, start = this.position, text?: Text): never {
		this.sink.fault(fault, start, Math.max(start, this.end), text === undefined ? undefined : say(text));
		throw stop;
	}

	/** Ends the layer without a fault: there is nothing more to say. */
	done(): never {
		throw stop;
	}

	/** Something is wrong, or worth saying, about `[start, end)`; reading goes on. */
	complain(fault: Fault, start = this.position, end = start, text?: Text): void {
		this.sink.fault(fault, start, end, text === undefined ? undefined : say(text));
	}

	/** Whether fields and nodes reach anybody, so that what only they need can be left out. */
	get listens(): boolean {
		return !this.#fieldless;
	}

	/** Whether somebody listens for a field, so that what takes long to work out can be left out. */
	wants(field: Field): boolean {
		return this.sink.wants === undefined || this.sink.wants(field);
	}

	/** Whether somebody listens for one of some fields, or for faults, or for columns, that a part may say: else it need not be read. */
	wantsAny(fields: readonly Field[], faults: boolean): boolean {
		const {sink} = this;
		if (sink.wants === undefined || sink.columns || (faults && sink.faults !== false)) return true;
		if (sink.wantsAny !== undefined) return sink.wantsAny(fields);
		for (const field of fields) if (sink.wants(field)) return true;
		return false;
	}

	/** The layer's fixed header, as far as it was captured. */
	header(): void {
		const fields = this.protocol!.headerFields;
		for (let i = 0; i < fields.length; i++) {
			const field = fields[i]!;
			const at = this.base + field.offset;
			if (at + field.size > this.end) {
				this.position = at;
				this.short(field.size);
			}

			if (!this.#fieldless) this.#place(field, at, at + field.size, 0);
		}

		this.position = this.base + this.protocol!.headerSize;
	}

	/** A field of the layer's own header, read without telling the sink; 0 where it was not captured. */
	get(field: Field<'uint' | 'bool' | 'int'>): number {
		return this.base + field.offset + field.size <= this.end ? field.readAt(this.bytes, this.base) : 0;
	}

	/** Reads a field of fixed size, with its bits, and moves past it. */
	read<K extends Kind>(field: Field<K>): ValueOf<K> {
		const at = this.position;
		if (at + field.size > this.end) this.short(field.size);
		this.position = at + field.size;
		return this.#place(field, at, this.position, 0) as ValueOf<K>;
	}

	/** The same, as a node that is the parent of what `inside` reads. */
	readOpen<K extends Kind>(field: Field<K>, inside: (value: ValueOf<K>) => void): ValueOf<K> {
		const at = this.position;
		if (at + field.size > this.end) this.short(field.size);
		const value = valueAt(field, this.bytes, at);
		this.position = at + field.size;
		this.open(field, at, value, 0);
		if (!this.#fieldless) this.#bits(field, at);
		inside(value as ValueOf<K>);
		this.close(at + field.size);
		return value as ValueOf<K>;
	}

	/** A fixed field somewhere else in the layer, without moving. */
	at<K extends Kind>(field: Field<K>, place: number, flags = 0): ValueOf<K> {
		if (place + field.size > this.end) {
			this.position = place;
			this.short(field.size);
		}

		return this.#place(field, place, place + field.size, flags) as ValueOf<K>;
	}

	#place(field: Field, at: number, end: number, flags: number): Value {
		const value = valueAt(field, this.bytes, at);
		if (this.#fieldless) return value;
		if (field.children.length === 0) {
			this.put(field, at, end, value as never, flags);
			return value;
		}

		this.open(field, at, value, flags);
		this.#bits(field, at);
		this.close(end);
		return value;
	}

	#bits(field: Field, at: number): void {
		for (const child of field.children) this.#place(child, at, at + child.size, 0);
	}

	/** `size` bytes as they are. */
	take<K extends 'bytes' | 'oid' | 'ipv4' | 'ipv6' | 'mac' | 'eui64' | 'guid'>(field: Field<K>, size: number, flags = 0): Uint8Array {
		this.need(size);
		const at = this.position;
		this.position += size;
		const value = this.bytes.subarray(at, this.position);
		this.put(field as Field<'bytes'>, at, this.position, value, flags);
		return value;
	}

	/** The same of a field of fixed size, or of `size` bytes, whose value only the sink wants. */
	tell(field: Field, size: number = field.size): void {
		if (this.#fieldless) this.skip(size);
		else if (field.size > 0) this.read(field);
		else this.take(field as Field<'bytes'>, size);
	}

	/** What was captured of `size` bytes (of all that is left, where no size is given). Does not stop. */
	rest(field: Field<'bytes'>, size: number = this.limit - this.position, flags = 0): Uint8Array {
		const at = this.position;
		this.position = Math.min(this.end, at + size);
		const value = this.bytes.subarray(at, this.position);
		if (size > 0) this.put(field, at, this.position, value, flags);
		return value;
	}

	/** `size` bytes as characters. */
	text(field: Field<'text'>, size: number, encoding: 'latin1' | 'utf8' = 'utf8'): string {
		this.need(size);
		const at = this.position;
		this.position += size;
		const value = decodeText(this.bytes, at, this.position, encoding);
		this.put(field, at, this.position, value);
		return value;
	}

	/** `size` bytes as characters that a NUL ends, and what is told below them. A protocol that reads so declares `strayCharacters`. */
	terminated(field: Field<'text'>, size: number, encoding: 'ascii' | 'utf8' = 'ascii', inside?: () => void): string {
		this.need(size);
		const at = this.position;
		const b = this.bytes;
		this.position += size;
		let nul = at;
		while (nul < this.position && b[nul] !== 0) nul++;
		let end = nul;
		while (end < this.position && b[end] === 0) end++;
		const value = decodeText(b, at, nul, encoding);
		if (end === this.position && inside === undefined) {
			this.put(field, at, end, value);
			return value;
		}

		this.open(field, at, value);
		if (end < this.position) this.complain(strayCharacters, at, this.position);
		inside?.();
		this.close();
		return value;
	}

	/** An unsigned number of a size that is only known now, at most 6 bytes. */
	number(field: Field<'uint'>, size: number, flags = 0): number {
		const at = this.position;
		const value = this.takeNumber(size);
		this.put(field, at, this.position, value, flags);
		return value;
	}

	/** A node without a value over `size` bytes. */
	mark(field: Field<'none'>, size: number): void {
		this.need(size);
		this.put(field, this.position, this.position + size, undefined);
		this.position += size;
	}

	/** One occurrence of a field whose value the protocol worked out itself. Does not move. */
	put<K extends Kind>(field: Field<K>, start: number, end: number, value: ValueOf<K>, flags = 0): void {
		if (this.#fieldless) return;
		this.sink.leaf(field, start, end, value, flags);
		if (this.#repeats && field.also.length > 0) this.#also(field, start, end, value, flags);
	}

	#also(field: Field, start: number, end: number, value: Value, flags: number): void {
		for (const other of field.also) {
			const same = other.kind === field.kind ? value : this.facts.print(field, value);
			this.sink.leaf(other, start, end, same, flags | hidden);
		}
	}

	/** What does not stand in the bytes but follows from them: shown in brackets. */
	derive<K extends Kind>(field: Field<K>, value: ValueOf<K>, start = this.position, end = start): void {
		this.put(field, start, end, value, generated);
	}

	/** A node in the tree that is the parent of what follows, until `close`. Without a field it is text alone and needs a label. */
	open(field: Field | undefined, start = this.position, value?: Value, flags = 0): void {
		if (this.#fieldless) return;
		this.#open++;
		this.sink.open(field, start, this.end, value, flags);
		if (this.#repeats && field !== undefined && field.also.length > 0) this.#also(field, start, field.size > 0 ? start + field.size : this.end, value, flags);
	}

	/** The same for a field whose value is what was captured of `[start, end)`. */
	openBytes(field: Field<'bytes'>, start: number, end: number): void {
		if (!this.#fieldless) this.open(field, start, this.bytes.subarray(start, end));
	}

	close(end = this.position): void {
		if (this.#open === 0) return;
		this.#open--;
		this.sink.close(end);
	}

	/** A node with a label and what `inside` reads below it; it ends where `inside` got to. */
	group<T>(field: Field | undefined, label: Text | undefined, inside: () => T): T {
		this.open(field);
		if (label !== undefined) this.label(label);
		const result = inside();
		this.close();
		return result;
	}

	/** The layers that this one holds stand below the node that is open, not behind all others. */
	hold(): void {
		this.sink.hold?.();
	}

	/** Names the node that was read, opened or closed last; before any of these, the layer. */
	label(text: Text): void {
		if (this.sink.labels && this.sink.namesLast !== false) this.sink.label(say(text));
	}

	/** Adds to the label of the node that `label` would name. */
	append(text: Text): void {
		if (this.sink.labels && this.sink.namesLast !== false) this.sink.append(say(text));
	}

	/** Reads a part of `size` bytes with its own end, and goes on behind it whatever `inside` read. Whether that came to its own end. */
	within(size: number, inside: () => void): boolean {
		const {end, limit} = this;
		const partLimit = this.position + size;
		this.limit = Math.min(limit, partLimit);
		this.end = Math.min(end, partLimit);
		const depth = this.#open;
		let ended = true;
		try {
			inside();
		} catch (error) {
			// The part ended early; if the layer goes on behind it, so does the reader.
			if (error !== stop || partLimit > end) throw error;
			ended = false;
			while (this.#open > depth) this.close();
		} finally {
			this.end = end;
			this.limit = limit;
		}

		if (partLimit > end) {
			this.position = Math.max(this.position, end);
			this.short(partLimit - this.position);
		}

		this.position = partLimit;
		return ended;
	}

	/** Reads as much of `inside` as there is, and closes what it left open. Whether it came to its own end. */
	#runs(inside: () => void): boolean {
		const depth = this.#open;
		try {
			inside();
			return true;
		} catch (error) {
			if (error !== stop) throw error;
			while (this.#open > depth) this.close();
			return false;
		}
	}

	/**
	Reads bytes that were put together from parts of this layer. Whatever is read there stands at `[start, end)` of the
	layer. It may end early without ending the layer.
	*/
	elsewhere(bytes: Uint8Array, start: number, end: number, inside: () => void): void {
		const {sink, bytes: own, base, position, end: ownEnd, limit} = this;
		if (!this.#fieldless) this.sink = new Placed(sink, start, end);
		this.bytes = bytes;
		this.base = 0;
		this.position = 0;
		this.end = this.limit = bytes.length;
		try {
			this.#runs(inside);
		} finally {
			this.sink = sink;
			this.bytes = own;
			this.base = base;
			this.position = position;
			this.end = ownEnd;
			this.limit = limit;
		}
	}

	/** Whether `inside` would read to its end. Nobody hears of it, and the position stays. */
	foresees(inside: () => void): boolean {
		const {sink, position} = this;
		this.sink = silence;
		try {
			return this.#runs(inside);
		} finally {
			this.sink = sink;
			this.position = position;
		}
	}

	/** Reads as much of `inside` as there is: that more was expected is not told here. */
	asFar(inside: () => void): void {
		const {quoted} = this;
		this.quoted = true;
		try {
			this.#runs(inside);
		} finally {
			this.quoted = quoted;
		}
	}

	/** The Info column. The innermost layer that says something is heard; messages of one layer are joined. */
	info(text: Text | ByteText): void {
		const {sink} = this;
		if (!sink.columns) return;
		if (!(text instanceof ByteText)) sink.info(say(text));
		else if (sink.infoBytes === undefined) sink.info(text.toString());
		else sink.infoBytes(text);
	}

	/** An empty text for `info`, for layers that most lists are full of. It is used again. */
	blank(): ByteText {
		return this.#line.clear();
	}

	/** The Protocol column, where it is not the protocol's own. */
	column(text: Text): void {
		if (this.sink.columns) this.sink.column(say(text));
	}

	skip(size: number): void {
		this.need(size);
		this.position += size;
	}

	/** Looks at a byte `ahead` of the position; -1 where it was not captured. */
	peek(ahead = 0): number {
		const at = this.position + ahead;
		return at < this.end ? this.bytes[at]! : -1;
	}

	peek16(ahead = 0): number {
		const at = this.position + ahead;
		return at + 2 <= this.end ? (this.bytes[at]! << 8) | this.bytes[at + 1]! : -1;
	}

	peek32(ahead = 0): number {
		const at = this.position + ahead;
		const b = this.bytes;
		return at + 4 <= this.end ? ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0 : -1;
	}

	/** A big-endian number that is part of a larger value: the sink hears of the whole. At most 6 bytes. */
	takeNumber(size: number): number {
		this.need(size);
		let value = 0;
		for (let i = 0; i < size; i++) value = value * 256 + this.bytes[this.position++]!;
		return value;
	}
}
