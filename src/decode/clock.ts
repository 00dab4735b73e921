/** What a clock on the wall is ahead of UTC by, in seconds, and what its zone is called at that time. */
export type Offset = {readonly seconds: number; readonly name: string};

/** A time zone: its offset at a time in seconds since 1970. */
export type Zone = (seconds: number) => Offset;

export const utc: Zone = () => ({seconds: 0, name: 'UTC'});

/** The zone of the machine as JavaScript knows it, for where nobody read the system's own. */
const unknownZone: Zone = seconds => {
	const date = new Date(seconds * 1000);
	const offset = -date.getTimezoneOffset() * 60;
	const size = Math.abs(offset) / 60;
	return {seconds: offset, name: offset === 0 ? 'UTC' : `${offset < 0 ? '-' : '+'}${pad2(Math.floor(size / 60))}${size % 60 === 0 ? '' : pad2(size % 60)}`};
};

let makeLocal: () => Zone = () => unknownZone;
let local: Zone | undefined;

/** Says how the zone of the machine is found; asked once, when the first local time is printed. */
export function setZone(make: () => Zone): void {
	makeLocal = make;
	local = undefined;
}

/** The zone of the machine at a time. */
export function localOffset(seconds: number): Offset {
	local ??= makeLocal();
	return local(seconds);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pad2 = (n: number): string => (n < 10 ? `0${n}` : String(n));

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

/** Days from 1970-01-01 to a day of the proleptic Gregorian calendar. */
export function daysOf(year: number, month: number, day: number): number {
	const y = month <= 2 ? year - 1 : year;
	const era = Math.floor(y / 400);
	const yearOfEra = y - era * 400;
	const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
	return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** A time taken apart; `month` and `day` count from 1, `dayOfYear` too. */
export type Calendar = {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly dayOfYear: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
};

/** Takes seconds since 1970 apart, as a clock at that offset from UTC does. */
export function calendar(seconds: number, offset = 0): Calendar {
	const at = seconds + offset;
	const days = Math.floor(at / 86_400);
	const second = at - days * 86_400;
	const shifted = days + 719_468;
	const era = Math.floor(shifted / 146_097);
	const dayOfEra = shifted - era * 146_097;
	const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
	const dayFromMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const fifth = Math.floor((5 * dayFromMarch + 2) / 153);
	const month = fifth < 10 ? fifth + 3 : fifth - 9;
	const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
	return {
		year,
		month,
		day: dayFromMarch - Math.floor((153 * fifth + 2) / 5) + 1,
		dayOfYear: days - daysOf(year, 1, 1) + 1,
		hour: Math.floor(second / 3600),
		minute: Math.floor(second / 60) % 60,
		second: second % 60,
	};
}

/** `02:19:33` */
export const clockText = ({hour, minute, second}: Calendar): string => `${pad2(hour)}:${pad2(minute)}:${pad2(second)}`;
/** `2016-08-02` */
export const dateText = ({year, month, day}: Calendar): string => `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}`;
/** `2016/215` */
export const dayText = ({year, dayOfYear}: Calendar): string => `${String(year).padStart(4, '0')}/${String(dayOfYear).padStart(3, '0')}`;

function fullText(seconds: number, nanoseconds: number, offset: Offset): string {
	const at = calendar(seconds, offset.seconds);
	return `${months[at.month - 1]} ${at.day < 10 ? ' ' : ''}${at.day}, ${at.year} ${clockText(at)}.${String(nanoseconds).padStart(9, '0')} ${offset.name}`;
}

/** `Aug  2, 2016 02:19:33.025824000 UTC` */
export function utcTime(nanoseconds: bigint): string {
	const {seconds, nanoseconds: rest} = splitTime(nanoseconds);
	return fullText(seconds, rest, {seconds: 0, name: 'UTC'});
}

/** The same in the zone of the machine. */
export function localTime(nanoseconds: bigint): string {
	const {seconds, nanoseconds: rest} = splitTime(nanoseconds);
	return fullText(seconds, rest, localOffset(seconds));
}
