import {decodeText} from '../decode-text.ts';
import type {Message} from '../reassembly/framing.ts';

/** Hears where somebody wants to be sent sound or pictures. */
type Announce = (m: Message<unknown>) => void;

const u32little = (b: Uint8Array, at: number): number => (b[at]! | (b[at + 1]! << 8) | (b[at + 2]! << 16) | (b[at + 3]! << 24)) >>> 0;

/** Bytes of a SIP message that are looked at. */
const maxText = 16_384;

function announce(m: Message<unknown>, address: Uint8Array, port: number): void {
	if (port <= 0 || port >= 65_535 || address.every(byte => byte === 0)) return;
	m.expect(address, port, 'rtp');
	// RFC 3550, section 11: its reports go to the next port.
	m.expect(address, port + 1, 'rtcp');
}

/** RFC 8866, sections 5.7 and 5.14: the connection line of the session, or the one behind a medium. */
const announceSession: Announce = m => {
	const text = decodeText(m.bytes, m.start, Math.min(m.end, m.start + maxText), 'latin1');
	if (!text.includes('m=')) return;
	const address = /^c=IN IP4 (\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})/m.exec(text)?.slice(1).map(Number);
	if (address === undefined) return;
	for (const [, port] of text.matchAll(/^m=(?:audio|video) (\d{1,5}) RTP\//gm)) announce(m, Uint8Array.from(address), Number(port));
};

const openReceiveChannelAck = 0x22;
const startMediaTransmission = 0x8a;
/** From this version on an address says its own version, and has room for IPv6. */
const longAddresses = 17;

const announceSkinny: Announce = m => {
	const {bytes, start, end} = m;
	if (end - start < 44) return;
	const type = u32little(bytes, start + 8);
	if (type !== openReceiveChannelAck && type !== startMediaTransmission) return;
	const isLong = u32little(bytes, start + 4) >= longAddresses;
	const at = start + (type === openReceiveChannelAck ? 16 : 20) + (isLong ? 4 : 0);
	announce(m, bytes.subarray(at, at + 4), u32little(bytes, at + (isLong ? 16 : 4)));
};

/** Protocols that say where media will go, by name. */
export const announcements: ReadonlyMap<string, Announce> = new Map([['sip', announceSession], ['skinny', announceSkinny]]);
