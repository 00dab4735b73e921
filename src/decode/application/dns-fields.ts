import {bit, bool8, bytes, duration, frameNumber, header, i32, none, joined, parts, text, u16, u32, u8, word} from '../field.ts';
import {fault, strayCharacters} from '../protocol.ts';
import {nameFaults} from './dns-names.ts';
import {classNames, errorNames, opcodeNames, secondsInWords, typeNames} from './dns-types.ts';

// RFC 1035, section 4.1.1; the counts are named by what the message is for
export const h = header('dns', {
	id: u16('Transaction ID', {base: 'hex', about: 'The answer repeats the number of the question.'}),
	flags: u16('Flags', {base: 'hex'}),
});

/** Bytes of a message's header, with the four counts. */
export const headerSize = 12;

const flags = parts(
	'dns.flags',
	() =>
		word(2, {
			response: bit(1, 'Response', {meaning: ['Message is a response', 'Message is a query']}),
			opcode: bit(4, 'Opcode', {values: opcodeNames}),
			authoritative: bit(1, 'Authoritative', {
				meaning: ['Server is an authority for domain', 'Server is not an authority for domain'],
				about: 'The server answers from the zone itself, not from what it has heard.',
			}),
			truncated: bit(1, 'Truncated', {meaning: ['Message is truncated', 'Message is not truncated'], about: 'The answer did not fit: ask again over TCP.'}),
			recdesired: bit(1, 'Recursion desired', {meaning: ['Do query recursively', "Don't do query recursively"]}),
			recavail: bit(1, 'Recursion available', {meaning: ['Server can do recursive queries', "Server can't do recursive queries"]}),
			z: bit(1, 'Z', {meaning: ['reserved - incorrect!', 'reserved (0)']}),
			authenticated: bit(1, 'Answer authenticated', {
				meaning: ['Answer/authority portion was authenticated by the server', 'Answer/authority portion was not authenticated by the server'],
				about: 'The server has checked the signatures.',
				reference: 'RFC 4035, section 3.2.3',
			}),
			checkdisable: bit(1, 'Non-authenticated data', {meaning: ['Acceptable', 'Unacceptable'], reference: 'RFC 4035, section 3.2.2'}),
			rcode: bit(4, 'Reply code', {values: errorNames}),
		}),
);

// RFC 4795, section 2.1.1
const linkLocalFlags = parts(
	'dns.flags',
	() =>
		word(2, {
			_high: bit(5, 'Response and Opcode'),
			conflict: bit(1, 'Conflict', {meaning: ['The sender received multiple responses', 'The name is considered unique'], about: 'Several hosts have answered to the name.'}),
			_tc: bit(1, 'Truncated'),
			tentative: bit(1, 'Tentative', {meaning: ['Tentative', 'Not tentative'], about: 'The sender has not made sure yet that the name is its own.'}),
			_low: bit(8, 'Z and Reply code'),
		}),
);

// RFC 6762, sections 10.2 and 18.12: the highest bit of a class says what to do with the record
const multicast = parts('dns', () => ({
	...word(2, {
		'qry.qu': bit(1, '"QU" question', {about: 'An answer to the sender alone will do.', meaning: ['True', 'False']}),
		'qry.class.multicast': bit(15, 'Class', {name: 'dns.qry.class', base: 'hex', values: classNames}),
	}),
}));
const multicastRecord = parts('dns', () => ({
	...word(2, {
		'resp.cache_flush': bit(1, 'Cache flush', {about: 'Older records of this name and type are void.', meaning: ['True', 'False']}),
		'resp.class.multicast': bit(15, 'Class', {name: 'dns.resp.class', base: 'hex', values: classNames}),
	}),
}));
const multicastPayloadSize = parts('dns', () => ({
	...word(2, {_flush: bit(1, 'Cache flush'), 'rr.udp_payload_size.multicast': bit(15, 'UDP payload size', {name: 'dns.rr.udp_payload_size', base: 'hex'})}),
}));

// RFC 6891, section 6.1.3
const optFlags = parts('dns', () => ({
	'resp.z': u16('Z', {
		base: 'hex',
		bits: {
			do: bit(1, 'DO bit', {meaning: ['Accepts DNSSEC security RRs', 'Cannot handle DNSSEC security RRs']}),
			reserved: bit(15, 'Reserved', {base: 'hex'}),
		},
	}),
}));

export const p = joined(
	flags,
	linkLocalFlags,
	multicast,
	multicastRecord,
	multicastPayloadSize,
	optFlags,
	parts('dns', () => ({
		length: u16('Length', {about: 'Over TCP every message has its length in front.', reference: 'RFC 1035, section 4.2.2'}),
		'count.queries': u16('Questions'),
		'count.answers': u16('Answer RRs'),
		'count.auth_rr': u16('Authority RRs'),
		'count.add_rr': u16('Additional RRs'),
		'count.zones': u16('Zones', {reference: 'RFC 2136, section 2.2'}),
		'count.prerequisites': u16('Prerequisites'),
		'count.updates': u16('Updates'),
		'qry.name': text('Name'),
		'qry.name.len': u16('Name Length'),
		'count.labels': u16('Label Count'),
		'qry.type': u16('Type', {values: typeNames}),
		'qry.class': u16('Class', {base: 'hex', values: classNames}),
		'resp.name': text('Name'),
		'srv.service': text('Service'),
		'srv.proto': text('Protocol'),
		'srv.name': text('Name'),
		'resp.type': u16('Type', {values: typeNames}),
		'resp.class': u16('Class', {base: 'hex', values: classNames}),
		'resp.ttl': u32('Time to live', {shown: secondsInWords, about: 'How long the record may be kept.'}),
		'resp.len': u16('Data length'),
		'rr.udp_payload_size': u16('UDP payload size', {about: 'The largest answer that the sender takes over UDP.', reference: 'RFC 6891, section 6.2.3'}),
		'resp.ext_rcode': u8('Higher bits in extended RCODE', {base: 'hex'}),
		'resp.edns0_version': u8('EDNS0 version'),
		data: bytes('Data'),
		response_in: frameNumber('Response In', {about: 'The frame with the answer.'}),
		response_to: frameNumber('Request In', {about: 'The frame with the question.'}),
		time: duration('Time', {about: 'From the question to the answer.'}),
		unsolicited: bool8('Unsolicited', {meaning: ['True', 'False'], about: 'No question for this answer was seen.'}),
		retransmission: bool8('Retransmission', {meaning: ['True', 'False']}),
		retransmit_request_in: frameNumber('Retransmitted request. Original request in'),
		retransmit_response_in: frameNumber('Retransmitted response. Original response in'),
		'extraneous.data': bytes('Extraneous Data Bytes'),
		'extraneous.length': i32('Extraneous Data Length'),
		dso: none('DNS Stateful Operation', {reference: 'RFC 8490, section 5.4'}),
	})),
);

export const faults = {
	...nameFaults,
	stray: strayCharacters,
	retransmittedRequest: fault('dns.retransmit_request', 'DNS query retransmission', 'warning', 'Protocol'),
	retransmittedResponse: fault('dns.retransmit_response', 'DNS response retransmission', 'warning', 'Protocol'),
	timeToLive: fault('dns.ttl.high_bit_set', 'The highest bit of the time to live is set (RFC 2181, section 8)', 'warning', 'Protocol'),
	undecoded: fault('dns.undecoded.type', 'Records of this type are not decoded', 'note', 'Undecoded'),
	extraneous: fault('dns.extraneous', 'Extraneous data', 'note', 'Undecoded'),
	addressLength: fault('dns.rr.opt.bad_length', 'Length too long for any type of IP address', 'error'),
	deprecatedOption: fault('dns.depr.opc', 'Deprecated opcode: client subnet has number 8', 'warning', 'Protocol'),
	algorithm: fault('dns.tsig.noalg', 'Nothing is known of the algorithm', 'warning', 'Undecoded'),
};
