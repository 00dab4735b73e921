const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pad = (n: number, width = 2, fill = '0'): string => String(n).padStart(width, fill);

/** Splits nanoseconds since 1970 into whole seconds (rounded down) and the rest. */
export function splitTime(nanoseconds: bigint): {seconds: number; nanoseconds: number} {
	let seconds = nanoseconds / 1_000_000_000n;
	let rest = nanoseconds % 1_000_000_000n;
	if (rest < 0n) {
		rest += 1_000_000_000n;
		seconds -= 1n;
	}

	return {seconds: Number(seconds), nanoseconds: Number(rest)};
}

/** `Aug  2, 2016 02:19:33.025824000 UTC` */
export function utcTime(nanoseconds: bigint): string {
	const {seconds, nanoseconds: rest} = splitTime(nanoseconds);
	const d = new Date(seconds * 1000);
	return `${months[d.getUTCMonth()]} ${pad(d.getUTCDate(), 2, ' ')}, ${d.getUTCFullYear()} ${pad(d.getUTCHours())}:${pad(d.getUTCMinutes())}:${pad(d.getUTCSeconds())}.${pad(rest, 9)} UTC`;
}

/** The zone's short name at an instant: `CET`, or `+03` where the system has none. */
export function zoneName(d: Date): string {
	const offset = -d.getTimezoneOffset();
	if (offset === 0 && (process.env.TZ === undefined || /^(UTC|GMT|Etc\/UTC)?$/.test(process.env.TZ))) return 'UTC';
	const named = /\(([^)]+)\)$/.exec(d.toString())?.[1];
	const short = new Intl.DateTimeFormat('en-US', {timeZoneName: 'short'}).formatToParts(d).find(part => part.type === 'timeZoneName')?.value;
	if (short !== undefined && !/^GMT[+-]/.test(short)) return short;
	if (named !== undefined && named.includes(' ')) return named.split(' ').map(w => w[0]).join('');
	const size = Math.abs(offset);
	return `${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}${size % 60 === 0 ? '' : pad(size % 60)}`;
}

/** The same in the zone of the machine (TZ). */
export function localTime(nanoseconds: bigint): string {
	const {seconds, nanoseconds: rest} = splitTime(nanoseconds);
	const d = new Date(seconds * 1000);
	return `${months[d.getMonth()]} ${pad(d.getDate(), 2, ' ')}, ${d.getFullYear()} ${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}.${pad(rest, 9)} ${zoneName(d)}`;
}
