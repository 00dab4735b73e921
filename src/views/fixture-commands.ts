import type {AskingHost} from './host.ts';

/** Makes a fixture of a packet; resolves with a sentence about it, rejects with an error whose message is one. */
export type MakeFixture = (row: number, path: string) => Promise<string>;

type FixtureHost = AskingHost & {readonly fixture: MakeFixture | undefined};

/** What makes a fixture of the selected packet. */
export const createFixtureCommands = ({session, fixture, ask, say, emit}: FixtureHost) => ({
	ask(): void {
		const {row} = session.state();
		const {name, format} = session.packets;
		if (row === undefined) return say('No packet is selected');
		const stem = name.includes(' ') ? 'packet' : name.replace(/^.*\//, '').replace(/(?:\.(?:pcapng|pcap|cap|ntar|gz))+$/i, '');
		ask('fixture', `${stem}-${row + 1}.${format === 'pcapng' ? 'pcapng' : 'pcap'}`);
	},
	async make(path: string): Promise<void> {
		const {row} = session.state();
		if (fixture === undefined || row === undefined) return say('No fixture can be made of these packets', 'error');
		say('Making a fixture …');
		try {
			say(await fixture(row, path));
		} catch (error) {
			say(error instanceof Error ? error.message : String(error), 'error');
		}

		emit();
	},
});
