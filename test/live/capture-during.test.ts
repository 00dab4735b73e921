import {createSocket} from 'node:dgram';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, test} from 'vitest';
import '../../src/check/vitest.ts';
import {captureDuring} from '../../src/library/capture-during.ts';
import {labMissing} from './lab.ts';

const missing = labMissing();

describe.skipIf(missing !== undefined)('captureDuring', () => {
	test('gives what came while a function ran, and nothing else', {timeout: 60_000}, async () => {
		const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const {port} = server.address() as AddressInfo;
		const before = process.getuid?.();
		const fetched = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`, {headers: {connection: 'close'}})).text();
		await fetched('/before');
		const capture = await captureDuring('lo', () => fetched('/during'), {filter: `tcp port ${port}`});
		await fetched('/after');
		server.close();
		await expect(capture).toHavePackets('http.request', 1);
		await expect(capture).toHavePackets('http.request.uri == "/during"', 1);
		await expect(capture).toHavePackets('http.response.code == 200', 1);
		expect(process.getuid?.()).toBe(before);
		capture.close();
	});

	test('gives the last packet too', {timeout: 60_000}, async () => {
		const receiver = createSocket('udp4').bind(0, '127.0.0.1');
		await once(receiver, 'listening');
		const {port} = receiver.address();
		const sender = createSocket('udp4');
		const capture = await captureDuring('lo', async () => {
			for (let i = 0; i < 50; i++) await new Promise<unknown>(resolve => sender.send(`${i}`, port, '127.0.0.1', resolve));
		}, {filter: `udp port ${port}`});
		expect(await capture.count()).toBe(50);
		capture.close();
		sender.close();
		receiver.close();
	});

	test('rejects with what is wrong', {timeout: 60_000}, async () => {
		await expect(captureDuring('nowhere0', () => undefined)).rejects.toThrow('There is no interface nowhere0');
		await expect(captureDuring('lo', () => undefined, {filter: 'tcp prot 80'})).rejects.toThrow("libpcap does not take the capture filter 'tcp prot 80': syntax error.");
		await expect(captureDuring('lo', () => Promise.reject(new Error('my own')))).rejects.toThrow('my own');
	});
});
