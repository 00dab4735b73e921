import {commandTable, optionTable, type OptionSpec} from './option-table.ts';

const specs: readonly OptionSpec[] = optionTable;
const flags = (spec: OptionSpec): string[] => [...(spec.short === undefined ? [] : [`-${spec.short}`]), ...(spec.long === undefined ? [] : [`--${spec.long}`])];
const commands = commandTable.map(({name}) => name).join(' ');
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const fieldNames = "inkcap fields | cut -f1 | sort -u";
const protocolNames = "inkcap fields | awk -F'\\t' '$2 == \"FT_PROTOCOL\" {print $1}'";

/** The completions for bash, made from the option table. */
export function bashCompletions(): string {
	const cases = specs
		.filter(spec => spec.value !== undefined && spec.offers !== undefined)
		.map(spec => {
			const {offers} = spec;
			const reply = offers === 'file'
				? 'COMPREPLY=($(compgen -f -- "$current"))'
				: offers === 'field' || offers === 'filter'
				? `COMPREPLY=($(compgen -W "$(${fieldNames})" -- "$current"))`
				: offers === 'protocol'
				? `COMPREPLY=($(compgen -W "$(${protocolNames})" -- "$current"))`
				: `COMPREPLY=($(compgen -W "${(offers as readonly string[]).join(' ')}" -- "$current"))`;
			return `\t\t${flags(spec).join('|')}) ${reply}; return ;;\n`;
		});
	return `# bash completion for inkcap
_inkcap() {
	local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}"
	case "$before" in
${cases.join('')}	esac
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
		offers === undefined ? ' ' : offers === 'file' ? '_files' : offers === 'field' || offers === 'filter' ? '_inkcap_fields' : offers === 'protocol' ? '_inkcap_protocols' : `(${offers.join(' ')})`;
	const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/g, String.raw`\$&`);
	const lines = specs.flatMap(spec =>
		flags(spec).map(flag => {
			const value = spec.value === undefined ? '' : `:${escaped(spec.value)}:${action(spec)}`;
			return `\t\t${quoted(`*${flag}${spec.value === undefined ? '' : flag.startsWith('--') ? '=' : '+'}[${escaped(spec.about)}]${value}`)} \\\n`;
		})
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

_inkcap() {
	_arguments -s \\
${lines.join('')}		'*:file:_files'
}

_inkcap "$@"
`;
}

/** The completions for fish. */
export function fishCompletions(): string {
	const lines = specs.map(spec => {
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
			: offers === 'protocol'
			? ` -x -a ${quoted(`(${protocolNames})`)}`
			: ` -x -a ${quoted(offers.join(' '))}`;
		return `complete -c inkcap${names}${offer} -d ${quoted(about)}\n`;
	});
	const first = commandTable.map(({name, about}) => `complete -c inkcap -n __fish_use_subcommand -a ${name} -d ${quoted(about)}\n`);
	return `# fish completion for inkcap\n${lines.join('')}${first.join('')}`;
}

/** File name and contents of each. */
export const completionFiles: ReadonlyArray<readonly [name: string, contents: () => string]> = [
	['inkcap.bash', bashCompletions],
	['inkcap.zsh', zshCompletions],
	['inkcap.fish', fishCompletions],
];
