import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, ipProtocol} from '../space.ts';
import {checksumBad, checksumGood, checksumUnverified, expectedChecksum, foldSum, sumPseudoHeader, sumWords} from './checksum.ts';
import {readGroup, readSource, readUnicast, unknownFamily} from './pim-addresses.ts';
import {helloOptions, p, pimTypes} from './pim-fields.ts';
import {readVersionOne} from './pim-one.ts';

const faults = {
	checksum: fault('pim.bad_checksum', 'Bad checksum', 'error', 'Checksum'),
	option: fault('pim.optionlength.bad', 'The option runs past the end of the message'),
	unknownFamily,
};

const hello = 0;
const register = 1;
const election = 10;
const sourceDiscovery = 12;
const pimNumber = 103;
const igmpName = 'igmp';
/** Bytes of a Register in front of the packet that it carries; the checksum covers them alone. */
const registerSize = 8;
const ipv4 = 0x0800;
const ipv6 = 0x86dd;

/** Protocol Independent Multicast: what routers tell each other of groups. */
export const pim = protocol({
	name: 'pim',
	title: 'Protocol Independent Multicast',
	about: 'How routers tell each other who wants to hear which group.',
	reference: 'RFC 7761',
	claims: claims(ipProtocol, pimNumber),
	least: 4,
	parts: p,
	faults,
	walk(c) {
		const b = c.bytes;
		const isOne = b[c.start] === versionOneType;
		if (c.captured <= registerSize || (isOne ? b[c.start + 1] !== register : b[c.start] !== (2 << 4 | register))) return undefined;
		c.payload(registerSize);
		const version = b[c.start + registerSize]! >>> 4;
		return version === 4 ? c.next(etherType, ipv4) : version === 6 ? c.next(etherType, ipv6) : c.opaque();
	},
	expand(r) {
		if (r.peek() === versionOneType && r.facts.isFirstIn(igmpName)) {
			r.column('PIMv1');
			return readVersionOne(r, () => readChecksum(r, r.bytes[r.base + 1] === register ? register : -1));
		}

		r.need(1);
		const first = r.peek();
		const version = first >>> 4;
		const type = first & 15;
		r.column(`PIMv${version}`);
		r.info(() => pimTypes.get(type) ?? `Unknown type ${type}`);
		r.at(p.version, r.base);
		r.at(p.type, r.base);
		r.skip(1);
		if (version !== 2) return;
		readSecond(r, type);
		readChecksum(r, type);
		if (!r.more) return;
		r.open(p.option);
		if (type === hello) {
			const count = readHello(r);
			r.close(r.end);
			r.append(`: ${count}`);
			return;
		}

		readers[type]?.(r);
		r.close(r.end);
	},
});

/** IGMP's type for PIM version 1. */
const versionOneType = 0x14;

function readSecond(r: Reader, type: number): void {
	const at = r.position;
	if (type === election) {
		r.at(p['df_elect.subtype'], at);
		r.at(p['df_elect.rsvd'], at);
		r.skip(1);
		return;
	}

	if (type === sourceDiscovery) r.at(p.pfmnoforwardbit, at);
	r.take(p.res_bytes, 1);
}

function readChecksum(r: Reader, type: number): void {
	const at = r.position;
	const found = r.peek16();
	const {addresses} = r.facts;
	const whole = type === register ? r.base + registerSize : r.limit;
	const isWhole = r.limit <= r.end && !r.quoted && addresses !== undefined;
	const pseudo = isWhole && addresses.source.length === 16 ? sumPseudoHeader(addresses, whole - r.base, pimNumber) : 0;
	const sum = isWhole ? sumWords(r.bytes, r.base, whole, pseudo) : 0;
	const status = !isWhole ? checksumUnverified : foldSum(sum) === 0xffff ? checksumGood : checksumBad;
	if (status === checksumBad && found >= 0)
		r.readOpen(p.cksum, () => r.complain(faults.checksum, at, at + 2, `Bad checksum [should be 0x${expectedChecksum(sum, found).toString(16).padStart(4, '0')}]`));
	else r.read(p.cksum);
	r.derive(p['cksum.status'], status, at, at + 2);
}

const rp = [p.rp, p.rp_ip6] as const;
const source = [p.source, p.source_ip6] as const;
const originator = [p.originator, p.originator_ip6] as const;

/** What each type but Hello says behind the checksum, by type. */
const readers: ReadonlyArray<((r: Reader) => void) | undefined> = [
	undefined,
	readRegister,
	readRegisterStop,
	readJoinPrune,
	readBootstrap,
	readAssert,
	readJoinPrune,
	readJoinPrune,
	readCandidate,
	readStateRefresh,
	readElection,
	undefined,
	readSourceDiscovery,
];

/** RFC 7761, section 4.9.2. */
function readHello(r: Reader): number {
	let count = 0;
	for (; r.more; count++) {
		r.need(4);
		const type = r.peek16();
		const size = r.peek16(2);
		const end = r.position + 4 + size;
		if (end > r.limit) r.complain(faults.option, r.position + 2, r.position + 4);
		r.need(4 + size);
		const said = r.group(undefined, () => `Option ${type}: ${helloOptions.get(type) ?? `Unknown: ${type}`}`, () => {
			r.read(p.optiontype);
			r.read(p.optionlength);
			return readOption(r, type, size);
		});
		r.append(said);
		r.position = Math.min(end, r.end);
	}

	return count;
}

/** Returns what the option says, in a line. The next option stands where this one's length says, whatever it said. */
function readOption(r: Reader, type: number, size: number): string {
	switch (type) {
		case 1:
			return `: ${r.read(p.holdtime)}`;
		case 2: {
			const suppresses = r.at(p.t, r.position);
			const delay = r.read(p.propagation_delay);
			return `: T = ${suppresses}, Propagation Delay = ${delay}ms, Override Interval = ${r.read(p.override_interval)}ms`;
		}

		case 19:
			return `: ${r.read(p.dr_priority)}`;
		case 20:
			return `: ${r.read(p.generation_id)}`;
		case 21: {
			const version = r.read(p.state_refresh_version);
			const interval = r.read(p.state_refresh_interval);
			r.at(p.state_refresh_reserved, r.position);
			return `: Version = ${version}, Interval = ${interval}s`;
		}

		case 24:
		case 65_001: {
			const end = Math.min(r.position + size, r.end);
			r.group(undefined, `${type === 24 ? '' : 'old '}Address List (${type})`, () => {
				while (r.position + 6 <= end) readUnicast(r, [p.address_list, p.address_list_ip6]);
			});
			return '';
		}

		default:
			if (size > 0) r.take(p.optionvalue, size);
			return '';
	}
}

function readRegister(r: Reader): void {
	r.read(p.register_flag);
	const version = r.at(p.ip_version, r.position);
	if (version === 0) r.mark(p.dummy_header, r.captured);
}

function readRegisterStop(r: Reader): void {
	readGroup(r, 'Group');
	readUnicast(r, source);
}

/** RFC 7761, section 4.9.5. */
function readJoinPrune(r: Reader): void {
	readUnicast(r, [p.upstream_neighbor, p.upstream_neighbor_ip6]);
	r.take(p.res_bytes, 1);
	const groups = r.read(p.numgroups8);
	r.read(p.holdtime);
	for (let i = 0; i < groups; i++) {
		r.open(p.group_set, r.position, '');
		r.label(`Group ${i}`);
		readGroup(r, `Group ${i}`);
		const joins = r.peek16();
		const prunes = r.peek16(2);
		r.need(4);
		const at = r.position;
		r.open(p.numjoins, at, joins);
		r.position = at + 4;
		for (let n = 0; n < joins; n++) readSource(r, [p.join_ip, p.join_ip6]);
		r.close();
		r.open(p.numprunes, at + 2, prunes);
		for (let n = 0; n < prunes; n++) readSource(r, [p.prune_ip, p.prune_ip6]);
		r.close();
		r.close();
	}
}

/** RFC 5059, section 4.1. */
function readBootstrap(r: Reader): void {
	r.read(p.fragment_tag);
	r.read(p.hash_mask_len);
	r.read(p.bsr_priority);
	readUnicast(r, [p.bsr, p.bsr_ip6]);
	for (let i = 0; r.more; i++) {
		let count = 0;
		readGroup(r, `Group ${i}`, () => {
			r.read(p.rp_count);
			count = r.read(p.frp_count);
			r.skip(2);
		});
		for (let n = 0; n < count; n++) {
			readUnicast(r, rp, `RP ${n}`);
			r.read(p.holdtime);
			r.read(p.priority);
			r.take(p.res_bytes, 1);
		}
	}
}

function readMetric(r: Reader): void {
	r.at(p.rpt, r.position);
	r.read(p.metric_pref);
	r.read(p.metric);
}

function readAssert(r: Reader): void {
	readGroup(r, 'Group');
	readUnicast(r, source);
	readMetric(r);
}

/** RFC 5059, section 4.2. */
function readCandidate(r: Reader): void {
	const count = r.read(p.prefix_count);
	r.read(p.priority);
	r.read(p.holdtime);
	readUnicast(r, rp);
	for (let i = 0; i < count; i++) readGroup(r, `Group ${i}`);
}

/** RFC 3973, section 4.7.10. */
function readStateRefresh(r: Reader): void {
	readGroup(r, 'Group');
	readUnicast(r, source);
	readUnicast(r, originator);
	readMetric(r);
	r.read(p.mask_len);
	r.read(p.ttl);
	r.at(p.prune_indicator, r.position);
	r.at(p.prune_now, r.position);
	r.at(p.assert_override, r.position);
	r.skip(1);
	r.read(p.interval);
}

/** RFC 5015, section 3.7. */
function readElection(r: Reader): void {
	readUnicast(r, rp);
	const at = r.position;
	r.open(p.metric_pref, at, r.takeNumber(4));
	r.label(() => `DF Metric Preference: ${r.bytes[at]! * 2 ** 24 + ((r.bytes[at + 1]! << 16) | (r.bytes[at + 2]! << 8) | r.bytes[at + 3]!)}`);
	r.close();
	r.read(p.metric);
}

/** RFC 8364, section 3.1. */
function readSourceDiscovery(r: Reader): void {
	if (r.captured < 10) return;
	readUnicast(r, originator);
	while (r.more) {
		r.need(4);
		const type = r.peek16() & 0x7fff;
		const size = r.peek16(2);
		r.group(undefined, `Option ${type}: ${type === 1 ? 'Group Source Holdtime TLV' : 'Unknown'}`, () => {
			r.at(p.transitivetype, r.position);
			r.put(p.optiontype, r.position, r.position + 2, type);
			r.skip(2);
			r.read(p.optionlength);
		});
		if (type !== 1) {
			r.take(p.optionvalue, size);
			continue;
		}

		readGroup(r, 'Group');
		const sources = r.read(p.srccount);
		r.read(p.srcholdtime);
		for (let i = 0; i < sources; i++) readUnicast(r, source);
	}
}
