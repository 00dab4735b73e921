import {concatenated} from './concatenated.ts';
import {padded, read32, write32} from './bytes.ts';
import type {Output} from './output.ts';
import {blockBytes, blockTypes, interfaceBody, optionBytes, packetTime, sectionBody} from './pcapng-blocks.ts';
import {type Batch, type CaptureSource, frameFlags, NO_INTERFACE, type RawOption, type Section, sectionAt} from './source.ts';
import type {FrameWriter} from './writer.ts';

/** Bytes before a frame in its block, for the kinds whose length does not follow from the block's end. */
const HEADERS = {packet: 28, simple: 12, journal: 8} as const;

const text = new TextEncoder();
const noBytes = new Uint8Array(0);

/** Writes pcapng: a pcapng source block by block in its own byte order, a pcap source as one little-endian section. */
export function pcapngFrames(output: Output, source: CaptureSource): FrameWriter {
	return source.format.name === 'pcapng' ? copiedFrames(output, source) : madeFrames(output, source);
}

function copiedFrames(output: Output, source: CaptureSource): FrameWriter {
	const {interfaces, metadata} = source;
	const {sections, names, secrets, statistics} = metadata;
	const written = {sections: 0, interfaces: 0, names: 0, secrets: 0, statistics: 0};
	let current: Section | undefined;

	/** Writes what is known of the current section, but its statistics, which come last. */
	function describe(): void {
		const section = current;
		if (section === undefined) return;
		for (let from = interfaces[written.interfaces]; from?.section === section.number; from = interfaces[++written.interfaces])
			addBlock(output, blockTypes.interface, interfaceBody(from), section.littleEndian);
		for (let each = names[written.names]; each?.section === section.number; each = names[++written.names]) {
			const type = {ipv4: 1, ipv6: 2, eui48: 3, eui64: 4}[each.kind];
			const value = concatenated([each.address, ...each.names.map(name => text.encode(`${name}\0`))]);
			addBlock(output, blockTypes.names, optionBytes([{code: type, bytes: value}], section.littleEndian), section.littleEndian);
		}

		for (let each = secrets[written.secrets]; each?.section === section.number; each = secrets[++written.secrets]) {
			const head = new Uint8Array(8);
			write32(head, 0, each.type, section.littleEndian);
			write32(head, 4, each.bytes.length, section.littleEndian);
			addBlock(output, blockTypes.secrets, concatenated([head, each.bytes]), section.littleEndian);
		}
	}

	function endSection(): void {
		describe();
		for (let each = statistics[written.statistics]; each?.section === current?.number && each; each = statistics[++written.statistics]) {
			const head = new Uint8Array(12);
			write32(head, 0, each.interfaceId, each.littleEndian);
			write32(head, 4, each.timestampHigh, each.littleEndian);
			write32(head, 8, each.timestampLow, each.littleEndian);
			addBlock(output, blockTypes.statistics, concatenated([head, optionBytes(each.options, each.littleEndian)]), each.littleEndian);
		}
	}

	/** Goes on to section `number`, through those before it. */
	function reach(number: number): void {
		while (written.sections < number) {
			if (current) endSection();
			current = sections[written.sections++];
			if (current === undefined) return;
			addBlock(output, blockTypes.section, sectionBody(current.options, current.littleEndian), current.littleEndian);
		}

		describe();
	}

	return {
		frame(batch, row) {
			const from = batch.interface[row] ?? NO_INTERFACE;
			const number = from === NO_INTERFACE ? sectionAt(metadata, batch.place[row] ?? 0)?.number : interfaces[from]?.section;
			reach(number ?? 1);
			const start = blockStart(batch, row, current?.littleEndian ?? true);
			output.add(batch.bytes, start, start + padded(read32(batch.bytes, start + 4, current?.littleEndian ?? true)));
		},
		finish() {
			reach(sections.length);
			endSection();
		},
	};
}

/** Where the block of a frame begins in the bytes of its batch. */
function blockStart(batch: Batch, row: number, littleEndian: boolean): number {
	const start = batch.start[row] ?? 0;
	const flags = batch.flags[row] ?? 0;
	if (flags & frameFlags.journal) return start - HEADERS.journal;
	if (flags & (frameFlags.custom | frameFlags.sysdig)) {
		const end = start + (batch.captured[row] ?? 0) + 4;
		return end - padded(read32(batch.bytes, end - 4, littleEndian));
	}

	return start - (flags & frameFlags.noTime ? HEADERS.simple : HEADERS.packet);
}

function madeFrames(output: Output, source: CaptureSource): FrameWriter {
	const [from] = source.interfaces;
	const units = from?.unitsPerSecond === 1_000_000_000n ? 1_000_000_000 : 1_000_000;
	const nanosecondsPerUnit = 1_000_000_000 / units;
	const head = new Uint8Array(28);
	const tail = new Uint8Array(8);
	let begun = false;

	function begin(): void {
		if (begun) return;
		begun = true;
		addBlock(output, blockTypes.section, sectionBody([{code: 4, bytes: text.encode('inkcap')}], true), true);
		if (from === undefined) return;
		const options: RawOption[] = [];
		if (units === 1_000_000_000) options.push({code: 9, bytes: Uint8Array.of(9)});
		if (from.name !== undefined) options.push({code: 2, bytes: text.encode(from.name)});
		if (from.fcsLength !== undefined) options.push({code: 13, bytes: Uint8Array.of(from.fcsLength)});
		addBlock(output, blockTypes.interface, interfaceBody({...from, options, littleEndian: true}), true);
	}

	return {
		frame(batch, row) {
			begin();
			const start = batch.start[row] ?? 0;
			const captured = batch.captured[row] ?? 0;
			const padding = padded(captured) - captured;
			const options = madeOptions(batch, row, source);
			const total = 32 + captured + padding + options.length;
			packetTime(head, 12, batch.seconds[row] ?? 0, Math.floor((batch.nanoseconds[row] ?? 0) / nanosecondsPerUnit), units);
			write32(head, 0, blockTypes.packet, true);
			write32(head, 4, total, true);
			write32(head, 8, 0, true);
			write32(head, 20, captured, true);
			write32(head, 24, batch.original[row] ?? 0, true);
			output.add(head, 0, head.length);
			output.add(batch.bytes, start, start + captured);
			write32(tail, 0, 0, true);
			output.add(tail, 0, padding);
			output.add(options, 0, options.length);
			write32(tail, 0, total, true);
			output.add(tail, 0, 4);
		},
		finish: begin,
	};
}

/** What a frame of a source that is no pcapng says besides its bytes: its flags and its number. */
function madeOptions(batch: Batch, row: number, source: CaptureSource): Uint8Array {
	const rowFlags = batch.flags[row] ?? 0;
	if (!(rowFlags & frameFlags.hasOptions)) return noBytes;
	const {flags, packetId} = source.options(batch.place[row] ?? 0, rowFlags);
	const options: RawOption[] = [];
	if (flags !== undefined) {
		const bytes = new Uint8Array(4);
		write32(bytes, 0, flags, true);
		options.push({code: 2, bytes});
	}

	if (packetId !== undefined) {
		const bytes = new Uint8Array(8);
		write32(bytes, 0, Number(packetId & 0xffff_ffffn), true);
		write32(bytes, 4, Number((packetId >> 32n) & 0xffff_ffffn), true);
		options.push({code: 5, bytes});
	}

	return optionBytes(options, true);
}

function addBlock(output: Output, type: number, body: Uint8Array, littleEndian: boolean): void {
	const block = blockBytes(type, body, littleEndian);
	output.add(block, 0, block.length);
}
