import {type Place, Wrong} from '../error.ts';
import {type Amount, comparison, constants, type Relation, sliced} from './bytes.ts';
import {joined, type Phrase, test} from './phrase.ts';
import {type Direction, type IdType, primitive, protocolTest, protocolWords, type Qualifiers} from './primitives.ts';
import {captureWords, type Word} from './words.ts';

/** Parentheses and negations in each other that a capture filter may have. */
const maxDepth = 100;

const idTypes: ReadonlySet<string> = new Set(['host', 'net', 'port', 'portrange', 'proto']);
const relations: ReadonlyMap<string, Relation> = new Map([['=', '=='], ['==', '=='], ['!=', '!='], ['<', '<'], ['<=', '<='], ['>', '>'], ['>=', '>=']]);
const strengths: ReadonlyMap<string, number> = new Map([['|', 1], ['^', 1], ['&', 2], ['<<', 3], ['>>', 3], ['+', 4], ['-', 4], ['*', 5], ['/', 5], ['%', 5]]);
const unknownHere: ReadonlySet<string> = new Set(['gateway', 'inbound', 'outbound', 'ifname', 'on', 'rnr', 'rulenum', 'reason', 'rset', 'ruleset', 'srnr', 'subrulenum', 'action',
	'type', 'subtype', 'dir', 'wlan', 'protochain', 'vxlan']);

/** Reads a capture filter, in the language of pcap-filter(7). Throws Wrong. */
export function parseCaptureFilter(text: string): Phrase {
	return new CaptureParser(captureWords(text)).filter();
}

class CaptureParser {
	readonly #words: readonly Word[];
	#at = 0;
	#depth = 0;
	/** What a bare identifier stands behind: `port 80 or 443`. */
	#last: Qualifiers | undefined;

	constructor(words: readonly Word[]) {
		this.#words = words;
	}

	filter(): Phrase {
		const phrase = this.#chain(() => this.#term());
		if (this.#next.kind !== 'end') throw this.#unexpected();
		return phrase;
	}

	get #next(): Word {
		return this.#words[this.#at]!;
	}

	#is(...texts: readonly string[]): boolean {
		return !this.#next.isQuoted && texts.includes(this.#next.text);
	}

	#take(): Word {
		return this.#words[this.#at++]!;
	}

	#skip(...texts: readonly string[]): boolean {
		if (!this.#is(...texts)) return false;
		this.#at++;
		return true;
	}

	#unexpected(wanted?: string): Wrong {
		const {kind, text, start, end} = this.#next;
		if (kind === 'end') return new Wrong(`the filter ends where ${wanted ?? 'something'} is expected`, {start, end}, {incomplete: true});
		return new Wrong(`"${text}" does not belong here${wanted === undefined ? '' : `: ${wanted} is expected`}`, {start, end});
	}

	#deeper<T>(read: () => T): T {
		if (++this.#depth > maxDepth) throw new Wrong(`more than ${maxDepth} levels stand in each other here`, this.#next);
		const out = read();
		this.#depth--;
		return out;
	}

	/** `and` and `or` bind alike, to what stands before them. */
	#chain(part: () => Phrase): Phrase {
		let left = part();
		for (;;) {
			const kind = this.#is('and', '&&') ? 'and' : this.#is('or', '||') ? 'or' : undefined;
			if (kind === undefined) return left;
			this.#at++;
			left = joined(kind, [left, part()]);
		}
	}

	#term(): Phrase {
		if (this.#skip('not', '!')) return {kind: 'not', of: this.#deeper(() => this.#term())};
		if (this.#is('(') && !this.#isCalculation()) return this.#inside(() => this.#chain(() => this.#term()));
		return this.#primitive();
	}

	#inside(read: () => Phrase): Phrase {
		const opened = this.#take();
		const inside = this.#deeper(read);
		if (!this.#skip(')')) throw this.#next.kind === 'end' ? new Wrong('the ")" for this is missing', opened, {incomplete: true}) : this.#unexpected('")"');
		return inside;
	}

	/** Whether the parenthesis here is part of a comparison, as in `(tcp[13] & 2) != 0`. */
	#isCalculation(): boolean {
		let depth = 0;
		for (let at = this.#at; at < this.#words.length; at++) {
			const {text, kind} = this.#words[at]!;
			if (text === '(' || text === '[') depth++;
			else if (text === ')' || text === ']') depth--;
			else if (kind === 'end' || (depth === 1 && (relations.has(text) || ['and', 'or', 'not', '&&', '||', '!'].includes(text)))) return false;
			if (depth > 0) continue;
			const after = this.#words[at + 1]!.text;
			return relations.has(after) || strengths.has(after);
		}

		return false;
	}

	#primitive(): Phrase {
		const word = this.#next;
		if (this.#startsAmount()) return this.#relation();
		if (word.kind !== 'word' || word.isQuoted) throw this.#unexpected('a primitive such as host, port or tcp');
		switch (word.text) {
			case 'less':
			case 'greater':
				this.#at++;
				return test(`frame.len ${word.text === 'less' ? '<=' : '>='} ${this.#number('a length')}`);
			case 'broadcast':
			case 'multicast':
				this.#at++;
				return cast(word.text, 'ether', word);
			default:
		}

		const after = this.#words[this.#at + 1]!.text;
		if ((after === 'broadcast' || after === 'multicast') && ['ether', 'ip', 'ip6'].includes(word.text)) {
			this.#at += 2;
			return cast(after, word.text, word);
		}

		const numbered = numbers.get(word.text);
		if (numbered !== undefined) {
			this.#at++;
			return /^\d/.test(this.#next.text) ? test(`${numbered} == ${this.#number('a number')}`, word.text) : protocolTest(word.text);
		}

		if (unknownHere.has(word.text)) throw new Wrong(`"${word.text}" of capture filters cannot be said as a display filter`, word);
		return this.#qualified();
	}

	/** `tcp dst port 80`, `src 10.0.0.1`, `tcp`, and the bare `443` of `port 80 or 443`. */
	#qualified(): Phrase {
		const start = this.#next;
		const protocol = this.#is('ether') || protocolWords.has(start.text) ? this.#take().text : undefined;
		const direction = this.#direction();
		const type = idTypes.has(this.#next.text) && !this.#next.isQuoted ? this.#take().text as IdType : undefined;
		if (direction === undefined && type === undefined) {
			if (protocol === 'ether') throw this.#unexpected('host, src, dst, proto, broadcast or multicast');
			if (protocol !== undefined) return protocolTest(protocol);
			if (this.#last === undefined) throw new Wrong(`"${start.text}" is not a word of capture filters`, start);
			return this.#identifier(this.#last);
		}

		this.#last = {protocol, direction, type: type ?? 'host'};
		const qualifiers = this.#last;
		return this.#is('(') ? this.#inside(() => this.#chain(() => this.#listed(qualifiers))) : this.#identifier(qualifiers);
	}

	#listed(qualifiers: Qualifiers): Phrase {
		if (this.#skip('not', '!')) return {kind: 'not', of: this.#deeper(() => this.#listed(qualifiers))};
		return this.#is('(') ? this.#inside(() => this.#chain(() => this.#listed(qualifiers))) : this.#identifier(qualifiers);
	}

	#direction(): Direction | undefined {
		if (!this.#is('src', 'dst')) return undefined;
		const {text} = this.#take();
		const joint = this.#next.text;
		const other = this.#words[this.#at + 1]?.text;
		if ((joint === 'or' || joint === 'and') && other === (text === 'src' ? 'dst' : 'src')) {
			this.#at += 2;
			return joint === 'or' ? 'src or dst' : 'src and dst';
		}

		return text as Direction;
	}

	#identifier(qualifiers: Qualifiers): Phrase {
		if (this.#next.kind !== 'word') throw this.#unexpected(qualifiers.type === 'host' ? 'an address' : `the ${qualifiers.type}`);
		const word = this.#take();
		const mask = qualifiers.type === 'net' && this.#skip('mask') ? this.#take() : undefined;
		return primitive(qualifiers, word.text, {start: word.start, end: mask?.end ?? word.end}, mask?.text);
	}

	#number(wanted: string): number {
		if (!/^(?:0[xX][0-9A-Fa-f]+|\d+)$/.test(this.#next.text)) throw this.#unexpected(wanted);
		return numberOf(this.#take());
	}

	#startsAmount(): boolean {
		const {text} = this.#next;
		const after = this.#words[this.#at + 1]?.text ?? '';
		if (text === '(') return true;
		if (text === 'len' || /^\d/.test(text)) return relations.has(after) || strengths.has(after);
		return sliced.has(text) && after === '[';
	}

	#relation(): Phrase {
		const left = this.#amount();
		const relation = relations.get(this.#next.text);
		if (relation === undefined) throw this.#unexpected('a comparison such as "!= 0"');
		this.#at++;
		return comparison(left, relation, this.#amount());
	}

	#amount(strength = 0): Amount {
		let left = this.#deeper(() => this.#simpleAmount());
		for (;;) {
			const {text} = this.#next;
			const own = strengths.get(text);
			if (own === undefined || own <= strength) return left;
			this.#at++;
			const right = this.#amount(own);
			left = {kind: 'calculation', operator: text, left, right, start: left.start, end: right.end};
		}
	}

	#simpleAmount(): Amount {
		const word = this.#next;
		const {start, end, text} = word;
		if (this.#skip('(')) {
			const inside = this.#amount();
			if (!this.#skip(')')) throw this.#unexpected('")"');
			return inside;
		}

		if (this.#skip('len')) return {kind: 'length', start, end};
		const known = constants.get(text);
		if (known !== undefined) {
			this.#at++;
			return {kind: 'number', value: known, start, end};
		}

		if (/^\d/.test(text)) return {kind: 'number', value: this.#number('a number'), start, end};
		if (!sliced.has(text)) throw this.#unexpected('a number, or bytes such as tcp[13]');
		this.#at++;
		if (!this.#skip('[')) throw this.#unexpected('"["');
		const offset = this.#amount();
		const size = this.#skip(':') ? this.#number('a size') : 1;
		if (size !== 1 && size !== 2 && size !== 4) throw new Wrong('one, two or four bytes can be taken', {start, end: this.#next.start});
		if (!this.#is(']')) throw this.#unexpected('"]"');
		return {kind: 'bytes', protocol: text, offset, size, start, end: this.#take().end};
	}
}

function numberOf(word: Word): number {
	const number = /^0[0-7]+$/.test(word.text) ? Number.parseInt(word.text, 8) : Number(word.text);
	if (number > 0xffff_ffff) throw new Wrong(`${word.text} is too large`, word);
	return number;
}

/** Protocols that a number may follow, with the field that has it. */
const numbers: ReadonlyMap<string, string> = new Map([['vlan', 'vlan.id'], ['mpls', 'mpls.label'], ['pppoes', 'pppoe.session_id']]);

function cast(kind: 'broadcast' | 'multicast', protocol: string, place: Place): Phrase {
	if (protocol === 'ether') return kind === 'broadcast' ? test('eth.dst == ff:ff:ff:ff:ff:ff', 'eth') : test('eth.dst.ig == 1', 'eth');
	if (protocol === 'ip') return kind === 'broadcast' ? test('ip.dst == 255.255.255.255', 'ip') : test('ip.dst == 224.0.0.0/4', 'ip');
	if (kind === 'broadcast') throw new Wrong('IPv6 has no broadcast', place);
	return test('ipv6.dst == ff00::/8', 'ipv6');
}
