import {bit, type Field, ipv6Address, parts, u16, u8} from '../field.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';

const yes = {meaning: ['True', 'False']} as const;

/** RFC 6550, section 6.7. */
const optionTypes: ReadonlyMap<number, string> = new Map([
	[0, '1-byte padding'],
	[1, 'n-byte padding'],
	[2, 'DAG Metric container'],
	[3, 'Routing Information'],
	[4, 'DODAG configuration'],
	[5, 'RPL Target'],
	[6, 'Transit Information'],
	[7, 'Solicited Information'],
	[8, 'Prefix Information'],
	[9, 'RPL Target Descriptor'],
	[10, 'P2P Route Discovery'],
]);

/** Fields of routing in networks of small devices: RFC 6550, section 6. */
export const rplParts = parts('icmpv6', () => ({
	'rpl.dis.flags': u8('Flags'),
	'rpl.dio.instance': u8('RPLInstanceID'),
	'rpl.dio.version': u8('Version'),
	'rpl.dio.rank': u16('Rank'),
	'rpl.dio.flag': u8('Flags', {
		base: 'hex',
		bits: {
			g: bit(1, 'Grounded (G)', yes),
			zero: bit(1, 'Zero', {...yes, name: 'icmpv6.rpl.dio.flag.0'}),
			mop: bit(3, 'Mode of Operation (MOP)', {
				base: 'hex',
				values: new Map(
					['No Downward routes maintained by RPL', 'Non-Storing Mode of Operation', 'Storing Mode of Operation with no multicast support',
						'Storing Mode of Operation with multicast support'].entries(),
				),
			}),
			preference: bit(3, 'DODAG Preference'),
		},
	}),
	'rpl.dio.dtsn': u8('Destination Advertisement Trigger Sequence Number (DTSN)'),
	'rpl.dio.dagid': ipv6Address('DODAGID'),
	'rpl.dao.instance': u8('RPLInstanceID'),
	'rpl.dao.flag': u8('Flags', {base: 'hex', bits: {k: bit(1, 'DAO-ACK Request (K)', yes), d: bit(1, 'DODAGID Present (D)', yes), rsv: bit(6, 'Reserved')}}),
	'rpl.dao.sequence': u8('DAO Sequence'),
	'rpl.dao.dodagid': ipv6Address('DODAGID'),
	'rpl.daoack.instance': u8('RPLInstanceID'),
	'rpl.daoack.flag': u8('Flag', {base: 'hex', bits: {d: bit(1, 'DODAGID Present (D)', yes), rsv: bit(7, 'Reserved')}}),
	'rpl.daoack.sequence': u8('DAO-ACK Sequence'),
	'rpl.daoack.status': u8('Status'),
	'rpl.daoack.dodagid': ipv6Address('DODAGID'),
	'rpl.opt.type': u8('Type', {values: optionTypes}),
	'rpl.opt.length': u8('Length'),
}));

const p = rplParts;
export const rplFaults = {undecodedRpl: fault('icmpv6.undecoded.rpl_option', 'Undecoded RPL Option', 'note', 'Undecoded')};

const padOne = 0;

/** A message of RPL; `code` says which. `option`, `reserved` and `data`: where options, reserved bytes and what nobody reads go. */
export function expandRpl(r: Reader, code: number, option: Field<'none'>, reserved: Field<'bytes'>, data: Field<'bytes'>): void {
	switch (code) {
		case 0: {
			r.read(p['rpl.dis.flags']);
			r.take(reserved, 1);
			break;
		}

		case 1: {
			for (const field of [p['rpl.dio.instance'], p['rpl.dio.version'], p['rpl.dio.rank'], p['rpl.dio.flag'], p['rpl.dio.dtsn']]) r.read(field);
			r.skip(1);
			r.take(reserved, 1);
			r.take(p['rpl.dio.dagid'], 16);
			break;
		}

		case 2: {
			r.read(p['rpl.dao.instance']);
			const flags = r.read(p['rpl.dao.flag']);
			r.take(reserved, 1);
			r.read(p['rpl.dao.sequence']);
			if (flags & 0x40) r.take(p['rpl.dao.dodagid'], 16);
			break;
		}

		case 3: {
			r.read(p['rpl.daoack.instance']);
			const flags = r.read(p['rpl.daoack.flag']);
			r.read(p['rpl.daoack.sequence']);
			r.read(p['rpl.daoack.status']);
			if (flags & 0x80) r.take(p['rpl.daoack.dodagid'], 16);
			break;
		}

		default: {
			r.rest(data);
			return;
		}
	}

	while (r.more) readOption(r, option, data);
}

function readOption(r: Reader, option: Field<'none'>, data: Field<'bytes'>): void {
	const type = r.peek();
	r.group(option, `ICMPv6 RPL Option (${optionTypes.get(type) ?? `Unknown ${type}`})`, () => {
		r.read(p['rpl.opt.type']);
		if (type === padOne) return;
		const size = r.read(p['rpl.opt.length']);
		r.complain(rplFaults.undecodedRpl, r.position, r.position + size, 'What this option holds is not decoded');
		r.take(data, size);
	});
}
