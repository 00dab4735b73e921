import {header, u32} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import {ipProtocol} from '../space.ts';

// RFC 4303, section 2
const h = header('esp', {
	spi: u32('ESP SPI', {base: 'hex_dec', about: 'Names the agreement, with its keys, that sender and receiver have.', reference: 'RFC 4303, section 2.1'}),
	sequence: u32('ESP Sequence', {about: 'Counts up, so that repeated packets are noticed.', reference: 'RFC 4303, section 2.2'}),
});

export const encapsulatingPayload = protocol({
	name: 'esp',
	title: 'Encapsulating Security Payload',
	about: 'Hides what a packet carries from all but its receiver, and proves who sent it.',
	reference: 'RFC 4303',
	claims: claims(ipProtocol, 50),
	header: h,
	walk: c => c.opaque(),
	expand(r) {
		r.info(() => `ESP (SPI=0x${r.get(h.spi).toString(16).padStart(8, '0')})`);
		r.header();
	},
});
