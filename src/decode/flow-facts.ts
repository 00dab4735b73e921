import type {FlowFacts} from './facts.ts';
import {scaleUnknown, tcpTransport} from './flows.ts';
import {blockSize} from './packet-index.ts';
import type {Pass} from './pass.ts';

/** The flow of a row's transport in `layer`, undefined where it gave no ports. The innermost has its flow in the index. */
export function flowFacts({index, flows, extraFlows, tcpAnalysis, tcpLog}: Pass, row: number, layer: number, isInnermost: boolean): FlowFacts | undefined {
	const block = index.block(row);
	const at = row % blockSize;
	let reference = 0;
	let previous = 0;
	const extra = extraFlows.find(row, layer);
	if (extra !== undefined) {
		reference = extra.flow;
		previous = extra.previous;
	} else if (isInnermost) {
		reference = block.flow[at]!;
		previous = block.previous[at]!;
	}

	if (reference === 0) return undefined;
	const record = reference >>> 1;
	const direction = (reference & 1) as 0 | 1;
	const side = record * 2 + direction;
	const peer = record * 2 + 1 - direction;
	const handshake = tcpAnalysis.handshakeOf(record);
	const from = handshake && index.time(handshake.from);
	const to = handshake && index.time(handshake.to);
	return {
		stream: flows.stream[record]!,
		direction,
		base: flows.baseAt(side, row),
		peerBase: flows.baseAt(peer, row),
		windowShift: flows.scale[side] ?? scaleUnknown,
		firstRow: flows.firstRow[record]!,
		previousRow: previous === 0 ? undefined : previous - 1,
		completeness: previous === 0 ? flows.completenessLater[record]! : flows.completeness[record]!,
		closes: flows.closer[record] === direction + 1,
		analysis: flows.transport[record] !== tcpTransport ? undefined : isInnermost ? tcpLog.of(row) : tcpLog.inner(row, layer),
		handshake: from === undefined || to === undefined ? undefined : to - from,
	};
}
