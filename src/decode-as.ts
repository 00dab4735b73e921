import {nearest} from './decode/filter/nearest.ts';
import type {FrameView} from './decode/frame-view.ts';
import type {DecodeAs, Registry} from './decode/registry.ts';
import {addressFamily, etherType, ipProtocol, linkType, llcSap, mediaType, pppProtocol, sctpPayload, sctpPort, type Space, tcpPort, udpPort} from './decode/space.ts';
import {buildTree, type Node} from './decode/tree.ts';

/** Numbers and names by which a rule may say what follows, in tshark's words, and the fields that hold them. */
const layers: Readonly<Record<string, {readonly space: Space; readonly title: string; readonly fields: readonly string[]}>> = {
	'tcp.port': {space: tcpPort, title: 'TCP port', fields: ['tcp.srcport', 'tcp.dstport']},
	'udp.port': {space: udpPort, title: 'UDP port', fields: ['udp.srcport', 'udp.dstport']},
	'sctp.port': {space: sctpPort, title: 'SCTP port', fields: ['sctp.srcport', 'sctp.dstport']},
	'sctp.ppi': {space: sctpPayload, title: 'SCTP payload', fields: ['sctp.data_payload_proto_id']},
	'ip.proto': {space: ipProtocol, title: 'IP protocol', fields: ['ip.proto', 'ipv6.nxt', 'ipv6.fragment.nxt']},
	'ethertype': {space: etherType, title: 'Ethertype', fields: ['eth.type', 'vlan.etype', 'sll.etype', 'gre.proto']},
	'llc.dsap': {space: llcSap, title: 'LLC SAP', fields: ['llc.dsap']},
	'ppp.protocol': {space: pppProtocol, title: 'PPP protocol', fields: ['ppp.protocol']},
	'null.type': {space: addressFamily, title: 'Address family', fields: ['null.family', 'null.type']},
	'wtap_encap': {space: linkType, title: 'Link type', fields: []},
	'media_type': {space: mediaType, title: 'Media type', fields: ['http.content_type']},
};

const layerNames = Object.keys(layers);

/** Numbers that one rule may name. */
const maxRange = 65_536;

/** What a rule's text came to; `[start, end)` are the characters that are wrong, and the message goes on from a word for the rule. */
export type RuleResult =
	| {readonly ok: true; readonly layer: string; readonly value: string; readonly protocol: string; readonly rules: readonly DecodeAs[]}
	| {readonly ok: false; readonly message: string; readonly start: number; readonly end: number; readonly incomplete: boolean};

/** Takes `tcp.port==8123,http` apart, or `tcp.port==8000-8010,http`, or `tcp.port==8000:3,http` for three. */
export function readRule(text: string, registry: Registry): RuleResult {
	const wrong = (message: string, start: number, end: number, incomplete = false): RuleResult => ({ok: false, message, start, end, incomplete});
	const [, layer = '', rest = ''] = /^([^=]*)(.*)$/s.exec(text)!;
	const [, sign = '', value = '', comma = '', protocol = ''] = /^(={0,2})([^,]*)(,?)(.*)$/s.exec(rest)!;
	const known = layers[layer];
	if (known === undefined && (rest !== '' || !layerNames.some(name => name.startsWith(layer)))) {
		const near = nearest(layer, layerNames);
		return wrong(`knows no layer '${layer}'${near === undefined ? `; it knows ${layerNames.join(', ')}.` : `; did you mean '${near}'?`}`, 0, layer.length);
	}

	const valueAt = layer.length + sign.length;
	if (known === undefined || sign !== '==' || value === '' || comma === '' || protocol === '') {
		const isOpen = sign === '==' || (value === '' && comma === '');
		return wrong(
			`takes LAYER==VALUE,PROTOCOL, for instance tcp.port==8123,http; not '${text}'.`,
			isOpen ? text.length : layer.length,
			text.length,
			isOpen && (value !== '' || comma === ''),
		);
	}

	const protocolAt = valueAt + value.length + 1;
	if (!registry.byName.has(protocol)) {
		const near = nearest(protocol, registry.byName.keys());
		return wrong(`knows no protocol '${protocol}'${near === undefined ? '.' : `; did you mean '${near}'?`}`, protocolAt, text.length, beginsAny(protocol, registry));
	}

	const {space} = known;
	if (space === mediaType) return {ok: true, layer, value, protocol, rules: [{space, value, protocol}]};
	const range = /^(0x[\da-f]+|\d+)(?:([-:])(0x[\da-f]+|\d+))?$/i.exec(value);
	if (range === null) return wrong(`${layer}== takes a number, or two with '-' between, not '${value}'.`, valueAt, protocolAt - 1);
	const first = Number(range[1]);
	const last = range[3] === undefined ? first : range[2] === '-' ? Number(range[3]) : first + Number(range[3]) - 1;
	const end = space.size === 0 ? 2 ** 32 : space.size;
	if (first > last || last >= end || last - first >= maxRange) return wrong(`${layer}== takes numbers from 0 to ${end - 1}, not '${value}'.`, valueAt, protocolAt - 1);
	return {ok: true, layer, value, protocol, rules: Array.from({length: last - first + 1}, (_, i) => ({space, value: first + i, protocol}))};
}

/** Takes rules apart; throws what `wrong` makes of the message of the first that means nothing. */
export function readRules(texts: readonly string[], registry: Registry, wrong: (message: string) => Error): readonly DecodeAs[] {
	return texts.flatMap(text => {
		const rule = readRule(text, registry);
		if (!rule.ok) throw wrong(rule.message);
		return rule.rules;
	});
}

const beginsAny = (word: string, {byName}: Registry): boolean => {
	for (const name of byName.keys()) if (name.startsWith(word)) return true;
	return false;
};

/** One layer of a packet that a rule could change: `tcp.port==8123`, what that number is, and what it means now. */
export type DecodeAsLayer = {readonly text: string; readonly title: string; readonly now: string};

/** The layers of the packet that the view is aimed at by which what follows is told, the innermost first. */
function decodeAsLayers(view: FrameView): readonly DecodeAsLayer[] {
	const {registry} = view.pass;
	const found = new Map<string, DecodeAsLayer>();
	const visit = (node: Node): void => {
		for (const [name, {space, title, fields}] of Object.entries(layers)) {
			if (!fields.includes(node.name) || (typeof node.value !== 'number' && typeof node.value !== 'string')) continue;
			const value = typeof node.value === 'string' ? mediaTypeOf(node.value) : node.value;
			if (typeof value === 'number' && space.size > 0 && value >= space.size) continue;
			const text = `${name}==${space === etherType ? `0x${value.toString(16).padStart(4, '0')}` : value}`;
			found.delete(text);
			found.set(text, {text, title: `${title} ${value}`, now: registry.find(space, value)?.title ?? ''});
		}

		for (const child of node.children) visit(child);
	};
	for (const node of buildTree(view, false).nodes) visit(node);
	return [...found.values()].reverse();
}

/** RFC 9110, section 8.3.1: parameters follow a semicolon, and letters are the same in both cases. */
const mediaTypeOf = (text: string): string => text.split(';')[0]!.trim().toLowerCase();

/** Protocols that could stand in a rule for a layer: those that are found by its numbers first. */
function decodeAsProtocols(layer: string, begun: string, registry: Registry): readonly {readonly name: string; readonly title: string}[] {
	const space = layers[layer]?.space;
	const word = begun.toLowerCase();
	const ranked = [...registry.byName.values()].flatMap(({name, title, claims, guess, undecoded}) => {
		const fits = claims.some(claim => claim.space === space) || (space === tcpPort && guess.some(({over}) => over === 'tcp')) ||
			(space === udpPort && guess.some(({over}) => over === 'udp'));
		const begins = name.toLowerCase().startsWith(word);
		if (undecoded || (!begins && !title.toLowerCase().includes(word)) || (word === '' && !fits)) return [];
		return [{name, title, rank: (fits ? 0 : 2) + (begins ? 0 : 1)}];
	});
	return ranked.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1)).map(({name, title}) => ({name, title}));
}

/** What rules of decode-as could say of the packets of a capture. */
export type DecodeAsChoices = {
	layers(row: number): readonly DecodeAsLayer[];
	/** Protocols for a layer whose name begins like `begun`, or whose title has it. */
	protocols(layer: string, begun: string): readonly {readonly name: string; readonly title: string}[];
	judge(text: string): RuleResult;
};

/** Rules for the packets of the pass that the view is of. */
export const decodeAsChoices = (view: FrameView): DecodeAsChoices => ({
	layers: row => decodeAsLayers(view.aim(row)),
	protocols: (layer, begun) => decodeAsProtocols(layer, begun, view.pass.registry),
	judge: text => readRule(text, view.pass.registry),
});

/** The rules with another one, in place of what was said of the same numbers. */
export const withRule = (rules: readonly string[], rule: string): readonly string[] => {
	const subject = (text: string): string => text.slice(0, text.indexOf(','));
	return [...rules.filter(each => subject(each) !== subject(rule)), rule];
};
