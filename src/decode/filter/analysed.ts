import * as say from '../analysis/tcp-flags.ts';
import {tcpTransport} from '../flows.ts';
import {blockSize} from '../packet-index.ts';
import type {Pass} from '../pass.ts';
import {Paths, type Registry} from '../registry.ts';
import {maybe, no, type Question} from './question.ts';
import {namesIn, type Term, type Test, termsOf} from './term.ts';

const any = say.hasAcknowledged | say.hasFlight | say.flagged | say.acknowledgedLostAgain;

/** What TCP analysis says under a name, and the bits of the index of which a segment that says it has one. */
const bitsOf: Readonly<Record<string, number>> = {
	'tcp.analysis': any,
	'tcp.analysis.acks_frame': say.hasAcknowledged,
	'tcp.analysis.ack_rtt': say.hasAcknowledged,
	'tcp.analysis.initial_rtt': any,
	'tcp.analysis.bytes_in_flight': say.hasFlight,
	'tcp.analysis.push_bytes_sent': say.hasUnpushed,
	'tcp.analysis.flags': say.flagged,
	'tcp.analysis.rto': say.hasRepeated,
	'tcp.analysis.rto_frame': say.hasRepeated,
	'tcp.analysis.duplicate_ack': say.duplicateAcknowledgment,
	'tcp.analysis.duplicate_ack_num': say.duplicateAcknowledgment,
	'tcp.analysis.duplicate_ack_frame': say.duplicateAcknowledgment,
	'tcp.analysis.retransmission': say.retransmission,
	'tcp.analysis.fast_retransmission': say.fastRetransmission,
	'tcp.analysis.spurious_retransmission': say.spuriousRetransmission,
	'tcp.analysis.out_of_order': say.outOfOrder,
	'tcp.analysis.reused_ports': say.reusedPorts,
	'tcp.analysis.lost_segment': say.lostSegment,
	'tcp.analysis.ack_lost_segment': say.acknowledgedLost,
	'tcp.analysis.window_update': say.windowUpdate,
	'tcp.analysis.window_full': say.windowFull,
	'tcp.analysis.keep_alive': say.keepAlive,
	'tcp.analysis.keep_alive_ack': say.keepAliveAnswer,
	'tcp.analysis.zero_window_probe': say.zeroWindowProbe,
	'tcp.analysis.zero_window': say.zeroWindow,
	'tcp.analysis.zero_window_probe_ack': say.zeroWindowProbeAnswer,
};

/** Whether the bits of TCP analysis say where a name has a value. */
export const isAnalysed = (name: string): boolean => Object.hasOwn(bitsOf, name);

/** The bits of which one is set where a term has a value; 0 where they do not say. */
function bitsIn(term: Term): number {
	if (term.kind === 'call' && term.of.length > 1) return 0;
	let bits = 0;
	let names = 0;
	namesIn(term, ({name}) => {
		names++;
		bits = bitsOf[name] ?? 0;
	});
	return names === 1 ? bits : 0;
}

/** Says no of rows whose segments analysis says nothing of that the test asks for; undefined for tests that ask for other things. */
export function analysedQuestion(test: Test, registry: Registry): Question | undefined {
	const bits = (test.kind === 'in' ? [test.left] : termsOf(test)).map(bitsIn).filter(some => some !== 0);
	return bits.length === 0 ? undefined : new AnalysedQuestion(bits, registry);
}

/** What is known of a path; 0 where it was not asked for yet. */
const single = 1;
const otherwise = 2;

class AnalysedQuestion implements Question {
	readonly #bits: readonly number[];
	readonly #tcp: number;
	readonly #paths = new Uint8Array(Paths.unknown + 1);

	constructor(bits: readonly number[], registry: Registry) {
		this.#bits = bits;
		this.#tcp = registry.byName.get('tcp')!.id;
	}

	ask(pass: Pass, row: number): number {
		if (!pass.analyses) return maybe;
		const block = pass.index.block(row);
		const at = row % blockSize;
		const path = block.path[at]!;
		if ((this.#paths[path]! || this.#look(pass.registry, path)) !== single) return maybe;
		if (pass.flows.transport[block.flow[at]! >>> 1] !== tcpTransport) return maybe;
		const said = block.analysis[at]!;
		return this.#bits.every(bits => (said & bits) !== 0) ? maybe : no;
	}

	/** Whether packets of a path have one TCP header, so that the row's own segment is the only one. */
	#look({paths}: Registry, path: number): number {
		const count = path === Paths.unknown ? 2 : paths.stacks[path]!.filter(id => id === this.#tcp).length;
		return (this.#paths[path] = count === 1 ? single : otherwise);
	}
}
