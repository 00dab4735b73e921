/** DNSSEC algorithm numbers, RFC 8624, section 3.1. */
export const algorithmNames: ReadonlyMap<number, string> = new Map([
	[1, 'RSA/MD5'],
	[2, 'Diffie-Hellman'],
	[3, 'DSA'],
	[4, 'Elliptic curve crypto'],
	[5, 'RSA/SHA1'],
	[6, 'DSA + NSEC3/SHA1'],
	[7, 'RSA/SHA1 + NSEC3/SHA1'],
	[8, 'RSA/SHA-256'],
	[10, 'RSA/SHA-512'],
	[12, 'GOST R 34.10-2001'],
	[13, 'ECDSA Curve P-256 with SHA-256'],
	[14, 'ECDSA Curve P-384 with SHA-384'],
	[15, 'Ed25519'],
	[16, 'Ed448'],
	[157, 'HMAC/MD5'],
	[252, 'Indirect key'],
	[253, 'Private, domain name'],
	[254, 'Private, OID'],
]);

/** Digests of DS records. */
export const digestNames: ReadonlyMap<number, string> = new Map([[0, 'Reserved digest'], [1, 'SHA-1'], [2, 'SHA-256'], [3, 'GOST R 34.11-94'], [4, 'SHA-384']]);

/** Hashes of NSEC3 records. */
export const nsec3HashNames: ReadonlyMap<number, string> = new Map([[0, 'Reserved'], [1, 'SHA-1']]);

/** RFC 4398, section 2.1. */
export const certificateTypeNames: ReadonlyMap<number, string> = new Map([
	[1, 'PKIX'],
	[2, 'SPKI'],
	[3, 'PGP'],
	[4, 'IPKIX'],
	[5, 'ISPKI'],
	[6, 'IPGP'],
	[7, 'ACPKIX'],
	[8, 'IACPKIX'],
	[253, 'Private, URI'],
	[254, 'Private, OID'],
]);

/** RFC 4255, section 3.1.1. */
export const sshAlgorithmNames: ReadonlyMap<number, string> = new Map([[0, 'Reserved'], [1, 'RSA'], [2, 'DSA'], [3, 'ECDSA'], [4, 'Ed25519'], [5, 'XMSS']]);
export const sshFingerprintNames: ReadonlyMap<number, string> = new Map([[0, 'Reserved'], [1, 'SHA1'], [2, 'SHA256']]);

/** RFC 6698, sections 2.1.1 to 2.1.3, with the short names of RFC 7218. */
export const tlsaUsageNames: ReadonlyMap<number, string> = new Map([
	[0, 'CA constraint (PKIX-TA)'],
	[1, 'Service certificate constraint (PKIX-EE)'],
	[2, 'Trust anchor assertion (DANE-TA)'],
	[3, 'Domain-issued certificate (DANE-EE)'],
]);
export const tlsaSelectorNames: ReadonlyMap<number, string> = new Map([[0, 'Full certificate (Cert)'], [1, 'SubjectPublicKeyInfo (SPKI)']]);
export const tlsaMatchingNames: ReadonlyMap<number, string> = new Map([
	[0, 'No Hash Used (Full)'],
	[1, '256 bit hash by SHA2 (SHA2-256)'],
	[2, '512 bit hash by SHA2 (SHA2-512)'],
]);

/** RFC 2930, section 2.5. */
export const tkeyModeNames: ReadonlyMap<number, string> = new Map([[1, 'Server assigned'], [2, 'Diffie Hellman'], [3, 'GSSAPI'], [4, 'Resolver assigned'], [5, 'Delete']]);

/** Zone digests, RFC 8976, sections 5.2 and 5.3. */
export const zoneDigestSchemeNames = (value: number): string => value === 1 ? 'SIMPLE' : value === 0 || value === 255 ? 'Reserved' : value >= 240 ? 'Private Use' : 'Unassigned';
export const zoneDigestHashNames = (value: number): string =>
	value === 1 ? 'SHA-384' : value === 2 ? 'SHA-512' : value === 0 || value === 255 ? 'Reserved' : value >= 240 ? 'Private Use' : 'Unassigned';

/**
The number by which signatures name a key, RFC 4034, appendix B, over the record data `[start, end)`.
Of RSA/MD5 keys it is a part of the modulus.
*/
export function keyTag(b: Uint8Array, start: number, end: number, algorithm: number): number {
	if (algorithm === 1) return end - start < 4 ? 0 : (b[end - 3]! << 8) | b[end - 2]!;
	let sum = 0;
	for (let at = start; at < end; at++) sum += (at - start) % 2 === 0 ? b[at]! << 8 : b[at]!;
	return (sum + (sum >>> 16)) & 0xffff;
}

const digits = '0123456789abcdefghijklmnopqrstuv';

/** Base 32 with extended hex alphabet, RFC 4648, section 7, without padding. */
export function base32(b: Uint8Array): string {
	let out = '';
	let bits = 0;
	let left = 0;
	for (const byte of b) {
		bits = (bits << 8) | byte;
		for (left += 8; left >= 5; left -= 5) out += digits[(bits >>> (left - 5)) & 31];
		bits &= (1 << left) - 1;
	}

	return left === 0 ? out : out + digits[(bits << (5 - left)) & 31];
}
