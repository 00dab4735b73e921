import type {DecodedFrame, DecodedNode, Restriction} from './decoded.ts';
import {matcher, type Names} from './names.ts';

/** What the capture says of a packet is in no text about it, but for comments. */
const outsideTexts = /^frame(?!\.comment)/;

const none: readonly DecodedNode[] = [];

/** Leaves out of packets what a restriction does not want: names, and texts that repeat the values of others. */
export class Mask {
	/** Whether anything is left out at all. */
	readonly isMasking: boolean;
	/** Whether a name was asked for, so that fields which repeat others are shown too. */
	readonly asksFor: (name: string) => boolean;
	readonly #names: Names;
	readonly #hasFields: boolean;
	/** Whether texts may repeat what is left out. */
	readonly #isRepeated: boolean;
	readonly #ignores: (name: string) => boolean;
	readonly #kept = new Map<string, boolean>();

	constructor({fields, ignore}: Restriction, names: Names) {
		for (const glob of fields) names.check('fields', glob);
		for (const glob of ignore) names.check('ignore', glob);
		this.#names = names;
		this.#hasFields = fields.length > 0;
		this.asksFor = matcher(fields);
		this.#ignores = matcher(ignore);
		this.#isRepeated = fields.length > 0 || names.some(name => this.#ignores(name) && !outsideTexts.test(name));
		this.isMasking = fields.length > 0 || ignore.length > 0;
	}

	/** A packet with what is wanted of it. */
	frame(frame: DecodedFrame): DecodedFrame {
		return this.isMasking ? {...frame, summary: this.#isRepeated ? '' : frame.summary, nodes: this.#nodes(frame.nodes, !this.#hasFields)} : frame;
	}

	/** Whether a node of a packet is there for what is below it alone. */
	isOnlyAround({kind, name, value, children}: DecodedNode): boolean {
		return this.isMasking && kind === 'named' && value === undefined && children.length > 0 && (this.#leaves(name) || (this.#hasFields && !this.asksFor(name)));
	}

	#nodes(nodes: readonly DecodedNode[], inherited: boolean): readonly DecodedNode[] {
		if (nodes.length === 0) return none;
		return nodes.flatMap(node => {
			if (node.kind === 'group') {
				const children = this.#nodes(node.children, inherited);
				return children.length === 0 && (!inherited || node.children.length > 0) ? [] : [{...node, value: this.#isRepeated ? undefined : node.value, children}];
			}

			if (this.#leaves(node.name)) {
				if (node.kind === 'fault' || this.#names.isProtocol(node.name)) return [];
				const children = this.#nodes(node.children, inherited);
				return children.length === 0 ? [] : [{...node, value: undefined, children}];
			}

			const asked = inherited || this.asksFor(node.name);
			const children = this.#nodes(node.children, asked && (inherited || this.#names.isProtocol(node.name)));
			if (!asked) return children.length === 0 ? [] : [{...node, value: undefined, children}];
			return [node.kind === 'fault' && this.#isRepeated ? {...node, value: node.value?.split(' ', 1)[0], children} : {...node, children}];
		});
	}

	/** Whether a name, or another one for the same values, is to be ignored. */
	#leaves(name: string): boolean {
		let leaves = this.#kept.get(name);
		if (leaves === undefined) {
			leaves = this.#ignores(name) || [...this.#names.othersOf(name)].some(other => this.#ignores(other));
			this.#kept.set(name, leaves);
		}

		return leaves;
	}
}
