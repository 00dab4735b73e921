import {expect, test} from 'vitest';
import {addressBytes} from '../../src/decode/address-text.ts';
import {specialAddress} from '../../src/decode/special-addresses.ts';

const nameOf = (text: string): string | undefined => specialAddress(addressBytes(text)!)?.name;

// dprint-ignore
test.each([
	['8.8.8.8', undefined], ['9.255.255.255', undefined], ['10.0.0.0', 'private'], ['10.255.255.255', 'private'], ['11.0.0.0', undefined],
	['0.0.0.0', 'unspecified'], ['0.0.0.1', 'this network'], ['100.63.255.255', undefined], ['100.64.0.0', 'shared'], ['100.127.255.255', 'shared'],
	['100.128.0.0', undefined], ['127.0.0.53', 'loopback'], ['169.254.9.9', 'link-local'], ['172.15.255.255', undefined], ['172.16.0.0', 'private'],
	['172.31.255.255', 'private'], ['172.32.0.0', undefined], ['192.0.0.1', 'IPv4 service continuity'], ['192.0.0.171', 'NAT64 discovery'],
	['192.0.2.1', 'documentation'], ['192.168.0.1', 'private'], ['192.169.0.1', undefined], ['198.19.255.255', 'benchmarking'], ['198.20.0.0', undefined],
	['224.0.0.251', 'multicast: mDNS'], ['224.0.0.99', 'multicast on this link'], ['225.1.2.3', 'multicast'], ['239.255.255.250', 'multicast: SSDP'],
	['255.255.255.254', 'reserved'], ['255.255.255.255', 'broadcast'],
	['::', 'unspecified'], ['::1', 'loopback'], ['::2', undefined], ['::ffff:192.0.2.1', 'IPv4-mapped'], ['64:ff9b::c000:201', 'IPv4 through NAT64'],
	['2001::1', 'Teredo'], ['2001:db8::1', 'documentation'], ['2001:db9::1', undefined], ['2002:c000:201::', '6to4'], ['3fff:fff::', 'documentation'],
	['3fff:1000::', undefined], ['fc00::1', 'unique local'], ['fdff::1', 'unique local'], ['fe00::1', undefined], ['fe80::1', 'link-local'], ['febf::1', 'link-local'],
	['fec0::1', 'site-local'], ['ff02::fb', 'multicast: mDNS'], ['ff02::1:ff00:1', 'multicast: solicited node'], ['ff02::1:fe00:1', 'multicast on this link'],
	['ff15::1', 'multicast'],
])('%s is %s', (text, name) => {
	expect(nameOf(text)).toBe(name);
});
