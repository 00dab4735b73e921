import type {DecodedFrame, DecodedNode} from './decoded.ts';
import {nodeText} from './decode-text.ts';
import {matcher, type Names} from './names.ts';

/** What depends on the packets around it rather than on what the packet says: when it came, which stream it was among all, how its conversation went on. */
const around = matcher([
	'frame.time_relative',
	'frame.time_delta',
	'*.time_relative',
	'*.time_delta',
	'tcp.stream',
	'udp.stream',
	'sctp.assoc_index',
	'quic.connection.number',
	'tcp.completeness',
	'tcp.completeness.*',
]);

/** Links to the packet in which the message is whole. */
const wholeIn = /reassembled[._]in$/;
/** Numbers of frames in a text. */
const numbers = /#\d+|\bin \d+\b/g;
const withoutNumbers = (text: string): string => text.replace(numbers, '#');

/**
Everything that a packet says, as lines that are the same in every capture which holds what it depends on: without numbers
of streams, times since other packets, and links to what came later, but for the message that it is a part of. `original` gives the number that a
frame has where all is compared.
*/
export function likenessOf({number, summary, nodes}: DecodedFrame, names: Names, original: (number: number) => number): readonly string[] {
	const lines = [withoutNumbers(summary)];
	const add = (list: readonly DecodedNode[], depth: number): void => {
		for (const node of list) {
			const {kind, name, value, children} = node;
			if (around(name)) continue;
			const isLink = kind === 'named' && names.isFrameNumber(name);
			if (isLink && Number(value) > number && !wholeIn.test(name)) continue;
			lines.push(`${'\t'.repeat(depth)}${isLink ? `${name} ${original(Number(value))}` : kind === 'named' ? nodeText(node) : withoutNumbers(nodeText(node))}`);
			add(children, depth + 1);
		}
	};
	add(nodes, 0);
	return lines;
}
