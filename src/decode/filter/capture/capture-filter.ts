import {type FilterError, filterErrorOf, Wrong} from '../error.ts';
import {parseCaptureFilter} from './parse.ts';
import {phraseText} from './phrase.ts';

/** A capture filter in display-filter words, or why it cannot be said so. */
export type Translated = {readonly ok: true; readonly filter: string} | ({readonly ok: false} & FilterError);

/**
Says a capture filter, as tcpdump and `-f` take it, in display-filter words: of `tcp port 443 and host 10.0.0.1` it makes
`tcp.port == 443 && ip.addr == 10.0.0.1`. With `isExact` it names rare protocols too (SCTP's ports, addresses in ARP),
so that the same frames pass.
*/
export function translateCaptureFilter(text: string, isExact = false): Translated {
	if (text.trim() === '') return {ok: true, filter: ''};
	try {
		return {ok: true, filter: phraseText(parseCaptureFilter(text), isExact)};
	} catch (error) {
		if (!(error instanceof Wrong)) throw error;
		return {ok: false, ...filterErrorOf(error)};
	}
}
