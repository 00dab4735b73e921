import type {Field} from '../field.ts';
import {decodeText} from '../decode-text.ts';
import {nameOf} from '../print.ts';
import {beside, type Reader} from '../reader.ts';
import {readLeastFirst} from './least-first.ts';
import {managementParts as m} from './wlan-management-fields.ts';
import {categories, cipherSuites, keySuites, tagFaults, tagNames, tagParts as t} from './wlan-tag-fields.ts';
import {wrongLength} from './wlan-tag-sizes.ts';
import {readCapabilities, readInformation} from './wlan-throughput.ts';

const associationRequest = 0;
const associationResponse = 1;
const reassociationRequest = 2;
const reassociationResponse = 3;
const probeRequest = 4;
const probeResponse = 5;
const beacon = 8;
const disassociation = 10;
const authentication = 11;
const deauthentication = 12;
const action = 13;
const actionWithoutAck = 14;

/** Bytes of the parameters that stand in front of the elements. */
const fixedSizes: ReadonlyMap<number, number> = new Map([
	[associationRequest, 4],
	[associationResponse, 6],
	[reassociationRequest, 10],
	[reassociationResponse, 6],
	[probeRequest, 0],
	[probeResponse, 12],
	[beacon, 12],
	[disassociation, 2],
	[authentication, 6],
	[deauthentication, 2],
	[action, 2],
	[actionWithoutAck, 2],
]);

/** The body of a management frame. Returns what the list says of it. */
export function readManagement(r: Reader, subtype: number, encrypted: boolean): string {
	const fixed = fixedSizes.get(subtype);
	if (fixed === undefined || (encrypted && subtype === authentication)) return '';
	let info = '';
	r.open(m.mgt, r.position, m.mgt.name, beside);
	r.label(m.mgt.title);
	if (fixed > 0)
		r.group(m['fixed.all'], `Fixed parameters (${fixed} bytes)`, () => {
			info = readFixed(r, subtype);
		});
	if (subtype !== action && subtype !== actionWithoutAck) info += readTagged(r, subtype);
	r.close();
	return info;
}

/** The elements that follow, if any do. Returns what the list says of them. */
export function readTagged(r: Reader, subtype: number): string {
	if (!r.more) return '';
	let name: string | undefined;
	r.group(m['tagged.all'], `Tagged parameters (${r.left} bytes)`, () => {
		name = readTags(r, subtype);
	});
	return name === undefined ? '' : `, SSID=${name === '' ? 'Wildcard (Broadcast)' : `"${name}"`}`;
}

function readFixed(r: Reader, subtype: number): string {
	switch (subtype) {
		case associationRequest:
		case reassociationRequest:
			readLeastFirst(r, m['fixed.capabilities']);
			r.read(m['fixed.listen_ival']);
			if (subtype === reassociationRequest) r.read(m['fixed.current_ap']);
			return '';
		case associationResponse:
		case reassociationResponse:
			readLeastFirst(r, m['fixed.capabilities']);
			r.read(m['fixed.status_code']);
			r.at(m['fixed.aid'], r.position);
			r.position += 2;
			return '';
		case probeResponse:
		case beacon: {
			r.read(m['fixed.timestamp']);
			const interval = r.read(m['fixed.beacon']);
			readLeastFirst(r, m['fixed.capabilities']);
			return `, BI=${interval}`;
		}

		case authentication:
			r.read(m['fixed.auth.alg']);
			r.read(m['fixed.auth_seq']);
			r.read(m['fixed.status_code']);
			return '';
		case action:
		case actionWithoutAck:
			r.read(m['fixed.category_code']);
			r.read(m['fixed.action_code']);
			return '';
		default:
			r.read(m['fixed.reason_code']);
			return '';
	}
}

const ssidTag = 0;
const ratesTag = 1;
const channelTag = 3;
const trafficTag = 5;
const erpTag = 42;
const capabilitiesTag = 45;
const securityTag = 48;
const extendedRatesTag = 50;
const informationTag = 61;
const vendorTag = 221;

const tagHeader = 2;

/** Elements up to the end. Returns the name of the network, where they say it. */
export function readTags(r: Reader, subtype: number): string | undefined {
	let name: string | undefined;
	while (r.left >= tagHeader) {
		const number = r.peek();
		const size = r.peek(1);
		const wrong = wrongLength(number, size);
		const title = `Tag: ${tagNames.get(number) ?? 'Reserved'}`;
		let said: string | undefined;
		r.group(t.tag, title, () => {
			r.read(t['tag.number']);
			const isLong = size + 1 > r.left;
			if (wrong === undefined && !isLong) r.read(t['tag.length']);
			else
				r.readOpen(t['tag.length'], () => {
					if (isLong) r.complain(tagFaults.length, r.position - 1, r.position, 'Tag Length is longer than remaining payload');
					if (wrong !== undefined) r.complain(tagFaults.length, r.position - 1, r.position, wrong);
				});
			const at = r.position;
			r.within(size, () => {
				// A network has one name: what comes again is not read.
				if ((wrong === undefined || number === ssidTag) && (number !== ssidTag || name === undefined)) said = readTag(r, number, size, subtype);
			});
			if (number === ssidTag && said !== undefined) name = decodeText(r.bytes, at, at + size, 'utf8');
		});
		if (said !== undefined) r.label(title + said);
	}

	return name;
}

function readTag(r: Reader, number: number, size: number, subtype: number): string | undefined {
	switch (number) {
		case ssidTag: {
			const value = decodeText(r.bytes, r.position, Math.min(r.end, r.position + size), 'utf8');
			r.take(t.ssid, size);
			if (size > 0) r.label(`SSID: "${value}"`);
			return size > 0 ? `: "${value}"` : ': Wildcard SSID';
		}

		case ratesTag:
			return readRates(r, t.supported_rates);
		case extendedRatesTag:
			return readRates(r, t.extended_supported_rates);
		case channelTag:
			return `: Current Channel: ${r.read(t['ds.current_channel'])}`;
		case trafficTag: {
			const count = r.read(t['tim.dtim_count']);
			const period = r.read(t['tim.dtim_period']);
			readLeastFirst(r, t['tim.bmapctl']);
			r.rest(t['tim.partial_virtual_bitmap']);
			return `: DTIM ${count} of ${period} bitmap`;
		}

		case erpTag:
			readLeastFirst(r, t.erp_info);
			break;
		case capabilitiesTag:
			readCapabilities(r, false);
			break;
		case informationTag:
			readInformation(r);
			break;
		case securityTag:
			readSecurity(r);
			break;
		case vendorTag:
			readVendor(r, subtype);
			break;
		default:
	}

	return undefined;
}

/** Rates, and a line of them. */
function readRates(r: Reader, field: Field<'uint'>): string {
	let line = '';
	while (r.more) {
		const rate = r.read(field);
		line += ` ${nameOf(field, rate)},`;
	}

	return `${line} [Mbit/sec]`;
}

/** An organization and a number of one of its suites. */
function suite(r: Reader, field: Field<'uint'>, oui: Field<'uint'>, type: Field<'uint'>, names: ReadonlyMap<number, string>): void {
	const value = r.peek32();
	r.need(4);
	const organization = [0, 1, 2].map(place => r.peek(place).toString(16).padStart(2, '0')).join(':');
	r.open(field, r.position, value);
	r.label(() => `${field.title}: ${organization} ${names.get(value & 0xff) ?? `Unknown ${value & 0xff}`}`);
	r.read(oui);
	r.read(type);
	r.close();
}

function readSecurity(r: Reader): void {
	r.read(t['rsn.version']);
	if (r.left < 4) return;
	suite(r, t['rsn.gcs'], t['rsn.gcs.oui'], t['rsn.gcs.type'], cipherSuites);
	if (r.left < 2) return;
	const ciphers = r.read(t['rsn.pcs.count']);
	if (ciphers * 4 > r.left) return;
	r.group(t['rsn.pcs.list'], undefined, () => {
		for (let i = 0; i < ciphers; i++) suite(r, t['rsn.pcs'], t['rsn.pcs.oui'], t['rsn.pcs.type'], cipherSuites);
	});
	if (r.left < 2) return;
	const keys = r.read(t['rsn.akms.count']);
	if (keys * 4 > r.left) return;
	r.group(t['rsn.akms.list'], undefined, () => {
		for (let i = 0; i < keys; i++) suite(r, t['rsn.akms'], t['rsn.akms.oui'], t['rsn.akms.type'], keySuites);
	});
	if (r.left >= 2) readLeastFirst(r, t['rsn.capabilities']);
}

const ouiAironet = 0x00_4096;
const ouiWifiAlliance = 0x00_50f2;
const ouiPrestandard = 0x00_904c;
const ouiSecurity = 0x00_0fac;
const prestandardCapabilities = 51;

function readVendor(r: Reader, subtype: number): void {
	const oui = r.read(t['tag.oui']);
	if (!r.more) return;
	r.at(t['tag.vendor.oui.type'], r.position);
	switch (oui) {
		case ouiAironet:
			r.read(t['aironet.type']);
			r.rest(t['aironet.data']);
			break;
		case ouiWifiAlliance:
			if (r.read(t['wfa.ie.type']) === 2) readMultimedia(r, subtype);
			break;
		case ouiPrestandard:
			if (r.read(t['vs.pren.type']) === prestandardCapabilities) readCapabilities(r, true);
			break;
		case ouiSecurity:
			readKeyData(r);
			break;
		default:
			r.rest(t['tag.vendor.data']);
	}
}

const groupKey = 1;
const masterKeyId = 4;

/** What a message about keys carries beside elements: IEEE 802.11-2016, section 12.7.2. */
function readKeyData(r: Reader): void {
	switch (r.read(t['rsn.ie.kde.data_type'])) {
		case groupKey:
			for (const key of ['key_id', 'tx', 'res1'] as const) r.at(t[`rsn.ie.gtk_kde.${key}`], r.position);
			r.skip(1);
			r.read(t['rsn.ie.gtk_kde.res2']);
			r.rest(t['rsn.ie.gtk_kde.gtk']);
			break;
		case masterKeyId:
			r.take(t['rsn.ie.pmkid'], 16);
			break;
		default:
			if (r.left > 0) r.rest(t['rsn.ie.unknown']);
	}
}

const informationElement = 0;
const parameterElement = 1;

/** The access categories of the Wi-Fi Alliance's multimedia extensions. */
function readMultimedia(r: Reader, subtype: number): void {
	const kind = r.read(t['wfa.ie.wme.subtype']);
	r.read(t['wfa.ie.wme.version']);
	if (kind !== informationElement && kind !== parameterElement) return;
	const at = r.position;
	r.readOpen(t['wfa.ie.wme.qos_info'], value => {
		if ([associationRequest, reassociationRequest, probeRequest].includes(subtype)) {
			for (const key of ['max_sp_length', 'ac_be', 'ac_bk', 'ac_vi', 'ac_vo'] as const) r.at(t[`wfa.ie.wme.qos_info.sta.${key}`], at);
			r.put(t['wfa.ie.wme.qos_info.sta.reserved'], at, at + 1, ((value & 0x80) >> 4) | ((value & 0x10) >> 4));
		} else {
			for (const key of ['u_apsd', 'parameter_set_count', 'reserved'] as const) r.at(t[`wfa.ie.wme.qos_info.ap.${key}`], at);
		}
	});
	if (kind !== parameterElement) return;
	r.take(t['wfa.ie.wme.reserved'], 1);
	while (r.left >= 4) readCategory(r);
}

function readCategory(r: Reader): void {
	r.need(4);
	const parameters = r.peek();
	const [low, high] = [r.peek(1) & 0xf, r.peek(1) >> 4];
	const limit = r.peek(2) | (r.peek(3) << 8);
	const kind = `ACI ${(parameters >> 5) & 3} (${categories.get((parameters >> 5) & 3)}), ACM ${parameters & 0x10 ? 'yes' : 'no'}, AIFSN ${parameters & 0xf}`;
	const window = `ECWmin/max ${low}/${high} (CWmin/max ${2 ** low - 1}/${2 ** high - 1}), TXOP ${limit}`;
	r.group(t['wfa.ie.wme.acp'], `Ac Parameters ${kind}, ${window}`, () => {
		const first = r.position;
		r.readOpen(t['wfa.ie.wme.acp.aci_aifsn'], () => {
			for (const key of ['aifsn', 'acm', 'aci', 'reserved'] as const) r.at(t[`wfa.ie.wme.acp.${key}`], first);
		});
		const second = r.position;
		r.readOpen(t['wfa.ie.wme.acp.ecw'], value => {
			r.at(t['wfa.ie.wme.acp.ecw.max'], second);
			r.at(t['wfa.ie.wme.acp.ecw.min'], second);
			r.put(t['wfa.ie.wme.acp.cw.max'], second, second + 1, 2 ** (value >> 4) - 1);
			r.put(t['wfa.ie.wme.acp.cw.min'], second, second + 1, 2 ** (value & 0xf) - 1);
		});
		r.read(t['wfa.ie.wme.acp.txop_limit']);
	});
}
