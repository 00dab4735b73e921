import type {ByteText} from '../byte-text.ts';
import {type Field, fieldsIn} from '../field.ts';
import {claims, type Guess, type Protocol, protocol, type ProtocolSpec} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {sctpPort, tcpPort, udpPort} from '../space.ts';
import {tcp} from '../transport/tcp.ts';
import {udp} from '../transport/udp.ts';
import {once} from '../when-asked.ts';
import {WordTable} from '../word-table.ts';
import {addressRecordParts} from './dns-address-records.ts';
import {faults, h, headerSize, p} from './dns-fields.ts';
import {nameRecordParts} from './dns-name-records.ts';
import {beginNames} from './dns-names.ts';
import {optionParts} from './dns-options.ts';
import {isWhole, readQuestion, readRecord} from './dns-record.ts';
import {Said} from './dns-said.ts';
import {securityRecordParts} from './dns-security-records.ts';
import {serviceRecordParts} from './dns-service-records.ts';
import {signatureRecordParts} from './dns-signature-records.ts';
import {readStateful, statefulParts} from './dns-stateful.ts';
import {answeredIn, answerTo, dnsFraming, repeatsAnswer, repeatsQuestion} from './dns-transactions.ts';
import {errorNames, opcodeNames} from './dns-types.ts';

/** Who speaks: the three differ in what some bits mean. */
type Dialect = 'dns' | 'mdns' | 'llmnr';

const update = 5;
const stateful = 6;

/** The most records that a message has which is found by its content, in each section. */
const guessed = {answers: 100, others: 10} as const;

/** RFC 1035, section 4.1.1: one plain question without answers, or an answer to one at most. Wireshark looks for the same. */
const looksLikeMessage: Guess['test'] = (b, start, end) => {
	if (end - start <= headerSize) return false;
	const flags = b[start + 2]!;
	if ((flags & 0x78) !== 0 || b[start + 4] !== 0 || b[start + 5]! > 1) return false;
	const answers = (b[start + 6]! << 8) | b[start + 7]!;
	const authorities = (b[start + 8]! << 8) | b[start + 9]!;
	const others = (b[start + 10]! << 8) | b[start + 11]!;
	if (flags < 0x80 && (b[start + 5] !== 1 || answers + authorities > 0)) return false;
	return answers <= guessed.answers && authorities <= guessed.others && others <= guessed.others;
};

function readFlags(r: Reader, dialect: Dialect, flags: number): void {
	if (!r.listens) {
		r.skip(h.flags.size);
		return;
	}

	const at = r.position;
	const isResponse = flags >= 0x8000;
	r.readOpen(h.flags, () => {
		r.at(p.response, at);
		r.at(p.opcode, at);
		if (dialect === 'llmnr') {
			r.at(p.conflict, at);
			r.at(p.truncated, at);
			r.at(p.tentative, at);
			if (isResponse) r.at(p.rcode, at);
			return;
		}

		if (isResponse) r.at(p.authoritative, at);
		r.at(p.truncated, at);
		r.at(p.recdesired, at);
		if (isResponse) r.at(p.recavail, at);
		r.at(p.z, at);
		if (isResponse || flags & 0x20) r.at(p.authenticated, at);
		r.at(p.checkdisable, at);
		if (isResponse) r.at(p.rcode, at);
	});
	r.append(() => ` ${opcodeNames.get((flags >> 11) & 15) ?? 'Unknown operation'}${isResponse ? ` response, ${errorNames.get(flags & 15) ?? 'Unknown error'}` : ''}`);
}

const operation = (opcode: number): string => opcodeNames.get(opcode) ?? `Unknown operation (${opcode})`;
const ofQueries = new WordTable(16, opcode => `${operation(opcode)} `);
const ofResponses = new WordTable(16, opcode => `${operation(opcode)} response `);
const ofErrors = new WordTable(16, code => errorNames.get(code) ?? `Unknown error (${code})`);

/** `Standard query response 0x1234 No such name` */
function firstWords(line: ByteText, id: number, flags: number): void {
	(flags < 0x8000 ? ofQueries : ofResponses).write(line, (flags >> 11) & 15);
	line.hexNumber(id, 4);
	const code = flags & 15;
	if (flags < 0x8000 || code === 0) return;
	line.byte(0x20);
	ofErrors.write(line, code);
}

function readId(r: Reader): void {
	if (!r.listens) {
		r.read(h.id);
		return;
	}

	const question = r.facts.told(repeatsQuestion);
	const answer = r.facts.told(repeatsAnswer);
	const at = r.position;
	if ((question === undefined && answer === undefined) || !isWhole(r.bytes, at, r.end)) {
		r.read(h.id);
		return;
	}

	r.readOpen(h.id, () => {
		if (question !== undefined) r.complain(faults.retransmittedRequest, at, at + 2, `DNS query retransmission. Original request in frame ${question + 1}`);
		if (answer !== undefined) r.complain(faults.retransmittedResponse, at, at + 2, `DNS response retransmission. Original response in frame ${answer + 1}`);
	});
}

/** What other messages have to do with this one. */
function tellTransaction(r: Reader, isResponse: boolean): void {
	const {facts} = r;
	const at = r.base;
	const question = facts.told(repeatsQuestion);
	const answer = facts.told(repeatsAnswer);
	if (question !== undefined || answer !== undefined) {
		if (question !== undefined) r.derive(p.retransmit_request_in, question + 1, at);
		if (answer !== undefined) r.derive(p.retransmit_response_in, answer + 1, at);
		r.derive(p.retransmission, 1, at);
		return;
	}

	if (!isResponse) {
		const answered = facts.told(answeredIn);
		if (answered !== undefined) r.derive(p.response_in, answered + 1, at);
		return;
	}

	const asked = facts.told(answerTo);
	if (asked === undefined) {
		r.derive(p.unsolicited, 1, at);
		return;
	}

	r.derive(p.response_to, asked + 1, at);
	const time = facts.since(asked);
	if (time !== undefined) r.derive(p.time, time, at);
}

function records(r: Reader, label: string, count: number, isMulticast: boolean, said: Said): void {
	if (count === 0) return;
	r.open(undefined);
	r.label(label);
	for (let left = count; left > 0; left--) readRecord(r, isMulticast, said);
	r.close();
}

function readMessage(r: Reader, dialect: Dialect): void {
	if (r.facts.enclosing(tcp) > r.facts.enclosing(udp)) {
		r.read(p.length);
		// Pointers count from behind it.
		r.base = r.position;
	}

	beginNames();
	r.need(4);
	const id = r.peek16();
	const flags = r.peek16(2);
	const isResponse = flags >= 0x8000;
	const opcode = (flags >> 11) & 15;
	const isUpdate = opcode === update;
	r.append(isResponse ? ' (response)' : ' (query)');
	readId(r);
	const line = r.sink.columns ? r.blank() : undefined;
	const said = new Said(line, r.sink.labels);
	if (line !== undefined) firstWords(line, id, flags);
	try {
		readFlags(r, dialect, flags);
		const questions = r.read(isUpdate ? p['count.zones'] : p['count.queries']);
		const answers = r.read(isUpdate ? p['count.prerequisites'] : p['count.answers']);
		const authorities = r.read(isUpdate ? p['count.updates'] : p['count.auth_rr']);
		const others = r.read(p['count.add_rr']);
		const isMulticast = dialect === 'mdns';
		if (opcode === stateful && questions + answers + authorities + others === 0) readStateful(r);
		if (questions > 0) {
			r.open(undefined);
			r.label(isUpdate ? 'Zone' : 'Queries');
			for (let left = questions; left > 0; left--) readQuestion(r, isMulticast, said);
			r.close();
		}

		if (!r.wantsAny(behindQuestions(), true)) return;
		records(r, isUpdate ? 'Prerequisites' : 'Answers', answers, isMulticast, said);
		records(r, isUpdate ? 'Updates' : 'Authoritative nameservers', authorities, isMulticast, said);
		records(r, 'Additional records', others, isMulticast, said);
		if (r.listens) tellTransaction(r, isResponse);
		readExtraneous(r);
	} finally {
		if (line !== undefined) r.info(line);
	}
}

/** Bytes behind the last record. */
function readExtraneous(r: Reader): void {
	const size = r.left;
	if (size <= 0) return;
	r.need(size);
	const at = r.position;
	r.group(undefined, `Extraneous Data (${size} bytes)`, () => {
		r.take(p['extraneous.data'], size);
		r.derive(p['extraneous.length'], size, at, at + size);
		r.group(undefined, 'Extraneous data', () => r.complain(faults.extraneous, at, at + size));
	});
}

const parts = [p, addressRecordParts, nameRecordParts, serviceRecordParts, securityRecordParts, signatureRecordParts, optionParts, statefulParts];

const withAll = (fields: readonly Field[]): Field[] => fields.flatMap(field => [field, ...field.also, ...withAll(field.children)]);

/** What the header and the questions do not say: where nobody wants it, the rest of a message need not be read. */
const behindQuestions = once((): readonly Field[] => withAll(parts.flatMap(fieldsIn)).filter(({name}) => !/^dns\.(?:id|length|flags|count|qry)\b/.test(name)));

const shared = {
	header: h,
	parts,
	faults,
	framing: dnsFraming,
	holds: [],
	walk(c): Protocol | undefined {
		c.bound(c.available);
		return undefined;
	},
} satisfies Partial<ProtocolSpec>;

export const dns = protocol({
	...shared,
	name: 'dns',
	title: 'Domain Name System',
	about: 'Finds what belongs to a name: addresses, mail servers, keys. A question names a name and a type, the answer repeats it and adds records.',
	reference: 'RFC 1035',
	claims: [...claims(udpPort, 53), ...claims(tcpPort, 53, 5353), ...claims(sctpPort, 53)],
	guess: [{over: 'udp', test: looksLikeMessage}],
	lacking: {under: 4, as: 'named'},
	expand: r => readMessage(r, 'dns'),
});

export const multicastDns = protocol({
	...shared,
	name: 'mdns',
	title: 'Multicast Domain Name System',
	short: 'mDNS',
	about: 'Questions to all hosts of the local network at once; who has the name answers. Names end in .local.',
	reference: 'RFC 6762',
	claims: claims(udpPort, 5353),
	lacking: {under: 4, as: 'named'},
	expand: r => readMessage(r, 'mdns'),
});

export const linkLocalNames = protocol({
	...shared,
	name: 'llmnr',
	title: 'Link-local Multicast Name Resolution',
	about: 'Questions to all hosts of the local network for names without dots, as Windows asks them.',
	reference: 'RFC 4795',
	claims: claims(udpPort, 5355),
	lacking: {under: 4, as: 'named'},
	expand: r => readMessage(r, 'llmnr'),
});
