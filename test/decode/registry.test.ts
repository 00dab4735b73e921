import {describe, expect, test} from 'vitest';
import {data} from '../../src/decode/data.ts';
import {frame} from '../../src/decode/frame.ts';
import {claims, type Protocol, protocol} from '../../src/decode/protocol.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {Registry} from '../../src/decode/registry.ts';
import {etherType, ipProtocol, tcpPort, udpPort} from '../../src/decode/space.ts';

const registryOf = (...protocols: Protocol[]): Registry => new Registry([frame, data, ...protocols], {frame, data});
const speaking = (name: string, port: number, undecoded = false): Protocol => protocol({name, title: name, undecoded, claims: claims(tcpPort, port)});

describe('who owns a number', () => {
	test('is one protocol, or the registry refuses', () => {
		expect(() => registryOf(speaking('one', 5), speaking('two', 5))).toThrow('two and one both claim TCP port 5');
	});

	test('is the one that decodes it, whatever the order', () => {
		for (const pair of [[speaking('known', 5, true), speaking('decoded', 5)], [speaking('decoded', 5), speaking('known', 5, true)]]) {
			expect(registryOf(...pair).find(tcpPort, 5)?.name).toBe('decoded');
		}
	});

	test('is nobody in the table once the protocol itself is decoded', () => {
		const registry = registryOf(speaking('same', 5, true), speaking('same', 6));
		expect(registry.find(tcpPort, 5)).toBeUndefined();
		expect(registry.find(tcpPort, 6)?.undecoded).toBe(false);
	});
});

describe('protocols that are known and not decoded', () => {
	const registry = buildRegistry();

	test('have the numbers that they are known by', () => {
		expect(registry.find(tcpPort, 22)?.name).toBe('ssh');
		expect(registry.find(tcpPort, 6010)?.name).toBe('x11');
		expect(registry.find(udpPort, 1812)?.name).toBe('radius');
		expect(registry.find(ipProtocol, 89)?.name).toBe('ospf');
		expect(registry.find(etherType, 0x88cc)?.name).toBe('lldp');
	});

	test('declare no field', () => {
		for (const p of registry.protocols.slice(1)) if (p.undecoded) expect(p.fields).toEqual([]);
	});

	test('stand behind the others when content is guessed', () => {
		const stun = Uint8Array.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
		expect(registry.guess('udp', stun, 0, stun.length, 40_000, 40_001)?.protocol.name).toBe('stun');
		expect(registry.guess('udp', stun, 0, 19, 40_000, 40_001)).toBeUndefined();
	});
});

describe('names', () => {
	const registry = buildRegistry();

	test('lead to the protocols that say something under them', () => {
		expect(registry.protocolsOf('dns.qry.name').map(({name}) => name)).toEqual(['dns', 'mdns', 'llmnr']);
		expect(registry.protocolsOf('ip.addr').map(({name}) => name)).toEqual(['ip']);
		expect(registry.has('ip')).toBe(true);
		expect(registry.has('ip.nothing')).toBe(false);
		expect(registry.fieldsOf('udp.port').map(({title}) => title)).toEqual(['Source or Destination Port']);
	});

	test('are all listed, those of bits and faults too', () => {
		expect([...registry.names]).toEqual(expect.arrayContaining(['tcp.flags.syn', 'udp.length.bad', 'ip.addr', 'arp']));
	});

	test('have one number for everybody, that their fields know', () => {
		const key = registry.key('ip.ttl');
		expect(key).toBeGreaterThan(0);
		expect(registry.fieldsOf('ip.ttl').map(field => field.key)).toEqual([key]);
		expect(buildRegistry().key('ip.ttl')).toBe(key);
		expect(registry.key('ip.proto')).not.toBe(key);
		expect(registry.key('ip.nothing')).toBeUndefined();
	});
});
