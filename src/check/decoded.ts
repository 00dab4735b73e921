/** The version of the canonical decode; it grows when the same packets would be written in another way. */
export const decodeVersion = 1;

/** What a decode was restricted to: a display filter, and globs over names. */
export type Restriction = {
	/** A display filter; empty for every packet. */
	readonly only: string;
	/** Globs over the names that are kept; empty for all. */
	readonly fields: readonly string[];
	/** Globs over the names that are left out. */
	readonly ignore: readonly string[];
};

/** No restriction. */
export const everything: Restriction = {only: '', fields: [], ignore: []};

/** One line of a decode and what is nested in it: a protocol, a field, a group of fields, or a fault. */
export type DecodedNode = {
	readonly kind: 'named' | 'group' | 'fault';
	/** Wireshark's name; '' for a group. */
	readonly name: string;
	/** Canonical text; undefined for what has no value. Of a group its label, of a fault its severity and message. */
	readonly value: string | undefined;
	readonly children: readonly DecodedNode[];
	/** Where it stands in the text that it was read from, from 1. */
	readonly line?: number;
};

/** One packet of a decode. */
export type DecodedFrame = {
	readonly number: number;
	/** The packet's line in a list, without its time; '' where values are left out that it may repeat. */
	readonly summary: string;
	readonly nodes: readonly DecodedNode[];
	/** Where it stands in the text that it was read from, from 1. */
	readonly line?: number;
};

/** What a capture says: the same on every machine, in every zone and locale. */
export type Decoded = {
	readonly restriction: Restriction;
	/** Rules of decode-as that it was read by. */
	readonly decodeAs: readonly string[];
	readonly frames: readonly DecodedFrame[];
	/** What is wrong with the file itself: `cut at byte 120`. */
	readonly fault: string | undefined;
};
