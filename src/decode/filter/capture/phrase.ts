/** What a capture filter asks, in words of display filters. */
export type Phrase =
	/** `protocol` is what a frame that passes surely has; `exact` lets those frames pass too in which the protocol is hidden, such as fragments. */
	| {readonly kind: 'test'; readonly text: string; readonly protocol?: string; readonly exact?: Phrase}
	| {readonly kind: 'and' | 'or'; readonly of: readonly Phrase[]}
	| {readonly kind: 'not'; readonly of: Phrase}
	/** The same question to several protocols: only those count that the rest of the filter leaves possible. */
	| {readonly kind: 'choice'; readonly of: ReadonlyArray<{readonly protocol: string; readonly isRare: boolean; readonly phrase: Phrase}>};

export const test = (text: string, protocol?: string): Phrase => ({kind: 'test', text, ...protocol === undefined ? {} : {protocol}});

/** Several phrases as one; one of the same kind is taken apart. */
export function joined(kind: 'and' | 'or', of: readonly Phrase[]): Phrase {
	const flat = of.flatMap(one => (one.kind === kind ? one.of : [one]));
	return flat.length === 1 ? flat[0]! : {kind, of: flat};
}

/** Protocols that exclude each other as what the frame is about. */
const transports: ReadonlySet<string> = new Set(['tcp', 'udp', 'sctp', 'icmp', 'icmpv6']);
const networks: ReadonlySet<string> = new Set(['ip', 'ipv6', 'arp']);

/** Protocols that a frame which passes surely has. */
function implied(phrase: Phrase): readonly string[] {
	switch (phrase.kind) {
		case 'test':
			return phrase.protocol === undefined ? [] : [phrase.protocol];
		case 'and':
			return phrase.of.flatMap(implied);
		case 'or': {
			const [first, ...rest] = phrase.of.map(implied);
			return first!.filter(protocol => rest.every(other => other.includes(protocol)));
		}

		case 'choice': {
			const common = phrase.of.filter(({isRare}) => !isRare);
			return common.length === 1 ? implied(common[0]!.phrase) : common.every(({protocol}) => transports.has(protocol)) ? ['transport'] : [];
		}

		case 'not':
			return [];
	}
}

const isPossible = (protocol: string, known: ReadonlySet<string>): boolean => {
	if (known.has(protocol)) return true;
	const rivals = transports.has(protocol) ? transports : networks;
	if ([...known].some(one => rivals.has(one))) return false;
	return protocol !== 'arp' || ![...known].some(one => one === 'transport' || transports.has(one));
};

/** The phrase without choices: what the rest of the filter rules out is gone, and what is rare unless `isExact`. */
function settled(phrase: Phrase, known: ReadonlySet<string>, isExact: boolean): Phrase {
	switch (phrase.kind) {
		case 'test':
			return isExact ? phrase.exact ?? phrase : phrase;
		case 'not':
			return {kind: 'not', of: settled(phrase.of, known, isExact)};
		case 'or':
			return joined('or', phrase.of.map(one => settled(one, known, isExact)));
		case 'and': {
			const of = phrase.of.map((one, at) => settled(one, new Set([...known, ...phrase.of.flatMap((other, place) => (place === at ? [] : implied(other)))]), isExact));
			return joined('and', of);
		}

		case 'choice': {
			const wanted = phrase.of.filter(({isRare, protocol}) => isExact || !isRare || known.has(protocol));
			const possible = wanted.filter(({protocol}) => isPossible(protocol, known));
			return joined('or', (possible.length > 0 ? possible : wanted).map(one => settled(one.phrase, known, isExact)));
		}
	}
}

/** How the phrase is written as a display filter. */
export function phraseText(phrase: Phrase, isExact: boolean): string {
	return written(settled(phrase, new Set(), isExact));
}

function written(phrase: Phrase): string {
	switch (phrase.kind) {
		case 'test':
			return phrase.text;
		case 'not':
			return phrase.of.kind === 'test' && !phrase.of.text.includes(' ')
				? `!${phrase.of.text}`
				: phrase.of.kind === 'not'
				? written(phrase.of.of)
				: `!(${written(phrase.of)})`;
		case 'and':
			return phrase.of.map(one => (one.kind === 'or' ? `(${written(one)})` : written(one))).join(' && ');
		case 'or':
			return phrase.of.map(one => (one.kind === 'and' ? `(${written(one)})` : written(one))).join(' || ');
		case 'choice':
			return '';
	}
}
