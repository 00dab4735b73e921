import {describe, expect, test} from 'vitest';
import {compileFilter} from '../../../src/decode/filter/compile.ts';
import {holdersOf} from '../../../src/decode/filter/holders.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';
import {OpenedCapture} from '../../../src/opened-capture.ts';
import {fixtures} from '../../fixtures.ts';

const filters = ['http.host', 'http.response.code == 200', 'json || media || data-text-lines', 'data.len > 3', 'tls.handshake.type == 1', 'dns.qry.name matches "."', 'bgp',
	'tcp && http'];

describe('a filter looks only at messages that may hold what it asks for', () => {
	const registry = buildRegistry();
	const id = (name: string): number => registry.byName.get(name)!.id;

	test('which are those of its protocols and of protocols that hold these', () => {
		const among = holdersOf(new Set([id('json')]), registry);
		expect([among[id('json')], among[id('http')], among[id('tls')], among[id('dns')]]).toEqual([1, 1, 0, 0]);
		// A tunnel of HTTP.
		expect(holdersOf(new Set([id('tls')]), registry)[id('http')]).toBe(1);
		// What a protocol does not take is data.
		expect(holdersOf(new Set([registry.data.id]), registry)[id('dns')]).toBe(1);
	});

	test.each(fixtures)('$name: no layer follows that its parent does not say it holds', async ({path}) => {
		const opened = await OpenedCapture.open(path, buildRegistry());
		await opened.run();
		const {pass, view} = opened;
		const {registry: own} = pass;
		const compiled = filters.map(text => {
			const result = compileFilter(text, own);
			if (!result.ok) throw new Error(result.message);
			return result.filter;
		});
		const wrong: string[] = [];
		for (let row = 0; row < opened.count; row++) {
			const {cursor: c} = view.aim(row);
			for (let layer = 1; layer < c.depth; layer++) {
				const parent = own.protocols[c.layerProtocol[Math.max(0, c.layerParent[layer]!)]!]!;
				const child = own.protocols[c.layerProtocol[layer]!]!;
				if (parent.holds === undefined || child === own.data || parent.framing?.inside !== undefined) continue;
				if (!parent.holds.some(one => one === child || (!('walk' in one) && own.inSpace(one).includes(child))))
					wrong.push(`frame ${row + 1}: ${parent.name} holds ${child.name}`);
			}

			const passing = compiled.map(filter => filter.matches(view));
			for (const [n, filter] of compiled.entries()) {
				const verdict = filter.decide(pass, row);
				const passes = verdict === 'maybe' ? filter.matches(view.aim(row, filter.only)) : verdict === 'yes';
				if (passes !== passing[n]) wrong.push(`frame ${row + 1}: '${filter.text}' is answered otherwise`);
			}
		}

		opened.source.close();
		expect(wrong).toEqual([]);
	});

	test('so that a body is not decompressed for a header', async () => {
		const {path} = fixtures.find(({name}) => name === 'http/gzip-chunked.pcap')!;
		const opened = await OpenedCapture.open(path, buildRegistry());
		await opened.run();
		const {view, pass} = opened;
		const compiled = compileFilter('http.content_encoding', pass.registry);
		if (!compiled.ok) throw new Error(compiled.message);
		const depths = (only?: Uint8Array): string[][] =>
			Array.from({length: opened.count}, (_, row) => view.aim(row, only).layers.map(({name}) => name)).filter(names => names.includes('http'));
		expect(depths().at(-1)!.at(-1)).not.toBe('http');
		expect(depths(compiled.filter.only).map(names => names.at(-1))).toEqual(depths().map(() => 'http'));
		opened.source.close();
	});
});
