import {hexBytes} from '../print.ts';
import {bit, bytes, type Field, ipv4Address, ipv6Address, parts, text, time, u16, u32, u8, word} from '../field.ts';
import {ipv6Text} from '../print.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';

const pad1 = 0;
const padN = 1;

const handoffs: ReadonlyMap<number, string> = new Map([
	'Reserved',
	'Attachment over a new interface',
	'Handoff between two different interfaces of the mobile node',
	'Handoff between mobile access gateways for the same interface',
	'Handoff state unknown',
	'Handoff state not changed (Re-registration)',
].entries());

const accessTechnologies: ReadonlyMap<number, string> = new Map([
	'Reserved',
	'Virtual',
	'PPP',
	'IEEE 802.3',
	'IEEE 802.11a/b/g',
	'IEEE 802.16e',
	'3GPP GERAN',
	'3GPP UTRAN',
	'3GPP E-UTRAN',
	'3GPP2 eHRPD',
	'3GPP2 HRPD',
	'3GPP2 1xRTT',
	'3GPP2 UMB',
].entries());

const isWanted = (what: string): readonly [string, string] => [`${what} requested`, `${what} not requested`];

/** Fields of mobility options: RFC 6275, section 6.2, and what came after it. */
export const mobilityFields = parts('mip6', () => ({
	mobility_opt: u8('Mobility Option'),
	'mobility_opt.len': u8('Length', {about: 'Bytes of the option behind this one.'}),
	padn: bytes('PadN'),
	'bra.interval': u16('Refresh interval', {shown: value => `${value} (${value * 4} seconds)`, reference: 'RFC 6275, section 6.2.4'}),
	'acoa.acoa': ipv6Address('Alternate care-of address', {about: 'Where the mobile node is, if not where the packet comes from.', reference: 'RFC 6275, section 6.2.5'}),
	'ni.hni': u16('Home nonce index', {reference: 'RFC 6275, section 6.2.6'}),
	'ni.cni': u16('Care-of nonce index'),
	'bad.auth': bytes('Authenticator', {about: 'Proves that the sender got the answers to both tests.', reference: 'RFC 6275, section 6.2.7'}),
	'nemo.mnp.pfl': u8('Mobile Network Prefix Length'),
	'nemo.mnp.mnp': ipv6Address('Mobile Network Prefix', {about: 'The network that moves with its router.', reference: 'RFC 3963, section 4.3'}),
	'lla.optcode': u8('Option-Code', {values: new Map([[2, 'Link Layer Address of the MN']])}),
	lla: bytes('Link-layer address', {written: value => hexBytes(value, ':'), reference: 'RFC 5568, section 6.4.4'}),
	'mnid.subtype': u8('Subtype', {values: new Map([[1, 'Network Access Identifier (NAI)']])}),
	'mnid.identifier': text('Identifier', {about: 'Who the mobile node is.', reference: 'RFC 4283'}),
	'auth.subtype': u8('Subtype', {values: new Map([[0, 'Reserved (not available for assignment)'], [3, 'HMAC_SHA1_SPI'], [5, 'Reserved for use by 3GPP2']])}),
	'auth.mobility_spi': u32('Mobility SPI'),
	'auth.auth_data': bytes('Authentication Data', {reference: 'RFC 4285'}),
	'cgar.cga_par': bytes('CGA Parameters', {reference: 'RFC 4866'}),
	'sign.sign': bytes('CGA Parameters'),
	'phkt.phkt': bytes('Permanent Home Keygen Token'),
	'mocot.co_keygen_tok': bytes('Care-of Keygen Token'),
	'ss.identifier': text('Identifier', {about: 'The service that the mobile node wants.', reference: 'RFC 5149'}),
	'badff.spi': u32('SPI', {reference: 'RFC 5568, section 6.4.5'}),
	'badff.auth': bytes('Authenticator'),
	'hi.reserved': u8('Reserved'),
	hi: u8('Handoff Indicator', {values: handoffs, about: 'Why a gateway registers the node.', reference: 'RFC 5213, section 8.4'}),
	'att.reserved': u8('Reserved'),
	att: u8('Access Technology Type', {values: accessTechnologies, reference: 'RFC 5213, section 8.5'}),
	...word(2, {'mnlli.reserved': bit(16, 'Reserved')}),
	'mnlli.lli': bytes('Link-layer Identifier', {reference: 'RFC 5213, section 8.6'}),
	lila_lla: ipv6Address('Link-local Address', {reference: 'RFC 5213, section 8.7'}),
	timestamp_tmp: time('Timestamp', {reference: 'RFC 5213, section 8.8'}),
	rc: u32('Restart Counter', {about: 'Counts how often the sender began anew.', reference: 'RFC 5847'}),
	...word(1, {'ipv4ha.preflen': bit(6, 'Prefix-len', {reference: 'RFC 5555, section 3.1'}), _spare: bit(2, '')}),
	...word(2, {_prefix: bit(6, ''), 'ipv4ha.p_flag': bit(1, 'mobile network prefix (P) flag', {meaning: isWanted('mobile network prefix')}), _unused: bit(9, '')}),
	'ipv4ha.ha': ipv4Address('IPv4 Home Address'),
	'ipv4aa.sts': u8('Status', {reference: 'RFC 5555, section 3.2'}),
	...word(2, {
		'natd.f_flag': bit(1, '(F) flag', {meaning: ['MUST use UDP encapsulation', 'Do not use UDP encapsulation']}),
		'natd.reserved': bit(15, 'Reserved'),
	}),
	'natd.refresh_t': u32('Refresh time', {shown: value => `${value}s`, reference: 'RFC 5555, section 3.3'}),
	...word(2, {'ipv4coa.reserved': bit(16, 'Reserved')}),
	'ipv4coa.addr': ipv4Address('IPv4 Care-of address'),
	gre_key: u32('GRE Key', {reference: 'RFC 5845'}),
}));

const p = mobilityFields;

/** What can be wrong with options, or is not decoded. */
export const mobilityFaults = {
	length: fault('mip6.opt.len.invalid', 'Invalid length for option', 'warning', 'Protocol'),
	undecoded: fault('mip6.ie_not_dissected', 'IE data not dissected yet', 'note', 'Undecoded'),
};

/** An option: its field, what goes into its label, its length where that is fixed, and what its value holds. */
type Option = {readonly field: Field<'bytes'>; readonly name: string; readonly size?: number; readonly read: (r: Reader) => string | undefined};

/** Fields of fixed size that stand side by side, and bytes to the end where a field has no size. */
const each = (...fields: ReadonlyArray<Field<'uint'> | Field<'ipv4'> | Field<'ipv6'> | Field<'bytes'>>) => (r: Reader): undefined => {
	for (const field of fields) {
		if (field.size > 0) r.read(field as Field);
		else r.rest(field as Field<'bytes'>);
	}
};

const skipAll = (r: Reader): undefined => void r.skip(r.left);

/** Behind a byte that nobody uses. */
function readPrefix(r: Reader): string {
	r.skip(1);
	const length = r.read(p['nemo.mnp.pfl']);
	return `: ${ipv6Text(r.read(p['nemo.mnp.mnp']))}/${length}`;
}

const names = once((): ReadonlyArray<readonly [type: number, key: string, name: string, size: number | undefined, read: Option['read']]> => [
	[padN, 'padn', 'PadN', undefined, each(p.padn)],
	[2, 'bra', 'Binding Refresh Advice', 2, each(p['bra.interval'])],
	[3, 'acoa', 'Alternate Care-of Address', 16, each(p['acoa.acoa'])],
	[4, 'ni', 'Nonce Indices', 4, each(p['ni.hni'], p['ni.cni'])],
	[5, 'bad_auth', 'Authorization Data', undefined, each(p['bad.auth'])],
	[6, 'mnp', 'Mobile Network Prefix', 18, readPrefix],
	[7, 'mhlla', 'Mobility Header Link-Layer Address', undefined, each(p['lla.optcode'], p.lla)],
	[8, 'mnid', 'Mobile Node Identifier', undefined, r => {
		r.read(p['mnid.subtype']);
		return `: ${r.text(p['mnid.identifier'], r.left)}`;
	}],
	[9, 'auth', 'AUTH-OPTION-TYPE', undefined, each(p['auth.subtype'], p['auth.mobility_spi'], p['auth.auth_data'])],
	[11, 'cgapr', 'CGA Parameters Request', 0, each()],
	[12, 'cgar', 'CGA Parameters', undefined, each(p['cgar.cga_par'])],
	[13, 'sign', 'Signature', undefined, each(p['sign.sign'])],
	[14, 'phkt', 'Permanent Home Keygen Token', undefined, each(p['phkt.phkt'])],
	[15, 'coti', 'Care-of Test Init', 0, each()],
	[16, 'cot', 'Care-of Test', undefined, each(p['mocot.co_keygen_tok'])],
	[20, 'ssm', 'Service Selection', undefined, r => `: ${r.text(p['ss.identifier'], r.left)}`],
	[21, 'badff', 'Binding Authorization Data for FMIPv6 (BADF)', undefined, each(p['badff.spi'], p['badff.auth'])],
	[22, 'hnp', 'Home Network Prefix', 18, readPrefix],
	[23, 'hi', 'Handoff Indicator', 2, r => {
		r.read(p['hi.reserved']);
		return `: ${handoffs.get(r.read(p.hi)) ?? '<unknown>'}`;
	}],
	[24, 'att', 'Access Technology Type Option', 2, r => {
		r.read(p['att.reserved']);
		return `: ${accessTechnologies.get(r.read(p.att)) ?? '<unknown>'}`;
	}],
	[25, 'mnlli', 'Mobile Node Link-layer Identifier', undefined, each(p['mnlli.reserved'], p['mnlli.lli'])],
	[26, 'lla', 'Link-local Address', 16, each(p.lila_lla)],
	[27, 'ts', 'Timestamp', 8, readTime],
	[28, 'rc', 'Restart Counter', 4, each(p.rc)],
	[29, 'ipv4ha', 'IPv4 Home Address', 6, r => {
		r.at(p['ipv4ha.preflen'], r.position);
		r.read(p['ipv4ha.p_flag']);
		r.read(p['ipv4ha.ha']);
		return undefined;
	}],
	[30, 'ipv4aa', 'IPv4 Address Acknowledgement', 6, each(p['ipv4aa.sts'], p['ipv4ha.preflen'], p['ipv4ha.ha'])],
	[31, 'natd', 'NAT Detection', 6, r => {
		r.at(p['natd.f_flag'], r.position);
		r.read(p['natd.reserved']);
		r.read(p['natd.refresh_t']);
		return undefined;
	}],
	[32, 'ipv4coa', 'IPv4 Care-of Address', 6, each(p['ipv4coa.reserved'], p['ipv4coa.addr'])],
	[33, 'grek', 'GRE Key', 6, r => {
		r.skip(2);
		return `: ${r.read(p.gre_key)}`;
	}],
	// What these hold is not decoded.
	[10, 'mseg_id', 'MESG-ID-OPTION-TYPE', 8, skipAll],
	[17, 'dnsu', 'DNS-UPDATE-TYPE', undefined, skipAll],
	[18, 'em', 'Experimental', undefined, skipAll],
	[19, 'vsm', 'Vendor Specific', undefined, skipAll],
	[34, 'mhipv6ap', 'Mobility Header IPv6 Address/Prefix', 18, skipAll],
	[35, 'bi', 'Binding Identifier', undefined, skipAll],
	[36, 'ipv4hareq', 'IPv4 Home Address Request', 6, skipAll],
	[37, 'ipv4harep', 'IPv4 Home Address Reply', 6, skipAll],
	[38, 'ipv4dra', 'IPv4 Default-Router Address', 6, skipAll],
	[39, 'ipv4dsm', 'IPv4 DHCP Support Mode', 2, skipAll],
	[40, 'cr', 'Context Request', undefined, skipAll],
	[41, 'lmaa', 'Mobile Node Link-local Address Interface Identifier', undefined, skipAll],
	[46, 'recap', 'Redirect-Capability', 2, skipAll],
	[47, 'redir', 'Redirect', undefined, skipAll],
	[48, 'load_inf', 'Load Information', 18, skipAll],
	[49, 'alt_ip4', 'Alternate IPv4', 4, skipAll],
	[50, 'mng', 'Mobile Node Group Identifier', 6, skipAll],
	[51, 'mag_ipv6', 'MAG IPv6 Address', undefined, skipAll],
	[52, 'acc_net_id', 'Access Network Identifier', undefined, skipAll],
	[55, 'dmnp', 'Delegated Mobile Network Prefix', undefined, skipAll],
]);

/** Each option as a whole. */
export const mobilityOptionFields = parts('mip6', () => ({
	'options.pad1': bytes('MIPv6 Option - Pad1'),
	...Object.fromEntries(names().map(([, key, name]) => [`options.${key}`, bytes(`MIPv6 Option - ${name}`)])),
}));

const options = once((): ReadonlyMap<number, Option> =>
	new Map(
		names().map((
			[type, key, name, size, read],
		) => [type, {field: (mobilityOptionFields as Readonly<Record<string, Field<'bytes'>>>)[`options.${key}`]!, name, read, ...(size === undefined ? {} : {size})}]),
	)
);

/** RFC 5213, section 8.8: seconds since 1970 in 48 bits, and 65536ths. */
function readTime(r: Reader): undefined {
	const at = r.position;
	const seconds = BigInt(r.takeNumber(6));
	const fraction = BigInt(r.takeNumber(2));
	r.put(p.timestamp_tmp, at, r.position, seconds * 1_000_000_000n + ((fraction * 1_000_000_000n) >> 16n));
}

/** Reads options up to the end of what is being read. */
export function expandMobilityOptions(r: Reader): void {
	if (r.left <= 0) return;
	r.need(r.left);
	r.open(undefined);
	r.label('Mobility Options');
	while (r.left > 0 && expandOption(r));
	r.close();
}

/** False where nothing behind it can be read. */
function expandOption(r: Reader): boolean {
	const at = r.position;
	const type = r.peek();
	if (type === pad1) {
		r.open(mobilityOptionFields['options.pad1'], at, r.bytes.subarray(at, at + 1));
		r.label('MIPv6 Option - Pad1');
		r.position++;
		r.close();
		return true;
	}

	r.need(2);
	const option = options().get(type);
	const size = r.peek(1);
	const name = option?.name ?? `Unknown (0x${type.toString(16).padStart(2, '0')})`;
	if (size > r.left - 2) {
		const text = `${name} (option length = ${size} bytes says option goes past end of options)`;
		r.open(undefined);
		r.label(text);
		r.complain(mobilityFaults.length, at, r.end, text);
		r.close(r.end);
		return false;
	}

	if (option === undefined) r.open(undefined, at);
	else r.open(option.field, at, r.bytes.subarray(at, at + 2 + size));
	let title = option?.field.title ?? name;
	r.label(title);
	r.position = at + (option === undefined ? 0 : 1);
	if (option === undefined) r.read(p.mobility_opt);
	const isWrong = option?.size !== undefined && option.size !== size;
	if (isWrong)
		r.readOpen(p['mobility_opt.len'], () => r.complain(mobilityFaults.length, at + 1, at + 2, `${name} (with option length = ${size} bytes; should be ${option.size})`));
	else r.read(p['mobility_opt.len']);
	r.within(size, () => {
		if (option === undefined) {
			r.complain(mobilityFaults.undecoded, r.position, r.end);
			return;
		}

		title += option.read(r) ?? '';
	});
	r.close();
	r.label(title);
	return true;
}
