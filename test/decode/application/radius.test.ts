import {describe, expect, test} from 'vitest';
import {capture, ipv4, u16, u32, udp} from '../network/capture.ts';
import {ascii} from './talk.ts';

const client = 40_000;
const server = 1812;
const attribute = (type: number, value: Iterable<number> & {readonly length: number}): readonly number[] => [type, value.length + 2, ...value];
const packet = (code: number, id: number, ...attributes: ReadonlyArray<readonly number[]>): readonly number[] => {
	const body = attributes.flat();
	return [code, id, ...u16(20 + body.length), ...Array.from({length: 16}, () => 0xaa), ...body];
};

const back = {source: [10, 0, 0, 2], destination: [10, 0, 0, 1]};
const ask = (...attributes: ReadonlyArray<readonly number[]>) => capture([ipv4(udp(packet(1, 7, ...attributes), client, server))]);

const identity = [2, 1, 0, 9, 1, ...ascii('alan')];

describe('attributes', () => {
	test('are read as what they are', () => {
		const c = ask(attribute(1, ascii('alan')), attribute(4, [192, 0, 2, 1]), attribute(6, u32(2)), attribute(2, Array.from({length: 16}, () => 1)));
		expect(c.values(0, 'radius.User_Name')).toEqual(['alan']);
		expect(c.values(0, 'radius.NAS_IP_Address')).toEqual(['192.0.2.1']);
		expect(c.values(0, 'radius.User_Password_encrypted')).toEqual(['01'.repeat(16)]);
		expect(c.labels(0, /^AVP: t=Service-Type/)).toEqual(['AVP: t=Service-Type(6) l=6 val=Framed(2)']);
	});

	test('of a tunnel have a tag', () => {
		const c = ask(attribute(64, [1, 0, 0, 13]), attribute(81, [1, ...ascii('20')]), attribute(81, ascii('30')));
		expect(c.values(0, 'radius.Tunnel_Type.tag')).toEqual(['0x01']);
		expect(c.values(0, 'radius.Tunnel_Type')).toEqual(['13']);
		expect(c.values(0, 'radius.Tunnel_Private_Group_Id.tag')).toEqual(['0x01']);
		expect(c.values(0, 'radius.Tunnel_Private_Group_Id')).toEqual(['20', '30']);
	});

	test('of vendors hold others', () => {
		const c = ask(attribute(26, [...u32(9), ...attribute(1, ascii('a=b'))]), attribute(26, [...u32(99_999), ...attribute(1, [1, 2])]));
		expect(c.values(0, 'radius.avp.vendor_id')).toEqual(['9', '99999']);
		expect(c.values(0, 'radius.Cisco_AVPair')).toEqual(['a=b']);
		expect(c.values(0, 'radius.Unknown_Attribute')).toEqual(['0102']);
	});

	test('that cannot be are faults', () => {
		expect(ask([1, 1]).values(0, 'radius.invalid_length')).toEqual(['1']);
		expect(ask([1, 40, 0]).values(0, 'radius.invalid_length')).toEqual(['1']);
		expect(ask(attribute(26, [...u32(9), 1, 0])).values(0, 'radius.invalid_length')).toEqual(['1']);
	});
});

describe('EAP', () => {
	test('in one attribute is read', () => {
		const c = ask(attribute(79, identity), attribute(1, ascii('alan')));
		expect(c.values(0, 'eap.identity')).toEqual(['alan']);
		expect(c.values(0, 'radius.User_Name')).toEqual(['alan']);
	});

	test('in several attributes is put together', () => {
		const c = ask(attribute(79, identity.slice(0, 6)), attribute(1, ascii('alan')), attribute(79, identity.slice(6)));
		expect(c.values(0, 'eap.identity')).toEqual(['alan']);
		expect(c.labels(0, /EAP-Message/)).toEqual(['AVP: t=EAP-Message(79) l=8 Segment', 'AVP: t=EAP-Message(79) l=5 Last Segment[2]']);
	});

	test('tells the identity of a mobile network apart', () => {
		const name = '0310150123456789@wlan.mnc150.mcc310.3gppnetwork.org';
		const c = ask(attribute(79, [2, 1, ...u16(5 + name.length), 1, ...ascii(name)]));
		expect(c.values(0, 'eap.identity')).toEqual([]);
		expect(c.values(0, 'eap.identity.full')).toEqual([name.slice(1)]);
		expect(c.values(0, 'eap.identity.mcc')).toEqual(['310']);
		expect(c.values(0, 'eap.identity.mnc')).toEqual(['310150']);
	});
});

test('an answer is tied to its request by the identifier', () => {
	const c = capture([
		ipv4(udp(packet(1, 7), client, server)),
		ipv4(udp(packet(1, 8), client, server)),
		ipv4(udp(packet(2, 7), server, client), back),
	]);
	expect(c.values(0, 'radius.rspframe')).toEqual(['3']);
	expect(c.values(1, 'radius.rspframe')).toEqual([]);
	expect(c.values(2, 'radius.reqframe')).toEqual(['1']);
});

test('what is no RADIUS stays data', () => {
	expect(capture([ipv4(udp([200, 1, 0, 20, ...Array.from({length: 16}, () => 0)], client, server))]).values(0, 'radius.code')).toEqual([]);
	expect(capture([ipv4(udp([1, 1, 0, 19, ...Array.from({length: 16}, () => 0)], client, server))]).values(0, 'radius.code')).toEqual([]);
});
