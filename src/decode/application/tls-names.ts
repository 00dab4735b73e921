/** Values that clients send to keep servers tolerant: both bytes alike, low halves ten. RFC 8701, section 2. */
export const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >>> 8 === (value & 0xff);

export const greaseName = (value: number): string | undefined => (isGrease(value) ? 'Reserved (GREASE)' : undefined);

/** Record types, RFC 8446, appendix B.1. */
export const changeCipherSpec = 20;
export const alert = 21;
export const handshake = 22;
export const applicationData = 23;
export const heartbeat = 24;

export const contentTypes: ReadonlyMap<number, string> = new Map([
	[changeCipherSpec, 'Change Cipher Spec'],
	[alert, 'Alert'],
	[handshake, 'Handshake'],
	[applicationData, 'Application Data'],
	[heartbeat, 'Heartbeat'],
	[25, 'Connection ID'],
]);

/** Handshake messages, RFC 8446, appendix B.3, and those of older versions. */
export const clientHello = 1;
export const serverHello = 2;
export const newSessionTicket = 4;
export const helloRetryRequest = 6;
export const encryptedExtensions = 8;
export const certificate = 11;
export const serverKeyExchange = 12;
export const certificateRequest = 13;
export const serverHelloDone = 14;
export const certificateVerify = 15;
export const clientKeyExchange = 16;
export const finished = 20;
export const certificateUrl = 21;
export const certificateStatus = 22;
export const keyUpdate = 24;
export const compressedCertificate = 25;
export const nextProtocol = 67;

export const handshakeTypes: ReadonlyMap<number, string> = new Map([
	[0, 'Hello Request'],
	[clientHello, 'Client Hello'],
	[serverHello, 'Server Hello'],
	[3, 'Hello Verify Request'],
	[newSessionTicket, 'New Session Ticket'],
	[5, 'End of Early Data'],
	[helloRetryRequest, 'Hello Retry Request'],
	[encryptedExtensions, 'Encrypted Extensions'],
	[certificate, 'Certificate'],
	[serverKeyExchange, 'Server Key Exchange'],
	[certificateRequest, 'Certificate Request'],
	[serverHelloDone, 'Server Hello Done'],
	[certificateVerify, 'Certificate Verify'],
	[clientKeyExchange, 'Client Key Exchange'],
	[finished, 'Finished'],
	[certificateUrl, 'Client Certificate URL'],
	[certificateStatus, 'Certificate Status'],
	[23, 'Supplemental Data'],
	[keyUpdate, 'Key Update'],
	[compressedCertificate, 'Compressed Certificate'],
	[nextProtocol, 'Encrypted Extensions'],
]);

export const ssl2 = 0x0002;
export const ssl3 = 0x0300;
export const tls12 = 0x0303;
export const tls13 = 0x0304;
/** The Chinese national variant, GB/T 38636. */
export const tlcp = 0x0101;

const versions: ReadonlyMap<number, string> = new Map([
	[0x0002, 'SSL 2.0'],
	[0x0100, 'DTLS 1.0 (OpenSSL pre 0.9.8f)'],
	[0x0101, 'GMTLS'],
	[0x0300, 'SSL 3.0'],
	[0x0301, 'TLS 1.0'],
	[0x0302, 'TLS 1.1'],
	[0x0303, 'TLS 1.2'],
	[0x0304, 'TLS 1.3'],
	[0x7f0e, 'TLS 1.3 (draft 14)'],
	[0x7f0f, 'TLS 1.3 (draft 15)'],
	[0x7f10, 'TLS 1.3 (draft 16)'],
	[0x7f11, 'TLS 1.3 (draft 17)'],
	[0x7f12, 'TLS 1.3 (draft 18)'],
	[0x7f13, 'TLS 1.3 (draft 19)'],
	[0x7f14, 'TLS 1.3 (draft 20)'],
	[0x7f15, 'TLS 1.3 (draft 21)'],
	[0x7f16, 'TLS 1.3 (draft 22)'],
	[0x7f17, 'TLS 1.3 (draft 23)'],
	[0x7f18, 'TLS 1.3 (draft 24)'],
	[0x7f19, 'TLS 1.3 (draft 25)'],
	[0x7f1a, 'TLS 1.3 (draft 26)'],
	[0x7f1b, 'TLS 1.3 (draft 27)'],
	[0x7f1c, 'TLS 1.3 (draft 28)'],
	[0xfb17, 'TLS 1.3 (Facebook draft 23)'],
	[0xfb1a, 'TLS 1.3 (Facebook draft 26)'],
	[0xfefd, 'DTLS 1.2'],
	[0xfeff, 'DTLS 1.0'],
]);

export const versionName = (version: number): string | undefined => versions.get(version) ?? greaseName(version);

const columns: ReadonlyMap<number, string> = new Map([
	[ssl2, 'SSLv2'],
	[ssl3, 'SSLv3'],
	[0x0301, 'TLSv1'],
	[0x0302, 'TLSv1.1'],
	[tls12, 'TLSv1.2'],
	[tls13, 'TLSv1.3'],
	[tlcp, 'GMTLSv1'],
]);

/** What `settledVersion` may give. */
export const settledVersions: readonly number[] = [0, ...columns.keys()];

/** The version as the Protocol column has it. */
export const versionColumn = (version: number): string => columns.get(version) ?? 'SSL';

/** Drafts of TLS 1.3 count as TLS 1.3. */
export const settledVersion = (version: number): number => (version >>> 8 === 0x7f || version === 0xfb17 || version === 0xfb1a ? tls13 : columns.has(version) ? version : 0);

export const alertLevels: ReadonlyMap<number, string> = new Map([[1, 'Warning'], [2, 'Fatal']]);

/** RFC 8446, appendix B.2, and the ones of older versions. */
export const alertDescriptions: ReadonlyMap<number, string> = new Map([
	[0, 'Close Notify'],
	[1, 'End of Early Data'],
	[10, 'Unexpected Message'],
	[20, 'Bad Record MAC'],
	[21, 'Decryption Failed'],
	[22, 'Record Overflow'],
	[30, 'Decompression Failure'],
	[40, 'Handshake Failure'],
	[41, 'No Certificate'],
	[42, 'Bad Certificate'],
	[43, 'Unsupported Certificate'],
	[44, 'Certificate Revoked'],
	[45, 'Certificate Expired'],
	[46, 'Certificate Unknown'],
	[47, 'Illegal Parameter'],
	[48, 'Unknown CA'],
	[49, 'Access Denied'],
	[50, 'Decode Error'],
	[51, 'Decrypt Error'],
	[60, 'Export Restriction'],
	[70, 'Protocol Version'],
	[71, 'Insufficient Security'],
	[80, 'Internal Error'],
	[86, 'Inappropriate Fallback'],
	[90, 'User Canceled'],
	[100, 'No Renegotiation'],
	[109, 'Missing Extension'],
	[110, 'Unsupported Extension'],
	[111, 'Certificate Unobtainable'],
	[112, 'Unrecognized Name'],
	[113, 'Bad Certificate Status Response'],
	[114, 'Bad Certificate Hash Value'],
	[115, 'Unknown PSK Identity'],
	[116, 'Certificate Required'],
	[120, 'No application Protocol'],
	[121, 'ECH Required'],
]);

const extensions: ReadonlyMap<number, string> = new Map([
	[0, 'server_name'],
	[1, 'max_fragment_length'],
	[2, 'client_certificate_url'],
	[3, 'trusted_ca_keys'],
	[4, 'truncated_hmac'],
	[5, 'status_request'],
	[6, 'user_mapping'],
	[7, 'client_authz'],
	[8, 'server_authz'],
	[9, 'cert_type'],
	[10, 'supported_groups'],
	[11, 'ec_point_formats'],
	[12, 'srp'],
	[13, 'signature_algorithms'],
	[14, 'use_srtp'],
	[15, 'heartbeat'],
	[16, 'application_layer_protocol_negotiation'],
	[17, 'status_request_v2'],
	[18, 'signed_certificate_timestamp'],
	[19, 'client_certificate_type'],
	[20, 'server_certificate_type'],
	[21, 'padding'],
	[22, 'encrypt_then_mac'],
	[23, 'extended_master_secret'],
	[24, 'token_binding'],
	[25, 'cached_info'],
	[27, 'compress_certificate'],
	[28, 'record_size_limit'],
	[34, 'delegated_credentials'],
	[35, 'session_ticket'],
	[40, 'Reserved (key_share)'],
	[41, 'pre_shared_key'],
	[42, 'early_data'],
	[43, 'supported_versions'],
	[44, 'cookie'],
	[45, 'psk_key_exchange_modes'],
	[46, 'Reserved (ticket_early_data_info)'],
	[47, 'certificate_authorities'],
	[48, 'oid_filters'],
	[49, 'post_handshake_auth'],
	[50, 'signature_algorithms_cert'],
	[51, 'key_share'],
	[52, 'transparency_info'],
	[53, 'connection_id (deprecated)'],
	[54, 'connection_id'],
	[55, 'external_id_hash'],
	[56, 'external_session_id'],
	[57, 'quic_transport_parameters'],
	[58, 'ticket_request'],
	[59, 'dnssec_chain'],
	[13172, 'next_protocol_negotiation'],
	[17513, 'application_settings'],
	[17613, 'application_settings_new'],
	[30031, 'channel_id_old'],
	[30032, 'channel_id'],
	[65281, 'renegotiation_info'],
	[65445, 'quic_transport_parameters (drafts version)'],
	[65037, 'encrypted_client_hello'],
	[65486, 'encrypted_server_name'],
]);

/** Name of a hello extension, as IANA has it. */
export const extensionName = (extension: number): string | undefined => extensions.get(extension) ?? greaseName(extension);

export const hashNames: ReadonlyMap<number, string> = new Map([
	[0, 'None'],
	[1, 'MD5'],
	[2, 'SHA1'],
	[3, 'SHA224'],
	[4, 'SHA256'],
	[5, 'SHA384'],
	[6, 'SHA512'],
	[7, 'SM3'],
]);

export const signatureNames: ReadonlyMap<number, string> = new Map([[0, 'Anonymous'], [1, 'RSA'], [2, 'DSA'], [3, 'ECDSA'], [4, 'SM2']]);

const schemes: ReadonlyMap<number, string> = new Map([
	[0x0201, 'rsa_pkcs1_sha1'],
	[0x0203, 'ecdsa_sha1'],
	[0x0401, 'rsa_pkcs1_sha256'],
	[0x0403, 'ecdsa_secp256r1_sha256'],
	[0x0501, 'rsa_pkcs1_sha384'],
	[0x0503, 'ecdsa_secp384r1_sha384'],
	[0x0601, 'rsa_pkcs1_sha512'],
	[0x0603, 'ecdsa_secp521r1_sha512'],
	[0x0708, 'sm2sig_sm3'],
	[0x0804, 'rsa_pss_rsae_sha256'],
	[0x0805, 'rsa_pss_rsae_sha384'],
	[0x0806, 'rsa_pss_rsae_sha512'],
	[0x0807, 'ed25519'],
	[0x0808, 'ed448'],
	[0x0809, 'rsa_pss_pss_sha256'],
	[0x080a, 'rsa_pss_pss_sha384'],
	[0x080b, 'rsa_pss_pss_sha512'],
	[0xfe0b, 'falcon512'],
	[0xfe0c, 'p256_falcon512'],
	[0xfe0d, 'rsa3072_falcon512'],
	[0xfe0e, 'falcon1024'],
	[0xfe0f, 'p521_falcon1024'],
	[0xfe1b, 'picnic3l1'],
	[0xfe1c, 'p256_picnic3l1'],
	[0xfe1d, 'rsa3072_picnic3l1'],
	[0xfe27, 'rainbowIclassic'],
	[0xfe28, 'p256_rainbowIclassic'],
	[0xfe29, 'rsa3072_rainbowIclassic'],
	[0xfe3c, 'rainbowVclassic'],
	[0xfe3d, 'p521_rainbowVclassic'],
	[0xfe42, 'sphincsharaka128frobust'],
	[0xfe43, 'p256_sphincsharaka128frobust'],
	[0xfe44, 'rsa3072_sphincsharaka128frobust'],
	[0xfe5e, 'sphincssha256128frobust'],
	[0xfe5f, 'p256_sphincssha256128frobust'],
	[0xfe60, 'rsa3072_sphincssha256128frobust'],
	[0xfe7a, 'sphincsshake256128frobust'],
	[0xfe7b, 'p256_sphincsshake256128frobust'],
	[0xfe7c, 'rsa3072_sphincsshake256128frobust'],
	[0xfe96, 'picnicl1full'],
	[0xfe97, 'p256_picnicl1full'],
	[0xfe98, 'rsa3072_picnicl1full'],
	[0xfea0, 'dilithium2'],
	[0xfea1, 'p256_dilithium2'],
	[0xfea2, 'rsa3072_dilithium2'],
	[0xfea3, 'dilithium3'],
	[0xfea4, 'p384_dilithium3'],
	[0xfea5, 'dilithium5'],
	[0xfea6, 'p521_dilithium5'],
	[0xfea7, 'dilithium2_aes'],
	[0xfea8, 'p256_dilithium2_aes'],
	[0xfea9, 'rsa3072_dilithium2_aes'],
	[0xfeaa, 'dilithium3_aes'],
	[0xfeab, 'p384_dilithium3_aes'],
	[0xfeac, 'dilithium5_aes'],
	[0xfead, 'p521_dilithium5_aes'],
]);

/** RFC 8446, section 4.2.3; what came before is a hash and a signature, RFC 5246, section 7.4.1.4.1. */
export const signatureScheme = (scheme: number): string => schemes.get(scheme) ?? `${hashNames.get(scheme >>> 8) ?? 'Unknown'} ${signatureNames.get(scheme & 0xff) ?? 'Unknown'}`;

export const compressionMethods: ReadonlyMap<number, string> = new Map([[0, 'null'], [1, 'DEFLATE'], [64, 'LZS']]);

const ssl2Specs: ReadonlyMap<number, string> = new Map([
	[0x010080, 'SSL2_RC4_128_WITH_MD5'],
	[0x020080, 'SSL2_RC4_128_EXPORT40_WITH_MD5'],
	[0x030080, 'SSL2_RC2_128_CBC_WITH_MD5'],
	[0x040080, 'SSL2_RC2_128_CBC_EXPORT40_WITH_MD5'],
	[0x050080, 'SSL2_IDEA_128_CBC_WITH_MD5'],
	[0x060040, 'SSL2_DES_64_CBC_WITH_MD5'],
	[0x0700c0, 'SSL2_DES_192_EDE3_CBC_WITH_MD5'],
	[0x080080, 'SSL2_RC4_64_WITH_MD5'],
]);

/** Cipher specs of SSL 2.0, which have three bytes. */
export const ssl2SpecName = (spec: number): string | undefined => ssl2Specs.get(spec);
