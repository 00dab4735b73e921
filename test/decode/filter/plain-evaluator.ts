import {groups, severities} from '../../../src/decode/expert.ts';
import type {Value} from '../../../src/decode/field.ts';
import type {Term, Test} from '../../../src/decode/filter/term.ts';
import type {FrameView} from '../../../src/decode/frame-view.ts';
import {printValue} from '../../../src/decode/print.ts';
import {malformed, truncated} from '../../../src/decode/protocol.ts';
import {buildTree, type Node} from '../../../src/decode/tree.ts';

/** One time that a name stands in a frame: its value, and which layer of its protocol it is in, from 1. */
type Found = {readonly name: string; readonly value: Value; readonly layer: number; readonly layers: number; readonly bytes: Uint8Array; readonly own: number};

/** Everything a frame says, by name, as its tree has it. */
export function findings(view: FrameView): readonly Found[] {
	const tree = buildTree(view);
	const protocols: Node[] = [];
	const collect = (node: Node): void => {
		if (node.kind === 'protocol') protocols.push(node);
		for (const child of node.children) collect(child);
	};
	for (const node of tree.nodes) collect(node);
	const {cursor} = view;
	const ends = new Map<string, number>();
	for (let layer = 0; layer < cursor.depth; layer++) {
		ends.set(`${view.protocolOf(layer).name} ${cursor.layerSource[layer]} ${cursor.layerStart[layer]}`, cursor.layerEnd[layer]!);
	}

	const found: Found[] = [];
	const visit = (node: Node, root: Node | undefined): void => {
		// What was put together stands beside its layer.
		const at = node.kind === 'protocol' ? node : root ?? protocols.find(({name}) => node.name.startsWith(`${name}.`));
		const same = protocols.filter(one => one.name === at?.name);
		const source = tree.sources[node.source]?.bytes ?? new Uint8Array(0);
		const place = {layer: at === undefined ? 0 : same.indexOf(at) + 1, layers: same.length, own: node.end - node.start};
		if (node.kind === 'protocol') {
			const bytes = source.subarray(node.start, ends.get(`${node.name} ${node.source} ${node.start}`));
			found.push({name: node.name, value: bytes, bytes, ...place});
		} else if (node.name !== '') {
			if (node.fault !== undefined && node.fault !== truncated) {
				const {severity, group} = node.fault;
				const says: ReadonlyArray<readonly [string, Value]> = [['', undefined], ['.message',
					node.fault === malformed ? 'Malformed Packet (Exception occurred)' : node.label], ['.severity', severities[severity].number], ['.group', groups[group]]];
				for (const [part, value] of says) found.push({name: `_ws.expert${part}`, value, bytes: source, ...place});
			}

			found.push({name: node.name, value: node.value, bytes: source.subarray(node.start, node.end), ...place});
		}

		for (const child of node.children) visit(child, at);
	};
	for (const node of tree.nodes) visit(node, undefined);
	return found;
}

/** Values are written out so that they can be compared in the plainest way: numbers, or lists of bytes. */
type Plain = {readonly number: bigint | number} | {readonly bytes: readonly number[]} | undefined;

const utf8 = new TextEncoder();

const plainOf = (value: Value): Plain =>
	typeof value === 'number' || typeof value === 'bigint'
		? {number: value}
		: typeof value === 'string'
		? {bytes: [...utf8.encode(value)]}
		: value === undefined
		? undefined
		: {bytes: [...value]};

function sign(a: Plain, b: Plain, family: string): number | undefined {
	if (a === undefined || b === undefined) return undefined;
	if ('number' in a && 'number' in b) {
		const [x, y] = family === 'boolean' ? [Number(Number(a.number) !== 0), Number(Number(b.number) !== 0)] : [a.number, b.number];
		if (family === 'unsigned' && x >= 0 && y < 0) return undefined;
		return x < y ? -1 : x > y ? 1 : 0;
	}

	if (!('bytes' in a) || !('bytes' in b)) return undefined;
	for (let i = 0;; i++) {
		const [x, y] = [a.bytes[i], b.bytes[i]];
		if (x === undefined || y === undefined) return (x === undefined ? 0 : 1) - (y === undefined ? 0 : 1);
		if (x !== y) return x - y;
	}
}

function addressNumber(b: Uint8Array): number {
	return b[0]! * 2 ** 24 + b[1]! * 2 ** 16 + b[2]! * 2 ** 8 + b[3]!;
}

/** The first `prefix` bits of an address as digits. */
function network(value: Value, prefix: number): string {
	const bytes = typeof value === 'number' ? [value / 2 ** 24, value / 2 ** 16, value / 2 ** 8, value].map(n => Math.floor(n) % 256) : [...value as Uint8Array];
	return bytes.map(byte => byte.toString(2).padStart(8, '0')).join('').slice(0, prefix);
}

function valuesOf(term: Term, found: readonly Found[]): Value[] {
	switch (term.kind) {
		case 'literal':
			return [term.value];
		case 'reference':
			return [];
		case 'name': {
			return found.filter(({name, layer, layers}) =>
				name === term.name.name && (term.layers === undefined || term.layers.some(range => {
					const from = range.from < 0 ? layers + range.from + 1 : range.from;
					const last = 'last' in range ? (range.last < 0 ? layers + range.last + 1 : range.last) : range.length === undefined ? layers : from + range.length - 1;
					return layer >= from && layer <= last;
				}))
			).map(({value, bytes}) => (term.raw ? bytes : term.name.type.family === 'ipv4' ? addressNumber(value as Uint8Array) : value));
		}

		case 'slice': {
			const out: Value[] = [];
			for (const value of valuesOf(term.of, found)) {
				const bytes = typeof value === 'number'
					? [...network(value, 32).match(/.{8}/g)!].map(bits => Number.parseInt(bits, 2))
					: (plainOf(value) as {bytes: readonly number[]}).bytes;
				const picked: number[] = [];
				for (const range of term.ranges) {
					const from = range.from < 0 ? bytes.length + range.from : range.from;
					const to = 'last' in range ? (range.last < 0 ? bytes.length + range.last : range.last) + 1 : range.length === undefined ? bytes.length : from + range.length;
					if (from >= 0 && to <= bytes.length && from < to) picked.push(...bytes.slice(from, to));
				}

				if (picked.length > 0) out.push(Uint8Array.from(picked));
			}

			return out;
		}

		case 'negate':
			return valuesOf(term.of, found).map(value => (typeof value === 'number' ? 0 - value : typeof value === 'bigint' ? -value : undefined));
		case 'arithmetic': {
			const out: Value[] = [];
			for (const a of valuesOf(term.left, found)) for (const b of valuesOf(term.right, found)) out.push(calculated(term.operator, a, b, term.type));
			return out;
		}

		case 'call': {
			const lists = term.of.map(of => valuesOf(of, found));
			const all = lists.flat();
			const [first] = term.of;
			switch (term.name) {
				case 'upper':
					return all.map(value => String(value).replace(/[a-z]/g, c => c.toUpperCase()));
				case 'lower':
					return all.map(value => String(value).replace(/[A-Z]/g, c => c.toLowerCase()));
				case 'count':
					return all.length === 0 ? [] : [all.length];
				case 'abs':
					return all.map(value => (typeof value === 'number' ? Math.abs(value) : typeof value === 'bigint' ? (value < 0n ? -value : value) : undefined));
				case 'len':
					if (first!.kind === 'name' && first!.name.kind === 'protocol') return found.filter(one => all.includes(one.value)).map(({own}) => own);
					return all.map(
						value => (typeof value === 'string'
							? utf8.encode(value).length
							: value instanceof Uint8Array
							? value.length
							: first!.type.family === 'ipv4'
							? 4
							: Math.ceil(first!.type.bits / 8)),
					);
				case 'string':
					return all.map(value => {
						const field = first!.kind === 'name' ? first!.name.fields[0] : undefined;
						if (first!.type.family === 'ipv4') return [3, 2, 1, 0].map(i => Math.floor(Number(value) / 256 ** i) % 256).join('.');
						return typeof value === 'number' || typeof value === 'bigint' || field === undefined ? String(value) : printValue(field, value);
					});
				case 'max':
				case 'min': {
					const known = all.filter(value => value !== undefined);
					if (known.length === 0) return [];
					return [known.reduce((best, value) => ((sign(plainOf(value), plainOf(best), first!.type.family) ?? 0) * (term.name === 'max' ? 1 : -1) > 0 ? value : best))];
				}
			}
		}
	}
}

function calculated(operator: string, a: Value, b: Value, {family, bits}: Term['type']): Value {
	if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length < b.length ? undefined : Uint8Array.from(b, (byte, i) => byte & a[i]!);
	if (family === 'float' && typeof a === 'number' && typeof b === 'number') {
		return operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
	}

	if (a === undefined || b === undefined || typeof a === 'string' || typeof b === 'string' || a instanceof Uint8Array || b instanceof Uint8Array) return undefined;
	const [x, y] = [BigInt(a), BigInt(b)];
	if ((operator === '/' || operator === '%') && y === 0n) return undefined;
	const result = operator === '+' ? x + y : operator === '-' ? x - y : operator === '*' ? x * y : operator === '/' ? x / y : operator === '%' ? x % y : x & y;
	if (family === 'duration') return result;
	if (typeof a === 'bigint' || typeof b === 'bigint') return result >= -(1n << 63n) && result < 1n << 64n ? result : undefined;
	if (family === 'ipv4') return Number(result);
	return bits > 32 || (result >= -(1n << 31n) && result < 1n << 32n) ? Number(result) : undefined;
}

/** What a test says of a frame, worked out from its whole tree in the plainest way. */
export function plainly(test: Test, found: readonly Found[]): boolean {
	switch (test.kind) {
		case 'and':
			return test.of.map(part => plainly(part, found)).every(Boolean);
		case 'or':
			return test.of.map(part => plainly(part, found)).some(Boolean);
		case 'xor':
			return test.of.filter(part => plainly(part, found)).length % 2 === 1;
		case 'not':
			return !plainly(test.of, found);
		case 'present':
			return valuesOf(test.of, found).length > 0;
		case 'nonzero':
			return valuesOf(test.of, found).some(value => value instanceof Uint8Array ? value.some(byte => byte > 0) : value !== undefined && value !== '' && Number(value) !== 0);
		case 'matches': {
			const values = valuesOf(test.left, found).map(value => test.pattern.test(value));
			return test.quantifier === 'any' ? values.some(Boolean) : values.length > 0 && values.every(Boolean);
		}

		case 'contains': {
			const whole = valuesOf(test.left, found).map(value => textOf(value, test.left));
			const parts = valuesOf(test.right, found).map(value => textOf(value, test.right));
			return pairs(test.quantifier, whole, parts, (a, b) => b !== '' && a.includes(b));
		}

		case 'compare': {
			const {left, right, operator} = test;
			const prefix = right.kind === 'literal' ? right.prefix : undefined;
			return pairs(
				test.quantifier,
				valuesOf(left, found),
				valuesOf(right, found),
				(a, b) => compared(operator, a, b, left, right, prefix) ?? (operator === '!=' && test.quantifier === 'all'),
			);
		}

		case 'in': {
			const values = valuesOf(test.left, found).map(value =>
				test.set.some(({from, to}) => {
					const within = (operator: string, bound: Term): boolean =>
						valuesOf(bound, found).some(other => compared(operator, value, other, test.left, bound, bound.kind === 'literal' ? bound.prefix : undefined) === true);
					return from === to ? within('==', from) : within('>=', from) && within('<=', to);
				})
			);
			return test.quantifier === 'any' ? values.some(Boolean) : values.length > 0 && values.every(Boolean);
		}
	}
}

function compared(operator: string, a: Value, b: Value, left: Term, right: Term, prefix: number | undefined): boolean | undefined {
	if (prefix !== undefined && a !== undefined && left.type.family === right.type.family) {
		const [x, y] = [network(a, prefix), network(b, prefix)];
		return operator === '==' ? x === y : operator === '!=' ? x !== y : operator === '<' ? x < y : operator === '<=' ? x <= y : operator === '>' ? x > y : x >= y;
	}

	const numbers = ['unsigned', 'signed', 'boolean', 'float'];
	const alike = left.type.family === right.type.family || (numbers.includes(left.type.family) && numbers.includes(right.type.family));
	const bytesOf = (
		value: Value,
		{type}: Term,
	): Plain => (type.family === 'ipv4' && typeof value === 'number' ? {bytes: network(value, 32).match(/.{8}/g)!.map(bits => Number.parseInt(bits, 2))} : plainOf(value));
	const n = alike ? sign(plainOf(a), plainOf(b), left.type.family) : sign(bytesOf(a, left), bytesOf(b, right), 'bytes');
	if (n === undefined) return undefined;
	return operator === '==' ? n === 0 : operator === '!=' ? n !== 0 : operator === '<' ? n < 0 : operator === '<=' ? n <= 0 : operator === '>' ? n > 0 : n >= 0;
}

const textOf = (
	value: Value,
	_term: Term,
): string => (typeof value === 'string'
	? [...utf8.encode(value)].map(byte => String.fromCharCode(byte)).join('')
	: value instanceof Uint8Array
	? [...value].map(byte => String.fromCharCode(byte)).join('')
	: '');

function pairs<T>(quantifier: string, left: readonly T[], right: readonly T[], test: (a: T, b: T) => boolean): boolean {
	if (left.length === 0 || right.length === 0) return false;
	const all = left.flatMap(a => right.map(b => test(a, b)));
	return quantifier === 'any' ? all.some(Boolean) : all.every(Boolean);
}
