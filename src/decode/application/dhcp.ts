import {concatenated} from '../concatenated.ts';
import type {Field} from '../field.ts';
import {hexBytes} from '../print.ts';
import {claims, protocol} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {udpPort} from '../space.ts';
import {udp} from '../transport/udp.ts';
import {WordTable} from '../word-table.ts';
import {faults, h, messageNames, option, p} from './dhcp-fields.ts';
import {optionOf, optionParts} from './dhcp-options.ts';
import {isEthernet, readNames, specialOptions} from './dhcp-special.ts';

/** Places in the message, RFC 2131, section 2. */
const hardwareAt = 28;
const hardwareSize = 16;
const serverAt = 44;
const serverSize = 64;
const fileAt = 108;
const fileSize = 128;
const cookieAt = 236;
const optionsAt = 240;
const vendorSize = 64;

/** RFC 2132, section 2. */
const cookie = 0x63825363;
const proxyPort = 4011;

const pad = 0;
const overload = 52;
const messageType = 53;
const domainSearch = 119;
const end = 255;

/** What must be known of the options before they are read. */
type Outline = {
	/** What the message is for; undefined where no option says so. */
	type: number | undefined;
	/** Which other fields hold options. */
	overload: number;
	/** Data of the options that hold the list of domains. */
	readonly domains: Uint8Array[];
	/** How many of them were read. */
	domainsRead: number;
};

function outline(r: Reader): Outline {
	const {bytes: b, base} = r;
	const found: Outline = {type: undefined, overload: 0, domains: [], domainsRead: 0};
	if (base + optionsAt > r.end || !hasCookie(r)) return found;
	for (let at = base + optionsAt; at < r.end && b[at] !== end;) {
		if (b[at] === pad) {
			at++;
			continue;
		}

		const size = b[at + 1] ?? 0;
		const next = at + 2 + size;
		if (next > r.end) break;
		if (size > 0 && b[at] === messageType) found.type = b[at + 2]!;
		if (size > 0 && b[at] === overload) found.overload = b[at + 2]!;
		if (size > 0 && b[at] === domainSearch) found.domains.push(b.subarray(at + 2, next));
		at = next;
	}

	return found;
}

const hasCookie = (r: Reader): boolean => r.base + optionsAt <= r.end && r.peek32(r.base + cookieAt - r.position) === cookie;

/** RFC 3397, section 2: the list may be spread over several options, and is shown at the last. */
function readDomains(r: Reader, start: number, stop: number, found: Outline): void {
	const count = found.domains.length;
	const place = ++found.domainsRead;
	if (count > 1) r.put(option.dhcp_dns_domain_search_list_rfc_3396_detected, start, stop, `${place}/${count}`);
	if (place < count) {
		r.put(option.dhcp_dns_domain_search_list_refer_last_option, start, stop, `${count}/${count}`);
		return;
	}

	const parts = count > 1 ? found.domains : [r.bytes.subarray(start, stop)];
	readNames(r, concatenated(parts), option.dhcp_dns_domain_search_list_fqdn, start, stop);
}

/** RFC 2132, section 9.3: names that hold options instead. */
function readOverload(r: Reader, start: number, stop: number, found: Outline, isNested: boolean): void {
	if (start === stop) {
		r.complain(faults.length, start, stop);
		return;
	}

	const which = r.read(option.option_overload);
	if (isNested) return;
	if (which & 2 && which < 4) readNested(r, 'Server host name option overload', serverAt, serverSize, faults.serverEnd, found);
	if (which & 1 && which < 4) readNested(r, 'Boot file name option overload', fileAt, fileSize, faults.fileEnd, found);
}

function readNested(r: Reader, label: string, offset: number, size: number, noEnd: typeof faults.fileEnd, found: Outline): void {
	const start = r.base + offset;
	r.position = start;
	r.group(undefined, label, () => {
		if (!readOptions(r, start + size, found, true)) r.complain(noEnd, start, start + size);
	});
}

/** Seconds since 1970 of a time that counts from 1900, or, where it is small, from 2036. */
const ntpSeconds = (value: number): bigint => BigInt(value) + (value >= 0x8000_0000 ? 0n : 0x1_0000_0000n) - 2_208_988_800n;

/** Reads the data of one option by the table. */
function readData(r: Reader, code: number, start: number, stop: number, found: Outline, isNested: boolean): void {
	const {kind, fields} = optionOf(code);
	// Only what tells more than its fields can break off.
	if (!r.listens && kind !== 'special') return;
	const [first, second] = fields;
	switch (kind) {
		case 'bytes':
			return;
		case 'special':
			if (code === domainSearch) readDomains(r, start, stop, found);
			else if (code === overload) readOverload(r, start, stop, found, isNested);
			else specialOptions.get(code)?.(r, stop);
			return;
		case 'text':
			r.terminated(first as Field<'text'>, stop - start);
			return;
		case 'time':
			if (stop - start === 4) r.put(first as Field<'time'>, start, stop, ntpSeconds(r.takeNumber(4)) * 1_000_000_000n);
			else r.complain(faults.length, start, stop);
			return;
		case 'one':
			if (stop - start === first!.size) r.tell(first!);
			else r.complain(faults.length, start, stop);
			return;
		case 'list':
			while (stop - r.position >= first!.size) r.tell(first!);
			break;
		case 'pairs':
			while (stop - r.position >= first!.size + second!.size) {
				r.tell(first!);
				r.tell(second!);
			}
	}

	if (r.position < stop) r.complain(faults.length, r.position, stop);
}

/** What the data of an option says cannot reach past it; where it tries to, the layer ends. */
function within(r: Reader, stop: number, inside: () => void): void {
	const {end: layerEnd, limit} = r;
	r.end = stop;
	r.limit = stop;
	inside();
	r.end = layerEnd;
	r.limit = limit;
	r.position = stop;
}

/** Reads options up to `stop`, RFC 2132, section 2. Returns whether they end as they should. */
function readOptions(r: Reader, stop: number, found: Outline, isNested: boolean): boolean {
	while (r.position < stop) {
		const start = r.position;
		const code = r.peek();
		if (code === pad) {
			let size = 1;
			while (start + size < stop && r.peek(size) === pad) size++;
			r.open(option.type, start, pad);
			r.label('Option: (0) Padding');
			r.tell(option.padding, size);
			r.close();
			continue;
		}

		if (code === end) {
			r.open(option.type, start, 0);
			r.label('Option: (255) End');
			r.read(option.end);
			r.close();
			return true;
		}

		r.need(2);
		r.open(option.type, start, code);
		r.label(() => `Option: (${code}) ${optionOf(code).title}`);
		if (code === messageType) r.append(() => ` (${messageNames.get(r.peek(2)) ?? 'Unknown'})`);
		r.skip(1);
		const size = r.read(option.length);
		const at = r.position;
		r.tell(option.value, size);
		r.position = at;
		within(r, at + size, () => readData(r, code, at, at + size, found, isNested));
		r.close();
	}

	return false;
}

function readSeconds(r: Reader): void {
	const at = r.base + h.secs.offset;
	const value = r.get(h.secs);
	if (value <= 0xff || (value & 0xff) !== 0) {
		r.at(h.secs, at);
		return;
	}

	r.open(h.secs, at, value >> 8);
	r.complain(faults.littleSeconds, at, at + 2);
	r.close(at + 2);
}

function readAddress(r: Reader): void {
	const type = r.get(h['hw.type']);
	const size = r.get(h['hw.len']);
	const at = r.base + hardwareAt;
	r.position = at;
	if (size === 0 || size > hardwareSize) {
		r.group(undefined, 'Client address not given', () => {
			r.complain(faults.noAddress, at, at + hardwareSize);
			r.skip(hardwareSize);
		});
		return;
	}

	if (isEthernet(type, size)) {
		r.read(p['hw.mac_addr']);
	} else {
		r.take(p['hw.addr'], hardwareSize);
		r.position = at + size;
	}

	if (size < hardwareSize) r.take(p['hw.addr_padding'], hardwareSize - size);
}

/** A name, or a note that options stand in its place. */
function readNameField(r: Reader, field: Field<'text'>, size: number, note: typeof faults.fileOverloaded | undefined, absent: string): void {
	const at = r.position;
	r.need(size);
	if (note !== undefined) {
		r.group(undefined, note.title, () => {
			r.complain(note, at, at + size);
			r.skip(size);
		});
		return;
	}

	if (r.peek() === 0) {
		r.put(field, at, at + size, '');
		r.label(absent);
		r.skip(size);
		return;
	}

	r.terminated(field, size);
}

/** Whether the message goes to or comes from a boot server beside the DHCP server. */
function isProxy(r: Reader): boolean {
	const layer = r.facts.enclosing(udp);
	if (layer < 0) return false;
	const at = r.facts.startOf(layer) - r.position;
	return r.peek16(at) === proxyPort || r.peek16(at + 2) === proxyPort;
}

const messageWords = new WordTable(
	256,
	type => `DHCP ${(messageNames.get(type) ?? `Unknown Message Type (0x${type.toString(16).padStart(2, '0')})`).padEnd(8)} - Transaction ID `,
);

function tell(r: Reader, type: number | undefined): void {
	if (type === undefined) {
		r.column('BOOTP');
		r.info(() => {
			if (r.get(h.type) !== 1) return r.get(h.type) === 2 ? 'Boot Reply' : `Unknown BOOTP message type (${r.get(h.type)})`;
			const address = hexBytes(r.bytes.subarray(r.base + hardwareAt, r.base + hardwareAt + Math.min(hardwareSize, r.get(h['hw.len']))), ':');
			return `Boot Request from ${address} (${address})`;
		});
		return;
	}

	const name = messageNames.get(type);
	if (name !== undefined) r.append(` (${name})`);
	if (!r.sink.columns) return;
	const line = r.blank();
	if (isProxy(r)) line.text('proxy');
	messageWords.write(line, type);
	line.hexNumber(r.get(h.id), 1);
	r.info(line);
}

export const dhcp = protocol({
	name: 'dhcp',
	title: 'Dynamic Host Configuration Protocol',
	short: 'DHCP/BOOTP',
	about: 'Gives hosts their addresses and what else they must know of the network: routers, name servers, how long all that holds.',
	reference: 'RFC 2131',
	claims: claims(udpPort, 67, 68, proxyPort),
	lacking: {under: 34, as: 'named'},
	header: h,
	parts: [p, option, optionParts],
	faults,
	holds: [],
	walk(c) {
		c.bound(c.available);
		return undefined;
	},
	expand(r) {
		const {base} = r;
		if (r.captured < hardwareAt + 6) r.column('BOOTP');
		r.need(hardwareAt + 6);
		const found = outline(r);
		tell(r, found.type);
		for (const field of [h.type, h['hw.type'], h['hw.len'], h.hops, h.id]) r.at(field, base + field.offset);
		readSeconds(r);
		const flags = r.at(h.flags, base + h.flags.offset);
		r.append(flags & 0x8000 ? ', Broadcast flag (Broadcast)' : ' (Unicast)');
		for (const field of [h['ip.client'], h['ip.your'], h['ip.server'], h['ip.relay']]) r.at(field, base + field.offset);
		readAddress(r);
		readNameField(r, p.server, serverSize, found.overload & 2 ? faults.serverOverloaded : undefined, 'Server host name not given');
		readNameField(r, p.file, fileSize, found.overload & 1 ? faults.fileOverloaded : undefined, 'Boot file name not given');
		if (found.type === undefined) r.derive(p.bootp, 1);
		r.need(4);
		if (!hasCookie(r)) {
			r.take(p.vendor_specific_options, vendorSize);
			return;
		}

		r.read(p.cookie);
		r.label('Magic cookie: DHCP');
		if (r.left === 0) return;
		const isEnded = readOptions(r, r.limit, found, false);
		if (!isEnded) r.complain(faults.noEnd, r.position);
		else if (r.left > 0) r.rest(option.padding);
	},
});
