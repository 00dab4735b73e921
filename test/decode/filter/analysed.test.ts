import {fieldsIn} from '../../../src/decode/field.ts';
import {expect, test} from 'vitest';
import {analysisFaults, analysisFields} from '../../../src/decode/transport/tcp-analysis.ts';
import {isAnalysed} from '../../../src/decode/filter/analysed.ts';
import {compileFilter, type Filter} from '../../../src/decode/filter/compile.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {OpenedCapture} from '../../../src/opened-capture.ts';
import {fixtures} from '../../fixtures.ts';

const names = [...fieldsIn(analysisFields), ...Object.values(analysisFaults)].map(({name}) => name).filter(isAnalysed);
const filters = [...new Set(names), 'tcp.analysis.bytes_in_flight > 100', '!tcp.analysis.flags && tcp', 'count(tcp.analysis.acks_frame) > 0',
	'max(tcp.analysis.bytes_in_flight, tcp.len) > 100'];

const compiled = (text: string, {pass}: OpenedCapture): Filter => {
	const result = compileFilter(text, pass.registry);
	if (!result.ok) throw new Error(result.message);
	return result.filter;
};

test('the bits of the index are known for all that analysis says of a segment, but for what stands elsewhere too', () => {
	expect(names.length).toBeGreaterThan(20);
	expect(names).toContain('tcp.analysis.duplicate_ack_frame');
});

test('filters on TCP analysis read no message, and no segment that analysis says nothing of', async () => {
	let looked = 0;
	let rows = 0;
	for (const {path, name} of fixtures.filter(({name}) => /^(?:tcp|http|icmp|ip|ipv6|gre|vlan)\//.test(name))) {
		// Some numbers are known later only: both are asked as packets come.
		const whole = await OpenedCapture.open(path, buildRegistry());
		const all = filters.map(text => ({filter: compiled(text, whole), rows: [] as number[]}));
		await whole.run(row => {
			for (const {filter, rows} of all) if (filter.matches(whole.view.aimNewest())) rows.push(row);
			return true;
		});
		const flows = await OpenedCapture.open(path, buildRegistry());
		flows.pass.flowsOnly = true;
		const asked = filters.map(text => ({text, passing: [] as number[], filter: compiled(text, flows)}));
		await flows.run(row => {
			for (const {filter, passing} of asked) {
				const verdict = filter.decide(flows.pass, row);
				if (verdict === 'yes' || (verdict === 'maybe' && filter.matches(flows.view.aimNewest(filter.only)))) passing.push(row);
				if (filter.text !== 'tcp.analysis.retransmission') continue;
				rows++;
				if (verdict === 'maybe') looked++;
			}

			return true;
		});
		for (const [n, {text, passing, filter}] of asked.entries()) {
			expect(passing, `${text} in ${name}`).toEqual(all[n]!.rows);
			if (!text.includes('tcp.len')) expect(filter.reach).toBe('flows');
		}

		whole.source.close();
		flows.source.close();
	}

	expect(rows).toBeGreaterThan(500);
	expect(looked).toBeLessThan(rows / 10);
}, 60_000);
