import {httpEntities, type HttpEntity} from '../decode/application/http-entity.ts';
import {addressDigits} from '../decode/print.ts';
import type {FrameView} from '../decode/frame-view.ts';
import {blockSize} from '../decode/packet-index.ts';
import type {Pass} from '../decode/pass.ts';
import {ChosenFlows, FollowedStream, type StreamEnd, StreamEnds} from '../followed-stream.ts';
import type {FollowMode, FollowWords} from './follow-words.ts';
import type {Output} from './output.ts';

/** One line of `-z follow`: what one side said at a time. */
export type Said = {
	readonly side: 0 | 1;
	readonly row: number;
	readonly bytes: Uint8Array; /** Words of tshark's in the place of bytes that are missing. */
	readonly isMissing: boolean;
};

/** A stream that is followed while packets are read. */
export type Following = {
	take(row: number, aim: () => FrameView): void;
	readonly ends: readonly [StreamEnd, StreamEnd] | undefined;
	said(view: FrameView): Iterable<Said>;
};

const rule = `${'='.repeat(67)}\n`;
const lineBytes = 16;
/** Bytes of a line in base64. */
const base64Bytes = 57;
const ascii = new TextEncoder();
const linefeed = 10;

/** Follows TCP or UDP. */
function followTransport(pass: Pass, {protocol, which}: FollowWords, isFirstPass: boolean): Following {
	const stream = new FollowedStream(pass, {transport: protocol === 'udp' ? 'udp' : 'tcp', ...which}, isFirstPass);
	return {
		take: (row, aim) => void stream.take(row, aim),
		get ends() {
			return stream.ends;
		},
		*said(view) {
			for (let n = 0; n < stream.pieces.count; n++) {
				const piece = stream.pieces.at(n);
				const {side, row, length, kind} = piece;
				if (kind === 'bytes') yield {side, row, bytes: stream.bytesOf(piece, view), isMissing: false};
				else if (kind === 'gap') yield {side, row, bytes: ascii.encode(`[${length} bytes missing in capture file]\0`), isMissing: true};
			}
		},
	};
}

/** Follows the messages of HTTP in TCP: heads, and bodies as they were before they were packed. */
function followHttp(pass: Pass, {which}: FollowWords, isFirstPass: boolean): Following {
	const flows = new ChosenFlows(pass, {transport: 'tcp', ...which}, isFirstPass);
	const ends = new StreamEnds(flows);
	const rows: number[] = [];
	/** The messages of a packet, with the flows they belong to. */
	function* entities(view: FrameView): Generator<HttpEntity & {readonly reference: number}> {
		for (const entity of httpEntities(view)) {
			const reference = flows.ofLayer(view, entity.carrier);
			if (flows.means(reference)) yield {...entity, reference};
		}
	}

	return {
		take(row, aim) {
			if (!flows.has(row)) return;
			let isFirst = true;
			for (const {reference} of entities(aim())) {
				ends.sideOf(reference);
				if (isFirst) rows.push(row);
				isFirst = false;
			}
		},
		get ends() {
			return ends.known;
		},
		*said(view) {
			for (const row of rows) {
				for (const {reference, headBytes, body} of entities(view.aim(row))) {
					const side = ends.sideOf(reference);
					if (headBytes.length > 0) yield {side, row, bytes: headBytes, isMissing: false};
					if (body !== undefined) yield {side, row, bytes: body, isMissing: false};
				}
			}
		},
	};
}

/** Follows what is decrypted of TLS: nothing, as long as no keys are read. */
const followNothing = (): Following => ({take() {}, ends: undefined, said: () => []});

/** What follows a protocol. */
export function following(pass: Pass, words: FollowWords, isFirstPass: boolean): Following {
	if (words.protocol === 'http') return followHttp(pass, words, isFirstPass);
	return words.protocol === 'tls' ? followNothing() : followTransport(pass, words, isFirstPass);
}

/** Writes what both sides said as `tshark -z follow` does. */
export function writeFollowing(output: Output, words: FollowWords, followed: Following, pass: Pass, view: FrameView): void {
	const {mode, protocol, filter} = words;
	if (mode === 'yaml') writePeers(output, followed.ends);
	else output.text(`\n${rule}Follow: ${protocol},${mode}\nFilter: ${filter}\nNode 0: ${endText(followed.ends?.[0])}\nNode 1: ${endText(followed.ends?.[1])}\n`);
	const write = writers[mode];
	const offsets: [number, number] = [0, 0];
	let number = 0;
	for (const said of followed.said(view)) {
		number++;
		if (number > words.last) break;
		if (number >= words.first) write(output, said, offsets[said.side], pass);
		offsets[said.side] += said.bytes.length;
	}

	if (mode !== 'yaml') output.text(rule);
}

const endText = (end: StreamEnd | undefined): string => {
	if (end === undefined) return ':0';
	const address = addressDigits(end.address);
	return `${end.address.length === 16 ? `[${address}]` : address}:${end.port}`;
};

function writePeers(output: Output, ends: Following['ends']): void {
	output.text('peers:\n');
	for (const side of [0, 1] as const) {
		const end = ends?.[side];
		output.text(`  - peer: ${side}\n    host: ${end === undefined ? '' : addressDigits(end.address)}\n    port: ${end?.port ?? 0}\n`);
	}

	output.text('packets:\n');
}

/** What Wireshark makes of the characters from space to tilde where text is EBCDIC; everything else is a dot before it looks. */
const ebcdic = ascii.encode(" !\"#$%&'()*+,-./..23456789:;<=.? ...........<(+|&.........!$*);^-/........|,%_>?..........:#@'=");
const dot = 0x2e;
const space = 0x20;
const tilde = 0x7e;

const asAscii = (byte: number): number => ((byte >= space && byte <= tilde) || byte === linefeed || byte === 0x0d ? byte : dot);
const asEbcdic = (byte: number): number => {
	const plain = asAscii(byte);
	return plain < space ? plain : ebcdic[plain - space]!;
};

type Write = (output: Output, said: Said, offset: number, pass: Pass) => void;

const indent = (output: Output, {side}: Said): void => {
	if (side === 1) output.byte(9);
};

const text = (convert: (byte: number) => number): Write => (output, said) => {
	indent(output, said);
	output.text(`${said.bytes.length}\n`);
	output.bytes(said.bytes.map(convert));
	output.byte(linefeed);
};

const writers: Readonly<Record<FollowMode, Write>> = {
	ascii: text(asAscii),
	ebcdic: text(asEbcdic),
	raw(output, said) {
		indent(output, said);
		output.hex(said.bytes);
		output.byte(linefeed);
	},
	hex(output, said, offset) {
		const {bytes} = said;
		for (let at = 0; at < bytes.length; at += lineBytes) {
			indent(output, said);
			output.text(hexLine(bytes.subarray(at, at + lineBytes), offset + at));
		}
	},
	yaml(output, {side, row, bytes, isMissing}, _offset, {index}) {
		const block = index.block(row);
		const at = row % blockSize;
		// Wireshark prints a binary fraction, to more digits than it holds.
		const time = isMissing ? 0 : block.seconds.at(at) + block.nanoseconds[at]! / 1e9;
		output.text(`  - packet: ${row + 1}\n    peer: ${side}\n    timestamp: ${time.toFixed(9)}\n    data: !!binary |\n`);
		for (let at = 0; at < bytes.length; at += base64Bytes) output.text(`      ${Buffer.from(bytes.subarray(at, at + base64Bytes)).toString('base64')}\n`);
	},
};

/** `0000002C  64 64 …  dd…`, with a wider space in the middle of both; of spaces at the end one is left out. */
function hexLine(bytes: Uint8Array, offset: number): string {
	let digits = '';
	let characters = '';
	for (const [i, byte] of bytes.entries()) {
		const gap = i === lineBytes / 2 - 1 ? ' ' : '';
		digits += `${byte.toString(16).padStart(2, '0')} ${gap}`;
		characters += (byte >= space && byte <= tilde ? String.fromCharCode(byte) : '.') + gap;
	}

	return `${(offset % 2 ** 32).toString(16).toUpperCase().padStart(8, '0')}  ${digits.padEnd(lineBytes * 3 + 1)} ${characters.replace(/ $/, '')}\n`;
}
