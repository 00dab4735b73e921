/**
 * What stands between two columns of a row, and between two values of a cell. Other control characters of packets are
 * printed raw by tshark; these two it escapes, so that they never occur in a value.
 */
export const SEPARATOR = '\f';
export const AGGREGATOR = '\b';

/** The values of one field: frame number to printed cell; frames without a value are left out. */
export type Column = Map<number, string>;

/** The output of `-T fields`: how many frames it has, the columns, and rows that could not be told apart. */
export type Table = {
	readonly frames: number;
	readonly columns: Map<string, Column>;
	readonly unreadable: readonly number[];
	readonly rest: string;
};

/** The options both programs get, for these fields; `frame.number` comes last and closes every row. */
export function fieldOptions(fields: readonly string[]): string[] {
	return [
		'-T',
		'fields',
		...fields.flatMap(field => ['-e', field]),
		'-e',
		'frame.number',
		'-E',
		'header=n',
		'-E',
		`separator=${SEPARATOR}`,
		'-E',
		`aggregator=${AGGREGATOR}`,
		'-E',
		'occurrence=a',
		'-E',
		'quote=n',
	];
}

/**
 * Parses the output of `-T fields` with `fieldOptions(fields)`. Rows are told apart by their separators and by the
 * frame number that ends them, so that values may hold line feeds. `rest` is what stands where a row was expected.
 */
export function parseTable(text: string, fields: readonly string[]): Table {
	const columns = new Map<string, Column>(fields.map(field => [field, new Map()]));
	const inOrder = fields.map(field => columns.get(field)!);
	const unreadable: number[] = [];
	let frames = 0;
	let position = 0;
	while (position < text.length) {
		const frame = frames + 1;
		const starts = separatorsAfter(text, position, fields.length);
		const last = `${frame}\n`;
		const closing = starts === undefined ? undefined : fields.length === 0 ? position : starts[fields.length - 1]! + 1;
		if (starts !== undefined && closing !== undefined && text.startsWith(last, closing)) {
			let from = position;
			for (const [index, column] of inOrder.entries()) {
				const to = starts[index]!;
				if (to > from) column.set(frame, text.slice(from, to));
				from = to + 1;
			}
			position = closing + last.length;
		} else {
			// A value holds the separator itself: the row ends where its number does, and is not compared.
			const end = text.indexOf(`${SEPARATOR}${last}`, position);
			if (end < 0) break;
			unreadable.push(frame);
			position = end + 1 + last.length;
		}
		frames = frame;
	}
	return {frames, columns, unreadable, rest: text.slice(position, position + 200)};
}

function separatorsAfter(text: string, position: number, count: number): number[] | undefined {
	const found: number[] = new Array(count);
	let at = position - 1;
	for (let index = 0; index < count; index++) {
		at = text.indexOf(SEPARATOR, at + 1);
		if (at < 0) return undefined;
		found[index] = at;
	}
	return found;
}
