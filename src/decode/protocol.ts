import type {Cursor} from './cursor.ts';
import {type Field, fieldsIn} from './field.ts';
import type {Reader} from './reader.ts';
import type {Framing} from './reassembly/framing.ts';
import type {Space} from './space.ts';

export type Severity = 'malformed' | 'truncated' | 'error' | 'warning' | 'note' | 'chat' | 'comment';

/** Something worth saying about a packet, most often that it is wrong. A fault is data: it is shown in the tree, counted, and can be filtered by its name. */
export type Fault = {readonly name: string; readonly title: string; readonly severity: Severity; readonly group: FaultGroup};

/** What a fault is about, in Wireshark's words. */
export type FaultGroup =
	| 'Checksum'
	| 'Sequence'
	| 'Response'
	| 'Request'
	| 'Undecoded'
	| 'Reassemble'
	| 'Malformed'
	| 'Debug'
	| 'Protocol'
	| 'Security'
	| 'Comment'
	| 'Decryption'
	| 'Assumption'
	| 'Deprecated'
	| 'Receive'
	| 'Interface';

/** `name` is a field's name and what is wrong with it: `udp.length.bad` (Wireshark's expert name where it has one). */
export const fault = (name: string, title: string, severity: Severity = 'malformed', group: FaultGroup = groupOf(severity)): Fault => ({name, title, severity, group});

const groupOf = (severity: Severity): FaultGroup =>
	severity === 'comment' ? 'Comment' : severity === 'malformed' || severity === 'truncated' || severity === 'error' ? 'Malformed' : 'Protocol';

/** The capture kept fewer bytes than were on the wire, and something was expected past them. */
export const truncated = fault('_ws.short', 'Packet size limited during capture', 'truncated');
/** Something was expected past the end of what was on the wire. */
export const malformed = fault('_ws.malformed', 'Malformed Packet', 'malformed');

/** Characters end at a NUL, and what stands behind it is not nothing. */
export const strayCharacters = fault('inkcap.string.trailing', 'Trailing stray characters', 'warning', 'Undecoded');

export type Claim = {readonly space: Space; readonly value: number | string};
export const claims = (space: Space, ...values: Array<number | string>): Claim[] => values.map(value => ({space, value}));

/** Where a protocol may be guessed from its content, after no number named it. */
export type Guess = {
	readonly over: 'tcp' | 'udp';
	/** Whether the payload `[start, end)` looks like the protocol. Allocates nothing, throws nothing. */
	readonly test: (b: Uint8Array, start: number, end: number, sourcePort: number, destinationPort: number) => boolean;
	/** What else is said in this conversation of datagrams is the protocol's own, where it looks like this. */
	readonly stays?: (b: Uint8Array, start: number, end: number) => boolean;
	/** It is asked of what an error quotes alone: of anything else the conversation knows. */
	readonly quoted?: boolean;
	/** Over TCP: the stream gets a number of its own from the segment that was recognised, as it does in Wireshark. */
	readonly renews?: boolean;
};

/**
What becomes of a layer of which too little is there: packets name its protocol and show no layer (`named`), or it is not
the protocol's (`refused`).
*/
export type Lacking = {readonly under: number; readonly as: 'named' | 'refused'};

type Fields = Readonly<Record<string, Field>>;
/** Fields of several places. */
type PartLists = ReadonlyArray<Fields | readonly Field[]>;

export type ProtocolSpec = {
	/** Display-filter name: `udp`. */
	readonly name: string;
	readonly title: string;
	/** What the list's protocol column shows; the name in capitals where it is not given. */
	readonly column?: string;
	/** What Wireshark calls it where there is little room; what its column shows where it is not given. */
	readonly short?: string;
	/** What the protocol is for, in a sentence or two. */
	readonly about?: string;
	/** Where it is written: `RFC 768`. */
	readonly reference?: string;
	readonly claims?: readonly Claim[];
	readonly header?: {readonly size: number; readonly fields: readonly Field[]};
	/** Bytes that `walk` needs, where it makes do with less than the header: an error quotes eight bytes of TCP. */
	readonly least?: number;
	readonly parts?: Fields | PartLists | (() => PartLists);
	readonly aliases?: Fields;
	readonly faults?: Readonly<Record<string, Fault>>;
	readonly guess?: readonly Guess[];
	/** Over UDP: whoever asks on its port is answered from another. */
	readonly moves?: boolean;
	/** Known by its numbers only: a protocol that decodes something wins over it. */
	readonly undecoded?: boolean;
	/** Packets may name it without a layer of it: `walk` says so. */
	readonly unshows?: true;
	/** What it is where fewer bytes than `under` are there; as much of it as there is where this is not given. */
	readonly lacking?: Lacking;
	/** How its messages are cut from a stream, and what ties them to each other. */
	readonly framing?: Framing;
	/** All that `walk` may name or push beside data: owners of a space's numbers, and protocols. Filters look for their fields nowhere else; anything may follow where it is not given. One that holds nothing refuses nothing. */
	readonly holds?: readonly (Space | Protocol)[];
	/**
	Bounds this layer, publishes what the index keeps and names the next layer (undefined: what is left is data).
	Runs for every packet: allocates nothing, throws nothing. `header.size` bytes are there.
	*/
	walk?: (this: void, c: Cursor) => Protocol | undefined;
	/** Reads the layer front to back and tells the sink. Runs for a packet that is shown, printed or filtered. */
	expand?(r: Reader): void;
	/** Writes the Info column, where `expand` would do more than that needs. */
	summary?(r: Reader): void;
};

const readHeader = (r: Reader): void => r.header();

/** One protocol: the index, the tree and the filter all read this. */
export class Protocol {
	/** Place in the registry; set once, when the registry is built. */
	id = 0;
	/** Number of its name, when somebody asks for that; else 0. */
	key = 0;
	readonly name: string;
	readonly isUnshown: boolean;
	readonly title: string;
	readonly column: string;
	readonly short: string;
	readonly about: string | undefined;
	readonly reference: string | undefined;
	readonly claims: readonly Claim[];
	readonly headerFields: readonly Field[];
	readonly faults: readonly Fault[];
	readonly guess: readonly Guess[];
	readonly moves: boolean;
	readonly undecoded: boolean;
	/** Stands for a layer of it that is not shown; has its names, and nothing else. */
	readonly unshown: Protocol | undefined;
	readonly lacking: Lacking | undefined;
	readonly framing: Framing | undefined;
	readonly holds: readonly (Space | Protocol)[] | undefined;
	readonly headerSize: number;
	/** Bytes that must be captured before `walk` runs. */
	readonly size: number;
	readonly walk: ((c: Cursor) => Protocol | undefined) | undefined;
	readonly expand: (r: Reader) => void;
	readonly summary: (r: Reader) => void;
	readonly #parts: Fields | PartLists | (() => PartLists);
	readonly #aliases: Fields;
	#fields: readonly Field[] | undefined;

	/** `isUnshown`: packets name it, the tree does not show it, and no filter finds it. */
	constructor(spec: ProtocolSpec, isUnshown = false) {
		this.isUnshown = isUnshown;
		this.name = spec.name;
		this.title = spec.title;
		this.column = spec.column ?? spec.name.toUpperCase();
		this.short = spec.short ?? (this.column || spec.name);
		this.about = spec.about;
		this.reference = spec.reference;
		this.claims = spec.claims ?? [];
		this.headerFields = spec.header?.fields ?? [];
		this.#parts = spec.parts ?? [];
		this.#aliases = spec.aliases ?? {};
		this.faults = Object.values(spec.faults ?? {});
		this.guess = spec.guess ?? [];
		this.moves = spec.moves ?? false;
		this.undecoded = spec.undecoded ?? false;
		this.lacking = spec.lacking;
		const unshows = spec.unshows === true || spec.lacking?.as === 'named';
		this.unshown = unshows ? new Protocol({name: this.name, title: this.title, column: this.column, short: this.short, expand: () => {}}, true) : undefined;
		this.framing = spec.framing;
		this.holds = spec.holds;
		this.headerSize = spec.header?.size ?? 0;
		this.size = Math.max(spec.least ?? this.headerSize, spec.lacking?.under ?? 0);
		this.walk = spec.walk;
		this.expand = spec.expand?.bind(spec) ?? readHeader;
		this.summary = spec.summary?.bind(spec) ?? this.expand;
	}

	/** Every field it declares, bits and aliases included. */
	get fields(): readonly Field[] {
		if (this.#fields === undefined) {
			const fields: Field[] = [];
			addWithBits(this.headerFields, fields);
			const parts = typeof this.#parts === 'function' ? this.#parts() : this.#parts;
			for (const declared of [parts, this.#aliases].flat() as PartLists) addWithBits(fieldsIn(declared), fields);
			this.#fields = fields;
		}

		return this.#fields;
	}
}

function addWithBits(fields: readonly Field[], to: Field[]): void {
	for (const field of fields) {
		to.push(field);
		addWithBits(field.children, to);
	}
}

export const protocol = (spec: ProtocolSpec): Protocol => new Protocol(spec);
