import {severities} from '../decode/expert.ts';
import {malformed, truncated} from '../decode/protocol.ts';
import type {Node} from '../decode/tree.ts';
import {expertLine, noteText} from './note-values.ts';
import type {Output} from './output.ts';
import {shortLabel} from './short-label.ts';

const indents = Array.from({length: 16}, (_, depth) => '    '.repeat(depth));

function line(output: Output, depth: number, text: string, generated: boolean): void {
	output.text(indents[depth] ?? '    '.repeat(depth));
	if (generated) output.byte(91);
	output.text(text);
	if (generated) output.byte(93);
	output.byte(10);
}

/** Characters that a label may have without being looked at more closely. */
const longLabel = 80;

/** How much of a label is the field's name. */
const nameLength = ({field, label}: Node): number => (field !== undefined && label.startsWith(`${field.title}: `) ? field.title.length : 0);

/** Writes a tree as lines; `opens` says which protocols are shown with what is below them. */
export function writeTree(output: Output, nodes: readonly Node[], opens: (name: string) => boolean, depth = 0): void {
	for (const node of nodes) {
		if (node.fault !== undefined) {
			writeFault(output, node, depth, depth > 0 || opens(node.name));
			continue;
		}

		// A label may stand where all that is below is to be seen, and nothing of it itself.
		if (node.hidden) continue;
		line(output, depth, node.label.length < longLabel ? node.label : shortLabel(node.label, nameLength(node), node.appended), node.generated);
		if (node.children.length > 0 && (node.kind !== 'protocol' || opens(node.name))) writeTree(output, node.children, opens, depth + 1);
	}
}

function writeFault(output: Output, node: Node, depth: number, open: boolean): void {
	const fault = node.fault!;
	if (fault === truncated) {
		line(output, depth, node.label, true);
		return;
	}

	let at = depth;
	if (fault === malformed) {
		line(output, at++, node.label, true);
		if (!open) return;
	}

	line(output, at, expertLine(node), true);
	line(output, at + 1, noteText(node), true);
	line(output, at + 1, `Severity level: ${severities[fault.severity].name}`, true);
	line(output, at + 1, `Group: ${fault.group}`, true);
}
