import {bit, type Field, header, parts, u16, u32, word} from '../field.ts';
import {ethernet} from '../link/ethernet.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, greProtocol} from '../space.ts';
import {once} from '../when-asked.ts';

const u16Bits = {type: 'FT_UINT16'} as const;
const u32Bits = {type: 'FT_UINT32'} as const;
const cut = {...u16Bits, values: new Map([[0, 'Not truncated'], [1, 'Truncated']])} as const;

// draft-foschiano-erspan-03, sections 4.2 and 4.3
const h = header('erspan', {
	...word(2, {
		version: bit(4, 'Version', {...u16Bits, values: new Map([[1, 'Type II'], [2, 'Type III']])}),
		vlan: bit(12, 'Vlan'),
	}),
});

const p = parts('erspan', () => ({
	...word(2, {
		cos: bit(3, 'COS', u16Bits),
		encap: bit(2, 'Encap', {
			...u16Bits,
			values: new Map([[0, 'Originally without VLAN tag'], [1, 'Originally ISL encapsulated'], [2, 'Originally 802.1Q encapsulated'], [3, 'VLAN tag preserved in frame']]),
		}),
		truncated: bit(1, 'Truncated', cut),
		spanid: bit(10, 'SpanID', {...u16Bits, about: 'Which of the sessions that mirror traffic this belongs to.'}),
	}),
	...word(2, {
		_cos: bit(3, ''),
		bso: bit(2, 'Bad/Short/Oversized', {...u16Bits, values: new Map([[0, 'Good or unknown integrity'], [1, 'Short frame'], [2, 'Oversized frame'], [3, 'Bad frame']])}),
		_rest: bit(11, ''),
	}),
	...word(4, {
		reserved: bit(12, 'Reserved', u32Bits),
		index: bit(20, 'Index', u32Bits),
	}),
	timestamp: u32('Timestamp'),
	sgt: u16('Security Group Tag'),
	...word(2, {
		p: bit(1, 'Has Ethernet PDU', u16Bits),
		ft: bit(5, 'Frame Type', {...u16Bits, values: new Map([[0, 'Ethernet'], [2, 'IP']])}),
		hw: bit(6, 'Hardware ID', u16Bits),
		direction: bit(1, 'Direction', {meaning: ['Egress', 'Ingress']}),
		gra: bit(2, 'Timestamp granularity', {...u16Bits, values: new Map([[0, '100 microseconds'], [1, '100 nanoseconds'], [2, 'IEEE 1588'], [3, 'Custom granularity']])}),
		o: bit(1, 'Optional Sub headers', u16Bits),
	}),
	...word(4, {platid: bit(6, 'Platform ID', {...u32Bits, about: 'What kind of switch it is, and so what the sub-header holds.'}), _platform: bit(26, '')}),
	...word(4, {_one: bit(6, ''), 'pid1.rsvd1': bit(14, 'Reserved', u32Bits), 'pid1.vsmid': bit(12, 'VSM Domain ID', u32Bits)}),
	'pid1.port_index': u32('Port ID/Index'),
	...word(4, {_three: bit(6, ''), 'pid3.rsvd1': bit(12, 'Reserved', u32Bits), 'pid3.port_index': bit(14, 'Port ID/Index', u32Bits)}),
	'pid3.timestamp': u32('Upper 32-bit Timestamp'),
	...word(4, {_four: bit(6, ''), 'pid4.rsvd1': bit(12, 'Reserved', u32Bits), 'pid4.rsvd2': bit(14, 'Reserved', u32Bits)}),
	'pid4.rsvd3': u32('Reserved'),
	...word(4, {_five: bit(6, ''), 'pid5.switchid': bit(10, 'Switch ID', u32Bits), 'pid5.port_index': bit(16, 'Port ID/Index', u32Bits)}),
	'pid5.timestamp': u32('Timestamp (seconds)'),
	...word(4, {_seven: bit(6, ''), 'pid7.rsvd1': bit(6, 'Reserved', u32Bits), 'pid7.source_index': bit(20, 'Source Index', u32Bits)}),
	'pid7.timestamp': u32('Upper 32-bit Timestamp'),
}));

const typeTwo = 1;
const typeThree = 2;
const sizeTwo = 8;
const sizeThree = 12;
const sizeSubheader = 8;
const ipFrame = 2;

/** What a sub-header holds, by the kind of switch: draft-foschiano-erspan-03, section 4.3.1. Two words. */
const subheaders = once((): ReadonlyMap<number, readonly Field[]> =>
	new Map<number, readonly Field[]>([
		[0, [p['pid7.rsvd1'], p['pid7.source_index'], p['pid7.timestamp']]],
		[1, [p['pid1.rsvd1'], p['pid1.vsmid'], p['pid1.port_index']]],
		[3, [p['pid3.rsvd1'], p['pid3.port_index'], p['pid3.timestamp']]],
		[4, [p['pid4.rsvd1'], p['pid4.rsvd2'], p['pid4.rsvd3']]],
		[5, [p['pid5.switchid'], p['pid5.port_index'], p['pid5.timestamp']]],
		[6, [p['pid5.switchid'], p['pid5.port_index'], p['pid5.timestamp']]],
		[7, [p['pid7.rsvd1'], p['pid7.source_index'], p['pid7.timestamp']]],
	])
);

const faults = {
	version: fault('erspan.version.unknown', 'Unknown version, please report or test to use fake ERSPAN preference', 'warning', 'Undecoded'),
};

const title = 'Encapsulated Remote Switch Packet ANalysis';

/** Type I: the frame alone, without a header. draft-foschiano-erspan-03, section 4.1. */
export const erspanOne = protocol({
	name: 'erspan',
	title: `${title} Type I`,
	short: 'ERSPAN',
	about: 'Carries copies of frames from a switch to whoever watches.',
	reference: 'draft-foschiano-erspan-03, section 4.1',
	walk(c) {
		c.payload(0);
		return ethernet;
	},
	expand(r) {
		r.info('ERSPAN');
	},
});

export const erspan = protocol({
	name: 'erspan',
	title,
	about: 'Carries copies of frames from a switch to whoever watches.',
	reference: 'draft-foschiano-erspan',
	claims: claims(greProtocol, 0x88be, 0x22eb),
	header: h,
	parts: p,
	faults,
	walk(c) {
		const version = h.version.read(c);
		if (version !== typeTwo && version !== typeThree) return;
		const hasMore = version === typeThree && c.captured >= sizeThree && (c.bytes[c.start + 11]! & 1) !== 0;
		c.payload(version === typeTwo ? sizeTwo : hasMore ? sizeThree + sizeSubheader : sizeThree);
		const isIp = version === typeThree && c.captured > sizeThree && ((c.bytes[c.start + 10]! >>> 2) & 0x1f) === ipFrame;
		if (isIp) return c.next(etherType, c.bytes[c.start + (hasMore ? sizeThree + sizeSubheader : sizeThree)]! >>> 4 === 6 ? 0x86dd : 0x0800);
		return ethernet;
	},
	expand(r) {
		r.info('ERSPAN');
		const version = r.get(h.version);
		r.append(version === typeTwo ? ' Type II' : version === typeThree ? ' Type III' : ' (unknown)');
		if (version !== typeTwo && version !== typeThree) {
			r.open(h.version, r.base, version);
			r.complain(faults.version, r.base, r.base + 2);
			r.close(r.base + 2);
			return;
		}

		r.header();
		const words = (keys: ReadonlyArray<Exclude<keyof typeof p, `_${string}`>>, size: number): void => {
			for (const key of keys) r.at(p[key], r.position);
			r.skip(size);
		};

		if (version === typeTwo) {
			words(['cos', 'encap', 'truncated', 'spanid'], 2);
			words(['reserved', 'index'], 4);
			return;
		}

		words(['cos', 'bso', 'truncated', 'spanid'], 2);
		words(['timestamp'], 4);
		words(['sgt'], 2);
		words(['p', 'ft', 'hw', 'direction', 'gra', 'o'], 2);
		if (r.bytes[r.position - 1]! & 1) subheader(r);
	},
});

function subheader(r: Reader): void {
	const platform = r.at(p.platid, r.position);
	for (const field of subheaders().get(platform) ?? []) r.at(field, r.position + (field.width > 0 ? 0 : 4));
	r.skip(sizeSubheader);
}
