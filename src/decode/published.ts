import type {Fault} from './protocol.ts';

/** Layers one packet may have; a real stack has ten. More is an attack: what is left is data. */
export const maxLayers = 64;
/** Transport headers of one packet that get a flow: tunnels in tunnels, and a quoted one. */
export const maxTransports = 8;
/** Fragment headers of one packet that can be followed: tunnels in tunnels. */
export const maxFragments = 8;

/** Options of a TCP header that its flow looks at: where in the header the blocks begin that arrived behind a gap (RFC 2018; 0 for none), and a fast open cookie (RFC 7413). */
export const optionBlocks = 0x7f;
export const optionCookie = 0x80;

/** What is told of a transport header beside ports: nothing; all that flows need of a TCP header; the same of one that is wrong; only its flags; only a number from which a message transport counts. */
export const toldPorts = 0;
export const toldTcp = 1;
export const toldWrongTcp = 2;
export const toldFlags = 3;
export const toldCount = 4;

/** What stands for the shift of a window scale option that is not there, or that nobody could look for in all of the options. */
export const scaleNotOffered = -1;
export const scaleUnread = -2;

const empty = new Uint8Array(0);

/**
What the layers of one packet say of it to the index, to flows and to reassembly, while the cursor goes over them and until
it is aimed at the next.
*/
export class Published {
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
	/** Ports of the transport header that was met last, also of one that an error quotes. */
	sourcePort = 0;
	destinationPort = 0;
	/** The layer that gave the ports, -1 where none did. */
	transportLayer = -1;
	/** Every transport header met, outermost first: tunnels have several, and errors quote one. */
	transports = 0;
	readonly transportLayers = new Uint8Array(maxTransports);
	readonly transportProtocols = new Uint8Array(maxTransports);
	/** As `source << 16 | destination`. */
	readonly transportPorts = new Int32Array(maxTransports);
	readonly transportSources = new Uint8Array(maxTransports);
	readonly transportAddressSizes = new Uint8Array(maxTransports);
	readonly transportSourceAt = new Uint32Array(maxTransports);
	readonly transportDestinationAt = new Uint32Array(maxTransports);
	/** One of the `told` numbers; then, of those of which it is told, numbers, flags, shift of the window scale option (or one of the `scale` numbers), bytes of payload on the wire. */
	readonly transportTold = new Uint8Array(maxTransports);
	readonly transportSequence = new Uint32Array(maxTransports);
	readonly transportAcknowledgment = new Uint32Array(maxTransports);
	readonly transportFlags = new Uint16Array(maxTransports);
	readonly transportScale = new Int16Array(maxTransports);
	readonly transportLength = new Uint32Array(maxTransports);
	/** Of those that are TCP: the window as it stands in the header, and some of the `option` bits. */
	readonly transportWindow = new Uint16Array(maxTransports);
	readonly transportOptions = new Uint8Array(maxTransports);

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

	#quotedAddressSize = 0;
	#quotedSourceAt = 0;
	#quotedDestinationAt = 0;
	protected layer = 0;
	protected payloadFrom = 0;
	protected payloadTo = 0;
	protected payloadLimit = 0;
	protected isQuoting = false;
	protected dataWanted = true;

	/** Forgets what the packet before published. */
	protected forget(): void {
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
	}

	/** This layer says that the packet it quotes does not fit through a link that takes `mtu` bytes (0: it does not say how many). */
	tooBig(mtu: number): void {
		if (this.isQuoting) return;
		this.tooBigLayer = this.layer;
		this.tooBigMtu = mtu;
	}

	/** Link addresses of six bytes, places in `bytes`. */
	linkAddresses(sourceAt: number, destinationAt: number): void {
		if (this.isQuoting) return;
		this.linkSource = this.source;
		this.linkLayer = this.layer;
		this.linkSourceAt = sourceAt;
		this.linkDestinationAt = destinationAt;
	}

	/** Network addresses of `size` bytes, places in `bytes`. A new network layer forgets the ports of the one around it. */
	addresses(size: number, sourceAt: number, destinationAt: number): void {
		this.layerAddressSize[this.layer] = size;
		this.layerSourceAt[this.layer] = sourceAt;
		this.layerDestinationAt[this.layer] = destinationAt;
		if (this.isQuoting) {
			this.#quotedAddressSize = size;
			this.#quotedSourceAt = sourceAt;
			this.#quotedDestinationAt = destinationAt;
			return;
		}

		this.addressSource = this.source;
		this.addressLayer = this.layer;
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
		if (this.isQuoting) this.#quotedDestinationAt = at;
		else this.destinationAt = at;
	}

	/** The packet is from the address at `at`, whatever the header around this layer says. */
	origin(at: number): void {
		if (!this.#readdress(at, -1)) return;
		if (this.isQuoting) this.#quotedSourceAt = at;
		else this.sourceAt = at;
	}

	/** Gives this layer the addresses of the one around it, but for the one that is given (-1: as it was). False where there are none. */
	#readdress(sourceAt: number, destinationAt: number): boolean {
		const layer = this.layer;
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
		const {isQuoting, layer, transports: n} = this;
		const size = isQuoting ? this.#quotedAddressSize : this.addressSize;
		if (n < maxTransports && size > 0) {
			this.transports = n + 1;
			this.transportLayers[n] = layer;
			this.transportTold[n] = toldPorts;
			this.transportProtocols[n] = transport;
			this.transportPorts[n] = (source << 16) | destination;
			this.transportSources[n] = isQuoting ? this.source : this.addressSource;
			this.transportAddressSizes[n] = size;
			this.transportSourceAt[n] = isQuoting ? this.#quotedSourceAt : this.sourceAt;
			this.transportDestinationAt[n] = isQuoting ? this.#quotedDestinationAt : this.destinationAt;
		}

		this.sourcePort = source;
		this.destinationPort = destination;
		if (isQuoting) return;
		this.transport = transport;
		this.transportLayer = layer;
	}

	/**
	What flows need of a TCP header, after its `ports`. `scale` is a shift or one of the `scale` numbers, `options` some of
	the `option` bits, `length` what it carries on the wire. The flags of a header that is wrong say nothing of the connection.
	*/
	tcp(sequence: number, acknowledgment: number, flags: number, window: number, scale: number, options: number, length: number, isWrong = false): void {
		const n = this.transports - 1;
		if (n >= 0 && this.transportLayers[n] === this.layer) {
			this.transportTold[n] = isWrong ? toldWrongTcp : toldTcp;
			this.transportSequence[n] = sequence;
			this.transportAcknowledgment[n] = acknowledgment;
			this.transportFlags[n] = flags;
			this.transportWindow[n] = window;
			this.transportScale[n] = scale;
			this.transportOptions[n] = options;
			this.transportLength[n] = length;
		}
	}

	/** The number of the first message that this direction sends, after `ports`. */
	countFrom(sequence: number): void {
		const n = this.transports - 1;
		if (n < 0 || this.transportLayers[n] !== this.layer) return;
		this.transportTold[n] = toldCount;
		this.transportSequence[n] = sequence;
	}

	/** All that a TCP header tells which is longer than its segment: when the connection was opened, or answered. */
	handshake(flags: number): void {
		const n = this.transports - 1;
		if (n < 0 || this.transportLayers[n] !== this.layer) return;
		this.transportTold[n] = toldFlags;
		this.transportFlags[n] = flags;
	}

	/** The payload announced by `payload` belongs to a stream (or to a datagram's conversation). */
	segment(): void {
		if (this.isQuoting) return;
		this.segmentLayer = this.layer;
		this.segmentSource = this.source;
		this.segmentFrom = this.payloadFrom;
		this.segmentTo = this.payloadTo;
		this.segmentLimit = this.payloadLimit;
	}

	/** The payload announced by `payload` is a fragment of a datagram. `offset` in bytes, `protocol` an IP protocol number. */
	fragment(identification: number, offset: number, more: boolean, protocol: number): undefined {
		if (this.isQuoting) return;
		this.dataWanted = false;
		if (this.fragments === maxFragments) return;
		this.fragmentLayers[this.fragments++] = this.layer;
		this.fragmentLayer = this.layer;
		this.fragmentId = identification;
		this.fragmentOffset = offset;
		this.fragmentMore = more;
		this.fragmentProtocol = protocol;
	}

	/** This layer asks or answers something that `id` names, between the addresses around it: its protocol hears of it as of a message. */
	exchange(protocol: number, id: number): void {
		if (this.isQuoting || this.addressSize === 0) return;
		this.exchangeLayer = this.layer;
		this.exchangeId = id;
		this.exchangeProtocol = protocol;
		this.exchangeSource = this.addressSource;
		this.exchangeAddressSize = this.addressSize;
		this.exchangeSourceAt = this.sourceAt;
		this.exchangeDestinationAt = this.destinationAt;
	}
}
