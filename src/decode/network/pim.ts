import {bit, bytes, header, none, parts, u16, u32, u8, word} from '../field.ts';
import {claims, fault, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {etherType, ipProtocol} from '../space.ts';
import {checksumBad, checksumGood, checksumStatusNames, checksumUnverified, expectedChecksum, foldSum, sumPseudoHeader, sumWords} from './checksum.ts';

const yes = {meaning: ['Yes', 'No']} as const;

const types: ReadonlyMap<number, string> = new Map(
	[
		'Hello',
		'Register',
		'Register-stop',
		'Join/Prune',
		'Bootstrap',
		'Assert',
		'Graft',
		'Graft-Ack',
		'Candidate-RP-Advertisement',
		'State-Refresh',
		'DF election',
		'ECMP redirect',
		'PFM source discovery',
	].entries(),
);

// RFC 7761, section 4.9
const h = header('pim', {
	...word(1, {
		version: bit(4, 'Version'),
		type: bit(4, 'Type', {values: types}),
	}),
});

const p = parts('pim', {
	res_bytes: bytes('Reserved byte(s)'),
	cksum: u16('Checksum', {base: 'hex'}),
	'cksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	option: none('PIM Options'),
	register_flag: u32('Flags', {
		base: 'hex',
		bits: {
			border: bit(1, 'Border', yes),
			null_register: bit(1, 'Null-Register', {...yes, about: 'There is no packet, only its header: the router asks whether it should go on.'}),
			_rest: bit(30, ''),
		},
	}),
	...word(1, {
		ip_version: bit(4, 'IP Version', {values: new Map([[4, 'IPv4'], [6, 'IPv6']])}),
		_more: bit(4, ''),
	}),
});

const faults = {checksum: fault('pim.bad_checksum', 'Bad checksum', 'error', 'Checksum')};

const register = 1;
const joinPrune = 3;
const graft = 6;
const graftAck = 7;
const election = 10;
const pimNumber = 103;
/** Bytes of a Register in front of the packet that it carries; the checksum covers them alone. */
const registerSize = 8;

/** Protocol Independent Multicast: what routers tell each other of groups. Only Register, which carries packets, is read to the end. */
export const pim = protocol({
	name: 'pim',
	title: 'Protocol Independent Multicast',
	about: 'How routers tell each other who wants to hear which group.',
	reference: 'RFC 7761',
	claims: claims(ipProtocol, pimNumber),
	header: h,
	parts: p,
	faults,
	walk(c) {
		if (h.version.read(c) !== 2 || h.type.read(c) !== register || c.captured <= registerSize) return undefined;
		c.payload(registerSize);
		const version = c.bytes[c.start + registerSize]! >>> 4;
		return version === 4 ? c.next(etherType, 0x0800) : version === 6 ? c.next(etherType, 0x86dd) : undefined;
	},
	expand(r) {
		const version = r.get(h.version);
		const type = r.get(h.type);
		r.column(`PIMv${version}`);
		r.info(() => types.get(type) ?? `Unknown type ${type}`);
		r.at(h.version, r.base);
		r.at(h.type, r.base);
		r.skip(1);
		if (version !== 2) return;
		if (type === election) r.skip(1);
		else r.take(p.res_bytes, 1);
		readChecksum(r, type);
		if (!r.more) return;
		if (type !== register) {
			const end = r.end;
			r.group(p.option, undefined, () => {
				// The neighbour is an address with its family and its encoding in front: section 4.9.1.
				const neighbor = r.peek() === 1 ? 6 : 18;
				if ((type === joinPrune || type === graft || type === graftAck) && r.captured > neighbor) {
					r.skip(neighbor);
					r.take(p.res_bytes, 1);
				}

				r.skip(end - r.position);
			});
			return;
		}

		r.group(p.option, undefined, () => {
			r.read(p.register_flag);
			if (r.more) r.at(p.ip_version, r.position);
		});
	},
});

function readChecksum(r: Reader, type: number): void {
	const at = r.position;
	const found = r.peek16();
	const {addresses} = r.facts;
	const whole = type === register ? r.base + registerSize : r.limit;
	const isWhole = whole <= r.end && !r.quoted && addresses !== undefined;
	const pseudo = isWhole && addresses.source.length === 16 ? sumPseudoHeader(addresses, whole - r.base, pimNumber) : 0;
	const sum = isWhole ? sumWords(r.bytes, r.base, whole, pseudo) : 0;
	const status = !isWhole ? checksumUnverified : foldSum(sum) === 0xffff ? checksumGood : checksumBad;
	if (status === checksumBad && found >= 0)
		r.readOpen(p.cksum, () => r.complain(faults.checksum, at, at + 2, `Bad checksum [should be 0x${expectedChecksum(sum, found).toString(16).padStart(4, '0')}]`));
	else r.read(p.cksum);
	r.derive(p['cksum.status'], status, at, at + 2);
}
