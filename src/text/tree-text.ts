import {ByteText} from '../decode/byte-text.ts';
import {severities} from '../decode/expert.ts';
import type {Field} from '../decode/field.ts';
import {malformed, truncated} from '../decode/protocol.ts';
import type {Node} from '../decode/tree.ts';
import {expertLine, noteText} from './note-values.ts';
import type {Output} from './output.ts';
import {labelBytes, shortLabel} from './short-label.ts';

/** Bytes gathered of one packet before they are handed on. */
const pageBytes = 32 * 1024;

/** Lines of a packet, put together before they are written. */
const page = new ByteText(pageBytes);

function begin(output: Output, depth: number, generated: boolean): void {
	if (page.size > pageBytes) writePage(output);
	page.spaces(depth * 4);
	if (generated) page.byte(91);
}

function finish(generated: boolean): void {
	if (generated) page.byte(93);
	page.byte(10);
}

function writePage(output: Output): void {
	output.bytes(page.written);
	page.clear();
}

function line(output: Output, depth: number, text: string, generated: boolean): void {
	begin(output, depth, generated);
	page.text(text);
	finish(generated);
}

/** How much of a label is the field's name. */
const nameLength = (field: Field | undefined, label: string): number => (field !== undefined && label.startsWith(`${field.title}: `) ? field.title.length : 0);

function nodeLine(output: Output, depth: number, node: Node): void {
	const {generated} = node;
	begin(output, depth, generated);
	const start = page.size;
	node.write(page);
	if (page.size - start >= labelBytes) {
		const {label} = node;
		page.cut(start);
		page.text(shortLabel(label, nameLength(node.field, label), node.appended.length));
	}

	finish(generated);
}

/** Writes a tree as lines; `opens` says which protocols are shown with what is below them. */
export function writeTree(output: Output, nodes: readonly Node[], opens: (name: string) => boolean): void {
	writeNodes(output, nodes, opens, 0);
	writePage(output);
}

function writeNodes(output: Output, nodes: readonly Node[], opens: (name: string) => boolean, depth: number): void {
	for (const node of nodes) {
		if (node.fault !== undefined) {
			writeFault(output, node, depth, depth > 0 || opens(node.name));
			continue;
		}

		// A label may stand where all that is below is to be seen, and nothing of it itself.
		if (node.hidden) continue;
		nodeLine(output, depth, node);
		if (node.children.length > 0 && (node.protocol === undefined || opens(node.name))) writeNodes(output, node.children, opens, depth + 1);
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
