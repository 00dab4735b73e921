import {type CommandSpec, commandTable, optionTable, type OptionSpec} from './option-table.ts';

const specs: readonly OptionSpec[] = optionTable;
const flags = (spec: OptionSpec): string[] => [...(spec.short === undefined ? [] : [`-${spec.short}`]), ...(spec.long === undefined ? [] : [`--${spec.long}`])];
const commandSpecs: readonly CommandSpec[] = commandTable;
const commands = commandSpecs.map(({name}) => name).join(' ');
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const fieldNames = 'inkcap fields | cut -f1 | sort -u';
const interfaceNames = "inkcap -D | awk '{print $2}'";
const protocolNames = "inkcap fields | awk -F'\\t' '$2 == \"FT_PROTOCOL\" {print $1}'";

/** The completions for bash, made from the option table. */
export function bashCompletions(): string {
	const casesOf = (table: readonly OptionSpec[], indent: string): string =>
		table
			.filter(spec => spec.value !== undefined && spec.offers !== undefined)
			.map(spec => {
				const {offers} = spec;
				const reply = offers === 'file'
					? 'COMPREPLY=($(compgen -f -- "$current"))'
					: offers === 'field' || offers === 'filter'
					? `COMPREPLY=($(compgen -W "$(${fieldNames})" -- "$current"))`
					: offers === 'protocol' || offers === 'interface'
					? `COMPREPLY=($(compgen -W "$(${offers === 'protocol' ? protocolNames : interfaceNames})" -- "$current"))`
					: `COMPREPLY=($(compgen -W "${(offers as readonly string[]).join(' ')}" -- "$current"))`;
				return `${indent}${flags(spec).join('|')}) ${reply}; return ;;\n`;
			}).join('');
	const withOptions = commandSpecs.filter(({options}) => options.length > 0).map(({name, options}) =>
		`\t\t${name})
			case "$before" in
${casesOf(options, '\t\t\t\t')}			esac
			case "$current" in
				-*) COMPREPLY=($(compgen -W "${options.flatMap(flags).join(' ')}" -- "$current")) ;;
				*) COMPREPLY=($(compgen -f -- "$current")) ;;
			esac
			return ;;
`
	);
	return `# bash completion for inkcap
_inkcap() {
	local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}"
	[ "$COMP_CWORD" -gt 1 ] && case "\${COMP_WORDS[1]}" in
${withOptions.join('')}	esac
	case "$before" in
${casesOf(specs, '\t\t')}	esac
	case "$current" in
		-*) COMPREPLY=($(compgen -W "${specs.flatMap(flags).join(' ')}" -- "$current")) ;;
		*) COMPREPLY=($(compgen -f -- "$current")); [ "$COMP_CWORD" -eq 1 ] && COMPREPLY+=($(compgen -W "${commands}" -- "$current")) ;;
	esac
}
complete -o filenames -F _inkcap inkcap
`;
}

/** The completions for zsh. */
export function zshCompletions(): string {
	const action = ({offers}: OptionSpec): string =>
		offers === undefined
			? ' '
			: offers === 'file'
			? '_files'
			: offers === 'field' || offers === 'filter'
			? '_inkcap_fields'
			: offers === 'protocol' || offers === 'interface'
			? `_inkcap_${offers}s`
			: `(${offers.join(' ')})`;
	const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/g, String.raw`\$&`);
	const linesOf = (table: readonly OptionSpec[]): string =>
		table.flatMap(spec =>
			flags(spec).map(flag => {
				const value = spec.value === undefined ? '' : `:${escaped(spec.value)}:${action(spec)}`;
				return `\t\t${quoted(`*${flag}${spec.value === undefined ? '' : flag.startsWith('--') ? '=' : '+'}[${escaped(spec.about)}]${value}`)} \\\n`;
			})
		).join('');
	const withOptions = commandSpecs.filter(({options}) => options.length > 0).map(({name, options}) =>
		`\t\t${name})
			_arguments -s \\
${linesOf(options)}		'*:file:_files'
			return ;;
`
	);
	return `#compdef inkcap
# zsh completion for inkcap
_inkcap_fields() {
	local -a names
	names=(\${(f)"$(${fieldNames})"})
	compadd -a names
}

_inkcap_protocols() {
	local -a names
	names=(\${(f)"$(${protocolNames})"})
	compadd -a names
}

_inkcap_interfaces() {
	local -a names
	names=(\${(f)"$(${interfaceNames})"})
	compadd -a names
}

_inkcap() {
	(( CURRENT > 2 )) && case $words[2] in
${withOptions.join('')}	esac
	_arguments -s \\
${linesOf(specs)}		'*:file:_files'
}

_inkcap "$@"
`;
}

/** The completions for fish. */
export function fishCompletions(): string {
	const linesOf = (table: readonly OptionSpec[], condition: string): string[] =>
		table.map(spec => {
			const {short, long, value, offers, about} = spec;
			const names = `${short === undefined ? '' : ` -s ${short}`}${long === undefined ? '' : ` -l ${long}`}`;
			const offer = value === undefined
				? ''
				: offers === undefined
				? ' -x'
				: offers === 'file'
				? ' -r -F'
				: offers === 'field' || offers === 'filter'
				? ` -x -a ${quoted(`(${fieldNames})`)}`
				: offers === 'protocol' || offers === 'interface'
				? ` -x -a ${quoted(`(${offers === 'protocol' ? protocolNames : interfaceNames})`)}`
				: ` -x -a ${quoted(offers.join(' '))}`;
			return `complete -c inkcap${condition}${names}${offer} -d ${quoted(about)}\n`;
		});
	const lines = [
		...linesOf(
			specs,
			commandSpecs.some(({options}) => options.length > 0)
				? ` -n 'not __fish_seen_subcommand_from ${commandSpecs.filter(({options}) => options.length > 0).map(({name}) => name).join(' ')}'`
				: '',
		),
		...commandSpecs.flatMap(({name, options}) => linesOf(options, ` -n '__fish_seen_subcommand_from ${name}'`)),
	];
	const first = commandSpecs.map(({name, about}) => `complete -c inkcap -n __fish_use_subcommand -a ${name} -d ${quoted(about)}\n`);
	return `# fish completion for inkcap\n${lines.join('')}${first.join('')}`;
}

/** File name and contents of each. */
export const completionFiles: ReadonlyArray<readonly [name: string, contents: () => string]> = [
	['inkcap.bash', bashCompletions],
	['inkcap.zsh', zshCompletions],
	['inkcap.fish', fishCompletions],
];
