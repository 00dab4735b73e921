import type {Field} from '../field.ts';
import type {Fault} from '../protocol.ts';
import {hexBytes} from '../print.ts';
import type {Reader} from '../reader.ts';
import {networkProtocols} from './isis-fields.ts';

/** How a PDU reads one kind of value; the part is bounded by its length. */
export type ValueReader = {readonly name: string; readonly read: (r: Reader, size: number) => void};

/** What the values of a PDU are read with. */
export type ValueTable = {
	readonly type: Field<'uint'>;
	readonly length: Field<'uint'>;
	readonly readers: ReadonlyMap<number, ValueReader>;
	readonly faults: {readonly short: Fault; readonly unknown: Fault};
};

/** ISO 10589, section 9.2: codes, lengths and values until `end`. */
export function readValues(r: Reader, end: number, {type, length, readers, faults}: ValueTable): void {
	while (r.position < end) {
		const at = r.position;
		const left = end - at - 2;
		r.need(Math.min(2, end - at));
		// A code alone, and one without a value, end the PDU.
		if (left <= 0) return;
		const code = r.peek();
		const size = r.peek(1);
		if (size > left) {
			const text = `Short CLV header (${size} vs ${left})`;
			r.group(undefined, text, () => r.complain(faults.short, at, at + 2, text));
			return;
		}

		r.need(2 + size);
		const reader = readers.get(code);
		r.group(undefined, `${reader?.name ?? 'Unknown code'} (t=${code}, l=${size})`, () => {
			r.read(type);
			r.read(length);
			r.within(size, () => {
				if (reader !== undefined) reader.read(r, size);
				else {
					const text = `Dissector for IS-IS CLV (${code}) code not implemented`;
					r.group(undefined, text, () => r.complain(faults.unknown, r.position, r.end, text));
				}
			});
		});
	}
}

/** Areas, each with its length in front. */
export const areas = (field: Field<'bytes'>, short: Fault) => (r: Reader): void => {
	while (r.more) {
		const at = r.position;
		const size = r.peek();
		if (at + 1 + size > r.limit) {
			const text = `short address, packet says ${size}, we have ${r.limit - at - 1} left`;
			r.group(undefined, text, () => r.complain(short, at, at + 1, text));
			return;
		}

		r.take(field, 1 + size);
		r.label(() => `Area address (${size}): ${areaText(r.bytes.subarray(at + 1, at + 1 + size))}`);
	}
};

/** `49.0001`: a byte, then pairs. */
function areaText(b: Uint8Array): string {
	let out = '';
	for (let i = 0; i < b.length; i++) out += `${i % 2 === 1 ? '.' : ''}${hexBytes(b.subarray(i, i + 1))}`;
	return out;
}

/** RFC 1195, section 5.3: what the sender routes. */
export const protocolsSpoken = (field: Field<'uint'>) => (r: Reader): void => {
	const names = [...r.bytes.subarray(r.position, r.end)].map(number => `${networkProtocols.get(number) ?? 'Unknown'} (0x${number.toString(16).padStart(2, '0')})`);
	if (names.length === 0) return;
	r.group(undefined, `NLPID${names.length > 1 ? 's' : ''}: ${names.join(', ')}`, () => {
		while (r.more) r.read(field);
	});
};

/** The same field time and again. */
export const each = (field: Field<'ipv4' | 'ipv6' | 'mac' | 'uint' | 'bytes'>) => (r: Reader): void => {
	while (r.more) r.read(field);
};

const genericAuthentication = 3;
const authentications: ReadonlyMap<number, string> = new Map([[1, 'clear text (1), password'], [54, 'hmac-md5 (54), message digest']]);

/** ISO 10589, RFC 5304 and RFC 5310: a kind, then a password or a digest. */
export const authentication = (field: Field<'bytes'>) => (r: Reader, size: number): void => {
	if (size === 0) return;
	const kind = r.peek();
	r.skip(kind === genericAuthentication ? 3 : 1);
	const start = r.position;
	if (!r.more) return;
	r.take(field, r.left);
	const name = authentications.get(kind);
	if (name !== undefined)
		r.label(() =>
			`${name} (length ${size - 1}) = ${kind === 1 ? String.fromCharCode(...r.bytes.subarray(start, start + size - 1)) : hexBytes(r.bytes.subarray(start, start + size - 1))}`
		);
};

const topologies: ReadonlyMap<number, string> = new Map([
	[0, 'IPv4 Unicast Topology'],
	[1, 'In-Band Management Topology'],
	[2, 'IPv6 Unicast Topology'],
	[3, 'Multicast Topology'],
]);

/** RFC 5120, section 7.1. */
export const topologiesSpoken = (field: Field<'uint'>) => (r: Reader): void => {
	while (r.more) {
		const value = r.read(field);
		const id = value & 0xfff;
		r.label(() =>
			`${topologies.get(id) ?? 'Unknown Topology'} (0x${id.toString(16).padStart(3, '0')})${value & 0x8000 ? ', OL bit set' : ''}${value & 0x4000 ? ', ATT bit set' : ''}`
		);
	}
};
