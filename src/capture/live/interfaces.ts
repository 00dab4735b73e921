import {readdirSync, readFileSync} from 'node:fs';
import {networkInterfaces} from 'node:os';
import {join} from 'node:path';

/** An interface that packets can be taken from. */
export type NetworkInterface = {
	readonly name: string;
	/** Addresses with their prefix lengths. */
	readonly addresses: readonly string[];
	/** LINKTYPE name of what is captured there, as tcpdump -L has it. */
	readonly linkType: string;
	readonly up: boolean;
	readonly loopback: boolean;
	/** In words, where there is something to say. */
	readonly description: string | undefined;
};

/** Packets and bytes that an interface has seen in both directions since it is there. */
export type Traffic = {readonly packets: number; readonly bytes: number};

const SYSTEM = '/sys/class/net';

/** IFF_UP, IFF_LOOPBACK of <linux/if.h>. */
const flagUp = 1;
const flagLoopback = 8;

/** What ARPHRD_ types of <linux/if_arp.h> are captured as. */
const linkTypes = new Map([[1, 'EN10MB'], [772, 'EN10MB'], [768, 'RAW'], [769, 'RAW'], [776, 'RAW'], [778, 'RAW'], [65_534, 'RAW'], [512, 'RAW'], [801, 'IEEE802_11'], [803,
	'IEEE802_11_RADIO']]);

const descriptions = new Map([[803, 'Wi-Fi in monitor mode'], [65_534, 'Tunnel'], [768, 'Tunnel'], [776, 'Tunnel'], [778, 'Tunnel']]);

const word = (name: string, file: string): string => {
	try {
		return readFileSync(join(SYSTEM, name, file), 'latin1').trim();
	} catch {
		return '';
	}
};

/** Whether an interface is there and up; undefined where it is not there. `any` is always up. */
export function isUp(name: string): boolean | undefined {
	if (name === 'any') return true;
	const flags = word(name, 'flags');
	if (flags !== '') return (Number(flags) & flagUp) !== 0;
	return Object.hasOwn(networkInterfaces(), name) ? true : undefined;
}

/** What an interface has seen so far. */
export function trafficOf(name: string): Traffic {
	const names = name === 'any' ? systemNames() : [name];
	const sum = (file: string): number => names.reduce((total, each) => total + Number(word(each, `statistics/${file}`)), 0);
	return {packets: sum('rx_packets') + sum('tx_packets'), bytes: sum('rx_bytes') + sum('tx_bytes')};
}

function systemNames(): string[] {
	try {
		return readdirSync(SYSTEM).filter(name => word(name, 'ifindex') !== '');
	} catch {
		return [];
	}
}

/** Every interface: those that are up first, then `any`, loopback, and those that are down. */
export function listInterfaces(): NetworkInterface[] {
	const known = networkInterfaces();
	const names = systemNames();
	const all = (names.length > 0 ? names : Object.keys(known)).map(name => {
		const flags = Number(word(name, 'flags'));
		const type = Number(word(name, 'type'));
		const loopback = names.length > 0 ? (flags & flagLoopback) !== 0 : known[name]?.some(({internal}) => internal) === true;
		return {
			name,
			index: Number(word(name, 'ifindex')),
			addresses: (known[name] ?? []).map(({cidr, address}) => cidr ?? address),
			linkType: linkTypes.get(type) ?? (names.length > 0 && type !== 0 ? 'LINUX_SLL' : 'EN10MB'),
			up: names.length === 0 || (flags & flagUp) !== 0,
			loopback,
			description: loopback ? 'Loopback' : word(name, 'uevent').includes('DEVTYPE=wlan') ? 'Wi-Fi' : descriptions.get(type),
		};
	});
	const rank = ({up, loopback}: {readonly up: boolean; readonly loopback: boolean}): number => (up ? (loopback ? 2 : 0) : 3);
	const sorted = all.sort((a, b) => rank(a) - rank(b) || a.index - b.index).map(({index: _, ...rest}) => rest);
	if (names.length === 0) return sorted;
	const any: NetworkInterface = {name: 'any', addresses: [], linkType: 'LINUX_SLL', up: true, loopback: false, description: 'All interfaces at once'};
	const place = sorted.filter(each => rank(each) === 0).length;
	return [...sorted.slice(0, place), any, ...sorted.slice(place)];
}

/** The interface that is meant by a name or by its number in the list, from 1; undefined where there is none. */
export function findInterface(wanted: string, list: readonly NetworkInterface[] = listInterfaces()): string | undefined {
	const named = list.find(({name}) => name === wanted);
	if (named !== undefined) return named.name;
	return /^\d+$/.test(wanted) ? list[Number(wanted) - 1]?.name : undefined;
}
