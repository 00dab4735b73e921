import type {CaptureError} from './capture-error.ts';
import type {FrameStore} from './store.ts';

/** `Batch.interface` of frames that belong to no interface: custom, journal and sysdig blocks. */
export const NO_INTERFACE = 0xff_ff_ff_ff;

/** Bits of `Batch.flags`. A pcap frame has none of them. */
export const frameFlags = {
	/** The file gives no time: simple packet blocks, custom blocks, journal entries without one. */
	noTime: 1,
	/** `CaptureSource.options` has something to say: comments, packet flags, drops, a private enterprise number. */
	hasOptions: 2,
	/** A pcapng custom block; the frame is what follows the private enterprise number. */
	custom: 4,
	/** A pcapng systemd journal export block; the frame is its text. */
	journal: 8,
	/** A pcapng sysdig event block; the frame is the event's parameters. */
	sysdig: 16,
} as const;

/** One option whose meaning this layer does not know, as it is in the file. */
export type RawOption = {readonly code: number; readonly bytes: Uint8Array};

/**
What a capture file says of one interface. A pcap file has exactly one, made from its header.
`index` is its place in `CaptureSource.interfaces` and what `Batch.interface` holds.
*/
export type Interface = {
	readonly index: number;
	/** tshark's frame.interface_id: numbering starts again in each section. Undefined in pcap, which names no interface. */
	readonly id: number | undefined;
	/** tshark's frame.section_number, from 1. Undefined in pcap. */
	readonly section: number | undefined;
	/** The LINKTYPE number of the file, without pcap's FCS bits (not a DLT or a Wireshark encapsulation). */
	readonly linkType: number;
	/** The longest frame that is kept, 0 for no limit. */
	readonly snapLength: number;
	/** Parts of a second in the file's times: 1000000 for microseconds. Powers of ten or two, possibly huge. */
	readonly unitsPerSecond: bigint;
	/** Seconds that the file's times are off by (if_tsoffset); already added to `Batch.seconds`. */
	readonly offsetSeconds: bigint;
	/** Bytes of frame check sequence at the end of each frame, where the file says so. */
	readonly fcsLength: number | undefined;
	readonly name: string | undefined;
	readonly description: string | undefined;
	readonly filter: string | undefined;
	readonly operatingSystem: string | undefined;
	readonly hardware: string | undefined;
	/** Bits per second. */
	readonly speed: bigint | undefined;
	readonly comments: readonly string[];
	/** Every option as it is in the file, in `littleEndian` order, for writing it again. */
	readonly options: readonly RawOption[];
	readonly littleEndian: boolean;
};

/** One section of a pcapng file. */
export type Section = {
	/** tshark's frame.section_number, from 1. */
	readonly number: number;
	/** Where its header block begins in the (uncompressed) file. */
	readonly place: number;
	readonly littleEndian: boolean;
	/** Index in `CaptureSource.interfaces` of its first interface. */
	readonly firstInterface: number;
	readonly hardware: string | undefined;
	readonly operatingSystem: string | undefined;
	readonly application: string | undefined;
	readonly comments: readonly string[];
	readonly options: readonly RawOption[];
};

/** One record of a name resolution block: 4, 6, 8 or 16 bytes of address and the names it has. */
export type NameRecord = {
	readonly section: number;
	readonly kind: 'ipv4' | 'ipv6' | 'eui48' | 'eui64';
	readonly address: Uint8Array;
	readonly names: readonly string[];
};

/** One decryption secrets block. `type` is the file's number: 0x544c534b is a TLS key log. */
export type Secrets = {readonly section: number; readonly type: number; readonly bytes: Uint8Array};

/** One interface statistics block. `interfaceId` is relative to its section and may name none. */
export type Statistics = {
	readonly section: number;
	readonly interfaceId: number;
	readonly littleEndian: boolean;
	readonly received: bigint | undefined;
	readonly dropped: bigint | undefined;
	readonly timestampHigh: number;
	readonly timestampLow: number;
	readonly options: readonly RawOption[];
};

/** What a pcapng file says besides its frames; grows while the file is read. */
export type Metadata = {
	readonly sections: readonly Section[];
	readonly names: readonly NameRecord[];
	readonly secrets: readonly Secrets[];
	readonly statistics: readonly Statistics[];
	/** Blocks of names, secrets and statistics that were passed over because of the limit on what is kept. */
	readonly omitted: number;
};

/**
Frames of one read, as parallel arrays: row i is valid for i < count. Everything, the bytes too, is overwritten by the
next read. `start` and `captured` lie inside `bytes`.
*/
export type Batch = {
	count: number;
	bytes: Uint8Array;
	/** Where in `bytes` a frame's captured bytes begin. */
	readonly start: Uint32Array;
	/** Where they are in the (uncompressed) file: what `FrameStore.read` and `CaptureSource.options` take. */
	readonly place: Float64Array;
	/** Bytes in the file. */
	readonly captured: Uint32Array;
	/** Bytes on the wire; may be less than `captured` where the file says so, and is at most 2^31 - 1, as tshark's. */
	readonly original: Uint32Array;
	/** Seconds since the epoch, whole; negative before 1970. */
	readonly seconds: Float64Array;
	/** To be added to `seconds`; outside 0 to 999999999 only where a pcap file says so, as tshark's. */
	readonly nanoseconds: Int32Array;
	/** Index in `CaptureSource.interfaces`, or NO_INTERFACE. */
	readonly interface: Uint32Array;
	/** Bits of `frameFlags`. */
	readonly flags: Uint8Array;
};

/** What a pcapng file says of one frame besides its bytes, lengths and time. */
export type PacketOptions = {
	readonly comments: readonly string[];
	/** epb_flags. */
	readonly flags: number | undefined;
	readonly dropCount: bigint | undefined;
	readonly packetId: bigint | undefined;
	readonly queue: number | undefined;
	readonly verdicts: readonly {readonly kind: number; readonly bytes: Uint8Array}[];
	/** Of a custom block: the private enterprise number, and whether the block may be copied. */
	readonly enterprise: number | undefined;
	readonly copy: boolean | undefined;
	/** Every option as it is in the file, for writing it again, in `littleEndian` order. */
	readonly options: readonly RawOption[];
	readonly littleEndian: boolean;
};

/** Which file format was recognised, for messages and the status line. */
export type CaptureFormat = {
	readonly name: 'pcap' | 'pcapng' | 'empty';
	/** Of pcap: whose record headers the file has. */
	readonly variant: PcapVariant | undefined;
	/** The finest time unit of a pcap file; pcapng says it per interface. */
	readonly precision: 'microseconds' | 'nanoseconds' | undefined;
	/** Byte order of a pcap file, or of the first section. */
	readonly littleEndian: boolean;
	readonly compressed: boolean;
};

/** The record layouts behind pcap's magic numbers. */
export type PcapVariant = 'standard' | 'modified' | 'ss990915' | 'ss991029' | 'nokia' | 'aix' | 'ixia';

/** A capture that is read in order, frame after frame, and whose frames can be read again at any time. */
export type CaptureSource = {
	readonly path: string;
	readonly format: CaptureFormat;
	readonly interfaces: readonly Interface[];
	readonly metadata: Metadata;
	/** The next frames, at once; undefined when there is nothing more right now: see `more`. Never throws. */
	read(): Batch | undefined;
	/** Resolves true when `read` can give more, false at the end of the capture. Never rejects. */
	more(): Promise<boolean>;
	/** Bytes of the (uncompressed) file that `read` has gone through. */
	readonly bytesRead: number;
	/** Bytes of the (uncompressed) file, as far as known. */
	readonly size: number | undefined;
	/** Part of the capture that was read, 0 to 1; undefined where nobody can know (a pipe, a growing file). */
	readonly share: number | undefined;
	/** Once `more` has resolved false: the sentence about a cut or damaged file, if it is one. */
	readonly fault: CaptureError | undefined;
	/** Reads again what a frame with `hasOptions` says. `place` and `flags` are the row's of the batch. */
	options(place: number, flags: number): PacketOptions;
	readonly store: FrameStore;
	/** The file that `place` points into: workers of this process may open a FrameStore of their own on it. */
	readonly descriptor: number;
	/** Ends reading, and removes what was spooled. */
	close(): void;
};

/** tshark's frame.section_number of a frame by its place: also for frames that belong to no interface. */
export function sectionAt(metadata: Metadata, place: number): Section | undefined {
	const {sections} = metadata;
	let low = 0;
	let high = sections.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sections[middle]?.place ?? 0) <= place) low = middle + 1;
		else high = middle;
	}

	return sections[low - 1];
}
