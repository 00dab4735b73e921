import type {Cursor} from './cursor.ts';
import {quoted} from './cursor.ts';
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
	messages: string[] = [];
	protocol: string | undefined;
	fault: (fault: Fault) => void = fault => {
		if (fault === malformed || fault === truncated) this.broken ??= fault;
	};
	broken: Fault | undefined;

	wants(): boolean {
		return false;
	}

	info(text: string): void {
		if (text !== '') this.messages.push(text);
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

	/** The columns of the packet that the view is aimed at: the innermost layer that has something to say is heard. */
	summarize(view: FrameView): Summary {
		const c = view.cursor;
		const sink = this.#sink;
		sink.broken = c.fault === malformed || c.fault === truncated ? c.fault : undefined;
		let protocol: string | undefined;
		let messages: string[] | undefined;
		let speaker = -1;
		for (let layer = c.depth - 1; layer >= 0; layer--) {
			if (c.layerFlags[layer]! & quoted) continue;
			// Messages of one protocol beside each other speak together.
			if (messages !== undefined && !(c.layerProtocol[layer] === c.layerProtocol[speaker] && c.layerParent[layer] === c.layerParent[speaker])) {
				if (protocol !== undefined) break;
				protocol = view.protocolOf(layer).column || undefined;
				continue;
			}

			sink.messages = [];
			sink.protocol = undefined;
			view.read(layer, sink, 'summary');
			protocol ??= sink.protocol ?? (view.protocolOf(layer).column || undefined);
			if (sink.messages.length === 0) continue;
			messages = messages === undefined ? sink.messages : [...sink.messages, ...messages];
			speaker = layer;
		}

		const end = sink.broken === undefined ? '' : sink.broken === malformed ? '[Malformed Packet]' : '[Packet size limited during capture]';
		const info = `${messages?.join(', ') ?? ''}${end}`;
		return {
			source: addressText(c, true),
			destination: addressText(c, false),
			protocol: printable(protocol ?? ''),
			info: printable(info.length > maxInfo ? `${info.slice(0, maxInfo)}…` : info),
		};
	}
}

/** Whether the innermost address is one of a network, not of a link. */
export function hasNetworkAddress(c: Cursor): boolean {
	const isLink = c.linkSourceAt >= 0 || c.linkDestinationAt >= 0;
	return c.addressSize > 0 && !(isLink && c.linkLayer > c.addressLayer);
}

/** The innermost address that the packet comes from, or goes to, of a network or a link. */
export function addressText(c: Cursor, source: boolean): string {
	if (hasNetworkAddress(c)) {
		const b = c.sources[c.addressSource]!;
		const at = source ? c.sourceAt : c.destinationAt;
		return hostName(b.subarray(at, at + c.addressSize));
	}

	const at = source ? c.linkSourceAt : c.linkDestinationAt;
	return at < 0 ? '' : linkName(c.sources[c.linkSource]!.subarray(at, at + 6));
}
