import {lookupService} from 'node:dns/promises';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, expect, test} from 'vitest';
import {setNames} from '../../src/decode/names.ts';
import {machineHosts} from '../../src/names/machine-hosts.ts';
import {machineServices, registeredServices, vendorNames} from '../../src/names/tables.ts';
import {runInkcap} from '../text/run-inkcap.ts';

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-names-'));
afterAll(() => fs.rmSync(place, {recursive: true, force: true}));
afterEach(() => setNames({}));

const tour = 'fixtures/tour.pcapng';
const mac = (text: string): Uint8Array => Uint8Array.from(text.split(':'), digits => Number.parseInt(digits, 16));
const lines = async (...words: string[]): Promise<string[]> => {
	const {output, complaints, status} = await runInkcap(['-r', tour, ...words]);
	expect([complaints, status]).toEqual(['', 0]);
	return output.split('\n');
};

test('ports have the names of the registry, each transport its own', () => {
	const service = registeredServices();
	expect([service('tcp', 80), service('udp', 53), service('tcp', 443), service('sctp', 2905), service('udp', 514), service('tcp', 514), service('tcp', 49_152)])
		.toEqual(['http', 'domain', 'https', 'm3ua', 'syslog', 'shell', undefined]);
});

test("this machine's own services are read as services(5) has them", () => {
	const file = path.join(place, 'services');
	fs.writeFileSync(file, '# mine\nink\t\t8123/tcp\tpaper  # alias\nlater 8123/tcp\n\nbroken\n');
	const service = machineServices(file);
	expect([service('tcp', 8123), service('udp', 8123)]).toEqual(['ink', undefined]);
	expect(machineServices(path.join(place, 'none'))('tcp', 80)).toBeUndefined();
});

test('link addresses are named by the longest prefix that was given to somebody, groups by what they are for', () => {
	const name = vendorNames();
	expect([
		'00:00:5e:00:53:01',
		'70:b3:d5:86:51:23',
		'b4:4d:43:91:23:45',
		'01:00:5e:00:00:fb',
		'33:33:ff:00:53:0a',
		'ff:ff:ff:ff:ff:ff',
		'01:80:c2:00:00:0e',
		'02:aa:bb:cc:dd:ee',
	].map(text => name(mac(text)))).toEqual([
		'ICANNIAN_00:53:01',
		'Insitu_01:23',
		'AdHocDev_01:23:45',
		'IPv4mcast_fb',
		'IPv6mcast_ff:00:53:0a',
		'Broadcast',
		'LLDP_Multicast',
		undefined,
	]);
});

test('numbers stay numbers until somebody asks', async () => {
	expect(await lines('-Y', 'frame.number in {10, 14}')).toEqual(await lines('-n', '-Y', 'frame.number in {10, 14}'));
	expect((await lines('-c', '14', '-Y', 'tcp')).join('')).toContain('58896 → 80 [SYN]');
});

test('-N mt names makers and services in lines and trees, and leaves fields as they are', async () => {
	expect((await lines('-N', 'mt', '-c', '10', '-Y', 'arp')).join('')).toMatch(/ICANNIAN_00:53:0a → Broadcast +ARP/);
	expect((await lines('-Nt', '-c', '14', '-Y', 'tcp')).join('')).toContain('58896 → http(80) [SYN]');
	const tree = (await lines('-N', 'mt', '-c', '14', '-Y', 'tcp', '-V')).join('\n');
	expect(tree).toContain('\nEthernet II, Src: ICANNIAN_00:53:0a (00:00:5e:00:53:0a), Dst: ICANNIAN_00:53:01 (00:00:5e:00:53:01)\n');
	expect(tree).toContain('\nTransmission Control Protocol, Src Port: 58896 (58896), Dst Port: http (80), Seq: 0, Len: 0\n');
	expect(tree).toContain('\n    Destination Port: http (80)\n');
	expect((await lines('-N', 'mt', '-c', '14', '-Y', 'tcp', '-T', 'fields', '-e', 'tcp.dstport', '-e', 'eth.src', '-e', 'eth.src_resolved'))[0])
		.toBe('80\t00:00:5e:00:53:0a\tICANNIAN_00:53:0a');
});

test('-H names hosts, and -N nd those of captured answers, from the answer on', async () => {
	const hosts = path.join(place, 'hosts');
	fs.writeFileSync(hosts, '192.0.2.10 client.example me # here\nnonsense x\n2001:db8:2::80 web6.example\n');
	const named = await lines(
		'-H',
		hosts,
		'-Y',
		'frame.number in {14, 28}',
		'-T',
		'fields',
		'-e',
		'_ws.col.Source',
		'-e',
		'_ws.col.Destination',
		'-e',
		'ip.src_host',
		'-e',
		'ip.src',
	);
	expect(named.slice(0, 2)).toEqual(['client.example\t198.51.100.80\tclient.example\t192.0.2.10', '2001:db8:1:0:200:5eff:fe00:530a\tweb6.example\t\t']);
	const answered = (await lines('-N', 'nd', '-Y', 'frame.number in {12, 14}', '-V')).join('\n');
	expect(answered).toContain('Dst: web.example.com (198.51.100.80)');
	expect(answered).toContain('Source Address: 192.0.2.10 (192.0.2.10)');
	const {status, complaints} = await runInkcap(['-r', tour, '-H', path.join(place, 'missing')]);
	expect([status, complaints]).toEqual([2, expect.stringMatching(/^The names cannot be read: ENOENT/)]);
});

test('-N nN waits for what this machine says of an address', async () => {
	const ask = machineHosts();
	const known = await lookupService('127.0.0.1', 0).then(({hostname}) => hostname, () => undefined);
	expect(ask('127.0.0.1')).toBe(known);
});
