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

/** Filters of different kinds: what they need to know of a packet is in their title. */
const filters: ReadonlyArray<readonly [name: string, title: string, filter: string, asked?: number]> = [
	['filter', 'a filter on headers', 'tcp.flags.syn==1 && ip.ttl<64', 20],
	['filter-index', 'a filter on columns of the index', 'frame.len > 1000 && frame.time_delta < 0.001'],
	['filter-network', 'a filter on networks, sets and ranges', 'ip.addr in {10.0.0.0/9, 192.0.2.1..192.0.2.9} && !(tcp.port in {80, 443})'],
	['filter-protocol', 'a filter on protocols', 'arp || icmp || icmpv6'],
	['filter-stream', 'a filter on conversations', 'tcp.stream == 5 || udp.stream in {7..9}'],
	['filter-slice', 'a filter on bytes of headers', 'tcp[13] & 2 && eth.src[0:3] == 00:00:5e'],
	['filter-contains', 'a filter on bytes anywhere', 'frame contains "google"'],
	['host', 'a filter on text of a message', 'http.host contains "google"', 5],
	['filter-matches', 'a filter with a regular expression', String.raw`dns.qry.name matches r"^w+[0-9]*\.ex.*\.(com|org)$"`],
	['filter-handshake', 'a filter on a message inside another', 'tls.handshake.type == 1 && len(tls.handshake.extensions_server_name) > 8'],
	['filter-analysis', 'a filter on TCP analysis', '(tcp.analysis.retransmission || tcp.analysis.duplicate_ack) && !icmp'],
];

function filterJob(name: string, title: string, filter: string, asked?: number): Job {
	const words = ['-Y', filter, '-T', 'fields', '-e', 'frame.number'];
	return {
		name,
		title: `${title} (-Y '${filter}')`,
		most: whole,
		inkcap: inkcap(...words),
		others: [{name: 'tshark', command: tshark(...assembling, ...words), ...asked === undefined ? {} : {asked}}],
		same: true,
		grows: false,
	};
}

export const jobs: readonly Job[] = [
	{
		name: 'open',
		title: 'go through all packets, print nothing (-q)',
		most: whole,
		inkcap: inkcap('-q'),
		others: [{name: 'capinfos -c', command: file => ['capinfos', '-c', file], asked: 0.25}, {name: 'tshark -z io,phs', command: tshark('-q', '-z', 'io,phs')}],
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
	...filters.map(([name, title, filter, asked]) => filterJob(name, title, filter, asked)),
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
