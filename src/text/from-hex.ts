import {readFileSync} from 'node:fs';
import {isIPv4, isIPv6} from 'node:net';
import {openError} from '../capture/capture-error.ts';
import {dummyHeaders} from '../capture/dummy-headers.ts';
import {readHexDump} from '../capture/hex-dump.ts';
import {type MemoryPacket, memorySource} from '../capture/memory-source.ts';
import {createWriter} from '../capture/writer.ts';
import {addressBytes} from '../decode/address-text.ts';
import {hexHelpText} from './help.ts';
import {fileTypes, type HexKey, hexTable} from './option-table.ts';
import {parseWords, UsageError} from './options.ts';
import {timeReader} from './written-time.ts';

/** Runs `inkcap from-hex`: makes a capture of a dump. Returns what --help says where that was asked for. Throws UsageError and CaptureError. */
export function fromHex(words: readonly string[]): string | undefined {
	const {given, rest} = parseWords<HexKey>(words, hexTable, 'inkcap from-hex');
	if (given.has('help')) return hexHelpText();
	const last = (key: HexKey): string | undefined => given.get(key)?.at(-1);
	const [from, to, ...more] = rest;
	if (from === undefined || to === undefined || more.length > 0)
		throw new UsageError("Give the dump and the capture to make of it: inkcap from-hex INFILE OUTFILE ('-' is the standard input and output).");
	const base = last('base') ?? 'hex';
	if (base !== 'hex' && base !== 'oct' && base !== 'dec' && base !== 'none') throw new UsageError(`-o takes hex, oct, dec or none, not '${base}'.`);
	const fileType = fileTypes.find(type => type === (last('fileType') ?? 'pcapng'));
	if (fileType === undefined) throw new UsageError(`-F takes ${fileTypes.join(', ')}, not '${last('fileType')}'.`);
	const linkType = number('-l', last('linkType'), 0xffff) ?? 1;
	const etherType = number('-e', last('etherType'), 0xffff, 16);
	if (etherType !== undefined && linkType !== 1) throw new UsageError('-e puts Ethernet before the bytes, and -l says that something else is there.');
	const headers = dummyHeaders({
		ethernet: linkType === 1,
		etherType,
		protocol: number('-i', last('protocol'), 255),
		addresses: addresses(last('ipv4'), last('ipv6')),
		transport: transport(last('udp'), last('tcp')),
	});
	const format = last('time');
	const timeOf = format === undefined ? () => undefined : timeReader(format);

	const packets: MemoryPacket[] = [];
	// A packet whose time nobody knows comes a microsecond after the one before.
	let time = 0n;
	for (const {bytes, preamble} of readHexDump(textOf(from), base)) {
		time = timeOf(preamble) ?? time + 1000n;
		packets.push({bytes: headers(bytes), linkType, time});
	}

	const source = memorySource(packets.length > 0 ? packets : []);
	const writer = createWriter(to, fileType, source);
	let frame = 0;
	for (let batch = source.read(); batch !== undefined; batch = source.read()) for (let at = 0; at < batch.count; at++) writer.write(batch, at, ++frame);
	writer.close();
	return undefined;
}

function textOf(path: string): string {
	try {
		return readFileSync(path === '-' ? 0 : path, 'latin1');
	} catch (error) {
		throw openError(path, error);
	}
}

function number(option: string, text: string | undefined, most: number, radix = 10): number | undefined {
	if (text === undefined) return undefined;
	const value = radix === 16 ? (/^(?:0x)?[\da-f]+$/i.test(text) ? Number.parseInt(text, 16) : Number.NaN) : /^\d+$/.test(text) ? Number(text) : Number.NaN;
	if (!(value <= most)) throw new UsageError(`${option} takes a number from 0 to ${radix === 16 ? `0x${most.toString(16)}` : most}, not '${text}'.`);
	return value;
}

function transport(udp: string | undefined, tcp: string | undefined): {readonly protocol: 6 | 17; readonly source: number; readonly destination: number} | undefined {
	if (udp !== undefined && tcp !== undefined) throw new UsageError('-u and -T cannot both be before the bytes.');
	const text = udp ?? tcp;
	if (text === undefined) return undefined;
	const option = udp === undefined ? '-T' : '-u';
	const [source, destination, ...more] = text.split(',').map(port => number(option, port.trim(), 0xffff));
	if (source === undefined || destination === undefined || more.length > 0) throw new UsageError(`${option} takes two ports, FROM,TO, not '${text}'.`);
	return {protocol: udp === undefined ? 6 : 17, source, destination};
}

function addresses(ipv4: string | undefined, ipv6: string | undefined): readonly [Uint8Array, Uint8Array] | undefined {
	if (ipv4 !== undefined && ipv6 !== undefined) throw new UsageError('-4 and -6 cannot both be before the bytes.');
	const text = ipv4 ?? ipv6;
	if (text === undefined) return undefined;
	const parts = text.split(',').map(part => part.trim());
	if (parts.length !== 2 || !parts.every(ipv4 === undefined ? isIPv6 : isIPv4))
		throw new UsageError(`${ipv4 === undefined ? '-6' : '-4'} takes two addresses, FROM,TO, not '${text}'.`);
	const [source, destination] = parts.map(part => addressBytes(part.replace(/%.*$/, ''))) as [Uint8Array, Uint8Array];
	return [source, destination];
}
