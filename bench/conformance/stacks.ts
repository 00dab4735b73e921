import type {Column, Table} from './cells.ts';
import {compareTables, emptyTally, type Tally} from './compare.ts';

/** The field whose value is the stack of a frame, names joined with colons. */
export const STACK_FIELD = 'frame.protocols';

/** The share of stacks that has to agree up to what inkcap does not declare. */
export const STACK_THRESHOLD = 0.95;

/** Steps that stand in stacks and are no protocols. */
const STEPS = ['ethertype'];

/** The names of a stack up to the first that is not declared. */
export function cutStack(stack: string, declared: ReadonlySet<string>): string {
	const names = stack.split(':');
	const end = names.findIndex(name => !declared.has(name) && !STEPS.includes(name));
	return (end < 0 ? names : names.slice(0, end)).join(':');
}

/** Compares the stacks of one capture, both cut at the first protocol that inkcap does not declare. */
export function compareStacks(file: string, reference: Table, ours: Table, declared: ReadonlySet<string>, keep: number): Tally {
	const cut = (table: Table): Table => {
		const column: Column = new Map([...(table.columns.get(STACK_FIELD) ?? [])].map(([frame, stack]) => [frame, cutStack(stack, declared)]));
		return {...table, columns: new Map([[STACK_FIELD, column]])};
	};
	return compareTables(file, cut(reference), cut(ours), [STACK_FIELD], keep).get(STACK_FIELD) ?? emptyTally();
}
