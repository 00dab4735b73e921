import {bit, bytes, ipv4Address, ipv6Address, parts, text, u16, u8, word} from '../field.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {ipProtocol} from '../space.ts';
import {checksumBad, checksumGood, checksumStatusNames, checksumUnverified, expectedChecksum, foldSum, sumPseudoHeader, sumWords} from './checksum.ts';

const authentications = new Map([
	[0, 'No Authentication'],
	[1, 'Simple Text Authentication [RFC 2338] / Reserved [RFC 3768]'],
	[2, 'IP Authentication Header [RFC 2338] / Reserved [RFC 3768]'],
	[254, 'Cisco VRRP MD5 authentication'],
]);
const types = new Map([[1, 'Advertisement']]);
const priorities = new Map([
	[0, 'Current Master has stopped participating in VRRP'],
	[100, 'Default priority for a backup VRRP router'],
	[255, "This VRRP router owns the virtual router's IP address(es)"],
]);

// RFC 5798, section 5.1 and RFC 3768, section 5.1
const p = parts('vrrp', () => ({
	typever: u8('VRRP message version and type', {
		bits: {version: bit(4, 'VRRP protocol version', {name: 'vrrp.version'}), type: bit(4, 'VRRP packet type', {name: 'vrrp.type', values: types})},
	}),
	virt_rtr_id: u8('Virtual Rtr ID', {about: 'Which virtual router on this link; its link address ends with the same number.', reference: 'RFC 5798, section 5.2.3'}),
	prio: u8('Priority', {about: 'The highest is the master. 0 says that the master goes, 255 that the addresses are its own.', reference: 'RFC 5798, section 5.2.4'}),
	addr_count: u8('Addr Count'),
	auth_type: u8('Auth Type', {values: authentications, reference: 'RFC 2338, section 5.3.6'}),
	adver_int: u8('Adver Int', {about: 'Seconds between advertisements.', reference: 'RFC 3768, section 5.3.7'}),
	...word(1, {reserved_mbz: bit(4, 'Reserved'), _mbz: bit(4, '')}),
	...word(2, {_interval: bit(4, ''), short_adver_int: bit(12, 'Adver Int', {about: 'Hundredths of a second between advertisements.', reference: 'RFC 5798, section 5.2.7'})}),
	checksum: u16('Checksum', {base: 'hex', reference: 'RFC 5798, section 5.2.8'}),
	'checksum.status': u8('Checksum Status', {base: 'none', values: checksumStatusNames}),
	ip_addr: ipv4Address('IP Address', {about: 'An address of the virtual router, which hosts have as their router.', reference: 'RFC 5798, section 5.2.9'}),
	ipv6_addr: ipv6Address('IPv6 Address', {about: 'An address of the virtual router, which hosts have as their router.', reference: 'RFC 5798, section 5.2.9'}),
	auth_string: text('Authentication String'),
	md5_auth_data: bytes('MD5 Authentication Data'),
}));

const faults = {
	checksum: fault('vrrp.checksum_bad.expert', 'Bad checksum', 'warning', 'Checksum'),
	strayCharacters,
};

const vrrpNumber = 112;
const simpleText = 1;
const ciscoMd5 = 254;
const ipv6Size = 16;

export const vrrp = protocol({
	name: 'vrrp',
	title: 'Virtual Router Redundancy Protocol',
	about: 'Several routers stand for one virtual router; the master says that it is there, and when it falls silent another takes over.',
	reference: 'RFC 5798',
	claims: claims(ipProtocol, vrrpNumber),
	parts: p,
	faults,
	expand(r) {
		r.need(1);
		const version = r.peek() >>> 4;
		const type = r.peek() & 15;
		r.info(() => `Announcement (v${version})`);
		r.open(p.typever, r.position, r.peek());
		r.label(() => `Version ${version}, Packet type ${type} (${types.get(type) ?? 'Unknown'})`);
		r.at(p.typever.bit.version, r.position);
		r.at(p.typever.bit.type, r.position);
		r.skip(1);
		r.close();
		r.read(p.virt_rtr_id);
		const priority = r.read(p.prio);
		r.append(() => ` (${priorities.get(priority) ?? 'Non-default backup priority'})`);
		const count = r.read(p.addr_count);
		let authentication = 0;
		if (version === 3) {
			r.at(p.reserved_mbz, r.position);
			r.read(p.short_adver_int);
		} else {
			authentication = r.read(p.auth_type);
			r.read(p.adver_int);
		}

		readChecksum(r, version);
		const address = r.facts.addresses?.source.length === ipv6Size ? p.ipv6_addr : p.ip_addr;
		for (let i = 0; i < count; i++) r.read(address);
		if (version === 3 || !r.more) return;
		if (authentication === simpleText) r.terminated(p.auth_string, 8);
		else if (authentication === ciscoMd5) {
			r.skip(8);
			r.take(p.md5_auth_data, 16);
		}
	},
});

/** Version 3 covers a pseudo header, also over IPv4. */
function readChecksum(r: Reader, version: number): void {
	const at = r.position;
	const found = r.peek16();
	const {addresses} = r.facts;
	const isWhole = r.limit <= r.end && !r.quoted && addresses !== undefined;
	const pseudo = isWhole && (version === 3 || addresses.source.length === ipv6Size) ? sumPseudoHeader(addresses, r.limit - r.base, vrrpNumber) : 0;
	const sum = isWhole ? sumWords(r.bytes, r.base, r.limit, pseudo) : 0;
	const status = !isWhole ? checksumUnverified : foldSum(sum) === 0xffff ? checksumGood : checksumBad;
	if (status === checksumBad && found >= 0)
		r.readOpen(p.checksum, () => r.complain(faults.checksum, at, at + 2, `Bad checksum [should be 0x${expectedChecksum(sum, found).toString(16).padStart(4, '0')}]`));
	else r.read(p.checksum);
	r.derive(p['checksum.status'], status, at, at + 2);
}
