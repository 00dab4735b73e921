import {CaptureError} from '../capture-error.ts';
import {CAP_SNAP_LENGTH, capIsBuilt} from './cap-binding.ts';
import {programPath} from './identity.ts';
import type {BackendName, CaptureCommand} from './messages.ts';

/** How packets are to be taken. */
export type CaptureWish = {
	/** Undefined for whatever is best. */
	readonly backend: Exclude<BackendName, 'exec'> | undefined;
	/** A command of the user's own, run by a shell. */
	readonly exec: string | undefined;
	/** Bytes of a packet that are kept; 0 for all. */
	readonly snapLength: number;
	readonly promiscuous: boolean;
	readonly monitor: boolean;
	/** Name of a link type, as tcpdump -L has it. */
	readonly linkType: string | undefined;
	readonly bufferBytes: number;
	/** What is said of the capture in its file. */
	readonly comment?: string | undefined;
};

/** The backend that was chosen, and why it is not the one that is used otherwise: a sentence. */
export type Choice = {readonly backend: BackendName; readonly why: string | undefined};

/** The kernel's buffer where none is asked for: at full frames of 128 KiB it holds 512 packets. */
export const USUAL_BUFFER_BYTES = 64 * 1024 * 1024;

/** The longest packet that tcpdump and dumpcap take. */
export const LONGEST_SNAP_LENGTH = 262_144;

/** Chooses how packets are taken. Throws CaptureError where nothing can. */
export function chooseBackend(wish: CaptureWish): Choice {
	if (wish.exec !== undefined) return {backend: 'exec', why: undefined};
	const beyond = wish.snapLength > CAP_SNAP_LENGTH
		? `-s ${wish.snapLength}`
		: wish.promiscuous
		? wish.monitor ? '-I' : wish.linkType === undefined ? undefined : '-y'
		: '-p';
	if (wish.backend === 'cap') {
		if (!capIsBuilt())
			throw new CaptureError(
				'missing',
				'The package cap, which --backend cap needs, was not built here: install libpcap-dev and run npm rebuild cap, or use --backend tcpdump.',
			);
		if (beyond !== undefined) throw new CaptureError('unsupported', `The package cap cannot do ${beyond}: use --backend tcpdump.`);
		return {backend: 'cap', why: undefined};
	}

	if (wish.backend !== undefined) {
		if (programPath(wish.backend) === undefined) throw new CaptureError('missing', `${wish.backend} is not installed.`);
		return {backend: wish.backend, why: undefined};
	}

	if (capIsBuilt() && beyond === undefined) return {backend: 'cap', why: undefined};
	const program = programPath('tcpdump') === undefined ? programPath('dumpcap') === undefined ? undefined : 'dumpcap' : 'tcpdump';
	if (program === undefined) {
		throw new CaptureError(
			'missing',
			beyond === undefined
				? 'Nothing here can capture: the package cap was not built (install libpcap-dev and run npm rebuild cap), and neither tcpdump nor dumpcap is installed.'
				: `${beyond} needs tcpdump or dumpcap, and neither is installed.`,
		);
	}

	return {
		backend: program,
		why: beyond === undefined ? `The package cap was not built, so ${program} captures.` : `The package cap cannot do ${beyond}, so ${program} captures.`,
	};
}

/** The command that captures on an interface; undefined for the binding. `user` is whom tcpdump becomes when it is run by root. */
export function commandOf(backend: BackendName, wish: CaptureWish, device: string, filter: string, user: string | undefined): CaptureCommand | undefined {
	const {exec, snapLength, promiscuous, monitor, linkType, bufferBytes} = wish;
	const shared = ['-i', device, ...promiscuous ? [] : ['-p'], ...monitor ? ['-I'] : [], ...linkType === undefined ? [] : ['-y', linkType]];
	switch (backend) {
		case 'cap':
			return undefined;
		case 'exec':
			return {line: exec ?? ''};
		case 'tcpdump':
			// Without the first two packets wait up to a second.
			return {
				words: [
					programPath('tcpdump') ?? 'tcpdump',
					'--immediate-mode',
					'-U',
					'--time-stamp-precision=nano',
					'-n',
					'-B',
					String(Math.max(1, Math.ceil(bufferBytes / 1024))),
					'-s',
					String(snapLength || LONGEST_SNAP_LENGTH),
					...user === undefined ? [] : ['-Z', user],
					...shared,
					'-w',
					'-',
					...filter === '' ? [] : ['--', filter],
				],
			};
		case 'dumpcap':
			return {
				words: [
					programPath('dumpcap') ?? 'dumpcap',
					'-q',
					'-B',
					String(Math.max(1, Math.ceil(bufferBytes / 1_048_576))),
					...snapLength === 0 ? [] : ['-s', String(snapLength)],
					...shared,
					'-w',
					'-',
					...filter === '' ? [] : ['-f', filter],
				],
			};
	}
}
