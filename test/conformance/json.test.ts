import {expect, test} from 'vitest';
import {compareLeaves, frameLeaves, placeOfPath} from '../../bench/conformance/json-shape.ts';
import {parseJson} from '../../bench/conformance/json-text.ts';

const frames = (...layers: readonly string[]): string => `[${layers.map(text => `{"_index": "x", "_source": {"layers": ${text}}}`).join(',\n')}]`;

test('duplicate keys are kept in order', () => {
	expect(parseJson('{"a": "1", "b": [true, null], "a": {"c": -1.5e3}}')).toEqual({
		entries: [
			['a', '1'],
			['b', [true, null]],
			['a', {entries: [['c', {number: '-1.5e3'}]]}],
		],
	});
});

test('escapes are read, backslashes before quotes are counted', () => {
	expect(parseJson(String.raw`["a\\", "\"", "é\n", "\\\""]`)).toEqual(['a\\', '"', 'é\n', '\\"']);
});

test.each(['', '{', '[1', '{"a" 1}', '"abc', '[] []', '["\\x"]', 'nope', '[1 2]', '{"a": 1 "b": 2}'])('%j is refused with an offset', text => {
	expect(() => parseJson(text)).toThrow(/^not JSON at offset \d+/);
});

test('nesting is limited', () => {
	expect(() => parseJson('['.repeat(10_000))).toThrow('nested too deep');
});

test('leaves of declared fields keep their path, others are left out', () => {
	const json = parseJson(frames('{"ip": {"ip.ttl": "64", "ip.addr": "1", "ip.addr": "2", "ip.flags_tree": {"ip.flags.df": "1"}, "other": "x"}}'));
	const [leaves] = frameLeaves(json, new Set(['ip.ttl', 'ip.addr', 'ip.flags.df']));
	expect([...leaves!]).toEqual([
		['ip > ip.ttl', ['64']],
		['ip > ip.addr', ['1', '2']],
		['ip > ip.flags_tree > ip.flags.df', ['1']],
	]);
});

test('the values of one path are compared in order, and what one side lacks counts', () => {
	const declared = new Set(['ip.addr', 'ip.ttl']);
	const reference = frameLeaves(parseJson(frames('{"ip": {"ip.addr": "1", "ip.addr": "2"}}', '{"ip": {"ip.ttl": "1"}}')), declared);
	const ours = frameLeaves(parseJson(frames('{"ip": {"ip.addr": ["1", "3", "4"]}}')), declared);
	const tallies = compareLeaves('a.pcap', reference, ours, 5);
	expect(tallies.get('ip > ip.addr')).toMatchObject({cells: 3, agreed: 1, differs: 1, extra: 1});
	expect(tallies.get('ip > ip.ttl')).toMatchObject({cells: 1, agreed: 0, lacks: 1});
});

test('a place has no packet data in it', () => {
	expect(placeOfPath('tcp > TCP Option - Timestamps: TSval 5 > tcp.options.timestamp.tsval')).toBe('tcp > TCP Option - Timestamps: * > tcp.options.timestamp.tsval');
	expect(placeOfPath('http > GET /a HTTP/1.1\\r\\n > http.host')).toBe('http > * > http.host');
	expect(placeOfPath('dns > Queries > www.example: type A, class IN > dns.qry.name')).toBe('dns > Queries > * > dns.qry.name');
});
