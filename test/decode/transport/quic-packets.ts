import {createCipheriv} from 'node:crypto';
import {initialKeys} from '../../../src/decode/transport/quic-keys.ts';
import {ipv4, u16, u32, udp} from '../network/capture.ts';

export const fromHex = (text: string): number[] => (text.match(/../g) ?? []).map(digits => Number.parseInt(digits, 16));

/** A variable-length integer in as few bytes as it needs, or in `size`. */
export function integer(n: number, size = n < 64 ? 1 : n < 16_384 ? 2 : 4): number[] {
	return size === 1 ? [n] : size === 2 ? u16(n | 0x4000) : u32((n | 0x8000_0000) >>> 0);
}

export const crypto = (offset: number, bytes: readonly number[]): number[] => [6, ...integer(offset), ...integer(bytes.length), ...bytes];

export type Initial = {
	readonly version?: number;
	readonly to?: readonly number[];
	readonly from?: readonly number[];
	/** The connection id that the keys follow from, where it is not the one that the packet is sent to. */
	readonly keyId?: readonly number[];
	readonly isServer?: boolean;
	readonly number?: number;
	readonly numberSize?: 1 | 2 | 3 | 4;
	readonly token?: readonly number[];
};

export const clientId = [0xc1, 0xc2, 0xc3, 0xc4];
export const firstId = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];
export const serverId = [0xf0, 0x67, 0xa5, 0x50, 0x2a, 0x42, 0x62, 0xb5];

/** A long header up to where its kind says more. */
export const longHeader = (
	first: number,
	version: number,
	to: readonly number[],
	from: readonly number[],
): number[] => [first, ...u32(version), to.length, ...to, from.length, ...from];

/** An Initial packet, sealed as RFC 9001, section 5 says. */
export function initial(frames: readonly number[], o: Initial = {}): number[] {
	const {version = 1, to = firstId, from = clientId, keyId = to, isServer = false, number = 0, numberSize = 1, token = []} = o;
	const keys = initialKeys(version, Uint8Array.from(keyId), isServer)!;
	const plain = [...frames, ...Array.from({length: Math.max(0, 20 - frames.length)}, () => 0)];
	const numberBytes = u32(number).slice(4 - numberSize);
	const first = (version === 0x6b33_43cf ? 0xd0 : 0xc0) | (numberSize - 1);
	const start = [...longHeader(first, version, to, from), ...integer(token.length), ...token, ...integer(numberSize + plain.length + 16, 2)];
	const header = Uint8Array.from([...start, ...numberBytes]);
	const nonce = Uint8Array.from(keys.iv);
	for (const [i, byte] of u32(number).entries()) nonce[8 + i] = nonce[8 + i]! ^ byte;
	const cipher = createCipheriv('aes-128-gcm', keys.key, nonce).setAAD(header);
	const sealed = [...cipher.update(Uint8Array.from(plain)), ...cipher.final(), ...cipher.getAuthTag()];
	const body = [...numberBytes, ...sealed];
	const mask = createCipheriv('aes-128-ecb', keys.mask, null).update(Uint8Array.from(body.slice(4, 20)));
	const masked = body.map((byte, i) => (i < numberSize ? byte ^ mask[1 + i]! : byte));
	return [start[0]! ^ (mask[0]! & 0x0f), ...start.slice(1), ...masked];
}

/** A packet that nobody here has the keys of: of the kind that the bits of `first` say. */
export const locked = (
	first: number,
	to: readonly number[],
	from: readonly number[],
	size = 40,
): number[] => [...longHeader(first, 1, to, from), ...integer(size, 2), ...Array.from({length: size}, (_, i) => i)];

/** A ClientHello that names a server, with `padding` bytes more. */
export function clientHello(name: string, padding = 0): number[] {
	const host = [...new TextEncoder().encode(name)];
	const serverName = [0, 0, ...u16(host.length + 5), ...u16(host.length + 3), 0, ...u16(host.length), ...host];
	const extensions = [...serverName, ...u16(21), ...u16(padding), ...Array.from({length: padding}, () => 0)];
	const body = [3, 3, ...Array.from({length: 32}, (_, i) => i), 0, 0, 2, 0x13, 1, 1, 0, ...u16(extensions.length), ...extensions];
	return [1, 0, ...u16(body.length), ...body];
}

/** A datagram from the client, or from the server. */
export const datagram = (payload: readonly number[], fromServer = false, clientPort = 40_000): number[] =>
	fromServer ? ipv4(udp(payload, 443, clientPort), {source: [10, 0, 0, 2], destination: [10, 0, 0, 1]}) : ipv4(udp(payload, clientPort, 443));
