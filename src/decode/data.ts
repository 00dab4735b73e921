import {bytes, parts, u32} from './field.ts';
import {protocol} from './protocol.ts';

const p = parts('data', {
	data: bytes('Data'),
	len: u32('Length', {unit: 'bytes'}),
});

/** Bytes that no protocol here knows. */
export const data = protocol({
	name: 'data',
	title: 'Data',
	column: '',
	about: 'Bytes that no protocol known here has claimed.',
	parts: p,
	expand(r) {
		const length = r.captured;
		r.rest(p.data);
		r.derive(p.len, length);
	},
});
