import path from 'node:path';
import {readRule} from '../../src/decode-as.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {openPackets} from '../../src/opened-packets.ts';
import {packetFilters} from '../../src/packet-filters.ts';

const fixtures = path.join(import.meta.dirname, '../../fixtures');

/** What the screen asks, of one of the project's own captures, decoded by rules of decode-as; all of it is read. */
export const capturedPackets = async (file: string, rules: readonly string[] = []) => {
	const registry = buildRegistry();
	const read = rules.map(rule => readRule(rule, registry));
	const capture = await OpenedCapture.open(path.join(fixtures, file), buildRegistry(read.flatMap(rule => (rule.ok ? rule.rules : []))));
	const packets = openPackets(capture, {name: file, time: row => String(row), filters: packetFilters(capture)});
	await packets.load();
	return packets;
};
