import {header, parts, u8} from '../field.ts';
import {named} from '../named.ts';
import {claims, protocol, type Protocol} from '../protocol.ts';
import {linkType} from '../space.ts';
import {asynchronousLinks} from './bluetooth-acl.ts';

const types: ReadonlyMap<number, string> = new Map([[1, 'HCI Command'], [2, 'ACL Data'], [3, 'SCO Data'], [4, 'HCI Event'], [5, 'ISO Data']]);
/** Where the capture does not tell which way a packet went. */
const unspecified = 0xff;
const directions: ReadonlyMap<number, string> = new Map([[0, 'Sent'], [1, 'Rcvd'], [unspecified, 'Unspecified']]);

// Bluetooth Core Specification 5.4, volume 4, part A, section 2
const h = header('hci_h4', {type: u8('HCI Packet Type', {base: 'hex', values: types, about: 'What goes between the host and its Bluetooth controller.'})});
const p = parts('hci_h4', () => ({direction: u8('Direction', {base: 'hex', values: directions, about: 'Whether this host sent it.'})}));

const directionSize = 4;
const bareLink = 187;

/** What a controller of Bluetooth is told and tells, by packet type less one. */
export const bluetoothPackets: readonly Protocol[] = [
	named('bthci_cmd', 'HCI_CMD', 'Bluetooth HCI Command'),
	asynchronousLinks,
	named('bthci_sco', 'HCI_SCO', 'Bluetooth HCI SCO Packet'),
	named('bthci_evt', 'HCI_EVT', 'Bluetooth HCI Event'),
	named('bthci_iso', 'HCI_ISO', 'Bluetooth HCI ISO Packet'),
];

export const bluetoothH4 = protocol({
	name: 'hci_h4',
	title: 'Bluetooth HCI H4',
	column: 'HCI H4',
	about: 'Says what kind of packet goes between a host and its Bluetooth controller.',
	reference: 'Bluetooth Core Specification 5.4, volume 4, part A',
	header: h,
	parts: p,
	walk(c) {
		c.payload(h.size);
		return bluetoothPackets[h.type.read(c) - 1];
	},
	expand(r) {
		const isBare = r.facts.meta.linkType === bareLink;
		const direction = isBare ? unspecified : r.facts.byteOf(r.facts.enclosing(bluetooth), directionSize - 1) & 1;
		r.derive(p.direction, direction, r.base, r.base);
		r.header();
		const type = r.get(h.type);
		const way = isBare ? '' : `${directions.get(direction) ?? 'Unknown'} `;
		r.info(() => `${way}${types.get(type) ?? `Unknown HCI packet type 0x${type.toString(16).padStart(2, '0')}`}`);
	},
});

/** What stands in front of each packet where the capture tells which way it went. */
export const bluetooth = protocol({
	name: 'bluetooth',
	title: 'Bluetooth',
	column: 'Bluetooth',
	about: 'Packets between a host and its Bluetooth controller.',
	reference: 'LINKTYPE_BLUETOOTH_HCI_H4',
	claims: claims(linkType, bareLink, 201),
	walk(c) {
		c.payload(c.linkType === bareLink ? 0 : directionSize);
		return bluetoothH4;
	},
	expand() {},
});
