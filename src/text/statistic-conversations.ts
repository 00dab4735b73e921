import type {ConversationKind, ConversationTable} from '../decode/analysis/conversation-table.ts';
import {type Instant, instantOf, secondsBetween} from '../decode/analysis/since-first.ts';
import {words} from '../decode/byte-text.ts';
import type {PacketIndex} from '../decode/packet-index.ts';
import {ipv4Text, ipv6Text, macText} from '../decode/print.ts';
import {writeFixed} from './fixed-text.ts';
import type {Output} from './output.ts';
import type {TimeFormat} from './settings.ts';
import {momentText} from './time-text.ts';

const titles: Readonly<Record<ConversationKind, string>> = {eth: 'Ethernet', ip: 'IPv4', ipv6: 'IPv6', tcp: 'TCP', udp: 'UDP'};
const rule = `${'='.repeat(80)}\n`;

const arrow = words(' <-> ');
const space = 32;
const colon = 58;
const lineFeed = 10;

/** Bytes of a row: more than names, counts and times can have. */
const mostOfRow = 1024;

/** Widths of a name: without and with a port. */
const nameWidth = 20;
const portNameWidth = 26;

const units = [' bytes', ' kB', ' MB', ' GB', ' TB', ' PB'].map(words);
const sizeWidth = 9;
/** Up to here a size is not said in the next larger unit. */
const largestCount = 10_000;

/** `178 kB`, cut off, not rounded, at the left side of its column. */
function writeSize(output: Output, bytes: number): void {
	let count = bytes;
	let unit = 0;
	while (count >= largestCount && unit < units.length - 1) {
		count = Math.floor(count / 1000);
		unit++;
	}

	const start = output.size;
	output.number(count);
	output.append(units[unit]!);
	output.column(start, sizeWidth);
}

const addressText = (address: Uint8Array): string => (address.length === 6 ? macText(address) : address.length === 4 ? ipv4Text(address) : ipv6Text(address));

/** The start of conversations: two lines of heading, and how a time is written, which is so long since the first packet's. */
type StartColumn = {readonly heading: readonly [string, string]; readonly size: string; readonly write: (output: Output, at: Instant, since: number) => void};

function startColumn(time: TimeFormat): StartColumn {
	switch (time) {
		case 'r':
		case 'd':
		case 'dd':
			return {heading: ['    Relative    ', '      Start     '], size: 'Bytes', write: (output, _, since) => writeFixed(output, since, 9, 14)};
		case 'e':
			return {
				heading: ['       Relative       ', '         Start        '],
				size: 'Bytes',
				write: (output, {seconds, nanoseconds}) => writeFixed(output, seconds + nanoseconds / 1e9, 9, 20),
			};
		case 'a':
		case 'u':
			return {heading: [' Absolute Time  ', '      Start     '], size: 'Size ', write: (output, {seconds}) => output.text(momentText(seconds, time))};
		default:
			return {heading: [' Absolute Date  ', '     Start      '], size: 'Size ', write: (output, {seconds}) => output.text(momentText(seconds, time))};
	}
}

/** Writes conversations as `tshark -z conv` does. */
export function writeConversations(output: Output, table: ConversationTable, filter: string | undefined, index: PacketIndex, time: TimeFormat): void {
	const {kind} = table;
	const hasPorts = kind === 'tcp' || kind === 'udp';
	const width = hasPorts ? portNameWidth : nameWidth;
	const indent = ' '.repeat(width * 2 + 7);
	const start = startColumn(time);
	const {addresses} = table;
	const name = (address: number, port: number): void => {
		const begin = output.size;
		if (addresses.size(address) === 4) output.ipv4(addresses.keys, addresses.place(address));
		else output.text(addressText(addresses.bytes(address)));
		if (hasPorts) {
			output.byte(colon);
			output.number(port);
		}

		output.column(begin, width);
	};
	const counts = (frames: number, bytes: number): void => {
		output.number(frames, 8);
		output.byte(space);
		writeSize(output, bytes);
	};
	output.text(`${rule}${titles[kind]} Conversations\nFilter:${filter ?? '<No Filter>'}\n`);
	output.text(`${indent}|       <-      | |       ->      | |     Total     |${start.heading[0]}|   Duration   |\n`);
	output.text(`${indent}| Frames  ${start.size} | | Frames  ${start.size} | | Frames  ${start.size} |${start.heading[1]}|              |\n`);
	const references = table.ranked();
	const begin = references.length === 0 ? undefined : instantOf(index, 0);
	for (const reference of references) {
		const c = table.conversation(reference);
		const since = secondsBetween(begin!, c.first);
		output.reserve(mostOfRow);
		name(c.source, c.sourcePort);
		output.append(arrow);
		name(c.destination, c.destinationPort);
		counts(c.receivedFrames, c.receivedBytes);
		counts(c.sentFrames, c.sentBytes);
		counts(c.sentFrames + c.receivedFrames, c.sentBytes + c.receivedBytes);
		output.spaces(2);
		start.write(output, c.first, since);
		output.spaces(3);
		writeFixed(output, secondsBetween(begin!, c.last) - since, 4, 12);
		output.byte(lineFeed);
	}

	output.text(rule);
}

/** Writes endpoints as `tshark -z endpoints` does. */
export function writeEndpoints(output: Output, table: ConversationTable, filter: string | undefined): void {
	const {kind} = table;
	const hasPorts = kind === 'tcp' || kind === 'udp';
	output.text(`${rule}${titles[kind]} Endpoints\nFilter:${filter ?? '<No Filter>'}\n`);
	output.text(`${' '.repeat(23)}${hasPorts ? '|  Port  |' : ''}|  Packets  | |  Bytes  | | Tx Packets | | Tx Bytes | | Rx Packets | | Rx Bytes |\n`);
	for (const e of table.endpoints()) {
		const count = (value: number, width: number): string => String(value).padStart(width);
		output.text(addressText(table.addresses.bytes(e.address)).padEnd(nameWidth));
		output.text(hasPorts ? `      ${count(e.port, 5)}     ` : '      ');
		output.text(`${count(e.sentFrames + e.receivedFrames, 6)}     ${count(e.sentBytes + e.receivedBytes, 9)}     `);
		output.text(`${count(e.sentFrames, 6)}       ${count(e.sentBytes, 9)}      ${count(e.receivedFrames, 6)}       ${count(e.receivedBytes, 9)}   \n`);
	}

	output.text(rule);
}
