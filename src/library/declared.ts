import {setZone, utc} from '../decode/clock.ts';
import {nearest} from '../decode/filter/nearest.ts';
import {buildRegistry} from '../decode/protocols.ts';
import type {Registry} from '../decode/registry.ts';

let registry: Registry | undefined;

/** Every protocol: one registry for all captures of a program, built when it is first needed. Local times are UTC: a program says the same on every machine. */
export function sharedRegistry(): Registry {
	if (registry === undefined) {
		setZone(() => utc);
		registry = buildRegistry();
	}

	return registry;
}

/** Throws RangeError where no protocol, field or fault has this name. */
export function checkName(name: string): void {
	const {keys} = sharedRegistry();
	if (keys.has(name)) return;
	const near = nearest(name, keys.keys());
	throw new RangeError(`there is no field '${name}'${near === undefined ? '' : `; did you mean '${near}'?`}`);
}
