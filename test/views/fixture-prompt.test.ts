import {expect, test} from 'vitest';
import {setTimeout as sleep} from 'node:timers/promises';
import {fakePackets} from './fake/packets.ts';
import {openScreen} from './fake/screen.ts';

const open = (name: string) => {
	const asked: [number, string][] = [];
	const opened = openScreen(fakePackets(100, {name}), 80, 24, {
		async fixture(row, path) {
			asked.push([row, path]);
			await sleep(5);
			if (path === 'wrong') throw new Error('it cannot be made');
			return `${path} was made`;
		},
	});
	return {
		...opened,
		asked,
		async told(text: string) {
			for (let i = 0; i < 100 && opened.state().message?.text !== text; i++) await sleep(5);
			return opened.state().message;
		},
	};
};

test('x makes a fixture of the selected packet, by a name that says of which', async () => {
	const {press, state, asked, told} = open('/captures/big.pcap.gz');
	press('4', 'j', 'x');
	expect(state().prompt).toMatchObject({kind: 'fixture', text: 'big-5.pcapng'});
	press('Enter');
	expect(state().message?.text).toBe('Making a fixture …');
	expect(await told('big-5.pcapng was made')).toMatchObject({tone: 'plain'});
	expect(asked).toEqual([[4, 'big-5.pcapng']]);
});

test('what goes wrong is said, and Esc makes none', async () => {
	const {press, state, asked, told} = open('standard input');
	press('x');
	expect(state().prompt?.text).toBe('packet-1.pcapng');
	press('Esc');
	expect([state().prompt, asked]).toEqual([undefined, []]);
	press('x', '^U', 'wrong', 'Enter');
	expect(await told('it cannot be made')).toMatchObject({tone: 'error'});
	press('x', '^U', 'Enter');
	expect(asked).toHaveLength(1);
});
