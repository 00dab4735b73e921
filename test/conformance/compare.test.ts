import {expect, test} from 'vitest';
import {agreementOf, groupOf, isBelow, protocolOf, thresholdOf} from '../../bench/conformance/agreement.ts';
import {AGGREGATOR, type Table} from '../../bench/conformance/cells.ts';
import {compareTables, emptyTally, mergeTallies, type Tally} from '../../bench/conformance/compare.ts';

const table = (columns: Readonly<Record<string, Readonly<Record<number, string>>>>, unreadable: readonly number[] = []): Table => ({
	frames: 3,
	columns: new Map(
		Object.entries(columns).map(([field, cells]) => [field, new Map(Object.entries(cells).map(([frame, value]) => [Number(frame), value]))]),
	),
	unreadable,
	rest: '',
});

const tally = (cells: number, agreed: number): Tally => ({...emptyTally(), cells, agreed});

test('a cell counts where either program prints a value', () => {
	const reference = table({'ip.ttl': {1: '64', 2: '64'}, 'ip.src': {}});
	const ours = table({'ip.ttl': {2: '65', 3: '1'}, 'ip.src': {}});
	const tallies = compareTables('a.pcap', reference, ours, ['ip.ttl', 'ip.src', 'ip.dst'], 9);
	expect([...tallies.keys()]).toEqual(['ip.ttl']);
	expect(tallies.get('ip.ttl')).toMatchObject({cells: 3, agreed: 0, lacks: 1, extra: 1, differs: 1, files: 1});
	expect(tallies.get('ip.ttl')!.samples.map(sample => [sample.frame, sample.kind])).toEqual([
		[1, 'lacks'],
		[2, 'differs'],
		[3, 'extra'],
	]);
});

test('cells with several values are counted apart, and order matters', () => {
	const two = `1${AGGREGATOR}2`;
	const reference = table({'tcp.port': {1: two, 2: two, 3: '1'}});
	const ours = table({'tcp.port': {1: two, 2: `2${AGGREGATOR}1`, 3: two}});
	expect(compareTables('a', reference, ours, ['tcp.port'], 1).get('tcp.port')).toMatchObject({cells: 3, agreed: 1, several: 3, severalAgreed: 1});
});

test('the frame number and unreadable rows are left aside', () => {
	const reference = table({'frame.number': {1: '1'}, 'ip.ttl': {1: '1', 2: '2'}}, [2]);
	const ours = table({'frame.number': {1: '2'}, 'ip.ttl': {1: '1', 2: '3'}});
	const tallies = compareTables('a', reference, ours, ['frame.number', 'ip.ttl'], 1);
	expect([...tallies.keys()]).toEqual(['ip.ttl']);
	expect(tallies.get('ip.ttl')).toMatchObject({cells: 1, agreed: 1, files: 0});
});

test('tallies of many captures add up and keep the first samples', () => {
	const ours = table({'ip.ttl': {}});
	const of = (file: string) => compareTables(file, table({'ip.ttl': {1: '1'}}), ours, ['ip.ttl'], 5);
	const merged = mergeTallies([of('a'), of('b'), of('c')], 2).get('ip.ttl')!;
	expect(merged).toMatchObject({cells: 3, lacks: 3, files: 3});
	expect(merged.samples.map(sample => sample.file)).toEqual(['a', 'b']);
});

test('a field counts under the first part of its name, in its group', () => {
	expect(protocolOf('tcp.options.mss_val')).toBe('tcp');
	expect([groupOf('eth'), groupOf('icmpv6'), groupOf('sctp'), groupOf('x509ce')]).toEqual(['link', 'network', 'transport', 'application']);
	expect([thresholdOf('dns'), thresholdOf('ieee8021ad'), thresholdOf('tls')]).toEqual([0.98, 0.98, 0.95]);
});

test('a protocol fails just below its threshold and holds at it', () => {
	const line = (cells: number, agreed: number, threshold: number | undefined) => isBelow({name: 'x', tally: tally(cells, agreed), threshold});
	expect(line(100, 98, 0.98)).toBe(false);
	expect(line(1000, 979, 0.98)).toBe(true);
	expect(line(0, 0, 0.98)).toBe(false);
	expect(line(100, 0, undefined)).toBe(false);
});

test('agreement adds up by protocol, group and fragmentation, and names what fails', () => {
	const fields = new Map([
		['eth.src', tally(100, 100)],
		['ip.ttl', tally(100, 97)],
		['ip.frag_offset', tally(100, 98)],
		['http.host', {...tally(100, 96), several: 10, severalAgreed: 9}],
	]);
	const agreement = agreementOf(fields);
	expect(agreement.failed).toEqual(['ip', 'cells with several values']);
	expect(agreement.sums.map(({name, tally}) => [name, tally.cells, tally.agreed])).toEqual([
		['link', 100, 100],
		['network', 200, 195],
		['application', 100, 96],
		['fragmentation', 100, 98],
		['all cells', 400, 391],
		['cells with several values', 10, 9],
	]);
});

test('notes of all protocols are counted, and no share is asked of them', () => {
	const agreement = agreementOf(new Map([['ip.ttl', tally(100, 100)], ['_ws.expert.message', tally(100, 10)]]));
	expect(agreement.failed).toEqual([]);
	expect(agreement.sums.map(({name, tally}) => [name, tally.cells, tally.agreed])).toEqual([
		['network', 100, 100],
		['notes of all protocols', 100, 10],
		['all cells', 200, 110],
		['cells with several values', 0, 0],
	]);
});
