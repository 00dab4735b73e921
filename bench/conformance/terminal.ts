import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {hasStackTrace, runProgram} from './run-program.ts';

/** What came of a program in a terminal: how long it took, and what was wrong. */
export type Seen = {readonly milliseconds: number; readonly fault: string | undefined};

/** What terminal.py saw. */
export type Session = {
	readonly opened: boolean;
	readonly left: boolean;
	readonly pressed: number;
	readonly hung: boolean;
	readonly status: number | null;
	readonly signal: number | null;
	readonly seconds: number;
	readonly text: string;
};

const DRIVER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'terminal.py');
/** The driver itself ends a little after the limit it is given. */
const GRACE = 5000;

/** Runs a program in a pseudo terminal of 80x24, waits for its first screen, presses the keys one by one, and sees how it ends. */
export async function driveTerminal(command: readonly string[], keys: readonly string[], limit: number): Promise<Seen> {
	const run = await runProgram('python3', [DRIVER, String(limit / 1000), JSON.stringify(keys), ...command], {limit: limit + GRACE});
	if (run.status !== 0) return {milliseconds: run.milliseconds, fault: `the terminal could not be driven: ${run.stderr.trim().slice(-160)}`};
	const session = JSON.parse(run.stdout) as Session;
	return {milliseconds: session.seconds * 1000, fault: sessionFault(session, keys.length)};
}

/** What is wrong with how a program behaved in a terminal; a file that cannot be opened is a sentence and status 2. */
export function sessionFault(session: Session, keys: number): string | undefined {
	const text = session.text.replaceAll('\r', '').replace(/^.*run npm run build\n/m, '');
	if (session.hung) return session.opened ? 'hung in the TUI' : 'hung before the first screen';
	if (hasStackTrace(text)) return `stack trace: ${text.trim().slice(0, 160)}`;
	if (session.signal !== null) return `crashed by signal ${session.signal}`;
	if (!session.opened) return session.status === 2 ? undefined : `no screen, exit status ${session.status}: ${text.trim().slice(0, 160)}`;
	if (!session.left) return 'did not leave the alternate screen';
	if (session.pressed < keys) return `ended before all keys were pressed, exit status ${session.status}: ${text.trim().slice(0, 160)}`;
	// A capture cut in the middle is shown, and says so at the end.
	const told = session.status === 2 && /[a-z]/.test(text.replaceAll(/\u001b\[[\d;?]*[a-zA-Z]/g, ''));
	return session.status === 0 || told ? undefined : `exit status ${session.status}: ${text.trim().slice(0, 160)}`;
}
