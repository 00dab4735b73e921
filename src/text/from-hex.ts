import {readFileSync} from 'node:fs';
import {isIPv4, isIPv6} from 'node:net';
import {openError} from '../capture/capture-error.ts';
import {maxPacket} from '../capture/hex-dump.ts';
import {type MemoryPacket, memorySource} from '../capture/memory-source.ts';
import {createWriter} from '../capture/writer.ts';
import {addressBytes} from '../decode/address-text.ts';
import {type DummyHeaders, dummyHeaders, type DummyTransport} from './dummy-headers.ts';
import {dumpedPackets} from './dumped-packets.ts';
import {hexHelpText} from './help.ts';
import {encapsulations, fileTypes, type HexKey, hexTable} from './option-table.ts';
import {parseWords, UsageError} from './options.ts';
import {dumpPattern} from './pattern-dump.ts';
import {timeReader} from './written-time.ts';

/** LINKTYPE_ numbers; the last is Wireshark's, for what is inside of others. */
const linkTypes = {ethernet: 1, upperPdu: 252} as const;
/** Those that IP may stand in: Ethernet, and IP itself. */
const withIp = [1, 101, 228, 229] as const;

/** Characters of the name of an interface, which is an option of at most 65,535 bytes. */
const maxName = 1024;

/** Runs `inkcap from-hex`: makes a capture of a dump. Returns what --help says where that was asked for. Throws UsageError and CaptureError. */
export function fromHex(words: readonly string[]): string | undefined {
	const {given, rest} = parseWords<HexKey>(words, hexTable, 'inkcap from-hex');
	if (given.has('help')) return hexHelpText();
	const last = (key: HexKey): string | undefined => given.get(key)?.at(-1);
	const [from, to, ...more] = rest;
	if (from === undefined || to === undefined || more.length > 0)
		throw new UsageError("Give the dump and the capture to make of it: inkcap from-hex INFILE OUTFILE ('-' is the standard input and output).");
	const fileType = among('-F', last('fileType') ?? 'pcapng', fileTypes);
	const dissector = last('dissector');
	const linkType = linkTypeOf(last('linkType'), last('encapsulation'), dissector);
	const format = last('time');
	const pattern = last('pattern');
	const read = {
		timeOf: format === undefined ? () => undefined : timeReader(format),
		isDirected: given.has('directions'),
		base: among('-o', last('base') ?? 'hex', ['hex', 'oct', 'dec', 'none'] as const),
		hasCharacters: given.has('characters'),
		pattern: pattern === undefined ? undefined : dumpPattern(pattern),
		dataBase: among('-b', last('dataBase') ?? '16', ['2', '8', '16', '64'] as const),
	};
	const headers = dummyHeaders({...headersAsked(last, linkType), directed: read.isDirected || pattern?.includes('(?<dir>') === true});
	const interfaceName = last('interfaceName');
	if (interfaceName !== undefined && interfaceName.length > maxName) throw new UsageError(`-N takes a name of at most ${maxName} characters.`);
	const most = number('-m', last('most'), maxPacket) || maxPacket;

	const packets: MemoryPacket[] = [];
	// A packet whose time nobody knows comes a microsecond after the one before.
	let time = 0n;
	for (const {bytes, time: said, direction, ...rest} of dumpedPackets(textOf(from), read)) {
		for (let at = 0; at < bytes.length; at += most) {
			time = (at === 0 ? said : undefined) ?? time + 1000n;
			packets.push({bytes: headers(bytes.subarray(at, at + most), direction, {first: at === 0, last: at + most >= bytes.length}), linkType, time, ...rest});
		}
	}

	const source = memorySource(packets, interfaceName);
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

/** What stands before the bytes. Throws UsageError. */
function headersAsked(last: (key: HexKey) => string | undefined, linkType: number): Omit<DummyHeaders, 'directed'> {
	const dissector = last('dissector');
	const asked = {
		ethernet: linkType === linkTypes.ethernet,
		etherType: number('-e', last('etherType'), 0xffff, 16),
		protocol: number('-i', last('protocol'), 255),
		addresses: addresses(last('ipv4'), last('ipv6')),
		transport: transport(last),
		dissector,
	};
	const isIp = asked.protocol !== undefined || asked.transport !== undefined;
	if (asked.etherType !== undefined && !asked.ethernet) throw new UsageError('-e puts Ethernet before the bytes, and something else is to be there.');
	if (asked.addresses !== undefined && !isIp) throw new UsageError('-4 and -6 need to know what follows: -i, -u, -T, -s or -S.');
	if (isIp && !(withIp as readonly number[]).includes(linkType))
		throw new UsageError(`IP does not stand behind link type ${linkType}: leave -l, -E or -P out, or what puts IP there.`);
	return asked;
}

function linkTypeOf(text: string | undefined, name: string | undefined, dissector: string | undefined): number {
	const given = number('-l', text, 0xffff) ??
		(name === undefined ? undefined : encapsulations[among('-E', name, Object.keys(encapsulations) as Array<keyof typeof encapsulations>)]);
	if (dissector !== undefined && given !== undefined && given !== linkTypes.upperPdu) throw new UsageError(`-P is for link type ${linkTypes.upperPdu}, not ${given}.`);
	return given ?? (dissector === undefined ? linkTypes.ethernet : linkTypes.upperPdu);
}

const transports = {
	udp: ['-u', 17, 'two ports, FROM,TO'],
	tcp: ['-T', 6, 'two ports, FROM,TO'],
	sctp: ['-s', 132, 'two ports and a tag, FROM,TO,TAG'],
	sctpData: ['-S', 132, 'two ports and an identifier, FROM,TO,PPI'],
} as const;

function transport(last: (key: HexKey) => string | undefined): DummyTransport | undefined {
	const asked = (Object.keys(transports) as Array<keyof typeof transports>).filter(key => last(key) !== undefined);
	const [key, other] = asked;
	if (key === undefined) return undefined;
	const [option, protocol, takes] = transports[key];
	if (other !== undefined) throw new UsageError(`${option} and ${transports[other][0]} cannot both be before the bytes.`);
	const text = last(key)!;
	const [source, destination, third, ...more] = text.split(',').map((part, i) => number(option, part.trim(), i < 2 ? 0xffff : 0xffff_ffff));
	if (source === undefined || destination === undefined || (third !== undefined) !== (protocol === 132) || more.length > 0)
		throw new UsageError(`${option} takes ${takes}, not '${text}'.`);
	const ports = {protocol, source, destination};
	return third === undefined ? ports : key === 'sctp' ? {...ports, tag: third} : {...ports, payload: third};
}

function among<T extends string>(option: string, text: string, choices: readonly T[]): T {
	const found = choices.find(choice => choice === text);
	if (found !== undefined) return found;
	throw new UsageError(`${option} takes ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not '${text}'.`);
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
