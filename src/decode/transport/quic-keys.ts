import {createCipheriv, createDecipheriv, createHmac} from 'node:crypto';

const tagSize = 16;
const sampleSize = 16;

const fromHex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], digits => Number.parseInt(digits, 16));

/** What a version of QUIC protects its first packets with: everybody knows it, so that only strays are kept out. */
type Scheme = {
	/** RFC 9001, section 5.2. */
	readonly salt: Uint8Array;
	/** What the labels of the keys begin with. */
	readonly label: string;
	/** Key and nonce of the tag behind a Retry, RFC 9001, section 5.8; undefined where a Retry has none. */
	readonly retry: {readonly key: Uint8Array; readonly nonce: Uint8Array} | undefined;
};

const scheme = (salt: string, retry?: readonly [key: string, nonce: string], label = 'quic'): Scheme => ({
	salt: fromHex(salt),
	label,
	retry: retry && {key: fromHex(retry[0]), nonce: fromHex(retry[1])},
});

const draft22 = scheme('7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a');
const draft24 = scheme('c3eef712c72ebb5a11a7d2432bb46365bef9f502');
const draft28 = scheme('c3eef712c72ebb5a11a7d2432bb46365bef9f502', ['4d32ecdb2a2133c841e4043df27d4430', '4d1611d05513a552c587d575']);
const draft32 = scheme('afbfec289993d24c9e9786f19c6111e04390a899', ['ccce187ed09a09d05728155a6cb96be1', 'e54930f97f2136f0530a8c1c']);
// RFC 9001, sections 5.2 and 5.8
const version1 = scheme('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', ['be0c690b9f66575a1d766b54e368c84e', '461599d35d632bf2239825bb']);
// RFC 9369, section 3.3
const version2 = scheme('0dede3def700a6db819381be6e269dcbf9bd2ed9', ['8fb4b01b56ac48e260fbcbcead7ccc92', 'd86969bc2d7c6d9990efb04a'], 'quicv2');

/** Versions that carry RFC 9369's numbers for packet types. */
export const isVersion2 = (version: number): boolean => version === 0x6b33_43cf || version === 0x709a_50c4;

/** RFC 9000, section 15: reserved so that servers learn to refuse what they do not know. */
export const isGrease = (version: number): boolean => ((version & 0x0f0f_0f0f) >>> 0) === 0x0a0a_0a0a;

/** Room for drafts, of which 34 was the last. */
const lastDraft = 0xff00_00ff;
/** The first draft that a long header is known by. */
const firstKnownDraft = 11;
/** Google's versions whose headers are those of QUIC: Q050, T050 and T051. */
const googleVersions: ReadonlySet<number> = new Set([0x5130_3530, 0x5430_3530, 0x5430_3531]);
/** Facebook's, but for those that nobody has seen. */
const facebookVersions: ReadonlySet<number> = new Set([0xface_b001, 0xface_b002, 0xface_b00e]);

/** Whether a packet with a long header of this version is known as QUIC before anything else was said. */
export const isFirstVersion = (version: number): boolean =>
	version === 1 || version === 0x6b33_43cf || (version >= 0xff00_0000 + firstKnownDraft && version <= lastDraft) || isGrease(version) || googleVersions.has(version) ||
	facebookVersions.has(version);

/** The draft that a version follows; 34 for the finished ones, 0 for one that is not known. */
export function draftOf(version: number): number {
	if (version === 1 || isVersion2(version)) return 34;
	if (version > 0xff00_0000 && version <= lastDraft) return version & 0xff;
	if (version === 0xface_b001) return 22;
	if (version >>> 4 === 0xface_b00) return 27;
	// A client that forces a negotiation protects the packet as it would for its own version.
	return isGrease(version) ? 29 : 0;
}

function schemeOf(version: number): Scheme | undefined {
	if (isVersion2(version)) return version2;
	const draft = draftOf(version);
	if (draft < 21) return undefined;
	if (draft < 23) return draft22;
	if (draft < 25) return draft24;
	if (draft < 29) return draft28;
	return draft < 33 ? draft32 : version1;
}

/** Keys of one direction, RFC 9001, section 5.1. */
export type Keys = {readonly key: Uint8Array; readonly iv: Uint8Array; readonly mask: Uint8Array};

const hmac = (key: Uint8Array, data: Uint8Array): Uint8Array => new Uint8Array(createHmac('sha256', key).update(data).digest());

/** HKDF-Expand-Label of RFC 8446, section 7.1, for at most 32 bytes and without a context. */
function expandLabel(secret: Uint8Array, label: string, size: number): Uint8Array {
	const name = `tls13 ${label}`;
	const info = new Uint8Array(name.length + 5);
	info[1] = size;
	info[2] = name.length;
	for (let i = 0; i < name.length; i++) info[3 + i] = name.charCodeAt(i);
	// The counter of HKDF-Expand's first block follows an empty context.
	info[info.length - 1] = 1;
	return hmac(secret, info).subarray(0, size);
}

/** Keys that are kept, the ones that were used longest ago first; the rest is worked out anew. */
const maxKept = 256;
const kept = new Map<string, Keys>();

/** The keys of Initial packets, which follow from the connection id that the client made up. Undefined for a version that is not known. */
export function initialKeys(version: number, id: Uint8Array, fromServer: boolean): Keys | undefined {
	const found = schemeOf(version);
	if (found === undefined) return undefined;
	const name = `${found.label}${found.salt[0]}${fromServer ? 's' : 'c'}${id.join()}`;
	let keys = kept.get(name);
	if (keys === undefined) {
		const secret = expandLabel(hmac(found.salt, id), fromServer ? 'server in' : 'client in', 32);
		keys = {key: expandLabel(secret, `${found.label} key`, 16), iv: expandLabel(secret, `${found.label} iv`, 12), mask: expandLabel(secret, `${found.label} hp`, 16)};
		if (kept.size >= maxKept) {
			for (const oldest of kept.keys()) {
				kept.delete(oldest);
				break;
			}
		}
	} else kept.delete(name);

	kept.set(name, keys);
	return keys;
}

/** A packet freed of its header protection: RFC 9001, section 5.4. */
type Unmasked = {
	/** The first byte as it was before. */
	readonly first: number;
	/** Bytes of the packet number. */
	readonly size: number;
	/** The packet number, as much of it as was sent. */
	readonly number: number;
};

/** Takes the mask off the first byte and the packet number of a long header; undefined where the packet is too short to have been masked. */
function unmask(keys: Keys, b: Uint8Array, start: number, numberAt: number, end: number): Unmasked | undefined {
	const sample = numberAt + 4;
	if (sample + sampleSize > end) return undefined;
	const mask = createCipheriv('aes-128-ecb', keys.mask, null).update(b.subarray(sample, sample + sampleSize));
	const first = b[start]! ^ (mask[0]! & 0x0f);
	const size = (first & 3) + 1;
	let number = 0;
	for (let i = 0; i < size; i++) number = number * 256 + (b[numberAt + i]! ^ mask[1 + i]!);
	return {first, size, number};
}

/** The packet number that is nearest to what comes next: RFC 9000, appendix A.3. */
export function wholeNumber(sent: number, size: number, expected: number): number {
	const window = 256 ** size;
	const candidate = expected - (expected % window) + sent;
	if (candidate + window / 2 <= expected) return candidate + window;
	return candidate > expected + window / 2 && candidate >= window ? candidate - window : candidate;
}

/** What a packet holds, RFC 9001, section 5.3; undefined where the tag does not fit. */
function decrypt(keys: Keys, b: Uint8Array, start: number, numberAt: number, end: number, header: Unmasked, number: number): Uint8Array | undefined {
	const body = numberAt + header.size;
	if (body + tagSize > end) return undefined;
	const nonce = keys.iv.slice();
	for (let i = 11, left = number; i > 3; i--, left = Math.floor(left / 256)) nonce[i] = nonce[i]! ^ left % 256;
	const around = b.slice(start, body);
	around[0] = header.first;
	for (let i = body - start - 1, left = header.number; i >= numberAt - start; i--, left = Math.floor(left / 256)) around[i] = left % 256;
	const cipher = createDecipheriv('aes-128-gcm', keys.key, nonce).setAAD(around).setAuthTag(b.subarray(end - tagSize, end));
	const plain = cipher.update(b.subarray(body, end - tagSize));
	try {
		cipher.final();
	} catch {
		return undefined;
	}

	return new Uint8Array(plain);
}

/** An Initial packet without its protection; `plain` is undefined where the tag does not fit. */
export type Opened = Unmasked & {readonly whole: number; readonly plain: Uint8Array | undefined};

/** Opens the packet `[start, end)` with its number at `numberAt`; undefined where it is too short. `expected` follows the largest number that was seen. */
export function openPacket(keys: Keys, b: Uint8Array, start: number, numberAt: number, end: number, expected: number): Opened | undefined {
	const header = unmask(keys, b, start, numberAt, end);
	if (header === undefined) return undefined;
	const whole = wholeNumber(header.number, header.size, expected);
	return {...header, whole, plain: decrypt(keys, b, start, numberAt, end, header, whole)};
}

/** Whether a Retry is followed by a tag, RFC 9001, section 5.8; before draft 25 it named the connection id it answers. */
export const hasRetryTag = (version: number): boolean => draftOf(version) >= 25 || draftOf(version) === 0;

/** Whether the tag at the end of the Retry `[start, end)` answers the packet that was sent to `id`. */
export function isRetryFor(version: number, id: Uint8Array, b: Uint8Array, start: number, end: number): boolean {
	const retry = schemeOf(version)?.retry;
	if (retry === undefined || end - start < tagSize) return false;
	const cipher = createDecipheriv('aes-128-gcm', retry.key, retry.nonce)
		.setAAD(Uint8Array.of(id.length, ...id, ...b.subarray(start, end - tagSize)))
		.setAuthTag(b.subarray(end - tagSize, end));
	cipher.update(new Uint8Array(0));
	try {
		cipher.final();
		return true;
	} catch {
		return false;
	}
}
