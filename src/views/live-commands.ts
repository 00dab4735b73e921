import {listInterfaces} from '../capture/live/interfaces.ts';
import {everyRow} from '../displayed.ts';
import type {AskingHost} from './host.ts';
import type {Command} from './keys.ts';
import {grouped, plural} from './width.ts';

/** What live captures and saving need of the screen around them. */
type LiveHost = AskingHost & {quit(): void};

/** What keys do to a live capture, and to what is saved of any. */
export type LiveCommands = {
	/** Runs a command; false when it is for somebody else. */
	run(command: Command): boolean;
	/** What was typed for a capture filter, or for the name of a file. */
	accept(kind: 'capture-filter' | 'save' | 'save-all', text: string): void;
	/** Lets an interface be chosen. */
	pick(): void;
};

/** Runs the commands that are about capturing and saving. */
export const createLiveCommands = (host: LiveHost): LiveCommands => {
	const {session} = host;

	/** Says how something went that takes a moment. */
	const run = (doing: string, done: string, what: Promise<string | undefined>) => {
		host.say(doing);
		what.then(wrong => host.say(wrong ?? done, wrong === undefined ? 'plain' : 'error'), error => host.say(error instanceof Error ? error.message : String(error), 'error'))
			.finally(() => host.emit());
	};

	const pick = () => {
		const items = listInterfaces();
		const [current] = session.packets.live?.status.target.interfaces ?? [];
		host.update({...host.state(), picker: {items, at: Math.max(0, items.findIndex(({name}) => name === current))}});
	};

	const save = (path: string, all: boolean) => {
		const {displayed, count} = session.state();
		const rows = all ? everyRow(count) : displayed;
		const saving = session.packets.save?.(path, rows) ?? Promise.reject(new Error('These packets cannot be saved'));
		host.say('Saving …');
		saving.then(written => host.say(`${plural(written, 'packet')} saved in ${path}`), error => host.say(error instanceof Error ? error.message : String(error), 'error'))
			.finally(() => host.emit());
	};

	const capture = (command: Command): boolean => {
		const {live} = session.packets;
		switch (command) {
			case 'live-toggle':
			case 'live-restart':
			case 'live-filter':
			case 'live-interface':
			case 'live-ssh':
				break;
			default:
				return false;
		}

		if (live === undefined) {
			host.say('These packets come from a file: nothing is captured', 'error');
			return true;
		}

		const {status} = live;
		switch (command) {
			case 'live-toggle':
				if (status.state === 'stopped') run('Starting …', '', live.toggle());
				else run('Stopping …', `Stopped: ${grouped(status.counts.packets)} packets are kept`, live.toggle());
				break;
			case 'live-restart':
				run('Starting anew …', '', live.restart(packets => session.reopen(packets)));
				break;
			case 'live-filter':
				host.ask('capture-filter', status.target.filter);
				break;
			case 'live-interface':
				if (status.target.interfaces.length > 1) host.say('Several interfaces are captured: start inkcap with others', 'error');
				else pick();
				break;
			case 'live-ssh':
				if (!live.overSsh) host.say('This is not run over SSH');
				else run('Starting again …', status.target.ssh === undefined ? 'The SSH connection is left out' : 'The SSH connection is captured too', live.toggleSsh());
				break;
		}

		return true;
	};

	return {
		pick,
		run(command) {
			const {picker} = host.state();
			if (command === 'pick' && picker !== undefined) {
				const name = picker.items[picker.at]?.name;
				host.update({...host.state(), picker: undefined});
				const {live} = session.packets;
				if (name !== undefined && live !== undefined) run(`Capturing on ${name} …`, '', live.interface(name));
				return true;
			}

			if (command === 'pick-none') {
				host.update({...host.state(), picker: undefined});
				// There is nothing else to look at.
				if (session.packets.live?.status.target.interfaces.length === 0) host.quit();
				return true;
			}

			if (command === 'save' || command === 'save-all') {
				const {filter} = session.state();
				host.ask(command === 'save' && filter.text !== '' ? 'save' : 'save-all', '');
				return true;
			}

			return capture(command);
		},
		accept(kind, text) {
			const {live} = session.packets;
			if (kind !== 'capture-filter') {
				if (text.trim() !== '') save(text.trim(), kind === 'save-all');
			} else if (live !== undefined) {
				run('Starting with another filter …', text.trim() === '' ? 'Everything is captured' : `Captured is what passes ${text.trim()}`, live.filter(text));
			}
		},
	};
};
