import type {FrameView} from '../decode/frame-view.ts';
import {Summarizer} from '../decode/summary.ts';
import {buildTree, type Node} from '../decode/tree.ts';
import type {DecodedFrame, DecodedNode} from './decoded.ts';
import type {Mask} from './mask.ts';
import {matcher, type Names} from './names.ts';
import {lineText, valueText} from './value-text.ts';

/** What depends on a screen or on names of a machine, is the same in every packet, or stands beside it in another form. */
const leftOut = matcher(['frame.number', 'frame.time_epoch', 'frame.time_delta_displayed', 'frame.offset_shift', 'frame.marked', 'frame.ignored', '*_resolved']);

const none: readonly DecodedNode[] = [];

/** Makes canonical decodes of the packets that a view is aimed at. */
export class FrameDecoder {
	readonly #summarizer = new Summarizer();
	readonly #names: Names;
	readonly #mask: Mask;

	constructor(names: Names, mask: Mask) {
		this.#names = names;
		this.#mask = mask;
	}

	decode(view: FrameView): DecodedFrame {
		const {nodes} = buildTree(view, false);
		const {source, destination, protocol, info} = this.#summarizer.summarize(view);
		return this.#mask.frame({
			number: view.row + 1,
			summary: lineText(`${protocol}${source === '' && destination === '' ? '' : ` ${source} -> ${destination}`}${info === '' ? '' : `: ${info}`}`),
			nodes: this.#nodes(nodes),
		});
	}

	#nodes(nodes: readonly Node[]): readonly DecodedNode[] {
		if (nodes.length === 0) return none;
		const out: DecodedNode[] = [];
		for (const node of nodes) {
			const {field, fault, name} = node;
			if (leftOut(name) && !this.#mask.asksFor(name)) continue;
			if (fault !== undefined) out.push({kind: 'fault', name, value: `${fault.severity} ${lineText(node.label)}`, children: this.#nodes(node.children)});
			else if (field === undefined && node.kind === 'text') out.push({kind: 'group', name: '', value: lineText(node.label), children: this.#nodes(node.children)});
			else if (field === undefined) out.push({kind: 'named', name, value: undefined, children: this.#nodes(node.children)});
			else if (!(node.hidden && this.#names.repeated.has(field)) || this.#mask.asksFor(name))
				out.push({kind: 'named', name, value: valueText(field, node.value), children: this.#nodes(node.children)});
		}

		return out;
	}
}
