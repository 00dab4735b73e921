import {type Preference, preferenceTable} from '../decode/preferences.ts';
import {nearest} from './nearest.ts';
import {UsageError} from './options.ts';

const isPreference = (name: string): name is Preference => Object.hasOwn(preferenceTable, name);

/** Takes `NAME:VALUE` of -o apart, the last of a name counts. Throws UsageError, with tshark's sentences where it has them. */
export function preferencesOf(given: readonly string[]): Map<Preference, string> {
	const out = new Map<Preference, string>();
	for (const flag of given) {
		const colon = flag.indexOf(':');
		if (colon < 1) throw new UsageError(`Invalid -o flag "${flag}"; it takes NAME:VALUE, for instance tcp.check_checksum:TRUE.`);
		const name = flag.slice(0, colon).trim();
		const value = flag.slice(colon + 1).trim();
		if (!isPreference(name)) {
			const near = nearest(name, Object.keys(preferenceTable));
			throw new UsageError(
				`-o flag "${flag}" specifies unknown preference${near === undefined ? `; there are ${Object.keys(preferenceTable).join(', ')}.` : `; did you mean '${near}'?`}`,
			);
		}

		const values: readonly string[] = preferenceTable[name].values;
		const known = values.find(one => one.toLowerCase() === value.toLowerCase());
		if (known === undefined) throw new UsageError(`-o ${name}: takes ${values.join(' or ')}, not '${value}'.`);
		out.set(name, known);
	}

	return out;
}
