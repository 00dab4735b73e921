import {bit, bool8, byteString, bytes, header, parts, u16, u64, u8} from '../field.ts';
import {claims, protocol, strayCharacters} from '../protocol.ts';
import {generated, type Reader} from '../reader.ts';
import {etherType} from '../space.ts';
import {eap} from './eap.ts';
import {readLeastFirst} from './least-first.ts';
import {readTags} from './wlan-management.ts';
import {tagFaults} from './wlan-tag-fields.ts';
import {tagParts} from './wlan-tag-fields.ts';

const packet = 0;
const keyType = 3;
const types = new Map([
	[packet, 'EAP Packet'],
	[1, 'Start'],
	[2, 'Logoff'],
	[keyType, 'Key'],
	[4, 'Encapsulated ASF Alert'],
	[5, 'MKA'],
]);

// IEEE 802.1X-2010, section 11.3
const h = header('eapol', {
	version: u8('Version', {values: new Map([[1, '802.1X-2001'], [2, '802.1X-2004'], [3, '802.1X-2010']])}),
	type: u8('Type', {values: types}),
	len: u16('Length'),
});

const rc4Key = 1;
const rsnKey = 2;
const flag = {meaning: ['Set', 'Not set']} as const;

const p = parts('eapol', () => ({
	'keydes.type': u8('Key Descriptor Type', {values: new Map([[rc4Key, 'RC4 Descriptor'], [rsnKey, 'EAPOL RSN Key'], [254, 'EAPOL WPA Key']])}),
	'keydes.key_len': u16('Key Length'),
	'keydes.replay_counter': u64('Replay Counter', {about: 'Goes up with every message, so that an old one is not believed again.'}),
	'keydes.key_iv': byteString(16, 'Key IV'),
	'keydes.key_index': u8('Key Index', {
		base: 'hex',
		bits: {type: bit(1, 'Type', {meaning: ['Unicast', 'Broadcast']}), number: bit(7, 'Number', {base: 'dec', type: 'FT_UINT8'})},
	}),
	'keydes.key_signature': byteString(16, 'Key Signature'),
	'keydes.key': bytes('Key'),
	'keydes.key.generated_locally': bool8('Key Generated Locally', {meaning: ['True', 'False']}),
}));

// IEEE 802.11-2016, section 12.7.2
const k = parts('wlan_rsna_eapol', () => ({
	'keydes.msgnr': u8('Message number', {about: 'Which of the four messages of the handshake this is.'}),
	'keydes.key_info': u16('Key Information', {
		base: 'hex',
		bits: {
			_high: bit(2, ''),
			smk_message: bit(1, 'SMK Message', flag),
			encrypted_key_data: bit(1, 'Encrypted Key Data', flag),
			request: bit(1, 'Request', flag),
			error: bit(1, 'Error', flag),
			secure: bit(1, 'Secure', flag),
			key_mic: bit(1, 'Key MIC', flag),
			key_ack: bit(1, 'Key ACK', flag),
			install: bit(1, 'Install', flag),
			key_index: bit(2, 'Key Index'),
			key_type: bit(1, 'Key Type', {meaning: ['Pairwise Key', 'Group Key']}),
			keydes_version: bit(3, 'Key Descriptor Version', {
				values: new Map([[1, 'RC4 Cipher, HMAC-MD5 MIC'], [2, 'AES Cipher, HMAC-SHA1 MIC'], [3, 'AES Cipher, AES-128-CMAC MIC']]),
			}),
		},
	}),
	'keydes.nonce': byteString(32, 'WPA Key Nonce', {about: 'A random number: both sides make the key from the two.'}),
	'keydes.rsc': byteString(8, 'WPA Key RSC'),
	'keydes.id': byteString(8, 'WPA Key ID'),
	'keydes.mic': byteString(16, 'WPA Key MIC', {about: 'Shows that the sender knows the key.'}),
	'keydes.data_len': u16('WPA Key Data Length'),
	'keydes.data': bytes('WPA Key Data'),
}));

export const eapol = protocol({
	name: 'eapol',
	title: '802.1X Authentication',
	column: 'EAPOL',
	about: 'Lets a device show who it is before a port or an access point lets it in.',
	reference: 'IEEE 802.1X',
	claims: claims(etherType, 0x888e, 0x88c7),
	header: h,
	parts: [p, k, tagParts],
	faults: {...tagFaults, stray: strayCharacters},
	walk(c) {
		c.payload(h.size, h.size + h.len.read(c));
		if (h.type.read(c) === packet) return eap;
		c.bound(h.size + h.len.read(c));
		return undefined;
	},
	expand(r) {
		r.header();
		const type = r.get(h.type);
		r.info(() => types.get(type) ?? 'Unknown');
		if (type !== keyType || !r.more) return;
		const kind = r.read(p['keydes.type']);
		if (kind === rsnKey || kind === 254) readKey(r);
		else if (kind === rc4Key) readOldKey(r);
	},
});

/** Which message of the four-way handshake has these flags; 0 where it is none of them. */
function messageNumber(info: number, hasNonce: boolean): number {
	const pairwise = (info & 0x08) !== 0;
	const acknowledged = (info & 0x80) !== 0;
	const protectedByMic = (info & 0x100) !== 0;
	// IEEE 802.11-2016, section 12.7.7: two messages tell the key of a group.
	if (!pairwise) return protectedByMic ? (acknowledged ? 1 : 2) : 0;
	if (acknowledged) return protectedByMic ? 3 : 1;
	if (!protectedByMic) return 0;
	return hasNonce ? 2 : 4;
}

/** IEEE 802.1X-2001, section 7.6. */
function readOldKey(r: Reader): void {
	const size = r.read(p['keydes.key_len']);
	r.read(p['keydes.replay_counter']);
	r.read(p['keydes.key_iv']);
	r.read(p['keydes.key_index']);
	r.read(p['keydes.key_signature']);
	if (size === 0) return;
	const isThere = r.left > 0;
	if (isThere) r.rest(p['keydes.key'], Math.min(size, r.left));
	r.derive(p['keydes.key.generated_locally'], isThere ? 0 : 1);
}

/** Bytes of a key's message from its flags to the length of its data, which are told together or not at all. */
const keySize = 94;

function readKey(r: Reader): void {
	const infoAt = r.position;
	r.need(keySize);
	const info = r.peek16();
	const nonceAt = infoAt + 12;
	const number = messageNumber(info, r.bytes.subarray(nonceAt, nonceAt + 32).some(byte => byte !== 0) && (info & 0x200) === 0);
	if (number > 0) {
		r.put(k['keydes.msgnr'], infoAt, infoAt + 2, number, generated);
		r.info(() => `Key (${info & 0x08 ? '' : 'Group '}Message ${number} of ${info & 0x08 ? 4 : 2})`);
	}

	readLeastFirst(r, k['keydes.key_info']);
	r.read(p['keydes.key_len']);
	r.read(p['keydes.replay_counter']);
	r.read(k['keydes.nonce']);
	r.read(p['keydes.key_iv']);
	for (const key of ['keydes.rsc', 'keydes.id', 'keydes.mic'] as const) r.read(k[key]);
	const size = r.read(k['keydes.data_len']);
	if (size === 0) return;
	const at = r.position;
	r.need(size);
	r.open(k['keydes.data'], at, r.bytes.subarray(at, at + size));
	if ((info & 0x1000) === 0) r.within(size, () => void readTags(r, 0));
	r.position = at + size;
	r.close();
}
