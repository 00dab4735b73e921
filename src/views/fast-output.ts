/**
Ink lays text out by taking every line of every frame apart into characters with styles, which takes 14 to 20 ms a frame
at 200x50. Nearly always its pieces only stand beside each other: then they can be put together as they are, which takes
a tenth of one. This replaces that one step (`Output#get` of Ink 6.8.0, which package.json pins for it); without
it everything looks the same, only later.
*/
import Output from '../../node_modules/ink/build/output.js';
import {slice, width} from './width.ts';

type Clip = {x1: number | undefined; x2: number | undefined; y1: number | undefined; y2: number | undefined};
type Transformer = (line: string, index: number) => string;
type Operation =
	| {type: 'write'; x: number; y: number; text: string; transformers: readonly Transformer[]}
	| {type: 'clip'; clip: Clip}
	| {type: 'unclip'};

/** What Ink recorded of a frame. */
export type Recorded = {readonly width: number; readonly height: number; readonly operations: readonly Operation[]};

/** Text at a place of a line: cells `[from, to)`. */
type Segment = {readonly from: number; readonly to: number; readonly text: string};

const cut = ({from, text}: Segment, start: number, end: number): Segment => ({from: start, to: end, text: slice(text, start - from, end - from)});

/** Puts a segment over what is in a line already. */
const put = (line: Segment[], segment: Segment) => {
	const last = line.at(-1);
	if (last === undefined || last.to <= segment.from) {
		line.push(segment);
		return;
	}

	const kept: Segment[] = [];
	for (const each of line) {
		if (each.to <= segment.from || each.from >= segment.to) kept.push(each);
		else {
			if (each.from < segment.from) kept.push(cut(each, each.from, segment.from));
			if (each.to > segment.to) kept.push(cut(each, segment.to, each.to));
		}
	}

	kept.push(segment);
	kept.sort((one, other) => one.from - other.from);
	line.splice(0, line.length, ...kept);
};

const joined = (line: readonly Segment[]): string => {
	let text = '';
	let at = 0;
	for (const segment of line) {
		if (segment.from > at) text += ' '.repeat(segment.from - at);
		text += segment.text;
		at = segment.to;
	}

	return text.trimEnd();
};

const isNumber = (value: number | undefined): value is number => typeof value === 'number';

/** The lines of a write that are inside a clip, and where they stand; `undefined` when none are. */
const clipped = (x: number, y: number, lines: readonly string[], {x1, x2, y1, y2}: Clip) => {
	let shown = lines;
	let [left, top] = [x, y];
	if (isNumber(x1) && isNumber(x2)) {
		const widest = Math.max(...lines.map(width));
		if (x + widest < x1 || x > x2) return undefined;
		const from = Math.max(0, x1 - x);
		shown = shown.map(line => {
			const cells = width(line);
			return from === 0 && x + cells <= x2 ? line : slice(line, from, Math.min(cells, x2 - x));
		});
		left = Math.max(x, x1);
	}

	if (isNumber(y1) && isNumber(y2)) {
		if (y + lines.length < y1 || y > y2) return undefined;
		shown = shown.slice(Math.max(0, y1 - y), y + lines.length > y2 ? y2 - y : lines.length);
		top = Math.max(y, y1);
	}

	return {left, top, shown};
};

/** A frame's text out of what was recorded of it. */
export const compose = ({height, operations}: Recorded): {output: string; height: number} => {
	const lines = Array.from({length: height}, (): Segment[] => []);
	const clips: Clip[] = [];
	for (const operation of operations) {
		if (operation.type === 'clip') clips.push(operation.clip);
		else if (operation.type === 'unclip') clips.pop();
		else {
			const {x, y, text, transformers} = operation;
			const clip = clips.at(-1);
			const written = text.split('\n');
			const place = clip === undefined ? {left: x, top: y, shown: written} : clipped(x, y, written, clip);
			for (const [index, plain] of place?.shown.entries() ?? []) {
				const line = lines[(place?.top ?? 0) + index];
				if (line === undefined || place === undefined) continue;
				let styled = plain;
				for (const transform of transformers) styled = transform(styled, index);
				const cells = width(styled);
				if (cells === 0) continue;
				const segment = {from: place.left, to: place.left + cells, text: styled};
				if (segment.from >= 0) put(line, segment);
				else if (segment.to > 0) put(line, cut(segment, 0, segment.to));
			}
		}
	}

	return {output: lines.map(joined).join('\n'), height};
};

/** Makes Ink compose its frames this way; returns how to have it as it was. */
export const installFastOutput = (): () => void => {
	const original = Output.prototype.get;
	const replacement = function(this: Recorded) {
		return compose(this);
	};

	Object.defineProperty(Output.prototype, 'get', {value: replacement, configurable: true, writable: true});
	return () => Object.defineProperty(Output.prototype, 'get', {value: original, configurable: true, writable: true});
};
