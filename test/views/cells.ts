import {width} from '../../src/views/width.ts';

const segmenter = new Intl.Segmenter();
const ends: Readonly<Record<string, string>> = {22: '1 2', 23: '3', 24: '4', 27: '7', 39: 'fg', 49: 'bg'};

const slotOf = (code: string) => /^(3[0-7]|9[0-7]|38;)/.test(code) ? 'fg' : /^(4[0-7]|10[0-7]|48;)/.test(code) ? 'bg' : code;

/** A line as a terminal would show it: for every cell its character and its styles. */
export const cellsOf = (line: string, columns: number): string[] => {
	const cells: string[] = [];
	const styles = new Map<string, string>();
	let rest = line;
	while (rest !== '') {
		const code = /^\x1b\[([\d;]*)m/.exec(rest);
		if (code !== null) {
			const [all, parameters = ''] = code;
			rest = rest.slice(all.length);
			if (parameters === '' || parameters === '0') styles.clear();
			else if (ends[parameters] === undefined) styles.set(slotOf(parameters), parameters);
			else for (const slot of ends[parameters].split(' ')) styles.delete(slot);
			continue;
		}

		const plain = /^[^\x1b]+/.exec(rest)?.[0] ?? '';
		if (plain === '') throw new Error(`not a style: ${JSON.stringify(rest.slice(0, 20))}`);
		rest = rest.slice(plain.length);
		const style = [...styles.values()].sort().join(' ');
		for (const {segment} of segmenter.segment(plain)) {
			cells.push(`${segment}|${style}`);
			for (let i = 1; i < width(segment); i++) cells.push(`|${style}`);
		}
	}

	while (cells.length < columns) cells.push(' |');
	return cells;
};
