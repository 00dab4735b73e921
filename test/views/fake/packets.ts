import {foundRows} from '../../../src/displayed.ts';
import type {CompiledFilter, Detail, DetailNode, FilterResult, Line, Packets} from '../../../src/packets.ts';

type Extra = {
	readonly fault?: string;
	readonly loading?: boolean;
	readonly name?: string;
};

/** A capture that is made up: row n always says the same. */
export type FakePackets = Packets & {
	grow(count: number, loading?: boolean): void;
	/** Rows may say something else now. */
	revise(): void;
	/** How often each was asked for. */
	readonly asked: {lines: number; details: number};
};

const protocols = ['TCP', 'DNS', 'HTTP', 'TLSv1.3', 'ARP', 'ICMP', 'UDP', 'DHCP'] as const;

const field = (name: string, label: string, start: number, end: number, more: Partial<DetailNode> = {}): DetailNode => ({
	name,
	label,
	source: 0,
	start,
	end,
	kind: 'field',
	generated: false,
	children: [],
	...more,
});

const group = (name: string, label: string, start: number, end: number, children: readonly DetailNode[], more: Partial<DetailNode> = {}): DetailNode =>
	field(name, label, start, end, {children, ...more});

const address = (row: number) => row % 9 === 5 ? `2001:db8:0:${(row % 4096).toString(16)}::${(row % 251).toString(16)}` : `10.0.${row % 200}.${row % 250}`;

const lineOf = (row: number): Line => {
	const protocol = protocols[row % protocols.length] ?? 'TCP';
	const info = {
		TCP: `443 → ${40_000 + row % 9000} [ACK] Seq=${row * 17} Ack=${row * 13} Win=64240 Len=${row % 1460}`,
		DNS: `Standard query 0x${(row % 65_536).toString(16).padStart(4, '0')} A host${row}.example.com`,
		HTTP: `GET /images/${row}/picture.png HTTP/1.1`,
		'TLSv1.3': row % 64 === 3 ? 'Client Hello (SNI=例え.テスト.example)' : 'Application Data',
		ARP: `Who has 10.0.0.${row % 250}? Tell 10.0.0.1`,
		ICMP: `Echo (ping) request  id=0x${(row % 999).toString(16)}, seq=${row % 256}, ttl=64`,
		UDP: `5353 → 5353 Len=${row % 500}`,
		DHCP: `DHCP Discover - Transaction ID 0x${(row * 7919 % 2 ** 32).toString(16)}`,
	}[protocol];
	const line = {time: (row * 0.000731).toFixed(6), source: address(row), destination: address(row + 77), protocol, length: 60 + row * 31 % 1455, info};
	return row % 97 === 50 ? {...line, colour: 'error', info: `${info} [Malformed]`} : line;
};

const detailOf = (row: number): Detail => {
	const length = 66 + row % 90;
	const bytes = Uint8Array.from({length}, (_, i) => i < 14 ? [0, 17, 34, 51, 68, 85, 102, 119, 136, 153, 170, 187, 8, 0][i]! : (i * 7 + row * 13) % 256);
	const reassembled = row % 8 === 2;
	const nodes: DetailNode[] = [
		group('frame', `Frame ${row + 1}: ${length} bytes on wire (${length * 8} bits), ${length} bytes captured`, 0, length, [
			field('frame.number', `Frame Number: ${row + 1}`, 0, 0, {generated: true}),
			field('frame.len', `Frame Length: ${length} bytes`, 0, 0, {generated: true}),
		], {kind: 'protocol'}),
		group('eth', 'Ethernet II, Src: 66:77:88:99:aa:bb, Dst: 00:11:22:33:44:55', 0, 14, [
			field('eth.dst', 'Destination: 00:11:22:33:44:55', 0, 6, {about: 'The network card this frame is for.', reference: 'IEEE 802.3, 3.2.3'}),
			field('eth.src', 'Source: 66:77:88:99:aa:bb', 6, 12),
			field('eth.type', 'Type: IPv4 (0x0800)', 12, 14),
		], {kind: 'protocol'}),
		group('ip', `Internet Protocol Version 4, Src: ${address(row)}, Dst: ${address(row + 77)}`, 14, 34, [
			group('', '0100 .... = Version: 4', 14, 15, [field('ip.version', 'Version: 4', 14, 15)], {kind: 'text'}),
			field('ip.len', `Total Length: ${length - 14}`, 16, 18),
			group('ip.flags', "Flags: 0x2, Don't fragment", 20, 21, [
				field('ip.flags.rb', '0... .... = Reserved bit: Not set', 20, 21),
				field('ip.flags.df', ".1.. .... = Don't fragment: Set", 20, 21),
				field('ip.flags.mf', '..0. .... = More fragments: Not set', 20, 21),
			]),
			field('ip.ttl', 'Time to Live: 64', 22, 23, {
				about: 'How many routers may still pass the packet on; each takes one off, and who reaches 0 drops it.',
				reference: 'RFC 791, section 3.1',
				filter: 'ip.ttl == 64',
			}),
			field('ip.checksum.bad', 'Header checksum is wrong: 0x1c46, should be 0xb1e6', 24, 26, {kind: 'fault', severity: 'error'}),
			field('ip.src', `Source Address: ${address(row)}`, 26, 30),
			field('ip.dst', `Destination Address: ${address(row + 77)}`, 30, 34),
		], {kind: 'protocol'}),
		group('tcp', 'Transmission Control Protocol, Src Port: 443, Dst Port: 40000', 34, length, [
			field('tcp.srcport', 'Source Port: 443', 34, 36),
			field('tcp.dstport', 'Destination Port: 40000', 36, 38),
			field('tcp.seq', `Sequence Number: ${row * 17}`, 38, 42, {about: 'The place of the first byte of data in the stream.', reference: 'RFC 9293, section 3.1'}),
			field('tcp.stream', `Stream index: ${row % 40}`, 34, 34, {generated: true}),
			field('tcp.payload', `TCP payload (${length - 54} bytes)`, 54, length),
		], {kind: 'protocol'}),
	];
	if (!reassembled) return {sources: [{title: `Frame (${length} bytes)`, bytes}], nodes};
	const message = Uint8Array.from(new TextEncoder().encode(`GET /images/${row}/picture.png HTTP/1.1\r\nHost: example.com\r\n\r\n`));
	nodes.push(group('http', 'Hypertext Transfer Protocol', 0, message.length, [
		field('http.request.method', 'Request Method: GET', 0, 3, {source: 1}),
		field('http.host', 'Host: example.com', message.length - 21, message.length - 2, {source: 1}),
	], {kind: 'protocol', source: 1}));
	return {sources: [{title: `Frame (${length} bytes)`, bytes}, {title: `Reassembled TCP (${message.length} bytes)`, bytes: message}], nodes};
};

/** A capture of `count` made-up packets. Filters are a protocol's name, `row < N` or `all`. */
export const fakePackets = (count: number, {fault, loading = false, name = 'made-up.pcapng'}: Extra = {}): FakePackets => {
	const listeners = new Set<() => void>();
	const now = {count, loading, revision: 0};
	const asked = {lines: 0, details: 0};
	const filters = new Map<CompiledFilter, (row: number) => boolean>();
	return {
		name,
		format: 'pcapng',
		get count() {
			return now.count;
		},
		get loading() {
			return now.loading;
		},
		get progress() {
			return {bytes: now.count * 100, total: now.loading ? now.count * 200 : now.count * 100};
		},
		get revision() {
			return now.revision;
		},
		fault,
		asked,
		line(row) {
			asked.lines++;
			return lineOf(row);
		},
		detail(row) {
			asked.details++;
			return detailOf(row);
		},
		decodeAs: {layers: () => [], protocols: () => [], judge: () => ({ok: false, message: 'is not for these packets', start: 0, end: 0, incomplete: false})},
		conversations: row => [{title: 'TCP stream', filter: `tcp.stream == ${row % 40}`}],
		bytesFilter: (_, source, start, end) => source === 0 ? `frame[${start}:${end - start}] == 0` : undefined,
		compileFilter(text): FilterResult {
			const filter = {};
			const words = text.trim().split(/\s+/);
			const [first = '', operator, value = ''] = words;
			if (first === 'row' && operator === '<') {
				const limit = Number(value);
				if (value === '') return {ok: false, message: 'Expected a number', start: text.length, end: text.length, incomplete: true};
				if (Number.isNaN(limit)) return {ok: false, message: `${value} is no number`, start: text.indexOf(value), end: text.indexOf(value) + value.length};
				filters.set(filter, row => row < limit);
			} else if (first === 'all') filters.set(filter, () => true);
			else if (first.startsWith('ip.ttl')) filters.set(filter, row => row % 2 === 0);
			else if (protocols.some(each => each.toLowerCase() === first)) filters.set(filter, row => lineOf(row).protocol.toLowerCase() === first);
			else return {ok: false, message: `There is no field ${first}`, start: text.indexOf(first), end: text.indexOf(first) + first.length};
			return {ok: true, filter};
		},
		suggest(text, place) {
			const word = /\w*$/.exec(text.slice(0, place))?.[0] ?? '';
			const names = word === '' ? [] : protocols.map(each => each.toLowerCase()).filter(each => each.startsWith(word));
			return {start: place - word.length, end: place, suggestions: names.map(each => ({kind: 'protocol' as const, text: each, title: `The ${each} protocol`, type: ''}))};
		},
		async runFilter(filter, onRows, signal, from = 0) {
			const passes = filters.get(filter) ?? (() => false);
			for (let start = from; start < now.count; start += 20_000) {
				await new Promise(resolve => setImmediate(resolve));
				if (signal.aborted) return;
				const rows: number[] = [];
				for (let row = start; row < Math.min(start + 20_000, now.count); row++) if (passes(row)) rows.push(row);
				onRows(foundRows(rows));
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		revise() {
			now.revision++;
			for (const listener of listeners) listener();
		},
		grow(more, still = false) {
			now.count = more;
			now.loading = still;
			for (const listener of listeners) listener();
		},
	};
};
