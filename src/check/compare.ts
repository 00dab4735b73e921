import {align} from './align.ts';
import type {Decoded, DecodedFrame} from './decoded.ts';
import {frameText, nodeText} from './decode-text.ts';
import type {Difference} from './difference.ts';
import {compareFrames} from './compare-frames.ts';
import type {Mask} from './mask.ts';
import type {Names} from './names.ts';

/**
Says what a capture's decode has that its snapshot has not. Both are masked; packets are paired by what they say, so that
one more in the middle is one difference, and numbers of packets that moved with it are none.
*/
export function compare(snapshot: Decoded, capture: Decoded, mask: Mask, names: Names): Difference[] {
	const found: Difference[] = [];
	const before = expected(snapshot, capture).map(frame => mask.frame(frame));
	const after = capture.frames;
	const content = contents(names);
	const pairs = align(before, after, frame => `${timeOf(frame)} ${content.key(frame)}`, content.likeness, content.key);
	const moved = new Map<number, number>();
	for (const [b, a] of pairs) if (b >= 0 && a >= 0) moved.set(before[b]!.number, after[a]!.number);
	for (const [b, a] of pairs) {
		if (b >= 0 && a >= 0) found.push(...compareFrames(before[b]!, after[a]!, names, moved, mask));
		else if (b >= 0) found.push(whole('removed', before[b]!));
		else found.push(whole('added', after[a]!));
	}

	if (snapshot.fault !== capture.fault) {
		found.push({frame: 0, kind: 'changed', name: 'capture', occurrence: 0, ...given('before', snapshot.fault), ...given('after', capture.fault), names: [], below: 0});
	}

	return found;
}

const given = <K extends 'before' | 'after'>(key: K, value: string | undefined): { [P in K]?: string } => (value === undefined ? {} : {[key]: value}) as { [P in K]?: string };

/** The packets of a snapshot that the restriction of a decode is about, where it was made with another one. */
function expected(snapshot: Decoded, {restriction, frames}: Decoded): readonly DecodedFrame[] {
	if (restriction.only === '' || restriction.only === snapshot.restriction.only) return snapshot.frames;
	const passing = new Set(frames.map(({number}) => number));
	return snapshot.frames.filter(({number}) => passing.has(number));
}

function whole(kind: 'added' | 'removed', frame: DecodedFrame): Difference {
	const names = new Set<string>();
	const add = (nodes: DecodedFrame['nodes']): number =>
		nodes.reduce((count, node) => {
			if (node.name !== '') names.add(node.name);
			return count + (node.name === '' ? 0 : 1) + add(node.children);
		}, 0);
	const below = add(frame.nodes);
	return {
		frame: frame.number,
		kind,
		name: 'frame',
		occurrence: 0,
		...given(kind === 'added' ? 'after' : 'before', frame.summary),
		names: [...names],
		below,
		...frame.line === undefined ? {} : {line: frame.line},
	};
}

/** How much it counts that two packets were captured at the same time. */
const timeWeight = 0.25;

/** When a packet was captured; '' where that is left out. */
const timeOf = ({nodes}: DecodedFrame): string => nodes.find(({name}) => name === 'frame')?.children.find(({name}) => name === 'frame.time')?.value ?? '';

/** What packets are paired by: what they say, without the frame's own times and what only its number decides. */
function contents(names: Names): {readonly key: (frame: DecodedFrame) => string; readonly likeness: (a: DecodedFrame, b: DecodedFrame) => number} {
	const keys = new Map<DecodedFrame, string>();
	const lines = new Map<DecodedFrame, ReadonlySet<string>>();
	const said = (frame: DecodedFrame): DecodedFrame['nodes'] => {
		const others = frame.nodes.filter(({name}) => name !== 'frame');
		return others.length === 0 ? frame.nodes : others;
	};
	const linesOf = (frame: DecodedFrame): ReadonlySet<string> => {
		let known = lines.get(frame);
		if (known === undefined) {
			const out = new Set<string>();
			const add = (nodes: DecodedFrame['nodes']): void => {
				for (const node of nodes) {
					if (node.kind === 'named' && !names.isFrameNumber(node.name)) out.add(nodeText(node));
					add(node.children);
				}
			};
			add(said(frame));
			lines.set(frame, known = out);
		}

		return known;
	};
	return {
		key: frame => {
			let key = keys.get(frame);
			if (key === undefined) keys.set(frame, key = frameText({number: 0, summary: frame.summary, nodes: said(frame)}));
			return key;
		},
		likeness: (a, b) => {
			const one = linesOf(a);
			const other = linesOf(b);
			let both = 0;
			for (const line of one) if (other.has(line)) both++;
			return (1 - timeWeight) * both / Math.max(1, one.size, other.size) + (timeOf(a) === timeOf(b) ? timeWeight : 0);
		},
	};
}
