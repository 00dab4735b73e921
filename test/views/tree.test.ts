import {describe, expect, test} from 'vitest';
import type {Detail, DetailNode} from '../../src/packets.ts';
import {kindsIn, lineAt, nodesAt, protocolOf, treeLines} from '../../src/views/tree.ts';
import {fakePackets} from './fake/packets.ts';

const node = (name: string, start: number, end: number, children: readonly DetailNode[] = [], more: Partial<DetailNode> = {}): DetailNode => ({
	name,
	label: name,
	source: 0,
	start,
	end,
	kind: 'field',
	generated: false,
	children,
	...more,
});

const nothing: ReadonlySet<DetailNode> = new Set();
const labels = (detail: Detail, opened: ReadonlyMap<string, boolean> = new Map(), revealed = nothing) =>
	treeLines(detail, opened, revealed).map(({node, depth, open}) => `${'  '.repeat(depth)}${open ? '▾' : node.children.length > 0 ? '▸' : ' '} ${node.name || node.label}`);

const detail = fakePackets(10).detail(0);

describe('the lines of the tree', () => {
	test('of a packet nobody opened anything in show its last protocol open', () => {
		expect(labels(detail)).toEqual([
			'▸ frame',
			'▸ eth',
			'▸ ip',
			'▾ tcp',
			'    tcp.srcport',
			'    tcp.dstport',
			'    tcp.seq',
			'    tcp.stream',
			'    tcp.payload',
		]);
	});

	test('follow what was opened and closed, by name', () => {
		const opened = new Map([['ip', true], ['ip.flags', true], ['tcp', false]]);
		expect(labels(detail, opened)).toEqual([
			'▸ frame',
			'▸ eth',
			'▾ ip',
			'  ▸ 0100 .... = Version: 4',
			'    ip.len',
			'  ▾ ip.flags',
			'      ip.flags.rb',
			'      ip.flags.df',
			'      ip.flags.mf',
			'    ip.ttl',
			'    ip.checksum.bad',
			'    ip.src',
			'    ip.dst',
			'▸ tcp',
		]);
	});

	test('show what is revealed, and only that', () => {
		const ip = detail.nodes[2]!;
		expect(labels(detail, new Map([['tcp', false]]), new Set([ip]))).toHaveLength(4 + ip.children.length);
	});

	test('of text: titles by what they say, other text by where it is', () => {
		const record = (label: string) => node('', 0, 4, [node('dns.a', 0, 4)], {label, kind: 'text'});
		const dns: Detail = {
			sources: [],
			nodes: [node('dns', 0, 40, [
				node('', 0, 20, [record('a.example: type A'), record('b.example: type A')], {label: 'Queries', kind: 'text'}),
				node('', 20, 40, [record('a.example: type A, addr 1.2.3.4')], {label: 'Answers', kind: 'text'}),
			], {kind: 'protocol'})],
		};
		expect(kindsIn(dns)).toEqual(['dns', 'dns/Queries', 'dns/Queries/', 'dns/Answers', 'dns/Answers/']);
		expect(labels(dns, new Map([['dns/Queries', true], ['dns/Queries/', true]]))).toEqual([
			'▾ dns',
			'  ▾ Queries',
			'    ▾ a.example: type A',
			'        dns.a',
			'    ▾ b.example: type A',
			'        dns.a',
			'  ▸ Answers',
		]);
	});

	test('know their protocol', () => {
		const lines = treeLines(detail, new Map(), nothing);
		expect(protocolOf(lines, lines.length - 1)?.name).toBe('tcp');
		expect(protocolOf(lines, 99)).toBeUndefined();
	});
});

describe('the same line in another packet', () => {
	const lines = treeLines(fakePackets(10).detail(2), new Map([['ip', true]]), nothing);
	test('is found by its path', () => {
		expect(lines[lineAt(lines, '>ip>ip.ttl')]?.node.name).toBe('ip.ttl');
	});

	test('is what would enclose it where it is not', () => {
		expect(lines[lineAt(lines, '>ip>ip.opt>ip.opt.len')]?.node.name).toBe('ip');
	});

	test('is the last protocol where nothing is alike', () => {
		expect(lines[lineAt(lines, '>arp>arp.opcode')]?.node.name).toBe('http');
		expect(lineAt([], '>arp')).toBe(0);
	});
});

describe('the field that holds a byte', () => {
	const names = (at: number, source = 0, of = detail) => nodesAt(of, source, at).map(each => each.name || each.label);
	test('is the innermost one', () => {
		expect(names(22)).toEqual(['ip', 'ip.ttl']);
		expect(names(14)).toEqual(['ip', '0100 .... = Version: 4', 'ip.version']);
		expect(names(20)).toEqual(['ip', 'ip.flags', 'ip.flags.rb']);
	});

	test('is the protocol where no field is', () => {
		expect(names(19)).toEqual(['ip']);
	});

	test('may be in bytes that were put together', () => {
		expect(names(1, 1, fakePackets(10).detail(2))).toEqual(['http', 'http.request.method']);
		expect(names(1, 2)).toEqual([]);
	});

	test('is found inside a group that has no bytes itself', () => {
		const grouped: Detail = {sources: [], nodes: [node('a', 0, 10, [node('group', 0, 0, [node('inside', 4, 6)])])]};
		expect(names(4, 0, grouped)).toEqual(['a', 'group', 'inside']);
		expect(names(8, 0, grouped)).toEqual(['a']);
	});
});
