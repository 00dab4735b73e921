import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {checkFile} from '../../src/check/check-file.ts';
import {compareFrames} from '../../src/check/compare-frames.ts';
import {registryFor, sharedNames} from '../../src/check/declarations.ts';
import {decodeCapture} from '../../src/check/decode-capture.ts';
import {type DecodedFrame, type DecodedNode, everything} from '../../src/check/decoded.ts';
import {fixtureRows, makeFixture, runFixture} from '../../src/check/fixture.ts';
import {Mask} from '../../src/check/mask.ts';
import {smallest} from '../../src/check/smallest.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtureCommand} from '../../src/text/fixture-options.ts';

const fixtures = path.join(import.meta.dirname, '../../fixtures');
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-fixture-'));
afterAll(() => fs.rmSync(directory, {recursive: true, force: true}));

const registry = registryFor([]);
const names = sharedNames();
const unmasked = new Mask(everything, names);
const framesOf = async (file: string) => (await decodeCapture(await OpenedCapture.open(file, registry), everything, names)).frames;

const formatOf = async (file: string) => {
	const {source} = await OpenedCapture.open(file, registry);
	source.close();
	return source.format.name;
};

/** The packets before a packet that it names, and the one in which its message is whole, by their original numbers. */
const linksOf = ({number, nodes}: DecodedFrame, original: (number: number) => number): string[] => {
	const links: string[] = [];
	const visit = ({name, value, children}: DecodedNode): void => {
		if (names.isFrameNumber(name) && (Number(value) <= number || /reassembled[._]in$/.test(name))) links.push(`${name} ${original(Number(value))}`);
		for (const child of children) visit(child);
	};
	for (const node of nodes) visit(node);
	return links;
};

describe('the smallest part', () => {
	test('is what a test asks for, and what must stay', () => {
		const rows = Array.from({length: 100}, (_, i) => i);
		expect(smallest(rows, 50, left => left.includes(3) && left.includes(97))).toEqual([3, 50, 97]);
		expect(smallest(rows, 50, () => true)).toEqual([50]);
		expect(smallest(rows, 0, left => left.length === 100)).toEqual(rows);
		expect(smallest([7], 7, () => true)).toEqual([7]);
	});

	test('needs few attempts', () => {
		let attempts = 0;
		smallest(Array.from({length: 4000}, (_, i) => i), 9, left => {
			attempts++;
			return left.includes(1000) && left.includes(2000);
		});
		expect(attempts).toBeLessThan(200);
	});
});

describe('a fixture of a packet', () => {
	const rowsOf = async (file: string, number: number) => {
		const capture = await OpenedCapture.open(path.join(fixtures, file), registry);
		await capture.run();
		const rows = fixtureRows(capture, number - 1).map(row => row + 1);
		capture.source.close();
		return rows;
	};

	test.each<[string, number, string, readonly number[]]>([
		['ip/fragments.pcap', 4, 'the other fragments of its datagram', [4, 5, 6]],
		['dns/addresses.pcap', 1, 'nothing, for a question', [1]],
		['dns/addresses.pcap', 4, 'its question, for an answer', [3, 4]],
		['http/get.pcap', 4, 'the handshake, for a request', [1, 2, 3, 4]],
		['http/get.pcap', 8, 'the handshake, the request and its other segments, for a response', [1, 2, 3, 4, 6, 7, 8]],
		['icmp/echo.pcap', 3, 'the reply, for a ping that would have none', [3, 4]],
	])('of %s %d holds %s', async (file, number, _, expected) => {
		expect(await rowsOf(file, number)).toEqual(expected);
	});

	test('says what the packet said, as a check of all its fields proves', async () => {
		/** What depends on the packets around it. */
		const excused =
			/^(?:frame\.(?:time_relative|time_delta)|tcp\.(?:stream|completeness.*|time_relative|time_delta)|udp\.(?:stream|time_relative|time_delta)|sctp\.assoc_index|quic\.connection\.number)$/;
		const files = fs.readdirSync(fixtures, {recursive: true, encoding: 'utf8'}).filter(name => /\.pcap(?:ng)?$/.test(name)).sort();
		const wrong: string[] = [];
		let made = 0;
		let less = 0;
		for (const [i, file] of files.entries()) {
			const place = path.join(fixtures, file);
			const before = await framesOf(place);
			if (before.length === 0) continue;
			const number = 1 + (i * 7) % before.length;
			const out = path.join(directory, `${file.replaceAll('/', '-')}-${number}.${await formatOf(place)}`);
			const {frames} = await makeFixture({read: place, number, path: out});
			made++;
			if (frames.length < before.length) less++;
			const after = (await framesOf(out))[frames.indexOf(number)]!;
			const moved = new Map(frames.map((frame, at) => [frame, at + 1]));
			for (const {kind, name, before: was, after: is} of compareFrames(before[number - 1]!, after, names, moved, unmasked)) {
				if (excused.test(name) || names.isFrameNumber(name) || name === 'label' || name === 'summary' || /^frame\.(?:interface|section)/.test(name)) continue;
				wrong.push(`${file} ${number}: ${kind} ${name} ${was} ${is}`);
			}

			const links = linksOf(before[number - 1]!, value => value);
			const again = linksOf(after, value => frames[value - 1]!);
			if (again.join() !== links.join()) wrong.push(`${file} ${number}: ${links.join()} became ${again.join()}`);
			if ((await checkFile({path: out, settings: {restriction: everything, decodeAs: [], format: 'text'}, update: false})).status !== 'same')
				wrong.push(`${file} ${number}: the snapshot differs`);
		}

		expect(wrong).toEqual([]);
		expect(made).toBeGreaterThan(150);
		expect(less).toBeGreaterThan(100);
	}, 240_000);

	test('is read by rules of decode-as, as is its snapshot', async () => {
		const rule = 'tcp.port==80,data';
		const read = path.join(fixtures, 'http/get.pcap');
		await makeFixture({read, number: 8, path: path.join(directory, 'as.pcap'), decodeAs: [rule]});
		const snapshot = fs.readFileSync(path.join(directory, 'as.pcap.txt'), 'utf8');
		expect(snapshot.startsWith(`inkcap decode 1\ndecode-as ${rule}\n`)).toBe(true);
		expect(snapshot).not.toContain('\thttp');
		await expect(makeFixture({read, number: 8, path: path.join(directory, 'not.pcap'), decodeAs: ['tcp.port==80']})).rejects.toThrow('decode-as takes LAYER==VALUE,PROTOCOL');
	});

	test('is not written over what is there, and nothing is left where it would not say all', async () => {
		const there = path.join(directory, 'there.pcap');
		fs.writeFileSync(there, 'mine');
		await expect(makeFixture({read: path.join(fixtures, 'http/get.pcap'), number: 1, path: there})).rejects.toThrow('is there already');
		expect(fs.readFileSync(there, 'utf8')).toBe('mine');
		const lossy = path.join(directory, 'lossy.pcap');
		await expect(makeFixture({read: path.join(fixtures, 'tour.pcapng'), number: 1, path: lossy})).rejects.toThrow('give a name that ends in .pcapng');
		expect(fs.existsSync(lossy)).toBe(false);
		await expect(makeFixture({read: path.join(fixtures, 'http/get.pcap'), number: 99, path: lossy})).rejects.toThrow('packets 1 to 16; there is no packet 99');
		await expect(makeFixture({read: path.join(fixtures, 'http/get.pcap'), number: 1, path: path.join(directory, 'no/x.pcap')})).rejects.toThrow('its directory does not exist');
	});
});

test('inkcap fixture makes one, and says what is in it or what is wrong', async () => {
	const out = path.join(directory, 'answer.pcap');
	const read = path.join(fixtures, 'dns/addresses.pcap');
	const said: string[] = [];
	const streams = {print: (text: string) => said.push(text), complain: (sentence: string) => said.push(`! ${sentence}`)};
	expect(fixtureCommand(['-r', read, '4', out])).toEqual({read, number: 4, path: out, decodeAs: []});
	expect(await runFixture({read, number: 4, path: out}, streams)).toBe(0);
	expect(said).toEqual([`${out}: packets 3, 4; and ${out}.txt\n`]);
	expect(fs.readFileSync(`${out}.txt`, 'utf8')).toMatch(/^inkcap decode 1\n/);
	expect(await runFixture({read, number: 4, path: out}, streams)).toBe(2);
	expect(said.at(-1)).toContain('is there already');
	expect(fixtureCommand(['a.pcap', '1', 'b.pcap'])).toEqual({read: 'a.pcap', number: 1, path: 'b.pcap', decodeAs: []});
	expect(() => fixtureCommand(['x.pcap', 'y', 'z'])).toThrow("'y' is no number of a packet");
	expect(() => fixtureCommand(['x.pcap', '1'])).toThrow('inkcap fixture -r FILE NUMBER OUTFILE');
	expect(() => fixtureCommand(['x.pcap', '1', '-'])).toThrow('snapshot beside it');
	expect(fixtureCommand(['--help'])).toContain('usage: inkcap fixture');
});
