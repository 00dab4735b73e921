import {ipv4Text} from '../print.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {p, pimCodes} from './pim-fields.ts';

/** What each code of version 1 is for. */
const query = 0;
const register = 1;
const registerStop = 2;
const joinPrune = 3;
const reachable = 4;
const assert = 5;
const graft = 6;
const graftAck = 7;

/** Protocol Independent Multicast as it was at first, inside IGMP (draft-ietf-idmr-pim-spec-02, section 4). */
export function readVersionOne(r: Reader, readChecksum: () => void): void {
	const {base} = r;
	r.need(2);
	const code = r.peek(1);
	r.info(() => pimCodes.get(code) ?? `Unknown (${code})`);
	r.put(p.igmp_type, base, base, 'PIM (0x14)');
	r.skip(1);
	r.read(p.code);
	readChecksum();
	const version = r.at(p.version, r.position);
	if (version !== 1) return;
	r.skip(1);
	r.take(p.res_bytes, 3);
	if (!r.more) return;
	// Where the reserved bytes stand is told behind what they are in the midst of.
	const reserved: Array<readonly [start: number, end: number]> = [];
	const skip = (size: number): void => {
		r.skip(size);
		reserved.push([r.position - size, r.position]);
	};

	r.open(p.option);
	readMessage(r, code, skip);
	r.close(r.end);
	for (const [start, end] of reserved) r.put(p.res_bytes, start, end, r.bytes.subarray(start, end));
}

function readMessage(r: Reader, code: number, skip: (size: number) => void): void {
	switch (code) {
		case query:
			r.at(p.mode, r.position);
			r.skip(2);
			r.read(p.holdtime);
			break;
		case register:
			if (r.more) r.at(p.ip_version, r.position);
			break;
		case registerStop:
			r.read(p.group);
			r.read(p.source);
			break;
		case joinPrune:
		case graft:
		case graftAck:
			readJoinPrune(r, skip);
			break;
		case reachable:
			r.read(p.group_address);
			r.read(p.group_mask);
			r.read(p.rp);
			skip(2);
			r.read(p.holdtime);
			break;
		case assert:
			r.read(p.group_address);
			r.read(p.group_mask);
			r.at(p.rpt, r.position);
			r.read(p.metric_pref);
			r.read(p.metric);
			break;
		default:
	}
}

function readJoinPrune(r: Reader, skip: (size: number) => void): void {
	r.read(p.upstream_neighbor);
	skip(2);
	r.read(p.holdtime);
	skip(1);
	r.read(p.mask_len);
	r.read(p.addr_len);
	const groups = r.read(p.numgroups8);
	for (let i = 0; i < groups; i++) {
		const start = r.position;
		r.need(12);
		r.open(p.group, start, r.bytes.subarray(start, start + 4));
		r.label(() => `Group ${i}: ${ipv4Text(r.bytes, start)}`);
		r.skip(4);
		r.read(p.group_mask);
		const at = r.position;
		const joins = r.takeNumber(2);
		const prunes = r.takeNumber(2);
		r.open(p.numjoins, at, joins);
		readSources(r, joins, p.join_ip);
		r.close();
		r.open(p.numprunes, at + 2, prunes);
		readSources(r, prunes, p.prune_ip);
		r.close();
		r.close();
	}
}

const flags = once(() => [p['src_flags.a'], p['src_flags.s'], p['src_flags.w'], p['src_flags.r'], p['src_flags.rsv']] as const);

function readSources(r: Reader, count: number, field: typeof p.join_ip): void {
	for (let i = 0; i < count; i++) {
		for (const flag of flags()) r.at(flag, r.position);
		r.skip(1);
		r.read(p.mask_len);
		r.read(field);
	}
}
