import {expect, test} from 'vitest';
import {compileFilter} from '../../../src/decode/filter/compile.ts';
import {suggest} from '../../../src/decode/filter/suggest.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';

const registry = buildRegistry();
const at = (text: string) => {
	const place = text.indexOf('|');
	return suggest(text.replace('|', ''), place, registry);
};
const texts = (text: string) => at(text).suggestions.map(one => one.text);

test('names that begin like the word come first, protocols before fields', () => {
	expect(texts('tc|')[0]).toBe('tcp');
	expect(texts('tcp.por|')[0]).toBe('tcp.port');
	expect(texts('tcp.port == 80 && ip.add|')[0]).toBe('ip.addr');
	expect(at('tcp.port == 80 && ip.add|')).toMatchObject({start: 18, end: 24});
	expect(at('ip.t|x == 1')).toMatchObject({start: 0, end: 5});
});

test('a name has its title, and its values in words', () => {
	expect(at('ip.ttl|').suggestions[0]).toMatchObject({kind: 'field', text: 'ip.ttl', title: 'Time to Live', type: 'a number of 8 bits'});
	expect(at('tcp|').suggestions[0]).toMatchObject({kind: 'protocol', text: 'tcp', title: 'Transmission Control Protocol', type: ''});
});

test('a word in the middle of a name or in its title finds it too', () => {
	expect(texts('ttl|')).toContain('ip.ttl');
	expect(texts('window|')).toContain('tcp.window_size');
});

test('functions are offered with their parenthesis', () => {
	expect(texts('coun|')).toContain('count(');
});

test('behind a comparison the names of the values are offered, and each of them is a value', () => {
	expect(texts('ip.proto == |')).toContain('"TCP"');
	expect(texts('ip.proto == "ud|')[0]).toBe('"UDP"');
	expect(texts('arp.opcode in {1, re|')[0]).toMatch(/^"re/);
	expect(texts('tcp.flags.syn != |')).toEqual(['"Set"', '"Not set"']);
	for (const text of [...texts('ip.proto == |'), ...texts('icmp.type == |').slice(0, 5)]) {
		const field = texts('ip.proto == |').includes(text) ? 'ip.proto' : 'icmp.type';
		expect(compileFilter(`${field} == ${text}`, registry)).toMatchObject({ok: true});
	}
});

test('nothing is offered where nothing is begun, nor inside a string', () => {
	expect(texts('|')).toEqual([]);
	expect(texts('tcp.port == 80|')).toEqual([]);
	expect(texts(' |')).toEqual([]);
	expect(texts('http.host contains "tcp|')).toEqual([]);
});

test('operators are offered behind a blank: comparisons that the field has, and joins behind what is a filter', () => {
	expect(texts('tcp.flags.syn |')).toEqual(['==', '!=', '&&', '||']);
	expect(texts('tcp.port |')).toEqual(['==', '!=', '>', '<', '>=', '<=', 'in {', '&&', '||']);
	expect(texts('http.host |')).toContain('matches');
	expect(texts('ip.addr |')).not.toContain('contains');
	expect(texts('eth.src[0:3] |')).toContain('==');
	expect(texts('tcp |')).toEqual(['contains', 'matches', '&&', '||']);
	expect(texts('udp && tcp.port == 80 |')).toEqual(['&&', '||']);
	expect(texts('tcp.srcport == tcp.dstport |')).toEqual(['&&', '||']);
	expect(texts('(tcp.port == 80 |')).toEqual([]);
	expect(texts('_ws.malformed |')).toEqual(['&&', '||']);
});

test('whatever comparison is offered, the filter with it can be finished', () => {
	const values: Readonly<Record<string, string>> = {'in {': '1}', contains: '"a"', matches: '"a"'};
	for (const field of ['tcp.port', 'http.host', 'tcp.flags.syn', 'tcp.payload', 'tcp']) {
		for (const operator of texts(`${field} |`)) {
			const rest = operator === '&&' || operator === '||'
				? 'udp'
				: (field === 'http.host' ? {'in {': '"a"}'} as Readonly<Record<string, string>> : values)[operator] ?? values[operator] ?? (field === 'http.host' ? '"a"' : '1');
			expect(compileFilter(`${field} ${operator} ${rest}`, registry), `${field} ${operator} ${rest}`).toMatchObject({ok: true});
		}
	}
});
