import {parseArgs} from 'node:util';
import {jobs} from './jobs.ts';

/** Parts of what is measured on the screen. */
export const screenJobs = ['start', 'keys', 'filters', 'overviews'] as const;

/** What a run of the benchmark is asked for. */
export type Options = {
	readonly command: 'run' | 'make' | 'tui';
	readonly packets: number;
	/** Whether the number of packets was asked for. */
	readonly given: boolean;
	/** Where `make` writes to. */
	readonly file: string;
	readonly rounds: number;
	readonly jobs: readonly string[];
	readonly large: boolean;
	readonly keys: number;
	readonly json: string | undefined;
	readonly program: string | undefined;
};

/** What `--help` prints. */
export const USAGE = `usage: npm run bench -- [OPTIONS]             inkcap beside tshark, tcpdump and capinfos
       npm run bench -- tui [OPTIONS]         first packets on the screen, and keys
       npm run bench -- make PACKETS FILE     only write a capture

  --packets N      packets of the input: 14000, 100k, 1M (1M; for tui 14000 and 5M)
  --rounds N       times that everything is done, in turn (3)
  --jobs NAME,..   only these: ${jobs.map(job => job.name).join(', ')};
                   of tui: ${screenJobs.join(', ')}
  --large          also see how time grows up to 5M packets
  --keys N         keys that are pressed and measured (200)
  --json FILE      write the numbers to a file too
  --inkcap PROGRAM the program to measure (bin/inkcap)
`;

/** `14000`, `100k` or `5M`. */
export function countOf(text: string): number {
	const match = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text);
	const count = match === null ? 0 : Number(match[1]) * (match[2] === 'M' ? 1e6 : match[2] === 'k' ? 1e3 : 1);
	if (!Number.isInteger(count) || count < 1) throw new Error(`${text} is no number of packets, as 14000, 100k or 5M are`);
	return count;
}

/** Parses the command line; undefined where help is asked for. */
export function parseOptions(args: readonly string[]): Options | undefined {
	const {values, positionals} = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			packets: {type: 'string'},
			rounds: {type: 'string', default: '3'},
			jobs: {type: 'string', default: ''},
			large: {type: 'boolean', default: false},
			keys: {type: 'string', default: '200'},
			json: {type: 'string'},
			inkcap: {type: 'string'},
			help: {type: 'boolean', short: 'h', default: false},
		},
	});
	if (values.help) return undefined;
	const [command = 'run', ...rest] = positionals;
	if (command !== 'run' && command !== 'make' && command !== 'tui') throw new Error(`there is no ${command}: it is run, make or tui`);
	const [packets, file] = rest;
	if (command === 'make' ? packets === undefined || file === undefined || rest.length > 2 : rest.length > 0)
		throw new Error('make takes a number of packets and a file, the others nothing');
	const chosen = values.jobs.split(',').filter(name => name !== '');
	const known: readonly string[] = command === 'tui' ? screenJobs : jobs.map(job => job.name);
	for (const name of chosen) if (!known.includes(name)) throw new Error(`there is no job ${name}: they are ${known.join(', ')}`);
	return {
		command,
		given: values.packets !== undefined,
		packets: countOf(packets ?? values.packets ?? '1M'),
		file: file ?? '',
		rounds: countOf(values.rounds),
		jobs: chosen,
		large: values.large,
		keys: countOf(values.keys),
		json: values.json,
		program: values.inkcap,
	};
}
