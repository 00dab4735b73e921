import {describe, expect, test} from 'vitest';
import {capture, u16, u32} from '../network/capture.ts';

const ethernetLink = 1;
const addresses = [1, 0x80, 0xc2, 0, 0, 0, 0x02, 0, 0, 0, 0, 2];
const ascii = (text: string): number[] => [...text].map(character => character.codePointAt(0)!);
const llc = (payload: readonly number[]): number[] => [...addresses, ...u16(payload.length), ...payload];
const cisco = (protocol: number, payload: readonly number[]): number[] => llc([0xaa, 0xaa, 3, 0, 0, 0x0c, ...u16(protocol), ...payload]);
const frames = (...given: Array<readonly number[]>) => capture(given, ethernetLink);

const bridge = (priority: number): number[] => [...u16(priority), 0x02, 0, 0, 0, 0, 9];
const times = [0, 0, 20, 0, 2, 0, 15, 0];
const rapid = (version: number, rest: readonly number[]): number[] => [0, 0, version, 2, 0x3d, ...bridge(0x8001), 0, 0, 0, 4, ...bridge(0x9005), 0x80, 0x0c, ...times, 0, ...rest];

describe('stp', () => {
	test('cuts a bridge into priority, extension and address', () => {
		const c = frames(llc([0x42, 0x42, 3, ...rapid(2, [])]));
		expect(c.values(0, 'stp.root.prio')).toEqual(['32768']);
		expect(c.values(0, 'stp.root.ext')).toEqual(['1']);
		expect(c.values(0, 'stp.bridge.prio')).toEqual(['36864']);
		expect(c.values(0, 'stp.bridge.ext')).toEqual(['5']);
		expect(c.values(0, 'stp.forward')).toEqual(['15']);
		expect(c.info(0)).toBe('RST. TC + Root = 32768/1/02:00:00:00:00:09  Cost = 4  Port = 0x800c');
	});

	test('looks for a virtual network only behind the header that Cisco gave that form', () => {
		const tail = [0, 0, 0, 2, ...u16(7)];
		const c = frames(cisco(0x010b, rapid(2, tail)), llc([0x42, 0x42, 3, ...rapid(2, tail)]));
		expect(c.values(0, 'stp.pvst.origvlan')).toEqual(['7']);
		expect(c.values(1, 'stp.pvst.origvlan')).toEqual([]);
	});

	test('reads on behind a record that it does not know, and misses the virtual network', () => {
		const known = [0, 0, 0, 2, ...u16(7)];
		const unknown = [1, 0, 0, 1, 9];
		const c = frames(cisco(0x010b, rapid(2, [...unknown, ...known])), cisco(0x010b, rapid(2, unknown)), cisco(0x010b, rapid(2, [0])), cisco(0x010b, rapid(2, [0, 0, 0, 9, 0])));
		expect(c.values(0, 'stp.pvst.tlvtype')).toEqual(['0x0100', '0x0000']);
		expect(c.values(0, 'stp.pvst.tlvval')).toEqual(['09']);
		expect(c.values(0, 'stp.pvst.origvlan.missing')).toEqual([]);
		expect(c.values(1, 'stp.pvst.origvlan.missing')).toEqual(['1']);
		expect(c.values(2, 'stp.pvst.tlv.truncated')).toEqual(['1']);
		expect(c.values(3, 'stp.pvst.tlvtype')).toEqual([]);
	});

	test('reads as many trees as the length of version 3 has room for', () => {
		const common = [0, ...ascii('lab'), ...Array.from({length: 29}, () => 0), 0, 1, ...Array.from({length: 16}, () => 0xee), 0, 0, 0, 0, ...bridge(0x8000), 20];
		const tree = (id: number) => [0x3c, ...u16(0x8000 | id), 0x02, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0x80, 0x70, 19];
		const c = frames(llc([0x42, 0x42, 3, ...rapid(3, [...u16(common.length + 32), ...common, ...tree(10), ...tree(11)])]));
		expect(c.values(0, 'mstp.config_name')).toEqual(['lab']);
		expect(c.values(0, 'mstp.msti.msti_id')).toEqual(['10', '11']);
		expect(c.values(0, 'mstp.msti.port_priority')).toEqual(['7', '7']);
	});
});

const tlv = (type: number, value: readonly number[]): number[] => [...u16((type << 9) | value.length), ...value];
const lldp = (...values: Array<readonly number[]>): number[] => [...addresses, 0x88, 0xcc, ...values.flat()];
const first = [tlv(1, [4, 2, 0, 0, 0, 0, 1]), tlv(2, [5, ...ascii('eth0')]), tlv(3, u16(120))];

describe('macsec', () => {
	const check = Array.from({length: 16}, (_, i) => i);
	const tagged = (
		short: number,
		payload: readonly number[],
		padding = 0,
	) => [...addresses, 0x88, 0xe5, 0, short, ...u32(1), 0x88, 0xb5, ...payload, ...check, ...Array.from({length: padding}, () => 0)];

	test('finds the check at the end, or behind as much payload as a padded frame says', () => {
		const long = Array.from({length: 40}, () => 7);
		const c = frames(tagged(0, long), tagged(3, long), tagged(6, [1, 2, 3, 4], 10), tagged(200, [1, 2, 3, 4]));
		const said = check.map(byte => byte.toString(16).padStart(2, '0')).join('');
		for (const row of [0, 1, 2, 3]) expect(c.values(row, 'macsec.ICV'), `${row}`).toEqual([said]);
	});
});

describe('arp', () => {
	test('says that somebody tells its own address, of whatever protocol', () => {
		const arp = (
			protocol: number,
			target: number,
		) => [...addresses, 8, 6, 0, 1, ...u16(protocol), 6, 4, 0, 1, 2, 0, 0, 0, 0, 2, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, target];
		const c = frames(arp(0x0800, 1), arp(0x8800, 1), arp(0x8800, 2));
		expect([0, 1, 2].map(row => c.values(row, 'arp.isgratuitous'))).toEqual([['1'], ['1'], []]);
	});
});

describe('lldp', () => {
	test('tells who is there in the list', () => {
		const c = frames(lldp(...first, tlv(5, ascii('sw1')), tlv(0, [])));
		expect(c.info(0)).toBe('MA/02:00:00:00:00:01 IN/eth0 120 SysN=sw1 ');
	});

	test('wants its first three values in their order', () => {
		const c = frames(lldp(first[0]!, first[2]!, first[1]!));
		expect(c.values(0, 'lldp.bad_type')).toEqual(['1']);
		expect(c.values(0, 'lldp.tlv.type')).toEqual(['1']);
	});

	test('ends at its end: what follows is no value', () => {
		const c = frames(lldp(...first, tlv(0, []), tlv(5, ascii('no'))));
		expect(c.values(0, 'lldp.tlv.system.name')).toEqual([]);
		expect(c.values(0, 'lldp.tlv.type')).toEqual(['1', '2', '3', '0']);
	});

	test('names what no organization here says by its number alone', () => {
		const c = frames(lldp(...first, tlv(127, [0, 0x80, 0xc2, 1, 0, 42]), tlv(127, [0xaa, 0xbb, 0xcc, 9, 1, 2]), tlv(0, [])));
		expect(c.values(0, 'lldp.ieee.802_1.port_vlan.id')).toEqual(['42']);
		expect(c.values(0, 'lldp.unknown_subtype')).toEqual(['9']);
		expect(c.values(0, 'lldp.unknown_subtype.content')).toEqual(['0102']);
	});
});

describe('cdp', () => {
	const sum = (bytes: readonly number[]): number => {
		let total = 0;
		for (let i = 0; i < bytes.length; i += 2) total += (bytes[i]! << 8) + bytes[i + 1]!;
		while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
		return ~total & 0xffff;
	};

	test('adds an odd last byte as Cisco does', () => {
		const value = (last: number) => [0, 1, 0, 5, last];
		const plain = [2, 180, ...u16(sum([2, 180, 0, 0, 0, 1, 0, 5, 0, 0x41])), ...value(0x41)];
		const signed = [2, 180, ...u16(sum([2, 180, 0, 0, 0, 1, 0, 5, 0xff, 0xc0])), ...value(0xc1)];
		const c = frames(cisco(0x2000, plain), cisco(0x2000, signed), cisco(0x2000, [2, 180, 1, 2, ...value(0x41)]));
		expect([0, 1, 2].map(row => c.values(row, 'cdp.checksum.status'))).toEqual([['1'], ['1'], ['0']]);
	});

	test('shows a value that is all there, or nothing of it', () => {
		const hello = [0, 8, ...u16(36), 0, 0, 0x0c, 1, 0x12, ...Array.from({length: 27}, (_, i) => i)];
		const c = frames(cisco(0x2000, [2, 180, 0, 0, ...hello]), cisco(0x2000, [2, 180, 0, 0, 0, 4, 0, 8, 0, 0, 0, 1, ...hello.slice(0, -1)]));
		expect(c.values(0, 'cdp.cluster.management_vlan')).toEqual(['6426']);
		expect(c.values(1, 'cdp.tlv.type')).toEqual(['0x0004']);
		expect(c.info(1)).toContain('Malformed');
	});

	test('takes the description of the software line by line', () => {
		const text = ascii('IOS\nby someone');
		const c = frames(cisco(0x2000, [2, 180, 0, 0, 0, 5, ...u16(4 + text.length), ...text]));
		expect(c.values(0, 'cdp.software_version')).toEqual(['IOS', 'by someone']);
	});
});

describe('udld', () => {
	test('ends at a value shorter than its own header', () => {
		const c = frames(cisco(0x0111, [0x21, 3, 0, 0, 0, 1, 0, 7, ...ascii('abc'), 0, 7, 0, 0, 1, 2, 3]));
		expect(c.layers(0)).toBe('llc udld data');
		expect(c.values(0, 'udld.device_id')).toEqual(['abc']);
		expect(c.values(0, 'udld.tlv.len.invalid')).toEqual(['1']);
		expect(c.values(0, 'data.data')).toEqual(['010203']);
	});
});

describe('eapol', () => {
	test('knows the four messages by their flags, and those of group keys', () => {
		const key = (
			info: number,
			nonce: number,
		) => [...addresses, 0x88, 0x8e, 2, 3, ...u16(95), 2, ...u16(info), 0, 16, 0, 0, 0, 0, 0, 0, 0, 1, ...Array.from({length: 32}, () => nonce),
			...Array.from({length: 16 + 8 + 8 + 16 + 2}, () => 0)];
		const c = frames(key(0x008a, 1), key(0x010a, 2), key(0x13ca, 1), key(0x030a, 0), key(0x1382, 0));
		expect([0, 1, 2, 3, 4].map(row => c.values(row, 'wlan_rsna_eapol.keydes.msgnr'))).toEqual([['1'], ['2'], ['3'], ['4'], ['1']]);
	});
});
