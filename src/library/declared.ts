import {setZone, utc} from '../decode/clock.ts';
import {readRules} from '../decode-as.ts';
import {nearest} from '../decode/filter/nearest.ts';
import {buildRegistry} from '../decode/protocols.ts';
import type {Registry} from '../decode/registry.ts';

/** By the rules of decode-as on top of them. */
const registries = new Map<string, Registry>();

/**
Every protocol: one registry for all captures of a program that are read by the same rules of decode-as, built when it is first
needed. Local times are UTC: a program says the same on every machine. Throws what `wrong` makes of a rule that means nothing.
*/
export function sharedRegistry(decodeAs: readonly string[] = [], wrong = (message: string): Error => new RangeError(`decodeAs ${message}`)): Registry {
	const key = decodeAs.join('\n');
	let registry = registries.get(key);
	if (registry === undefined) {
		setZone(() => utc);
		registry = buildRegistry(decodeAs.length === 0 ? [] : readRules(decodeAs, sharedRegistry(), wrong));
		registries.set(key, registry);
	}

	return registry;
}

/** Throws RangeError where no protocol, field or fault has this name. */
export function checkName(name: string): void {
	const registry = sharedRegistry();
	if (registry.has(name)) return;
	const near = nearest(name, registry.names);
	throw new RangeError(`there is no field '${name}'${near === undefined ? '' : `; did you mean '${near}'?`}`);
}
