import {type ExpertLevel, expertLevels, type ExpertTable} from '../decode/analysis/expert-table.ts';
import type {Output} from './output.ts';

const titles: Readonly<Record<ExpertLevel, string>> = {error: 'Errors', warning: 'Warns', note: 'Notes', chat: 'Chats', comment: 'Comments'};

/** Writes what is worth saying about packets as `tshark -z expert` does. */
export function writeExpert(output: Output, table: ExpertTable): void {
	const entries = table.entries();
	for (const level of expertLevels) {
		const some = entries.filter(entry => entry.level === level);
		if (some.length === 0) continue;
		const count = some.reduce((sum, entry) => sum + entry.count, 0);
		output.text(`\n${titles[level]} (${count})\n=============\n   Frequency      Group           Protocol  Summary\n`);
		for (const {count: each, group, protocol, text} of some) output.text(`${String(each).padStart(12)} ${group.padStart(10)} ${protocol.padStart(18)}  ${text}\n`);
	}
}
