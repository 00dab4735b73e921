import {bytes, i32, parts} from './field.ts';
import {protocol} from './protocol.ts';

const p = parts('data', () => ({
	data: bytes('Data'),
	len: i32('Length'),
}));

const count = (n: number): string => `${n} byte${n === 1 ? '' : 's'}`;

/** Bytes that no protocol here knows. */
export const data = protocol({
	name: 'data',
	title: 'Data',
	short: 'Data',
	column: '',
	about: 'Bytes that no protocol known here has claimed.',
	parts: p,
	expand(r) {
		const length = r.captured;
		r.label(() => `Data (${count(length)})`);
		r.rest(p.data);
		r.derive(p.len, length);
	},
	summary() {},
});
