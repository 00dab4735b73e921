import {expect, test} from 'vitest';
import {Progress} from '../../src/text/progress.ts';

test('progress is drawn seldom, and taken away at the end', () => {
	let now = 0;
	let seen = '';
	const progress = new Progress(text => (seen += text), () => now);
	progress.tell({share: 0.1, bytesRead: 1e6}, 1000);
	expect(seen).toBe('');
	now = 1000;
	progress.tell({share: 0.345, bytesRead: 79_100_000}, 340_000);
	expect(seen).toBe('\r\u001b[K[########----------------] 34%  340,000 packets  79.1 MB  79.1 MB/s');
	now = 1100;
	progress.tell({share: 0.5, bytesRead: 90_000_000}, 400_000);
	expect(seen).not.toContain('50%');
	seen = '';
	progress.clear();
	progress.clear();
	expect(seen).toBe('\r\u001b[K');
});

test('progress of what has no known size has no bar, and nothing is taken away where nothing was drawn', () => {
	let now = 0;
	let seen = '';
	const progress = new Progress(text => (seen += text), () => now);
	progress.clear();
	expect(seen).toBe('');
	now = 2000;
	progress.tell({share: undefined, bytesRead: 4e6}, 7);
	expect(seen).toBe('\r\u001b[K7 packets  4.0 MB  2.0 MB/s');
});
