import {setTimeout as sleep} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {capturedPackets} from './captured.ts';
import {openScreen} from './fake/screen.ts';

const file = 'http/get.pcap';
const http = await capturedPackets(file);

const open = () => {
	const asked: string[][] = [];
	const opened = openScreen(http, 80, 24, {
		decodeAs: {
			rules: [],
			async again(rules, _, show) {
				asked.push([...rules]);
				show(await capturedPackets(file, rules));
			},
		},
	});
	return {
		...opened,
		asked,
		async decoded(message: string) {
			for (let i = 0; i < 300 && opened.state().message?.text !== message; i++) await sleep(10);
			await opened.settle();
		},
		prompt: () => opened.state().prompt,
		protocol: () => opened.screen.session.line(opened.state().session.row ?? 0).protocol,
	};
};

test('d offers the layers of the packet with what they are now, and then protocols', () => {
	const {press, prompt} = open();
	press('j', 'j', 'j', 'd');
	expect(prompt()?.choices?.items.map(({text, note}) => [text, note])).toEqual([
		['tcp.port==80,', 'Hypertext Transfer Protocol'],
		['tcp.port==36024,', ''],
		['ip.proto==6,', 'Transmission Control Protocol'],
		['ethertype==0x0800,', 'Internet Protocol Version 4'],
	]);
	press('Enter');
	expect(prompt()).toMatchObject({text: 'tcp.port==80,', problem: {incomplete: true}});
	expect(prompt()?.choices?.items.map(({text}) => text)).toContain('tls');
	press('Enter');
	expect(prompt()).toMatchObject({insisted: true});
	press('domain na', 'Tab');
	expect(prompt()).toMatchObject({text: 'tcp.port==80,dns', problem: undefined});
});

test('a rule decodes everything again: the packet and the filter stay; and it can be ended', async () => {
	const {press, protocol, settle, row, asked, state, prompt, decoded} = open();
	press('/', 'tcp.len > 0', 'Enter');
	await settle();
	const before = state().session.displayed.length;
	press('3', 'G');
	press(':', '4', 'Enter');
	expect([row(), protocol()]).toEqual([3, 'HTTP']);
	press('d', 'tcp.port==80,dns', 'Enter');
	await decoded('Decoded as tcp.port==80,dns');
	expect(asked).toEqual([['tcp.port==80,dns']]);
	expect([row(), protocol()]).toEqual([3, 'TCP']);
	expect(state().session.filter.text).toBe('tcp.len > 0');
	expect(state().session.displayed.length).toBe(before);
	press('d', 'tcp.port==80,tls', 'Enter');
	await decoded('Decoded as tcp.port==80,tls');
	expect(asked.at(-1)).toEqual(['tcp.port==80,tls']);
	press('d');
	expect(prompt()?.choices?.items[0]).toMatchObject({text: 'tcp.port==80,tls', note: 'in effect'});
	press('^D');
	await decoded('Decoded as usual');
	expect(asked.at(-1)).toEqual([]);
	expect([row(), protocol()]).toEqual([3, 'HTTP']);
});

test.each([
	['tcp.prt==80,http', "A rule knows no layer 'tcp.prt'; did you mean 'tcp.port'?", 0, 7],
	['tcp.port==99999,http', "A rule tcp.port== takes numbers from 0 to 65535, not '99999'.", 10, 15],
	['tcp.port==x,http', "A rule tcp.port== takes a number, or two with '-' between, not 'x'.", 10, 11],
	['tcp.port==80,htttp', "A rule knows no protocol 'htttp'; did you mean 'http'?", 13, 18],
	['tcp.port=80,http', "A rule takes LAYER==VALUE,PROTOCOL, for instance tcp.port==8123,http; not 'tcp.port=80,http'.", 8, 16],
])('%s is refused where it is wrong', (text, message, start, end) => {
	const {press, prompt, asked} = open();
	press('d', text, 'Enter');
	expect(prompt()?.problem).toMatchObject({message, start, end, incomplete: false});
	expect(asked).toEqual([]);
});

test('a rule that is being typed is incomplete, not wrong', () => {
	const {press, prompt} = open();
	press('d');
	for (const character of 'tcp.port==80,dn') {
		press(character);
		expect(prompt()?.problem, prompt()?.text).toMatchObject({incomplete: true});
	}
});

test('where nothing can be decoded again it is said', () => {
	const {press, state} = openScreen(http);
	press('d', 'tcp.port==80,dns', 'Enter');
	expect(state().message?.tone).toBe('error');
});
