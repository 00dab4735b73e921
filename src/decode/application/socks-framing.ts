import {type Framing, type Message, note, type Window} from '../reassembly/framing.ts';
import {type Conversation, httpFraming} from './http-framing.ts';
import {looksLikeHttp} from './http-head.ts';
import {type Connection, tlsFraming} from './tls-framing.ts';
import {looksLikeRecord} from './tls-session.ts';

/** Where proxies listen. */
export const socksPort = 1080;

/** What a message is. */
export const kinds = {
	greeting: 1,
	method: 2,
	login: 3,
	verdict: 4,
	gssapi: 5,
	request: 6,
	reply: 7,
	/** The second answer to a bind: who came. */
	guest: 8,
	oldRequest: 9,
	oldReply: 10,
	tunneled: 11,
	/** Another in the same frame. */
	more: 13,
	/** What comes where nothing is known to follow. */
	rest: 12,
} as const;

type Kind = (typeof kinds)[keyof typeof kinds];

/** One of `kinds`. */
export const kindNote = note('socks.kind');
/** The id of the request that opened the tunnel in which a message travels. */
export const requestNote = note('socks.request');
/** The version that the client speaks. */
export const versionNote = note('socks.version');

export const commands = {connect: 1, bind: 2, associate: 3} as const;
export const addressKinds = {ipv4: 1, name: 3, ipv6: 4} as const;
/** RFC 1928, section 3 */
export const methodIds = {none: 0, gssapi: 1, login: 2, unacceptable: 255} as const;
const granted = 90;
const gssapiFailed = 255;
/** Characters that a name which a NUL ends may have. */
const maxName = 512;

/** What goes through a tunnel, by how its first bytes look. */
type Tunnel = {readonly port: number; inner: 'tls' | 'http' | 'data' | undefined; readonly tls: Connection; readonly http: Conversation};

type State = {
	/** 0 until the client spoke. */
	version: number;
	/** Who speaks first is the client; -1 before. */
	asking: 0 | 1 | -1;
	/** What each side says next. */
	client: 'greeting' | 'request' | 'done';
	server: 'method' | 'reply' | 'guest' | 'done';
	/** What the server chose, -1 before. */
	method: number;
	command: number;
	port: number;
	/** Id of the request. */
	request: number;
	tunnel: Tunnel | undefined;
	/** Where a message ended last, -1 before. */
	row: number;
};

const open = (): State => ({version: 0, asking: -1, client: 'greeting', server: 'method', method: -1, command: 0, port: 0, request: 0, tunnel: undefined, row: -1});

const u16 = (b: Uint8Array, at: number): number => (b[at]! << 8) | b[at + 1]!;

/** What begins with this byte; undefined where it is nothing of SOCKS. */
function kindOf(s: State, direction: 0 | 1, first: number): Kind | undefined {
	if (s.tunnel !== undefined) return kinds.tunneled;
	if (s.asking < 0 || direction === s.asking) {
		if (s.client === 'greeting') return first === 5 ? kinds.greeting : first === 4 ? kinds.oldRequest : undefined;
		if (s.client === 'done') return kinds.rest;
		if (first === 5) return kinds.request;
		return first !== 1 ? undefined : s.method === methodIds.gssapi ? kinds.gssapi : kinds.login;
	}

	if (s.server === 'done') return kinds.rest;
	if (s.version === 4) return first === 0 || first === 4 ? kinds.oldReply : undefined;
	if (first === 5) return s.server === 'method' ? kinds.method : s.server === 'guest' ? kinds.guest : kinds.reply;
	return first !== 1 || s.server !== 'reply' ? undefined : s.method === methodIds.gssapi ? kinds.gssapi : kinds.verdict;
}

/** Bytes up to and with the NUL that ends what is at `at`; 0 where there is none yet, -2 where none may come. */
function named(b: Uint8Array, at: number, end: number): number {
	const stop = Math.min(end, at + maxName);
	for (let i = at; i < stop; i++) if (b[i] === 0) return i + 1 - at;
	return stop < at + maxName ? 0 : -2;
}

/** Length of the message of this kind at `start`, as far as it is known: more than is there, 0 where it cannot be told yet, -2 where it is none. */
function sizeOf(kind: Kind, b: Uint8Array, start: number, end: number): number {
	const there = end - start;
	switch (kind) {
		case kinds.greeting:
			return there < 2 ? 2 : 2 + b[start + 1]!;
		case kinds.method:
		case kinds.verdict:
			return 2;
		case kinds.login: {
			const name = there < 2 ? 0 : b[start + 1]!;
			return there < 3 + name ? 3 + name : 3 + name + b[start + 2 + name]!;
		}

		case kinds.gssapi:
			return there >= 2 && b[start + 1] === gssapiFailed ? 2 : there < 4 ? 4 : 4 + u16(b, start + 2);
		case kinds.request:
		case kinds.reply:
		case kinds.guest:
			if (there < 5) return 5;
			switch (b[start + 3]) {
				case addressKinds.ipv4:
					return 10;
				case addressKinds.name:
					return 7 + b[start + 4]!;
				case addressKinds.ipv6:
					return 22;
				default:
					return -2;
			}

		case kinds.oldReply:
			return 8;
		case kinds.oldRequest: {
			if (there < 9) return 9;
			const user = named(b, start + 8, end);
			if (user <= 0) return user;
			if (!hasName(b, start)) return 8 + user;
			const name = named(b, start + 8 + user, end);
			return name <= 0 ? name : 8 + user + name;
		}

		default:
			return there;
	}
}

/** SOCKS 4a: an address that cannot be stands for the name behind the user. */
export const hasName = (b: Uint8Array, start: number): boolean => b[start + 4] === 0 && b[start + 5] === 0 && b[start + 6] === 0 && b[start + 7] !== 0;

const said = [kinds.greeting, kinds.method, kinds.login, kinds.gssapi, kinds.request, kinds.oldRequest, kinds.oldReply];

/** Whether the bytes are as long as a message of SOCKS that begins like them, or a login that is too short. */
export function looksLikeSocks(b: Uint8Array, start: number, end: number): boolean {
	const first = b[start]!;
	return (first <= 1 || first === 4 || first === 5) && (isCutLogin(b, start, end) || said.some(kind => startOf(kind, first) && sizeOf(kind, b, start, end) === end - start));
}

/** Whether a name stands here whose password is not all there. */
function isCutLogin(b: Uint8Array, start: number, end: number): boolean {
	const name = start + 2;
	const nameEnd = name + b[start + 1]!;
	if (b[start] !== 1 || nameEnd === name || nameEnd >= end || nameEnd + 1 + b[nameEnd]! <= end) return false;
	for (let at = name; at < nameEnd; at++) if (b[at]! <= 0x20 || b[at]! > 0x7e) return false;
	return true;
}

const startOf = (kind: Kind, first: number): boolean =>
	kind === kinds.login || kind === kinds.gssapi
		? first === 1
		: kind === kinds.oldReply
		? first === 0 || first === 4
		: kind === kinds.oldRequest
		? first === 4
		: first === 5 || (first === 1 && kind === kinds.method);

function next(w: Window<State>): number {
	const {state, bytes, start, end} = w;
	if (state.tunnel !== undefined) return nextInside(w, state.tunnel);
	const kind = kindOf(state, w.direction, bytes[start]!);
	if (kind === undefined) return -2;
	// The greeting was not seen: the server's answer to it stands where it should, and is all that comes.
	const isAnswer = state.asking < 0 && w.sourcePort === socksPort && w.destinationPort !== socksPort;
	// Nobody sends name and password in pieces: a length that is too great would swallow the request.
	const size = isAnswer ? end - start : Math.min(sizeOf(kind, bytes, start, end), kind === kinds.login ? end - start : Infinity);
	if (size >= 0 && state.asking < 0) state.asking = w.direction;
	return size;
}

/** What goes through the tunnel is cut as its own protocol has it; what is nobody's is data. */
function nextInside(w: Window<State>, tunnel: Tunnel): number {
	const {bytes, start, end, direction} = w;
	if (tunnel.inner === undefined) {
		w.opensStream = true;
		tunnel.inner = looksLikeRecord(bytes, start, end) ? 'tls' : looksLikeHttp(bytes, start, end) ? 'http' : 'data';
	}

	if (tunnel.inner === 'data') return end - start;
	const ports = direction === 0 ? {destinationPort: tunnel.port} : {sourcePort: tunnel.port};
	const length = tunnel.inner === 'tls' ? nextOf(tlsFraming, w, tunnel.tls, ports) : nextOf(httpFraming, w, tunnel.http, ports);
	return length === -2 ? end - start : length;
}

/** Asks another protocol where its message ends. */
function nextOf<S>(framing: Framing<S>, w: Window<State>, state: S, ports: {readonly sourcePort?: number; readonly destinationPort?: number}): number {
	const own = {...w, ...ports, state};
	const length = framing.next!(own);
	w.need = own.need;
	w.resume = own.resume;
	return length;
}

function message(m: Message<State>): void {
	const {state: s, bytes: b, start, end} = m;
	const kind = kindOf(s, m.direction, b[start]!);
	if (kind === undefined) return;
	m.tell(kindNote, kind === kinds.tunneled && s.row === m.row ? kinds.more : kind);
	s.row = m.row;
	if (s.version === 0) s.version = b[start]!;
	m.tell(versionNote, s.version);
	if (s.client === 'done') m.tell(requestNote, s.request);
	switch (kind) {
		case kinds.greeting:
			s.client = 'request';
			return;
		case kinds.method:
			s.server = 'reply';
			s.method = b[start + 1]!;
			return;
		case kinds.request:
		case kinds.oldRequest:
			s.client = 'done';
			s.request = m.id;
			s.command = b[start + 1]!;
			s.port = kind === kinds.request ? u16(b, end - 2) : u16(b, start + 2);
			return;
		case kinds.reply:
		case kinds.oldReply:
			s.server = s.command === commands.bind && s.server !== 'guest' ? 'guest' : 'done';
			if (s.command === commands.connect && (kind === kinds.reply || b[start + 1] === granted)) {
				s.tunnel = {port: s.port, inner: undefined, tls: tlsFraming.open!(undefined), http: httpFraming.open!(undefined)};
			}

			return;
		case kinds.guest:
			s.server = 'done';
			return;
		case kinds.tunneled:
			if (start < end) inside(m, s.tunnel!);
	}
}

/** The protocol in the tunnel hears of its message, and notes what it learns under the same id. */
function inside(m: Message<State>, tunnel: Tunnel): void {
	const tell: Message<State>['tell'] = (about, value, of) => m.tell(about, value, of);
	if (tunnel.inner === 'tls') tlsFraming.message!({...m, state: tunnel.tls, tell});
	else if (tunnel.inner === 'http') httpFraming.message!({...m, state: tunnel.http, tell});
}

export const socksFraming: Framing<State> = {carries: state => state.tunnel !== undefined, open, next, message};
