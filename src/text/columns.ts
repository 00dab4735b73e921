/** Names of the packet list's columns, as tshark has them: `_ws.col.Info`. */
export const columnTitles = ['No.', 'Time', 'Source', 'Destination', 'Protocol', 'Length', 'Info'] as const;
export type ColumnTitle = (typeof columnTitles)[number];

const prefix = '_ws.col.';

/** The column that a field name asks for. */
export function columnOf(field: string): ColumnTitle | undefined {
	return field.startsWith(prefix) ? columnTitles.find(title => title === field.slice(prefix.length)) : undefined;
}
