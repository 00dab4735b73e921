import {http, ssdp} from './application/http.ts';
import {knownMedia, media, textLines, urlencodedForm} from './application/http-media.ts';
import {tls} from './application/tls.ts';
import {data} from './data.ts';
import {frame} from './frame.ts';
import {arp} from './link/arp.ts';
import {ethernet} from './link/ethernet.ts';
import {linuxCooked, linuxCooked2} from './link/linux-cooked.ts';
import {llc} from './link/llc.ts';
import {loopback} from './link/loopback.ts';
import {ppp} from './link/ppp.ts';
import {pppoeDiscovery, pppoeSession} from './link/pppoe.ts';
import {rawIp} from './link/raw-ip.ts';
import {providerVlan, vlan} from './link/vlan.ts';
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
	llc,
	vlan,
	providerVlan,
	linuxCooked,
	linuxCooked2,
	loopback,
	rawIp,
	ppp,
	pppoeDiscovery,
	pppoeSession,
	arp,
	ipv4,
	tcp,
	udp,
	http,
	ssdp,
	tls,
	textLines,
	media,
	urlencodedForm,
	...knownMedia,
];

/** The registry of all of them, with decode-as rules on top. */
export const buildRegistry = (decodeAs: readonly DecodeAs[] = []): Registry => new Registry(protocols, {frame, data}, decodeAs);
