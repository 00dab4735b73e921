import type {Filter} from '../../../src/decode/filter/compile.ts';
import type {Pass} from '../../../src/decode/pass.ts';

const verdicts = ['no', 'maybe', 'yes'] as const;

/** Where the index says something else of many rows at once than of one, in words; undefined where it does not. For captures of one block. */
export function unlike(filter: Filter, pass: Pass): string | undefined {
	const {length} = pass.index;
	const from = Math.floor(length / 3);
	const codes = new Uint8Array(length);
	filter.scan(pass, 0, length, codes);
	const later = new Uint8Array(length - from);
	filter.scan(pass, from, length, later);
	for (const [row, code] of codes.entries()) {
		const one = filter.decide(pass, row);
		if (verdicts[code] !== one || (row >= from && later[row - from] !== code)) return `of frame ${row + 1} the index says ${one}, and ${verdicts[code]} where many are asked`;
	}

	return undefined;
}
