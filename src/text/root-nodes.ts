import type {Node, Tree} from '../decode/tree.ts';

/** What tshark puts before the frame: the comments that the file has for it. */
const commentsBefore = {name: 'pkt_comment'};

/** The roots of a tree as tshark has them: comments stand before the frame. */
export function rootNodes({nodes}: Tree): readonly Node[] {
	const [frame, ...others] = nodes;
	if (frame?.children[0]?.name !== 'frame.comment') return nodes;
	const comments = frame.children.filter(node => node.name === 'frame.comment');
	return [
		frame.over(comments, commentsBefore, 'Packet comments'),
		frame.over(frame.children.filter(node => node.name !== 'frame.comment')),
		...others,
	];
}
