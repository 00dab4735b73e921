import type {DecodeAs} from '../decode/registry.ts';
import {addressFamily, etherType, ipProtocol, linkType, llcSap, mediaType, pppProtocol, sctpPayload, sctpPort, type Space, tcpPort, udpPort} from '../decode/space.ts';
import {nearest} from './nearest.ts';
import {UsageError} from './options.ts';

/** Numbers and names by which `-d` may say what follows, in tshark's words. */
export const decodeAsSpaces: Readonly<Record<string, Space>> = {
	'tcp.port': tcpPort,
	'udp.port': udpPort,
	'sctp.port': sctpPort,
	'sctp.ppi': sctpPayload,
	'ip.proto': ipProtocol,
	'ethertype': etherType,
	'llc.dsap': llcSap,
	'ppp.protocol': pppProtocol,
	'null.type': addressFamily,
	'wtap_encap': linkType,
	'media_type': mediaType,
};

/** Numbers that one rule may name. */
const maxRange = 65_536;

/** Takes `tcp.port==8123,http` apart, or `tcp.port==8000-8010,http`, or `tcp.port==8000:3,http` for three. Throws UsageError. */
export function decodeAsRules(texts: readonly string[]): DecodeAs[] {
	return texts.flatMap((text): DecodeAs[] => {
		const parts = /^([^=]+)==([^,]+),(.+)$/.exec(text);
		if (parts === null) throw new UsageError(`-d takes LAYER==VALUE,PROTOCOL, for instance tcp.port==8123,http; not '${text}'.`);
		const [, layer, value, protocol] = parts as unknown as [string, string, string, string];
		const space = decodeAsSpaces[layer];
		if (space === undefined) {
			const near = nearest(layer, Object.keys(decodeAsSpaces));
			throw new UsageError(`-d knows no layer '${layer}'${near === undefined ? `; it knows ${Object.keys(decodeAsSpaces).join(', ')}.` : `; did you mean '${near}'?`}`);
		}

		if (space === mediaType) return [{space, value, protocol}];
		const range = /^(0x[\da-f]+|\d+)(?:([-:])(0x[\da-f]+|\d+))?$/i.exec(value);
		if (range === null) throw new UsageError(`-d ${layer}== takes a number, or two with '-' between, not '${value}'.`);
		const first = Number(range[1]);
		const last = range[3] === undefined ? first : range[2] === '-' ? Number(range[3]) : first + Number(range[3]) - 1;
		const end = space.size === 0 ? 2 ** 32 : space.size;
		if (first > last || last >= end || last - first >= maxRange) throw new UsageError(`-d ${layer}== takes numbers from 0 to ${end - 1}, not '${value}'.`);
		return Array.from({length: last - first + 1}, (_, i) => ({space, value: first + i, protocol}));
	});
}
