import type {Field} from './field.ts';
import {type Fault, fault as makeFault, malformed, type Protocol, truncated} from './protocol.ts';
import type {Registry} from './registry.ts';
import type {Space} from './space.ts';

/** Layers one packet may have; a real stack has ten. More is an attack: what is left is data. */
export const maxLayers = 64;
/** Transport headers of one packet that get a flow: tunnels in tunnels, and a quoted one. */
export const maxTransports = 8;
/** Byte arrays that one packet's layers may lie in. */
const maxSources = 255;
/** Sibling layers that may wait at a time. */
const maxPending = 256;

/** Fragment headers of one packet that can be followed: tunnels in tunnels. */
export const maxFragments = 8;

/** Layer flags. A quoted layer, and all that it holds, is part of a packet that an error is about. */
export const quoted = 1;
/** One more message of the protocol that read those in front of it, in the same go. */
export const further = 4;
/** The layer belongs to the one that named it: the tree shows it in there. Its own payload does not. */
export const nested = 2;

/** Options of a TCP header that its flow looks at: where in the header the blocks begin that arrived behind a gap (RFC 2018; 0 for none), and a fast open cookie (RFC 7413). */
export const optionBlocks = 0x7f;
export const optionCookie = 0x80;

/** What stands for the shift of a window scale option that is not there, or that nobody could look for in all of the options. */
export const scaleNotOffered = -1;
export const scaleUnread = -2;

const empty = new Uint8Array(0);

/**
One packet while it is dissected. There is one cursor per pass; it is re-aimed, never retained.
A layer lies in a source (0 the frame, 1 and up bytes put together) at `[start, end)`, the part that was captured;
`limit`, never less than `end`, is where it ends on the wire.
*/
export class Cursor {
	readonly registry: Registry;
	/** By protocol id: 0 for layers that nobody wants, nor what they hold. What `resume` finds ends in front of these. */
	only: Uint8Array | undefined;
	readonly sources: Uint8Array[] = [];
	linkType = 0;
	/** When the frame was captured, in whole seconds since 1970: some bytes are a time or not by what they say. Set before `dissect`. */
	seconds = 0;

	/** The layer being walked. */
	bytes: Uint8Array = empty;
	source = 0;
	start = 0;
	end = 0;
	limit = 0;

	/** Layers found so far. */
	depth = 0;
	/** The number of their stack, see `Paths`. */
	path = 0;
	readonly layerProtocol = new Uint16Array(maxLayers);
	readonly layerSource = new Uint8Array(maxLayers);
	readonly layerStart = new Uint32Array(maxLayers);
	readonly layerEnd = new Uint32Array(maxLayers);
	readonly layerLimit = new Uint32Array(maxLayers);
	/** Where the layer's payload starts; its end where it has none. */
	readonly layerBody = new Uint32Array(maxLayers);
	/** This layer says that the packet it quotes does not fit through a link that takes `mtu` bytes (0: it does not say how many). */
	tooBig(mtu: number): void {
		if (this.#quoting) return;
		this.tooBigLayer = this.#layer;
		this.tooBigMtu = mtu;
	}

	/** The layer that named this one; -1 for the first. */
	readonly layerParent = new Int8Array(maxLayers);
	readonly layerFlags = new Uint8Array(maxLayers);
	/** Network addresses that the layer gave: their size (0: none) and places in its source. */
	readonly layerAddressSize = new Uint8Array(maxLayers);
	readonly layerSourceAt = new Uint32Array(maxLayers);
	readonly layerDestinationAt = new Uint32Array(maxLayers);
	/** Id of the message the layer came from, 0 where it did not come from a stream or a datagram's conversation. */
	readonly layerMessage = new Float64Array(maxLayers);

	fault: Fault | undefined;
	faultAt = 0;
	faultLayer = 0;

	/** Innermost link addresses: places in source `linkSource`; -1 where there are none. */
	linkSource = 0;
	linkSourceAt = -1;
	linkDestinationAt = -1;
	/** The layer that gave them. */
	linkLayer = 0;
	/** Innermost network addresses (4 or 16 bytes; 0: none), places in `addressSource`. */
	addressSource = 0;
	addressSize = 0;
	/** The layer that gave them. */
	addressLayer = 0;
	sourceAt = 0;
	destinationAt = 0;
	/** IP protocol number of the innermost transport that gave ports; 0 without ports. */
	transport = 0;
	sourcePort = 0;
	destinationPort = 0;
	/** The layer that gave the ports, -1 where none did. */
	transportLayer = -1;
	/** Every transport header met, outermost first: tunnels have several, and errors quote one. */
	transports = 0;
	readonly transportLayers = new Uint8Array(maxTransports);
	readonly transportProtocols = new Uint8Array(maxTransports);
	readonly transportPorts = new Uint32Array(maxTransports);
	readonly transportSources = new Uint8Array(maxTransports);
	readonly transportAddressSizes = new Uint8Array(maxTransports);
	readonly transportSourceAt = new Uint32Array(maxTransports);
	readonly transportDestinationAt = new Uint32Array(maxTransports);
	/** What flows need of those that are TCP: 1 where the rest is set (3 the same of a header that is wrong, 4 where only the flags are, 2 where only the number is, from which a message transport counts), numbers, flags, shift of the window scale option (or one of the `scale` numbers), bytes of payload on the wire. */
	readonly transportIsTcp = new Uint8Array(maxTransports);
	readonly transportSequence = new Uint32Array(maxTransports);
	readonly transportAcknowledgment = new Uint32Array(maxTransports);
	readonly transportFlags = new Uint16Array(maxTransports);
	readonly transportScale = new Int8Array(maxTransports);
	readonly transportLength = new Uint32Array(maxTransports);
	/** Of those that are TCP: the window as it stands in the header, and some of the `option` bits. */
	readonly transportWindow = new Uint16Array(maxTransports);
	readonly transportOptions = new Uint8Array(maxTransports);

	/** Numbers and flags of the segment that is followed. */
	sequence = 0;
	tcpFlags = 0;
	/** Payload of the innermost segment or datagram: `[from, to)` captured, `limit` on the wire. */
	segmentLayer = -1;
	segmentSource = 0;
	segmentFrom = 0;
	segmentTo = 0;
	segmentLimit = 0;

	/** The layer whose payload the ports do not name, -1 where there is none: what was said before between them, or the content, may. */
	undecidedLayer = -1;

	/** The layer whose payload is a fragment that nobody followed yet, -1 where there is none. */
	fragmentLayer = -1;
	/** The layer that says that a packet is too big, -1 where none does, and what would have fitted. */
	tooBigLayer = -1;
	tooBigMtu = 0;
	/** Every layer whose payload is a fragment, outermost first. */
	fragments = 0;
	readonly fragmentLayers = new Uint8Array(maxFragments);
	fragmentId = 0;
	fragmentOffset = 0;
	fragmentMore = false;
	/** IP protocol number of the fragmented payload. */
	fragmentProtocol = 0;

	/** The layer that asks or answers under a number of its own, without ports; -1 where there is none. */
	exchangeLayer = -1;
	exchangeId = 0;
	/** IP protocol number of the exchange, and the addresses between which it goes. */
	exchangeProtocol = 0;
	exchangeSource = 0;
	exchangeAddressSize = 0;
	exchangeSourceAt = 0;
	exchangeDestinationAt = 0;

	#sourcePort = 0;
	#destinationPort = 0;
	#quotedAddressSize = 0;
	#quotedSourceAt = 0;
	#quotedDestinationAt = 0;
	#layer = 0;
	#from = 0;
	#to = 0;
	#toLimit = 0;
	#refused = false;
	/** What a layer that refused says it is. */
	#instead: Protocol | undefined;
	#decoded: (() => Uint8Array | undefined) | undefined;
	#quoting = false;
	#dataWanted = true;
	readonly #candidates: Protocol[] = [];
	#candidate = 0;
	/** The layer that asked for the candidates, where it may stay undecided; -1 elsewhere. */
	#asked = -1;
	#pending = 0;
	readonly #pendingProtocol: Protocol[] = [];
	readonly #pendingPlace = new Float64Array(maxPending * 6);

	constructor(registry: Registry) {
		this.registry = registry;
	}

	/** Walks the frame `[start, end)` of `bytes`, of a link type (a LINKTYPE_ number, or one of the numbers of `frame.ts`); `original` is its length on the wire. */
	dissect(bytes: Uint8Array, start: number, end: number, original: number, linkType: number): void {
		this.linkType = linkType;
		if (this.sources.length > 1) this.sources.length = 1;
		this.sources[0] = bytes;
		this.depth = 0;
		this.path = 0;
		this.fault = undefined;
		this.linkSourceAt = -1;
		this.linkDestinationAt = -1;
		this.addressSize = 0;
		this.transport = 0;
		this.transportLayer = -1;
		this.transports = 0;
		this.segmentLayer = -1;
		this.undecidedLayer = -1;
		this.fragmentLayer = -1;
		this.fragments = 0;
		this.exchangeLayer = -1;
		this.tooBigLayer = -1;
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
		this.#quoting = (flags & quoted) !== 0;
		if (this.#candidates.length > 0) this.#candidates.length = 0;
		this.#candidate = 0;
		this.#asked = -1;
		let next: Protocol | undefined = first;
		let above = parent;
		while (next !== undefined) {
			if (this.depth === maxLayers) {
				this.mark(tooDeep, start);
				return;
			}

			const layer = this.depth++;
			this.#layer = layer;
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
			if (end - start < next.size) {
				this.path = this.registry.paths.step(this.path, next.id);
				if (!this.#quoting) this.mark(limit - start < next.size ? malformed : truncated, start);
				return;
			}

			this.#refused = false;
			this.#instead = undefined;
			this.#decoded = undefined;
			this.#dataWanted = true;
			this.#from = end;
			this.#to = end;
			this.#toLimit = limit;
			const pendingBefore: number = this.#pending;
			const protocol: Protocol = next;
			next = protocol.walk === undefined ? undefined : protocol.walk(this);
			if (this.#refused) {
				this.depth--;
				this.#pending = pendingBefore;
				const instead = this.#instead as Protocol | undefined;
				if (instead !== undefined) next = instead;
				else if (this.#candidate < this.#candidates.length) next = this.#candidates[this.#candidate++];
				else if (above < 0 || above !== this.#asked) next = this.registry.data;
				else if (this.#quoting) next = this.#guess(start, end) ?? this.registry.data;
				else {
					this.undecidedLayer = above;
					return;
				}

				continue;
			}

			this.path = this.registry.paths.step(this.path, protocol.id);
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
					this.#from = 0;
					this.#to = this.#toLimit = decoded.length;
				}
			}

			if (this.#from >= this.#toLimit) return;
			if (next === undefined) {
				if (!this.#dataWanted || this.#from >= this.#to) return;
				next = this.registry.data;
			}

			above = layer;
			flags &= quoted;
			start = this.#from;
			end = this.#to;
			limit = this.#toLimit;
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
		const limit = Math.min(this.start + total, this.limit);
		const end = Math.min(limit, this.end);
		const layer = this.#layer;
		this.layerLimit[layer] = limit;
		this.layerEnd[layer] = end;
		const from = Math.min(this.start + size, end);
		this.layerBody[layer] = from;
		this.#from = from;
		this.#to = end;
		this.#toLimit = this.start + size > end ? from : limit;
	}

	/** Its header is `size` long and its payload ends `total` from its start; the layer itself goes on behind it. */
	child(size: number, total: number): void {
		const layer = this.#layer;
		const limit = Math.min(this.start + total, this.limit);
		const from = Math.min(this.start + size, this.end);
		this.layerBody[layer] = from;
		this.#from = from;
		this.#to = Math.max(from, Math.min(limit, this.end));
		this.#toLimit = Math.max(from, limit);
	}

	/** What the next layer reads is not this layer's payload as it stands but was made from it: decompressed, decrypted, freed of its framing. Where `decode` gives nothing, the payload is data. */
	decoded(decode: () => Uint8Array | undefined): void {
		this.#decoded = decode;
	}

	/** This layer ends `total` bytes from its start and carries nothing. */
	bound(total: number): void {
		const layer = this.#layer;
		const limit = Math.min(this.start + total, this.limit);
		this.layerLimit[layer] = limit;
		this.layerEnd[layer] = Math.min(limit, this.end);
		this.layerBody[layer] = this.layerEnd[layer]!;
		this.#from = this.#to = this.#toLimit = this.layerEnd[layer]!;
	}

	/** The payload is known, but nothing decodes it and it is not to be shown as data either. */
	opaque(): undefined {
		this.#dataWanted = false;
	}

	next(space: Space, value: number | string): Protocol | undefined {
		return this.registry.find(space, value);
	}

	/** The protocol of the lower port, else of the higher; the other stands by in case it refuses. Where the ports say nothing, the layer is `undecidedLayer`. */
	byPort(space: Space): Protocol | undefined {
		const list = this.#candidates;
		this.#candidate = 1;
		this.registry.owners(list, space, this.#sourcePort, this.#destinationPort);
		if (this.#from >= this.#to) return list[0];
		this.#asked = this.#layer;
		if (list.length > 0) return list[0];
		if (this.#quoting) return this.#guess(this.#from, this.#to);
		this.undecidedLayer = this.#layer;
		return this.opaque();
	}

	/** What a quoted datagram looks like: no conversation is asked. Asks once. */
	#guess(from: number, to: number): Protocol | undefined {
		this.#asked = -1;
		return this.registry.guess('udp', this.bytes, from, to, this.#sourcePort, this.#destinationPort)?.protocol;
	}

	/** This layer is not this protocol's after all: it is `instead`'s, else the next candidate's, else data. */
	refuse(instead?: Protocol): undefined {
		this.#refused = true;
		this.#instead = instead;
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
		p[at + 4] = this.#layer;
		p[at + 5] = (this.layerFlags[this.#layer]! & quoted) | flags;
	}

	/** The packet an error is about: shown with its own fields, but it gives the index no address, port or flow. */
	quote(protocol: Protocol | undefined, from: number, to: number = this.limit): void {
		if (protocol !== undefined) this.push(protocol, from, to, quoted);
	}

	/** Whether this layer is part of a quoted packet. */
	get isQuoted(): boolean {
		return this.#quoting;
	}

	/** Link addresses of six bytes, places in `bytes`. */
	linkAddresses(sourceAt: number, destinationAt: number): void {
		if (this.#quoting) return;
		this.linkSource = this.source;
		this.linkLayer = this.#layer;
		this.linkSourceAt = sourceAt;
		this.linkDestinationAt = destinationAt;
	}

	/** Network addresses of `size` bytes, places in `bytes`. A new network layer forgets the ports of the one around it. */
	addresses(size: number, sourceAt: number, destinationAt: number): void {
		this.layerAddressSize[this.#layer] = size;
		this.layerSourceAt[this.#layer] = sourceAt;
		this.layerDestinationAt[this.#layer] = destinationAt;
		if (this.#quoting) {
			this.#quotedAddressSize = size;
			this.#quotedSourceAt = sourceAt;
			this.#quotedDestinationAt = destinationAt;
			return;
		}

		this.addressSource = this.source;
		this.addressLayer = this.#layer;
		this.addressSize = size;
		this.sourceAt = sourceAt;
		this.destinationAt = destinationAt;
		this.transport = 0;
		this.transportLayer = -1;
		this.segmentLayer = -1;
		this.undecidedLayer = -1;
		this.fragmentLayer = -1;
	}

	/** The packet is on a route that its sender chose, which ends at the address at `at`: it is for that one. */
	destination(at: number): void {
		if (!this.#readdress(-1, at)) return;
		if (this.#quoting) this.#quotedDestinationAt = at;
		else this.destinationAt = at;
	}

	/** The packet is from the address at `at`, whatever the header around this layer says. */
	origin(at: number): void {
		if (!this.#readdress(at, -1)) return;
		if (this.#quoting) this.#quotedSourceAt = at;
		else this.sourceAt = at;
	}

	/** Gives this layer the addresses of the one around it, but for the one that is given (-1: as it was). False where there are none. */
	#readdress(sourceAt: number, destinationAt: number): boolean {
		const layer = this.#layer;
		let around = this.layerParent[layer]!;
		while (around >= 0 && this.layerAddressSize[around] === 0) around = this.layerParent[around]!;
		if (around < 0 || this.layerSource[around] !== this.source) return false;
		this.layerAddressSize[layer] = this.layerAddressSize[around]!;
		this.layerSourceAt[layer] = sourceAt < 0 ? this.layerSourceAt[around]! : sourceAt;
		this.layerDestinationAt[layer] = destinationAt < 0 ? this.layerDestinationAt[around]! : destinationAt;
		return true;
	}

	/** Ports, with the transport's IP protocol number. */
	ports(transport: number, source: number, destination: number): void {
		const n = this.transports;
		const size = this.#quoting ? this.#quotedAddressSize : this.addressSize;
		if (n < maxTransports && size > 0) {
			this.transports = n + 1;
			this.transportLayers[n] = this.#layer;
			this.transportIsTcp[n] = 0;
			this.transportProtocols[n] = transport;
			this.transportPorts[n] = (source << 16) | destination;
			this.transportSources[n] = this.#quoting ? this.source : this.addressSource;
			this.transportAddressSizes[n] = size;
			this.transportSourceAt[n] = this.#quoting ? this.#quotedSourceAt : this.sourceAt;
			this.transportDestinationAt[n] = this.#quoting ? this.#quotedDestinationAt : this.destinationAt;
		}

		this.#sourcePort = source;
		this.#destinationPort = destination;
		if (this.#quoting) return;
		this.sourcePort = source;
		this.destinationPort = destination;
		this.transport = transport;
		this.transportLayer = this.#layer;
	}

	/**
	What flows need of a TCP header, after its `ports`. `scale` is a shift or one of the `scale` numbers, `options` some of
	the `option` bits, `length` what it carries on the wire. The flags of a header that is wrong say nothing of the connection.
	*/
	tcp(sequence: number, acknowledgment: number, flags: number, window: number, scale: number, options: number, length: number, isWrong = false): void {
		const n = this.transports - 1;
		if (n >= 0 && this.transportLayers[n] === this.#layer) {
			this.transportIsTcp[n] = isWrong ? 3 : 1;
			this.transportSequence[n] = sequence;
			this.transportAcknowledgment[n] = acknowledgment;
			this.transportFlags[n] = flags;
			this.transportWindow[n] = window;
			this.transportScale[n] = scale;
			this.transportOptions[n] = options;
			this.transportLength[n] = length;
		}

		if (this.#quoting) return;
		this.sequence = sequence;
		this.tcpFlags = flags;
	}

	/** All that a TCP header tells which is longer than its segment: when the connection was opened, or answered. */
	handshake(flags: number): void {
		const n = this.transports - 1;
		if (n < 0 || this.transportLayers[n] !== this.#layer) return;
		this.transportIsTcp[n] = 4;
		this.transportFlags[n] = flags;
	}

	/** The number of the first message that this direction sends, after `ports`. */
	countFrom(sequence: number): void {
		const n = this.transports - 1;
		if (n < 0 || this.transportLayers[n] !== this.#layer) return;
		this.transportIsTcp[n] = 2;
		this.transportSequence[n] = sequence;
	}

	/** The payload announced by `payload` belongs to a stream (or to a datagram's conversation). */
	segment(): void {
		if (this.#quoting) return;
		this.segmentLayer = this.#layer;
		this.segmentSource = this.source;
		this.segmentFrom = this.#from;
		this.segmentTo = this.#to;
		this.segmentLimit = this.#toLimit;
	}

	/** The payload announced by `payload` is a fragment of a datagram. `offset` in bytes, `protocol` an IP protocol number. */
	fragment(identification: number, offset: number, more: boolean, protocol: number): undefined {
		if (this.#quoting) return;
		this.#dataWanted = false;
		if (this.fragments === maxFragments) return;
		this.fragmentLayers[this.fragments++] = this.#layer;
		this.fragmentLayer = this.#layer;
		this.fragmentId = identification;
		this.fragmentOffset = offset;
		this.fragmentMore = more;
		this.fragmentProtocol = protocol;
	}

	/** This layer asks or answers something that `id` names, between the addresses around it: its protocol hears of it as of a message. */
	exchange(protocol: number, id: number): void {
		if (this.#quoting || this.addressSize === 0) return;
		this.exchangeLayer = this.#layer;
		this.exchangeId = id;
		this.exchangeProtocol = protocol;
		this.exchangeSource = this.addressSource;
		this.exchangeAddressSize = this.addressSize;
		this.exchangeSourceAt = this.sourceAt;
		this.exchangeDestinationAt = this.destinationAt;
	}

	/** Layers of a protocol so far, this one counted. */
	count(protocol: Protocol): number {
		let count = 0;
		for (let layer = 0; layer < this.depth; layer++) if (this.layerProtocol[layer] === protocol.id) count++;
		return count;
	}

	/** The layer that named this one; -1 for the first. */
	get parent(): number {
		return this.layerParent[this.#layer]!;
	}

	/** Whether a layer is a header that belongs to the layer that named it. */
	isNested(layer: number): boolean {
		return (this.layerFlags[layer]! & nested) !== 0;
	}

	/** This layer is a header that belongs to the layer that named it. */
	nest(): void {
		this.layerFlags[this.#layer] = this.layerFlags[this.#layer]! | nested;
	}

	mark(fault: Fault, at: number): void {
		if (this.fault !== undefined) return;
		this.fault = fault;
		this.faultAt = at;
		this.faultLayer = this.#layer;
	}

	/** The header cannot be trusted past this field: record it and stop. The rest is not shown as data. */
	malformed(fault: Fault, field: Field): undefined {
		if (!this.#quoting) this.mark(fault, this.start + Math.max(0, field.offset));
		this.#dataWanted = false;
	}

	/** Something is wrong at `field`, but reading can go on. */
	complain(fault: Fault, field: Field): void {
		if (!this.#quoting) this.mark(fault, this.start + Math.max(0, field.offset));
	}
}

/** The packet has more layers than are followed. */
export const tooDeep = makeFault('frame.layers.many', `More than ${maxLayers} layers: the rest is not decoded`);
