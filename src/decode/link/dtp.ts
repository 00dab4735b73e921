import {bit, bytes, mac, parts, text, u16, u8, word} from '../field.ts';
import {claims, protocol, strayCharacters} from '../protocol.ts';
import {snapProtocol} from '../space.ts';

const domainTlv = 1;
const statusTlv = 2;
const typeTlv = 3;
const senderTlv = 4;
const types = new Map([[domainTlv, 'Domain'], [statusTlv, 'Trunk Status'], [typeTlv, 'Trunk Type'], [senderTlv, 'Sender ID']]);
const narrow = {type: 'FT_UINT8', base: 'hex'} as const;

// Cisco: Dynamic Trunking Protocol
const p = parts('dtp', {
	version: u8('Version'),
	tlv_type: u16('Type', {base: 'hex', values: types}),
	tlv_len: u16('Length'),
	domain: text('Domain', {about: 'The VTP domain: ports of different ones make no trunk.'}),
	...word(1, {
		tos: bit(1, 'Trunk Operating Status', {...narrow, values: new Map([[0, 'Access'], [1, 'Trunk']])}),
		_status: bit(4, ''),
		tas: bit(3, 'Trunk Administrative Status', {...narrow, values: new Map([[1, 'On'], [2, 'Off'], [3, 'Desirable'], [4, 'Auto']])}),
	}),
	...word(1, {
		tot: bit(3, 'Trunk Operating Type', {...narrow, values: new Map([[1, 'Native'], [2, 'ISL'], [5, '802.1Q']])}),
		_type: bit(2, ''),
		tat: bit(3, 'Trunk Administrative Type', {...narrow, values: new Map([[0, 'Negotiated'], [1, 'Native'], [2, 'ISL'], [5, '802.1Q']])}),
	}),
	senderid: mac('Sender ID'),
	data: bytes('Data'),
});

const tlvHeader = 4;

export const dtp = protocol({
	name: 'dtp',
	title: 'Dynamic Trunk Protocol',
	about: 'Lets two ports agree whether the link between them carries several virtual networks.',
	reference: 'Cisco Dynamic Trunking Protocol',
	claims: claims(snapProtocol, 0x0c_2004),
	parts: p,
	faults: {stray: strayCharacters},
	walk: c => c.opaque(),
	expand(r) {
		r.read(p.version);
		r.info('Dynamic Trunk Protocol');
		while (r.left >= tlvHeader) {
			const type = r.peek16();
			const size = r.peek16(2);
			if (size < tlvHeader) return;
			r.group(undefined, () => types.get(type) ?? 'Unknown TLV type', () => {
				r.read(p.tlv_type);
				r.read(p.tlv_len);
				r.within(size - tlvHeader, () => {
					switch (type) {
						case domainTlv:
							r.terminated(p.domain, r.left);
							break;
						case statusTlv:
							r.at(p.tos, r.position);
							r.at(p.tas, r.position);
							break;
						case typeTlv:
							r.at(p.tot, r.position);
							r.at(p.tat, r.position);
							break;
						case senderTlv:
							r.read(p.senderid);
							break;
						default:
							r.rest(p.data);
					}
				});
			});
		}
	},
});
