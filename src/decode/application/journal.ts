import {duration, type Field, i32, none, parts, type Spec, text, time, u32, u64, u8} from '../field.ts';
import {claims, fault, protocol, strayCharacters, truncated} from '../protocol.ts';
import type {Reader} from '../reader.ts';
import {journalEntry, linkType} from '../space.ts';
import {valueAt} from '../value-at.ts';
import {once} from '../when-asked.ts';

/** RFC 5424, section 6.2.1. */
const priorities = new Map([
	'EMERG - system is unusable',
	'ALERT - action must be taken immediately',
	'CRIT - critical conditions',
	'ERR - error conditions',
	'WARNING - warning conditions',
	'NOTICE - normal but significant condition',
	'INFO - informational',
	'DEBUG - debug-level messages',
].entries());
const facilities = new Map([
	'KERN - kernel messages',
	'USER - random user-level messages',
	'MAIL - mail system',
	'DAEMON - system daemons',
	'AUTH - security/authorization messages',
	'SYSLOG - messages generated internally by syslogd',
	'LPR - line printer subsystem',
	'NEWS - network news subsystem',
	'UUCP - UUCP subsystem',
	'CRON - clock daemon (BSD, Linux)',
	'AUTHPRIV - security/authorization messages (private)',
	'FTP - ftp daemon',
	'NTP - ntp subsystem',
	'LOGAUDIT - log audit',
	'LOGALERT - log alert',
	'CRON - clock daemon (Solaris)',
	...Array.from({length: 8}, (_, i) => `LOCAL${i} - reserved for local use`),
].entries());

/** What a field of an entry is called there and here, its title, and its kind where it is no text: u number, t instant, d span of time. systemd.journal-fields(7) */
const rows = once(() =>
	`
MESSAGE|message|Message
MESSAGE_ID|message_id|Message ID
PRIORITY|priority|Priority|p
CODE_FILE|code_file|Code file
CODE_LINE|code_line|Code line|u
CODE_FUNC|code_func|Code func
ERRNO|errno|Errno|i
SYSLOG_FACILITY|syslog_facility|Syslog facility|f
SYSLOG_IDENTIFIER|syslog_id|Syslog identifier
SYSLOG_PID|syslog_pid|Syslog PID|u
_PID|pid|PID|u
_UID|uid|UID|u
_GID|gid|GID|u
_COMM|comm|Command name
_EXE|exe|Executable path
_CMDLINE|cmdline|Command line
_CAP_EFFECTIVE|cap_effective|Effective capability
_AUDIT_SESSION|audit_session|Audit session|u
_AUDIT_LOGINUID|audit_loginuid|Audit login UID|u
_SYSTEMD_CGROUP|systemd_cgroup|Systemd cgroup
_SYSTEMD_SLICE|systemd_slice|Systemd slice
_SYSTEMD_UNIT|systemd_unit|Systemd unit
_SYSTEMD_USER_UNIT|systemd_user_unit|Systemd user unit
USER_UNIT|systemd_user_unit|Systemd user unit
UNIT|systemd_user_unit|Systemd user unit
_SYSTEMD_USER_SLICE|systemd_user_slice|Systemd user slice
_SYSTEMD_SESSION|systemd_session|Systemd session|u
_SYSTEMD_OWNER_UID|systemd_owner_uid|Systemd owner UID|u
_SELINUX_CONTEXT|selinux_context|SELinux context
_SOURCE_REALTIME_TIMESTAMP|source_realtime_timestamp|Source realtime timestamp|t
_BOOT_ID|boot_id|Boot ID
_MACHINE_ID|machine_id|Machine ID
_SYSTEMD_INVOCATION_ID|systemd_invocation_id|Systemd invocation ID
_HOSTNAME|hostname|Hostname
_TRANSPORT|transport|Transport
_STREAM_ID|stream_id|Stream ID
_LINE_BREAK|line_break|Line break
_KERNEL_DEVICE|kernel_device|Kernel device
_KERNEL_SUBSYSTEM|kernel_subsystem|Kernel subsystem
_UDEV_SYSNAME|udev_sysname|Device tree name
_UDEV_DEVNODE|udev_devnode|Device tree node
_UDEV_DEVLINK|udev_devlink|Device tree symlink
COREDUMP_UNIT|coredump_unit|Coredump unit
COREDUMP_USER_UNIT|coredump_user_unit|Coredump user unit
OBJECT_PID|object_pid|Object PID|u
OBJECT_UID|object_uid|Object UID|u
OBJECT_GID|object_gid|Object GID|u
OBJECT_COMM|object_comm|Object command name
OBJECT_EXE|object_exe|Object executable path
OBJECT_CMDLINE|object_cmdline|Object command line
OBJECT_AUDIT_SESSION|object_audit_session|Object audit session|u
OBJECT_AUDIT_LOGINUID|object_audit_loginuid|Object audit login UID|u
OBJECT_CAP_EFFECTIVE|object_cap_effective|Object effective capability|u
OBJECT_SELINUX_CONTEXT|object_selinux_context|Object SELinux context
OBJECT_SYSTEMD_CGROUP|object_systemd_cgroup|Object systemd cgroup
OBJECT_SYSTEMD_SESSION|object_systemd_session|Object systemd session|u
OBJECT_SYSTEMD_OWNER_UID|object_systemd_owner_uid|Object systemd owner UID|u
OBJECT_SYSTEMD_UNIT|object_systemd_unit|Object systemd unit
OBJECT_SYSTEMD_USER_UNIT|object_systemd_user_unit|Object systemd user unit
OBJECT_SYSTEMD_SLICE|object_systemd_slice|Object systemd slice
OBJECT_SYSTEMD_USER_SLICE|object_systemd_user_slice|Object systemd user slice
OBJECT_SYSTEMD_INVOCATION_ID|object_systemd_invocation_id|Object systemd invocation ID
__CURSOR|cursor|Cursor
__REALTIME_TIMESTAMP|realtime_timestamp|Realtime Timestamp|t
__MONOTONIC_TIMESTAMP|monotonic_timestamp|Monotonic Timestamp|d
_SOURCE_MONOTONIC_TIMESTAMP|source_monotonic_timestamp|Source monotonic timestamp|d
JOURNAL_NAME|journal_name|Journal name
JOURNAL_PATH|journal_path|Journal path
CURRENT_USE|current_use|Current use|u
CURRENT_USE_PRETTY|current_use_pretty|Human readable current use
MAX_USE|max_use|Max use|u
MAX_USE_PRETTY|max_use_pretty|Human readable max use
DISK_KEEP_FREE|disk_keep_free|Disk keep free|u
DISK_KEEP_FREE_PRETTY|disk_keep_free_pretty|Human readable disk keep free
DISK_AVAILABLE|disk_available|Disk available|u
DISK_AVAILABLE_PRETTY|disk_available_pretty|Human readable disk available
LIMIT|limit|Limit|u
LIMIT_PRETTY|limit_pretty|Human readable limit
AVAILABLE|available|Available|u
AVAILABLE_PRETTY|available_pretty|Human readable available
RESULT|result|Result
_AUDIT_TYPE|audit_type|Audit type|u
_AUDIT_ID|audit_id|Audit ID|u
_AUDIT_FIELD_APPARMOR|audit_field_apparmor|Audit field AppArmor
_AUDIT_FIELD_OPERATION|audit_field_operation|Audit field operation
_AUDIT_FIELD_PROFILE|audit_field_profile|Audit field profile
_AUDIT_FIELD_NAME|audit_field_name|Audit field name
SEAT_ID|seat_id|Seat ID
KERNEL_USEC|kernel_usec|Kernel microseconds|d
USERSPACE_USEC|userspace_usec|Userspace microseconds|d
SESSION_ID|session_id|Session ID|u
USER_ID|user_id|User ID
LEADER|leader|Leader|u
JOB_TYPE|job_type|Job type
JOB_RESULT|job_result|Job result
USER_INVOCATION_ID|user_invocation_id|User invocation ID
`.trim().split('\n').map(row => row.split('|') as [said: string, key: string, title: string, kind?: string])
);

const prefix = 'systemd_journal';

const p = parts(prefix, () => ({
	field: none('Unknown field', {about: 'A field that the program which wrote the entry made up.'}),
	'field.name': text('Field name'),
	'field.value': text('Field value'),
	binary_data_len: u64('Binary data length', {little: true, about: 'A value that is not one line of text says its length first.'}),
}));

type Known = {readonly field: Field; readonly kind: string};

const abouts: Readonly<Record<string, string>> = {
	message: 'What the program says to people.',
	priority: 'How urgent it is, as syslog counts.',
	boot_id: 'Which start of the machine the entry belongs to.',
	cursor: 'The place of the entry in its journal.',
};

function specOf(key: string, title: string, kind: string): Spec {
	const about = abouts[key];
	const options = about === undefined ? {} : {about};
	switch (kind) {
		case 'u':
			return u32(title, options);
		case 'p':
			return u8(title, {...options, values: priorities});
		case 'f':
			return u8(title, {...options, base: 'none', values: facilities});
		case 'i':
			return i32(title, options);
		case 't':
			return time(title, options);
		case 'd':
			return duration(title, options);
		default:
			return text(title, options);
	}
}

const fields: Readonly<Record<string, Field>> = parts(prefix, () => Object.fromEntries(rows().map(([, key, title, kind = '']) => [key, specOf(key, title, kind)])));
const known = once((): ReadonlyMap<string, Known> => new Map(rows().map(([said, key, , kind = '']) => [said, {field: fields[key]!, kind}])));

const invalid = fault('systemd_journal.undecoded_field', 'Unable to decode field', 'warning', 'Undecoded');

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const equals = 0x3d;
/** Bytes of the length that stands in front of a value which is not one line of text. */
const lengthSize = 8;
const nanosecondsPerMicrosecond = 1000n;

const ascii = (r: Reader, from: number, to: number): string => String.fromCharCode(...r.bytes.subarray(from, Math.min(to, from + longestName)));
/** No field of an entry has a longer name: the journal itself takes 64 characters. */
const longestName = 64;

/** The number in front of a line's value, as C reads it: 0 where there is none. */
const numberOf = (value: string): bigint => BigInt(/^[ \t\n\v\f\r]*[+-]?\d+/.exec(value)?.[0].trim().replace(/^\+/, '') ?? 0);

/** Microseconds; undefined for what is no number of them. */
function microsecondsOf(value: string): bigint | undefined {
	const digits = /^\s*(\d+)$/.exec(value)?.[1];
	const number = digits === undefined ? undefined : BigInt(digits);
	return number === undefined || number >= 1n << 64n ? undefined : number;
}

/** The value of a line, which ends at `end`. What it says, where it is text. */
function readValue(r: Reader, {field, kind}: Known, end: number): string | undefined {
	const start = r.position;
	if (kind === '') return r.terminated(field as Field<'text'>, end - start, 'utf8');
	const value = ascii(r, start, end);
	r.position = end;
	if (kind === 't' || kind === 'd') {
		const microseconds = microsecondsOf(value);
		if (microseconds === undefined) r.group(undefined, `Invalid time value ${value}`, () => r.complain(invalid, start, end, `Invalid time value ${value}`));
		else r.put(field as Field<'time'>, start, end, microseconds * nanosecondsPerMicrosecond);
		return undefined;
	}

	r.put(field as Field<'uint'>, start, end, Number(kind === 'i' ? BigInt.asIntN(32, numberOf(value)) : BigInt.asUintN(32, numberOf(value))));
	return undefined;
}

/** A field that stands on one line as its name alone, before a length and as many bytes. */
function readBinary(r: Reader, {field, kind}: Known): string {
	if (kind !== '') r.fail(truncated);
	r.need(lengthSize);
	const at = r.position;
	// No entry is as long as the upper half could say.
	const size = Number(BigInt.asUintN(32, valueAt(p.binary_data_len, r.bytes, at) as bigint));
	r.skip(lengthSize);
	const value = r.terminated(field as Field<'text'>, size, 'utf8', () => r.at(p.binary_data_len, at));
	if (r.more) r.skip(1);
	return value;
}

/** One field of the entry. What the entry says to people, where that is in it. */
function readField(r: Reader): string | undefined {
	const start = r.position;
	let end = start;
	let sign = -1;
	for (; end < r.end && r.bytes[end] !== lineFeed && r.bytes[end] !== carriageReturn; end++) {
		if (sign < 0 && r.bytes[end] === equals) sign = end;
	}

	const isClosed = end < r.end && r.bytes[end] === lineFeed;
	const next = Math.min(r.end, r.bytes[end] === carriageReturn && r.bytes[end + 1] === lineFeed ? end + 2 : end + 1);
	const name = ascii(r, start, sign < 0 ? end : sign);
	const owner = known().get(name);
	let value: string | undefined;
	if (sign < 0) {
		r.position = next;
		if (owner !== undefined && isClosed) value = readBinary(r, owner);
	} else if (owner !== undefined) {
		r.position = sign + 1;
		value = readValue(r, owner, end);
		r.position = next;
	} else {
		if (sign > start) readUnknown(r, name, sign, end);
		r.position = next;
	}

	return name === 'MESSAGE' ? value : undefined;
}

function readUnknown(r: Reader, name: string, sign: number, end: number): void {
	r.group(p.field, () => `Unknown text field: ${name}`, () => {
		r.terminated(p['field.name'], sign - r.position, 'utf8');
		r.skip(1);
		r.terminated(p['field.value'], end - r.position, 'utf8');
	});
}

export const journal = protocol({
	name: prefix,
	title: 'systemd Journal Entry',
	short: 'systemd Journal',
	column: 'systemd Journal',
	about: 'What a program, the kernel or systemd wrote to the journal of a machine, kept beside the packets.',
	reference: 'https://systemd.io/JOURNAL_EXPORT_FORMATS/',
	claims: claims(linkType, journalEntry),
	parts: [p, fields],
	faults: {invalid, strayCharacters},
	expand(r) {
		let message: string | undefined;
		try {
			while (r.more) message = readField(r) ?? message;
		} finally {
			r.info(message ?? 'Journal Entry');
		}
	},
});
