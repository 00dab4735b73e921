import {ByteNames, lower} from '../byte-names.ts';

/** Whether `name`, which is in lower case, begins at `at`, in either case. */
export function isNamed(b: Uint8Array, at: number, end: number, name: string): boolean {
	if (at + name.length > end) return false;
	for (let i = 0; i < name.length; i++) if (lower(b[at + i]!) !== name.charCodeAt(i)) return false;
	return true;
}

/** Methods of RFC 9110, of WebDAV, UPnP and others that are met. RTSP and SIP have their own. */
const methods: readonly string[] = [
	'GET',
	'HEAD',
	'POST',
	'PUT',
	'DELETE',
	'CONNECT',
	'OPTIONS',
	'TRACE',
	'PATCH',
	'LINK',
	'UNLINK',
	'PROPFIND',
	'PROPPATCH',
	'MKCOL',
	'COPY',
	'MOVE',
	'LOCK',
	'UNLOCK',
	'VERSION-CONTROL',
	'REPORT',
	'CHECKOUT',
	'CHECKIN',
	'UNCHECKOUT',
	'MKWORKSPACE',
	'UPDATE',
	'LABEL',
	'MERGE',
	'BASELINE-CONTROL',
	'MKACTIVITY',
	'ACL',
	'SEARCH',
	'POLL',
	'BMOVE',
	'BCOPY',
	'BDELETE',
	'BPROPFIND',
	'BPROPPATCH',
	'SUBSCRIBE',
	'UNSUBSCRIBE',
	'NOTIFY',
	'M-SEARCH',
	'X-MS-ENUMATTS',
	'SOURCE',
	'INVOKE',
	'QUERY',
	'PURGE',
	'RPC_CONNECT',
	'RPC_IN_DATA',
	'RPC_OUT_DATA',
	'CCM_POST',
	'SMS_POST',
	'BITS_POST',
	'VERSION_CONTROL',
	'BASELINE_CONTROL',
];

const byName = new ByteNames(methods.map(name => [name, name] as const), false);
/** Characters of the longest method. */
const maxMethod = Math.max(...methods.map(name => name.length));

/** The method with a space behind it that stands at `at`; '' where there is none. */
export function methodAt(b: Uint8Array, at: number, end: number): string {
	for (let i = at; i < end && i <= at + maxMethod; i++) {
		const code = b[i]!;
		if (code === 0x20) return byName.find(b, at, i) ?? '';
		// All of them are capitals, with a hyphen or a line in between.
		if (code > 0x5f || (code < 0x41 && code !== 0x2d)) return '';
	}

	return '';
}
