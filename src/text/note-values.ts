import {groups, ranOut, severities} from '../decode/expert.ts';
import type {FrameView} from '../decode/frame-view.ts';
import {malformed, truncated} from '../decode/protocol.ts';
import {buildTree, type Node} from '../decode/tree.ts';
import {rootNodes} from './root-nodes.ts';

/** What is wrong with the packet that the view is aimed at, in order of its tree. */
export function faultsOf(view: FrameView): readonly Node[] {
	const found: Node[] = [];
	const visit = (nodes: readonly Node[]): void => {
		for (const node of nodes) {
			if (node.fault !== undefined) found.push(node);
			visit(node.children);
		}
	};

	visit(rootNodes(buildTree(view, false)));
	return found;
}

/** What a fault says of a packet in words. */
export const noteText = ({fault, label}: Node): string => (fault === malformed ? ranOut.text : label);

/** The line that says it: `Expert Info (Warning/Checksum): Bad checksum`. */
export const expertLine = (node: Node): string => `Expert Info (${severities[node.fault!.severity].name}/${node.fault!.group}): ${noteText(node)}`;

/** What a fault says under a name of expert notes, in the words of `-T fields`. */
export function textOfFault(node: Node, name: string): readonly string[] {
	const fault = node.fault!;
	switch (name) {
		case malformed.name:
			// Every note of that group has the name once more.
			return fault === truncated || fault.group !== 'Malformed' ? [] : fault === malformed ? [`[${node.label}]`, malformed.name] : [malformed.name];
		case truncated.name:
			return fault === truncated ? [`[${node.label}]`] : [];
		case ranOut.name:
			return fault === malformed ? ['1'] : [];
		default:
	}

	if (!name.startsWith('_ws.expert')) return fault.name === name ? ['1'] : [];
	if (fault === truncated) return [];
	switch (name) {
		case '_ws.expert.message':
			return [noteText(node)];
		case '_ws.expert.severity':
			return [String(severities[fault.severity].number)];
		case '_ws.expert.group':
			return [String(groups[fault.group])];
		default:
			return [expertLine(node)];
	}
}
