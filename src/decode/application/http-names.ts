/** Letters of the alphabet in either case are one. */
const lower = (code: number): number => (code >= 0x41 && code <= 0x5a ? code + 32 : code);

/** What has a name of ASCII characters, found by the bytes of the name: no string is made of them. */
export class ByteNames<T> {
	readonly #ignoresCase: boolean;
	readonly #longest: number;
	readonly #slots: Array<{readonly name: string; readonly value: T} | undefined>;

	constructor(all: Iterable<readonly [name: string, value: T]>, ignoresCase: boolean) {
		const entries = [...all];
		this.#ignoresCase = ignoresCase;
		this.#longest = Math.max(...entries.map(([name]) => name.length));
		this.#slots = Array.from({length: 2 ** Math.ceil(Math.log2(entries.length * 4))});
		for (const [name, value] of entries) {
			const kept = ignoresCase ? name.toLowerCase() : name;
			let slot = this.#hash(Uint8Array.from(kept, c => c.charCodeAt(0)), 0, kept.length);
			while (this.#slots[slot] !== undefined) slot = (slot + 1) & (this.#slots.length - 1);
			this.#slots[slot] = {name: kept, value};
		}
	}

	/** What is called `[start, end)`. */
	find(b: Uint8Array, start: number, end: number): T | undefined {
		if (end - start > this.#longest) return undefined;
		for (let slot = this.#hash(b, start, end);; slot = (slot + 1) & (this.#slots.length - 1)) {
			const entry = this.#slots[slot];
			if (entry === undefined) return undefined;
			if (this.#is(entry.name, b, start, end)) return entry.value;
		}
	}

	#hash(b: Uint8Array, start: number, end: number): number {
		let hash = end - start;
		for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (this.#ignoresCase ? b[at]! | 0x20 : b[at]!)) | 0;
		return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
	}

	#is(name: string, b: Uint8Array, start: number, end: number): boolean {
		if (name.length !== end - start) return false;
		for (let i = 0; i < name.length; i++) if ((this.#ignoresCase ? lower(b[start + i]!) : b[start + i]!) !== name.charCodeAt(i)) return false;
		return true;
	}
}

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
