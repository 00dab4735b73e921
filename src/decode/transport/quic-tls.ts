import {messageName, readHandshake} from '../application/tls-handshake.ts';
import {recordParts} from '../application/tls-fields.ts';
import {tls13} from '../application/tls-names.ts';
import {newSession} from '../application/tls-session.ts';
import {tls} from '../application/tls.ts';
import {protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';

const sizeAt = (r: Reader): number => 4 + ((r.peek(1) << 16) | (r.peek(2) << 8) | r.peek(3));

/** Handshake messages as QUIC carries them: without records, and always of TLS 1.3. RFC 9001, section 4. */
export const quicTls = protocol({
	name: 'tls',
	title: 'Transport Layer Security',
	short: 'TLS',
	column: '',
	about: 'Agrees on the keys of a QUIC connection, and says who the server is.',
	reference: 'RFC 9001, section 4',
	parts: () => [tls.fields.filter(field => field.offset < 0)],
	expand(r) {
		const {base, bytes: b, end} = r;
		r.label(() => `TLSv1.3 Record Layer: Handshake Protocol: ${base + sizeAt(r) < end ? 'Multiple Handshake Messages' : messageName(b, base, end)}`);
		const session = {...newSession(), version: tls13};
		while (r.captured >= 4) {
			const at = r.position;
			r.group(recordParts.handshake, () => `Handshake Protocol: ${messageName(b, at, end)}`, () => r.within(sizeAt(r), () => readHandshake(r, session)));
		}
	},
});
