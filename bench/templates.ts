import fs from 'node:fs';
import path from 'node:path';

/** One conversation of a fixture: its frames in order, and how often it is begun among the others. */
export type Template = {readonly name: string; readonly weight: number; readonly frames: readonly Uint8Array[]};

/** What passes a busy server and a few desks, in conversations: mostly HTTP and TLS, names asked for, and a little of all the rest. */
const MIX: ReadonlyArray<readonly [fixture: string, weight: number]> = [
	['http/get', 10],
	['http/large', 20],
	['http/gzip-chunked', 4],
	['http/post', 2],
	['http/long-headers', 2],
	['tls/tls13', 16],
	['tls/tls12', 6],
	['tls/resumption13', 3],
	['dns/addresses', 12],
	['dns/dnssec', 4],
	['dns/tcp', 1],
	['mdns/avahi', 1],
	['dhcp/lease', 1],
	['ntp/client-server', 3],
	['arp/request-reply', 4],
	['icmp/echo', 4],
	['icmp/unreachable', 1],
	['icmp/time-exceeded', 1],
	['icmpv6/neighbour-discovery', 2],
	['ip/fragments-udp', 1],
	['ip/fragments', 1],
	['ipv6/fragments', 1],
	['tcp/handshake', 3],
	['tcp/ipv6', 3],
	['tcp/loss-twice', 1],
	['tcp/out-of-order', 1],
	['tcp/keep-alive', 1],
	['tcp/refused', 2],
	['tcp/reset', 1],
	['sctp/association', 1],
	['vlan/dot1q', 1],
];

const PCAP_HEADER = 24;
const RECORD_HEADER = 16;
const MAGIC_MICROSECONDS = 0xa1_b2_c3_d4;
const MAGIC_NANOSECONDS = 0xa1_b2_3c_4d;
const ETHERNET = 1;

/** The fixtures that inputs are made of. Throws where one is not a little-endian pcap of whole Ethernet frames. */
export function readTemplates(fixtures: string): Template[] {
	return MIX.map(([name, weight]) => ({name, weight, frames: framesOf(path.join(fixtures, `${name}.pcap`))}));
}

function framesOf(file: string): Uint8Array[] {
	const bytes = fs.readFileSync(file);
	const magic = bytes.readUInt32LE(0);
	if ((magic !== MAGIC_MICROSECONDS && magic !== MAGIC_NANOSECONDS) || bytes.readUInt16LE(20) !== ETHERNET) throw new Error(`${file} is not a pcap file of Ethernet frames`);
	const frames: Uint8Array[] = [];
	for (let at = PCAP_HEADER; at < bytes.length;) {
		const size = bytes.readUInt32LE(at + 8);
		if (size !== bytes.readUInt32LE(at + 12)) throw new Error(`${file} has a frame that was cut short`);
		at += RECORD_HEADER;
		frames.push(new Uint8Array(bytes.subarray(at, at + size)));
		at += size;
	}

	return frames;
}
