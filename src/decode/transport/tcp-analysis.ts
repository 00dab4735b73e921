import * as say from '../analysis/tcp-flags.ts';
import type {Analysed} from '../analysis/tcp-log.ts';
import {type ByteText, words} from '../byte-text.ts';
import type {FlowFacts} from '../facts.ts';
import {duration, frameNumber, none, parts, u32} from '../field.ts';
import {type Fault, fault} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';

const p = parts('tcp', () => ({
	analysis: none('SEQ/ACK analysis', {about: 'What follows from this segment and those before it.'}),
	'analysis.acks_frame': frameNumber('This is an ACK to the segment in frame'),
	'analysis.ack_rtt': duration('The RTT to ACK the segment was', {about: 'Time from the segment to this acknowledgment of it, as seen where the capture was made.'}),
	'analysis.initial_rtt': duration('iRTT', {about: 'Time from the SYN to the ACK that ends the handshake: one round trip.'}),
	'analysis.bytes_in_flight': u32('Bytes in flight', {about: 'Bytes that this side sent, with this segment, and that nobody acknowledged yet.'}),
	'analysis.push_bytes_sent': u32('Bytes sent since last PSH flag'),
	'analysis.flags': none('TCP Analysis Flags', {about: 'Something about the order of numbers is worth a look.'}),
	'analysis.rto': duration('The RTO for this segment was', {about: 'Time from when it was first sent until it was sent again.'}),
	'analysis.rto_frame': frameNumber('RTO based on delta from frame'),
	'analysis.duplicate_ack': none('This is a TCP duplicate ack', {about: 'It acknowledges nothing new: something behind a gap arrived, or arrived twice.'}),
	'analysis.duplicate_ack_num': u32('Duplicate ACK #'),
	'analysis.duplicate_ack_frame': frameNumber('Duplicate to the ACK in frame'),
}));

const sequence = (name: string, title: string, severity: Fault['severity'] = 'note'): Fault => fault(`tcp.analysis.${name}`, title, severity, 'Sequence');

const faults = {
	duplicate: sequence('duplicate_ack', 'Duplicate ACK'),
	retransmission: sequence('retransmission', 'This frame is a (suspected) retransmission'),
	fast: sequence('fast_retransmission', 'This frame is a (suspected) fast retransmission'),
	spurious: sequence('spurious_retransmission', 'This frame is a (suspected) spurious retransmission'),
	outOfOrder: sequence('out_of_order', 'This frame is a (suspected) out-of-order segment', 'warning'),
	reusedPorts: sequence('reused_ports', 'A new tcp session is started with the same ports as an earlier session in this trace'),
	lost: sequence('lost_segment', 'Previous segment(s) not captured (common at capture start)', 'warning'),
	acknowledgedLost: sequence('ack_lost_segment', "ACKed segment that wasn't captured (common at capture start)", 'warning'),
	windowUpdate: sequence('window_update', 'TCP window update', 'chat'),
	windowFull: sequence('window_full', 'TCP window specified by the receiver is now completely full', 'warning'),
	keepAlive: sequence('keep_alive', 'TCP keep-alive segment'),
	keepAliveAnswer: sequence('keep_alive_ack', 'ACK to a TCP keep-alive segment'),
	zeroWindowProbe: sequence('zero_window_probe', 'TCP Zero Window Probe'),
	zeroWindow: sequence('zero_window', 'TCP Zero Window segment', 'warning'),
	zeroWindowProbeAnswer: sequence('zero_window_probe_ack', 'ACK to a TCP Zero Window Probe'),
	fastOpenTaken: sequence('tfo_ack', 'TCP SYN-ACK accepting TFO data'),
	fastOpenIgnored: sequence('tfo_ignored', 'TCP SYN-ACK ignoring TFO data', 'warning'),
};

/** What `tcp` declares of its analysis. */
export const analysisFields = p;
export const analysisFaults = faults;

/** In the order in which the tree tells them. */
const order: ReadonlyArray<readonly [number, Fault]> = [
	[say.reusedPorts, faults.reusedPorts],
	[say.fastRetransmission, faults.fast],
	[say.spuriousRetransmission, faults.spurious],
	[say.retransmission, faults.retransmission],
	[say.outOfOrder, faults.outOfOrder],
	[say.lostSegment, faults.lost],
	[say.acknowledgedLost, faults.acknowledgedLost],
	[say.windowUpdate, faults.windowUpdate],
	[say.windowFull, faults.windowFull],
	[say.keepAlive, faults.keepAlive],
	[say.keepAliveAnswer, faults.keepAliveAnswer],
	[say.zeroWindowProbe, faults.zeroWindowProbe],
	[say.zeroWindow, faults.zeroWindow],
	[say.zeroWindowProbeAnswer, faults.zeroWindowProbeAnswer],
];

/** What the list says in front of a segment, in this order. */
const prefixes: ReadonlyArray<readonly [number, ByteText]> = ([
	[say.zeroWindowProbeAnswer, 'TCP ZeroWindowProbeAck'],
	[say.zeroWindowProbe, 'TCP ZeroWindowProbe'],
	[say.zeroWindow, 'TCP ZeroWindow'],
	[say.keepAliveAnswer, 'TCP Keep-Alive ACK'],
	[say.keepAlive, 'TCP Keep-Alive'],
	[say.duplicateAcknowledgment, 'TCP Dup ACK'],
	[say.windowFull, 'TCP Window Full'],
	[say.windowUpdate, 'TCP Window Update'],
	[say.acknowledgedLost, 'TCP ACKed unseen segment'],
	[say.lostSegment, 'TCP Previous segment not captured'],
	[say.outOfOrder, 'TCP Out-Of-Order'],
	[say.fastRetransmission, 'TCP Fast Retransmission'],
	[say.spuriousRetransmission, 'TCP Spurious Retransmission'],
	[say.retransmission, 'TCP Retransmission'],
	[say.reusedPorts, 'TCP Port numbers reused'],
] as const).map(([flag, text]) => [flag, words(`[${text}${flag === say.duplicateAcknowledgment ? ' ' : '] '}`)]);

/** Whether the segment was sent before. */
export const isSentAgain = (flow: FlowFacts | undefined): boolean => ((flow?.analysisFlags ?? 0) & say.retransmission) !== 0;

/** What a SYN's answer does with the data of the SYN, where it had some. */
export function fastOpenFault({analysisFlags: flags}: FlowFacts): Fault | undefined {
	return flags & say.fastOpenTaken ? faults.fastOpenTaken : flags & say.fastOpenIgnored ? faults.fastOpenIgnored : undefined;
}

const numberSign = 0x23;
const closing = words('] ');

/** `[TCP Dup ACK 25#1] `: what the list says in front of a segment; nothing for most. */
export function writeAnalysis(line: ByteText, flow: FlowFacts): void {
	let left = flow.analysisFlags & say.flagged;
	// A fast or spurious one need not be called a retransmission again.
	if (left & (say.fastRetransmission | say.spuriousRetransmission)) left &= ~say.retransmission;
	for (let n = 0; left !== 0 && n < prefixes.length; n++) {
		const [flag, text] = prefixes[n]!;
		if (!(left & flag)) continue;
		left &= ~flag;
		line.append(text);
		if (flag !== say.duplicateAcknowledgment) continue;
		const {duplicates, duplicateNumber} = flow.analysis!;
		line.number(duplicates! + 1);
		line.byte(numberSign);
		line.number(duplicateNumber!);
		line.append(closing);
	}
}

/** What the numbers say, below 'SEQ/ACK analysis'. */
export function expandAnalysis(r: Reader, {analysis, handshake}: FlowFacts): void {
	if (analysis === undefined) return;
	const {flags, acknowledges, flight, unpushed} = analysis;
	if (acknowledges === undefined && flight === undefined && (flags & (say.flagged | say.acknowledgedLostAgain)) === 0) return;
	const at = r.position;
	r.open(p.analysis, at, undefined, generated);
	if (acknowledges !== undefined) {
		r.derive(p['analysis.acks_frame'], acknowledges + 1, at);
		const took = r.facts.since(acknowledges);
		if (took !== undefined && took !== 0n) r.derive(p['analysis.ack_rtt'], took, at);
	}

	if (handshake !== undefined && handshake !== 0n) r.derive(p['analysis.initial_rtt'], handshake, at);
	if (flight !== undefined) r.derive(p['analysis.bytes_in_flight'], flight, at);
	if (unpushed !== undefined) r.derive(p['analysis.push_bytes_sent'], unpushed, at);
	if (flags & say.flagged) expandFlags(r, analysis, at);
	r.close(at);
}

function expandFlags(r: Reader, analysis: Analysed, at: number): void {
	const {flags, repeats, duplicates, duplicateNumber} = analysis;
	r.open(p['analysis.flags'], at, undefined, generated);
	for (const [flag, fault] of order) {
		if (!(flags & flag)) continue;
		r.complain(fault, at, at);
	}

	const took = repeats === undefined ? undefined : r.facts.since(repeats);
	if (repeats !== undefined && took !== undefined && took !== 0n) {
		r.derive(p['analysis.rto'], took, at);
		r.derive(p['analysis.rto_frame'], repeats + 1, at);
	}

	if (flags & say.duplicateAcknowledgment) r.derive(p['analysis.duplicate_ack'], undefined, at);
	r.close(at);
	if (!(flags & say.duplicateAcknowledgment) || duplicates === undefined || duplicateNumber === undefined) return;
	r.derive(p['analysis.duplicate_ack_num'], duplicateNumber, at);
	r.open(p['analysis.duplicate_ack_frame'], at, duplicates + 1, generated);
	r.complain(faults.duplicate, at, at, `Duplicate ACK (#${duplicateNumber})`);
	r.close(at);
}
