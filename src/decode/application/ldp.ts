import {bit, bytes, ipv4Address, ipv6Address, parts, text, u16, u32, u8, word} from '../field.ts';
import {addressFamilies} from '../network/address-families.ts';
import {ipv4Text, ipv6Text} from '../print.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import type {Framing} from '../reassembly/framing.ts';
import {tcpPort, udpPort} from '../space.ts';
import {elements, messages, statuses, values} from './ldp-names.ts';

// RFC 5036, section 3.1
const p = parts('ldp', () => ({
	'hdr.version': u16('Version'),
	'hdr.pdu_len': u16('PDU Length', {about: 'Bytes behind this field.', reference: 'RFC 5036, section 3.1'}),
	'hdr.ldpid.lsr': ipv4Address('LSR ID', {about: 'The router that speaks.', reference: 'RFC 5036, section 2.2.2'}),
	'hdr.ldpid.lsid': u16('Label Space ID', {about: 'Which of its label spaces it speaks of; 0 is the one of the whole router.', reference: 'RFC 5036, section 2.2.2'}),
	...word(1, {'msg.ubit': bit(1, 'U bit', {meaning: ['Unknown bit set', 'Unknown bit not set']}), _ubit: bit(7, '')}),
	...word(2, {
		_type: bit(1, ''),
		'msg.type': bit(15, 'Message Type', {
			base: 'hex',
			values: messages,
			about: 'Hellos find neighbors, a session is opened, labels are told and taken back.',
			reference: 'RFC 5036, section 3.5',
		}),
	}),
	'msg.len': u16('Message Length'),
	'msg.id': u32('Message ID', {base: 'hex'}),
	'msg.vendor.id': u32('Vendor ID', {base: 'hex'}),
	...word(1, {
		'msg.tlv.unknown': bit(2, 'TLV Unknown bits', {
			base: 'hex',
			values: new Map([[0, 'Known TLV, do not Forward'], [1, 'Known TLV, do Forward'], [2, 'Unknown TLV, do not Forward'], [3, 'Unknown TLV, do Forward']]),
			about: 'What somebody does who does not know the value: tell, or pass over it.',
			reference: 'RFC 5036, section 3.3',
		}),
		_unknown: bit(6, ''),
	}),
	...word(2, {_tlv: bit(2, ''), 'msg.tlv.type': bit(14, 'TLV Type', {base: 'hex', values})}),
	'msg.tlv.len': u16('TLV Length'),
	'msg.tlv.value': bytes('TLV Value'),
	'msg.tlv.hello.hold': u16('Hold Time', {about: 'After so many silent seconds the neighbor is taken to be gone. 0 stands for the usual.', reference: 'RFC 5036, section 3.5.2'}),
	...word(2, {
		'msg.tlv.hello.targeted': bit(1, 'Targeted Hello', {meaning: ['Targeted Hello', 'Link Hello']}),
		'msg.tlv.hello.requested': bit(1, 'Hello Requested', {meaning: ['Source requests periodic hellos', 'Source does not request periodic hellos']}),
		'msg.tlv.hello.gtsm': bit(1, 'GTSM Flag', {reference: 'RFC 6720, section 2.1'}),
		'msg.tlv.hello.res': bit(13, 'Reserved', {base: 'hex'}),
	}),
	'msg.tlv.vendor_id': u32('Vendor ID', {base: 'hex'}),
	'msg.tlv.experiment_id': u32('Experiment ID', {base: 'hex'}),
	'msg.tlv.ipv4.taddr': ipv4Address('IPv4 Transport Address', {about: 'Where the session is to be opened.', reference: 'RFC 5036, section 3.5.2.1'}),
	'msg.tlv.ipv6.taddr': ipv6Address('IPv6 Transport Address'),
	'msg.tlv.hello.cnf_seqno': u32('Configuration Sequence Number'),
	'msg.tlv.sess.ver': u16('Session Protocol Version'),
	'msg.tlv.sess.ka': u16('Session KeepAlive Time', {about: 'After so many silent seconds the session is over.', reference: 'RFC 5036, section 3.5.3'}),
	...word(1, {
		'msg.tlv.sess.advbit': bit(1, 'Session Label Advertisement Discipline', {
			meaning: ['Downstream On Demand proposed', 'Downstream Unsolicited proposed'],
			reference: 'RFC 5036, section 2.6.3',
		}),
		'msg.tlv.sess.ldetbit': bit(1, 'Session Loop Detection', {meaning: ['Loop Detection Enabled', 'Loop Detection Disabled']}),
		_sess: bit(6, ''),
	}),
	'msg.tlv.sess.pvlim': u8('Session Path Vector Limit'),
	'msg.tlv.sess.mxpdu': u16('Session Max PDU Length'),
	'msg.tlv.sess.rxlsr': ipv4Address('Session Receiver LSR Identifier'),
	'msg.tlv.sess.rxls': u16('Session Receiver Label Space Identifier'),
	'msg.tlv.addrl.addr_family': u16('Address Family', {values: addressFamilies}),
	'msg.tlv.addrl.addr': text('Address', {about: 'An address of the sender, by which others know it as a next hop.', reference: 'RFC 5036, section 3.5.5'}),
	'msg.tlv.fec.type': u8('FEC Element Type', {values: elements, reference: 'RFC 5036, section 3.4.1'}),
	'msg.tlv.fec.af': u16('FEC Element Address Type', {values: addressFamilies}),
	'msg.tlv.fec.len': u8('FEC Element Length'),
	'msg.tlv.fec.pfval': text('FEC Element Prefix Value', {about: 'What takes the label: all that goes to this network.', reference: 'RFC 5036, section 3.4.1'}),
	...word(1, {'msg.tlv.fec.pw.controlword': bit(1, 'C-bit', {meaning: ['Control Word Present', 'Control Word NOT Present']}), _control: bit(7, '')}),
	...word(2, {_pw: bit(1, ''), 'msg.tlv.fec.pw.pwtype': bit(15, 'PW Type', {base: 'hex', reference: 'RFC 8077, section 6.1'})}),
	'msg.tlv.fec.pw.infolength': u8('PW Info Length'),
	'msg.tlv.fec.pw.groupid': u32('Group ID'),
	'msg.tlv.fec.pw.pwid': u32('PW ID', {about: 'Names the pseudowire at both ends.', reference: 'RFC 8077, section 6.1'}),
	...word(4, {
		_label: bit(12, ''),
		'msg.tlv.generic.label': bit(20, 'Generic Label', {
			base: 'dec_hex',
			about: 'What the receiver is to put in front of such packets.',
			reference: 'RFC 5036, section 3.4.2.1',
		}),
	}),
	'msg.tlv.hc.value': u8('Hop Count Value'),
	'msg.tlv.pv.lsrid': ipv4Address('LSR Id'),
	'msg.tlv.lbl_req_msg_id': u32('Label Request Message ID', {base: 'hex'}),
	...word(1, {
		'msg.tlv.status.ebit': bit(1, 'E Bit', {meaning: ['Fatal Error Notification', 'Advisory Notification']}),
		'msg.tlv.status.fbit': bit(1, 'F Bit', {meaning: ['Notification should be Forwarded', 'Notification should NOT be Forwarded']}),
		_status: bit(6, ''),
	}),
	...word(4, {_data: bit(2, ''), 'msg.tlv.status.data': bit(30, 'Status Data', {base: 'hex', values: statuses, about: 'What happened.', reference: 'RFC 5036, section 3.9'})}),
	'msg.tlv.status.msg.id': u32('Message ID', {base: 'hex'}),
	'msg.tlv.status.msg.type': u16('Message Type', {base: 'hex', values: messages}),
	'msg.tlv.extstatus.data': u32('Extended Status Data', {base: 'hex'}),
}));

const faults = {
	length: fault('ldp.invalid_length', 'Invalid length', 'error'),
	value: fault('ldp.msg.tlv.fec.len.invalid', 'Invalid length of a value', 'error', 'Protocol'),
	protects: fault('ldp.gtsm_supported', 'GTSM is supported by the source', 'chat', 'Protocol'),
	unprotected: fault('ldp.gtsm_not_supported', 'GTSM is not supported by the source', 'chat', 'Protocol'),
	unlinked: fault('ldp.gtsm_not_supported_basic_discovery', 'GTSM is not supported by the source, since basic discovery is not enabled', 'warning', 'Protocol'),
	both: fault('ldp.dtsm_and_target', 'ERROR - Both GTSM and Target Flag are enabled.', 'warning'),
};

const headerSize = 10;
/** Version and length, which the length does not count. */
const lengthEnd = 4;
const leastMessage = 8;
const protocolVersion = 1;
const vendorPrivate = 0x3e00;
const lastVendorPrivate = 0x3eff;
const experimental = 0x3f00;

const framing: Framing = {
	open: () => undefined,
	next({bytes, start, end}) {
		if (end - start < lengthEnd) return 0;
		const version = (bytes[start]! << 8) | bytes[start + 1]!;
		const length = (bytes[start + 2]! << 8) | bytes[start + 3]!;
		return version === protocolVersion && length >= headerSize - lengthEnd ? lengthEnd + length : end - start;
	},
};

export const ldp = protocol({
	name: 'ldp',
	title: 'Label Distribution Protocol',
	about: 'How routers tell each other which label they want in front of what.',
	reference: 'RFC 5036',
	claims: [...claims(tcpPort, 646), ...claims(udpPort, 646)],
	parts: p,
	faults,
	framing,
	walk(c) {
		const b = c.bytes;
		return c.captured >= 2 && ((b[c.start]! << 8) | b[c.start + 1]!) !== protocolVersion ? c.refuse() : undefined;
	},
	expand(r) {
		const said: string[] = [];
		try {
			r.read(p['hdr.version']);
			const length = r.read(p['hdr.pdu_len']);
			r.read(p['hdr.ldpid.lsr']);
			r.read(p['hdr.ldpid.lsid']);
			const size = length - (headerSize - lengthEnd);
			// What is told of labels is not to be read in part.
			if (r.end < r.limit) r.need(Math.max(0, size));
			r.within(Math.min(r.left, Math.max(0, size)), () => {
				while (r.more) readMessage(r, said);
			});
		} finally {
			r.info(() => said.map(one => `${one} `).join(''));
		}
	},
});

/** RFC 5036, section 3.5. */
function readMessage(r: Reader, said: string[]): void {
	r.need(4);
	const at = r.position;
	const type = r.peek16() & 0x7fff;
	const size = r.peek16(2);
	if (r.left < leastMessage || size < leastMessage - 4) {
		const text = r.left < leastMessage ? `Error processing Message: length is ${r.left}, should be >= 8` : `Error processing Message Length: length is ${size}, should be >= 4`;
		said.push('Bad Message');
		r.group(undefined, text, () => r.complain(faults.length, at, r.end, text));
		r.done();
	}

	const isVendors = type >= vendorPrivate && type <= lastVendorPrivate;
	const known = messages.get(type);
	said.push(isVendors ? `Vendor-Private Message (0x${type.toString(16).toUpperCase()})` : (known ?? `Unknown Message (0x${type.toString(16).toUpperCase().padStart(4, '0')})`));
	r.group(undefined, isVendors ? 'Vendor-Private Message' : (known ?? `Unknown Message type (0x${type.toString(16).padStart(4, '0')})`), () => {
		r.at(p['msg.ubit'], at);
		r.read(p['msg.type']);
		r.read(p['msg.len']);
		r.read(p['msg.id']);
		r.within(size - 4, () => {
			if (isVendors) r.read(p['msg.vendor.id']);
			else while (r.more) readValue(r);
			r.position = r.end;
		});
	});
}

/** RFC 5036, section 3.3. */
function readValue(r: Reader): void {
	r.need(4);
	const at = r.position;
	const type = r.peek16() & 0x3fff;
	const size = r.peek16(2);
	const known = values.get(type) ?? (type >= experimental ? 'Experimental TLV' : type >= vendorPrivate ? 'Vendor Private TLV' : undefined);
	r.group(undefined, known ?? `Unknown TLV type (0x${type.toString(16).toUpperCase().padStart(4, '0')})`, () => {
		r.at(p['msg.tlv.unknown'], at);
		r.read(p['msg.tlv.type']);
		r.read(p['msg.tlv.len']);
		// Vendors and experiments say how long they are as they like.
		r.within(type >= vendorPrivate ? Math.min(size, r.left) : size, () => {
			const least = sizes.get(type);
			if (least !== undefined && size !== least) {
				const text = `Error processing ${values.get(type)!} TLV: length is ${size}, should be ${least}`;
				r.group(undefined, text, () => r.complain(faults.value, r.position, r.end, text));
			} else readBody(r, type);
			r.position = r.end;
		});
	});
}

/** Values of which each is as long as any other. */
const sizes: ReadonlyMap<number, number> = new Map([[0x103, 1], [0x200, 4], [0x300, 10], [0x301, 4], [0x400, 4], [0x401, 4], [0x402, 4], [0x403, 16], [0x500, 14], [0x600, 4]]);

function readBody(r: Reader, type: number): void {
	switch (type) {
		case 0x100:
			// Of a first prefix that is not all there, nothing is told.
			if (r.peek() === 2 && r.left >= 4) r.need(4 + ((r.peek(3) + 7) >>> 3));
			r.group(undefined, 'FEC Elements', () => {
				for (let i = 1; r.more; i++) r.group(undefined, `FEC Element ${i}`, () => readElement(r));
			});
			break;
		case 0x101:
			readAddresses(r);
			break;
		case 0x103:
			r.read(p['msg.tlv.hc.value']);
			break;
		case 0x104:
			r.group(undefined, 'LSR IDs', () => {
				while (r.left >= 4) r.read(p['msg.tlv.pv.lsrid']);
			});
			if (r.more) r.complain(faults.value, r.position, r.end, 'Error processing TLV: Extra data at end of path vector');
			break;
		case 0x200:
			r.read(p['msg.tlv.generic.label']);
			break;
		case 0x300:
			r.group(undefined, 'Status', () => {
				r.at(p['msg.tlv.status.ebit'], r.position);
				r.at(p['msg.tlv.status.fbit'], r.position);
				r.read(p['msg.tlv.status.data']);
				r.read(p['msg.tlv.status.msg.id']);
				r.read(p['msg.tlv.status.msg.type']);
			});
			break;
		case 0x301:
			r.read(p['msg.tlv.extstatus.data']);
			break;
		case 0x400:
			readHello(r);
			break;
		case 0x401:
			r.read(p['msg.tlv.ipv4.taddr']);
			break;
		case 0x402:
			r.read(p['msg.tlv.hello.cnf_seqno']);
			break;
		case 0x403:
			r.read(p['msg.tlv.ipv6.taddr']);
			break;
		case 0x500:
			r.group(undefined, 'Parameters', () => {
				r.read(p['msg.tlv.sess.ver']);
				r.read(p['msg.tlv.sess.ka']);
				r.at(p['msg.tlv.sess.advbit'], r.position);
				r.read(p['msg.tlv.sess.ldetbit']);
				r.read(p['msg.tlv.sess.pvlim']);
				r.read(p['msg.tlv.sess.mxpdu']);
				r.read(p['msg.tlv.sess.rxlsr']);
				r.read(p['msg.tlv.sess.rxls']);
			});
			break;
		case 0x600:
			r.read(p['msg.tlv.lbl_req_msg_id']);
			break;
		default:
			if (type >= vendorPrivate && type <= lastVendorPrivate && r.left >= 4) r.read(p['msg.tlv.vendor_id']);
			else if (type >= experimental && r.left >= 4) r.read(p['msg.tlv.experiment_id']);
			if (r.more) r.take(p['msg.tlv.value'], r.left);
	}
}

/** RFC 5036, section 3.5.2 and RFC 6720, section 2.1. */
function readHello(r: Reader): void {
	r.read(p['msg.tlv.hello.hold']);
	const at = r.position;
	const targeted = r.at(p['msg.tlv.hello.targeted'], at) !== 0;
	r.at(p['msg.tlv.hello.requested'], at);
	const protects = ((r.peek() >>> 5) & 1) !== 0;
	r.open(p['msg.tlv.hello.gtsm'], at, Number(protects));
	r.complain(protects && targeted ? faults.both : protects ? faults.protects : targeted ? faults.unlinked : faults.unprotected, at, at + 2);
	r.close(at + 2);
	r.read(p['msg.tlv.hello.res']);
}

function readAddresses(r: Reader): void {
	const family = r.read(p['msg.tlv.addrl.addr_family']);
	const size = family === 1 ? 4 : family === 2 ? 16 : 0;
	if (size === 0) return;
	r.group(undefined, 'Addresses', () => {
		for (let i = 1; r.left >= size; i++) {
			r.need(size);
			const at = r.position;
			const address = size === 4 ? ipv4Text(r.bytes, at) : ipv6Text(r.bytes, at);
			r.put(p['msg.tlv.addrl.addr'], at, at + size, address);
			r.label(`Address ${i}: ${address}`);
			r.skip(size);
		}
	});
}

/** RFC 5036, section 3.4.1 and RFC 8077, section 6.1. */
const prefixElement = 2;
/** Bytes of a prefix, by its family of addresses. */
const prefixWidths: ReadonlyMap<number, number> = new Map([[1, 4], [2, 16]]);

function readElement(r: Reader): void {
	// Of a family that is not known nothing is said.
	if (r.peek() === prefixElement && !prefixWidths.has(r.peek16(1)) && r.captured >= 4) {
		r.label('Support for Address Family not implemented');
		r.skip(4 + ((r.peek(3) + 7) >>> 3));
		return;
	}

	if (!elements.has(r.peek())) {
		r.label('Unknown FEC TLV type');
		r.position = r.end;
		return;
	}

	const type = r.read(p['msg.tlv.fec.type']);
	if (type === prefixElement) {
		const family = r.read(p['msg.tlv.fec.af']);
		const bits = r.read(p['msg.tlv.fec.len']);
		const width = prefixWidths.get(family) ?? 0;
		const size = (bits + 7) >>> 3;
		if (size > width) {
			r.complain(faults.value, r.position - 1, r.position, `Invalid prefix ${bits} length for family ${addressFamilies.get(family) ?? family}`);
			r.position = r.end;
			return;
		}

		r.need(size);
		const address = new Uint8Array(width);
		address.set(r.bytes.subarray(r.position, r.position + size));
		if (bits % 8 !== 0) address[size - 1]! &= 0xff << (8 - (bits % 8));
		const said = width === 4 ? ipv4Text(address) : ipv6Text(address);
		r.put(p['msg.tlv.fec.pfval'], r.position, r.position + size, said);
		r.label(`Prefix: ${said}`);
		r.skip(size);
	} else if (type === 0x80) {
		r.at(p['msg.tlv.fec.pw.controlword'], r.position);
		r.read(p['msg.tlv.fec.pw.pwtype']);
		const size = r.read(p['msg.tlv.fec.pw.infolength']);
		r.read(p['msg.tlv.fec.pw.groupid']);
		if (size >= 4)
			r.within(size, () => {
				r.read(p['msg.tlv.fec.pw.pwid']);
				r.position = r.end;
			});
	} else if (type !== 1) r.position = r.end;
}
