import {read16, read32} from './bytes.ts';
import {CaptureError, nameOf} from './capture-error.ts';
import {guessVariant, type LengthOrder, type Peek, recordHeader} from './pcap-variants.ts';
import {BATCH_ROWS, fault, longestFrame, LONGEST_ORIGINAL, obtain, type Reader, type Step} from './reader.ts';
import type {Batch, Interface, Metadata, PacketOptions, PcapVariant} from './source.ts';
import type {Window} from './window.ts';

/** Bytes of the file header; the ixia variants have four more. */
const FILE_HEADER = 24;

type Magic = {readonly nanoseconds: boolean; readonly candidates: readonly PcapVariant[]; readonly extra: number};

const magics = new Map<number, Magic>([
	[0xa1_b2_c3_d4, {nanoseconds: false, candidates: ['standard', 'ss991029', 'nokia'], extra: 0}],
	[0xa1_b2_3c_4d, {nanoseconds: true, candidates: ['standard'], extra: 0}],
	[0xa1_b2_cd_34, {nanoseconds: false, candidates: ['modified', 'ss990915'], extra: 0}],
	// Ixia's hardware and software captures: the file's length follows the header.
	[0x1c_00_01_ac, {nanoseconds: false, candidates: ['ixia'], extra: 4}],
	[0x1c_00_01_ab, {nanoseconds: false, candidates: ['ixia'], extra: 4}],
]);

/** AIX wrote interface types of RFC 1573 in the place of link types: Ethernet, token ring, FDDI, loopback. */
const aixLinkTypes = new Map([
	[6, 1],
	[9, 6],
	[15, 10],
	[24, 0],
]);

/** AIX pads FDDI headers by three bytes. */
const AIX_FDDI_PADDING = 3;

/** What a frame says that has no options. */
export const noOptions: PacketOptions = {
	comments: [],
	flags: undefined,
	dropCount: undefined,
	packetId: undefined,
	queue: undefined,
	verdicts: [],
	enterprise: undefined,
	copy: undefined,
	options: [],
	littleEndian: true,
};

/** An interface of which the file says nothing. */
export const unnamedInterface = {
	id: undefined,
	section: undefined,
	offsetSeconds: 0n,
	fcsLength: undefined,
	name: undefined,
	description: undefined,
	filter: undefined,
	operatingSystem: undefined,
	hardware: undefined,
	speed: undefined,
	comments: [],
	options: [],
} as const satisfies Partial<Interface>;

/** What a format that has only frames says besides them. */
export const noMetadata: Metadata = {sections: [], names: [], secrets: [], statistics: [], omitted: 0};

/** Whether the first four bytes of a file are one of pcap's magic numbers, in either byte order. */
export function isPcap(first: Uint8Array): boolean {
	return first.length >= 4 && (magics.has(read32(first, 0, true)) || magics.has(read32(first, 0, false)));
}

/** Bytes of a pcap file that must be there before `openPcap`; `first` are its first four. */
export function pcapHeaderLength(first: Uint8Array): number {
	const magic = magics.get(read32(first, 0, true)) ?? magics.get(read32(first, 0, false));
	return FILE_HEADER + (magic?.extra ?? 0);
}

/**
Reads a pcap file, whose header is in the window. Throws CaptureError where the header says what nobody reads.
https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html
*/
export function openPcap(window: Window, peek: Peek): Reader {
	const {bytes} = window;
	const littleEndian = magics.has(read32(bytes, 0, true));
	const magic = magics.get(read32(bytes, 0, littleEndian));
	if (magic === undefined) throw new CaptureError('format', `${nameOf(window.backing.path)} is not a pcap file.`, 0);
	const {nanoseconds, candidates, extra} = magic;
	const major = read16(bytes, 4, littleEndian);
	const minor = read16(bytes, 6, littleEndian);
	if (major < 2) throw fault(window, 'unsupported', 4, `has pcap version ${major}.${minor} at byte 4, which is not supported (2.0 and later are)`);
	const network = read32(bytes, 20, littleEndian);
	const aixLinkType = major === 2 && minor === 2 && extra === 0 ? aixLinkTypes.get(network) : undefined;
	const reserved = (network & 0x03_ff_00_00) >>> 0;
	if (reserved !== 0) throw fault(window, 'unsupported', 20, `has the link type 0x${network.toString(16)} at byte 20, whose reserved bits are not zero`);
	const linkType = aixLinkType ?? network & 0xff_ff;
	const lengths: LengthOrder = (major === 2 && minor < 3) || (major === 543 && minor === 0) ? 'swapped' : major === 2 && minor === 3 ? 'either' : 'usual';
	const shape = {littleEndian, nanoseconds: nanoseconds || aixLinkType !== undefined, linkType, snapLength: read32(bytes, 16, littleEndian), lengths};
	const ownInterface: Interface = {
		...unnamedInterface,
		index: 0,
		linkType,
		snapLength: shape.snapLength,
		unitsPerSecond: shape.nanoseconds ? 1_000_000_000n : 1_000_000n,
		fcsLength: network & 0x04_00_00_00 ? (network >>> 28) * 2 : undefined,
		littleEndian,
	};
	const headerLength = FILE_HEADER + extra;
	window.skip(headerLength);

	const longest = longestFrame(linkType);
	const scale = shape.nanoseconds ? 1 : 1000;
	const padding = aixLinkType === 10 ? AIX_FDDI_PADDING : 0;
	let variant: PcapVariant | undefined = aixLinkType === undefined ? undefined : 'aix';
	let record = 16;
	let wrong: CaptureError | undefined;

	/** Fills the batch from the bytes in the window; how many bytes the next frame needs when it is not whole. */
	function take(batch: Batch): number {
		const {bytes, end} = window;
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const origin = window.place;
		let at = window.start;
		let row = 0;
		let needed = 0;
		while (row < BATCH_ROWS) {
			if (end - at < record) {
				needed = record;
				break;
			}

			const seconds = view.getUint32(at, littleEndian);
			const fraction = view.getUint32(at + 4, littleEndian);
			let captured = view.getUint32(at + 8, littleEndian);
			let original = view.getUint32(at + 12, littleEndian);
			if (lengths !== 'usual' && (lengths === 'swapped' || captured > original)) {
				const other = captured;
				captured = original;
				original = other;
			}

			if (captured > longest) {
				wrong = fault(window, 'damaged', origin + at, `is damaged: the packet at byte ${origin + at} is said to be ${captured} bytes long, the most is ${longest}`);
				break;
			}

			if (end - at - record < captured) {
				needed = record + captured;
				break;
			}

			const cut = Math.min(padding, captured);
			batch.start[row] = at + record + cut;
			batch.place[row] = origin + at + record + cut;
			batch.captured[row] = captured - cut;
			batch.original[row] = Math.min(original, LONGEST_ORIGINAL) - Math.min(padding, original);
			batch.seconds[row] = seconds;
			batch.nanoseconds[row] = (fraction * scale) | 0;
			row++;
			at += record + captured;
		}

		batch.count = row;
		window.start = at;
		return needed;
	}

	return {
		get format() {
			return {name: 'pcap', variant: variant ?? candidates[0], precision: shape.nanoseconds ? 'nanoseconds' : 'microseconds', littleEndian} as const;
		},
		interfaces: [ownInterface],
		metadata: noMetadata,
		get fault() {
			return wrong;
		},
		read(batch): Step {
			if (variant === undefined && window.require(record)) {
				variant = guessVariant(candidates, shape, peek, headerLength);
				record = recordHeader(variant);
			}

			for (;;) {
				batch.count = 0;
				if (wrong) return 'end';
				const needed = take(batch);
				if (batch.count > 0) {
					batch.bytes = window.bytes;
					return 'frames';
				}

				if (wrong) return 'end';
				const got = obtain(window, needed, 'the packet');
				if (got === 'there') continue;
				if (got === 'wait' || got === 'end') return got;
				wrong = got;
				return 'end';
			}
		},
		options: () => noOptions,
	};
}
