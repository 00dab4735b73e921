import type {TooBig} from './analysis/path-mtu.ts';
import type {Analysed} from './analysis/tcp-log.ts';
import type {Protocol} from './protocol.ts';
import type {Field, Value} from './field.ts';
import type {Note} from './reassembly/framing.ts';

/** What is known of a frame without decoding it. Times in nanoseconds. */
export type FrameMeta = {
	readonly captured: number;
	readonly original: number;
	/** Undefined where the file gives none. */
	readonly time: bigint | undefined;
	readonly linkType: number;
	/** As the file numbers its interfaces; undefined where it numbers none. */
	readonly interfaceId: number | undefined;
	readonly interfaceName: string | undefined;
	readonly interfaceDescription: string | undefined;
	/** From 1; undefined where the file has no sections. */
	readonly section: number | undefined;
	readonly comments: readonly string[];
	/** epb_flags of pcapng. */
	readonly packetFlags: number | undefined;
	/** Packets lost before this one, where the file says so. */
	readonly dropCount: bigint | undefined;
	/** epb_packetid and epb_queue of pcapng. */
	readonly packetId?: bigint | undefined;
	readonly queue?: number | undefined;
	/** epb_verdict of pcapng: what decided about the packet, and what it said. */
	readonly verdicts?: ReadonlyArray<{readonly kind: number; readonly bytes: Uint8Array}> | undefined;
	/** What the frame is where it is no packet but another block of pcapng. */
	readonly block?: 'custom' | 'journal' | 'sysdig' | undefined;
	/** Of a custom block: whose it is (a private enterprise number), and whether it may be copied. */
	readonly enterprise?: number | undefined;
	readonly copied?: boolean | undefined;
};

/** A transport flow as seen from one packet of it. */
export type FlowFacts = {
	/** Number per transport, from 0, in order of appearance: `tcp.stream`. */
	readonly stream: number;
	/** 0 in the direction of the flow's first packet. */
	readonly direction: 0 | 1;
	/** First sequence number of this direction and of the other; undefined where none was seen. */
	readonly base: number | undefined;
	readonly peerBase: number | undefined;
	/** Window scale shift that applies to this packet: -1 unknown, -2 not used. */
	readonly windowShift: number;
	/** Row of the flow's first packet, and of the one before this; undefined for the first. */
	readonly firstRow: number;
	readonly previousRow: number | undefined;
	/** Which parts of a TCP connection were seen, as `tcp.completeness` has them. */
	readonly completeness: number;
	/** Whether this direction was the first to send a FIN. */
	readonly closes: boolean;
	/** What the segment's numbers say beside those before it; undefined for a transport that has none. */
	readonly analysis: Analysed | undefined;
	/** Its bits alone, of `tcp-flags.ts`. */
	readonly analysisFlags: number;
	/** Nanoseconds that the handshake took; undefined where it was not seen. */
	readonly handshake: bigint | undefined;
};

/** A stretch of a source that came from elsewhere: `length` bytes of frame `row`, at `from` of what was put together. */
export type Piece = {
	readonly row: number;
	readonly from: number;
	readonly length: number;
	/** What is wrong with a fragment: some of the `piece` bits. */
	readonly problems?: number;
};

/** The fragment has bytes that another gave as well. */
export const pieceOverlaps = 1;
/** And they differ. */
export const pieceConflicts = 2;
/** It says that it is the last, and ends elsewhere than the first that said so. */
export const pieceIsSecondTail = 4;
/** It has bytes past the end of what it is part of. */
export const pieceTooLong = 8;

/** `[start, end)` of some bytes. */
export type Place = {readonly bytes: Uint8Array; readonly start: number; readonly end: number};

/** The rule that gives a packet its colours. */
export type Coloring = {readonly name: string; readonly filter: string};

/** What an `expand` may ask beside its own bytes. */
export type Facts = {
	/** 0-based. */
	readonly row: number;
	readonly meta: FrameMeta;
	/** Meta of an earlier frame, or of a later one that is already known. */
	timeOf(row: number): bigint | undefined;
	readonly firstTime: bigint | undefined;
	readonly previousTime: bigint | undefined;
	readonly previousDisplayedTime: bigint | undefined;
	/** The first rule of colours that the packet passes, where rules are asked. */
	readonly coloring: Coloring | undefined;
	/** The layer being read. */
	readonly layer: number;
	/** The flow of this packet, if this layer is the one that gave it its ports; valid until another is asked for. */
	readonly flow: FlowFacts | undefined;
	/** The layers, outermost first. */
	readonly layers: readonly Protocol[];
	/** Whose the layer right behind this one is, where this one carries it. */
	readonly inside: Protocol | undefined;
	/** The nearest layer around this one that is `protocol`: its place, else -1. */
	enclosing(protocol: Protocol): number;
	/** Whether the layer that named this one has that name. */
	isFirstIn(name: string): boolean;
	/** Where a layer starts in its source. */
	startOf(layer: number): number;
	/** The byte at `offset` of a layer, which may be in another source; -1 where it was not captured or there is no such layer. */
	byteOf(layer: number, offset: number): number;
	/** The nearest layer around this one with network addresses: source and destination, 4 or 16 bytes each; undefined without. */
	readonly addresses: {readonly source: Uint8Array; readonly destination: Uint8Array} | undefined;
	/** End on the wire of the layer that this one names, in this layer's source; its own end where it names none. */
	readonly childLimit: number;
	/** End of the captured bytes of the layer that named this one, where both lie in one source; else its own. */
	readonly aroundEnd: number;
	/** Whether every frame there will be has been seen: an answer that is not there will not come. */
	readonly complete: boolean;
	/** What the message pass told of this layer's message, or of an earlier one whose id is given. */
	told(note: Note, message?: number): number | undefined;
	/** The bytes of an earlier message of this layer's protocol, which came in a datagram; valid until another is asked for. */
	earlier(message: number): Place | undefined;
	/** What a message before this one said: the first value of `field` in the message of this id; undefined where it said none. */
	saidIn(message: number, field: Field): Value;
	/** Nanoseconds from the frame in `row` to this one. */
	since(row: number): bigint | undefined;
	/** Where the bytes of this layer's payload were put together: the frames they came from; undefined for a payload that is whole in this frame. */
	readonly reassembly: Reassembly | undefined;
	/** For an error that says that a packet is too big: what came before and after it. */
	readonly tooBig: TooBigFacts | undefined;
	/** What routers said of this packet's size, or of those before it. */
	readonly pathMtu: {readonly refused: TooBig | undefined; readonly follows: TooBig | undefined};
	/** The first four bytes of what this layer's fragment is part of, as a number; -1 where they are not known. */
	readonly fragmentHead: number;
	/** What became of this segment's bytes; undefined where this layer's payload belongs to no stream. */
	readonly segment: SegmentFacts | undefined;
	/** Whether bytes of this segment were kept for a message, and none ends with them. */
	readonly isPart: boolean;
	/** A value in words: those of `-T fields`, and an address as its host's name where names are asked for. */
	print(field: Field, value: Value): string;
};

/** A notice that a packet is too big, and the row of that packet where the capture has it. */
export type TooBigFacts = {readonly notice: TooBig; readonly refused: number | undefined};

/** What became of the bytes of a stream's segment. */
export type SegmentFacts = {
	/** Places in the layer's source that no message of this frame holds as they are, with the row where they are whole (undefined: none, or not yet). */
	readonly held: ReadonlyArray<{readonly start: number; readonly end: number; readonly row: number | undefined}>;
	/** What was put together in this frame. */
	readonly whole: readonly Reassembly[];
	/** Protocols and lengths of the messages that end in this frame. */
	readonly messages: ReadonlyArray<{readonly protocol: Protocol; readonly length: number}>;
};

/** Bytes that were put together for, or begin in, the layer's payload. */
export type Reassembly = {
	/** The row in which it is whole; undefined where that is not known (yet). */
	readonly row: number | undefined;
	/** Frames that gave bytes, in order of place. Empty except in the row where it is whole. */
	readonly pieces: readonly Piece[];
	readonly length: number;
	/** What was put together, in the row where it is whole. */
	readonly bytes: Uint8Array | undefined;
};
