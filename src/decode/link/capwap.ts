import type {Cursor} from '../cursor.ts';
import {bit, bytes, i8, mac, none, parts, text, u16, u24, u32, u8, word} from '../field.ts';
import {claims, fault, type Protocol, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, udpPort} from '../space.ts';
import {wlanSwapped} from './wlan.ts';

const messages = new Map([
	[1, 'Discovery Request'],
	[2, 'Discovery Response'],
	[3, 'Join Request'],
	[4, 'Join Response'],
	[5, 'Configuration Status Request'],
	[6, 'Configuration Status Response'],
	[7, 'Configuration Update Request'],
	[8, 'Configuration Update Response'],
	[9, 'WTP Event Request'],
	[10, 'WTP Event Response'],
	[11, 'Change State Event Request'],
	[12, 'Change State Event Response'],
	[13, 'Echo Request'],
	[14, 'Echo Response'],
	[15, 'Image Data Request'],
	[16, 'Image Data Response'],
	[17, 'Reset Request'],
	[18, 'Reset Response'],
	[19, 'Primary Discovery Request'],
	[20, 'Primary Discovery Response'],
	[21, 'Data Transfer Request'],
	[22, 'Data Transfer Response'],
	[23, 'Clear Configuration Request'],
	[24, 'Clear Configuration Response'],
	[25, 'Station Configuration Request'],
	[26, 'Station Configuration Response'],
]);

const elements = new Map([
	[1, 'AC Descriptor'],
	[2, 'AC IPv4 List'],
	[3, 'AC IPv6 List'],
	[4, 'AC Name'],
	[10, 'CAPWAP Control IPv4 Address'],
	[11, 'CAPWAP Control IPv6 Address'],
	[12, 'CAPWAP Timers'],
	[20, 'Discovery Type'],
	[28, 'Location Data'],
	[30, 'CAPWAP Local IPv4 Address'],
	[33, 'Result Code'],
	[35, 'Session ID'],
	[37, 'Vendor Specific Payload'],
	[38, 'WTP Board Data'],
	[39, 'WTP Descriptor'],
	[41, 'WTP Frame Tunnel Mode'],
	[44, 'WTP MAC Type'],
	[45, 'WTP Name'],
	[1048, 'IEEE 802.11 WTP Radio Information'],
]);

const bindings = new Map([[1, 'IEEE 802.11'], [2, 'IEEE 802.16'], [3, 'EPCGlobal']]);
const big24 = {type: 'FT_UINT24'} as const;

// RFC 5415, section 4.3
const p = parts('capwap', () => ({
	preamble: none('Preamble'),
	...word(1, {
		'preamble.version': bit(4, 'Version', {type: 'FT_UINT8'}),
		'preamble.type': bit(4, 'Type', {values: new Map([[0, 'CAPWAP Header'], [1, 'CAPWAP DTLS Header']]), type: 'FT_UINT8'}),
	}),
	'preamble.reserved': u24('Reserved'),
	header: none('Header'),
	...word(3, {
		'header.length': bit(5, 'Header Length', {...big24, shown: value => `${value} (${value * 4})`}),
		'header.rid': bit(5, 'Radio ID', big24),
		'header.wbid': bit(5, 'Wireless Binding ID', {...big24, values: bindings}),
		'header.flags': bit(9, 'Header Flags', {
			...big24,
			base: 'hex',
			bits: {
				t: bit(1, 'Payload Type', {meaning: ['Native frame format (see Wireless Binding ID field)', 'IEEE 802.3 frame']}),
				f: bit(1, 'Fragment', {meaning: ['Fragment', "Don't Fragment"]}),
				l: bit(1, 'Last Fragment', {meaning: ['This is the last fragment', 'More fragments follow']}),
				w: bit(1, 'Wireless header', {meaning: ['Wireless Specific Information is present', 'No Wireless Specific Information']}),
				m: bit(1, 'Radio MAC header', {meaning: ['Radio MAC Address is present', 'No Radio MAC Address']}),
				k: bit(1, 'Keep-Alive', {meaning: ['Keep-Alive Packet', 'No Keep-Alive']}),
				r: bit(3, 'Reserved', {...big24, base: 'hex'}),
			},
		}),
	}),
	'header.fragment.id': u16('Fragment ID'),
	...word(2, {
		'header.fragment.offset': bit(13, 'Fragment Offset', {type: 'FT_UINT16'}),
		'header.fragment.reserved': bit(3, 'Reserved', {type: 'FT_UINT16'}),
	}),
	'header.mac.length': u8('MAC length'),
	'header.mac.eui48': mac('MAC address'),
	'header.wireless.length': u8('Wireless length'),
	'header.wireless.data': bytes('Wireless data'),
	// RFC 5416, section 4
	'header.wireless.data.ieee80211.fi': bytes('Wireless data ieee80211 Frame Info', {about: 'How well the access point heard the frame.'}),
	'header.wireless.data.ieee80211.fi.rssi': i8('Wireless data ieee80211 RSSI (dBm)'),
	'header.wireless.data.ieee80211.fi.snr': u8('Wireless data ieee80211 SNR (dB)'),
	'header.wireless.data.ieee80211.fi.data_rate': u16('Wireless data ieee80211 Data Rate (Mbps)', {shown: value => `${value} (${value / 10} Mb/s)`}),
	'header.wireless.data.ieee80211.dw': bytes('Wireless data ieee80211 Destination WLANs'),
	'header.wireless.data.ieee80211.dw.wlan_id_bitmap': u16('Wireless data ieee80211 Destination Wlan Id bitmap'),
	'header.wireless.data.ieee80211.dw.reserved': u16('Wireless data ieee80211 Destination Wlan reserved'),
	'header.padding': bytes('Padding for 4 Byte Alignment'),
	// RFC 5415, section 4.5.1
	'control.header': none('Control Header'),
	'control.header.message_type': u32('Message Type', {values: messages}),
	'control.header.message_type.enterprise_number': u24('Message Type (Enterprise Number)'),
	'control.header.message_type.enterprise_specific': u32('Message Type (Enterprise Specific)', {values: messages}),
	'control.header.sequence_number': u8('Sequence Number'),
	'control.header.message_element_length': u16('Message Element Length'),
	'control.header.flags': u8('Flags'),
	message_element: none('Message Element'),
	'message_element.type': u16('Type', {values: elements}),
	'message_element.length': u16('Length'),
	'message_element.value': bytes('Value'),
	'control.message_element.discovery_type': u8('Discovery Type', {
		values: new Map([[0, 'Unknown'], [1, 'Static Configuration'], [2, 'DHCP'], [3, 'DNS'], [4, 'AC Referral']]),
	}),
	'control.message_element.ac_name': text('AC Name'),
}));

const faults = {length: fault('capwap.header.length.bad', 'Header does not end where its parts do', 'warning', 'Malformed')};

/** Preamble, lengths, identifiers and flags, and the fragment. */
const fixedSize = 8;
const encrypted = 1;
const encryptedHeader = 4;
const wlanBinding = 1;
const fragmentFlag = 0x80;
const wirelessFlag = 0x20;
const macFlag = 0x10;
const keepAliveFlag = 0x08;

function walk(c: Cursor, data: boolean): Protocol | undefined {
	const b = c.bytes;
	const at = c.start;
	if (c.captured < encryptedHeader) return c.opaque();
	if ((b[at]! & 0xf) === encrypted) {
		c.payload(encryptedHeader);
		return c.registry.byName.get('dtls');
	}

	if (c.captured < fixedSize) return c.opaque();
	c.payload((b[at + 1]! >> 3) * 4);
	const binding = (b[at + 2]! >> 1) & 0x1f;
	const flags = b[at + 3]!;
	if (flags & fragmentFlag) return undefined;
	if (!data || flags & keepAliveFlag) return c.opaque();
	if ((b[at + 2]! & 1) === 0) return c.next(etherType, 0x6558);
	return binding === wlanBinding ? wlanSwapped : undefined;
}

function padding(r: Reader): void {
	const size = (4 - ((r.position - r.base) & 3)) & 3;
	if (size > 0) r.take(p['header.padding'], size);
}

/** Four bytes about a frame over the air: what the access point heard, or for which networks the frame is. */
function wireless(r: Reader, binding: number, toController: boolean): void {
	const size = r.read(p['header.wireless.length']);
	const at = r.position;
	r.take(p['header.wireless.data'], size);
	const after = r.position;
	r.position = at;
	if (binding === wlanBinding && r.captured >= 4) {
		const value = r.bytes.subarray(at, at + 4);
		if (toController) {
			r.open(p['header.wireless.data.ieee80211.fi'], at, value);
			r.read(p['header.wireless.data.ieee80211.fi.rssi']);
			r.read(p['header.wireless.data.ieee80211.fi.snr']);
			r.read(p['header.wireless.data.ieee80211.fi.data_rate']);
		} else {
			r.open(p['header.wireless.data.ieee80211.dw'], at, value);
			r.read(p['header.wireless.data.ieee80211.dw.wlan_id_bitmap']);
			r.read(p['header.wireless.data.ieee80211.dw.reserved']);
		}

		r.close();
	}

	r.position = after;
	padding(r);
}

/** Whether the datagram is for the controller: its destination port is the data channel's. */
function isForController(r: Reader): boolean {
	const at = r.facts.startOf(r.facts.layer - 1);
	return ((r.bytes[at + 2]! << 8) | r.bytes[at + 3]!) === dataPort;
}

function readHeader(r: Reader): void {
	const {base} = r;
	r.position = base + 1;
	r.need(fixedSize - 1);
	const length = (r.peek() >> 3) * 4;
	const flags = r.bytes[base + 3]!;
	const at = r.position;
	const end = headerEnd(r, length, flags);
	r.open(p['header.length'], at, r.peek() >> 3);
	if (end !== length) r.complain(faults.length, at, at + 1, () => `Header length ${length}, but its parts end at ${end}`);
	r.close(at + 1);
	r.at(p['header.rid'], at);
	const binding = r.at(p['header.wbid'], at);
	r.at(p['header.flags'], at);
	r.position = at + 3;
	r.read(p['header.fragment.id']);
	r.at(p['header.fragment.offset'], r.position);
	r.at(p['header.fragment.reserved'], r.position);
	r.position += 2;
	if (flags & macFlag) {
		const size = r.read(p['header.mac.length']);
		if (size === 6) r.read(p['header.mac.eui48']);
		else r.skip(size);
		padding(r);
	}

	if (flags & wirelessFlag) wireless(r, binding, isForController(r));
	r.position = Math.max(r.position, Math.min(r.end, base + length));
}

/** Where the parts of the header end, as their own lengths say. */
function headerEnd(r: Reader, length: number, flags: number): number {
	let at = fixedSize;
	for (const flag of [macFlag, wirelessFlag]) {
		if ((flags & flag) === 0) continue;
		const place = r.base + at;
		if (place >= r.end) return length;
		at = (at + 1 + r.bytes[place]! + 3) & ~3;
	}

	return at;
}

function readControl(r: Reader): void {
	r.group(p['control.header'], undefined, () => {
		r.need(8);
		const type = r.peek(3);
		r.readOpen(p['control.header.message_type'], () => {
			r.position -= 4;
			r.read(p['control.header.message_type.enterprise_number']);
			r.at(p['control.header.message_type.enterprise_specific'], r.position - 3);
			r.skip(1);
		});
		r.read(p['control.header.sequence_number']);
		r.read(p['control.header.message_element_length']);
		r.read(p['control.header.flags']);
		r.info(() => `CAPWAP-Control - ${messages.get(type) ?? 'Unknown'}`);
	});
	// The first is there once for the list, too.
	r.group(p.message_element, undefined, () => {
		while (r.left >= 4) readElement(r);
	});
}

const discoveryType = 20;
const controllerName = 4;

function readElement(r: Reader): void {
	const type = r.peek16();
	const size = r.peek16(2);
	r.group(p.message_element, () => `Type: (t=${type},l=${size}) ${elements.get(type) ?? 'Unknown'}`, () => {
		r.read(p['message_element.type']);
		r.read(p['message_element.length']);
		const at = r.position;
		r.take(p['message_element.value'], size);
		if (type === discoveryType && size === 1) r.at(p['control.message_element.discovery_type'], at);
		if (type !== controllerName) return;
		r.position = at;
		r.text(p['control.message_element.ac_name'], size);
	});
}

function expand(r: Reader, data: boolean): void {
	const first = r.peek();
	r.group(p.preamble, undefined, () => {
		r.at(p['preamble.version'], r.base);
		r.at(p['preamble.type'], r.base);
		r.skip(1);
		if ((first & 0xf) === encrypted) r.read(p['preamble.reserved']);
	});
	if ((first & 0xf) === encrypted) return;
	r.group(p.header, undefined, () => readHeader(r));
	if (!data && (r.bytes[r.base + 3]! & fragmentFlag) === 0 && r.left > 0) readControl(r);
}

const controlPort = 5246;
const dataPort = 5247;
const about = 'Carries what access points say to their controller, and the frames that they heard.';

/** What access points and their controller say to each other. */
export const capwapControl = protocol({
	name: 'capwap',
	title: 'Control And Provisioning of Wireless Access Points - Control',
	short: 'CAPWAP-CONTROL',
	column: 'CAPWAP-Control',
	about,
	reference: 'RFC 5415',
	claims: claims(udpPort, controlPort),
	parts: p,
	faults,
	walk: c => walk(c, false),
	expand: r => expand(r, false),
});

/** Frames on their way between an access point and its controller. */
export const capwapData = protocol({
	name: 'capwap.data',
	title: 'Control And Provisioning of Wireless Access Points - Data',
	short: 'CAPWAP-DATA',
	column: 'CAPWAP-Data',
	about,
	reference: 'RFC 5415',
	claims: claims(udpPort, dataPort),
	parts: p,
	faults,
	walk: c => walk(c, true),
	expand: r => expand(r, true),
});
