import {daysOf} from '../decode/clock.ts';
import {UsageError} from './options.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What a directive of strptime stands for, as a pattern and as what it says. */
const directives: Readonly<Record<string, readonly [pattern: string, part: string]>> = {
	Y: [String.raw`\d{4}`, 'year'],
	m: [String.raw`\d{1,2}`, 'month'],
	d: [String.raw`\d{1,2}`, 'day'],
	e: [String.raw`\d{1,2}`, 'day'],
	b: ['[A-Za-z]{3}', 'monthName'],
	B: ['[A-Za-z]+', 'monthName'],
	H: [String.raw`\d{1,2}`, 'hour'],
	M: [String.raw`\d{1,2}`, 'minute'],
	S: [String.raw`\d{1,2}`, 'second'],
	f: [String.raw`\d+`, 'fraction'],
	s: [String.raw`\d+`, 'epoch'],
};

const short: Readonly<Record<string, string>> = {T: '%H:%M:%S', R: '%H:%M', F: '%Y-%m-%d'};
const iso =
	/^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[T ](?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:[.,](?<fraction>\d+))?(?:Z|(?<sign>[+-])(?<zoneHour>\d\d):?(?<zoneMinute>\d\d))?/;

/**
Reads times that stand before packets: nanoseconds since 1970, undefined where a text has none. What a format does not say
is that of 1970-01-01 00:00:00 UTC. Throws UsageError for a format that means nothing.
*/
export function timeReader(format: string): (text: string) => bigint | undefined {
	const pattern = format === 'ISO' ? iso : patternOf(format);
	return text => {
		const parts = pattern.exec(text)?.groups;
		if (parts === undefined) return undefined;
		const number = (name: string, otherwise: number): number => (parts[name] === undefined ? otherwise : Number(parts[name]));
		const named = parts.monthName === undefined ? -1 : months.indexOf(parts.monthName.slice(0, 3).toLowerCase());
		const fraction = BigInt((parts.fraction ?? '').slice(0, 9).padEnd(9, '0'));
		if (parts.epoch !== undefined) return BigInt(parts.epoch) * 1_000_000_000n + fraction;
		const days = daysOf(number('year', 1970), named >= 0 ? named + 1 : number('month', 1), number('day', 1));
		const ahead = (parts.sign === '-' ? -1 : 1) * (number('zoneHour', 0) * 3600 + number('zoneMinute', 0) * 60);
		return BigInt(days * 86_400 + number('hour', 0) * 3600 + number('minute', 0) * 60 + number('second', 0) - ahead) * 1_000_000_000n + fraction;
	};
}

function patternOf(format: string): RegExp {
	const whole = format.replaceAll(/%([TRF])/g, (_, letter: string) => short[letter]!);
	const said = new Set<string>();
	const source = whole.replaceAll(/%(.)|\s+|[^%\s]/g, (text, letter: string | undefined) => {
		if (letter === '%') return '%';
		if (letter === undefined) return /^\s/.test(text) ? String.raw`\s*` : text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
		const directive = directives[letter];
		if (directive === undefined || said.has(directive[1]))
			throw new UsageError(`-t takes ISO or a format of %${Object.keys(directives).join(' %')}, not '%${letter}'${directive === undefined ? '' : ' twice'}.`);
		said.add(directive[1]);
		return `(?<${directive[1]}>${directive[0]})`;
	});
	if (said.size === 0) throw new UsageError(`-t takes ISO or a format of %${Object.keys(directives).join(' %')}, not '${format}'.`);
	return new RegExp(`^\\s*${source}`);
}
