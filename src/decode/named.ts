import {type Claim, protocol, type Protocol} from './protocol.ts';

/** A protocol that is known by its number and not decoded: its bytes are no data, and its name is in the list. */
export const named = (name: string, column: string, title: string, claims: readonly Claim[] = []): Protocol =>
	protocol({
		name,
		title,
		column,
		about: 'Known by its number; what it says is not decoded.',
		undecoded: true,
		claims,
		walk: c => c.opaque(),
		expand(r) {
			r.info(() => `${title}, ${r.left} byte${r.left === 1 ? '' : 's'}, not decoded`);
		},
	});
