import {execFileSync} from 'node:child_process';
import {interfaceNames} from '../begin-live.ts';
import {programPath} from '../capture/live/identity.ts';
import {listInterfaces} from '../capture/live/interfaces.ts';
import {printable} from '../decode/printable.ts';
import type {LiveSettings} from './live-settings.ts';
import {UsageError} from './options.ts';
import type {Output} from './output.ts';

/** Longest time that tcpdump may take to say what an interface can do, in milliseconds. */
const PATIENCE = 5000;

/** Prints what -D or -L ask for; the exit status. Throws UsageError and CaptureError. */
export function listForCapture({lists, interfaces, wish}: LiveSettings, output: Output): number {
	if (lists === 'interfaces') {
		const all = listInterfaces();
		const widest = Math.max(...all.map(({name}) => name.length));
		for (const [i, {name, up, linkType, addresses, loopback, description}] of all.entries()) {
			const notes = [...addresses, ...description === undefined ? [] : [`(${description}${loopback && description !== 'Loopback' ? ', loopback' : ''})`]];
			output.text(`${String(i + 1).padStart(2)}. ${name.padEnd(widest)}  ${up ? 'up  ' : 'down'}  ${linkType.padEnd(10)}  ${notes.join(' ')}`.trimEnd());
			output.byte(10);
		}

		output.flush();
		return 0;
	}

	if (interfaces.length === 0) throw new UsageError('-L needs an interface: -i INTERFACE.');
	for (const name of interfaceNames(interfaces)) {
		output.text(`Link types of ${name}, for -y:\n`);
		for (const line of linkTypesOf(name, wish.monitor)) output.text(`  ${printable(line)}\n`);
	}

	output.flush();
	return 0;
}

/** What tcpdump says; without it, or without the rights, what the kernel says is usual. */
function linkTypesOf(name: string, monitor: boolean): string[] {
	const tcpdump = programPath('tcpdump');
	if (tcpdump !== undefined) {
		try {
			const text = execFileSync(tcpdump, ['-i', name, ...monitor ? ['-I'] : [], '-L'], {encoding: 'utf8', timeout: PATIENCE, stdio: ['ignore', 'pipe', 'pipe']});
			const lines = text.split('\n').slice(1).map(line => line.trim()).filter(line => line !== '');
			if (lines.length > 0) return lines;
		} catch {
			// The one that is usual is known without it.
		}
	}

	return listInterfaces().filter(each => each.name === name).map(({linkType}) => linkType);
}
