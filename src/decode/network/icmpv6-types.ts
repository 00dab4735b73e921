/** IANA, ICMPv6 "type" Numbers. */
export const icmpv6Types: ReadonlyMap<number, string> = new Map([
	[1, 'Destination Unreachable'], [2, 'Packet Too Big'], [3, 'Time Exceeded'], [4, 'Parameter Problem'], [100, 'Private experimentation'], [101, 'Private experimentation'],
	[127, 'Reserved for expansion of ICMPv6 error messages'], [128, 'Echo (ping) request'], [129, 'Echo (ping) reply'], [130, 'Multicast Listener Query'], [131, 'Multicast Listener Report'],
	[132, 'Multicast Listener Done'], [133, 'Router Solicitation'], [134, 'Router Advertisement'], [135, 'Neighbor Solicitation'], [136, 'Neighbor Advertisement'], [137, 'Redirect'], [138, 'Router Renumbering'],
	[139, 'Node Information Query'], [140, 'Node Information Reply'], [141, 'Inverse Neighbor Discovery Solicitation'], [142, 'Inverse Neighbor Discovery Advertisement'], [143, 'Multicast Listener Report Message v2'],
	[144, 'Home Agent Address Discovery Request'], [145, 'Home Agent Address Discovery Reply'], [146, 'Mobile Prefix Solicitation'], [147, 'Mobile Prefix Advertisement'], [148, 'Certification Path Solicitation'],
	[149, 'Certification Path Advertisement'], [150, 'Experimental Mobility'], [151, 'Multicast Router Advertisement'], [152, 'Multicast Router Solicitation'], [153, 'Multicast Router Termination'], [154, 'FMIPv6'],
	[155, 'RPL Control'], [156, 'Locator Update'], [157, 'Duplicate Address Request'], [158, 'Duplicate Address Confirmation'], [159, 'MPL Control Message'], [160, 'Extended Echo request'], [161, 'Extended Echo reply'],
	[200, 'Private experimentation'], [201, 'Private experimentation'], [255, 'Reserved for expansion of ICMPv6 informational messages'],
]);

const numbered = (...names: string[]): ReadonlyMap<number, string> => new Map(names.entries());
const echoCodes = numbered('No error', 'Malformed Query', 'No such interface', 'No such table entry', 'Multiple interfaces satisfy query');

/** Names of codes, by type. */
export const icmpv6Codes: ReadonlyMap<number, ReadonlyMap<number, string>> = new Map([
	[1, numbered(
		'no route to destination', 'Administratively prohibited', 'Beyond scope of source address', 'Address unreachable', 'Port unreachable', 'Source address failed ingress/egress policy',
		'Reject route to destination', 'Error in Source Routing Header',
	)],
	[3, numbered('hop limit exceeded in transit', 'fragment reassembly time exceeded')],
	[4, numbered('erroneous header field encountered', 'unrecognized Next Header type encountered', 'unrecognized IPv6 option encountered', 'IPv6 First Fragment has incomplete IPv6 Header Chain')],
	[138, new Map([[0, 'Command'], [1, 'Result'], [255, 'Sequence number reset']])],
	[139, numbered('Query subject = IPv6 addresses', 'Query subject = DNS name or empty', 'Query subject = IPv4 addresses')],
	[140, numbered('Successful', 'Refused', 'Unknown query type')],
	[155, new Map([
		[0x00, 'DODAG Information Solicitation'], [0x01, 'DODAG Information Object'], [0x02, 'Destination Advertisement Object'], [0x03, 'Destination Advertisement Object Acknowledgment'],
		[0x80, 'Secure DODAG Information Solicitation'], [0x81, 'Secure DODAG Information Object'], [0x82, 'Secure Destination Advertisement Object'], [0x83, 'Secure Destination Advertisement Object Acknowledgment'],
	])],
	[160, echoCodes],
	[161, echoCodes],
]);
