import path from 'node:path';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {openPackets} from '../../src/opened-packets.ts';
import {packetFilters} from '../../src/packet-filters.ts';

const fixtures = path.join(import.meta.dirname, '../../fixtures');

/** What the screen asks, of one of the project's own captures; all of it is read. */
export const capturedPackets = async (file: string) => {
	const capture = await OpenedCapture.open(path.join(fixtures, file), buildRegistry());
	const packets = openPackets(capture, {name: file, time: row => String(row), filters: packetFilters(capture)});
	await packets.load();
	return packets;
};
