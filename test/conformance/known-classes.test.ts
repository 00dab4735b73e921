import {expect, test} from 'vitest';
import {compareTables} from '../../bench/conformance/compare.ts';
import {knownClasses} from '../../bench/conformance/known-classes.ts';
import {classesReport} from '../../bench/conformance/report.ts';

const table = (field: string, value: string | undefined) => ({
	frames: 1,
	columns: new Map([[field, new Map(value === undefined ? [] : [[1, value]])]]),
	unreadable: [],
	rest: '',
});

const classesOf = (file: string, field: string, reference: string | undefined, ours: string | undefined) =>
	compareTables(file, table(field, reference), table(field, ours), [field], 1).get(field)?.classes;

test('a cell that disagrees counts for the first known way that it is of', () => {
	expect(classesOf('a.pcap', 'tcp.reassembled_in', '7', undefined)).toEqual({'messages of a stream': 1});
	expect(classesOf('a.pcap', 'frame.protocols', 'eth:ip:smb:lsarpc', 'eth:ip:smb')).toEqual({'stack: deeper in tshark': 1});
	expect(classesOf('a.pcap', 'frame.protocols', 'eth:ip', 'eth:ip:smb')).toEqual({'stack: deeper in inkcap': 1});
	expect(classesOf('a.pcap', 'frame.protocols', 'eth:ip:data', 'eth:ip:smb')).toEqual({'stack: other names': 1});
	expect(classesOf('a.pcap', 'tcp.segment_data', '07', undefined)).toEqual({'messages of a stream': 1});
	expect(classesOf('x/lldp-1.pcap', 'eth.trailer', '010000', undefined)).toEqual({'last unit of LLDP': 1});
	expect(classesOf('x/fuzz-1.pcap', 'ip.ttl', '7', '8')).toEqual({'made to break': 1});
	expect(classesOf('a.pcap', 'ip.ttl', '7', '8')).toEqual({'': 1});
	expect(classesOf('a.pcap', 'ip.ttl', '7', '7')).toEqual({});
});

test('the report says whose doing each way is, the most cells first, and what is in no known way', () => {
	const fields = new Map(
		[['tcp.segment', '1'], ['tcp.segments', '1'], ['frame.protocols', 'eth:ip'], ['ip.ttl', '7']].map(([field = '', value]) => [
			field,
			compareTables('a.pcap', table(field, value), table(field, field === 'frame.protocols' ? 'eth:ip:x' : undefined), [field], 1).get(field)!,
		]),
	);
	const lines = classesReport(fields).split('\n').map(line => line.replaceAll(/ +/g, ' ').trim());
	expect(lines[0]).toMatch(/^messages of a stream 2 inkcap inkcap knows the protocol/);
	expect(lines[1]).toMatch(/^stack: deeper in inkcap 1 inkcap /);
	expect(lines.at(-1)).toBe('in no known way: 1 cells of 1 fields, most of ip.ttl 1');
});

test('every known way has a name of its own and says what it is', () => {
	expect(new Set(knownClasses.map(({name}) => name)).size).toBe(knownClasses.length);
	expect(knownClasses.every(({about}) => about.length > 20)).toBe(true);
});
