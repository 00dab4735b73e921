import type {FrameView} from '../frame-view.ts';
import {decodeBody, joinChunks} from './http-body.ts';
import {itsRequest, latestRequest} from './http-exchange.ts';
import {httpParts} from './http-fields.ts';
import {inTunnel, maxBody, maxChunked} from './http-framing.ts';
import {type Head, readHead} from './http-head.ts';

/** Bytes that a body may grow to when its compression is undone here. */
const maxBodyBytes = 256 * 1024 * 1024;

/** A message of HTTP, or a piece of one whose beginning was not captured. */
export type HttpEntity = {
	/** The layer it is, and the one that carried it. */
	readonly layer: number;
	readonly carrier: number;
	/** Undefined where it is such a piece. */
	readonly head: Head | undefined;
	/** The bytes of its head, with the empty line, as far as they are there. */
	readonly headBytes: Uint8Array;
	/** Its body without chunks and content codings; undefined where it has none, where that cannot be undone, or where not all of it is there. */
	readonly body: Uint8Array | undefined;
	/** The message is longer than what is put together: its body is missing, or ends too early. */
	readonly tooLong: boolean;
};

/** The messages of HTTP that end in a packet, in order. */
export function* httpEntities(view: FrameView): Generator<HttpEntity> {
	const c = view.cursor;
	for (let layer = 0; layer < c.depth; layer++) {
		if (view.protocolOf(layer).name !== 'http') continue;
		view.layer = layer;
		if (view.told(inTunnel) !== undefined) continue;
		const b = c.sources[c.layerSource[layer]!]!;
		const start = c.layerStart[layer]!;
		const end = c.layerEnd[layer]!;
		const carrier = c.layerParent[layer]!;
		const head = readHead(b, start, end);
		if (head.kind === 'other' || head.kind === 'headers') {
			yield {layer, carrier, head: undefined, headBytes: b.subarray(start, start), body: b.subarray(start, end), tooLong: false};
			continue;
		}

		const {body} = head;
		const isCut = c.layerLimit[layer]! > end;
		const all = isCut ? view.wholeOf(layer, maxBodyBytes) : undefined;
		const found = all === undefined ? bodyIn(b, body, end, head) : bodyIn(all, body - start, all.length, head);
		yield {layer, carrier, head, headBytes: b.subarray(start, body), ...found};
	}
}

function bodyIn(b: Uint8Array, start: number, end: number, head: Head): Pick<HttpEntity, 'body' | 'tooLong'> {
	if (start >= end || !head.hasBody) return {body: undefined, tooLong: false};
	const {codings, length} = head;
	const chunked = head.chunked && !head.isBroken;
	if (!chunked && length > end - start) return {body: undefined, tooLong: length > maxBody};
	const {body, whole} = chunked ? joinChunks(b, start, end) : {body: b.subarray(start, end), whole: true};
	const tooLong = !whole && end - start > maxChunked / 2;
	return {body: codings.length === 0 || body.length === 0 ? body : decodeBody(body, codings, maxBodyBytes), tooLong};
}

/** What the message's request asked for, and of what type its body says it is; undefined where that is not known. The view shows its packet. */
export function describeEntity(view: FrameView, {layer, head}: HttpEntity): {readonly uri: string | undefined; readonly type: string | undefined} {
	const type = head === undefined ? undefined : head.contentType?.replace(/;.*/s, '').trim();
	if (head?.kind === 'request') return {uri: head.title.split(' ')[1], type};
	view.layer = layer;
	const request = view.told(itsRequest) ?? view.told(latestRequest);
	const uri = request === undefined ? undefined : view.saidIn(request, httpParts['request.uri']);
	return {uri: typeof uri === 'string' ? uri : undefined, type};
}
