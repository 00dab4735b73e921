import {tooDeep} from '../cursor.ts';
import {groups, ranOut, severities} from '../expert.ts';
import {type Field, parts, text, u32, type Value} from '../field.ts';
import type {FrameView} from '../frame-view.ts';
import {type Fault, malformed, truncated} from '../protocol.ts';
import {SilentSink} from '../silent-sink.ts';
import type {Name} from './names.ts';
import {noneType, textType, typeOf} from './value-type.ts';

const expert = parts('_ws.expert', () => ({
	message: text('Message', {about: 'What is odd about the packet, in words.'}),
	severity: u32('Severity level', {about: 'How odd it is.', base: 'none', values: new Map(Object.values(severities).map(({name, number}) => [number, name]))}),
	group: u32('Group', {about: 'What it is about.', base: 'none', values: new Map(Object.entries(groups).map(([name, number]) => [number, name]))}),
}));

const special = (name: string, title: string, field?: Field): Name => ({
	name,
	key: 0,
	kind: field === undefined ? 'fault' : 'field',
	title,
	type: field === undefined ? noneType : field.kind === 'text' ? textType : typeOf(field),
	fields: field === undefined ? [] : [field],
	valued: field === undefined ? [] : [field],
	owners: undefined,
	fixed: undefined,
});

/** Names that any layer can say: about faults, whatever protocol has them. */
export const noteNames: ReadonlyMap<string, Name> = new Map([
	special(malformed.name, malformed.title),
	special(ranOut.name, ranOut.text),
	special(truncated.name, truncated.title),
	special(tooDeep.name, tooDeep.title),
	special('_ws.expert', 'Expert Info'),
	...[expert.message, expert.severity, expert.group].map(field => special(field.name, field.title, field)),
].map(name => [name.name, name]));

type Note = {readonly fault: Fault; readonly text: string};

/** Hears every fault of a frame, whichever layer has it. */
export class Notes extends SilentSink {
	readonly #found: Note[] = [];
	#frame = -1;

	/** Puts what the frame says under one of the names into `into`. */
	read(view: FrameView, frame: number, name: string, into: Value[]): void {
		if (this.#frame !== frame) this.#hear(view);
		this.#frame = frame;
		for (const {fault, text} of this.#found) {
			if (name === ranOut.name) {
				if (fault === malformed) into.push(undefined);
			} else if (name === malformed.name) {
				// A packet is malformed as well where a note of that group says so.
				if (fault.group === 'Malformed' && fault !== truncated) into.push(undefined);
			} else if (name === truncated.name || name === tooDeep.name) {
				if (fault.name === name) into.push(undefined);
			} else if (fault !== truncated) {
				into.push(
					name === expert.message.name
						? text
						: name === expert.severity.name
						? severities[fault.severity].number
						: name === expert.group.name
						? groups[fault.group]
						: undefined,
				);
			}
		}
	}

	#hear(view: FrameView): void {
		this.#found.length = 0;
		const {cursor} = view;
		for (let layer = 0; layer < cursor.depth; layer++) view.read(layer, this);
		const {fault} = cursor;
		if (fault !== undefined && !this.#found.some(note => note.fault.name === fault.name)) this.fault(fault);
	}

	override fault(fault: Fault, _start = 0, _end = 0, words: string | undefined = undefined): void {
		this.#found.push({fault, text: words ?? (fault === malformed ? ranOut.text : fault.title)});
	}
}
