import {decodeText} from './decode-text.ts';
import type {Field, Value} from './field.ts';

/** The value of a field of fixed size that starts at `at` (the word's start, for bits). */
export function valueAt(field: Field, b: Uint8Array, at: number): Value {
	switch (field.kind) {
		case 'uint':
		case 'bool':
		case 'char':
		case 'frame':
			return field.readAt(b, at - Math.max(0, field.offset));
		case 'int': {
			const value = field.readAt(b, at - Math.max(0, field.offset));
			const width = field.width || field.size * 8;
			return width >= 32 ? value | 0 : value >= 2 ** (width - 1) ? value - 2 ** width : value;
		}

		case 'uint64':
		case 'int64': {
			let value = 0n;
			for (let i = 0; i < field.size; i++) value = (value << 8n) | BigInt(b[field.little ? at + field.size - 1 - i : at + i]!);
			return field.kind === 'int64' ? BigInt.asIntN(field.size * 8, value) : value;
		}

		case 'float': {
			const view = new DataView(b.buffer, b.byteOffset + at, field.size);
			return field.size === 8 ? view.getFloat64(0, field.little) : view.getFloat32(0, field.little);
		}

		case 'text':
			return decodeText(b, at, at + field.size, 'utf8');
		case 'none':
		case 'time':
		case 'duration':
			return undefined;
		default:
			return b.subarray(at, at + field.size);
	}
}
