import {bit, header, word} from '../field.ts';
import {claims, fault, protocol} from '../protocol.ts';
import {ipProtocol} from '../space.ts';
import {ethernet} from './ethernet.ts';

const version = 3;

// RFC 3378, section 3
const h = header('etherip', {
	...word(2, {
		ver: bit(4, 'Version', {type: 'FT_UINT16', base: 'dec'}),
		reserved: bit(12, 'Reserved', {type: 'FT_UINT16', base: 'hex'}),
	}),
});

const faults = {
	version: fault('etherip.ver.not3', `Version must be ${version}`, 'warning'),
	reserved: fault('etherip.reserved.not0', 'Reserved field must be 0', 'warning'),
};

export const ethernetOverIp = protocol({
	name: 'etherip',
	title: 'EtherIP',
	column: 'ETHERIP',
	short: 'ETHERIP',
	about: 'Carries Ethernet frames in IP packets, so that two networks are one.',
	reference: 'RFC 3378',
	claims: claims(ipProtocol, 97),
	lacking: {under: 2, as: 'named'},
	header: h,
	faults,
	walk(c) {
		c.payload(h.size);
		if (c.captured === h.size) c.push(ethernet, c.end, c.end);
		return ethernet;
	},
	expand(r) {
		r.need(h.size);
		const found = r.get(h.ver);
		r.append(`, Version ${found}`);
		const {base} = r;
		r.open(h.ver, base, found);
		if (found !== version) r.complain(faults.version, base, base + 1);
		r.close(base + h.size);
		const reserved = r.get(h.reserved);
		r.open(h.reserved, base, reserved);
		if (reserved !== 0) r.complain(faults.reserved, base, base + h.size);
		r.close(base + h.size);
	},
});
