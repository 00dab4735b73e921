/** A set of numbers or names by which one protocol names the next: ethertypes, IP protocols, ports, media types. */
export type Space = {readonly id: number; readonly name: string; readonly size: number};

let spaces = 0;
/** `size` is the count of numbers where they are few enough for a flat table, 0 for sparse numbers and for names. */
export const space = (name: string, size = 0): Space => ({id: spaces++, name, size});

/** LINKTYPE_ numbers, as in capture files. */
export const linkType = space('link type', 513);
/** Stands for the link type of frames that are entries of a journal. No LINKTYPE_ has it. */
export const journalEntry = 512;
export const etherType = space('ethertype', 65_536);
/** LLC SAPs. */
export const llcSap = space('LLC SAP', 256);
/** SNAP protocol ids under an OUI, as `oui << 16 | pid` (sparse). */
export const snapProtocol = space('SNAP protocol');
export const pppProtocol = space('PPP protocol', 65_536);
/** First bytes of ISO network layer protocols. */
export const networkLayerProtocol = space('network layer protocol', 256);
/** Network layer ids of Frame Relay that are no ISO protocol's. */
export const frameRelayProtocol = space('Frame Relay protocol', 256);
/** Address families of the null and loopback link types. */
export const addressFamily = space('address family', 256);
export const ipProtocol = space('IP protocol', 256);
/** What GRE carries where it is not an ethertype's protocol (sparse). */
export const greProtocol = space('GRE protocol');
export const tcpPort = space('TCP port', 65_536);
export const udpPort = space('UDP port', 65_536);
export const sctpPort = space('SCTP port', 65_536);
/** SCTP payload protocol ids (sparse). */
export const sctpPayload = space('SCTP payload protocol');
/** Media types in lower case, without parameters. */
export const mediaType = space('media type');
/** ALPN protocol names, RFC 7301. */
export const alpn = space('ALPN protocol');

/** Protocols named in these only are never part of a stream. */
export const belowStreams: ReadonlySet<Space> = new Set([linkType, etherType, llcSap, snapProtocol, pppProtocol, addressFamily, ipProtocol]);
