import {addTally, emptyTally, type Tally} from './compare.ts';

/** The parts of a stack that the report is ordered by. */
export const GROUPS = ['link', 'network', 'transport', 'application'] as const;
export type Group = (typeof GROUPS)[number];

/** The agreement that is asked of the protocols everything stands on, of all others, and of cells with several values. */
export const CORE_THRESHOLD = 0.98;
export const OTHER_THRESHOLD = 0.95;
export const SEVERAL_THRESHOLD = 0.98;

/** QinQ is VLAN under its other name. */
const CORE = new Set(['eth', 'vlan', 'ieee8021ad', 'arp', 'ip', 'ipv6', 'icmp', 'udp', 'tcp', 'dns', 'dhcp']);

const MEMBERS: Readonly<Record<Group, readonly string[]>> = {
	link: [
		'frame',
		'eth',
		'vlan',
		'ieee8021ad',
		'ieee8021ah',
		'enc',
		'pflog',
		'nflog',
		'can',
		'canfd',
		'usb',
		'hci_h4',
		'l2tp',
		'llc',
		'sll',
		'null',
		'raw',
		'ppp',
		'pppoe',
		'pppoed',
		'pppoes',
		'lcp',
		'ipcp',
		'ipv6cp',
		'chap',
		'pap',
		'arp',
		'mpls',
	],
	network: ['ip', 'ipv6', 'icmp', 'icmpv6', 'igmp', 'ah', 'esp', 'gre', 'mip6'],
	transport: ['udp', 'tcp', 'sctp', 'dccp'],
	application: [],
};

/** Fields that say how a datagram was cut; they count under their protocol as well. */
const FRAGMENTATION = /^ip(v6)?\.(fragments?|reassembled|frag_offset|flags\.(df|mf)|id|fraghdr)\b/;

/** What is noted about a packet speaks of all its protocols, also of those that inkcap does not decode: it is counted, and no share is asked of it. */
const NOTES = '_ws';

/** One line of the report: counts, and the share that is asked for. */
export type Line = {readonly name: string; readonly tally: Tally; readonly threshold: number | undefined};

/** Agreement by protocol in its group, the sums, and whether everything that is asked for is reached. */
export type Agreement = {
	readonly groups: ReadonlyMap<Group, readonly Line[]>;
	readonly sums: readonly Line[];
	readonly failed: readonly string[];
};

/** The protocol a field counts under: the first part of its name. */
export function protocolOf(field: string): string {
	return field.split('.', 1)[0]!;
}

/** The group of a protocol; what is not known belongs to applications. */
export function groupOf(protocol: string): Group {
	return GROUPS.find(group => MEMBERS[group].includes(protocol)) ?? 'application';
}

/** The share of cells that has to agree for a protocol. */
export function thresholdOf(protocol: string): number {
	return CORE.has(protocol) ? CORE_THRESHOLD : OTHER_THRESHOLD;
}

/** Adds up the tallies of fields by protocol, by group, for fragmentation, for all cells, and for cells with several values. */
export function agreementOf(fields: ReadonlyMap<string, Tally>): Agreement {
	const protocols = new Map<string, Tally>();
	const fragmentation = emptyTally();
	const all = emptyTally();
	for (const [field, tally] of fields) {
		const protocol = protocolOf(field);
		let sum = protocols.get(protocol);
		if (sum === undefined) protocols.set(protocol, sum = emptyTally());
		addTally(sum, tally, 0);
		addTally(all, tally, 0);
		if (FRAGMENTATION.test(field)) addTally(fragmentation, tally, 0);
	}

	const groups = new Map<Group, Line[]>();
	const sums: Line[] = [];
	for (const group of GROUPS) {
		const lines = [...protocols]
			.filter(([name]) => name !== NOTES && groupOf(name) === group)
			.map(([name, tally]) => ({name, tally, threshold: thresholdOf(name)}))
			.sort((a, b) => placeOf(group, a.name) - placeOf(group, b.name) || (a.name < b.name ? -1 : 1));
		groups.set(group, lines);
		const sum = emptyTally();
		for (const line of lines) addTally(sum, line.tally, 0);
		if (lines.length > 0) sums.push({name: group, tally: sum, threshold: undefined});
	}
	if (fragmentation.cells > 0) sums.push({name: 'fragmentation', tally: fragmentation, threshold: undefined});
	const notes = protocols.get(NOTES);
	if (notes !== undefined) sums.push({name: 'notes of all protocols', tally: notes, threshold: undefined});
	const several = {...emptyTally(), cells: all.several, agreed: all.severalAgreed};
	sums.push({name: 'all cells', tally: all, threshold: undefined});
	sums.push({name: 'cells with several values', tally: several, threshold: SEVERAL_THRESHOLD});
	const failed = [...groups.values(), sums].flat().filter(isBelow).map(line => line.name);
	return {groups, sums, failed};
}

/** Whether a line does not reach what is asked of it; no cells are no failure. */
export function isBelow({tally, threshold}: Line): boolean {
	return threshold !== undefined && tally.cells > 0 && tally.agreed < threshold * tally.cells;
}

function placeOf(group: Group, name: string): number {
	const place = MEMBERS[group].indexOf(name);
	return place < 0 ? MEMBERS[group].length : place;
}
