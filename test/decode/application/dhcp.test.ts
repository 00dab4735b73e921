import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, u32, udp} from '../network/capture.ts';
import {ascii} from './talk.ts';

const pad = (bytes: Iterable<number>, size: number): number[] => [...bytes, ...Array.from({length: size}, () => 0)].slice(0, size);
const discover = [53, 1, 1];

type Parts = {
	readonly type?: number;
	readonly hardware?: readonly [number, number];
	readonly seconds?: number;
	readonly server?: Iterable<number>;
	readonly file?: Iterable<number>;
	readonly cookie?: readonly number[];
};

function message(options: readonly number[], {type = 1, hardware = [1, 6], seconds = 0, server = [], file = [], cookie = [99, 130, 83, 99]}: Parts = {}): number[] {
	return [type, ...hardware, 0, ...u32(0x12345678), ...u16(seconds), 0x80, 0, ...pad([], 16), ...pad([2, 0, 0, 0, 0, 1], 16), ...pad(server, 64), ...pad(file, 128), ...cookie,
		...options];
}

const send = (...messages: ReadonlyArray<readonly number[]>) => capture(messages.map(bytes => ipv4(udp(bytes, 68, 67))));

describe('options', () => {
	test('are cut by their length, and end with the end option', () => {
		const c = send(message([...discover, 0, 0, 12, 2, 104, 105, 255, 9, 9]), message(discover));
		expect(c.values(0, 'dhcp.option.type')).toEqual(['53', '0', '12', '0']);
		expect([c.values(0, 'dhcp.option.hostname'), c.values(0, 'dhcp.option.end'), c.values(0, 'dhcp.option.padding')]).toEqual([['hi'], ['255'], ['0000', '0909']]);
		expect(c.values(1, 'dhcp.end_option_missing')).toEqual(['1']);
		expect(c.info(0)).toBe('DHCP Discover - Transaction ID 0x12345678');
	});

	test('of a wrong length are faults, of a list what is left over', () => {
		const c = send(message([...discover, 1, 3, 255, 255, 255, 3, 6, 1, 2, 3, 4, 5, 6, 255]));
		expect(c.values(0, 'dhcp.option.subnet_mask')).toEqual([]);
		expect(c.values(0, 'dhcp.option.router')).toEqual(['1.2.3.4']);
		expect(c.values(0, 'dhcp.bad_length')).toEqual(['1', '1']);
	});

	test('past the end of the message end it', () => {
		const c = send(message([...discover, 12, 9, 97, 98]));
		expect(c.values(0, 'dhcp.option.length')).toEqual(['1', '9']);
		expect(c.labels(0, /Malformed/)).toHaveLength(1);
	});

	test('go on in the server name and the boot file name where an option says so', () => {
		const c = send(message([...discover, 52, 1, 3, 255], {server: [15, 1, 97, 255], file: [12, 1, 98, 52, 1, 3, 255]}));
		expect([c.values(0, 'dhcp.option.domain_name'), c.values(0, 'dhcp.option.hostname')]).toEqual([['a'], ['b']]);
		expect([c.values(0, 'dhcp.server'), c.values(0, 'dhcp.file')]).toEqual([[], []]);
	});

	test('route by networks with as many bytes as their masks have', () => {
		const c = send(message([...discover, 121, 13, 24, 10, 0, 0, 192, 168, 0, 1, 0, 192, 168, 0, 254, 255]), message([...discover, 121, 5, 33, 1, 2, 3, 4, 255]));
		expect(c.values(0, 'dhcp.option.classless_static_route')).toEqual(['180a0000c0a80001', '00c0a800fe']);
		expect(c.values(1, 'dhcp.option.classless_static.route')).toEqual(['1']);
	});

	test('with domains may be one list in two parts, with pointers into the whole', () => {
		const c = send(message([...discover, 119, 4, 2, 101, 120, 3, 119, 7, 111, 114, 103, 0, 1, 97, 0, 255]), message([...discover, 119, 6, 1, 97, 0, 1, 98, 0xc0, 255]));
		expect(c.values(0, 'dhcp.option.dhcp_dns_domain_search_list_fqdn')).toEqual(['ex.org', 'a']);
		expect(c.labels(1, /Malformed/)).toHaveLength(1);
	});

	test('of relays have suboptions with lengths of their own', () => {
		const c = send(message([...discover, 82, 9, 1, 2, 97, 98, 5, 3, 1, 2, 3, 255]), message([...discover, 82, 4, 1, 9, 97, 98, 255]));
		expect([c.values(0, 'dhcp.option.agent_information_option.agent_circuit_id'), c.values(0, 'dhcp.option.agent_information_option.link_selection')]).toEqual([['6162'], []]);
		expect(c.values(1, 'dhcp.missing_subopt_value')).toEqual(['1']);
	});

	test('tell clients by what the first byte says', () => {
		const c = send(
			message([...discover, 61, 7, 1, 2, 0, 0, 0, 0, 9, 255]),
			message([...discover, 61, 5, 0, ...ascii('host'), 255]),
			message([...discover, 61, 17, 0, 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15, 255]),
		);
		expect(c.values(0, 'dhcp.hw.mac_addr')).toEqual(['02:00:00:00:00:01', '02:00:00:00:00:09']);
		expect(c.values(1, 'dhcp.client_id.undef')).toEqual(['host']);
		expect(c.values(2, 'dhcp.client_id.uuid')).toEqual(['00010203-0405-0607-0809-0a0b0c0d0e0f']);
	});
});

describe('the message', () => {
	test('is BOOTP where no option says what it is for', () => {
		const c = send(message([255]), message([...pad([], 60)], {cookie: [1, 2, 3, 4]}));
		expect([0, 1].map(row => c.values(row, 'dhcp.bootp'))).toEqual([['1'], ['1']]);
		expect(c.info(0)).toBe('Boot Request from 02:00:00:00:00:01 (02:00:00:00:00:01)');
		expect(c.values(1, 'dhcp.vendor_specific_options')).toHaveLength(1);
	});

	test('has an address as long as it says', () => {
		const c = send(message([...discover, 255], {hardware: [7, 1]}), message([...discover, 255], {hardware: [1, 17]}));
		expect([c.values(0, 'dhcp.hw.mac_addr'), c.values(0, 'dhcp.hw.addr_padding')]).toEqual([[], ['000000000100000000000000000000']]);
		expect(c.values(1, 'dhcp.client_address_not_given')).toEqual(['1']);
	});

	test('has seconds the wrong way round where they are too many', () => {
		const c = send(message([...discover, 255], {seconds: 0x0500}), message([...discover, 255], {seconds: 0x0501}));
		expect([0, 1].map(row => [c.values(row, 'dhcp.secs'), c.values(row, 'dhcp.secs_le')].flat())).toEqual([['5', '1'], ['1281']]);
	});
});
