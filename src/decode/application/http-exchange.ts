import {type Message, note, rowOf} from '../reassembly/framing.ts';

/** Requests that may wait for their answer in one conversation; the oldest are forgotten. */
const maxWaiting = 64;

/** A request and its answer; either may be missing. */
export type Exchange = {
	readonly number: number;
	readonly method: string;
	readonly request: number | undefined;
	response: number | undefined;
};

/** What is known of a conversation: exchanges in order, and which of them have no answer yet. */
export type Exchanges = {
	count: number;
	last: Exchange | undefined;
	/** The one before the last. */
	beforeLast: Exchange | undefined;
	readonly waiting: Array<{readonly exchange: Exchange; readonly previous: Exchange | undefined; next: Exchange | undefined}>;
};

export const newExchanges = (): Exchanges => ({count: 0, last: undefined, beforeLast: undefined, waiting: []});

/** Number of the exchange in its conversation, from 1. */
export const exchangeNumber = note('http.exchange');
/** Ids of messages. */
export const itsRequest = note('http.request');
export const itsResponse = note('http.response');
/** Of an answer to none that waits: the last there was. */
export const latestRequest = note('http.request.latest');
export const previousRequest = note('http.request.previous');
export const previousResponse = note('http.response.previous');
export const nextRequest = note('http.request.next');
export const nextResponse = note('http.response.next');

type Anything = Message<unknown>;

/** Tells the responses of two exchanges that follow each other what they have to do with the other. */
function tieResponses(m: Anything, a: Exchange, b: Exchange): void {
	if (a.response !== undefined) {
		if (b.request !== undefined) m.tell(nextRequest, b.request, a.response);
		if (b.response !== undefined) m.tell(nextResponse, b.response, a.response);
	}

	if (b.response !== undefined) {
		if (a.request !== undefined) m.tell(previousRequest, a.request, b.response);
		if (a.response !== undefined) m.tell(previousResponse, a.response, b.response);
	}
}

/** The same of the requests. */
function tieRequests(m: Anything, a: Exchange, b: Exchange): void {
	if (a.request === undefined || b.request === undefined) return;
	m.tell(nextRequest, b.request, a.request);
	m.tell(previousRequest, a.request, b.request);
}

function begin(m: Anything, all: Exchanges, exchange: Exchange): void {
	all.beforeLast = all.last;
	all.last = exchange;
	const before = all.waiting.at(-1);
	if (before !== undefined && before.exchange === all.beforeLast) before.next = exchange;
	m.tell(exchangeNumber, exchange.number);
	if (all.beforeLast === undefined) return;
	tieRequests(m, all.beforeLast, exchange);
	tieResponses(m, all.beforeLast, exchange);
}

/** A request came. */
export function addRequest(m: Anything, all: Exchanges, method: string): void {
	const exchange: Exchange = {number: ++all.count, method, request: m.id, response: undefined};
	begin(m, all, exchange);
	all.waiting.push({exchange, previous: all.beforeLast, next: undefined});
	if (all.waiting.length > maxWaiting) all.waiting.shift();
}

/** The method that the next answer answers; '' where no request waits. */
export const awaited = (all: Exchanges): string => all.waiting[0]?.exchange.method ?? '';

/**
A response came. Responses come in the order of their requests: RFC 9112, section 9.3.2. An interim one (1xx) answers nothing yet.
*/
export function addResponse(m: Anything, all: Exchanges, isInterim: boolean): void {
	const first = all.waiting[0];
	if (first === undefined) {
		begin(m, all, {number: ++all.count, method: '', request: undefined, response: m.id});
		return;
	}

	const {exchange, previous, next} = first;
	m.tell(exchangeNumber, exchange.number);
	m.tell(itsRequest, exchange.request!);
	if (isInterim) return;
	all.waiting.shift();
	exchange.response = m.id;
	m.tell(itsResponse, m.id, exchange.request);
	if (previous !== undefined) tieResponses(m, previous, exchange);
	if (next !== undefined) tieResponses(m, exchange, next);
}

/** The answer to the request that waits longest came, and could not be read. */
export const forget = (all: Exchanges): void => void all.waiting.shift();

export const frameOf = (id: number): number => rowOf(id) + 1;
