import {bit, bytes, type Field, header, parts, u32, u8, word} from '../field.ts';
import type {Cursor} from '../cursor.ts';
import {claims, fault, protocol, type Protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {linkType} from '../space.ts';
import {once} from '../when-asked.ts';

const isTrue = {meaning: ['True', 'False']} as const;
const shownId = (value: number): string => `${value} (0x${value.toString(16)})`;

// https://www.tcpdump.org/linktypes/LINKTYPE_CAN_SOCKETCAN.html
const h = header('can', {
	_word: u32(''),
	len: u8('Frame-Length', {about: 'Bytes of data.'}),
	_flags: u8(''),
	_reserved: u8(''),
	_more: u8(''),
});

const p = parts('can', () => ({
	...word(4, {_flags: bit(3, ''), id: bit(29, 'ID', {shown: shownId, about: 'What the frame is about, and how urgent: the lower number goes first.'})}),
	...word(4, {
		'flags.xtd': bit(1, 'Extended Flag', {...isTrue, about: 'The identifier has 29 bits, not 11.'}),
		'flags.rtr': bit(1, 'Remote Transmission Request Flag', {...isTrue, about: 'Asks for the frame with this identifier.'}),
		'flags.err': bit(1, 'Error Message Flag', {...isTrue, about: 'No frame, but what the controller says of the bus.'}),
		'err.reserved': bit(20, 'Reserved', {base: 'hex'}),
		'err.restarted': bit(1, 'Controller restarted', isTrue),
		'err.buserror': bit(1, 'Bus error', isTrue),
		'err.busoff': bit(1, 'Bus off', isTrue),
		'err.ack': bit(1, 'No acknowledgement', isTrue),
		'err.trx': bit(1, 'Transceiver status', isTrue),
		'err.prot': bit(1, 'Protocol violation', isTrue),
		'err.ctrl': bit(1, 'Controller problems', isTrue),
		'err.lostarb': bit(1, 'Lost arbitration', isTrue),
		'err.tx_timeout': bit(1, 'Transmit timeout', isTrue),
	}),
	reserved: bytes('Reserved'),
	padding: bytes('Padding'),
	'err.ctrl_specific': bytes('Controller specific data', {written: value => [...value].map(byte => byte.toString(16).padStart(2, '0')).join(' ')}),
}));

const short = parts('can', () => ({...word(4, {_flags: bit(21, ''), id: bit(11, 'ID', {shown: shownId})})}));

const fd = parts('canfd', () => ({
	...word(1, {_spare: bit(6, ''), 'flags.esi': bit(1, 'Error State Indicator', isTrue), 'flags.brs': bit(1, 'Bit Rate Setting', isTrue)}),
}));

/** Kinds of errors, the lowest bit first. */
const errors = once((): ReadonlyArray<Field<'uint'>> => [
	p['err.tx_timeout'],
	p['err.lostarb'],
	p['err.ctrl'],
	p['err.prot'],
	p['err.trx'],
	p['err.ack'],
	p['err.busoff'],
	p['err.buserror'],
	p['err.restarted'],
	p['err.reserved'],
]);

const faults = {length: fault('can.err.dlc_mismatch', 'ERROR: DLC mismatch', 'error', 'Malformed')};

const extendedFlag = 0x8000_0000;
const requestFlag = 0x4000_0000;
const errorFlag = 0x2000_0000;
const fdFlag = 4;
const errorSize = 8;
/** Of an error's data, what the controller's maker defines. */
const specificAt = 5;

/** The identifier with its flags; `little` where the kernel's own order was captured. */
type WordAt = (b: Uint8Array, at: number) => number;
const bigWord: WordAt = (b, at) => h._word.readAt(b, at);
const littleWord: WordAt = (b, at) => (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;

const isSet = (value: number, flag: number): boolean => (value & flag) !== 0;

function expandWord(r: Reader, value: number, isFd: boolean): void {
	const at = r.position;
	const put = (field: Field<'uint'>): void => r.put(field, at, at + 4, (value >>> field.shift) & (2 ** field.width - 1));
	r.skip(4);
	if (!isFd && isSet(value, errorFlag)) {
		put(p['flags.err']);
		for (const field of errors()) put(field);
		return;
	}

	put(isSet(value, extendedFlag) ? p.id : short.id);
	put(p['flags.xtd']);
	if (isFd) return;
	put(p['flags.rtr']);
	put(p['flags.err']);
}

function summary(value: number, isFd: boolean, length: number): string {
	const [name, id] = isSet(value, extendedFlag) ? ['Ext. ID', value & 0x1fff_ffff] : ['ID', value & 0x7ff];
	return `${name}: ${shownId(id)}, Length: ${length}${!isFd && isSet(value, requestFlag) ? '(Remote Transmission Request)' : ''}`;
}

function frame(name: 'can' | 'canfd', wordAt: WordAt, instead: Protocol | undefined): Protocol {
	const isFd = name === 'canfd';
	return protocol({
		name,
		title: isFd ? 'Controller Area Network FD' : 'Controller Area Network',
		column: name.toUpperCase(),
		about: isFd ? 'Frames of a bus in vehicles and machines, of up to 64 bytes.' : 'Frames of a bus in vehicles and machines, of up to 8 bytes.',
		reference: 'LINKTYPE_CAN_SOCKETCAN',
		claims: instead === undefined ? [] : claims(linkType, 227),
		header: h,
		parts: isFd ? [p, fd, short] : [p, short],
		faults,
		walk(c: Cursor) {
			if (instead !== undefined && isSet(h._flags.read(c), fdFlag)) return c.refuse(instead);
			const value = wordAt(c.bytes, c.start);
			if (!isFd && isSet(value, errorFlag | requestFlag)) return c.opaque();
			c.child(h.size, h.size + h.len.read(c));
			return undefined;
		},
		expand(r) {
			const value = wordAt(r.bytes, r.base);
			const length = r.get(h.len);
			const isError = !isFd && isSet(value, errorFlag);
			const id = summary(value, isFd, length);
			r.append(() => (isError ? `, ${summary(value & 0x1fff_ffff, isFd, length)}` : `, ${id}`));
			r.info(() => (isError ? `ERR: ${errors().filter(field => ((value >>> field.shift) & (2 ** field.width - 1)) !== 0).map(field => field.title).join(', ')}` : id));
			expandWord(r, value, isFd);
			r.read(h.len);
			if (isFd) {
				r.at(fd['flags.brs'], r.position);
				r.at(fd['flags.esi'], r.position);
				r.skip(1);
			}

			r.take(p.reserved, isFd ? 2 : 3);
			if (!isError) {
				const end = r.base + h.size + (!isFd && isSet(value, requestFlag) ? 0 : length);
				if (end < r.end && r.limit === r.end) {
					r.position = end;
					r.rest(p.padding);
				}

				return;
			}

			if (length !== errorSize) r.complain(faults.length, r.base + h.len.offset, r.base + h.len.offset + 1);
			else {
				r.skip(specificAt);
				r.rest(p['err.ctrl_specific'], errorSize - specificAt);
				r.rest(p.padding);
			}
		},
	});
}

export const canFd = frame('canfd', bigWord, undefined);
export const can = frame('can', bigWord, canFd);
/** As cooked captures have them: in the byte order of the machine, which is taken for little-endian. */
export const littleCan = frame('can', littleWord, undefined);
export const littleCanFd = frame('canfd', littleWord, undefined);
