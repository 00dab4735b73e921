import {bit, byteString, bytes, none, parts, u16, u32, u8} from '../field.ts';
import {fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';

const errorResponse = 0x01;
const mtuRequest = 0x02;
const mtuResponse = 0x03;
const findRequest = 0x04;
const findResponse = 0x05;
const findValueRequest = 0x06;
const findValueResponse = 0x07;
const readTypeRequest = 0x08;
const readTypeResponse = 0x09;
const readRequest = 0x0a;
const readResponse = 0x0b;
const readBlobRequest = 0x0c;
const readBlobResponse = 0x0d;
const readSeveralRequest = 0x0e;
const readSeveralResponse = 0x0f;
const readGroupRequest = 0x10;
const readGroupResponse = 0x11;
const writeRequest = 0x12;
const prepareRequest = 0x16;
const prepareResponse = 0x17;
const executeRequest = 0x18;
const notification = 0x1b;
const indication = 0x1d;
const writeCommand = 0x52;
const signedCommand = 0xd2;

const opcodes: ReadonlyMap<number, string> = new Map([
	[errorResponse, 'Error Response'],
	[mtuRequest, 'Exchange MTU Request'],
	[mtuResponse, 'Exchange MTU Response'],
	[findRequest, 'Find Information Request'],
	[findResponse, 'Find Information Response'],
	[findValueRequest, 'Find By Type Value Request'],
	[findValueResponse, 'Find By Type Value Response'],
	[readTypeRequest, 'Read By Type Request'],
	[readTypeResponse, 'Read By Type Response'],
	[readRequest, 'Read Request'],
	[readResponse, 'Read Response'],
	[readBlobRequest, 'Read Blob Request'],
	[readBlobResponse, 'Read Blob Response'],
	[readSeveralRequest, 'Read Multiple Request'],
	[readSeveralResponse, 'Read Multiple Response'],
	[readGroupRequest, 'Read By Group Type Request'],
	[readGroupResponse, 'Read By Group Type Response'],
	[writeRequest, 'Write Request'],
	[0x13, 'Write Response'],
	[prepareRequest, 'Prepare Write Request'],
	[prepareResponse, 'Prepare Write Response'],
	[executeRequest, 'Execute Write Request'],
	[0x19, 'Execute Write Response'],
	[notification, 'Handle Value Notification'],
	[indication, 'Handle Value Indication'],
	[0x1e, 'Handle Value Confirmation'],
	[writeCommand, 'Write Command'],
	[signedCommand, 'Signed Write Command'],
]);

const errors: ReadonlyMap<number, string> = new Map([
	...[
		'Invalid Handle',
		'Read Not Permitted',
		'Write Not Permitted',
		'Invalid PDU',
		'Insufficient Authentication',
		'Request Not Supported',
		'Invalid Offset',
		'Insufficient Authorization',
		'Prepare Queue Full',
		'Attribute Not Found',
		'Attribute Not Long',
		'Insufficient Encryption Key Size',
		'Invalid Attribute Value Length',
		'Unlikely Error',
		'Insufficient Encryption',
		'Unsupported Group Type',
		'Insufficient Resources',
	].map((name, i): [number, string] => [i + 1, name]),
	[0xfd, 'Improper Client Characteristic Configuration Descriptor'],
	[0xfe, 'Procedure Already In Progress'],
	[0xff, 'Out of Range'],
]);

/** Declarations of the Generic Attribute Profile, and the two services that every device has. Bluetooth Assigned Numbers, section 3 */
const identifiers: ReadonlyMap<number, string> = new Map([
	[0x1800, 'Generic Access'],
	[0x1801, 'Generic Attribute'],
	[0x2800, 'Primary Service'],
	[0x2801, 'Secondary Service'],
	[0x2802, 'Include'],
	[0x2803, 'Characteristic'],
	[0x2900, 'Characteristic Extended Properties'],
	[0x2901, 'Characteristic User Description'],
	[0x2902, 'Client Characteristic Configuration'],
	[0x2903, 'Server Characteristic Configuration'],
	[0x2904, 'Characteristic Presentation Format'],
]);

const little = {little: true, base: 'hex'} as const;
const method = {
	authentication_signature: bit(1, 'Authentication Signature', {name: 'btatt.opcode.authentication_signature', meaning: ['True', 'False'] as const}),
	command: bit(1, 'Command', {name: 'btatt.opcode.command', meaning: ['True', 'False'] as const, about: 'Nothing answers it.'}),
	method: bit(6, 'Method', {name: 'btatt.opcode.method', base: 'hex', values: opcodes}),
};

// Bluetooth Core Specification 5.4, volume 3, part F, section 3.4
const p = parts('btatt', () => ({
	opcode: u8('Opcode', {base: 'hex', values: opcodes, about: 'What is asked, answered or told.', bits: method}),
	req_opcode_in_error: u8('Request Opcode in Error', {base: 'hex', values: opcodes, bits: method}),
	error_code: u8('Error Code', {base: 'hex', values: errors, about: 'Why the request fails.'}),
	client_rx_mtu: u16('Client Rx MTU', {little: true, about: 'The longest packet that who asks takes.'}),
	server_rx_mtu: u16('Server Rx MTU', {little: true, about: 'The longest packet that who answers takes.'}),
	starting_handle: u16('Starting Handle', little),
	ending_handle: u16('Ending Handle', little),
	handle: u16('Handle', {...little, about: 'The number of an attribute.'}),
	group_end_handle: u16('Group End Handle', little),
	uuid16: u16('UUID', {...little, values: identifiers, about: 'What kind of attribute it is.'}),
	uuid128: byteString(16, 'UUID', {type: 'FT_BYTES'}),
	uuid_format: u8('UUID Format', {base: 'hex', values: new Map([[1, '16-bit UUIDs'], [2, '128-bit UUIDs']])}),
	information_data: none('Information Data'),
	handles_info: none('Handles Info'),
	attribute_data: none('Attribute Data'),
	length: u8('Length', {about: 'Bytes of each of the attributes that follow.'}),
	offset: u16('Offset', {little: true}),
	value: bytes('Value'),
	flags: u8('Flags', {base: 'hex', values: new Map([[0, 'Cancel All'], [1, 'Immediately Write All']])}),
	sign_counter: u32('Sign Counter', {little: true}),
	signature: byteString(8, 'Signature', {type: 'FT_BYTES'}),
}));

const faults = {
	format: fault('btatt.uuid_format.unknown', 'Unknown format', 'warning', 'Protocol'),
	few: fault('btatt.handle.too_few', 'Too few handles, should be 2 or more', 'warning', 'Protocol'),
};

const longIdentifier = 16;
const signatureSize = 12;

const hex = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

export const attributeProtocol = protocol({
	name: 'btatt',
	title: 'Bluetooth Attribute Protocol',
	column: 'ATT',
	short: 'BT ATT',
	about: 'Reads and writes the attributes of a device, which say what it can do and what it measures.',
	reference: 'Bluetooth Core Specification 5.4, volume 3, part F',
	parts: p,
	faults,
	walk: c => c.opaque(),
	expand(r) {
		const opcode = r.peek();
		const name = opcodes.get(opcode) ?? '<unknown>';
		let said = '';
		try {
			r.read(p.opcode);
			said = readBody(r, opcode);
		} finally {
			r.info(said === '' ? name : `${name}, ${said}`);
		}
	},
});

/** What follows the opcode. What is to be said of it in a line. */
function readBody(r: Reader, opcode: number): string {
	switch (opcode) {
		case errorResponse: {
			const asked = r.read(p.req_opcode_in_error);
			const handle = r.read(p.handle);
			const error = r.read(p.error_code);
			return `${errors.get(error) ?? `Application Error 0x${error.toString(16)}`}, ${opcodes.get(asked) ?? hex(asked)}, Handle: ${hex(handle)}`;
		}

		case mtuRequest:
			return `Client Rx MTU: ${r.read(p.client_rx_mtu)}`;
		case mtuResponse:
			return `Server Rx MTU: ${r.read(p.server_rx_mtu)}`;
		case findRequest:
		case findValueRequest:
		case readTypeRequest:
		case readGroupRequest: {
			const handles = `Handles: ${hex(r.read(p.starting_handle))}..${hex(r.read(p.ending_handle))}`;
			if (opcode === findRequest) return handles;
			const kind = readIdentifier(r, opcode === findValueRequest ? 2 : r.left);
			if (opcode === findValueRequest) r.rest(p.value);
			return `${kind}, ${handles}`;
		}

		case findResponse:
			readInformation(r);
			return '';
		case findValueResponse:
			while (r.more) {
				r.group(p.handles_info, undefined, () => {
					r.read(p.handle);
					r.read(p.group_end_handle);
				});
			}

			return '';
		case readTypeResponse:
		case readGroupResponse:
			return readList(r, opcode);
		case readResponse:
		case readBlobResponse:
		case readSeveralResponse:
			r.rest(p.value);
			return '';
		case readSeveralRequest:
			if (r.left < 4) r.complain(faults.few, r.position, r.end);
			else while (r.left >= 2) r.read(p.handle);
			return '';
		case executeRequest:
			return r.read(p.flags) === 0 ? 'Cancel All' : 'Write All';
		default:
			return opcode === readRequest || opcode === readBlobRequest || opcode === writeRequest || opcode === prepareRequest || opcode === prepareResponse ||
					opcode === notification || opcode === indication || opcode === writeCommand || opcode === signedCommand
				? readOne(r, opcode)
				: '';
	}
}

/** A handle, and what is written to it or told of it. */
function readOne(r: Reader, opcode: number): string {
	const handle = `Handle: ${hex(r.read(p.handle))}`;
	if (opcode === readRequest) return handle;
	const hasOffset = opcode === readBlobRequest || opcode === prepareRequest || opcode === prepareResponse;
	const offset = hasOffset ? `, Offset: ${r.read(p.offset)}` : '';
	if (opcode === signedCommand && r.left >= signatureSize) {
		r.rest(p.value, r.left - signatureSize);
		r.read(p.sign_counter);
		r.read(p.signature);
	} else if (opcode !== readBlobRequest) {
		r.rest(p.value);
	}

	return `${handle}${offset}`;
}

/** The kind of an attribute, in `size` bytes. */
function readIdentifier(r: Reader, size: number): string {
	if (size === longIdentifier) {
		r.read(p.uuid128);
		return 'UUID';
	}

	const kind = r.read(p.uuid16);
	return identifiers.get(kind) ?? hex(kind);
}

function readInformation(r: Reader): void {
	const format = r.readOpen(p.uuid_format, value => {
		if (value !== 1 && value !== 2) r.complain(faults.format, r.position - 1, r.position);
	});
	if (format !== 1 && format !== 2) return;
	while (r.more) {
		r.group(p.information_data, undefined, () => {
			r.read(p.handle);
			if (format === 1) r.read(p.uuid16);
			else r.read(p.uuid128);
		});
	}
}

/** Attributes of one length: a handle, for a group the last of its handles, and a value. */
function readList(r: Reader, opcode: number): string {
	const size = r.read(p.length);
	if (size === 0) return '';
	let count = 0;
	for (; r.more && r.left >= size; count++) {
		r.within(size, () => {
			r.group(p.attribute_data, undefined, () => {
				r.read(p.handle);
				if (opcode === readGroupResponse) {
					r.read(p.group_end_handle);
					if (r.left === 2 || r.left === longIdentifier) {
						readIdentifier(r, r.left);
						return;
					}
				}

				r.rest(p.value);
			});
		});
	}

	return `Attribute List Length: ${count}`;
}
