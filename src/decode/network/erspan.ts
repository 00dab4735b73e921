import {bit, header, parts, u16, u32, word} from '../field.ts';
import {ethernet} from '../link/ethernet.ts';
import {claims, protocol} from '../protocol.ts';
import {greProtocol} from '../space.ts';

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

const p = parts('erspan', {
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
});

const typeTwo = 1;
const typeThree = 2;
const sizeTwo = 8;
const sizeThree = 12;
const sizeSubheader = 8;

export const erspan = protocol({
	name: 'erspan',
	title: 'Encapsulated Remote Switch Packet ANalysis',
	about: 'Carries copies of frames from a switch to whoever watches.',
	reference: 'draft-foschiano-erspan',
	claims: claims(greProtocol, 0x88be, 0x22eb),
	header: h,
	parts: p,
	walk(c) {
		const version = h.version.read(c);
		if (version !== typeTwo && version !== typeThree) return;
		const hasMore = version === typeThree && c.captured >= sizeThree && (c.bytes[c.start + 11]! & 1) !== 0;
		c.payload(version === typeTwo ? sizeTwo : hasMore ? sizeThree + sizeSubheader : sizeThree);
		return ethernet;
	},
	expand(r) {
		r.info('ERSPAN');
		const version = r.get(h.version);
		r.append(version === typeTwo ? ' Type II' : version === typeThree ? ' Type III' : ' (unknown)');
		r.header();
		if (version !== typeTwo && version !== typeThree) return;
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
	},
});
