/** One thing that a capture says differently than its snapshot. */
export type Difference = {
	/** Number of the packet: in the snapshot, or where it is added in the capture; 0 for the capture itself. */
	readonly frame: number;
	readonly kind: 'changed' | 'added' | 'removed';
	/** The field's name; `frame` for a whole packet, `capture` for the file, `summary` and `label` for texts. */
	readonly name: string;
	/** Which one of the packet's fields of this name it is, from 1; 0 where there is only one. */
	readonly occurrence: number;
	readonly before?: string;
	readonly after?: string;
	/** Names of the fields that were added or removed with it, itself included, each once. */
	readonly names: readonly string[];
	/** Fields that were added or removed with it, itself not counted. */
	readonly below: number;
	/** Line of the snapshot, where that is a text. */
	readonly line?: number;
};

/** A difference as a person reads it, without the number of the packet: `tcp.flags.fin 0 -> 1`. */
export function differenceText({kind, name, occurrence, before, after, below}: Difference): string {
	const what = occurrence === 0 ? name : `${name}#${occurrence}`;
	if (name === 'frame' && kind !== 'changed') return `${kind}${(before ?? after ?? '') === '' ? '' : ` (${before ?? after})`}`;
	if (kind === 'changed') return `${what} ${before ?? 'nothing'} -> ${after ?? 'nothing'}`;
	const value = before ?? after;
	return `${what}${value === undefined ? '' : ` ${value}`} ${kind}${below === 0 ? '' : `, with ${below} field${below === 1 ? '' : 's'}`}`;
}

/** The same with the number of the packet: `frame 7: tcp.flags.fin 0 -> 1`. */
export function differenceLine(difference: Difference): string {
	const {frame, name} = difference;
	if (frame > 0) return `frame ${frame}: ${differenceText(difference)}`;
	return name === 'capture' ? `the capture is ${difference.before ?? 'whole'} -> ${difference.after ?? 'whole'}` : differenceText(difference);
}
