import {byFlags, flagNames} from '../analysis/segment-flags.ts';
import {type ByteText, words} from '../byte-text.ts';
import type {FlowFacts} from '../facts.ts';
import {ack, rst, scaledWindow, scaleUnknown, syn} from '../flows.ts';
import {names} from '../names.ts';
import {number32} from '../plain-segment.ts';
import {isOn} from '../preferences.ts';
import {writePort} from '../print.ts';
import {isSentAgain, writeAnalysis} from './tcp-analysis.ts';
import {tellUsual} from './tcp-option-kinds.ts';

export const partText = ' [TCP segment of a reassembled PDU]';

const urg = 32;
const headerSize = 20;
const arrow = words(' → ');
const acknowledgmentIs = words(' Ack=');
const windowIs = words(' Win=');
const lengthIs = words(' Len=');
const partWords = words(partText);

/** ` [SYN, ACK] Seq=` */
const flagsAndSequence = byFlags(flags => words(` [${flagNames(flags)}] Seq=`));

/** Numbers of a TCP header, counted from where the stream starts; `length` is undefined where the header runs past the packet. */
export type SegmentNumbers = {seq: number; acknowledgment: number; window: number; length: number | undefined};

const numbers: SegmentNumbers = {seq: 0, acknowledgment: 0, window: 0, length: 0};

/** `443 → 50106 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0`, of the header at `at` (RFC 9293, section 3.1). */
export function writeInfo(line: ByteText, b: Uint8Array, at: number, {seq, acknowledgment, window, length}: SegmentNumbers, isWrong: boolean): void {
	const flags = ((b[at + 12]! & 15) << 8) | b[at + 13]!;
	writePort(line, 'tcp', (b[at]! << 8) | b[at + 1]!);
	line.append(arrow);
	writePort(line, 'tcp', (b[at + 2]! << 8) | b[at + 3]!);
	line.append(flagsAndSequence(flags));
	line.number(seq);
	if (flags & ack) {
		line.append(acknowledgmentIs);
		line.number(acknowledgment);
	}

	line.append(windowIs);
	line.number(window);
	if (isWrong) line.text(' [TCP CHECKSUM INCORRECT]');
	if (flags & urg) {
		line.text(' Urg=');
		line.number((b[at + 18]! << 8) | b[at + 19]!);
	}

	if (length === undefined) return;
	line.append(lengthIs);
	line.number(length);
}

/**
The same of a segment that is sound, with what analysis says in front of it, and behind it what its options say: `options`,
or what usual ones say where nobody has read them. `length` counts bytes of payload.
*/
export function writeSegment(line: ByteText, b: Uint8Array, at: number, length: number, flow: FlowFacts | undefined, isPart: boolean, isWrong: boolean, options?: ByteText): void {
	const flags = b[at + 13]!;
	const n = numbers;
	n.seq = (number32(b, at + 4) - (flow?.base ?? 0)) >>> 0;
	n.acknowledgment = (number32(b, at + 8) - (flags & ack ? (flow?.peerBase ?? 0) : 0)) >>> 0;
	n.window = scaledWindow((b[at + 14]! << 8) | b[at + 15]!, flags & syn ? 0 : (flow?.windowShift ?? scaleUnknown));
	n.length = length;
	if (flow !== undefined) writeAnalysis(line, flow);
	writeInfo(line, b, at, n, isWrong);
	if (options !== undefined) line.append(options);
	else tellUsual(line, b, at + headerSize, at + (b[at + 12]! >>> 4) * 4);
	// What a reset carries is no part of the stream.
	if (isPart && !(flags & rst) && !isSentAgain(flow)) line.append(partWords);
}

/** Whether `writeSegment` says of a plain segment all that the list does: nothing is named, no sum checked. */
export const tellsAll = (): boolean => names.host === undefined && names.service === undefined && !isOn('tcp.check_checksum');
