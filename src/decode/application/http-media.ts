import {bytes, parts, text} from '../field.ts';
import {claims, type Protocol, protocol} from '../protocol.ts';
import {decodeText} from '../decode-text.ts';
import type {Reader} from '../reader.ts';
import {mediaType} from '../space.ts';
import {lineEnd} from './http-head.ts';

/** Lines of a text that are shown; the rest is said in one. */
const maxLines = 4096;
/** Items of a form that are shown. */
const maxItems = 4096;

/** Text whose lines are shown as they are. */
export const textLines = protocol({
	name: 'data-text-lines',
	title: 'Line-based text data',
	short: 'Line-based text data',
	column: '',
	about: 'A body that is text.',
	claims: claims(mediaType, 'text/plain', 'text/html', 'text/css', 'text/javascript', 'text/x-javascript', 'application/x-javascript', 'text/csv', 'text/vtt', 'application/jwt'),
	expand(r) {
		for (let n = 0; r.more; n++) {
			const next = lineEnd(r.bytes, r.position, r.end);
			const end = next < 0 || n === maxLines ? r.end : next;
			r.group(undefined, () => decodeText(r.bytes, r.position, end, 'utf8'), () => void (r.position = end));
		}
	},
	summary() {},
});

const m = parts('media', () => ({type: bytes('Media type')}));

/** A body of a type that nothing here decodes. */
export const media = protocol({
	name: 'media',
	title: 'Media Type',
	column: '',
	about: 'A body of a type that inkcap does not decode.',
	parts: m,
	expand: r => void r.rest(m.type),
	summary() {},
});

const f = parts('urlencoded-form', () => ({key: text('Key', {type: 'FT_STRINGZ'}), value: text('Value', {type: 'FT_STRINGZ'})}));

/** `a+b%20c` as text. */
function formText(r: Reader, start: number, end: number): string {
	const raw = decodeText(r.bytes, start, end, 'latin1').replaceAll('+', ' ');
	const plain = raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	return decodeText(Uint8Array.from(plain, c => c.charCodeAt(0)), 0, plain.length, 'utf8');
}

/** What a web form sends: https://url.spec.whatwg.org/#application/x-www-form-urlencoded */
export const urlencodedForm = protocol({
	name: 'urlencoded-form',
	title: 'HTML Form URL Encoded',
	short: 'URL Encoded Form Data',
	column: '',
	reference: 'URL Standard, section 5',
	claims: claims(mediaType, 'application/x-www-form-urlencoded'),
	parts: f,
	expand(r) {
		for (let n = 0; r.more && n < maxItems; n++) {
			const start = r.position;
			const end = place(r, 0x26, start, r.end);
			const equals = place(r, 0x3d, start, end);
			const key = formText(r, start, equals);
			const value = formText(r, Math.min(end, equals + 1), end);
			r.group(undefined, () => `Form item: "${key}" = "${value}"`, () => {
				r.put(f.key, start, equals, key);
				r.put(f.value, Math.min(end, equals + 1), end, value);
				r.position = Math.min(r.end, end + 1);
			});
		}
	},
	summary() {},
});

/** Where a byte is, else `end`. */
function place(r: Reader, byte: number, start: number, end: number): number {
	const at = r.bytes.subarray(start, end).indexOf(byte);
	return at < 0 ? end : start + at;
}

/** A body that is known by name and is not taken apart. */
const known = (name: string, title: string, ...types: string[]): Protocol =>
	protocol({name, title, column: '', about: 'A body that inkcap knows by its type and does not take apart.', claims: claims(mediaType, ...types)});

/** Bodies that are only named. */
export const knownMedia: readonly Protocol[] = [
	known(
		'json',
		'JavaScript Object Notation',
		'application/json',
		'text/json',
		'application/json-rpc',
		'application/problem+json',
		'application/vnd.api+json',
		'application/manifest+json',
	),
	known(
		'xml',
		'eXtensible Markup Language',
		'text/xml',
		'application/xml',
		'application/soap+xml',
		'application/xhtml+xml',
		'application/rss+xml',
		'application/atom+xml',
		'image/svg+xml',
		'application/dash+xml',
	),
	known('png', 'Portable Network Graphics', 'image/png'),
	known('image-jfif', 'JPEG File Interchange Format', 'image/jpeg', 'image/jpg', 'image/pjpeg'),
	known('image-gif', 'Compuserve GIF', 'image/gif'),
	known('mp4', 'MP4 / ISOBMFF file format', 'video/mp4', 'audio/mp4'),
	known('mime_multipart', 'MIME Multipart Media Encapsulation', 'multipart/form-data', 'multipart/mixed', 'multipart/byteranges', 'multipart/related', 'multipart/alternative'),
	known('ipp', 'Internet Printing Protocol', 'application/ipp'),
	known('ocsp', 'Online Certificate Status Protocol', 'application/ocsp-request', 'application/ocsp-response'),
];
