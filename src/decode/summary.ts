import type {ByteText} from './byte-text.ts';
import type {Cursor} from './cursor.ts';
import {quoted, silent} from './cursor.ts';
import type {FrameView} from './frame-view.ts';
import {hostName, linkName} from './print.ts';
import {printable} from './printable.ts';
import {type Fault, malformed, truncated} from './protocol.ts';
import type {Sink} from './reader.ts';

/** What the list shows of a packet, beside its number, time and length. All printable. */
export type Summary = {readonly source: string; readonly destination: string; readonly protocol: string; readonly info: string};

/** Characters that an Info column has at most. */
const maxInfo = 4096;

/** Listens for what layers say in the columns only. */
class ColumnSink implements Sink {
	readonly labels = false;
	readonly columns = true;
	readonly fieldless = true;
	messages: string[] = [];
	/** What was said without a string, where that is all. */
	line: ByteText | undefined;
	protocol: string | undefined;
	broken: Fault | undefined;

	fault(fault: Fault): void {
		if (fault === malformed || fault === truncated) this.broken ??= fault;
	}

	wants(): boolean {
		return false;
	}

	info(text: string): void {
		if (text === '') return;
		this.messages = this.take();
		this.messages.push(text);
	}

	infoBytes(text: ByteText): void {
		if (this.messages.length === 0 && this.line === undefined) this.line = text;
		else this.info(text.toString());
	}

	/** What was said, as strings; nothing is said after that. */
	take(): string[] {
		const {line, messages} = this;
		this.line = undefined;
		if (line !== undefined) return [line.toString()];
		if (messages.length > 0) this.messages = [];
		return messages;
	}

	/** Forgets what was said. */
	clear(): void {
		this.line = undefined;
		if (this.messages.length > 0) this.messages = [];
	}

	get hasSpoken(): boolean {
		return this.line !== undefined || this.messages.length > 0;
	}

	column(text: string): void {
		this.protocol = text;
	}

	leaf(): void {}
	open(): void {}
	label(): void {}
	append(): void {}
	close(): void {}
}

/** Makes the columns of packets, one after the other. */
export class Summarizer {
	readonly #sink = new ColumnSink();
	/** What the packet that `read` was given says in these columns; printable. */
	protocol = '';
	/** Either as text, or as bytes that hold until the next `read`. */
	info: string | ByteText = '';

	/** Reads the columns of the packet that the view is aimed at: the innermost layer that has something to say is heard. */
	read(view: FrameView): void {
		const c = view.cursor;
		const sink = this.#sink;
		sink.broken = c.fault === malformed || c.fault === truncated ? c.fault : undefined;
		let protocol: string | undefined;
		let behind: string[] | undefined;
		let speaker = -1;
		sink.clear();
		for (let layer = c.depth - 1; layer >= 0; layer--) {
			if (c.layerFlags[layer]! & (quoted | silent)) continue;
			if (speaker >= 0) {
				// Messages of one protocol beside each other speak together.
				if (c.layerProtocol[layer] !== c.layerProtocol[speaker] || c.layerParent[layer] !== c.layerParent[speaker]) {
					if (protocol !== undefined) break;
					protocol = view.protocolOf(layer).column || undefined;
					continue;
				}

				behind = [...sink.take(), ...behind ?? []];
			}

			sink.protocol = undefined;
			view.read(layer, sink, 'summary');
			protocol ??= sink.protocol === undefined ? view.protocolOf(layer).column || undefined : printable(sink.protocol);
			if (sink.hasSpoken) speaker = layer;
		}

		this.protocol = protocol ?? '';
		const end = sink.broken === undefined ? '' : sink.broken === malformed ? '[Malformed Packet]' : '[Packet size limited during capture]';
		if (behind === undefined && end === '' && sink.line !== undefined && sink.line.size <= maxInfo) {
			this.info = sink.line;
			return;
		}

		const info = [...sink.take(), ...behind ?? []].join(', ') + end;
		this.info = printable(info.length > maxInfo ? `${info.slice(0, maxInfo)}…` : info);
	}

	/** The columns of the packet that the view is aimed at. */
	summarize(view: FrameView): Summary {
		this.read(view);
		const {cursor} = view;
		return {source: addressText(cursor, true), destination: addressText(cursor, false), protocol: this.protocol, info: this.info.toString()};
	}
}

/** Whether the innermost address is one of a network, not of a link. */
export function hasNetworkAddress(c: Cursor): boolean {
	const isLink = c.linkSourceAt >= 0 || c.linkDestinationAt >= 0;
	return c.addressSize > 0 && !(isLink && c.linkLayer > c.addressLayer);
}

/** Where an address stands; `size` is 6 for a link, 4 or 16 for a network, 0 where there is none. */
export type AddressPlace = {bytes: Uint8Array; at: number; size: number};

/** Finds the innermost address that the packet comes from, or goes to, of a network or a link. */
export function placeAddress(c: Cursor, source: boolean, place: AddressPlace): AddressPlace {
	const isNetwork = hasNetworkAddress(c);
	place.at = isNetwork ? (source ? c.sourceAt : c.destinationAt) : source ? c.linkSourceAt : c.linkDestinationAt;
	place.size = isNetwork ? c.addressSize : place.at < 0 ? 0 : 6;
	place.bytes = c.sources[isNetwork ? c.addressSource : c.linkSource]!;
	return place;
}

/** The name of that address, or its digits. */
export function addressName({bytes, at, size}: AddressPlace): string {
	if (size === 0) return '';
	const address = bytes.subarray(at, at + size);
	return size === 6 ? linkName(address) : hostName(address);
}

/** The same of a packet. */
export const addressText = (c: Cursor, source: boolean): string => addressName(placeAddress(c, source, {bytes: c.bytes, at: 0, size: 0}));
