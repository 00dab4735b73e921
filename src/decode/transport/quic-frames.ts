import {alertDescriptions} from '../application/tls-names.ts';
import type {Reader} from '../reader.ts';
import {reachedNote} from './quic-connections.ts';
import {eachCrypto} from './quic-crypto.ts';
import {errorName, frameParts as p, isCryptoError, quicFaults} from './quic-fields.ts';
import {integerAt, integerSize} from './quic-header.ts';
import {readInteger} from './quic-integer.ts';

type Kind = {
	/** What the frame is called in its type. */
	readonly name: string;
	/** What it is called in the list. */
	readonly short: string;
	/** Returns what the tree calls the frame, where its name is not enough. */
	readonly read: (r: Reader, frames: Frames) => string | undefined;
};

/** What the frames of one packet know of each other. */
type Frames = {
	/** Where the direction's handshake ends as far as it is there without a hole. */
	reached: number;
	/** CRYPTO frames that are still to come. */
	left: number;
};

const ackEcn = 3;

/** Ranges of one ACK that are shown. */
const maxRanges = 1024;

// RFC 9000, section 19.3
function readAck(r: Reader, type: number): undefined {
	readInteger(r, p['ack.largest_acknowledged']);
	readInteger(r, p['ack.ack_delay']);
	const ranges = readInteger(r, p['ack.ack_range_count']);
	readInteger(r, p['ack.first_ack_range']);
	for (let n = 0; n < ranges; n++) {
		if (n === maxRanges) r.done();
		readInteger(r, p['ack.gap']);
		readInteger(r, p['ack.ack_range']);
	}

	if (type !== ackEcn) return undefined;
	readInteger(r, p['ack.ect0_count']);
	readInteger(r, p['ack.ect1_count']);
	readInteger(r, p['ack.ecn_ce_count']);
	return undefined;
}

// RFC 9000, section 19.6
function readCrypto(r: Reader, frames: Frames): undefined {
	const offset = readInteger(r, p['crypto.offset']);
	const length = readInteger(r, p['crypto.length']);
	r.mark(p['crypto.crypto_data'], length);
	const end = offset + length;
	if (length > 0 && offset < frames.reached) {
		const fault = end > frames.reached ? quicFaults.overlap : quicFaults.again;
		r.group(undefined, fault.title, () => r.complain(fault));
	}

	if (offset <= frames.reached) frames.reached = Math.max(frames.reached, end);
	if (--frames.left > 0) return undefined;
	tellFragments(r);
	r.hold();
	return undefined;
}

/** Where handshake messages came from that were put together for this packet. */
function tellFragments(r: Reader): void {
	const {pieces, length} = r.facts.reassembly ?? {pieces: [], length: 0};
	if (pieces.length < 2) return;
	const at = r.position;
	r.group(
		p['crypto.fragments'],
		() => `[${pieces.length} ${p['crypto.fragments'].title} (${length} bytes): ${pieces.map(piece => `#${piece.row + 1}(${piece.length})`).join(', ')}]`,
		() => {
			for (const {row, from, length: size} of pieces) {
				r.derive(p['crypto.fragment'], row + 1, at);
				r.label(() => `Frame: ${row + 1}, payload: ${from}-${from + size - 1} (${size} bytes)`);
			}

			r.derive(p['crypto.fragment.count'], pieces.length);
		},
	);
}

// RFC 9000, section 19.19
function readClose(r: Reader): string {
	const code = readInteger(r, p['cc.error_code']);
	const alert = code & 0xff;
	if (isCryptoError(code)) r.put(p['cc.error_code.tls_alert'], r.position - 1, r.position, alert);
	readInteger(r, p['cc.frame_type']);
	const size = readInteger(r, p['cc.reason_phrase.length']);
	r.text(p['cc.reason_phrase'], size);
	return `CONNECTION_CLOSE (Transport) Error code: ${errorName(code) ?? code}${isCryptoError(code) ? ` (${alertDescriptions.get(alert) ?? alert})` : ''}`;
}

function readPadding(r: Reader): string {
	const start = r.position;
	while (r.peek() === 0) r.position++;
	const size = r.position - start + 1;
	r.derive(p.padding_length, size, start - 1, r.position);
	return `PADDING Length: ${size}`;
}

const nothing = (): undefined => undefined;

/** Frames that may stand in an Initial packet: RFC 9000, section 12.4. */
const kinds: ReadonlyMap<number, Kind> = new Map<number, Kind>([
	[0x00, {name: 'PADDING', short: 'PADDING', read: readPadding}],
	[0x01, {name: 'PING', short: 'PING', read: nothing}],
	[0x02, {name: 'ACK', short: 'ACK', read: r => readAck(r, 2)}],
	[ackEcn, {name: 'ACK', short: 'ACK_ECN', read: r => readAck(r, ackEcn)}],
	[0x06, {name: 'CRYPTO', short: 'CRYPTO', read: readCrypto}],
	[0x1c, {name: 'CONNECTION_CLOSE (Transport)', short: 'CC', read: readClose}],
]);

/** Frames of one packet that are shown. */
const maxFrames = 4096;

/** Reads the frames of an opened packet, as far as they are known. Returns their names for the list. */
export function readFrames(r: Reader): string[] {
	const names: string[] = [];
	const frames = {reached: r.facts.told(reachedNote) ?? 0, left: 0};
	eachCrypto(r.bytes, () => frames.left++);
	while (r.more && names.length < maxFrames) {
		const at = r.position;
		if (at + integerSize(r.peek()) > r.end) r.short(integerSize(r.peek()));
		const type = integerAt(r.bytes, at);
		const kind = kinds.get(type);
		r.open(p.frame);
		readInteger(r, p.frame_type);
		r.label(() => `Frame Type: ${kind?.name ?? 'Unknown'} (0x${type.toString(16).padStart(16, '0')})`);
		const said = kind?.read(r, frames);
		if (kind === undefined) {
			r.complain(quicFaults.unknownFrame, at, r.position);
		}

		r.close();
		r.label(() => said ?? kind?.name ?? 'Unknown Frame');
		names.push(kind?.short ?? 'UNKNOWN');
	}

	return names;
}
