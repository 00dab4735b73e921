import {ByteText, words} from './byte-text.ts';
import type {Field, Value} from './field.ts';
import type {Look} from './field-look.ts';
import {names} from './names.ts';
import {addressLabel, hexDigits, nameOf, portLabel, printValue, writeDigits, writeNumber} from './print.ts';
import {printable} from './printable.ts';
import {specialAddress} from './special-addresses.ts';

/** Bytes that a line of the tree shows. */
const maxLabelBytes = 36;

/** Labels that are kept are those of numbers below this power of two. */
const keptValues = 16;
/** Bytes that most of them have room in. */
const keptBytes = 48;

const seconds = words(' seconds');
const unknown = words('Unknown');
const set = words('Set');
const notSet = words('Not set');
const ellipsis = words('…');
const opening = words(' (');

/** Bits of a word drawn as `.1.. .... = `. */
function writeBits(out: ByteText, field: Field, drawn: number, value: number): void {
	const {width, scale} = field;
	const raw = scale === 1 ? value : Math.trunc(value / scale);
	const shift = field.shift + width > drawn ? field.shift - (field.size * 8 - drawn) : field.shift;
	for (let i = drawn - 1; i >= 0; i--) {
		const place = i - shift;
		out.byte(place < 0 || place >= width ? 46 : place < 32 ? 48 + ((raw >>> place) & 1) : 48 + (Math.floor(raw / 2 ** place) % 2));
		if (i > 0 && (i & 3) === 0) out.byte(32);
	}

	out.byte(32);
	out.byte(61);
	out.byte(32);
}

/** An address, or the name of its host with the address behind it. */
function writeAddress(out: ByteText, b: Uint8Array): void {
	if ((b.length === 6 ? names.link : names.host) !== undefined) out.text(printable(addressLabel(b)));
	else if (b.length === 6) out.mac(b, 0);
	else if (b.length === 4) out.ipv4(b, 0);
	else out.ipv6(b, 0);
}

function writeBytes(out: ByteText, field: Field, b: Uint8Array): void {
	const {empty, written} = field.look;
	if (b.length === 0) {
		out.text(empty);
		return;
	}

	const shown = b.length > maxLabelBytes ? b.subarray(0, maxLabelBytes) : b;
	if (written === undefined) out.hex(shown);
	else out.text(printable(written(shown)));
	if (shown !== b) out.append(ellipsis);
}

/** The value alone, without its name. */
function writePlain(out: ByteText, field: Field, value: Value): void {
	const {kind, width} = field;
	if (kind === 'bytes') writeBytes(out, field, value as Uint8Array);
	else if (kind === 'mac' || kind === 'ipv4' || kind === 'ipv6') writeAddress(out, value as Uint8Array);
	else if (width > 0 && typeof value === 'number') writeNumber(out, field, value, (width + 3) >>> 2);
	else if (!writeDigits(out, field, value)) out.text(printable(printValue(field, value)));
}

/** Writes what the tree says of a field and its value: `Time to Live: 64`. Printable. */
export function writeLabel(out: ByteText, field: Field, value: Value): void {
	const {labels} = field.look;
	const known = labels !== undefined && isSmall(value) ? labels[value] : undefined;
	if (known !== undefined) out.append(known);
	else if (isSmall(value) && isFixed(field.look)) keepLabel(out, field, value);
	else writeAnew(out, field, value);
}

/** Flags, versions and kinds are small numbers, and stand in most lines. */
const isSmall = (value: Value): value is number => typeof value === 'number' && (value & (keptValues - 1)) === value;

/** Whether a number always has the same label. */
const isFixed = ({shown, port, values}: Look): boolean => shown === undefined && port === undefined && typeof values !== 'function';

function keepLabel(out: ByteText, field: Field, value: number): void {
	const made = new ByteText(keptBytes);
	writeAnew(made, field, value);
	(field.look.labels ??= new Array<ByteText | undefined>(keptValues).fill(undefined))[value] = made;
	out.append(made);
}

function writeAnew(out: ByteText, field: Field, value: Value): void {
	const {look} = field;
	if (field.width > 0 && typeof value === 'number') writeBits(out, field, look.drawn, value);
	if (value === undefined) {
		out.text(printable(field.title));
		return;
	}

	out.append(look.titled ??= words(printable(`${field.title}: `)));
	if (look.special) {
		writeAddress(out, value as Uint8Array);
		const special = specialAddress(value as Uint8Array);
		if (special !== undefined) out.text(` [${special.name}]`);
		return;
	}

	const name = nameOf(field, value);
	if (field.kind === 'bool') {
		if (name === undefined) out.append(value ? set : notSet);
		else out.text(printable(name));
		return;
	}

	if (look.shown !== undefined && (typeof value === 'number' || typeof value === 'bigint')) {
		out.text(printable(look.shown(Number(value))));
		return;
	}

	if (look.port !== undefined && typeof value === 'number') {
		if (names.service === undefined) out.number(value);
		else out.text(printable(portLabel(look.port, value)));
		return;
	}

	const {base} = look;
	if (name !== undefined || (look.values !== undefined && typeof value === 'number')) {
		if (name === undefined) out.append(unknown);
		else out.text(printable(name));
		if (base === 'none') return;
		out.append(opening);
		writePlain(out, field, value);
		out.byte(41);
		return;
	}

	writePlain(out, field, value);
	if (base === 'hex_dec') out.text(` (${value as number})`);
	else if (base === 'dec_hex') out.text(` (0x${(value as number).toString(16).padStart(hexDigits(field), '0')})`);
	if (field.kind === 'duration') {
		out.append(seconds);
	} else if (look.unit !== '') {
		out.byte(32);
		out.text(look.unit);
		// A length that counts words: what it comes to, and the number that stands there.
		if (field.scale !== 1 && look.unit === 'bytes' && typeof value === 'number') out.text(` (${value / field.scale})`);
	}
}

const written = new ByteText();

/** The same as a string. */
export function labelText(field: Field, value: Value): string {
	writeLabel(written.clear(), field, value);
	return written.toString();
}
