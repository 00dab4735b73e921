import {data} from './data.ts';
import {frame} from './frame.ts';
import {ethernet} from './link/ethernet.ts';
import {ipv4} from './network/ipv4.ts';
import type {Protocol} from './protocol.ts';
import {type DecodeAs, Registry} from './registry.ts';
import {tcp} from './transport/tcp.ts';
import {udp} from './transport/udp.ts';

/** Every protocol inkcap knows, one line each. */
export const protocols: readonly Protocol[] = [
	frame,
	data,
	ethernet,
	ipv4,
	tcp,
	udp,
];

/** The registry of all of them, with decode-as rules on top. */
export const buildRegistry = (decodeAs: readonly DecodeAs[] = []): Registry => new Registry(protocols, {frame, data}, decodeAs);
