import type {Cursor} from '../cursor.ts';
import {Paths} from '../registry.ts';
import {valueTest} from './evaluate.ts';
import {headerIn} from './fixed.ts';
import type {Name} from './names.ts';
import {maybe, no, yes} from './question.ts';
import type {Range} from './syntax.ts';
import type {Term, Test} from './term.ts';

/** Bytes of a slice that are compared where they stand; a longer one is cut out. */
const maxSlice = 256;

/** Some bytes of a layer, or of a field in its header; those that are not set in `mask` count as zero. */
type Slice = {readonly name: Name; readonly from: number; readonly length: number; readonly mask: Uint8Array | undefined};

/** Answers a test of one slice of a layer or an address without cutting it out; undefined for other tests. */
export function sliceTest(test: Test): ((c: Cursor) => number) | undefined {
	const simple = valueTest(test);
	const slice = simple && sliceIn(simple.term);
	if (slice === undefined) return undefined;
	const {name, from, length, mask} = slice;
	const {passes} = simple!;
	const isAny = simple!.quantifier === 'any';
	const bytes = new Uint8Array(mask?.length ?? length);
	/** Whether the bytes of the slice decide, where `[start, end)` has them. */
	let asked = 0;
	const decides = (b: Uint8Array, start: number, end: number): boolean => {
		const at = start + from;
		if (at + length > end) return false;
		asked++;
		for (let i = 0; i < bytes.length; i++) bytes[i] = b[at + i]! & (mask === undefined ? 0xff : mask[i]!);
		return passes(bytes) === isAny;
	};

	const [decided, undecided] = isAny ? [yes, no] : [no, yes];
	if (name.kind === 'protocol') {
		const layersOf = layersIn(name);
		return c => {
			asked = 0;
			for (const layer of layersOf(c)) if (decides(c.sources[c.layerSource[layer]!]!, c.layerStart[layer]!, c.layerEnd[layer]!)) return decided;
			return asked === 0 ? no : undecided;
		};
	}

	const places = name.fixed!;
	return c => {
		asked = 0;
		const headers = places.layers(c);
		if (c.fault !== undefined && headers.length > 0) return maybe;
		for (const header of headers) {
			const start = headerIn(c, header);
			if (start < 0) return maybe;
			for (const {offset, size} of header.fields)
				if (decides(c.sources[c.layerSource[header.layer]!]!, start + offset, start + offset + size)) return decided;
		}

		return asked === 0 ? no : undecided;
	};
}

function sliceIn(term: Term): Slice | undefined {
	if (term.kind === 'arithmetic' && term.operator === '&' && term.right.kind === 'literal' && term.right.value instanceof Uint8Array) {
		const of = sliceIn(term.left);
		const mask = term.right.value;
		return of === undefined || of.mask !== undefined || of.length < mask.length ? undefined : {...of, mask};
	}

	if (term.kind !== 'slice' || term.ranges.length !== 1 || term.of.kind !== 'name' || term.of.layers !== undefined || term.of.raw) return undefined;
	const {name} = term.of;
	const [range] = term.ranges;
	const length = lengthOf(range!);
	if (range!.from < 0 || !(length > 0) || length > maxSlice) return undefined;
	return name.kind === 'protocol' || (name.fixed !== undefined && (name.type.family === 'mac' || name.type.family === 'ipv6'))
		? {name, from: range!.from, length, mask: undefined}
		: undefined;
}

const lengthOf = (range: Range): number => ('last' in range ? (range.last < 0 ? -1 : range.last - range.from + 1) : range.length ?? -1);

/** Finds the layers of a protocol. */
function layersIn({owners}: Name): (c: Cursor) => readonly number[] {
	const ids = new Set(owners!.map(({id}) => id));
	const known: Array<readonly number[] | undefined> = [];
	return c => {
		const before = known[c.path];
		if (before !== undefined) return before;
		const layers = Array.from({length: c.depth}, (_, layer) => layer).filter(layer => ids.has(c.layerProtocol[layer]!));
		if (c.path !== Paths.unknown) known[c.path] = layers;
		return layers;
	};
}
