import type {Reader} from '../reader.ts';
import {readTransportParameters} from '../transport/quic-parameters.ts';
import {extensionParts as x, handshakeParts as h, otherParts as o} from './tls-fields.ts';
import {groupName} from './tls-groups.ts';
import {readNames, readScts, readSignatureSchemes} from './tls-lists.ts';
import {certificate, certificateRequest, clientHello, encryptedExtensions, extensionName, newSessionTicket, serverHello} from './tls-names.ts';
import {byteVector, count, items, vectorLength} from './tls-vector.ts';

/** What a reader of an extension knows beside its bytes. */
type Extension = {readonly message: number; readonly retry: boolean; readonly length: number};

type Read = (r: Reader, e: Extension) => void;

// RFC 6066, section 3
const serverName: Read = (r, e) => {
	if (e.length === 0) return;
	r.group(undefined, 'Server Name Indication extension', () => {
		vectorLength(r, x.extensions_server_name_list_len, 1);
		while (r.left > 0) {
			r.read(x.extensions_server_name_type);
			const size = vectorLength(r, x.extensions_server_name_len);
			r.text(x.extensions_server_name, size);
		}
	});
};

// RFC 6066, section 8
const statusRequest: Read = (r, e) => {
	if (e.length === 0) return;
	if (e.message === certificate) return readStatus(r);
	readStatusRequest(r);
};

function readStatusRequest(r: Reader): void {
	const type = r.read(x.extensions_status_request_type);
	if (type !== 1 && type !== 2) return;
	r.skip(vectorLength(r, x.extensions_status_request_responder_ids_len));
	r.skip(vectorLength(r, x.extensions_status_request_exts_len));
}

/** CertificateStatus, RFC 6066, section 8. */
export function readStatus(r: Reader): void {
	const type = r.read(x.extensions_status_request_type);
	if (type === 2) {
		vectorLength(r, h.ocsp_response_list_len, 1);
		while (r.left > 0) r.skip(vectorLength(r, h.ocsp_response_len, 1));
		return;
	}

	if (type === 1) r.skip(vectorLength(r, h.ocsp_response_len, 1));
}

// RFC 6961, section 2.2
const statusRequest2: Read = (r, e) => {
	if (e.length === 0) return;
	vectorLength(r, x.extensions_status_request_list_len, 1);
	while (r.left > 0) {
		const type = r.read(x.extensions_status_request_type);
		const size = vectorLength(r, x.extensions_status_request_len);
		r.within(size, () => {
			if (type !== 1 && type !== 2) return;
			r.skip(vectorLength(r, x.extensions_status_request_responder_ids_len));
			r.skip(vectorLength(r, x.extensions_status_request_exts_len));
		});
	}
};

// RFC 8446, section 4.2.7
const supportedGroups: Read = r => {
	const size = vectorLength(r, x.extensions_supported_groups_length, 2);
	r.group(
		x.extensions_supported_groups,
		() => `Supported Groups (${count(size >> 1, 'group')})`,
		() => r.within(size, () => items(r, 2, () => r.read(x.extensions_supported_group))),
	);
};

// RFC 8422, section 5.1.2
const pointFormats: Read = r => {
	const size = vectorLength(r, x.extensions_ec_point_formats_length, 1);
	r.group(x.extensions_ec_point_formats, () => `Elliptic curves point formats (${size})`, () => r.within(size, () => items(r, 1, () => r.read(x.extensions_ec_point_format))));
};

// RFC 5054, section 2.8.1
const srp: Read = r => void r.text(x.extensions_srp_username, vectorLength(r, x.extensions_srp_len, 1));

// RFC 7301, section 3.1
const alpn: Read = r => {
	const size = vectorLength(r, x.extensions_alpn_len, 2);
	r.group(x.extensions_alpn_list, undefined, () =>
		r.within(size, () => {
			while (r.left > 0) r.text(x.extensions_alpn_str, vectorLength(r, x.extensions_alpn_str_len, 1));
		}));
};

// draft-vvv-tls-alps
const alps: Read = (r, e) => {
	if (e.message === encryptedExtensions) return void r.rest(x['extensions_alps.settings']);
	const size = vectorLength(r, x.extensions_alps_len, 2);
	r.group(x.extensions_alps_alpn_list, undefined, () =>
		r.within(size, () => {
			while (r.left > 0) r.text(x.extensions_alps_alpn_str, vectorLength(r, x.extensions_alps_alpn_str_len, 1));
		}));
};

// draft-agl-tls-nextprotoneg, section 3
const npn: Read = (r, e) => {
	if (e.length === 0) return;
	r.group(undefined, 'Next Protocol Negotiation', () => {
		while (r.left > 0) r.text(x.extensions_npn, vectorLength(r, x.extensions_npn_str_len));
	});
};

// RFC 5746, section 3.2
const renegotiation: Read = (r, e) => {
	if (e.length === 0) return;
	r.group(undefined, 'Renegotiation Info extension', () => byteVector(r, x.extensions_reneg_info_len, x.extensions_reneg_info));
};

// RFC 8446, section 4.2.8
const keyShare: Read = (r, e) => {
	r.group(undefined, 'Key Share extension', () => {
		if (e.message === clientHello) {
			const size = vectorLength(r, x.extensions_key_share_client_length);
			r.within(size, () => items(r, 4, () => readKeyShareEntry(r)));
		} else if (e.retry) {
			r.read(x.extensions_key_share_selected_group);
		} else if (e.message === serverHello) {
			readKeyShareEntry(r);
		} else {
			r.skip(r.left);
		}
	});
};

function readKeyShareEntry(r: Reader): void {
	r.group(undefined, () => `Key Share Entry: Group: ${groupName(r.peek16()) ?? `Unknown (${r.peek16()})`}, Key Exchange length: ${r.peek16(2)}`, () => {
		r.read(x.extensions_key_share_group);
		byteVector(r, x.extensions_key_share_key_exchange_length, x.extensions_key_share_key_exchange, 1);
	});
}

// RFC 8446, section 4.2.11
const preSharedKey: Read = (r, e) => {
	r.group(undefined, 'Pre-Shared Key extension', () => {
		if (e.message !== clientHello) return void r.read(x['extensions.psk.identity.selected']);
		const size = vectorLength(r, x['extensions.psk.identities.length'], 7);
		r.within(size, () =>
			items(r, 7, () => {
				r.group(undefined, () => `PSK Identity (length: ${r.peek16()})`, () => {
					byteVector(r, x['extensions.psk.identity.identity_length'], x['extensions.psk.identity.identity'], 1);
					r.read(x['extensions.psk.identity.obfuscated_ticket_age']);
				});
			}));
		const binders = vectorLength(r, x['extensions.psk.binders_len'], 33);
		r.mark(x['extensions.psk.binders'], binders);
	});
};

// RFC 8446, section 4.2.10
const earlyData: Read = (r, e) => {
	if (e.message === newSessionTicket) r.read(o['early_data.max_early_data_size']);
};

// RFC 8446, section 4.2.1
const supportedVersions: Read = (r, e) => {
	if (e.message !== clientHello) return void r.read(x['extensions.supported_version']);
	const size = vectorLength(r, x['extensions.supported_versions_len'], 2);
	r.within(size, () => items(r, 2, () => r.read(x['extensions.supported_version'])));
};

// RFC 8446, section 4.2.2
const cookie: Read = r => byteVector(r, x['extensions.cookie_len'], x['extensions.cookie'], 1);

// RFC 8446, section 4.2.9
const pskModes: Read = r => {
	const size = vectorLength(r, o['extension.psk_ke_modes_length'], 1);
	r.within(size, () => items(r, 1, () => r.read(o['extension.psk_ke_mode'])));
};

// RFC 8446, section 4.2.4
const authorities: Read = r => readNames(r);

// RFC 8446, section 4.2.5
const oidFilters: Read = r => {
	const size = vectorLength(r, o['extension.oid_filters_length']);
	r.within(size, () => {
		while (r.left > 0) {
			r.take(o['extension.oid_filters.oid'], vectorLength(r, o['extension.oid_filters.oid_length'], 1));
			r.skip(vectorLength(r, o['extension.oid_filters.values_length']));
		}
	});
};

// RFC 8879, section 3
const compressCertificate: Read = r => {
	const size = vectorLength(r, o['compress_certificate.algorithms_length'], 2);
	r.within(size, () => items(r, 2, () => r.read(o['compress_certificate.algorithm'])));
};

// RFC 7250, section 3
const certificateType: Read = (r, e) => {
	if (e.message !== clientHello) return void r.read(x['cert_type.type']);
	const size = vectorLength(r, x['cert_type.types_len'], 1);
	r.group(x['cert_type.types'], () => `Certificate Type List (${count(size, 'type')})`, () => r.within(size, () => items(r, 1, () => r.read(x['cert_type.type']))));
};

// RFC 6962, section 3.3
const certificateTimestamps: Read = (r, e) => {
	if (e.length > 0 && e.message !== clientHello && e.message !== certificateRequest) readScts(r);
};

// draft-ietf-tls-esni-02, section 5
const encryptedServerName: Read = (r, e) => {
	if (e.message !== clientHello) return void r.take(o['esni.nonce'], Math.min(16, r.left));
	r.read(o['esni.suite']);
	readKeyShareEntry(r);
	byteVector(r, o['esni.record_digest_length'], o['esni.record_digest']);
	byteVector(r, o['esni.encrypted_sni_length'], o['esni.encrypted_sni']);
};

const nothing: Read = () => {};

const readers: ReadonlyMap<number, Read> = new Map<number, Read>([
	[0, serverName],
	[1, r => void r.read(x.max_fragment_length)],
	[5, statusRequest],
	[10, supportedGroups],
	[11, pointFormats],
	[12, srp],
	[13, r => readSignatureSchemes(r)],
	[15, r => void r.read(x['extension.heartbeat.mode'])],
	[16, alpn],
	[17, statusRequest2],
	[18, certificateTimestamps],
	[19, certificateType],
	[20, certificateType],
	[21, r => void r.rest(x.extensions_padding_data)],
	[22, nothing],
	[23, nothing],
	[27, compressCertificate],
	[28, r => void r.read(o.record_size_limit)],
	[34, (r, e) => (e.message === clientHello || e.message === certificateRequest ? readSignatureSchemes(r) : void r.rest(x['extension.data']))],
	[40, keyShare],
	[41, preSharedKey],
	[42, earlyData],
	[43, supportedVersions],
	[44, cookie],
	[45, pskModes],
	[47, authorities],
	[48, oidFilters],
	[49, nothing],
	[50, r => readSignatureSchemes(r)],
	[51, keyShare],
	[53, r => byteVector(r, o.connection_id_length, o.connection_id)],
	[54, r => byteVector(r, o.connection_id_length, o.connection_id)],
	[57, readTransportParameters],
	[13_172, npn],
	[17_513, alps],
	[17_613, alps],
	[65_281, renegotiation],
	[65_445, readTransportParameters],
	[65_486, encryptedServerName],
]);

/** The extensions of a message, RFC 8446, section 4.2. A server key share holds one entry; a retry names a group alone. */
export function readExtensions(r: Reader, message: number, retry: boolean): void {
	const size = vectorLength(r, h.extensions_length);
	r.within(size, () => {
		while (r.left > 0) {
			r.group(undefined, () => `Extension: ${extensionName(r.peek16()) ?? `Unknown type ${r.peek16()}`} (len=${r.peek16(2)})`, () => readExtension(r, message, retry));
		}
	});
}

function readExtension(r: Reader, message: number, retry: boolean): void {
	const type = r.read(x['extension.type']);
	const length = vectorLength(r, x['extension.len']);
	r.within(length, () => {
		const read = readers.get(type);
		if (read !== undefined) return read(r, {message, retry, length});
		r.put(x['extension.data'], r.position, r.end, r.bytes.subarray(r.position, r.end));
		r.position = r.end;
	});
}
