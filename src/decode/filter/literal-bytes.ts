import {ipv4Number, ipv6Bytes} from '../address-text.ts';
import type {Literal} from './literal.ts';
import {type Place, Wrong} from './error.ts';

/** An IPv4 address as a number, an IPv6 address as bytes, with the bits of its network. */
export function addressLiteral(text: string, family: 'ipv4' | 'ipv6', place: Place): Literal | undefined {
	const [address = '', bits] = text.split('/');
	const most = family === 'ipv4' ? 32 : 128;
	const prefix = bits === undefined ? most : Number(bits);
	const value = family === 'ipv4' ? ipv4Number(address) : ipv6Bytes(address);
	if (value === undefined) return undefined;
	if (prefix > most) throw new Wrong(`a network of an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address has at most ${most} bits, not ${bits}`, place);
	return {value, prefix};
}

const pairs = /^[0-9A-Fa-f]{2}(?:([:.-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2})*)?$/;
const quads = /^[0-9A-Fa-f]{4}(?:\.[0-9A-Fa-f]{4})+$/;

/** Hexadecimal bytes, with `:`, `-`, `.` or nothing between them; a number below 256 written as `0x..` is one byte. */
export function bytesLiteral(text: string, place: Place, size?: number, what = ''): Literal | undefined {
	const value = bytesOf(text);
	if (value === undefined || size === undefined || value.length === size) return value === undefined ? undefined : {value};
	throw new Wrong(`"${text}" is not ${what}: it has ${value.length} byte${value.length === 1 ? '' : 's'}, not ${size}`, place);
}

function bytesOf(text: string): Uint8Array | undefined {
	const single = /^(?:0[xX]([0-9A-Fa-f]{1,2})|([0-9A-Fa-f]))$/.exec(text);
	if (single !== null) return Uint8Array.of(Number.parseInt(single[1] ?? single[2]!, 16));
	if (!pairs.test(text) && !quads.test(text) && !/^[0-9A-Fa-f]+$/.test(text)) return undefined;
	const digits = text.replaceAll(/[:.-]/g, '');
	const even = digits.length % 2 === 0 ? digits : `0${digits}`;
	return Uint8Array.from({length: even.length / 2}, (_, i) => Number.parseInt(even.slice(i * 2, i * 2 + 2), 16));
}

/** `6ba7b810-9dad-11d1-80b4-00c04fd430c8` */
export function guidLiteral(text: string): Literal | undefined {
	if (!/^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$/.test(text)) return undefined;
	return {value: bytesOf(text.replaceAll('-', ''))};
}

/** ITU-T X.690, section 8.19. */
export function oidLiteral(text: string): Literal | undefined {
	if (!/^[0-2](?:\.\d+)+$/.test(text)) return undefined;
	const [first = 0n, second = 0n, ...rest] = text.split('.').map(BigInt);
	if (first < 2n && second > 39n) return undefined;
	const out: number[] = [];
	for (const arc of [first * 40n + second, ...rest]) {
		const septets = [Number(arc & 0x7fn)];
		for (let left = arc >> 7n; left > 0n; left >>= 7n) septets.unshift(Number(left & 0x7fn) | 0x80);
		out.push(...septets);
	}

	return {value: Uint8Array.from(out)};
}
