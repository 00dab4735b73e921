import {readFileSync} from 'node:fs';
import {hexBytes} from '../decode/print.ts';
import type {Transport} from '../decode/names.ts';

/** A file of the build, also for who runs the sources. */
export const builtFile = (name: string): URL => new URL(import.meta.url.endsWith('.ts') ? `../../dist/${name}` : `./${name}`, import.meta.url);

const words = (file: URL | string): string[][] => readFileSync(file, 'utf8').split('\n').map(line => line.replace(/#.*/, '').trim().split(/\s+/)).filter(line => line.length > 1);

type Services = (transport: Transport, port: number) => string | undefined;

/** IANA's names of ports, from the file that the build made. */
export function registeredServices(): Services {
	const services = new Map<string, string>();
	for (const [port, name, ...transports] of words(builtFile('services.txt'))) for (const transport of transports) services.set(`${port}/${transport}`, name!);
	return (transport, port) => services.get(`${port}/${transport}`);
}

/** The names that this machine has for ports, in its services(5) file; none where it has no such file. */
export function machineServices(file = '/etc/services'): Services {
	const services = new Map<string, string>();
	try {
		for (const [name, place] of words(file)) if (!services.has(place!)) services.set(place!, name!);
	} catch {
		// Not every machine has one.
	}

	return (transport, port) => services.get(`${port}/${transport}`);
}

/** Group addresses that bridges do not pass on, IEEE 802.1Q-2018, table 8-1, by their last byte. */
const bridgeGroups = new Map([
	[0x00, 'Spanning-tree-(for-bridges)_00'],
	[0x01, 'MAC-specific-ctrl-proto-01'],
	[0x02, 'Slow-Protocols'],
	[0x03, 'Nearest-non-TPMR-bridge'],
	[0x0e, 'LLDP_Multicast'],
]);

/** Of addresses that have nobody's prefix; RFC 1112, section 6.4, and RFC 2464, section 7. */
function groupName(b: Uint8Array): string | undefined {
	if (b.every(byte => byte === 0xff)) return 'Broadcast';
	if (b[0] === 1 && b[1] === 0 && b[2] === 0x5e) return `IPv4mcast_${shortest(b.subarray(3))}`;
	if (b[0] === 0x33 && b[1] === 0x33) return `IPv6mcast_${shortest(b.subarray(2))}`;
	if (b[0] === 1 && b[1] === 0x80 && b[2] === 0xc2 && b[3] === 0 && b[4] === 0) return bridgeGroups.get(b[5]!);
	return undefined;
}

/** Without the zeros in front. */
function shortest(b: Uint8Array): string {
	let from = 0;
	while (from < b.length - 1 && b[from] === 0) from++;
	return hexBytes(b.subarray(from), ':');
}

/** Names of link addresses: `IntelCor_0c:13:5a`, by the maker that IEEE gave the prefix to. Undefined where nobody has it. */
export function vendorNames(): (address: Uint8Array) => string | undefined {
	const vendors = new Map<string, string>();
	for (const [prefix, name] of words(builtFile('vendors.txt'))) vendors.set(prefix!, name!);
	return b => {
		if (b.length !== 6) return undefined;
		const group = groupName(b);
		if (group !== undefined) return group;
		const digits = hexBytes(b);
		// What is left of the address has whole bytes: a half one has a 0 in front.
		const long = vendors.get(digits.slice(0, 9));
		if (long !== undefined) return `${long}_0${digits[9]}:${digits.slice(10)}`;
		const middle = vendors.get(digits.slice(0, 7));
		if (middle !== undefined) return `${middle}_0${digits[7]}:${digits.slice(8, 10)}:${digits.slice(10)}`;
		const short = vendors.get(digits.slice(0, 6));
		return short === undefined ? undefined : `${short}_${hexBytes(b.subarray(3), ':')}`;
	};
}
