import {alias, bit, bytes, type Field, ipv4Address, parts, text, u16, u32, u8, word} from '../field.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';

const classes: ReadonlyMap<number, string> = new Map([[0, 'Control'], [1, 'Reserved for future use'], [2, 'Debugging and measurement'], [3, 'Reserved for future use']]);

/** IANA, IP Option Numbers. */
const numbers: ReadonlyMap<number, string> = new Map([
	[0, 'End of Option List (EOL)'],
	[1, 'No-Operation (NOP)'],
	[2, 'Security'],
	[3, 'Loose source route'],
	[4, 'Time stamp'],
	[5, 'Extended security'],
	[6, 'Commercial IP security option'],
	[7, 'Record route'],
	[8, 'Stream identifier'],
	[9, 'Strict source route'],
	[10, 'Experimental Measurement'],
	[11, 'MTU probe'],
	[12, 'MTU Reply'],
	[13, 'Experimental Flow Control'],
	[14, 'Experimental Access Control'],
	[16, 'IMI Traffic Descriptor'],
	[17, 'Extended Internet Protocol'],
	[18, 'Traceroute'],
	[19, 'Address Extension'],
	[20, 'Router Alert'],
	[21, 'Selective Directed Broadcast'],
	[23, 'Dynamic Packet State'],
	[24, 'Upstream Multicast Packet'],
	[25, 'Quick-Start'],
	[30, 'RFC 3692-style experiment'],
]);

/** RFC 1108, section 2.3. */
const levels: ReadonlyMap<number, string> = new Map([[0x01, 'Reserved 4'], [0x3d, 'Top secret'], [0x5a, 'Secret'], [0x96, 'Confidential'], [0x66, 'Reserved 3'], [0xcc,
	'Reserved 2'], [0xab, 'Unclassified'], [0xf1, 'Reserved 1']]);

/** RFC 4782, section 3.1: twice as much at each step. */
const rates = (rate: number): string => (rate === 0 ? '0 bit/s' : `${40 * 2 ** rate} kbit/s`);

const whole = (title: string) => bytes(title, {type: 'FT_PROTOCOL'});
const guarded = {meaning: ['Protected by its rules', 'Not protected by its rules']} as const;

/** Fields of IPv4 options: RFC 791, section 3.1, and the RFC of each. */
export const optionParts = parts('ip', () => ({
	'options.eol': whole('IP Option - End of Options List (EOL)'),
	'options.nop': whole('IP Option - No-Operation (NOP)'),
	'options.security': whole('IP Option - Security'),
	'options.route': whole('IP Option - Loose Source Route'),
	'options.timestamp': whole('IP Option - Time Stamp'),
	'options.ext_security': whole('IP Option - Extended Security'),
	'options.cipso': whole('IP Option - Commercial Security'),
	'options.record_route': whole('IP Option - Record Route'),
	'options.sid': whole('IP Option - Stream ID'),
	'options.source_route': whole('IP Option - Strict Source Route'),
	'options.mtu_probe': whole('IP Option - MTU Probe'),
	'options.mtu_reply': whole('IP Option - MTU Reply'),
	'options.traceroute': whole('IP Option - Traceroute'),
	'options.routeralert': whole('IP Option - Router Alert'),
	'options.sdb': whole('IP Option - Selective Directed Broadcast'),
	'options.qs': whole('IP Option - Quick-Start'),
	'opt.type': u8('Type', {
		bits: {
			copy: bit(1, 'Copy on fragmentation', {meaning: ['Yes', 'No'], about: 'Whether every fragment carries the option.'}),
			class: bit(2, 'Class', {values: classes}),
			number: bit(5, 'Number', {values: numbers}),
		},
	}),
	'opt.len': u8('Length', {about: 'Bytes of the option, with its type and length.'}),
	'opt.ptr': u8('Pointer', {about: 'Where in the option the next address belongs.'}),
	'opt.sid': u16('Stream Identifier'),
	'opt.mtu': u16('MTU'),
	'opt.id_number': u16('ID Number'),
	'opt.ohc': u16('Outbound Hop Count'),
	'opt.rhc': u16('Return Hop Count'),
	'opt.originator': ipv4Address('Originator IP Address'),
	'opt.ra': u16('Router Alert', {values: value => (value === 0 ? 'Router shall examine packet' : 'Reserved'), reference: 'RFC 2113'}),
	'opt.addr': ipv4Address('IP Address'),
	...word(1, {
		'opt.qs_func': bit(4, 'Function', {type: 'FT_UINT8', values: new Map([[0, 'Rate request'], [8, 'Rate report']])}),
		'opt.qs_rate': bit(4, 'Rate', {values: rates}),
	}),
	'opt.qs_ttl': u8('QS TTL'),
	'opt.qs_ttl_diff': u8('TTL Diff'),
	'opt.qs_unused': u8('Not Used'),
	...word(4, {
		'opt.qs_nonce': bit(30, 'QS Nonce', {base: 'hex'}),
		'opt.qs_reserved': bit(2, 'Reserved', {base: 'hex', type: 'FT_UINT32'}),
	}),
	'opt.sec_rfc791_sec': u16('Security', {
		base: 'hex',
		values: new Map([[0, 'Unclassified'], [0xf135, 'Confidential'], [0x789a, 'EFTO'], [0xbc4d, 'MMMM'], [0x5e26, 'PROG'], [0xaf13, 'Restricted'], [0xd788, 'Secret'], [0x6bc5,
			'Top secret']]),
	}),
	'opt.sec_rfc791_comp': u16('Compartments'),
	'opt.sec_rfc791_hr': text('Handling Restrictions'),
	'opt.sec_rfc791_tcc': text('Transmission Control Code'),
	'opt.sec_cl': u8('Classification Level', {base: 'hex', values: levels}),
	...word(1, {
		'opt.sec_prot_auth_genser': bit(1, 'GENSER', guarded),
		'opt.sec_prot_auth_siop_esi': bit(1, 'SIOP-ESI', guarded),
		'opt.sec_prot_auth_sci': bit(1, 'SCI', guarded),
		'opt.sec_prot_auth_nsa': bit(1, 'NSA', guarded),
		'opt.sec_prot_auth_doe': bit(1, 'DOE', guarded),
		'opt.sec_prot_auth_unassigned': bit(2, 'Unassigned', {base: 'hex'}),
		'opt.sec_prot_auth_fti': bit(1, 'Field Termination Indicator', {meaning: ['Additional octet present', 'Final octet']}),
	}),
	'opt.sec_prot_auth_flags': u8('Protection Authority Flags', {base: 'hex'}),
	'opt.ext_sec_add_sec_info_format_code': u8('Additional Security Info Format Code', {base: 'hex'}),
	'opt.ext_sec_add_sec_info': bytes('Additional Security Info'),
	rec_rt: ipv4Address('Recorded Route', {about: 'A router that the packet came by.'}),
	src_rt: ipv4Address('Source Route', {about: 'A router that the packet has to come by.'}),
	empty_rt: ipv4Address('Empty Route', {about: 'Room for a router to write down its address.'}),
	'cipso.tag_type': u8('Tag Type'),
	'cipso.doi': u32('DOI'),
	'cipso.tag_data': bytes('Tag data'),
	...word(1, {
		'opt.overflow': bit(4, 'Overflow', {about: 'Hosts that found no room for their time.'}),
		'opt.flag': bit(4, 'Flag', {base: 'hex', values: new Map([[0, 'Time stamps only'], [1, 'Time stamp and address'], [3, 'Time stamps for prespecified addresses']])}),
	}),
	'opt.time_stamp': u32('Time stamp', {about: 'Milliseconds since midnight UTC.'}),
	'opt.time_stamp_addr': ipv4Address('Address'),
}));

const p = optionParts;

/** Names of the addresses in routes as hosts. */
export const optionAliases = {
	recordedHost: alias('ip.rec_rt_host', 'Recorded Route Host', [p.rec_rt], 'text'),
	sourceRouteHost: alias('ip.src_rt_host', 'Source Route Host', [p.src_rt], 'text'),
	emptyHost: alias('ip.empty_rt_host', 'Empty Route Host', [p.empty_rt], 'text'),
};

export const optionFaults = {
	optionLength: fault('ip.opt.len.invalid', 'Invalid length for option', 'warning'),
	pointerBefore: fault('ip.opt.ptr.before_address', 'Pointer points before first address', 'warning'),
	pointerMiddle: fault('ip.opt.ptr.middle_address', 'Pointer points to middle of address', 'warning'),
	suboption: fault('ip.subopt_too_long', 'Suboption would go past end of option', 'warning'),
	nops: fault('ip.nop', 'Four NOPs in a row: a router may have removed some options', 'warning'),
};

type Route = {
	/** Place of the address that the packet is really for; -1 where the header says it. */
	readonly destination: number;
	readonly field: Field<'ipv4'>;
};

type Kind = {
	readonly name: string;
	readonly field: Field<'bytes'>;
	/** Bytes it must have, or must have at least. */
	readonly size?: number;
	readonly least?: number;
	readonly read: (r: Reader, size: number, route: Route) => void;
};

const u16Of = (field: Field<'uint'>) => (r: Reader): void => void r.read(field);

/** Places and addresses count from the option's type, at `r.position - 2`. */
function readRoute(r: Reader, size: number, sourceRoute: boolean, route: Route): void {
	const start = r.position - 2;
	const pointer = r.peek();
	const wrong = pointer < 4 ? optionFaults.pointerBefore : pointer % 4 !== 0 ? optionFaults.pointerMiddle : undefined;
	if (wrong === undefined) r.read(p['opt.ptr']);
	else r.readOpen(p['opt.ptr'], () => r.complain(wrong, start + 2, start + 3));
	if (wrong !== undefined) return;
	for (let at = 4; at + 3 <= size; at += 4) {
		if (at < pointer) {
			r.take(p.rec_rt, 4);
			continue;
		}

		r.take(sourceRoute ? (start + at - 1 === route.destination ? route.field : p.src_rt) : p.empty_rt, 4);
		if (at === pointer) r.append(' <- (next)');
	}
}

function readTimestamps(r: Reader, size: number): void {
	const end = r.position - 2 + size;
	const pointer = r.peek();
	if (pointer < 5) r.readOpen(p['opt.ptr'], () => r.complain(optionFaults.pointerBefore, r.position - 1, r.position));
	else r.read(p['opt.ptr']);
	const at = r.position;
	r.at(p['opt.overflow'], at);
	const flag = r.at(p['opt.flag'], at) & 15;
	r.skip(1);
	const step = flag === 0 ? 4 : 8;
	while (r.position < end) {
		if (r.position + step > end) {
			r.group(undefined, 'Suboption would go past end of option', () => r.complain(optionFaults.suboption, r.position, end));
			return;
		}

		if (step === 8) r.take(p['opt.time_stamp_addr'], 4);
		r.read(p['opt.time_stamp']);
	}
}

function readSecurity(r: Reader, size: number): void {
	if (size === 11) {
		// RFC 791; RFC 1108 made another option of it, told apart by its length.
		r.read(p['opt.sec_rfc791_sec']);
		r.read(p['opt.sec_rfc791_comp']);
		r.text(p['opt.sec_rfc791_hr'], 2, 'latin1');
		r.text(p['opt.sec_rfc791_tcc'], 3, 'latin1');
		return;
	}

	r.read(p['opt.sec_cl']);
	const flags = ['genser', 'siop_esi', 'sci', 'nsa', 'doe', 'unassigned', 'fti'] as const;
	while (r.more) {
		const at = r.position;
		r.readOpen(p['opt.sec_prot_auth_flags'], () => {
			for (const flag of flags) r.at(p[`opt.sec_prot_auth_${flag}`], at);
		});
	}
}

function readQuickStart(r: Reader): void {
	const at = r.position;
	const isReport = r.at(p['opt.qs_func'], at) === 8;
	r.at(p['opt.qs_rate'], at);
	r.skip(1);
	r.read(isReport ? p['opt.qs_unused'] : p['opt.qs_ttl']);
	if (!isReport && r.base + 8 < r.end) r.derive(p['opt.qs_ttl_diff'], (r.bytes[r.base + 8]! - r.bytes[at + 1]!) & 0xff);
	r.at(p['opt.qs_nonce'], r.position);
	r.at(p['opt.qs_reserved'], r.position);
	r.skip(4);
}

const endOfOptions = 0;
const noOperation = 1;
const looseRoute = 131;
const strictRoute = 137;

const kinds: ReadonlyMap<number, Kind> = new Map<number, Kind>([
	[130, {name: 'Security', field: p['options.security'], least: 3, read: readSecurity}],
	[looseRoute, {name: 'Loose Source Route', field: p['options.route'], read: (r, size, route) => readRoute(r, size, true, route)}],
	[68, {name: 'Time Stamp', field: p['options.timestamp'], read: readTimestamps}],
	[133, {
		name: 'Extended Security',
		field: p['options.ext_security'],
		least: 3,
		read(r) {
			r.read(p['opt.ext_sec_add_sec_info_format_code']);
			if (r.more) r.rest(p['opt.ext_sec_add_sec_info']);
		},
	}],
	[134, {
		name: 'Commercial Security',
		field: p['options.cipso'],
		least: 6,
		read(r) {
			r.read(p['cipso.doi']);
			if (!r.more) return;
			r.read(p['cipso.tag_type']);
			if (r.more) r.rest(p['cipso.tag_data']);
		},
	}],
	[7, {name: 'Record Route', field: p['options.record_route'], read: (r, size, route) => readRoute(r, size, false, route)}],
	[136, {name: 'Stream ID', field: p['options.sid'], size: 4, read: u16Of(p['opt.sid'])}],
	[strictRoute, {name: 'Strict Source Route', field: p['options.source_route'], read: (r, size, route) => readRoute(r, size, true, route)}],
	[11, {name: 'MTU Probe', field: p['options.mtu_probe'], size: 4, read: u16Of(p['opt.mtu'])}],
	[12, {name: 'MTU Reply', field: p['options.mtu_reply'], size: 4, read: u16Of(p['opt.mtu'])}],
	[82, {
		name: 'Traceroute',
		field: p['options.traceroute'],
		size: 12,
		read(r) {
			for (const field of [p['opt.id_number'], p['opt.ohc'], p['opt.rhc']]) r.read(field);
			r.take(p['opt.originator'], 4);
		},
	}],
	[148, {name: 'Router Alert', field: p['options.routeralert'], size: 4, read: u16Of(p['opt.ra'])}],
	[149, {
		name: 'Selective Directed Broadcast',
		field: p['options.sdb'],
		read(r) {
			while (r.left >= 4) r.take(p['opt.addr'], 4);
		},
	}],
	[25, {name: 'Quick-Start', field: p['options.qs'], size: 8, read: readQuickStart}],
]);

/** Place of the last address of a source route that the packet has not come to the end of; -1 without one. `[start, end)` are the options. */
export function pendingDestination(b: Uint8Array, start: number, end: number): number {
	for (let at = start; at < end;) {
		const type = b[at]!;
		if (type === endOfOptions) return -1;
		const size = type === noOperation ? 1 : (b[at + 1] ?? 0);
		if (size < 1 || (type !== noOperation && size < 2) || at + size > end) return -1;
		if ((type === looseRoute || type === strictRoute) && size >= 7) {
			const pointer = b[at + 2]!;
			return pointer >= 4 && pointer % 4 === 0 && pointer <= size ? at + 3 + 4 * (Math.floor((size - 3) / 4) - 1) : -1;
		}

		at += size;
	}

	return -1;
}

/** Reads the options, all that is left. `route` and `field`: where the real destination is, and what it is called. */
export function expandOptions(r: Reader, route: number, field: Field<'ipv4'>): void {
	const size = r.left;
	r.group(undefined, () => `Options: (${size} bytes)${optionNames(r.bytes, r.position, r.end)}`, () => {
		let nops = 0;
		while (r.more) {
			const at = r.position;
			const type = r.bytes[at]!;
			if (type <= noOperation) {
				nops = type === noOperation ? nops + 1 : 0;
				const last = nops % 4 === 0 && nops > 0;
				if (last) r.complain(optionFaults.nops, at - 3, at + 1);
				single(r, type === noOperation ? p['options.nop'] : p['options.eol']);
				if (type === endOfOptions) return;
				continue;
			}

			nops = 0;
			if (!expandOption(r, type, {destination: route, field})) return;
		}
	});
	r.position = r.end;
}

function single(r: Reader, field: Field<'bytes'>): void {
	r.open(field, r.position, r.bytes.subarray(r.position, r.position + 1));
	r.label(field.title);
	r.read(p['opt.type']);
	r.close();
}

/** False where what follows cannot be found. */
function expandOption(r: Reader, type: number, route: Route): boolean {
	const at = r.position;
	const kind = kinds.get(type);
	const name = kind?.name ?? `Unknown (0x${type.toString(16).padStart(2, '0')})`;
	const refuse = (why: string): false => {
		const label = `${name} (${why})`;
		r.group(undefined, label, () => r.complain(optionFaults.optionLength, at, r.end, label));
		return false;
	};

	if (r.left < 2) return refuse('length byte past end of options');
	const size = r.peek(1);
	if (size < 2) return refuse(`with too-short option length = ${size} bytes`);
	if (size > r.left) return refuse(`option length = ${size} bytes says option goes past end of options`);
	if (kind === undefined) {
		r.group(undefined, `${name} (${size} bytes)`, () => r.skip(size));
		return true;
	}

	const should = kind.size !== undefined && size !== kind.size ? kind.size : kind.least !== undefined && size < kind.least ? kind.least : 0;
	r.within(size, () => {
		r.open(kind.field, at, r.bytes.subarray(at, at + size));
		r.label(`IP Option - ${name} (${size} bytes)`);
		r.read(p['opt.type']);
		if (should === 0) r.read(p['opt.len']);
		else r.readOpen(
				p['opt.len'],
				() =>
					r.complain(
						optionFaults.optionLength,
						at + 1,
						at + 2,
						`${name} (with option length = ${size} bytes; should be ${kind.size === undefined ? '>= ' : ''}${should})`,
					),
			);
		kind.read(r, size, route);
		r.close(at + size);
	});
	return true;
}

/** `, Router Alert` for each option that is one and has room for what it says. */
function optionNames(b: Uint8Array, start: number, end: number): string {
	let names = '';
	for (let at = start; at < end && b[at] !== endOfOptions;) {
		const type = b[at]!;
		const size = type === noOperation ? 1 : (b[at + 1] ?? 0);
		if (size < 1 || (type !== noOperation && size < 2) || at + size > end) break;
		const kind = kinds.get(type);
		if (kind !== undefined && size >= (kind.size ?? kind.least ?? 3)) names += `, ${kind.name}`;
		at += size;
	}

	return names;
}
