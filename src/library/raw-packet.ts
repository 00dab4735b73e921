/** One packet in memory. */
export type RawPacket = {
	/** From the first byte of the link layer on. */
	readonly bytes: Uint8Array;
	/** When it was captured, in nanoseconds since 1970; it has no time where this is left out. */
	readonly time?: bigint;
	/** What it begins with; Ethernet where this is left out. */
	readonly linkType?: LinkType;
	/** How long it was on the wire, where less of it is there. */
	readonly length?: number;
};

/** Link types by name; any other by its LINKTYPE_ number (https://www.tcpdump.org/linktypes.html). */
export const linkTypes = {
	null: 0,
	ethernet: 1,
	ppp: 9,
	raw: 101,
	'cisco-hdlc': 104,
	wlan: 105,
	'frame-relay': 107,
	loopback: 108,
	'linux-cooked': 113,
	radiotap: 127,
	ipv4: 228,
	ipv6: 229,
	'linux-cooked-2': 276,
} as const;

/** What a packet begins with: a name of `linkTypes`, or a LINKTYPE_ number. */
export type LinkType = keyof typeof linkTypes | number;

/** The LINKTYPE_ number of a link type. Throws RangeError. */
export const linkTypeNumber = (linkType: LinkType): number => {
	const number = typeof linkType === 'number' ? linkType : linkTypes[linkType];
	if (number === undefined || !Number.isInteger(number) || number < 0 || number > 0xffff)
		throw new RangeError(`there is no link type '${linkType}'; there are ${Object.keys(linkTypes).join(', ')}`);
	return number;
};
