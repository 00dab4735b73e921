import {describe, expect, test} from 'vitest';
import {capture, icmp, ipv4, u32} from '../network/capture.ts';
import {type Segment, segment, tcp} from './segments.ts';

const of = (...given: Segment[]) => capture(given.map(segment));
const column = (from: ReturnType<typeof of>, name: string, rows: number): string[] => Array.from({length: rows}, (_, row) => from.values(row, name).join('|'));

describe('numbers of a connection', () => {
	test('are counted from its SYNs', () => {
		const c = of({flags: 'S', seq: 5000}, {flags: 'SA', seq: 90, ack: 5001, back: true}, {seq: 5001, ack: 91}, {flags: 'PA', seq: 5001, ack: 91, payload: 'hello'});
		expect(column(c, 'tcp.seq', 4)).toEqual(['0', '0', '1', '1']);
		expect(column(c, 'tcp.ack', 4)).toEqual(['0', '1', '1', '1']);
		expect(column(c, 'tcp.nxtseq', 4)).toEqual(['1', '1', '1', '6']);
		expect(c.info(3)).toBe('50000 → 9 [PSH, ACK] Seq=1 Ack=1 Win=1000 Len=5');
	});

	test('start at 1 where the SYN was not seen', () => {
		const c = of({seq: 777, ack: 888}, {seq: 888, ack: 777, back: true});
		expect(column(c, 'tcp.seq', 2)).toEqual(['1', '1']);
	});

	test('wrap', () => {
		const c = of({flags: 'S', seq: 0xffff_ffff}, {flags: 'A', seq: 0, ack: 1, payload: 'ab'}, {seq: 2, ack: 1});
		expect(column(c, 'tcp.seq', 3)).toEqual(['0', '1', '3']);
	});

	test('start anew at a SYN with another number, not at one that comes again', () => {
		const c = of({flags: 'S', seq: 100}, {flags: 'S', seq: 100}, {flags: 'R', seq: 101}, {flags: 'S', seq: 100}, {flags: 'S', seq: 500}, {seq: 501});
		expect(column(c, 'tcp.stream', 6)).toEqual(['0', '0', '0', '0', '1', '1']);
		expect(c.values(5, 'tcp.seq')).toEqual(['1']);
	});

	test('of a direction move when a SYN-ACK says another start', () => {
		const c = of({flags: 'SA', seq: 100, ack: 1, back: true}, {flags: 'SA', seq: 900, ack: 1, back: true}, {flags: 'A', seq: 901, ack: 1, back: true});
		expect(column(c, 'tcp.seq', 3)).toEqual(['0', '0', '1']);
		expect(column(c, 'tcp.stream', 3)).toEqual(['0', '0', '0']);
	});
});

describe('windows', () => {
	const scaled = (shift: number): number[] => [3, 3, shift, 0];

	test('are scaled where both sides offered it, but never in a SYN', () => {
		const c = of(
			{flags: 'S', seq: 1, window: 500, options: scaled(3)},
			{flags: 'SA', seq: 1, ack: 2, window: 600, options: scaled(7), back: true},
			{seq: 2, ack: 2, window: 10},
			{seq: 2, ack: 2, window: 10, back: true},
		);
		expect(column(c, 'tcp.window_size', 4)).toEqual(['500', '600', '80', '1280']);
		expect(column(c, 'tcp.window_size_scalefactor', 4)).toEqual(['', '', '8', '128']);
	});

	test('are doubled 14 times at most, however often the option says', () => {
		const c = of({flags: 'S', seq: 1, options: scaled(138)}, {flags: 'SA', seq: 1, ack: 2, options: scaled(2), back: true}, {seq: 2, ack: 2, window: 10});
		expect(c.values(2, 'tcp.window_size')).toEqual(['163840']);
		expect(c.values(2, 'tcp.window_size_scalefactor')).toEqual(['16384']);
	});

	test('are not where one side did not', () => {
		const c = of({flags: 'S', seq: 1, options: scaled(3)}, {flags: 'SA', seq: 1, ack: 2, back: true}, {seq: 2, ack: 2, window: 10});
		expect(c.values(2, 'tcp.window_size_scalefactor')).toEqual(['-2']);
		expect(c.values(2, 'tcp.window_size')).toEqual(['10']);
	});

	test('may be scaled where the SYNs were not seen', () => {
		expect(of({window: 10}).values(0, 'tcp.window_size_scalefactor')).toEqual(['-1']);
	});

	test('scaled by more than 14 are scaled by 14', () => {
		const c = of({flags: 'S', seq: 1, options: scaled(15)}, {flags: 'SA', seq: 1, ack: 2, options: scaled(0), back: true}, {seq: 2, ack: 2, window: 1});
		expect(c.values(2, 'tcp.window_size')).toEqual(['16384']);
		expect(c.values(0, 'tcp.options.wscale.shift.invalid')).toEqual(['1']);
	});
});

describe('what was seen of a connection', () => {
	test('is the sum over all its packets', () => {
		const c = of({flags: 'S', seq: 1}, {flags: 'SA', seq: 1, ack: 2, back: true}, {seq: 2, ack: 2}, {flags: 'PA', seq: 2, ack: 2, payload: 'x'}, {flags: 'FA', seq: 3, ack: 2});
		expect(new Set(column(c, 'tcp.completeness', 5))).toEqual(new Set(['31']));
	});

	test('counts what a SYN carries', () => {
		expect(column(of({flags: 'S', seq: 1, payload: 'x'}), 'tcp.completeness', 1)).toEqual(['9']);
	});

	test('leaves out its first packet there, unless that is the SYN', () => {
		const c = of({flags: 'FA', seq: 1, ack: 1}, {seq: 1, ack: 2, back: true});
		expect(column(c, 'tcp.completeness', 2)).toEqual(['4', '20']);
	});

	test('says who closes first', () => {
		const c = of({flags: 'FA', seq: 1, ack: 1, back: true}, {flags: 'FA', seq: 1, ack: 2});
		expect(column(c, 'tcp.connection.fin_active', 2)).toEqual(['1', '']);
		expect(column(c, 'tcp.connection.fin_passive', 2)).toEqual(['', '1']);
	});
});

describe('a header', () => {
	test('shorter than itself ends the decoding', () => {
		const c = of({headerLength: 16, payload: 'abcd'});
		expect(c.values(0, 'tcp.bogus_header_length')).toEqual(['1']);
		expect(c.values(0, 'tcp.flags')).toEqual([]);
		expect(c.values(0, 'tcp.payload')).toEqual([]);
	});

	test('longer than the packet has no length to count with', () => {
		const c = of({headerLength: 40, seq: 7});
		expect(c.values(0, 'tcp.short_segment')).toEqual(['1']);
		expect(c.values(0, 'tcp.len')).toEqual([]);
		expect(c.values(0, 'tcp.seq')).toEqual(['7']);
	});

	const inError = (quoted: readonly number[], length: number): number[] => ipv4(icmp(3, 1, [0, 0, 0, 0, ...ipv4([...quoted], {protocol: 6, length})]), {protocol: 1});

	test('of eight bytes in an error has ports, a number and no stream', () => {
		const c = capture([segment({flags: 'S', seq: 5000}), inError(tcp({seq: 5001, client: 50_000}).slice(0, 8), 40)]);
		expect(c.values(1, 'tcp.srcport')).toEqual(['50000']);
		expect(c.values(1, 'tcp.seq')).toEqual(['5001']);
		expect(c.values(1, 'tcp.stream')).toEqual([]);
		expect(c.values(1, '_ws.malformed')).toEqual([]);
	});

	test('in an error belongs to a stream, but nothing of it is counted or analysed', () => {
		const sent = tcp({flags: 'PA', seq: 5001, ack: 9, payload: 'abcd'});
		const again = segment({flags: 'PA', seq: 5005, ack: 9, payload: 'efgh'});
		const c = capture([inError(tcp({flags: 'A', seq: 7}), 40), segment({flags: 'S', seq: 5000}), ipv4(sent, {protocol: 6}), inError(sent, 44), again]);
		expect(column(c, 'tcp.stream', 5)).toEqual(['0', '0', '0', '0', '0']);
		expect(column(c, 'tcp.seq', 5)).toEqual(['7', '0', '1', '5001', '5']);
		expect(column(c, 'tcp.len', 5)).toEqual(['', '0', '4', '', '4']);
		expect(column(c, 'tcp.analysis.flags', 5)).toEqual(['', '', '', '', '']);
		expect(column(c, 'tcp.analysis.push_bytes_sent', 5)).toEqual(['', '', '4', '', '4']);
		expect(column(capture([segment({flags: 'S', seq: 5000}), inError(sent, 44)]), 'tcp.completeness', 2)).toEqual(['5', '5']);
	});

	test('says that urgent data and acknowledgments are pointed at without their flags', () => {
		const c = of({flags: 'S', urgent: 5, ack: 9});
		expect(c.values(0, 'tcp.urgent_pointer.non_zero')).toEqual(['1']);
		expect(c.values(0, 'tcp.ack.nonzero')).toEqual(['1']);
		expect(c.values(0, 'tcp.ack')).toEqual(['9']);
	});
});

describe('options', () => {
	test('are told each in its place', () => {
		const options = [2, 4, 5, 180, 4, 2, 8, 10, ...u32(7), ...u32(8), 1, 3, 3, 7];
		const c = of({flags: 'S', options});
		expect(c.values(0, 'tcp.option_kind')).toEqual(['2', '4', '8', '1', '3']);
		expect(c.values(0, 'tcp.options.timestamp')).toEqual(['080a0000000700000008']);
		expect(c.info(0)).toBe('50000 → 9 [SYN] Seq=0 Win=1000 Len=0 MSS=1460 SACK_PERM TSval=7 TSecr=8 WS=128');
	});

	test('that go past the end are the last', () => {
		const c = of({options: [1, 1, 8, 10]});
		expect(c.values(0, 'tcp.option.len.invalid')).toEqual(['1']);
		expect(c.values(0, 'tcp.option_kind')).toEqual(['1', '1']);
	});

	test('of no length at all do not run for ever', () => {
		expect(of({options: [99, 0, 0, 0]}).values(0, 'tcp.option.len.invalid')).toEqual(['1']);
	});

	test('behind the end are looked at for what should not be there', () => {
		expect(of({options: [0, 0, 7, 0]}).values(0, 'tcp.non_zero_bytes_after_eol')).toEqual(['1']);
		expect(of({options: [0, 0, 0, 0]}).values(0, 'tcp.options.eol')).toHaveLength(4);
	});

	test('that are shorter than kind and length end the list, and nothing else', () => {
		const of1 = of({options: [5, 1, 1, 1]});
		expect(of1.values(0, 'tcp.option.len.invalid')).toEqual(['1']);
		expect(of1.info(0)).not.toContain('Malformed');
		expect(of({options: [5, 3, 0, 1]}).info(0)).toContain('Malformed');
	});

	test('four of nothing in a row are worth a word', () => {
		expect(of({options: [1, 1, 1, 1]}).values(0, 'tcp.nop')).toEqual(['1']);
		expect(of({options: [1, 1, 1, 0]}).values(0, 'tcp.nop')).toEqual([]);
		expect(of({options: [4, 2, 1, 1, 1, 1, 4, 2]}).values(0, 'tcp.nop')).toEqual([]);
	});

	test('count selective acknowledgments from where the stream starts, and know a block that came twice', () => {
		const sack = (...edges: number[]): number[] => [1, 1, 5, 2 + 4 * edges.length, ...edges.flatMap(u32)];
		const start: Segment[] = [{flags: 'S', seq: 100}, {flags: 'SA', seq: 900, ack: 101, back: true}];
		const behind = of(...start, {seq: 901, ack: 201, back: true, options: sack(301, 401)});
		expect(behind.values(2, 'tcp.options.sack_le')).toEqual(['201']);
		expect(behind.values(2, 'tcp.options.sack.dsack')).toEqual([]);
		expect(of(...start, {seq: 901, ack: 401, back: true, options: sack(301, 401)}).values(2, 'tcp.options.sack.dsack_le')).toEqual(['201']);
		expect(of(...start, {seq: 901, ack: 351, back: true, options: sack(301, 401)}).values(2, 'tcp.options.sack.dsack')).toEqual([]);
		expect(of(...start, {seq: 901, ack: 201, back: true, options: sack(301, 401, 301, 501)}).values(2, 'tcp.options.sack.dsack')).toEqual(['1']);
	});
});

describe('payload', () => {
	test('of a reset is its cause', () => {
		const c = of({flags: 'R', payload: 'go away'});
		expect(c.values(0, 'tcp.reset_cause')).toEqual(['go away']);
		expect(c.values(0, 'tcp.payload')).toEqual([]);
	});

	test('that nobody knows is data', () => {
		const c = of({payload: 'x', port: 47_001});
		expect(c.layers(0)).toBe('ip tcp data');
	});

	test('of a protocol that is known and not decoded is no data', () => {
		const c = of({payload: 'SSH-2.0-x\r\n', port: 22});
		expect(c.layers(0)).toBe('ip tcp ssh');
		expect(c.values(0, 'data')).toEqual([]);
	});

	test('says how a message was put together where it ends, and elsewhere where that is', () => {
		// Modbus: transaction, protocol 0, length 6, then six bytes.
		const c = of({seq: 1, payload: [0, 1, 0, 0, 0, 6, 1], port: 502}, {seq: 8, payload: [3, 0, 0], port: 502}, {seq: 11, payload: [0, 1], port: 502});
		expect(column(c, 'tcp.reassembled_in', 3)).toEqual(['3', '3', '']);
		expect(c.values(2, 'tcp.segment')).toEqual(['1', '2', '3']);
		expect(c.values(2, 'tcp.reassembled.data')).toEqual(['000100000006010300000001']);
		expect(c.values(2, 'tcp.pdu.size')).toEqual(['12']);
		expect(c.layers(2)).toBe('ip tcp mbtcp');
		expect(c.info(0)).toContain('[TCP segment of a reassembled PDU]');
	});
});
