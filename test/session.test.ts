import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {createCollector, type Displayed, everyRow, foundRows, rowsIn} from '../src/displayed.ts';
import {createSession, type Session} from '../src/session.ts';
import {type FakePackets, fakePackets} from './views/fake/packets.ts';

const rows = (session: Session) => {
	const {displayed} = session.state();
	return Array.from({length: displayed.length}, (_, i) => displayed.at(i));
};

const settled = async (session: Session) => {
	for (let i = 0; i < 500 && (session.state().filter.running || session.state().find?.running); i++) await sleep(2);
};

const bound = (rows: Displayed) => ({length: rows.length, at: (index: number) => rows.at(index), place: (row: number) => rows.place(row)});

describe('rows that are displayed', () => {
	test('of a whole capture are all of them', () => {
		const all = everyRow(5);
		expect([all.at(-1), all.at(0), all.at(4), all.at(5), all.place(3), all.place(9)]).toEqual([undefined, 0, 4, undefined, 3, 5]);
	});

	test('that were collected keep what they said while more come', () => {
		const collector = createCollector();
		collector.add(foundRows([1, 5, 9]));
		const before = collector.displayed();
		for (let i = 0; i < 5000; i++) collector.add(foundRows([10 + i * 2]));
		collector.add(foundRows([9, 10, 12]));
		expect([before.length, before.at(2), before.at(3), before.place(6), before.place(100)]).toEqual([3, 9, undefined, 2, 3]);
		const after = collector.displayed();
		expect([after.length, after.at(3), after.place(11)]).toEqual([5003, 10, 4]);
	});

	test('are found again in whatever order blocks of them came, and places of the list in whatever order they are asked for', () => {
		const wanted = [0, 31, 32, 65_535, 65_536, 200_000, 200_001, 200_063, 400_000, 400_031];
		const collector = createCollector();
		for (const row of [...wanted].reverse()) collector.add(foundRows([row]));
		const {length, at, place} = bound(collector.displayed());
		expect(length).toBe(wanted.length);
		for (const n of [9, 0, 5, 6, 7, 4, 3, 2, 1, 8]) expect([n, at(n), place(at(n)!)]).toEqual([n, wanted[n], n]);
		expect([at(-1), at(10), place(-5), place(33), place(70_000), place(200_064), place(9_999_999)]).toEqual([undefined, undefined, 0, 3, 5, 8, 10]);
		expect([...rowsIn(foundRows(wanted))]).toEqual(wanted);
	});
});

describe('a session', () => {
	test('begins with the first packet', () => {
		expect(createSession(fakePackets(10)).state()).toMatchObject({index: 0, row: 0, count: 10});
		expect(createSession(fakePackets(0)).state()).toMatchObject({index: -1, row: undefined, detail: undefined});
	});

	test('selects within what there is', () => {
		const session = createSession(fakePackets(10));
		session.select(99);
		expect(session.state().row).toBe(9);
		session.select(-3);
		expect(session.state().row).toBe(0);
		expect(session.selectRow(10)).toBe(false);
	});

	test('shows what passes a filter, and keeps the packet that does', async () => {
		const session = createSession(fakePackets(100));
		session.select(9);
		expect(session.filter('dns')?.ok).toBe(true);
		await settled(session);
		expect(rows(session)).toEqual([1, 9, 17, 25, 33, 41, 49, 57, 65, 73, 81, 89, 97]);
		expect(session.state()).toMatchObject({index: 1, row: 9, filter: {text: 'dns', running: false}});
		session.filter('');
		expect(session.state()).toMatchObject({index: 9, row: 9, filter: {text: ''}});
	});

	test('goes to the next packet that passes, then back to the one that was chosen', async () => {
		const session = createSession(fakePackets(100));
		session.select(10);
		session.filter('dns');
		await settled(session);
		expect(session.state().row).toBe(17);
		session.filter('row < 5');
		await settled(session);
		expect(session.state().row).toBe(4);
		session.filter('');
		expect(session.state().row).toBe(10);
	});

	test('looks at nothing when nothing passes', async () => {
		const session = createSession(fakePackets(100));
		session.filter('row < 0');
		await settled(session);
		expect(session.state()).toMatchObject({index: -1, row: undefined, detail: undefined});
		session.filter('');
		expect(session.state().row).toBe(0);
	});

	test('stays as it was when a filter is wrong', () => {
		const session = createSession(fakePackets(100));
		expect(session.filter('nonsense')).toMatchObject({ok: false, start: 0, end: 8});
		expect(session.state().displayed.length).toBe(100);
	});

	test('forgets a filter that another replaced', async () => {
		const session = createSession(fakePackets(200_000));
		session.filter('dns');
		session.filter('row < 3');
		await settled(session);
		await sleep(20);
		expect(rows(session)).toEqual([0, 1, 2]);
	});

	test('filters what comes later as well', async () => {
		const packets = fakePackets(20, {loading: true});
		const session = createSession(packets);
		session.filter('dns');
		await settled(session);
		expect(rows(session)).toEqual([1, 9, 17]);
		packets.grow(40, true);
		await sleep(20);
		packets.grow(60);
		await sleep(20);
		expect(rows(session)).toEqual([1, 9, 17, 25, 33, 41, 49, 57]);
		expect(session.state()).toMatchObject({loading: false, count: 60, filter: {running: false}});
	});

	test('a filter waits through any number of news without a warning, which would be written over the screen', async () => {
		const warnings: Error[] = [];
		const warned = (warning: Error) => warnings.push(warning);
		process.on('warning', warned);
		try {
			const packets = fakePackets(20, {loading: true});
			const session = createSession(packets);
			session.filter('dns');
			for (let news = 0; news < 30; news++) {
				await sleep(1);
				packets.revise();
			}

			packets.grow(40);
			await sleep(20);
			expect(rows(session)).toEqual([1, 9, 17, 25, 33]);
			expect(warnings).toEqual([]);
		} finally {
			process.off('warning', warned);
		}
	});

	test('shows packets as they come, the first one selected', () => {
		const packets = fakePackets(0, {loading: true});
		const session = createSession(packets);
		packets.grow(3, true);
		expect(session.state()).toMatchObject({row: 0, index: 0});
		session.select(2);
		packets.grow(9);
		expect(session.state()).toMatchObject({row: 2, index: 2, count: 9, loading: false});
	});

	test('finds text in the list, in both directions and around the end', async () => {
		const session = createSession(fakePackets(100));
		session.find('DISCOVER', 1);
		await settled(session);
		expect(session.state()).toMatchObject({row: 7, find: {outcome: 'found'}});
		session.find('discover', -1);
		await settled(session);
		expect(session.state()).toMatchObject({row: 95, find: {outcome: 'wrapped'}});
		session.find('not there', 1);
		await settled(session);
		expect(session.state()).toMatchObject({row: 95, find: {outcome: 'nothing'}});
	});

	test('a search does not hold the loop, and stops', async () => {
		const session = createSession(fakePackets(300_000));
		session.find('not there', 1);
		let longest = 0;
		let last = performance.now();
		for (let i = 0; i < 10; i++) {
			await new Promise(resolve => setImmediate(resolve));
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		}

		expect(longest).toBeLessThan(200);
		expect(session.stop()).toBe(true);
		expect(session.state().find).toBeUndefined();
		expect(session.stop()).toBe(false);
	});

	test('asks for a line once, until it may say something else', () => {
		const packets = fakePackets(10, {loading: true});
		const session = createSession(packets);
		session.line(3);
		session.line(3);
		expect(packets.asked.lines).toBe(1);
		packets.grow(11);
		session.line(3);
		expect(packets.asked.lines).toBe(1);
		packets.revise();
		session.line(3);
		expect(packets.asked.lines).toBe(2);
	});

	test('asks again for what was not there yet', () => {
		const packets = fakePackets(10, {loading: true});
		let isThere = false;
		const late: FakePackets = Object.defineProperties({...packets}, {
			...Object.getOwnPropertyDescriptors(packets),
			detail: {value: (row: number) => isThere ? packets.detail(row) : {sources: [], nodes: [], pending: true}},
		});
		const session = createSession(late);
		expect(session.state().detail).toMatchObject({pending: true});
		packets.revise();
		expect(session.state().detail).toMatchObject({pending: true});
		isThere = true;
		packets.revise();
		expect(session.state().detail).toEqual(packets.detail(0));
		const known = session.state().detail;
		packets.revise();
		expect(session.state().detail).toBe(known);
	});

	test('waits for lines that are not there yet while it looks for text', async () => {
		const packets = fakePackets(200);
		let waits = 0;
		const late: FakePackets = Object.defineProperties({...packets}, {
			...Object.getOwnPropertyDescriptors(packets),
			line: {value: (row: number) => waits++ % 3 === 0 ? {...packets.line(row), info: '…', pending: true} : packets.line(row)},
		});
		const session = createSession(late);
		session.find(packets.line(150).info, 1);
		await settled(session);
		expect(session.state()).toMatchObject({row: 150, find: {outcome: 'found'}});
	});

	test('says nothing more once it is closed', async () => {
		const packets = fakePackets(100_000);
		const session = createSession(packets);
		let heard = 0;
		session.subscribe(() => heard++);
		session.filter('dns');
		session.close();
		const before = heard;
		packets.grow(100_001);
		await sleep(30);
		expect(heard).toBe(before);
	});
});
