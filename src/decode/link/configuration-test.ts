import {mac, parts, u16} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {etherType} from '../space.ts';

const reply = 1;
const forward = 2;
const functions = new Map([[reply, 'Reply'], [forward, 'Forward Data']]);

// The Ethernet, Version 2.0 (DEC, Intel, Xerox), section 8; little-endian
const p = parts('loop', () => ({
	skipcount: u16('skipCount', {little: true, about: 'How many bytes of functions were done already.'}),
	relevant_function: u16('Relevant function', {little: true, values: functions, about: 'What is to be done next.'}),
	function: u16('Function', {little: true, values: functions}),
	receipt_number: u16('Receipt number', {little: true}),
	forwarding_address: mac('Forwarding address', {about: 'Where the frame is to go next.'}),
}));

const wordSize = 2;
const addressSize = 6;

const u16At = (b: Uint8Array, at: number): number => b[at]! | (b[at + 1]! << 8);

export const configurationTest = protocol({
	name: 'loop',
	title: 'Configuration Test Protocol (loopback)',
	column: 'LOOP',
	short: 'LOOP',
	about: 'A frame that comes back: switches send it to see whether a link leads to themselves.',
	reference: 'The Ethernet, Version 2.0, section 8',
	claims: claims(etherType, 0x9000),
	parts: p,
	walk(c) {
		const {bytes: b, end} = c;
		let at = c.start + wordSize;
		let found = forward;
		for (; found === forward && at + wordSize <= end; at += found === forward ? wordSize + addressSize : wordSize) found = u16At(b, at);
		if (found === reply) at += wordSize;
		if (found === forward || at > end) return c.opaque();
		c.payload(at - c.start);
		return undefined;
	},
	expand(r) {
		const skipped = r.read(p.skipcount);
		let said = '';
		let found = forward;
		try {
			while (found === forward) {
				r.need(wordSize);
				found = u16At(r.bytes, r.position);
				if (r.position - r.base - wordSize === skipped) {
					said = functions.get(found) ?? `Unknown function (${found})`;
					r.derive(p.relevant_function, found, r.position, r.position + wordSize);
				}

				r.read(p.function);
				if (found === forward) r.read(p.forwarding_address);
				else if (found === reply) r.read(p.receipt_number);
			}

			if (said === '') said = 'No valid function found';
		} finally {
			r.info(said);
		}
	},
});
