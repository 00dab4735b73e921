import {bit, type Field, header, u8, word} from '../field.ts';
import {type Protocol, claims, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, networkLayerProtocol} from '../space.ts';
import {checksumBad, checksumGood, checksumUnverified} from './checksum.ts';
import {
	badChecksum,
	clvFaults,
	csnp as cs,
	csnpLength,
	hello as hi,
	helloLength,
	type LengthFaults,
	lsp as ls,
	lspLength,
	networkProtocols,
	pduTypes,
	psnp as ps,
	psnpLength,
	systemText,
} from './isis-fields.ts';
import {
	inTopology,
	lspFaults,
	readCapabilities,
	readNeighbors,
	readNetworks,
	readRoutedNeighbors,
	readSixNetworks,
	readWideNeighbors,
	readWideNetworks,
} from './isis-reachability.ts';
import {areas, authentication, each, protocolsSpoken, readValues, topologiesSpoken, type ValueReader, type ValueTable} from './isis-values.ts';

// ISO 10589, section 9.5
const h = header('isis', {
	irpd: u8('Intradomain Routing Protocol Discriminator', {base: 'hex', values: networkProtocols}),
	len: u8('Length Indicator', {about: 'Bytes of the header, that of the PDU included.', reference: 'ISO 10589, section 9.5'}),
	version: u8('Version/Protocol ID Extension'),
	sysid_len: u8('ID Length', {about: 'Bytes of the numbers of systems; 0 stands for six.', reference: 'ISO 10589, section 9.5'}),
	...word(1, {
		reserved_type: bit(3, 'Reserved', {name: 'isis.type.reserved', base: 'hex'}),
		type: bit(5, 'PDU Type', {
			values: pduTypes,
			about: 'Hellos find neighbors, LSPs tell of links, CSNPs and PSNPs compare what there is.',
			reference: 'ISO 10589, section 9.5',
		}),
	}),
	version2: u8('Version'),
	reserved: u8('Reserved'),
	max_area_adr: u8('Maximum Area Addresses'),
});

/** The header that all have in front: what follows is another layer, which asks it for its length. */
const commonSize = 8;
const notPresent = 3;
const pointToPoint = 17;
/** Bytes that hellos, link state PDUs, and lists of all and of some are read with, after the common header. */
const lanHelloSize = 19;
const pointHelloSize = 12;
const lspSize = 19;
const csnpSize = 25;
const psnpSize = 9;

const table = (
	field: {readonly 'clv.type': ValueTable['type']; readonly 'clv.length': ValueTable['length']},
	faults: ValueTable['faults'],
	readers: ReadonlyArray<readonly [number, string, ValueReader['read']]>,
): ValueTable => ({
	type: field['clv.type'],
	length: field['clv.length'],
	faults,
	readers: new Map(readers.map(([code, title, read]) => [code, {name: title, read}])),
});

/** Reads the length of the PDU, whose own header has `size` bytes: where its values end follows. Too long is what would not fit behind the header were all of the packet there. */
function readLength(r: Reader, field: Field<'uint'>, size: number, {shortPdu, longPdu}: LengthFaults): number {
	const at = r.position;
	r.need(2);
	const start = r.base - commonSize;
	const values = r.peek16() - commonSize - size;
	const wrong = values < 0 ? shortPdu : values > r.limit - start ? longPdu : undefined;
	return start + (wrong === undefined ? r.read(field) : r.readOpen(field, () => r.complain(wrong, at, at + 2)));
}

const type = (r: Reader): number => r.bytes[r.base - commonSize + 4]! & 31;

const helloFaults = clvFaults('hello');
const helloTable = (point: boolean): ValueTable =>
	table(hi, helloFaults, [
		[1, 'Area address(es)', areas(hi.area_address, helloFaults.short)],
		[6, 'IS Neighbor(s)', each(hi.is_neighbor)],
		[8, 'Padding', r => r.skip(r.left)],
		[10, 'Authentication', authentication(hi.clv_authentication)],
		[129, 'Protocols Supported', protocolsSpoken(hi['clv_nlpid.nlpid'])],
		[132, 'IP Interface address(es)', each(hi.clv_ipv4_int_addr)],
		[211, 'Restart Signaling', readRestart],
		[229, 'Multi Topology', topologiesSpoken(hi.clv_mt)],
		[232, 'IPv6 Interface address(es)', each(hi.clv_ipv6_int_addr)],
		[233, 'IPv6 Global Interface Address', each(hi.clv_ipv6_glb_int_addr)],
		...(point ? [[240, 'Point-to-point Adjacency State', readAdjacency] as const] : []),
	]);
const lanValues = helloTable(false);
const pointValues = helloTable(true);

/** RFC 5306, section 3.2. */
function readRestart(r: Reader): void {
	r.read(hi.clv_restart_flags);
	if (r.more) r.read(hi.clv_restart_remain_time);
	if (r.left >= 6) r.read(hi.clv_restart_neighbor);
}

/** RFC 5303, section 3.1. */
function readAdjacency(r: Reader): void {
	r.read(hi.adjacency_state);
	if (r.more) r.read(hi.extended_local_circuit_id);
	if (r.more) r.read(hi.neighbor_systemid);
	if (r.more) r.read(hi.neighbor_extended_local_circuit_id);
}

const isisHello = protocol({
	name: 'isis.hello',
	title: 'ISIS HELLO',
	column: 'ISIS HELLO',
	about: 'Says that the sender is there, and whom it hears.',
	reference: 'ISO 10589, section 9.5',
	parts: hi,
	faults: {...helloFaults, ...helloLength},
	expand(r) {
		const kind = type(r);
		const point = kind === pointToPoint;
		r.info(() => `${pduTypes.get(kind)!}, System-ID: ${systemText(r.bytes.subarray(r.base + 1, r.base + 7))}`);
		r.at(hi.circuit_type, r.base);
		r.read(hi.reserved);
		r.read(hi.source_id);
		r.read(hi.holding_timer);
		const end = readLength(r, hi.pdu_length, point ? pointHelloSize : lanHelloSize, helloLength);
		if (point) r.read(hi.local_circuit_id);
		else {
			r.at(hi.priority, r.position);
			r.read(hi.priority_reserved);
			r.read(hi.lan_id);
		}

		readValues(r, end, point ? pointValues : lanValues);
	},
});

const lspTable = (first: boolean): ValueTable =>
	table(ls, lspFaults, [
		[1, 'Area address(es)', areas(ls.area_address, lspFaults.short)],
		// The byte in front says whether the link is a virtual one, in level 1 alone.
		[2, 'IS Reachability', first ? readNeighbors : readRoutedNeighbors],
		[10, 'Authentication', authentication(ls.authentication)],
		[13, 'Purge Originator ID', readPurge],
		[14, 'Originating neighbor buffer size', each(ls.originating_lsp_buffer_size)],
		[22, 'Extended IS reachability', readWideNeighbors],
		[128, 'IP Internal reachability', readNetworks],
		[129, 'Protocols supported', protocolsSpoken(ls['clv_nlpid.nlpid'])],
		[130, 'IP External reachability', readNetworks],
		[132, 'IP Interface address(es)', each(ls.clv_ipv4_int_addr)],
		[134, 'Traffic Engineering Router ID', each(ls.clv_te_router_id)],
		[135, 'Extended IP Reachability', readWideNetworks],
		[137, 'Hostname', (r, size) => void r.text(ls.hostname, size)],
		[222, 'Multi Topology IS Reachability', inTopology(readWideNeighbors)],
		[229, 'Multi Topology supported', topologiesSpoken(ls.clv_mt)],
		[232, 'IPv6 Interface address(es)', each(ls.clv_ipv6_int_addr)],
		[235, 'Multi Topology Reachable IPv4 Prefixes', inTopology(readWideNetworks)],
		[236, 'IPv6 reachability', readSixNetworks],
		[237, 'Multi Topology Reachable IPv6 Prefixes', inTopology(readSixNetworks)],
		[242, 'Router Capability', readCapabilities],
	]);

const firstValues = lspTable(true);
const secondValues = lspTable(false);
const firstLsp = 18;

/** RFC 6232, section 3. */
function readPurge(r: Reader): void {
	r.read(ls['purge_originator_id.num']);
	while (r.more) r.read(ls['purge_originator_id.system_id']);
}

const isisLsp = protocol({
	name: 'isis.lsp',
	title: 'ISO 10589 ISIS Link State Protocol Data Unit',
	column: 'ISIS LSP',
	about: 'What links and networks the sender has, passed on to every router of the area.',
	reference: 'ISO 10589, section 9.8',
	parts: ls,
	faults: {...lspFaults, ...lspLength, badChecksum, strayCharacters},
	expand(r) {
		const kind = type(r);
		const end = readLength(r, ls.pdu_length, lspSize, lspLength);
		r.read(ls.remaining_life);
		r.read(ls.lsp_id);
		r.read(ls.sequence_number);
		r.info(() => {
			const sequence = `0x${r.peek32(-4).toString(16).padStart(8, '0')}`;
			return `${pduTypes.get(kind)!}, LSP-ID: ${systemText(r.bytes.subarray(r.base + 4, r.base + 12))}, Sequence: ${sequence}, Lifetime: ${
				String((r.bytes[r.base + 2]! << 8) | r.bytes[r.base + 3]!).padStart(5)
			}s`;
		});
		readChecksum(r, end);
		readFlags(r);
		readValues(r, end, kind === firstLsp ? firstValues : secondValues);
	},
});

/** ISO 10589, section 7.3.11: from the number of the LSP on, both sums over all bytes come to nothing. */
function readChecksum(r: Reader, end: number): void {
	const at = r.position;
	const from = r.base + 4;
	const isAbsent = r.peek16() === 0;
	const isWhole = !isAbsent && end <= r.end && !r.quoted && end > at + 2;
	let first = 0;
	let second = 0;
	if (isWhole) {
		for (let i = from; i < end; i++) {
			first = (first + r.bytes[i]!) % 255;
			second = (second + first) % 255;
		}
	}

	const status = isAbsent ? notPresent : !isWhole ? checksumUnverified : first === 0 && second === 0 ? checksumGood : checksumBad;
	if (status === checksumBad) r.readOpen(ls.checksum, () => r.complain(badChecksum, at, at + 2));
	else r.read(ls.checksum);
	r.derive(ls['checksum.status'], status, at, at + 2);
}

function readFlags(r: Reader): void {
	const at = r.position;
	const flags = r.peek();
	const label = (): string =>
		`Type block(0x${flags.toString(16).padStart(2, '0')}): Partition Repair:${flags >>> 7}, Attached bits:${(flags >>> 3) & 15}, Overload bit:${(flags >>> 2) & 1}, IS type:${
			flags & 3
		}`;
	r.group(undefined, label, () => {
		r.at(ls.partition_repair, at);
		r.open(ls.att, at, (flags >>> 3) & 15);
		r.at(ls.error_metric, at);
		r.at(ls.expense_metric, at);
		r.at(ls.delay_metric, at);
		r.at(ls.default_metric, at);
		r.close(at + 1);
		r.at(ls.overload, at);
		r.read(ls.is_type);
	});
}

/** ISO 10589, section 9.10: the number is said behind what is known of it. */
function readEntries(r: Reader): void {
	while (r.more) {
		const at = r.position;
		r.need(16);
		r.group(undefined, 'LSP Entry', () => {
			r.at(cs.lsp_seq_num, at + 10);
			r.at(cs.lsp_remain_life, at);
			r.at(cs.lsp_checksum, at + 14);
			r.skip(16);
		});
		r.at(cs.lsp_id, at + 2);
	}
}

const listValues = (name: string, field: typeof cs | typeof ps): ValueTable =>
	table(field, clvFaults(name), [[9, 'LSP entries', readEntries], [10, 'Authentication', authentication(cs.authentication)]]);
const csnpValues = listValues('csnp', cs);
const psnpValues = listValues('psnp', ps);

function expandList(r: Reader, field: typeof cs | typeof ps, isComplete: boolean): void {
	const kind = type(r);
	const end = readLength(r, field.pdu_length, isComplete ? csnpSize : psnpSize, isComplete ? csnpLength : psnpLength);
	r.read(field.source_id);
	r.take(field.source_circuit, 1);
	const b = r.bytes;
	r.info(() => {
		const range = isComplete && r.base + csnpSize <= r.end
			? `, Start LSP-ID: ${systemText(b.subarray(r.base + 9, r.base + 17))}, End LSP-ID: ${systemText(b.subarray(r.base + 17, r.base + 25))}`
			: '';
		return `${pduTypes.get(kind)!}, Source-ID: ${systemText(b.subarray(r.base + 2, r.base + 9))}${range}`;
	});
	if (isComplete) {
		r.read(cs.start_lsp_id);
		r.read(cs.end_lsp_id);
	}

	readValues(r, end, isComplete ? csnpValues : psnpValues);
}

const isisCsnp = protocol({
	name: 'isis.csnp',
	title: 'ISO 10589 ISIS Complete Sequence Numbers Protocol Data Unit',
	column: 'ISIS CSNP',
	about: 'All that the sender has, by number: who lacks something asks for it.',
	reference: 'ISO 10589, section 9.10',
	parts: cs,
	faults: {...csnpValues.faults, ...csnpLength},
	expand: r => expandList(r, cs, true),
});

const isisPsnp = protocol({
	name: 'isis.psnp',
	title: 'ISO 10589 ISIS Partial Sequence Numbers Protocol Data Unit',
	column: 'ISIS PSNP',
	about: 'Says what came, or asks for what is missing.',
	reference: 'ISO 10589, section 9.11',
	parts: () => [ps, [cs.lsp_id, cs.lsp_seq_num, cs.lsp_remain_life, cs.lsp_checksum, cs.authentication]],
	faults: {...psnpValues.faults, ...psnpLength},
	expand: r => expandList(r, ps, false),
});

const pdus: ReadonlyMap<number, Protocol> = new Map([
	[15, isisHello],
	[16, isisHello],
	[17, isisHello],
	[18, isisLsp],
	[20, isisLsp],
	[24, isisCsnp],
	[25, isisCsnp],
	[26, isisPsnp],
	[27, isisPsnp],
]);

/** The common header, and the PDUs that it names. */
export const isis = protocol({
	name: 'isis',
	title: 'ISO 10589 ISIS InTRA Domain Routeing Information Exchange Protocol',
	column: 'ISIS',
	about: 'How routers of one organization tell each other of their links, over the link itself and not over IP.',
	reference: 'ISO 10589',
	claims: [...claims(networkLayerProtocol, 0x83), ...claims(etherType, 0x22f4)],
	header: h,
	walk(c) {
		const next = pdus.get(h.type.read(c));
		if (next === undefined) {
			c.bound(c.available);
			return undefined;
		}

		c.payload(commonSize);
		return next;
	},
	expand(r) {
		r.info(() => pduTypes.get(r.get(h.type)) ?? `Unknown (0x${r.get(h.type).toString(16)})`);
		const at = r.base;
		r.at(h.irpd, at);
		r.at(h.len, at + 1);
		r.at(h.version, at + 2);
		r.at(h.sysid_len, at + 3);
		r.at(h.reserved_type, at + 4);
		r.at(h.type, at + 4);
		r.at(h.version2, at + 5);
		r.at(h.reserved, at + 6);
		r.at(h.max_area_adr, at + 7);
		r.position = at + commonSize;
	},
});

/** The PDUs, which the common header names. */
export const isisPdus: readonly Protocol[] = [isisHello, isisLsp, isisCsnp, isisPsnp];
