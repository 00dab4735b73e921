import type {Session} from '../session.ts';
import type {PromptKind} from './prompt.ts';
import type {ScreenState} from './state.ts';

/** The screen, as what runs commands on it sees it. */
export type Host = {
	readonly session: Session;
	state(): ScreenState;
	update(state: ScreenState): void;
	/** Has the views hear of a change that no key made. */
	emit(): void;
	say(text: string, tone?: 'plain' | 'error'): void;
	goTo(frame: number): void;
};

/** The screen with its line to type into. */
export type AskingHost = Host & {
	/** Asks for a line, with a proposal. */
	ask(kind: PromptKind, text: string): void;
};
