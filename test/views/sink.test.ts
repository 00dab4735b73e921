import {EventEmitter} from 'node:events';
import {setTimeout as sleep} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {difference, Sink} from '../../src/views/sink.ts';

class Target extends EventEmitter {
	columns = 20;
	rows = 4;
	full = false;
	readonly written: string[] = [];
	write(text: string) {
		this.written.push(text);
		return !this.full;
	}
}

const sync = (text: string) => `\x1b[?2026h${text}\x1b[?2026l`;

describe('the sink', () => {
	test('writes only lines that changed, at their places', () => {
		expect(difference(['one', 'two', 'three'], ['one', '2', 'three', 'four'], 20)).toBe('\x1b[2;1H2\x1b[K\x1b[4;1Hfour\x1b[K');
		expect(difference(['one', 'two'], ['one'], 20)).toBe('\x1b[2;1H\x1b[K');
	});

	test('does not erase behind a line that is full, which would take its last character', () => {
		expect(difference([''], ['abc'], 3)).toBe('\x1b[1;1Habc');
		expect(difference([''], ['\x1b[1m漢字\x1b[22m'], 4)).toBe('\x1b[1;1H\x1b[1m漢字\x1b[22m');
	});

	test('writes the first frame at once, of a burst only the last', async () => {
		const target = new Target();
		const sink = new Sink(target, () => {});
		for (let i = 0; i < 50; i++) sink.write(`frame ${i}`);
		expect(target.written).toEqual([sync('\x1b[H\x1b[2J\x1b[1;1Hframe 0\x1b[K')]);
		await sleep(30);
		expect(target.written.slice(1)).toEqual([sync('\x1b[1;1Hframe 49\x1b[K')]);
		sink.write('frame 49');
		await sleep(30);
		expect(target.written).toHaveLength(2);
		sink.close();
	});

	test('waits for a terminal that is slow', async () => {
		const target = new Target();
		target.full = true;
		const sink = new Sink(target, () => {});
		sink.write('a');
		sink.write('b');
		sink.write('c');
		await sleep(30);
		expect(target.written).toHaveLength(1);
		target.full = false;
		target.emit('drain');
		await sleep(30);
		expect(target.written.slice(1)).toEqual([sync('\x1b[1;1Hc\x1b[K')]);
		sink.close();
	});

	test('draws everything again when asked, and after another size', async () => {
		const target = new Target();
		let resized = 0;
		const sink = new Sink(target, () => resized++);
		sink.write('a\nb');
		sink.redraw();
		expect(target.written[1]).toBe(sync('\x1b[H\x1b[2J\x1b[1;1Ha\x1b[K\x1b[2;1Hb\x1b[K'));
		target.emit('resize');
		expect(resized).toBe(1);
		await sleep(10);
		sink.write('a\nb');
		await sleep(20);
		expect(target.written[2]).toContain('\x1b[2J');
		sink.close();
	});

	test('writes nothing while the screen is left', async () => {
		const target = new Target();
		const sink = new Sink(target, () => {});
		sink.write('a');
		sink.pause();
		sink.write('b');
		await sleep(20);
		expect(target.written).toHaveLength(1);
		sink.resume();
		expect(target.written[1]).toContain('\x1b[2J\x1b[1;1Hb');
		sink.close();
		sink.write('c');
		await sleep(20);
		expect(target.written).toHaveLength(2);
	});

	test('keeps what Ink says of the cursor from being a frame, and lines that there is no room for', async () => {
		const target = new Target();
		const sink = new Sink(target, () => {});
		sink.write('\x1b[?25h');
		expect(target.written).toEqual([]);
		sink.write('1\n2\n3\n4\n5');
		expect(target.written[0]).not.toContain('5');
		sink.close();
	});
});
