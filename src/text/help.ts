import {checkTable, commandTable, fieldsTable, fixtureTable, hexTable, optionTable, type OptionSpec} from './option-table.ts';

const width = 100;
const column = 28;

/** Text in lines of at most `width`, each after the first indented. */
function wrapped(text: string): string {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		if (line !== '' && line.length + 1 + word.length > width - column) {
			lines.push(line);
			line = word;
		} else {
			line = line === '' ? word : `${line} ${word}`;
		}
	}

	lines.push(line);
	return lines.join(`\n${' '.repeat(column)}`);
}

function forms({short, long, value}: OptionSpec): string {
	const names = [...(short === undefined ? [] : [`-${short}`]), ...(long === undefined ? [] : [`--${long}`])].join(', ');
	return value === undefined ? names : `${names} ${value}`;
}

const row = (left: string, right: string): string => `  ${left.length + 3 > column ? `${left}\n${' '.repeat(column)}` : left.padEnd(column - 2)}${wrapped(right)}\n`;

function groupsText(specs: readonly OptionSpec[]): string {
	const groups = [...new Set(specs.map(spec => spec.group))];
	return groups.map(group => `\n${group}\n${specs.filter(spec => spec.group === group).map(spec => row(forms(spec), spec.about)).join('')}`).join('');
}

/** What --help prints. */
export function helpText(): string {
	const options = groupsText(optionTable);
	const commands = commandTable.map(({name, about}) => row(`inkcap ${name}`, about)).join('');
	return `usage: inkcap [OPTIONS] FILE [FILTER]
       inkcap [OPTIONS] -i INTERFACE [CAPTURE FILTER]

Shows what is in a capture file or on the wire: on a screen of its own in a terminal, as text elsewhere. The options for text are
tshark's, with the same meaning.

${row('inkcap FILE', 'open FILE on the screen')}${row('inkcap -r FILE -Y dns', 'print the packets of FILE that are DNS')}${
		row('inkcap -i eth0 -l', 'print what comes by on eth0')
	}${commands}${options}
What is compiled of inkcap stays in ~/.cache/inkcap for a quicker start; INKCAP_NO_CACHE=1 does without.
`;
}

/** What `inkcap check --help` prints. */
export function checkHelpText(): string {
	return `usage: inkcap check [OPTIONS] PATH...

Compares what captures say with the snapshots beside them, field by field. A PATH is a capture, or a directory that is
searched for .pcap, .pcapng and .cap files (.gz of them too). Exit status: 0 when all is the same, 1 when something is
different, has no snapshot or no capture any more, 2 when something could not be checked.

${row('inkcap check --update DIR', 'write the snapshots')}${row('inkcap check DIR', 'compare')}${groupsText(checkTable)}
An inkcap.config.json at or above a capture says the same for its directory, for instance
{"check": {"ignore": ["ip.id", "frame.time*"]}}; options of the command line come on top.
`;
}

/** What `inkcap from-hex --help` prints. */
export function hexHelpText(): string {
	return `usage: inkcap from-hex [OPTIONS] INFILE OUTFILE

Makes a capture of a dump, as text2pcap does: lines of an offset and bytes, where an offset of 0 begins a packet. What
tcpdump -x prints is read too. '-' is the standard input or output. A packet without a time comes a microsecond after
the one before, from 1970 on, so that the same dump makes the same file.
${groupsText(hexTable)}`;
}

/** What `inkcap fixture --help` prints. */
export function fixtureHelpText(): string {
	return `usage: inkcap fixture [OPTIONS] -r FILE NUMBER OUTFILE

Makes the smallest capture in which packet NUMBER of FILE says the same, with its fragments, the segments of its message, the
handshake of its stream and the request it answers, as far as they change what is shown; and its snapshot beside it, as
inkcap check --update writes it. What was made is read again to prove it. Numbers of packets and streams, times since
other packets, and links to later packets may differ. OUTFILE is pcap where its name ends so, else pcapng.

${row('inkcap fixture -r big.pcap 1234 answer.pcap', 'makes answer.pcap and answer.pcap.txt')}${groupsText(fixtureTable)}`;
}

/** What `inkcap fields --help` prints. */
export function fieldsHelpText(): string {
	return `usage: inkcap fields [PATTERN]
       inkcap fields --explain FILTER

Lists every protocol, field and note as name, type, base, title, protocol and meaning, separated by tabs. A PATTERN is part of
a name or a title, in any case of letters; with * and ? it describes whole names ('tcp.flags.*').
${groupsText(fieldsTable)}`;
}
