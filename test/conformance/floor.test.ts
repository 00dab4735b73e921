import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {emptyTally, type Tally} from '../../bench/conformance/compare.ts';
import {fallsBelow, type Floor, raised, shareOf, sharesOf} from '../../bench/conformance/floor-figures.ts';
import {compareStacks, cutStack} from '../../bench/conformance/stacks.ts';

const tally = (cells: number, agreed: number): Tally => ({...emptyTally(), cells, agreed});
const floor: Floor = {tshark: 'x', sample: [], shares: {dns: 0.9, tcp: 1}};

test('a share counts all cells of a protocol and is never rounded up', () => {
	expect(sharesOf(new Map([['dns.a', tally(2, 1)], ['dns.qry.name', tally(1, 1)], ['ip.ttl', tally(0, 0)]]))).toEqual(new Map([['dns', 0.6666]]));
	expect(shareOf(99_999, 100_000)).toBe(0.9999);
});

test('a protocol falls when it agrees less or is not there any more, and a new one does not', () => {
	expect(fallsBelow(floor, new Map([['dns', 0.9], ['tcp', 1], ['udp', 0.1]]))).toEqual([]);
	expect(fallsBelow(floor, new Map([['dns', 0.8999]]))).toEqual([{name: 'dns', floor: 0.9, now: 0.8999}, {name: 'tcp', floor: 1, now: undefined}]);
});

test('a floor may rise but not fall', () => {
	expect(raised(floor, new Map([['udp', 0.5], ['dns', 0.95], ['tcp', 0.5]])).shares).toEqual({dns: 0.95, tcp: 1, udp: 0.5});
});

test('the floor that is kept has a share for each protocol of a sample', () => {
	const kept = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, '../../bench/conformance/floor.json'), 'utf8')) as Floor;
	expect(kept.sample.length).toBeGreaterThan(30);
	expect(kept.sample).toEqual([...kept.sample].sort());
	expect(Object.keys(kept.shares)).toEqual(expect.arrayContaining(['frame.protocols', 'eth', 'ip', 'ipv6', 'tcp', 'udp', 'dns']));
	expect(Object.values(kept.shares).every(share => share > 0 && share <= 1)).toBe(true);
});

test('stacks are compared up to the first protocol that is not declared', () => {
	const declared = new Set(['eth', 'ip', 'tcp', 'smb']);
	expect(cutStack('eth:ethertype:ip:tcp:nbss:smb', declared)).toBe('eth:ethertype:ip:tcp');
	const table = (...stacks: string[]) => ({
		frames: stacks.length,
		columns: new Map([['frame.protocols', new Map(stacks.map((stack, i) => [i + 1, stack]))]]),
		unreadable: [],
		rest: '',
	});
	const {cells, agreed, differs} = compareStacks('x', table('eth:ip:tcp:nbss:smb', 'eth:ip:udp'), table('eth:ip:tcp', 'eth:ip:tcp'), declared, 1);
	expect([cells, agreed, differs]).toEqual([2, 1, 1]);
});
