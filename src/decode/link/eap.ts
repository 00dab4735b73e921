import {bytes, char8, header, parts, text, u16, u8} from '../field.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {pppProtocol} from '../space.ts';
import {putImsiText} from './mobile-numbers.ts';

const request = 1;
const response = 2;
const codes = new Map([[request, 'Request'], [response, 'Response'], [3, 'Success'], [4, 'Failure'], [5, 'Initiate'], [6, 'Finish']]);

const identity = 1;
const notification = 2;
const nak = 3;
const challenge = 4;
const methods = new Map([
	[identity, 'Identity'],
	[notification, 'Notification'],
	[nak, 'Legacy Nak (Response Only)'],
	[challenge, 'MD5-Challenge EAP (EAP-MD5-CHALLENGE)'],
	[5, 'One-Time Password EAP (EAP-OTP)'],
	[6, 'Generic Token Card EAP (EAP-GTC)'],
	[13, 'TLS EAP (EAP-TLS)'],
	[17, 'Cisco Wireless EAP / Lightweight EAP (EAP-LEAP)'],
	[18, 'GSM Subscriber Identity Modules EAP (EAP-SIM)'],
	[21, 'Tunneled TLS EAP (EAP-TTLS)'],
	[23, 'UMTS Authentication and Key Agreement EAP (EAP-AKA)'],
	[25, 'Protected EAP (EAP-PEAP)'],
	[26, 'MS-Authentication EAP (EAP-MS-AUTH)'],
	[43, 'Flexible Authentication via Secure Tunneling EAP (EAP-FAST)'],
	[50, "Improved Authentication and Key Agreement EAP (EAP-AKA')"],
	[52, 'Password EAP (EAP-pwd)'],
	[254, 'Expanded Type'],
]);

// RFC 3748, section 4
const h = header('eap', {
	code: u8('Code', {values: codes}),
	id: u8('Id', {about: 'Ties a response to its request.'}),
	len: u16('Length'),
});

const p = parts('eap', () => ({
	type: u8('Type', {values: methods, about: 'How the other end is to show who it is.', reference: 'RFC 3748, section 5'}),
	identity: text('Identity', {about: 'Who the other end says that it is.'}),
	'identity.prefix': char8('Identity Prefix', {base: 'hex', about: 'What kind of identity of a mobile network follows.', reference: '3GPP TS 23.003, section 19.3.2'}),
	'identity.type': text('Identity Type'),
	'identity.full': text('Identity (Full)'),
	'identity.mnc': u16('Identity Mobile Network Code'),
	'identity.mcc': u16('Identity Mobile Country Code'),
	desired_type: u8('Desired Auth Type', {values: methods}),
	'md5.value_size': u8('EAP-MD5 Value-Size'),
	'md5.value': bytes('EAP-MD5 Value'),
	'md5.extra_data': bytes('EAP-MD5 Extra Data'),
}));

/** 3GPP TS 23.003, section 19.3.2, and RFC 4187, section 4.1.1.7: the first character of an identity says what it is. */
const identityKinds = new Map([
	['0', 'EAP-AKA Permanent'],
	['1', 'EAP-SIM Permanent'],
	['2', 'EAP-AKA Pseudonym'],
	['3', 'EAP-SIM Pseudonym'],
	['4', 'EAP-AKA Reauth ID'],
	['5', 'EAP-SIM Reauth ID'],
	['6', "EAP-AKA' Permanent"],
	['7', "EAP-AKA' Pseudonym"],
	['8', "EAP-AKA' Reauth ID"],
]);
/** The subscriber's own number follows. */
const permanent = new Set(['0', '1', '6']);
const mobile = /^(?<kind>[0-8])(?<full>(?<own>[\u0020-\u007e]*)@[a-z.]+\.(?:[a-z]{3}(?<mnc>\d{3})\.[a-z]{3}(?<mcc>\d{3})|[\w-]*\.[\w-]*)\.3gppnetwork\.org)$/i;
/** No identity is longer: RFC 3748, section 5.1. */
const longestIdentity = 1020;

function readIdentity(r: Reader): void {
	const at = r.position;
	const characters = r.left <= longestIdentity && r.left === r.captured ? String.fromCharCode(...r.bytes.subarray(at, at + r.left)) : '';
	const {kind, own, mnc, mcc} = mobile.exec(characters)?.groups ?? {};
	if (kind === undefined || own === undefined) {
		r.text(p.identity, r.left);
		return;
	}

	r.read(p['identity.prefix']);
	r.derive(p['identity.type'], identityKinds.get(kind)!, at, at + 1);
	const from = r.position;
	r.text(p['identity.full'], r.left);
	if (permanent.has(kind)) putImsiText(r, from, own);
	if (mnc === undefined || mcc === undefined) return;
	const end = r.position;
	const codesAt = end - '999.mcc999.3gppnetwork.org'.length;
	r.put(p['identity.mnc'], codesAt, codesAt + 3, Number(mcc + mnc));
	r.put(p['identity.mcc'], codesAt + 7, codesAt + 10, Number(mcc));
}

export const eap = protocol({
	name: 'eap',
	title: 'Extensible Authentication Protocol',
	about: 'Carries one of several ways to show who somebody is.',
	reference: 'RFC 3748',
	claims: claims(pppProtocol, 0xc227),
	header: h,
	parts: p,
	walk(c) {
		c.bound(Math.max(h.size, h.len.read(c)));
		return undefined;
	},
	expand(r) {
		r.header();
		const code = r.get(h.code);
		const name = codes.get(code) ?? 'Unknown code';
		if ((code !== request && code !== response) || !r.more) {
			r.info(name);
			return;
		}

		const type = r.read(p.type);
		r.info(() => `${name}, ${methods.get(type) ?? 'Unknown type'}`);
		switch (type) {
			case identity:
				if (r.left > 0) readIdentity(r);
				break;
			case nak:
				while (r.more) r.read(p.desired_type);
				break;
			case challenge:
				r.take(p['md5.value'], r.read(p['md5.value_size']));
				if (r.left > 0) r.rest(p['md5.extra_data']);
				break;
			default:
		}
	},
});
