import type {Field} from '../field.ts';
import {generated, hidden, type Reader} from '../reader.ts';
import type {Note} from '../reassembly/framing.ts';
import {exchangeNumber, frameOf, itsRequest, itsResponse, latestRequest, nextRequest, nextResponse, previousRequest, previousResponse} from './http-exchange.ts';
import {httpParts as p} from './http-fields.ts';
import type {Head} from './http-head.ts';
import {hostOf} from './http-lines.ts';
import {rowOf} from '../reassembly/framing.ts';

/** The request URI with its host. */
function fullUri(head: Head): string | undefined {
	const host = hostOf(head);
	const uri = head.title.split(' ')[1];
	if (host === undefined || uri === undefined) return undefined;
	return head.method === 'CONNECT' || /^https?:\/\//i.test(uri) ? uri : `http://${host}${uri}`;
}

/** Fields that say what the message is and what belongs to it. */
const ofLinks: readonly Field[] = [
	p['request.full_uri'],
	p.request,
	p.response,
	p.notification,
	p.request_number,
	p.response_number,
	p.time,
	p.request_in,
	p.response_in,
	p.prev_request_in,
	p.prev_response_in,
	p.next_request_in,
	p.next_response_in,
	p['response_for.uri'],
];

/** What the message is, and which messages belong to it. */
export function readLinks(r: Reader, head: Head): void {
	if (!r.wantsAny(ofLinks, false)) return;
	const link = (field: Field<'frame'>, about: Note): void => {
		const id = r.wants(field) ? r.facts.told(about) : undefined;
		if (id !== undefined) r.derive(field, frameOf(id));
	};
	const at = r.position;
	const number = r.facts.told(exchangeNumber);
	if (head.kind === 'request') {
		const uri = r.wants(p['request.full_uri']) ? fullUri(head) : undefined;
		if (uri !== undefined) r.derive(p['request.full_uri'], uri);
		r.put(head.method === 'NOTIFY' ? p.notification : p.request, at, at, 1, generated | hidden);
		if (number !== undefined) r.derive(p.request_number, number);
		link(p.prev_request_in, previousRequest);
		link(p.response_in, itsResponse);
		link(p.next_request_in, nextRequest);
		return;
	}

	r.put(p.response, at, at, 1, generated | hidden);
	if (number !== undefined) r.derive(p.response_number, number);
	const request = r.facts.told(itsRequest);
	const since = request === undefined ? undefined : r.facts.since(rowOf(request));
	if (since !== undefined) r.derive(p.time, since);
	link(p.prev_request_in, previousRequest);
	link(p.prev_response_in, previousResponse);
	link(p.request_in, itsRequest);
	link(p.next_request_in, nextRequest);
	link(p.next_response_in, nextResponse);
	const asked = request ?? r.facts.told(latestRequest);
	const uri = asked === undefined || !r.wants(p['response_for.uri']) ? undefined : r.facts.saidIn(asked, p['request.full_uri']);
	if (typeof uri === 'string') r.derive(p['response_for.uri'], uri);
}

/** Where the tunnel leads that this message travels in: RFC 9110, section 9.3.6. */
export function readTunnel(r: Reader, request: number): void {
	const uri = r.facts.saidIn(request, p['request.uri']);
	if (typeof uri !== 'string') return;
	const colon = uri.lastIndexOf(':');
	r.derive(p.proxy_connect_host, colon < 0 ? uri : uri.slice(0, colon));
	const port = colon < 0 ? Number.NaN : Number.parseInt(uri.slice(colon + 1), 10);
	if (port >= 0 && port < 0x1_0000) r.derive(p.proxy_connect_port, port);
}
