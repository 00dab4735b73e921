import {closeSync, openSync, writeSync} from 'node:fs';
import {encodingNamed, encodings} from './encodings.ts';
import type {AskingHost} from './host.ts';
import type {Command} from './keys.ts';
import type {StreamPromptKind} from './prompt.ts';
import {StreamLines, type StreamPlace} from './stream-lines.ts';
import {streamGutter, type StreamPane, streamPage} from './stream-view.tsx';
import {plural} from './width.ts';

/** Pieces that are searched or saved between two looks at the keys. */
const turnPieces = 64;

/** The commands of the stream pane. */
export type StreamCommands = {
	run(command: Command, times: number): boolean;
	/** Takes what was typed for one of them. */
	accept(kind: StreamPromptKind, text: string): void;
	close(): void;
};

/** Runs the commands that open a stream, and those of its pane. */
export const createStreamCommands = (host: AskingHost): StreamCommands => {
	const {session} = host;
	let control = new AbortController();
	let sought = '';

	const restart = (): AbortSignal => {
		control.abort();
		control = new AbortController();
		return control.signal;
	};

	const show = (pane: StreamPane | undefined) => host.update({...host.state(), stream: pane});

	const linesFor = (count: number, encoding: string): StreamLines =>
		new StreamLines(count, (from, to) => session.packets.streams?.stretches(from, to) ?? [], encoding, Math.max(8, host.state().size.columns - streamGutter));

	const open = async () => {
		const {row} = session.state();
		const {streams} = session.packets;
		if (row === undefined || streams === undefined) return host.say('There is no stream to follow here', 'error');
		const signal = restart();
		host.say('Following …');
		try {
			const head = await streams.open(row, signal);
			if (signal.aborted) return;
			if (head === undefined) host.say('This packet belongs to no stream of TCP or UDP', 'error');
			else {
				const lines = linesFor(head.count, encodings[0]);
				const at = {piece: head.piece, line: 0};
				host.update({...host.state(), message: undefined, stream: {head, lines, side: undefined, at, top: at}});
			}
		} catch (error) {
			host.say(error instanceof Error ? error.message : String(error), 'error');
		}

		host.emit();
	};

	/** Selects a line, and scrolls no further than that takes. */
	const select = (pane: StreamPane, at: StreamPlace, along = 0) => {
		const page = streamPage(host.state().size.rows);
		let top = pane.lines.move(pane.top, along, pane.side);
		const isBefore = (a: StreamPlace, b: StreamPlace): boolean => a.piece < b.piece || (a.piece === b.piece && a.line < b.line);
		const bottom = pane.lines.move(top, page - 1, pane.side);
		if (isBefore(at, top)) top = at;
		else if (isBefore(bottom, at)) top = pane.lines.move(at, 1 - page, pane.side);
		show({...pane, at, top});
	};

	const again = (pane: StreamPane, encoding: string) => {
		const at = {piece: pane.at.piece, line: 0};
		show({...pane, lines: linesFor(pane.head.count, encoding), at, top: at});
	};

	const nextSide = (pane: StreamPane) => {
		const side = pane.side === undefined ? 0 : pane.side === 0 ? 1 : undefined;
		const {lines, at} = pane;
		const isShown = side === undefined || lines.piece(at.piece)?.stretch.side === side;
		const piece = isShown ? at.piece : (lines.next(at.piece, 1, side) ?? lines.next(at.piece, -1, side));
		if (piece === undefined) return host.say('That side said nothing');
		const place = {piece, line: isShown ? at.line : 0};
		show({...pane, side, at: place, top: place});
	};

	/** Whether a line holds what is looked for, whatever the case of its letters. */
	const find = async (pane: StreamPane, by: 1 | -1) => {
		if (sought === '') return host.say('Nothing to find yet: /');
		const signal = restart();
		const {lines, side} = pane;
		const wanted = sought.toLowerCase();
		const isDigits = lines.encoding === 'hex' && /^(?:[\da-f]{2}\s*)+$/.test(wanted);
		const whole = isDigits ? Buffer.from(wanted.replaceAll(/\s/g, ''), 'hex').toString('latin1') : wanted;
		const cased = (text: string): string => (isDigits ? text : text.toLowerCase());
		/** Whether a piece ends what is looked for; `begun`: only what an earlier one begins. */
		const endsIn = (n: number, begun: boolean): boolean => {
			const before = cased(lines.before(n, whole.length - 1));
			const {text} = lines.piece(n)!;
			return (before + cased(begun ? text.slice(0, whole.length - 1) : text)).includes(whole);
		};
		let seen = 0;
		const found = (piece: number, line: number) => {
			const now = host.state().stream;
			// Whoever turned to something else meanwhile is not brought back.
			if (now?.lines !== lines || now.side !== side) return;
			select(now, {piece, line});
			host.emit();
		};

		for (let n: number | undefined = pane.at.piece; n !== undefined; n = lines.next(n, by, side)) {
			const {lines: all} = lines.piece(n)!;
			const isFirst = n === pane.at.piece;
			const order = all.map((_, i) => i).filter(i => !isFirst || (by === 1 ? i > pane.at.line : i < pane.at.line));
			const match = (by === 1 ? order : order.toReversed()).find(i => all[i]!.toLowerCase().includes(wanted));
			if (match !== undefined) return found(n, match);
			// What is broken over two lines, or begins in an earlier packet, is there all the same: at the packet that ends it.
			const isLater = isFirst && by === 1;
			if (!isLater && !(isFirst && pane.at.line === 0) && endsIn(n, isFirst)) return found(n, 0);

			if (++seen % turnPieces !== 0) continue;
			await new Promise<void>(resolve => setImmediate(resolve));
			if (signal.aborted) return;
		}

		host.say(`${sought} is not ${by === 1 ? 'below' : 'above'}`, 'error');
		host.emit();
	};

	const save = async (pane: StreamPane, path: string) => {
		const signal = restart();
		let file: number | undefined;
		try {
			file = openSync(path, 'wx');
			let size = 0;
			for (let from = 0; from < pane.head.count; from += turnPieces) {
				for (const {side, bytes} of session.packets.streams?.stretches(from, from + turnPieces) ?? []) {
					if (pane.side !== undefined && side !== pane.side) continue;
					writeSync(file, bytes);
					size += bytes.length;
				}

				await new Promise<void>(resolve => setImmediate(resolve));
				if (signal.aborted) return;
			}

			host.say(`Saved ${plural(size, 'byte')} as ${path}`);
		} catch (error) {
			const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
			host.say(isThere ? `${path} is there already` : error instanceof Error ? error.message : String(error), 'error');
		} finally {
			if (file !== undefined) closeSync(file);
		}

		host.emit();
	};

	const move = (pane: StreamPane, command: Command, times: number): boolean => {
		const page = streamPage(host.state().size.rows);
		const {lines, side, at} = pane;
		const by: Partial<Record<Command, number>> = {
			down: times,
			up: -times,
			'page-down': page * times,
			'page-up': -page * times,
			'half-down': (page >> 1) * times,
			'half-up': -(page >> 1) * times,
		};
		const step = by[command];
		if (step !== undefined) select(pane, lines.move(at, step, side), Math.abs(step) > times ? step : 0);
		else if (command === 'first') select(pane, lines.end(1, side));
		else if (command === 'last') select(pane, lines.end(-1, side));
		return step !== undefined || command === 'first' || command === 'last';
	};

	let told = session.packets;
	const unsubscribe = session.subscribe(() => {
		if (session.packets === told) return;
		told = session.packets;
		restart();
		if (host.state().stream === undefined) return;
		// The stream of packets that are no longer there is none.
		show(undefined);
		if (session.state().row !== undefined) void open();
	});

	return {
		run(command, times) {
			if (command === 'stream') void open();
			const pane = host.state().stream;
			if (pane === undefined) return command === 'stream';
			if (move(pane, command, times)) return true;
			switch (command) {
				case 'stream-go': {
					const row = pane.lines.piece(pane.at.piece)?.stretch.row;
					show(undefined);
					if (row !== undefined) host.goTo(row + 1);
					return true;
				}

				case 'stream-leave':
					restart();
					show(undefined);
					return true;
				case 'stream-side':
					nextSide(pane);
					return true;
				case 'stream-encoding':
					again(pane, encodings[((encodings as readonly string[]).indexOf(pane.lines.encoding) + 1) % encodings.length]!);
					return true;
				case 'stream-hex':
					again(pane, pane.lines.encoding === 'hex' ? encodings[0] : 'hex');
					return true;
				case 'stream-name':
					host.ask('stream-encoding', '');
					return true;
				case 'stream-find':
					host.ask('stream-find', sought);
					return true;
				case 'stream-next':
				case 'stream-previous':
					void find(pane, command === 'stream-next' ? 1 : -1);
					return true;
				case 'stream-save':
					host.ask('stream-save', '');
					return true;
				default:
					return true;
			}
		},
		accept(kind, text) {
			const pane = host.state().stream;
			if (pane === undefined || text.trim() === '') return;
			if (kind === 'stream-save') return void save(pane, text.trim());
			if (kind === 'stream-find') {
				sought = text;
				return void find(pane, 1);
			}

			const encoding = encodingNamed(text);
			if (encoding === undefined) host.say(`There is no encoding ${text.trim()}`, 'error');
			else again(pane, encoding);
		},
		close() {
			unsubscribe();
			control.abort();
		},
	};
};
