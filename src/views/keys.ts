/** Where a key means something: in a pane, in any of them, while a line is edited, while a dialog is open. */
export type Context = 'packets' | 'detail' | 'bytes' | 'prompt' | 'dialog' | 'menu' | 'picker' | 'overview' | 'stream';

const movement = ['packets', 'detail', 'bytes', 'dialog', 'menu', 'picker', 'overview', 'stream'] as const;
const everywhere = ['packets', 'detail', 'bytes', 'prompt', 'dialog', 'menu', 'picker', 'overview', 'stream'] as const;
const anyPane = ['packets', 'detail', 'bytes'] as const;
const detailOnly = ['detail'] as const;
const promptOnly = ['prompt'] as const;
const menuOnly = ['menu'] as const;
const pickerOnly = ['picker'] as const;
const overviewOnly = ['overview'] as const;
const streamOnly = ['stream'] as const;
const paneOrOverview = ['packets', 'detail', 'bytes', 'overview'] as const;

/** Under which heading help lists a key. */
export type Section = 'Move' | 'Panes' | 'Packets' | 'Capture' | 'Fields' | 'Overviews' | 'Stream' | 'Screen' | 'Make a filter' | 'While typing';

type Row = {
	readonly keys: readonly string[];
	readonly command: string;
	readonly contexts: readonly Context[];
	readonly section: Section;
	readonly help: string;
};

const row = <const Command extends string>(
	keys: string,
	command: Command,
	contexts: readonly Context[],
	section: Section,
	help: string,
) => ({keys: keys.split(' '), command, contexts, section, help}) satisfies Row;

/** Every key there is: what it is called, what it does, where, and what help says of it. Keys before others win. */
export const keyTable = [
	row('j down', 'down', movement, 'Move', 'down'),
	row('k up', 'up', movement, 'Move', 'up'),
	row('ctrl-d', 'half-down', movement, 'Move', 'half a page down'),
	row('ctrl-u', 'half-up', movement, 'Move', 'half a page up'),
	row('pagedown space', 'page-down', ['packets', 'bytes', 'dialog', 'overview', 'stream'], 'Move', 'a page down'),
	row('pagedown', 'page-down', detailOnly, 'Move', ''),
	row('pageup ctrl-b', 'page-up', movement, 'Move', 'a page up'),
	row('g home', 'first', movement, 'Move', 'to the first'),
	row('G end', 'last', movement, 'Move', 'to the last; 12G: to packet or line 12'),
	row('l right', 'open', detailOnly, 'Fields', 'open, or go in'),
	row('h left', 'close', detailOnly, 'Fields', 'close, or go out'),
	row('enter space', 'toggle', detailOnly, 'Fields', 'open or close'),
	row('E', 'open-all', detailOnly, 'Fields', 'open everything'),
	row('C', 'close-all', detailOnly, 'Fields', 'close everything'),
	row('l right', 'right', ['bytes'], 'Fields', 'next byte'),
	row('h left', 'left', ['bytes'], 'Fields', 'previous byte'),
	row('t', 'source', anyPane, 'Fields', 'next tab of the bytes: reassembled, decrypted'),
	row('i', 'explain', anyPane, 'Fields', 'what the selected field means'),
	row('f', 'filter-field', anyPane, 'Fields', 'filter by the selected field'),
	row('p', 'prepare', anyPane, 'Fields', 'make a filter of the selection'),
	row('d', 'decode-as', anyPane, 'Fields', 'decode as another protocol'),
	row('x', 'fixture', anyPane, 'Fields', 'make a fixture of this packet'),
	row('v', 'mark', ['bytes'], 'Fields', 'mark bytes from here on'),
	row('enter', 'enter', ['packets'], 'Panes', 'into the packet'),
	row('tab', 'next-pane', anyPane, 'Panes', 'next pane'),
	row('shift-tab', 'previous-pane', anyPane, 'Panes', 'previous pane'),
	row('z', 'zoom', anyPane, 'Panes', 'this pane alone, and back'),
	row('+', 'grow', anyPane, 'Panes', 'make this pane higher'),
	row('-', 'shrink', anyPane, 'Panes', 'make this pane lower'),
	row('=', 'even', anyPane, 'Panes', 'heights as they were'),
	row('escape', 'back', anyPane, 'Panes', 'to the packets; stops a search'),
	row('/', 'filter', anyPane, 'Packets', 'show only packets that pass a filter'),
	row('c', 'clear', anyPane, 'Packets', 'show all packets again'),
	row('ctrl-f', 'find', anyPane, 'Packets', 'find text in the packet list'),
	row('n', 'find-next', anyPane, 'Packets', 'find the next'),
	row('N', 'find-previous', anyPane, 'Packets', 'find the one before'),
	row(':', 'goto', anyPane, 'Packets', 'go to a packet by its number'),
	row('l right', 'right', ['packets'], 'Packets', 'more of Info at the right'),
	row('h left', 'left', ['packets'], 'Packets', 'and back'),
	row('e', 'expert', paneOrOverview, 'Overviews', 'what is wrong, counted'),
	row('T', 'conversations', paneOrOverview, 'Overviews', 'who talked with whom: Tab, other layers'),
	row('H', 'hierarchy', paneOrOverview, 'Overviews', 'which protocols carry which'),
	row('L', 'ladder', paneOrOverview, 'Overviews', 'the conversation as a ladder'),
	row('P', 'plot', paneOrOverview, 'Overviews', 'its throughput, round trips, windows'),
	row('b', 'stream', anyPane, 'Stream', 'what both sides of it said'),
	row('enter', 'stream-go', streamOnly, 'Stream', 'to the packet; b comes back'),
	row('d tab', 'stream-side', streamOnly, 'Stream', 'one side, the other, both'),
	row('t', 'stream-encoding', streamOnly, 'Stream', 'in the next encoding'),
	row('T', 'stream-name', streamOnly, 'Stream', 'in any encoding, by its name'),
	row('x', 'stream-hex', streamOnly, 'Stream', 'as bytes, and back'),
	row('/ ctrl-f', 'stream-find', streamOnly, 'Stream', 'find text, or bytes'),
	row('n', 'stream-next', streamOnly, 'Stream', 'find the next'),
	row('N', 'stream-previous', streamOnly, 'Stream', 'find the one before'),
	row('w', 'stream-save', streamOnly, 'Stream', 'save the sides that are shown'),
	row('q escape ctrl-c b', 'stream-leave', streamOnly, 'Stream', 'back to the packets'),
	row('? f1', 'help', streamOnly, 'Screen', ''),
	row('w', 'save', anyPane, 'Packets', 'save the packets that are shown'),
	row('W', 'save-all', anyPane, 'Packets', 'save all packets'),
	row('s', 'live-toggle', anyPane, 'Capture', 'stop capturing, go on'),
	row('R', 'live-restart', anyPane, 'Capture', 'throw everything away and begin again'),
	row('F', 'live-filter', anyPane, 'Capture', 'go on with another capture filter'),
	row('I', 'live-interface', anyPane, 'Capture', 'go on with another interface'),
	row('S', 'live-ssh', anyPane, 'Capture', 'this SSH connection too, or not'),
	row('enter', 'over-go', overviewOnly, 'Overviews', 'to the packet'),
	row('f', 'over-filter', overviewOnly, 'Overviews', 'filter by the selected line'),
	row('l right', 'over-right', overviewOnly, 'Overviews', 'later in a plot; sort by the next column'),
	row('h left', 'over-left', overviewOnly, 'Overviews', 'and earlier; by the one before'),
	row('r', 'over-reverse', overviewOnly, 'Overviews', 'sort the other way round'),
	row('tab', 'over-turn', overviewOnly, 'Overviews', 'plot the other side'),
	row('q escape ctrl-c', 'over-leave', overviewOnly, 'Overviews', 'back to the packets'),
	row('? f1', 'help', overviewOnly, 'Screen', ''),
	row('enter', 'pick', pickerOnly, 'Capture', 'in the list: capture there'),
	row('q escape ctrl-c', 'pick-none', pickerOnly, 'Capture', 'leave the list'),
	row('? f1', 'help', anyPane, 'Screen', 'this help'),
	row('o', 'colours', anyPane, 'Screen', 'colours of the rules on, or off'),
	row('m', 'mouse', anyPane, 'Screen', 'mouse on, or off to select text'),
	row('ctrl-l', 'redraw', everywhere, 'Screen', 'draw the screen again'),
	row('ctrl-z', 'suspend', everywhere, 'Screen', 'to the shell; fg comes back'),
	row('q ctrl-c', 'quit', anyPane, 'Screen', 'quit'),
	row('q escape enter ? i ctrl-c f1', 'dismiss', ['dialog'], 'Screen', ''),
	row('q escape p ctrl-c', 'dismiss', menuOnly, 'Screen', ''),
	row('enter', 'prepare-replace', menuOnly, 'Make a filter', 'what is selected'),
	row('n', 'prepare-not', menuOnly, 'Make a filter', 'all but that'),
	row('a', 'prepare-and', menuOnly, 'Make a filter', '… and that'),
	row('A', 'prepare-and-not', menuOnly, 'Make a filter', '… and not that'),
	row('o', 'prepare-or', menuOnly, 'Make a filter', '… or that'),
	row('O', 'prepare-or-not', menuOnly, 'Make a filter', '… or not that'),
	row('enter', 'accept', promptOnly, 'While typing', 'apply'),
	row('escape ctrl-c', 'leave', promptOnly, 'While typing', 'leave it as it was'),
	row('tab', 'complete', promptOnly, 'While typing', 'take what is offered'),
	row('down ctrl-n', 'newer', promptOnly, 'While typing', 'choose from what is offered'),
	row('up ctrl-p', 'older', promptOnly, 'While typing', 'and back; what was typed before'),
	row('ctrl-r', 'search-history', promptOnly, 'While typing', 'find what was typed before'),
	row('ctrl-o', 'saved-filters', promptOnly, 'While typing', 'saved filters; Del deletes one'),
	row('ctrl-s', 'save-filter', promptOnly, 'While typing', 'save the filter by a name'),
	row('left ctrl-b', 'caret-left', promptOnly, 'While typing', ''),
	row('right ctrl-f', 'caret-right', promptOnly, 'While typing', ''),
	row('home ctrl-a', 'caret-first', promptOnly, 'While typing', 'to the start'),
	row('end ctrl-e', 'caret-last', promptOnly, 'While typing', 'to the end'),
	row('backspace', 'erase', promptOnly, 'While typing', ''),
	row('delete ctrl-d', 'erase-next', promptOnly, 'While typing', ''),
	row('ctrl-w alt-backspace ctrl-backspace', 'erase-word', promptOnly, 'While typing', 'erase a word'),
	row('ctrl-u', 'erase-before', promptOnly, 'While typing', 'erase everything before'),
	row('ctrl-k', 'erase-after', promptOnly, 'While typing', 'erase everything after'),
];

/** What a key can mean. */
export type Command = (typeof keyTable)[number]['command'];

const commands = new Map<string, Command>();
for (const {keys, command, contexts} of keyTable) {
	for (const context of contexts) {
		for (const key of keys) {
			const place = `${context} ${key}`;
			if (commands.has(place)) throw new Error(`two meanings for ${key} in ${context}`);
			commands.set(place, command);
		}
	}
}

/** What a key means in a context. */
export const commandFor = (context: Context, key: string): Command | undefined => commands.get(`${context} ${key}`);

const names: Readonly<Record<string, string>> = {
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
	enter: 'Enter',
	escape: 'Esc',
	tab: 'Tab',
	'shift-tab': 'Shift-Tab',
	space: 'Space',
	delete: 'Del',
	f1: 'F1',
	backspace: 'Backspace',
};

const named = (key: string) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key);

/** How a key is written for people. */
export const keyName = (key: string): string => {
	const [, modifier = '', rest = ''] = /^(ctrl|alt)-(.+)$/.exec(key) ?? [];
	if (modifier === '') return names[key] ?? key;
	return `${modifier === 'ctrl' ? 'Ctrl' : 'Alt'}-${named(rest)}`;
};

/** The keys of a context that help has words for, each by its first name. */
export const keysFor = (context: Context): {readonly key: string; readonly command: Command; readonly help: string}[] =>
	keyTable.flatMap(({keys: [key = ''], command, contexts, help}) =>
		(contexts as readonly Context[]).includes(context) && help !== '' ? [{key: keyName(key), command, help}] : []
	);

/** What help has room for before it says what a key does. */
const keysRoom = 16;

const keyNames = (keys: readonly string[]) =>
	keys.map(keyName).reduce((sofar, name) => {
		const both = `${sofar} ${name}`;
		return both.length <= keysRoom ? both : sofar;
	});

/** Help, by section: the keys of a command, as many as there is room for, and what they do. */
export const helpSections = (): {readonly section: Section; readonly lines: readonly (readonly [string, string])[]}[] => {
	const sections: Section[] = ['Move', 'Packets', 'Capture', 'Panes', 'Fields', 'Overviews', 'Stream', 'Screen', 'Make a filter', 'While typing'];
	return sections.map(section => ({
		section,
		lines: keyTable
			.filter(binding => binding.section === section && binding.help !== '')
			.map(({keys, help}) => [keyNames(keys), help] as const),
	}));
};
