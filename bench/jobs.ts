/** One thing to do with a capture, by inkcap and by the programs it is compared with. */
export type Job = {
	readonly name: string;
	readonly title: string;
	/** Most packets it is done with: some take other programs minutes. */
	readonly most: number;
	readonly inkcap: (file: string) => readonly string[];
	readonly others: ReadonlyArray<
		{readonly name: string; readonly command: (file: string) => readonly string[]; /** Times faster than this that inkcap should be. */ readonly asked?: number}
	>;
	/** Whether inkcap and the first of the others must write the same bytes. */
	readonly same: boolean;
	/** Whether inkcap is also measured on inputs of other sizes, to see how time grows. */
	readonly grows: boolean;
};

const tshark = (...options: readonly string[]) => (file: string): readonly string[] => ['tshark', '-n', '-r', file, ...options];
const inkcap = (...options: readonly string[]) => (file: string): readonly string[] => ['-r', file, ...options];
const whole = Number.POSITIVE_INFINITY;

/** What tshark must be told so that both put together the same segments. */
const assembling = ['-o', 'tcp.reassemble_out_of_order:TRUE'];
const filtering = ['-Y', 'tcp.flags.syn==1 && ip.ttl<64', '-T', 'fields', '-e', 'frame.number'];
const filteringApplication = ['-Y', 'http.host contains "google"', '-T', 'fields', '-e', 'frame.number'];

export const jobs: readonly Job[] = [
	{
		name: 'open',
		title: 'go through all packets, print nothing (-q)',
		most: whole,
		inkcap: inkcap('-q'),
		others: [{name: 'capinfos -c', command: file => ['capinfos', '-c', file]}, {name: 'tshark -z io,phs', command: tshark('-q', '-z', 'io,phs')}],
		same: false,
		grows: true,
	},
	{
		name: 'fields',
		title: 'two fields (-T fields -e ip.src -e tcp.dstport)',
		most: whole,
		inkcap: inkcap('-T', 'fields', '-e', 'ip.src', '-e', 'tcp.dstport'),
		others: [{name: 'tshark', command: tshark('-T', 'fields', '-e', 'ip.src', '-e', 'tcp.dstport'), asked: 20}],
		same: true,
		grows: true,
	},
	{
		name: 'names',
		title: 'two fields of a message (-T fields -e tcp.stream -e dns.qry.name)',
		most: whole,
		inkcap: inkcap('-T', 'fields', '-e', 'tcp.stream', '-e', 'dns.qry.name'),
		others: [{name: 'tshark', command: tshark(...assembling, '-T', 'fields', '-e', 'tcp.stream', '-e', 'dns.qry.name')}],
		same: true,
		grows: false,
	},
	{
		name: 'filter',
		title: "a filter on headers (-Y 'tcp.flags.syn==1 && ip.ttl<64')",
		most: whole,
		inkcap: inkcap(...filtering),
		others: [{name: 'tshark', command: tshark(...filtering), asked: 20}],
		same: true,
		grows: false,
	},
	{
		name: 'host',
		title: `a filter on a message (-Y 'http.host contains "google"')`,
		most: whole,
		inkcap: inkcap(...filteringApplication),
		others: [{name: 'tshark', command: tshark(...filteringApplication), asked: 5}],
		same: true,
		grows: false,
	},
	{
		name: 'list',
		title: 'a line per packet',
		most: whole,
		inkcap: inkcap(),
		others: [{name: 'tshark', command: tshark(), asked: 4}, {name: 'tcpdump', command: file => ['tcpdump', '-nr', file], asked: 2}],
		same: false,
		grows: true,
	},
	{
		name: 'tree',
		title: 'every field of every packet (-V)',
		most: 100_000,
		inkcap: inkcap('-V'),
		others: [{name: 'tshark', command: tshark('-V')}],
		same: false,
		grows: false,
	},
	{
		name: 'json',
		title: 'the same as JSON (-T json)',
		most: 100_000,
		inkcap: inkcap('-T', 'json'),
		others: [{name: 'tshark', command: tshark('-T', 'json')}],
		same: false,
		grows: false,
	},
	{
		name: 'conv',
		title: 'TCP conversations (-q -z conv,tcp)',
		most: whole,
		inkcap: inkcap('-q', '-z', 'conv,tcp'),
		others: [{name: 'tshark', command: tshark('-q', '-z', 'conv,tcp'), asked: 12}],
		same: false,
		grows: false,
	},
];
