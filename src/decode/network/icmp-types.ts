/** IANA, ICMP Type Numbers. */
export const icmpTypes: ReadonlyMap<number, string> = new Map([
	[0, 'Echo (ping) reply'], [1, 'Reserved'], [2, 'Reserved'], [3, 'Destination unreachable'], [4, 'Source quench (flow control)'], [5, 'Redirect'], [6, 'Alternate host address'], [8, 'Echo (ping) request'],
	[9, 'Router advertisement'], [10, 'Router solicitation'], [11, 'Time-to-live exceeded'], [12, 'Parameter problem'], [13, 'Timestamp request'], [14, 'Timestamp reply'], [15, 'Information request'],
	[16, 'Information reply'], [17, 'Address mask request'], [18, 'Address mask reply'], [19, 'Reserved (for security)'], [30, 'Traceroute'], [31, 'Datagram Conversion Error'], [32, 'Mobile Host Redirect'],
	[33, 'IPv6 Where-Are-You'], [34, 'IPv6 I-Am-Here'], [35, 'Mobile Registration Request'], [36, 'Mobile Registration Reply'], [37, 'Domain Name Request'], [38, 'Domain Name Reply'], [39, 'SKIP'], [40, 'Photuris'],
	[41, 'Experimental mobility protocols'], [42, 'Extended Echo request'], [43, 'Extended Echo reply'],
]);

const numbered = (...names: string[]): ReadonlyMap<number, string> => new Map(names.entries());

/** Names of codes, by type. */
export const icmpCodes: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
	[3, numbered(
		'Network unreachable', 'Host unreachable', 'Protocol unreachable', 'Port unreachable', 'Fragmentation needed', 'Source route failed', 'Destination network unknown', 'Destination host unknown',
		'Source host isolated', 'Network administratively prohibited', 'Host administratively prohibited', 'Network unreachable for TOS', 'Host unreachable for TOS', 'Communication administratively filtered',
		'Host precedence violation', 'Precedence cutoff in effect',
	)],
	[5, numbered('Redirect for network', 'Redirect for host', 'Redirect for TOS and network', 'Redirect for TOS and host')],
	[6, numbered('Alternate address for host')],
	[9, new Map([[0, 'Normal router advertisement'], [16, 'Does not route common traffic']])],
	[11, numbered('Time to live exceeded in transit', 'Fragment reassembly time exceeded')],
	[12, numbered('Pointer indicates the error', 'Required option missing', 'Bad length')],
	[40, numbered('Bad SPI', 'Authentication Failed', 'Decompression Failed', 'Decryption Failed', 'Need Authentication', 'Need Authorization')],
	[42, numbered('No error')],
	[43, numbered('No error', 'Malformed Query', 'No such interface', 'No such table entry', 'Multiple interfaces satisfy query')],
]);
