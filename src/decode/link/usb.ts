import {alias, bit, char8, header, i32, none, parts, text, u16, u32, u64, u8} from '../field.ts';
import type {Field} from '../field.ts';
import {claims, protocol, type Protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {linkType} from '../space.ts';

const little = {little: true} as const;
const isTrue = {little: true, meaning: ['True', 'False']} as const;

const isochronous = 0;
const control = 2;

const urbTypes: ReadonlyMap<number, string> = new Map([[0x53, 'URB_SUBMIT'], [0x43, 'URB_COMPLETE'], [0x45, 'URB_ERROR']]);
const transfers: ReadonlyMap<number, string> = new Map(['URB_ISOCHRONOUS', 'URB_INTERRUPT', 'URB_CONTROL', 'URB_BULK'].entries());

// https://docs.kernel.org/usb/usbmon.html
const h = header('usb', {
	urb_id: u64('URB id', {base: 'hex', little: true, about: 'Names the request: what answers it has the same.'}),
	urb_type: char8('URB type', {base: 'hex', values: urbTypes, about: 'Whether the host asks or the device is done.'}),
	transfer_type: u8('URB transfer type', {base: 'hex', values: transfers}),
	endpoint_address: u8('Endpoint', {
		base: 'hex',
		bits: {direction: bit(1, 'Direction', {values: new Map([[0, 'OUT'], [1, 'IN']])}), _unused: bit(3, ''), number: bit(4, 'Endpoint number')},
	}),
	device_address: u8('Device', {about: 'The number that the host gave the device.'}),
	bus_id: u16('URB bus id', little),
	setup_flag: char8('Device setup request', {base: 'hex', values: new Map([[0, 'relevant'], [0x2d, 'not relevant']])}),
	data_flag: char8('Data', {base: 'hex', values: new Map([[0, 'present'], [0x3c, 'not present'], [0x3e, 'not present']])}),
	urb_ts_sec: u64('URB sec', little),
	urb_ts_usec: u32('URB usec', little),
	urb_status: i32('URB status', {little: true, about: 'An error number of Linux; 0 where all went well.'}),
	urb_len: u32('URB length [bytes]', {little: true, about: 'Bytes asked for, or moved.'}),
	data_len: u32('Data length [bytes]', {little: true, about: 'Bytes that were captured.'}),
});

const p = parts('usb', () => ({
	src: text('Source'),
	dst: text('Destination'),
	unused_setup_header: none('Unused Setup Header'),
	'iso.error_count': u32('ISO error count', {little: true, type: 'FT_UINT16'}),
	interval: u32('Interval', little),
	start_frame: u32('Start frame', little),
	copy_of_transfer_flags: u32('Copy of Transfer Flags', {base: 'hex', little: true}),
	'iso.numdesc': u32('Number of ISO descriptors', {little: true, type: 'FT_UINT16'}),
}));

const flags = header('usb.transfer_flags', {
	_flags: u32('', {
		little: true,
		name: 'usb.transfer_flags',
		bits: {
			_high: bit(8, ''),
			aligned_temp_buffer: bit(1, 'Aligned temp buffer', isTrue),
			dma_sg_combined: bit(1, 'DMA S-G Combined', isTrue),
			setup_map_local: bit(1, 'Setup Map Local', isTrue),
			setup_map_single: bit(1, 'Setup Map Single', isTrue),
			map_local: bit(1, 'Map Local', isTrue),
			dma_map_sg: bit(1, 'DMA Map SG', isTrue),
			dma_map_page: bit(1, 'DMA Map Page', isTrue),
			dma_map_single: bit(1, 'DMA Map Single', isTrue),
			_middle: bit(6, ''),
			dir_in: bit(1, 'Dir IN', isTrue),
			free_buffer: bit(1, 'Free buffer', isTrue),
			no_interrupt: bit(1, 'No Interrupt', isTrue),
			zero_packet: bit(1, 'Zero Packet', isTrue),
			no_fsbr: bit(1, 'No FSBR', isTrue),
			_low: bit(2, ''),
			no_transfer_dma_map: bit(1, 'No transfer DMA map', isTrue),
			iso_asap: bit(1, 'ISO ASAP', isTrue),
			short_not_ok: bit(1, 'Short not OK', isTrue),
		},
	}),
});
/** The lowest bit first. */
const flagFields = flags._flags.children.toReversed() as ReadonlyArray<Field<'uint'>>;

const setupSize = 8;
const restSize = 16;
const submit = 0x53;

const ends = alias('usb.addr', 'Source or Destination', [p.src, p.dst]);

function expandEnds(r: Reader): void {
	const device = `${r.get(h.bus_id)}.${r.get(h.device_address)}.${r.get(h.endpoint_address.bit.number)}`;
	const isSubmitted = r.get(h.urb_type as unknown as Field<'uint'>) === submit;
	r.derive(p.src, isSubmitted ? 'host' : device, r.base, r.base);
	r.derive(p.dst, isSubmitted ? device : 'host', r.base, r.base);
}

function expandFlags(r: Reader): void {
	const at = r.position;
	r.need(4);
	const word = (r.bytes[at]! | (r.bytes[at + 1]! << 8) | (r.bytes[at + 2]! << 16) | (r.bytes[at + 3]! << 24)) >>> 0;
	r.open(p.copy_of_transfer_flags, at, word);
	r.append(() => flagFields.filter(field => ((word >>> field.shift) & 1) !== 0).map(field => `, ${field.title}`).join(''));
	for (const field of flagFields) r.at(field, at);
	r.position = at + 4;
	r.close();
}

function mapped(name: string, link: number, size: number): Protocol {
	return protocol({
		name,
		title: 'USB URB',
		column: 'USB',
		about: 'What Linux asks of USB devices, and what they answer. What it says is not decoded.',
		reference: 'LINKTYPE_USB_LINUX',
		claims: claims(linkType, link),
		header: h,
		parts: [p, flagFields],
		aliases: {addr: ends},
		walk: c => c.opaque(),
		expand(r) {
			expandEnds(r);
			const transfer = r.get(h.transfer_type);
			const isIn = r.get(h.endpoint_address.bit.direction) === 1;
			r.info(() => `${transfers.get(transfer) ?? `URB transfer type ${transfer}`} ${isIn ? 'in' : 'out'}`);
			r.header();
			const hasSetup = transfer === control && r.get(h.setup_flag as unknown as Field<'uint'>) === 0;
			if (transfer === isochronous) {
				r.read(p['iso.error_count']);
				r.read(p['iso.numdesc']);
			} else if (hasSetup) r.skip(setupSize);
			else r.mark(p.unused_setup_header, setupSize);
			if (size < h.size + setupSize + restSize) return;
			r.read(p.interval);
			r.read(p.start_frame);
			expandFlags(r);
			r.read(p['iso.numdesc']);
		},
	});
}

/** As usbmon writes them: the header has 48 bytes, or 64 where it was read from its ring. */
export const usbProtocols: readonly Protocol[] = [mapped('usb', 189, 48), mapped('usb', 220, 64)];
