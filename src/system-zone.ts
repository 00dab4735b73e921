import {readFileSync} from 'node:fs';
import process from 'node:process';
import {utc, type Zone} from './decode/clock.ts';
import {compiledZone, ruleZone} from './decode/time-zone.ts';

const directory = '/usr/share/zoneinfo/';

function fileZone(path: string): Zone | undefined {
	try {
		return compiledZone(readFileSync(path));
	} catch {
		return undefined;
	}
}

/** The zone that the C library uses: what TZ names, else what the machine is set to. */
export function systemZone(): Zone {
	const {TZ} = process.env;
	if (TZ === undefined) return fileZone('/etc/localtime') ?? utc;
	const name = TZ.startsWith(':') ? TZ.slice(1) : TZ;
	if (name === '') return utc;
	return fileZone(name.startsWith('/') ? name : directory + name) ?? ruleZone(name);
}
