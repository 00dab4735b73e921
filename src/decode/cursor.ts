import type {Field} from './field.ts';
import {type Fault, fault as makeFault, malformed, type Protocol, truncated} from './protocol.ts';
import {maxLayers, Published} from './published.ts';
import type {Registry} from './registry.ts';
import type {Space} from './space.ts';

/** Byte arrays that one packet's layers may lie in. */
const maxSources = 255;
/** Sibling layers that may wait at a time. */
const maxPending = 256;

/** Layer flags. A quoted layer, and all that it holds, is part of a packet that an error is about. */
export const quoted = 1;
/** One more message of the protocol that read those in front of it, in the same go. */
export const further = 4;
/** The layer belongs to the one that named it: the tree shows it in there. Its own payload does not. */
export const nested = 2;
/** The list hears the layer that holds it, not this one. */
export const silent = 8;

/**
One packet while it is dissected. There is one cursor per pass; it is re-aimed, never retained.
A layer lies in a source (0 the frame, 1 and up bytes put together) at `[start, end)`, the part that was captured;
`limit`, never less than `end`, is where it ends on the wire.
*/
export class Cursor extends Published {
	readonly registry: Registry;
	/** By protocol id: 0 for layers that nobody wants, nor what they hold. What `resume` finds ends in front of these. */
	only: Uint8Array | undefined;
	#refused = false;
	/** Flags of the layer's payload. */
	#inside = 0;
	/** Whether nothing stands for a layer that refused. */
	#isNothing = false;
	/** What a layer that refused says it is. */
	#instead: Protocol | undefined;
	#decoded: (() => Uint8Array | undefined) | undefined;
	/** Whose the layer is if the protocol of its lower port refuses. */
	#second: Protocol | undefined;
	/** The layer that asked by its ports, where it may stay undecided; -1 elsewhere. */
	#asked = -1;
	#pending = 0;
	readonly #pendingProtocol: Protocol[] = [];
	/** Six each. No Float64Array: what comes out of one is a double, and so would be every place that the cursor keeps from then on. */
	readonly #pendingPlace = new Uint32Array(maxPending * 6);

	constructor(registry: Registry) {
		super();
		this.registry = registry;
	}

	/** Walks the frame `[start, end)` of `bytes`, of a link type (a LINKTYPE_ number, or one of the numbers of `frame.ts`); `original` is its length on the wire. */
	dissect(bytes: Uint8Array, start: number, end: number, original: number, linkType: number): void {
		this.linkType = linkType;
		if (this.sources.length > 1) this.sources.length = 1;
		this.sources[0] = bytes;
		this.forget();
		this.#pending = 0;
		this.#run(this.registry.frame, 0, start, end, Math.max(end, start + original), -1, 0, 0);
	}

	/** Goes on over bytes put together: a datagram, a message. Returns the source's number, or -1 when the packet has too many. */
	resume(bytes: Uint8Array, start: number, end: number, limit: number, first: Protocol | undefined, parent: number, message = 0, flags = 0): number {
		if (this.depth >= maxLayers) return -1;
		let source = this.sources.indexOf(bytes);
		if (source < 0) {
			if (this.sources.length >= maxSources) return -1;
			source = this.sources.push(bytes) - 1;
		}

		this.#run(first ?? this.registry.data, source, start, end, limit, parent, (parent < 0 ? 0 : this.layerFlags[parent]! & quoted) | flags, message);
		return source;
	}

	#run(first: Protocol, source: number, start: number, end: number, limit: number, parent: number, flags: number, message: number): void {
		const base = this.#pending;
		this.#chain(first, source, start, end, limit, parent, flags, message);
		while (this.#pending > base) {
			const at = --this.#pending * 6;
			const p = this.#pendingPlace;
			this.#chain(this.#pendingProtocol[this.#pending]!, p[at]!, p[at + 1]!, p[at + 2]!, p[at + 3]!, p[at + 4]!, p[at + 5]!, message);
		}
	}

	#chain(first: Protocol, source: number, start: number, end: number, limit: number, parent: number, flags: number, message: number): void {
		this.bytes = this.sources[source]!;
		this.source = source;
		this.isQuoting = (flags & quoted) !== 0;
		this.#second = undefined;
		this.#asked = -1;
		let next: Protocol | undefined = first;
		let above = parent;
		while (next !== undefined) {
			if (this.depth === maxLayers) {
				this.mark(tooDeep, start);
				return;
			}

			const layer = this.depth++;
			this.layer = layer;
			this.start = start;
			this.end = end;
			this.limit = limit;
			this.layerProtocol[layer] = next.id;
			this.layerSource[layer] = source;
			this.layerStart[layer] = start;
			this.layerEnd[layer] = end;
			this.layerLimit[layer] = limit;
			this.layerBody[layer] = end;
			this.layerParent[layer] = above;
			this.layerFlags[layer] = flags;
			this.layerMessage[layer] = message;
			this.layerAddressSize[layer] = 0;
			const protocol: Protocol = next;
			const pendingBefore: number = this.#pending;
			this.#refused = false;
			this.#isNothing = false;
			this.#instead = undefined;
			if (end - start < protocol.size) {
				const {lacking} = protocol;
				const isLacking = lacking !== undefined && end - start < lacking.under;
				if (isLacking && lacking.as === 'named') this.unshow();
				if (!isLacking || lacking.as === 'named') {
					this.path = this.registry.paths.step(this.path, this.layerProtocol[layer]!);
					if (!this.isQuoting) this.mark(limit - start < protocol.size ? malformed : truncated, start);
					return;
				}

				this.#refused = true;
			} else {
				this.#decoded = undefined;
				this.#inside = 0;
				this.dataWanted = true;
				this.payloadFrom = end;
				this.payloadTo = end;
				this.payloadLimit = limit;
				next = protocol.walk === undefined ? undefined : protocol.walk(this);
			}

			if (this.#refused) {
				this.depth--;
				this.#pending = pendingBefore;
				if (this.#isNothing) return;
				const instead = this.#instead as Protocol | undefined;
				const second = this.#second as Protocol | undefined;
				if (instead !== undefined) {
					next = instead;
				} else if (second !== undefined) {
					next = second;
					this.#second = undefined;
				} else if (above < 0 || above !== this.#asked) next = this.registry.data;
				else if (this.isQuoting) next = this.#guess(start, end) ?? this.registry.data;
				else {
					this.undecidedLayer = above;
					return;
				}

				continue;
			}

			this.path = this.registry.paths.step(this.path, this.layerProtocol[layer]!);
			if (next !== undefined && this.only?.[next.id] === 0 && this.only[this.registry.data.id] === 0) return;
			const decode = this.#decoded as (() => Uint8Array | undefined) | undefined;
			if (decode !== undefined) {
				if (this.sources.length >= maxSources) return;
				const decoded = decode();
				if (decoded === undefined) {
					next = undefined;
				} else {
					this.source = source = this.sources.push(decoded) - 1;
					this.bytes = decoded;
					this.payloadFrom = 0;
					this.payloadTo = this.payloadLimit = decoded.length;
				}
			}

			if (this.payloadFrom >= this.payloadLimit) return;
			if (next === undefined) {
				if (!this.dataWanted || this.payloadFrom >= this.payloadTo) return;
				next = this.registry.data;
			}

			above = layer;
			flags = (flags & quoted) | this.#inside;
			start = this.payloadFrom;
			end = this.payloadTo;
			limit = this.payloadLimit;
		}
	}

	/** Bytes of this layer on the wire. */
	get available(): number {
		return this.limit - this.start;
	}

	/** Bytes of this layer that were captured. */
	get captured(): number {
		return this.end - this.start;
	}

	/** Its header is `size` long; the rest, up to `total` from its start, is the next layer's. Nothing follows a header that is not all there. */
	payload(size: number, total: number = this.limit - this.start): void {
		const {layer, start} = this;
		let {end, limit} = this;
		if (start + total < limit) limit = start + total;
		if (limit < end) end = limit;
		this.layerLimit[layer] = limit;
		this.layerEnd[layer] = end;
		const body = start + size;
		const from = body < end ? body : end;
		this.layerBody[layer] = from;
		this.payloadFrom = from;
		this.payloadTo = end;
		this.payloadLimit = body > end ? from : limit;
	}

	/** Its header is `size` long and its payload ends `total` from its start; the layer itself goes on behind it. */
	child(size: number, total: number): void {
		const layer = this.layer;
		const limit = Math.min(this.start + total, this.limit);
		const from = Math.min(this.start + size, this.end);
		this.layerBody[layer] = from;
		this.payloadFrom = from;
		this.payloadTo = Math.max(from, Math.min(limit, this.end));
		this.payloadLimit = Math.max(from, limit);
	}

	/** The payload is a part of this layer: the tree shows it in there, and the list says what this layer says. */
	hold(): void {
		this.#inside = nested | silent;
	}

	/** What the next layer reads is not this layer's payload as it stands but was made from it: decompressed, decrypted, freed of its framing. Where `decode` gives nothing, the payload is data. */
	decoded(decode: () => Uint8Array | undefined): void {
		this.#decoded = decode;
	}

	/** This layer ends `total` bytes from its start and carries nothing. */
	bound(total: number): void {
		const layer = this.layer;
		const limit = Math.min(this.start + total, this.limit);
		this.layerLimit[layer] = limit;
		this.layerEnd[layer] = Math.min(limit, this.end);
		this.layerBody[layer] = this.layerEnd[layer]!;
		this.payloadFrom = this.payloadTo = this.payloadLimit = this.layerEnd[layer]!;
	}

	/** The payload is known, but nothing decodes it and it is not to be shown as data either. */
	opaque(): undefined {
		this.dataWanted = false;
	}

	next(space: Space, value: number | string): Protocol | undefined {
		return this.registry.find(space, value);
	}

	/** The protocol of the lower port, else of the higher; the other stands by in case it refuses. Where the ports say nothing, the layer is `undecidedLayer`. */
	byPort(space: Space): Protocol | undefined {
		const {registry, sourcePort, destinationPort} = this;
		const first = registry.owner(space, sourcePort, destinationPort);
		this.#second = registry.secondOwner(space, sourcePort, destinationPort);
		if (this.payloadFrom >= this.payloadTo) return first;
		this.#asked = this.layer;
		if (first !== undefined) return first;
		if (this.isQuoting) return this.#guess(this.payloadFrom, this.payloadTo);
		this.undecidedLayer = this.layer;
		return this.opaque();
	}

	/** What a quoted datagram looks like: no conversation is asked. Asks once. */
	#guess(from: number, to: number): Protocol | undefined {
		this.#asked = -1;
		return this.registry.guess('udp', this.bytes, from, to, this.sourcePort, this.destinationPort, true)?.protocol;
	}

	/** This layer is not this protocol's after all: it is `instead`'s, else the next candidate's, else data. */
	refuse(instead?: Protocol): undefined {
		this.#refused = true;
		this.#instead = instead;
	}

	/** This layer is this protocol's, which says nothing of it: there is no layer, and no data. */
	vanish(): undefined {
		this.#refused = true;
		this.#isNothing = true;
	}

	/** Packets name this layer's protocol and show nothing of it; the next layer stands where it stood. */
	unshow(): void {
		this.layerProtocol[this.layer] = this.registry.protocols[this.layerProtocol[this.layer]!]!.unshown!.id;
	}

	/** Whether fewer than `size` bytes are there. Then packets name this layer's protocol and show nothing of it. */
	lacks(size: number): boolean {
		if (this.captured >= size) return false;
		this.unshow();
		if (!this.isQuoting) this.mark(this.available < size ? malformed : truncated, this.start);
		this.dataWanted = false;
		return true;
	}

	/** A layer beside the others that this one names: `[from, to)` are places in the same source. */
	push(protocol: Protocol, from: number, to: number, flags = 0): void {
		if (this.#pending >= maxPending) return;
		const start = Math.min(from, this.end);
		const slot = this.#pending++;
		this.#pendingProtocol[slot] = protocol;
		const at = slot * 6;
		const p = this.#pendingPlace;
		p[at] = this.source;
		p[at + 1] = start;
		p[at + 2] = Math.max(start, Math.min(to, this.end));
		p[at + 3] = Math.max(start, Math.min(to, this.limit));
		p[at + 4] = this.layer;
		p[at + 5] = (this.layerFlags[this.layer]! & quoted) | flags;
	}

	/** The packet an error is about: shown with its own fields, but it gives the index no address, port or flow. */
	quote(protocol: Protocol | undefined, from: number, to: number = this.limit): void {
		if (protocol !== undefined) this.push(protocol, from, to, quoted);
	}

	/** Whether this layer is part of a quoted packet. */
	get isQuoted(): boolean {
		return this.isQuoting;
	}

	/** Layers of a protocol so far, this one counted. */
	count(protocol: Protocol): number {
		let count = 0;
		for (let layer = 0; layer < this.depth; layer++) if (this.layerProtocol[layer] === protocol.id) count++;
		return count;
	}

	/** The layer that named this one; -1 for the first. */
	get parent(): number {
		return this.layerParent[this.layer]!;
	}

	/** Id of the message that this layer came from; 0 where it did not come from a stream. */
	get message(): number {
		return this.layerMessage[this.layer]!;
	}

	/** Whether a layer is a header that belongs to the layer that named it. */
	isNested(layer: number): boolean {
		return (this.layerFlags[layer]! & nested) !== 0;
	}

	/** This layer is a header that belongs to the layer that named it. */
	nest(): void {
		this.layerFlags[this.layer] = this.layerFlags[this.layer]! | nested;
	}

	mark(fault: Fault, at: number): void {
		if (this.fault !== undefined) return;
		this.fault = fault;
		this.faultAt = at;
		this.faultLayer = this.layer;
	}

	/** The header cannot be trusted past this field: record it and stop. The rest is not shown as data. */
	malformed(fault: Fault, field: Field): undefined {
		if (!this.isQuoting) this.mark(fault, this.start + Math.max(0, field.offset));
		this.dataWanted = false;
	}

	/** Something is wrong at `field`, but reading can go on. */
	complain(fault: Fault, field: Field): void {
		if (!this.isQuoting) this.mark(fault, this.start + Math.max(0, field.offset));
	}
}

/** The packet has more layers than are followed. */
export const tooDeep = makeFault('frame.layers.many', `More than ${maxLayers} layers: the rest is not decoded`);
