import {
	bool8,
	bytes,
	duration,
	type Field,
	frameNumber,
	header,
	ipv4Address,
	ipv6Address,
	type Kind,
	parts,
	byteString,
	type Spec,
	text,
	time,
	u16,
	u32,
	u8,
	word,
	bit,
} from '../field.ts';
import {fault, strayCharacters} from '../protocol.ts';
import {once} from '../when-asked.ts';
import {attributeLines, valueLines} from './radius-attributes.ts';

/** RFC 2865, section 3; RFC 2866, section 3; RFC 5176, section 2.3. */
export const codes = new Map([
	[1, 'Access-Request'],
	[2, 'Access-Accept'],
	[3, 'Access-Reject'],
	[4, 'Accounting-Request'],
	[5, 'Accounting-Response'],
	[11, 'Access-Challenge'],
	[12, 'Status-Server'],
	[13, 'Status-Client'],
	[40, 'Disconnect-Request'],
	[41, 'Disconnect-ACK'],
	[42, 'Disconnect-NAK'],
	[43, 'CoA-Request'],
	[44, 'CoA-ACK'],
	[45, 'CoA-NAK'],
	[50, 'IP-Address-Allocate'],
	[51, 'IP-Address-Release'],
]);

// RFC 2865, section 3
export const h = header('radius', {
	code: u8('Code', {values: codes, about: 'What is asked, or what the answer is.'}),
	id: u8('Identifier', {about: 'Ties an answer to its request.'}),
	length: u16('Length'),
	authenticator: byteString(16, 'Authenticator', {
		about: 'Of a request random, of an answer a digest that only somebody who knows the shared secret can make.',
		reference: 'RFC 2865, section 3',
	}),
});

/** Names of one attribute's values. */
const valueNames = once(() =>
	new Map(
		valueLines.trim().split('\n').map(line => {
			const [name = '', ...pairs] = line.split('|');
			return [
				name,
				new Map(pairs.map(pair => {
					const at = pair.indexOf('=');
					return [Number(pair.slice(0, at)), pair.slice(at + 1)] as const;
				})),
			] as const;
		}),
	)
);

/** How the value of an attribute is read. */
export type AttributeKind = 'text' | 'number' | 'ipv4' | 'ipv6' | 'bytes' | 'prefix' | 'time' | 'secret';

/** One kind of attribute. */
export type Attribute = {
	readonly name: string;
	readonly kind: AttributeKind;
	readonly field: Field;
	/** The byte in front of the value, of attributes that have it. */
	readonly tag: Field<'uint'> | undefined;
	readonly names: ReadonlyMap<number, string> | undefined;
};

/** `Vendor-Specific` (RFC 2865, section 5.26) and `EAP-Message` (RFC 3579, section 3.1) hold more than a value. */
export const vendorSpecific = 26;
export const eapMessage = 79;
/** RFC 4675, sections 2.1 and 2.3. */
export const egressVlanId = 56;
export const egressVlanName = 58;

const specOf = (kind: AttributeKind, title: string, values: ReadonlyMap<number, string> | undefined): Spec => {
	switch (kind) {
		case 'text':
			return text(title);
		case 'number':
			return u32(title, {...(values && {values})});
		case 'ipv4':
			return ipv4Address(title);
		case 'ipv6':
			return ipv6Address(title);
		case 'time':
			return time(title);
		case 'secret':
			return bytes(`${title} (encrypted)`);
		case 'bytes':
		case 'prefix':
			return bytes(title);
	}
};

/** Wireshark names two of them as they are written. */
const dashed = new Set(['Framed-IP-Address', 'Login-IP-Host']);

/** The number of an attribute: the RFCs' have vendor 0. */
export const attributeKey = (vendor: number, type: number): number => vendor * 256 + type;

const lines = once(() => {
	const valuesOf = valueNames();
	return attributeLines.trim().split('\n').map(line => {
		const words = line.split(' ');
		const [number = '', name = ''] = words;
		const kind = words.at(-1) as AttributeKind;
		const key = `${dashed.has(name) ? name : name.replaceAll('-', '_')}${kind === 'secret' ? '_encrypted' : ''}`;
		const names = valuesOf.get(name);
		const tag = words[2] === 'tagged' ? `${name.replaceAll('-', '_')}.tag` : undefined;
		const [vendor, type] = number.includes('/') ? number.split('/').map(Number) : [0, Number(number)];
		return {number: attributeKey(vendor!, type!), name, kind, key, tag, names};
	});
});

const values = parts('radius', () => {
	const specs: Record<string, Spec> = {};
	for (const {name, kind, key, tag, names} of lines()) {
		specs[key] = specOf(kind, name, names);
		if (tag !== undefined) specs[tag] = u8('Tag', {base: 'hex', about: 'Ties attributes about one tunnel to each other.', reference: 'RFC 2868, section 3.1'});
	}

	return specs;
});

/** Attributes by {@link attributeKey}. */
export const attributes = once((): ReadonlyMap<number, Attribute> =>
	new Map(
		lines().map(({number, name, kind, key, tag, names}) => [
			number,
			{name, kind, field: values[key] as Field<Kind>, tag: tag === undefined ? undefined : values[tag] as Field<'uint'>, names},
		]),
	)
);

export const p = parts('radius', () => ({
	req: bool8('Request'),
	rsp: bool8('Response'),
	reqframe: frameNumber('Request Frame'),
	rspframe: frameNumber('Response Frame'),
	time: duration('Time from request', {about: 'How long the answer took.'}),
	avp: bytes('AVP', {about: 'One attribute: its type, its length and its value.', reference: 'RFC 2865, section 5'}),
	'avp.type': u8('Type'),
	'avp.length': u8('Length', {about: 'Of the whole attribute, with type and length.'}),
	'avp.vendor_id': u32('Vendor ID', {about: "Whose attributes these are: a private enterprise number of IANA's.", reference: 'RFC 2865, section 5.26'}),
	'avp.vendor_type': u8('Type'),
	'avp.vendor_len': u8('Length'),
	eap_fragment: bytes('EAP fragment', {about: 'Part of an EAP message; together they are one.', reference: 'RFC 3579, section 3.1'}),
	Unknown_Attribute: bytes('Unknown-Attribute'),
	...word(4, {
		egress_vlanid_tag: bit(8, 'Tag', {base: 'hex', type: 'FT_UINT32', values: new Map([[0x31, 'Tagged'], [0x32, 'Untagged']])}),
		egress_vlanid_pad: bit(12, 'Pad', {base: 'hex', type: 'FT_UINT32'}),
		egress_vlanid: bit(12, 'Vlan ID', {type: 'FT_UINT32'}),
	}),
	egress_vlan_name_tag: u8('Tag', {base: 'hex', values: new Map([[0x31, 'Tagged'], [0x32, 'Untagged']])}),
	egress_vlan_name: text('Vlan Name'),
}));

/** Everything beside the header. */
export const allParts = [p, values];

export const faults = {
	length: fault('radius.invalid_length', 'Invalid length', 'error', 'Malformed'),
	vendorLength: fault('radius.vendor.invalid_length', 'The attribute of a vendor is longer than what holds it', 'warning', 'Malformed'),
	stray: strayCharacters,
};
