import type {Field, Value} from '../decode/field.ts';
import {printValue} from '../decode/print.ts';
import type {Summary} from '../decode/summary.ts';
import {buildTree, type Node} from '../decode/tree.ts';
import {type Opened, openedOf, readFrom} from './opened.ts';

/**
The value of a field. Whole numbers of up to 32 bits, booleans (1 or 0) and floating point are numbers; of 64 bits
bigints; times and spans of time bigints of nanoseconds; addresses and identifiers text as Wireshark prints them
(`192.0.2.1`, `00:00:5e:00:53:01`); bytes are copies.
*/
export type FieldValue = number | bigint | string | Uint8Array;

/** One line of a packet's tree, and what stands below it. */
export type PacketNode = {
	readonly kind: 'protocol' | 'field' | 'text' | 'fault';
	/** Wireshark's name of the field, protocol or fault; '' for text alone. */
	readonly name: string;
	/** What a person reads: `Time to Live: 64`. */
	readonly label: string;
	/** Undefined for what has no value: protocols, text, fields that are only there. */
	readonly value: FieldValue | undefined;
	/** Its bytes: `[start, end)` of source number `source` of the tree. */
	readonly source: number;
	readonly start: number;
	readonly end: number;
	/** Whether it does not stand in the bytes but was worked out. */
	readonly generated: boolean;
	readonly children: readonly PacketNode[];
};

/** Everything that a packet says. */
export type PacketTree = {
	/** The packet's bytes first, then those that were put together from several packets. */
	readonly sources: ReadonlyArray<{readonly title: string; readonly bytes: Uint8Array}>;
	readonly nodes: readonly PacketNode[];
};

/** What a packet's line in a list says: `source` and `destination` (addresses), `protocol` (its column) and `info`; all of it printable text. */
export type PacketSummary = Summary;

function valueOf(field: Field | undefined, value: Value): FieldValue | undefined {
	if (!(value instanceof Uint8Array) || field === undefined) return value;
	return field.kind === 'bytes' ? value.slice() : printValue(field, value);
}

/** A packet of a capture. It is decoded when it is asked, and can be asked as long as its capture is open. */
export class Packet {
	/** From 1, in order of the capture. */
	readonly number: number;

	/** @internal */
	constructor(opened: Opened, row: number) {
		this.number = row + 1;
		readFrom(this, opened);
	}

	/** When it was captured, in nanoseconds since 1970; undefined where the capture does not say. */
	get time(): bigint | undefined {
		return openedOf(this).capture.meta(this.number - 1).time;
	}

	/** Its length on the wire, in bytes. */
	get length(): number {
		return openedOf(this).capture.meta(this.number - 1).original;
	}

	/** A copy of what was captured of it. */
	get bytes(): Uint8Array {
		return openedOf(this).aim(this.number - 1).cursor.sources[0]!.slice();
	}

	/** Names of its protocols, outermost first: `['eth', 'ip', 'udp', 'dns']`. */
	get protocols(): readonly string[] {
		return openedOf(this).aim(this.number - 1).layers.slice(1).map(({name}) => name);
	}

	/** What its line in a list says: who sent it to whom, the innermost protocol, and what it is about. */
	get summary(): PacketSummary {
		return openedOf(this).summary(this.number - 1);
	}

	/** Everything it says, as a tree. */
	get tree(): PacketTree {
		const {sources, nodes} = buildTree(openedOf(this).aim(this.number - 1));
		return {sources, nodes: nodesOf(nodes)};
	}

	/** Whether a protocol, a field or a fault of this name is in the packet. Throws RangeError where there is none of this name at all. */
	has(name: string): boolean {
		return openedOf(this).collect(this.number - 1, name).length > 0;
	}

	/**
	The first value of a field; undefined where the packet does not have it, or it has no value. Throws RangeError where
	no field has this name.

	@example
	```ts
	import {decode} from 'inkcap';

	const packet = decode(new Uint8Array([0x45, 0, 0, 20, 0, 0, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]), {linkType: 'raw'});
	console.log(packet.get('ip.flags.df')); //=> 1
	console.log(packet.get('ip.src')); //=> 192.0.2.1
	console.log(packet.get('tcp.port')); //=> undefined
	```
	*/
	get(name: string): FieldValue | undefined {
		const [first] = openedOf(this).collect(this.number - 1, name);
		return first === undefined ? undefined : valueOf(first.field, first.value);
	}

	/** All values of a field, in order of the packet. Throws RangeError where no field has this name. */
	getAll(name: string): FieldValue[] {
		return openedOf(this).collect(this.number - 1, name).flatMap(({field, value}) => {
			const out = valueOf(field, value);
			return out === undefined ? [] : [out];
		});
	}

	/** All values of a field in the words of `-T fields`: `0x0800`, `1` for true. Throws RangeError where no field has this name. */
	texts(name: string): string[] {
		return openedOf(this).collect(this.number - 1, name).map(({field, value}) => (field === undefined ? '1' : printValue(field, value)));
	}
}

const nodesOf = (nodes: readonly Node[]): PacketNode[] =>
	nodes.filter(({hidden}) => !hidden).map(({kind, name, label, field, value, source, start, end, generated, children}) => ({
		kind,
		name,
		label,
		value: valueOf(field, value),
		source,
		start,
		end,
		generated,
		children: nodesOf(children),
	}));
