/** What numbers are called; a member that is not there leaves its numbers as they are. */
export type Names = {
	/** The service on a port of a transport. */
	readonly service?: (transport: Transport, port: number) => string | undefined;
	/** A link address of 6 bytes; every one has a name then, if only its own digits. */
	readonly link?: (address: Uint8Array) => string | undefined;
	/** A host by its address of 4 or 16 bytes. */
	readonly host?: (address: Uint8Array) => string | undefined;
};

/** Transports whose ports have services. */
export type Transport = 'tcp' | 'udp' | 'sctp' | 'dccp';

/** What labels, columns and `_resolved` and `_host` fields call numbers by. Numbers stay numbers until somebody asks. */
export let names: Names = {};

/** Says where names come from, from now on. */
export function setNames(given: Names): void {
	names = given;
}
