import {bit, type Field, parts, text, u16, word} from '../field.ts';
import type {Reader} from '../reader.ts';

const filler = 0xf;
const keys = '0123456789*#abc';

/** Digits of telephones, two in a byte, the first in its lower half, up to a filler. 3GPP TS 24.008, section 10.5.4.7. */
export function digitsIn(b: Uint8Array, from: number, to: number): string {
	let digits = '';
	for (let at = from; at < to; at++) {
		for (const half of [b[at]! & 0xf, b[at]! >>> 4]) {
			if (half === filler) return digits;
			digits += keys[half]!;
		}
	}

	return digits;
}

/** What a country and a network are part of. */
export type Area = 'home' | 'lai' | 'rai' | 'sai' | 'cgi' | 'tai' | 'ecgi';

const country = (name: string) => u16('Mobile Country Code (MCC)', {name, about: 'The country of a network, as ITU-T E.212 numbers them.'});
const network = (name: string) => u16('Mobile Network Code (MNC)', {name, about: 'The network in its country: two or three digits.'});

/** Numbers of subscribers, of countries and of networks: ITU-T E.164 and E.212; 3GPP TS 29.002, section 17.7.8. */
export const numberParts = parts('e212', () => ({
	imsi: text('IMSI', {about: "The number on a subscriber's card: country, network, and a number in it.", reference: '3GPP TS 23.003, section 2.2'}),
	'assoc.imsi': text('Association IMSI'),
	home_mcc: country('e212.mcc'),
	home_mnc: network('e212.mnc'),
	lai_mcc: country('e212.lai.mcc'),
	lai_mnc: network('e212.lai.mnc'),
	rai_mcc: country('e212.rai.mcc'),
	rai_mnc: network('e212.rai.mnc'),
	sai_mcc: country('e212.sai.mcc'),
	sai_mnc: network('e212.sai.mnc'),
	cgi_mcc: country('e212.cgi.mcc'),
	cgi_mnc: network('e212.cgi.mnc'),
	tai_mcc: country('e212.tai.mcc'),
	tai_mnc: network('e212.tai.mnc'),
	ecgi_mcc: country('e212.ecgi.mcc'),
	ecgi_mnc: network('e212.ecgi.mnc'),
	msisdn: text('E.164 number (MSISDN)', {name: 'e164.msisdn', about: "The subscriber's telephone number.", reference: '3GPP TS 23.003, section 3.3'}),
	...word(1, {
		extension: bit(1, 'Extension', {name: 'gsm_map.extension', meaning: ['No Extension', 'Extension']}),
		nature_of_number: bit(3, 'Nature of number', {
			name: 'gsm_map.nature_of_number',
			base: 'hex',
			type: 'FT_UINT8',
			values: new Map([
				[0, 'unknown'],
				[1, 'International Number'],
				[2, 'National Significant Number'],
				[3, 'Network Specific Number'],
				[4, 'Subscriber Number'],
				[5, 'Reserved'],
				[6, 'Abbreviated Number'],
				[7, 'Reserved for extension'],
			]),
		}),
		number_plan: bit(4, 'Number plan', {
			name: 'gsm_map.number_plan',
			base: 'hex',
			type: 'FT_UINT8',
			values: new Map([
				[0, 'unknown'],
				[1, 'ISDN/Telephony Numbering (Rec ITU-T E.164)'],
				[3, 'Data Numbering (ITU-T Rec. X.121)'],
				[4, 'Telex Numbering (ITU-T Rec. F.69)'],
				[6, 'Land Mobile Numbering (ITU-T Rec. E.212)'],
				[8, 'National Numbering'],
				[9, 'Private Numbering'],
				[15, 'Reserved for extension'],
			]),
		}),
	}),
}));

const p = numberParts;

/**
Countries whose networks have two digits (ITU-T E.212, annex to the Operational Bulletin); first and last of each run.
Nothing in an IMSI says how many digits its network has.
*/
const twoDigits: ReadonlyArray<readonly [number, number]> = [
	[202, 202],
	[204, 214],
	[216, 235],
	[238, 240],
	[242, 297],
	[340, 340],
	[363, 363],
	[368, 368],
	[370, 370],
	[372, 372],
	[400, 441],
	[450, 460],
	[466, 472],
	[502, 502],
	[505, 555],
	[602, 659],
	[706, 706],
	[712, 712],
	[714, 714],
	[716, 716],
	[724, 724],
	[730, 730],
	[736, 748],
	[901, 902],
];

/** How many digits the networks of a country have. */
const networkDigits = (mcc: number): number => (twoDigits.some(([first, last]) => mcc >= first && mcc <= last) ? 2 : 3);

/** What is no number is 0, as in tshark. */
const numberOf = (digits: string): number => (/^\d+$/.test(digits) ? Number(digits) : 0);

/** What a subscriber is told by, whose digits are in `[from, to)`; the country is in the first bytes, `country` of them. */
function putImsi(r: Reader, from: number, to: number, digits: string, country: readonly [number, number], network: readonly [number, number]): void {
	r.put(p.imsi, from, to, digits);
	r.open(p['assoc.imsi'], from, digits);
	const mcc = numberOf(digits.slice(0, 3));
	const mnc = digits.slice(3, 3 + networkDigits(mcc));
	if (digits.length >= 3) r.put(p.home_mcc, from + country[0], from + country[1], mcc);
	if (mnc.length >= 2) r.put(p.home_mnc, from + network[0], from + network[1], numberOf(mnc));
	r.close(to);
}

/** Digits of four bits each. */
export function readImsi(r: Reader, size: number): void {
	r.need(size);
	const at = r.position;
	r.skip(size);
	putImsi(r, at, at + size, digitsIn(r.bytes, at, at + size), [0, 2], [1, 3]);
}

/** Digits that are characters, in `[from, to)`. */
export function putImsiText(r: Reader, from: number, digits: string): void {
	putImsi(r, from, from + digits.length, digits, [0, 3], [3, 6]);
}

/** A telephone number, the digits alone. */
export function readMsisdn(r: Reader, size: number): void {
	r.need(size);
	r.put(p.msisdn, r.position, r.position + size, digitsIn(r.bytes, r.position, r.position + size));
	r.skip(size);
}

/** A telephone number behind a byte that says what kind of number it is. */
export function readAddress(r: Reader, size: number): void {
	r.at(p.extension, r.position);
	r.at(p.nature_of_number, r.position);
	r.read(p.number_plan);
	readMsisdn(r, size - 1);
}

/** Country and network in three bytes: 3GPP TS 24.008, section 10.5.1.3. */
export function readNetwork(r: Reader, area: Area): {readonly mcc: number; readonly mnc: string} {
	r.need(3);
	const [a, b, c] = [r.peek(), r.peek(1), r.peek(2)];
	const mcc = (a & 0xf) * 100 + (a >>> 4) * 10 + (b & 0xf);
	const last = b >>> 4;
	const mnc = `${c & 0xf}${c >>> 4}${last === filler ? '' : last}`;
	const at = r.position;
	r.put(p[`${area}_mcc`] as Field<'uint'>, at, at + 2, mcc);
	r.put(p[`${area}_mnc`] as Field<'uint'>, at + 1, at + 3, Number(mnc));
	r.skip(3);
	return {mcc, mnc};
}

/** Names of an access point or a node as DNS has them, up to `to`: labels without a root. */
export function labelsIn(b: Uint8Array, from: number, to: number): string {
	const labels: string[] = [];
	for (let at = from; at < to;) {
		const size = b[at]!;
		labels.push(String.fromCharCode(...b.subarray(at + 1, Math.min(to, at + 1 + size))));
		at += 1 + size;
	}

	return labels.join('.');
}
