import {expect, test} from 'vitest';
import {capture} from '../network/capture.ts';

const hex = (text: string): number[] => text.match(/../g)!.map(byte => Number.parseInt(byte, 16));
/** A packet of a controller with what a channel carries. */
const channel = (number: number, text: string, size = text.length / 2): number[] => [2, 0x0b, 0x20, text.length / 2 + 4, 0, size, 0, number, 0, ...hex(text)];
const read = (...packets: ReadonlyArray<readonly number[]>) => capture(packets, 187);

test('commands of a signalling channel stand one behind the other', () => {
	const c = read(channel(1, `02010400${'01004000'}060204004100${'4000'}`));
	expect(c.values(0, 'btl2cap.cmd_code')).toEqual(['0x02', '0x06']);
	expect(c.values(0, 'btl2cap.psm')).toEqual(['0x0001']);
	expect(c.values(0, 'btl2cap.scid')).toEqual(['0x0040', '0x0040']);
});

test('options of a configuration end where they say', () => {
	const c = read(channel(1, `04010c00${'41000000'}0102a002${'07020300'}`));
	expect(c.values(0, 'btl2cap.option_mtu')).toEqual(['672']);
	expect(c.values(0, 'btl2cap.option_window')).toEqual(['3']);
});

test('a packet that does not hold all of what it begins is a fragment', () => {
	const c = read(channel(4, '0a0300', 9), channel(4, '0a0300'));
	expect([c.layers(0), c.layers(1)]).toEqual(['hci_h4 bthci_acl', 'hci_h4 bthci_acl btl2cap btatt']);
	expect(c.values(1, 'btatt.handle')).toEqual(['0x0003']);
});

test('answers about attributes are lists, of entries as long as they say', () => {
	const c = read(
		channel(4, '110601000400001805000900' + '0118'),
		channel(4, '0501' + '0a000028' + '0b000129'),
		channel(4, '0907' + '0200' + '0203000a2a'),
		channel(4, '07' + '01000400'),
	);
	expect(c.values(0, 'btatt.group_end_handle')).toEqual(['0x0004', '0x0009']);
	expect(c.values(0, 'btatt.uuid16')).toEqual(['0x1800', '0x1801']);
	expect(c.values(1, 'btatt.uuid16')).toEqual(['0x2800', '0x2901']);
	expect(c.values(2, 'btatt.value')).toEqual(['0203000a2a']);
	expect(c.values(3, 'btatt.handle')).toEqual(['0x0001']);
});

test('a signature ends what is written with one', () => {
	const c = read(channel(4, 'd2030041420100000011223344556677' + '88'), channel(4, '520300'));
	expect(c.values(0, 'btatt.value')).toEqual(['4142']);
	expect(c.values(0, 'btatt.sign_counter')).toEqual(['1']);
	expect(c.info(1)).toBe('Write Command, Handle: 0x0003');
});
