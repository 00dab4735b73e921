/** Which program takes packets from the kernel. */
export type BackendName = 'cap' | 'tcpdump' | 'dumpcap' | 'exec';

/** A command that writes a capture to its standard output: words, or one line for a shell. */
export type CaptureCommand = {readonly words: readonly string[]} | {readonly line: string};

/** The user and group that packets are handled as. */
export type Identity = {readonly uid: number; readonly gid: number};

/** What a capture child is to do. Sent as JSON. */
export type CaptureSpec = {
	readonly interface: string;
	/** The filter that the kernel runs, '' for none. */
	readonly filter: string;
	/** Bytes of a packet that are kept; 0 for all that the backend gives. */
	readonly snapLength: number;
	readonly bufferBytes: number;
	/** The growing file, and where this capture begins in it: what is behind that place was half a block. */
	readonly file: string;
	readonly from: number;
	/** The command to run; undefined for the binding to libpcap. */
	readonly command: CaptureCommand | undefined;
	/** What is said of the capture in its file. */
	readonly comment: string | undefined;
	/** Whom to become once packets can be taken; undefined where that has happened. */
	readonly become: Identity | undefined;
};

/** What has been counted since the capture began. `drops` is undefined where nobody can know. */
export type Counts = {
	readonly packets: number;
	/** Bytes on the wire. */
	readonly bytes: number;
	/** Packets whose time was read from a clock instead of from the kernel. */
	readonly approximate: number;
	readonly drops: number | undefined;
	/** Packets that passed the filter, as far as the backend counts them. */
	readonly received: number | undefined;
	/** The kernel has said that it lost something. */
	readonly losing: boolean;
};

/** What a capture child says. `ready` comes once packets are taken; `failed` instead of it, or when it must end. */
export type FromChild =
	| {readonly kind: 'ready'}
	| {readonly kind: 'counts'; readonly counts: Counts; /** Milliseconds since 1970 before which nothing more comes. */ readonly through: number}
	| {readonly kind: 'failed'; readonly message: string}
	/** A command has brought all it has. */
	| {readonly kind: 'over'}
	| {readonly kind: 'runs'; readonly pid: number};

/** How a child ended; `message` is what it wrote to its standard error last. */
export type ChildEnd = {readonly code: number | null; readonly signal: string | null; readonly message: string};

/** What the parent asks of the process that may start capture children. */
export type ToKeeper = {readonly kind: 'start'; readonly id: number; readonly spec: CaptureSpec} | {readonly kind: 'stop'; readonly id: number};

/** What that process answers. */
export type FromKeeper =
	| {readonly kind: 'said'; readonly id: number; readonly said: FromChild}
	| {readonly kind: 'ended'; readonly id: number; readonly end: ChildEnd};

/** Counts before anything came. */
export const noCounts: Counts = {packets: 0, bytes: 0, approximate: 0, drops: undefined, received: undefined, losing: false};
