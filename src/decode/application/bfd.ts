import {bit, bytes, parts, text, u32, u8, word} from '../field.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {udpPort} from '../space.ts';

/** RFC 5880, section 4.1. */
const diagnostics = new Map([
	[0, 'No Diagnostic'],
	[1, 'Control Detection Time Expired'],
	[2, 'Echo Function Failed'],
	[3, 'Neighbor Signaled Session Down'],
	[4, 'Forwarding Plane Reset'],
	[5, 'Path Down'],
	[6, 'Concatenated Path Down'],
	[7, 'Administratively Down'],
	[8, 'Reverse Concatenated Path Down'],
	[9, 'Mis-Connectivity Defect'],
]);

const states = new Map([[0, 'AdminDown'], [1, 'Down'], [2, 'Init'], [3, 'Up']]);
const authentications = new Map([[1, 'Simple Password'], [2, 'Keyed MD5'], [3, 'Meticulous Keyed MD5'], [4, 'Keyed SHA1'], [5, 'Meticulous Keyed SHA1']]);

const poll = bit(1, 'Poll', {about: 'Asks to be answered with Final: the sender wants to change its timing.', reference: 'RFC 5880, section 6.5'});
const final = bit(1, 'Final');
const independent = bit(1, 'Control Plane Independent', {about: 'It goes on while the control software of the sender restarts.', reference: 'RFC 5880, section 4.1'});
const authenticated = bit(1, 'Authentication Present');
const demand = bit(1, 'Demand', {about: 'The sender knows in another way that the path works, and asks for no packets.', reference: 'RFC 5880, section 6.6'});
const milliseconds = (value: number): string => `${String(Math.floor(value / 1000)).padStart(4)} ms (${value} us)`;

// RFC 5880, section 4.1
const p = parts('bfd', () => ({
	...word(1, {
		version: bit(3, 'Protocol Version'),
		diag: bit(5, 'Diagnostic Code', {base: 'hex', values: diagnostics, about: 'Why the session last went down, as the sender saw it.', reference: 'RFC 5880, section 4.1'}),
	}),
	...word(1, {
		sta: bit(2, 'Session State', {
			base: 'hex',
			values: states,
			about: 'What the sender thinks of the session; three steps bring both to Up.',
			reference: 'RFC 5880, section 6.2',
		}),
		_sta: bit(6, ''),
	}),
	flags: u8('Message Flags', {base: 'hex', bits: {_sta: bit(2, ''), p: poll, f: final, c: independent, a: authenticated, d: demand, m: bit(1, 'Multipoint')}}),
	flags0: u8('Message Flags', {
		name: 'bfd.flags',
		base: 'hex',
		bits: {h: bit(1, 'I hear you'), d: demand, p: poll, f: final, _low: bit(4, '')},
	}),
	detect_time_multiplier: u8('Detect Time Multiplier', {about: 'After so many intervals without a packet the path is taken to be broken.', reference: 'RFC 5880, section 6.8.4'}),
	message_length: u8('Message Length', {unit: ' bytes'}),
	my_discriminator: u32('My Discriminator', {base: 'hex', about: 'Names the session at the sender; the other side sends it back.', reference: 'RFC 5880, section 6.3'}),
	your_discriminator: u32('Your Discriminator', {base: 'hex'}),
	desired_min_tx_interval: u32('Desired Min TX Interval', {
		shown: milliseconds,
		about: 'The sender would not send more often, in microseconds.',
		reference: 'RFC 5880, section 6.8.3',
	}),
	required_min_rx_interval: u32('Required Min RX Interval', {
		shown: milliseconds,
		about: 'The sender cannot take them more often, in microseconds. 0 asks for none.',
		reference: 'RFC 5880, section 6.8.3',
	}),
	required_min_echo_interval: u32('Required Min Echo Interval', {shown: milliseconds}),
	'auth.type': u8('Authentication Type', {values: authentications, reference: 'RFC 5880, section 4.1'}),
	'auth.len': u8('Authentication Length', {unit: ' bytes'}),
	'auth.key': u8('Authentication Key ID'),
	'auth.password': text('Password', {about: 'For everybody on the path to read.'}),
	'auth.seq_num': u32('Sequence Number', {base: 'hex'}),
	checksum: bytes('Checksum', {about: 'A digest over the message and a secret.', reference: 'RFC 5880, section 4.3'}),
}));

const faults = {
	length: fault('bfd.message_length.bad', 'Message length is not what was sent', 'malformed'),
	authLength: fault('bfd.auth.len.invalid', 'Length of authentication section is invalid', 'warning', 'Malformed'),
	noData: fault('bfd.auth.no_data', 'Authentication flag is set in a BFD packet, but no authentication data is present', 'warning', 'Malformed'),
	strayCharacters,
};

const headerSize = 24;
const authBit = 4;
const simplePassword = 1;
const keyedSha1 = 4;
/** RFC 5880, sections 4.3 and 4.4: bytes of the digest behind eight others. */
const digestSizes: ReadonlyMap<number, number> = new Map([[2, 16], [3, 16], [keyedSha1, 20], [5, 20]]);

export const bfd = protocol({
	name: 'bfd',
	title: 'BFD Control message',
	column: 'BFD Control',
	about: 'Small packets back and forth, so that two neighbors know within a fraction of a second when the path between them breaks.',
	reference: 'RFC 5880',
	claims: claims(udpPort, 3784, 4784, 6784, 7784),
	lacking: {under: 24, as: 'named'},
	parts: p,
	faults,
	expand(r) {
		r.need(2);
		const version = r.peek() >>> 5;
		const flags = r.peek(1);
		r.info(() => {
			const diagnostic = `Diag: ${diagnostics.get(r.bytes[r.base]! & 31) ?? 'Unknown'}`;
			return version === 0
				? `${diagnostic}, Flags: 0x${flags.toString(16).padStart(2, '0')}`
				: `${diagnostic}, State: ${states.get(flags >>> 6)!}, Flags: 0x${(flags & 63).toString(16).padStart(2, '0')}`;
		});
		r.at(p.version, r.base);
		r.at(p.diag, r.base);
		r.skip(1);
		if (version > 0) r.at(p.sta, r.position);
		r.read(version === 0 ? p.flags0 : p.flags);
		const multiplier = r.read(p.detect_time_multiplier);
		const interval = r.peek32(9);
		if (interval >= 0) r.append(() => ` (= ${multiplier * Math.floor(interval / 1000)} ms Detection time)`);
		const length = r.read(p.message_length);
		r.read(p.my_discriminator);
		r.read(p.your_discriminator);
		r.read(p.desired_min_tx_interval);
		r.read(p.required_min_rx_interval);
		r.read(p.required_min_echo_interval);
		if (length < headerSize || length > r.limit - r.base) r.complain(faults.length, r.base + 3, r.base + 4, `Message length is ${length}, ${r.limit - r.base} bytes were sent`);
		if ((flags & authBit) === 0) return;
		if (length < headerSize + 3) {
			r.complain(faults.noData, r.position, r.position, `Authentication: Length of the BFD frame is invalid (${length})`);
			return;
		}

		readAuthentication(r);
	},
});

/** RFC 5880, sections 4.2 to 4.4. */
function readAuthentication(r: Reader): void {
	const start = r.position;
	const type = r.peek();
	const name = authentications.get(type);
	r.group(undefined, () => `Authentication: ${name ?? `Unknown Authentication Type (${type})`}`, () => {
		r.read(p['auth.type']);
		const length = r.read(p['auth.len']);
		r.read(p['auth.key']);
		if (name === undefined) return;
		if (type === simplePassword) {
			if (length > 3) r.terminated(p['auth.password'], length - 3);
			else r.complain(faults.authLength, start + 1, start + 2);
			return;
		}

		const size = digestSizes.get(type)!;
		if (length !== size + 8) r.complain(faults.authLength, start, start + 2, `Length of authentication section (${length}) is invalid for Authentication Type: ${name}`);
		r.skip(1);
		r.read(p['auth.seq_num']);
		r.take(p.checksum, size);
	});
}

// RFC 5880, section 5
const echo = parts('bfd_echo', () => ({packet: bytes('Echo')}));

export const bfdEcho = protocol({
	name: 'bfd_echo',
	title: 'BFD Echo message',
	column: 'BFD Echo',
	about: 'A packet to the sender itself, which the neighbor only forwards: what is in it is the business of its sender.',
	reference: 'RFC 5880, section 5',
	claims: claims(udpPort, 3785),
	parts: echo,
	expand(r) {
		r.info('Originator specific content');
		r.rest(echo.packet);
	},
});
