import path from 'node:path';
import {findCaptures, snapshotOf} from '../src/check/captures.ts';

/** Where the captures are. */
export const fixturesDirectory = path.join(import.meta.dirname, '../fixtures');

/** What `inkcap check` finds there. */
const found = findCaptures([fixturesDirectory]);

/** A capture of fixtures/, and the snapshot beside it that says how it is decoded. */
export type Fixture = {readonly name: string; readonly path: string; readonly golden: string};

/** Every capture, in order of name. */
export const fixtures: readonly Fixture[] = found.captures.map(place => ({name: path.relative(fixturesDirectory, place), path: place, golden: snapshotOf(place, 'text')}));

/** Snapshots that stand beside no capture. */
export const orphans: readonly string[] = found.orphans.map(place => path.relative(fixturesDirectory, place));
