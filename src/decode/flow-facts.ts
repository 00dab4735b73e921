import type {Analysed} from './analysis/tcp-log.ts';
import type {FlowFacts} from './facts.ts';
import {scaleUnknown, tcpTransport} from './flows.ts';
import {blockSize} from './packet-index.ts';
import type {Pass} from './pass.ts';

/** One packet's flow; what is not asked for is not worked out. One object is aimed at packet after packet. */
export class FlowOfRow implements FlowFacts {
	readonly #pass: Pass;
	#row = 0;
	#layer = 0;
	#isInnermost = false;
	/** The flow's record times two, plus the direction. */
	#side = 0;
	/** The row + 1 of the packet before, or 0. */
	#previous = 0;

	constructor(pass: Pass) {
		this.#pass = pass;
	}

	/** Aims it at a row's transport in `layer`; undefined where that gave no ports. The innermost has its flow in the index. Holds until it is aimed at another. */
	aim(row: number, layer: number, isInnermost: boolean): this | undefined {
		const {extraFlows} = this.#pass;
		this.#row = row;
		this.#layer = layer;
		this.#isInnermost = isInnermost;
		const extra = extraFlows.find(row, layer);
		if (extra !== undefined) {
			this.#side = extra.flow;
			this.#previous = extra.previous;
		} else if (isInnermost) {
			this.aimOwn(row);
		} else {
			return undefined;
		}

		return this.#side === 0 ? undefined : this;
	}

	/** Aims it at the flow that the index has of a row, where that has one transport. */
	aimOwn(row: number): this {
		const block = this.#pass.index.block(row);
		const at = row % blockSize;
		this.#row = row;
		this.#isInnermost = true;
		this.#side = block.flow[at]!;
		this.#previous = block.previous[at]!;
		return this;
	}

	get stream(): number {
		return this.#pass.flows.stream[this.#side >>> 1]!;
	}

	get direction(): 0 | 1 {
		return (this.#side & 1) as 0 | 1;
	}

	get base(): number | undefined {
		return this.#pass.flows.baseAt(this.#side, this.#row);
	}

	get peerBase(): number | undefined {
		return this.#pass.flows.baseAt(this.#side ^ 1, this.#row);
	}

	get windowShift(): number {
		return this.#pass.flows.scale[this.#side] ?? scaleUnknown;
	}

	get firstRow(): number {
		return this.#pass.flows.firstRow[this.#side >>> 1]!;
	}

	get previousRow(): number | undefined {
		return this.#previous === 0 ? undefined : this.#previous - 1;
	}

	get completeness(): number {
		const {flows} = this.#pass;
		return (this.#previous === 0 ? flows.completenessLater : flows.completeness)[this.#side >>> 1]!;
	}

	get closes(): boolean {
		return this.#pass.flows.closer[this.#side >>> 1] === this.direction + 1;
	}

	get analysis(): Analysed | undefined {
		const {flows, tcpLog} = this.#pass;
		if (flows.transport[this.#side >>> 1] !== tcpTransport) return undefined;
		return this.#isInnermost ? tcpLog.of(this.#row) : tcpLog.inner(this.#row, this.#layer);
	}

	get analysisFlags(): number {
		if (!this.#isInnermost) return this.analysis?.flags ?? 0;
		const {flows, tcpLog} = this.#pass;
		return flows.transport[this.#side >>> 1] === tcpTransport ? tcpLog.flagsOf(this.#row) : 0;
	}

	get handshake(): bigint | undefined {
		const {flows, index, tcpAnalysis} = this.#pass;
		if (flows.transport[this.#side >>> 1] !== tcpTransport) return undefined;
		const handshake = tcpAnalysis.handshakeOf(this.stream);
		const from = handshake && index.time(handshake.from);
		const to = handshake && index.time(handshake.to);
		return from === undefined || to === undefined ? undefined : to - from;
	}
}
