import {calendar, daysOf, type Offset, type Zone} from './clock.ts';

type Reader = {readonly text: string; at: number};

/** When a year's change happens, in seconds of local time from the start of the year. */
type Change = (year: number) => number;

const dayStart = (year: number): number => daysOf(year, 1, 1);
const isLeap = (year: number): boolean => daysOf(year + 1, 1, 1) - daysOf(year, 1, 1) === 366;

function match(r: Reader, pattern: RegExp): RegExpExecArray | undefined {
	pattern.lastIndex = r.at;
	const found = pattern.exec(r.text);
	if (found === null) return undefined;
	r.at = pattern.lastIndex;
	return found;
}

function nameIn(r: Reader): string | undefined {
	const found = match(r, /<([\w+-]{3,})>|([A-Za-z]{3,})/y);
	return found?.[1] ?? found?.[2];
}

function spanIn(r: Reader): number | undefined {
	const found = match(r, /([+-]?)(\d{1,3})(?::(\d{1,2})(?::(\d{1,2}))?)?/y);
	if (found === undefined) return undefined;
	const size = Number(found[2]) * 3600 + Number(found[3] ?? 0) * 60 + Number(found[4] ?? 0);
	return found[1] === '-' ? -size : size;
}

function changeIn(r: Reader): Change | undefined {
	const monthly = match(r, /,M(\d{1,2})\.(\d)\.(\d)/y);
	const julian = monthly === undefined ? match(r, /,(J?)(\d{1,3})/y) : undefined;
	if (monthly === undefined && julian === undefined) return undefined;
	let time = 7200;
	if (r.text[r.at] === '/') {
		r.at++;
		time = spanIn(r) ?? time;
	}

	if (monthly !== undefined) {
		const [month, week, weekday] = [Number(monthly[1]), Number(monthly[2]), Number(monthly[3])];
		return year => {
			const first = daysOf(year, month, 1);
			const next = month === 12 ? daysOf(year + 1, 1, 1) : daysOf(year, month + 1, 1);
			// 1970-01-01 was a Thursday.
			let day = first + ((weekday - first - 4) % 7 + 7) % 7 + (week - 1) * 7;
			while (day >= next) day -= 7;
			return (day - dayStart(year)) * 86_400 + time;
		};
	}

	const day = Number(julian![2]);
	// Jn never counts the 29th of February.
	if (julian![1] === 'J') return year => (day - 1 + (isLeap(year) && day >= 60 ? 1 : 0)) * 86_400 + time;
	return () => day * 86_400 + time;
}

/** A zone in the words of the TZ variable, POSIX.1-2017, section 8.3: `CET-1CEST,M3.5.0,M10.5.0/3`. A name alone is UTC under that name. */
export function ruleZone(text: string): Zone {
	const r: Reader = {text, at: 0};
	const name = nameIn(r);
	if (name === undefined) return () => ({seconds: 0, name: ''});
	const west = spanIn(r);
	const standard: Offset = {seconds: west === undefined ? 0 : -west, name};
	const summerName = west === undefined ? undefined : nameIn(r);
	if (summerName === undefined) return () => standard;
	const summerWest = spanIn(r);
	const summer: Offset = {seconds: summerWest === undefined ? standard.seconds + 3600 : -summerWest, name: summerName};
	const from = changeIn(r) ?? changeIn({text: ',M3.2.0', at: 0})!;
	const to = changeIn(r) ?? changeIn({text: ',M11.1.0', at: 0})!;
	return seconds => {
		const {year} = calendar(seconds, standard.seconds);
		const start = dayStart(year) * 86_400 + from(year) - standard.seconds;
		const end = dayStart(year) * 86_400 + to(year) - summer.seconds;
		const inSummer = start < end ? seconds >= start && seconds < end : seconds >= start || seconds < end;
		return inSummer ? summer : standard;
	};
}

const magic = 0x545a_6966;

/** A zone as the system's compiled files have it, RFC 8536; undefined where the bytes are none. */
export function compiledZone(bytes: Uint8Array): Zone | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 44 || view.getUint32(0) !== magic) return undefined;
	const body = (
		header: number,
		wide: number,
	): {readonly types: number; readonly times: number; readonly end: number; readonly names: number; readonly counts: readonly number[]} => {
		const counts = [20, 24, 28, 32, 36, 40].map(at => view.getUint32(header + at)) as [number, number, number, number, number, number];
		const [utcCount, standardCount, leaps, transitions, types, characters] = counts;
		const times = header + 44;
		const typesAt = times + transitions * (wide + 1);
		const names = typesAt + types * 6;
		return {times, types: typesAt, names, end: names + characters + leaps * (wide + 4) + standardCount + utcCount, counts};
	};

	try {
		const old = body(0, 4);
		const wide = bytes[4]! >= 0x32 ? 8 : 4;
		const part = wide === 8 ? body(old.end, 8) : old;
		const [, , , transitions, types] = part.counts as [number, number, number, number, number, number];
		const offsets: Offset[] = [];
		const isSummer: boolean[] = [];
		for (let i = 0; i < types; i++) {
			const at = part.types + i * 6;
			let end = part.names + view.getUint8(at + 5);
			const start = end;
			while (view.getUint8(end) !== 0) end++;
			offsets.push({seconds: view.getInt32(at), name: String.fromCharCode(...bytes.subarray(start, end))});
			isSummer.push(view.getUint8(at + 4) !== 0);
		}

		const times = new Float64Array(transitions);
		for (let i = 0; i < transitions; i++) times[i] = wide === 8 ? Number(view.getBigInt64(part.times + i * 8)) : view.getInt32(part.times + i * 4);
		const typeAt = part.times + transitions * wide;
		const footer = wide === 8 ? String.fromCharCode(...bytes.subarray(part.end + 1, bytes.indexOf(10, part.end + 1))) : '';
		const after = footer === '' ? undefined : ruleZone(footer);
		const before = offsets[Math.max(0, isSummer.indexOf(false))];
		if (before === undefined) return undefined;
		return seconds => {
			let low = 0;
			let high = transitions;
			while (low < high) {
				const middle = (low + high) >>> 1;
				if (times[middle]! <= seconds) low = middle + 1;
				else high = middle;
			}

			if (low === transitions && after !== undefined) return after(seconds);
			return low === 0 ? before : (offsets[bytes[typeAt + low - 1]!] ?? before);
		};
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}
