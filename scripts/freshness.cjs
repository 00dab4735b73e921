'use strict';
/** What is built from what: the one rule that bin/inkcap, prepare.mjs and build.mjs share. */
const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');
/** Its time is when the last whole build began. */
const stamp = path.join(root, 'dist', '.built');
const inputs = ['src', 'scripts/build.mjs', 'scripts/name-tables.mjs', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** What has changed since `time` (ms) at a place or below it. It looks at every source of the program each time that it is started from a checkout. */
const newerThan = (time, place) => {
	const stats = fs.statSync(place, {throwIfNoEntry: false});
	if (stats === undefined) return undefined;
	if (stats.mtimeMs > time) return place;
	return stats.isDirectory() ? newerWithin(time, place) : undefined;
};

const newerWithin = (time, directory) => {
	for (const entry of fs.readdirSync(directory, {withFileTypes: true})) {
		const place = `${directory}${path.sep}${entry.name}`;
		if (fs.statSync(place).mtimeMs > time) return place;
		const found = entry.isDirectory() ? newerWithin(time, place) : undefined;
		if (found !== undefined) return found;
	}

	return undefined;
};

/** Why `dist` has to be built again, as half a sentence; undefined when it is up to date. */
exports.staleness = () => {
	const built = fs.statSync(stamp, {throwIfNoEntry: false});
	if (built === undefined) return 'it is not built';
	for (const input of inputs) {
		const found = newerThan(built.mtimeMs, path.join(root, input));
		if (found !== undefined) return `its build is older than ${path.relative(root, found)}`;
	}

	return undefined;
};

/** Says that everything changed before `time` (ms) is in `dist`. */
exports.markBuilt = time => {
	fs.writeFileSync(stamp, '');
	fs.utimesSync(stamp, time / 1000, time / 1000);
};
