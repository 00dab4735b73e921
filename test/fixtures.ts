import fs from 'node:fs';
import path from 'node:path';

const directory = path.join(import.meta.dirname, '../fixtures');
const isCapture = /\.(?:pcap|pcapng|cap)(?:\.gz)?$/;

const walk = (place: string): string[] =>
	fs.readdirSync(place, {withFileTypes: true}).flatMap(entry => {
		const inside = path.join(place, entry.name);
		if (entry.isDirectory()) return entry.name === 'make' ? [] : walk(inside);
		return [inside];
	});

/** A capture of fixtures/, and the file beside it that says how it is decoded. */
export type Fixture = {readonly name: string; readonly path: string; readonly golden: string};

/** Every capture, in order of name. */
export const fixtures: readonly Fixture[] = walk(directory)
	.filter(place => isCapture.test(place) && !path.basename(place).startsWith('.'))
	.map(place => ({name: path.relative(directory, place), path: place, golden: place.replace(isCapture, '.txt')}))
	.sort((a, b) => (a.name < b.name ? -1 : 1));

/** Texts that stand beside no capture. */
export const orphans = (): string[] => {
	const goldens = new Set(fixtures.map(({golden}) => golden));
	return walk(directory).filter(place => place.endsWith('.txt') && !goldens.has(place)).map(place => path.relative(directory, place));
};
