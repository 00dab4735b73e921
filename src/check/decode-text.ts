import {CheckError} from './check-error.ts';
import {type Decoded, type DecodedFrame, type DecodedNode, decodeVersion} from './decoded.ts';

const mark = 'inkcap decode';

/** Whether a text is a decode, of whatever version. */
export const isDecodeText = (text: string): boolean => text.startsWith(`${mark} `);

/** Writes a decode as text, one line for each field. */
export function writeText({restriction: {only, fields, ignore}, decodeAs, frames, fault}: Decoded): string {
	const parts = [`${mark} ${decodeVersion}\n`];
	for (const rule of decodeAs) parts.push(`decode-as ${rule}\n`);
	if (only !== '') parts.push(`only ${only}\n`);
	if (fields.length > 0) parts.push(`fields ${fields.join(',')}\n`);
	if (ignore.length > 0) parts.push(`ignore ${ignore.join(',')}\n`);
	for (const frame of frames) parts.push('\n', frameText(frame));
	if (fault !== undefined) parts.push(`\ncapture ${fault}\n`);
	return parts.join('');
}

/** One packet as text. */
export function frameText({number, summary, nodes}: DecodedFrame): string {
	const parts = [`frame ${number}${summary === '' ? '' : `: ${summary}`}\n`];
	writeNodes(parts, nodes, 1);
	return parts.join('');
}

function writeNodes(parts: string[], nodes: readonly DecodedNode[], depth: number): void {
	const indent = '\t'.repeat(depth);
	for (const node of nodes) {
		parts.push(indent, nodeText(node), '\n');
		if (node.children.length > 0) writeNodes(parts, node.children, depth + 1);
	}
}

/** The line of a node, without its indentation. */
export function nodeText({kind, name, value}: DecodedNode): string {
	const text = value === undefined ? '' : ` ${value}`;
	return kind === 'group' ? `-${text}` : kind === 'fault' ? `! ${name}${text}` : `${name}${text}`;
}

/** Reads a decode that `writeText` wrote. Throws CheckError. */
export function parseText(text: string): Decoded {
	const lines = text.split('\n').map(line => (line.endsWith('\r') ? line.slice(0, -1) : line));
	const version = /^inkcap decode (\d+)$/.exec(lines[0] ?? '')?.[1];
	if (version === undefined) throw new CheckError(`line 1 is not '${mark} ${decodeVersion}'.`);
	checkVersion(Number(version));
	const header = {only: '', fields: [] as string[], ignore: [] as string[]};
	const decodeAs: string[] = [];
	const frames: DecodedFrame[] = [];
	let fault: string | undefined;
	/** Children lists of the nodes that are open, outermost first. */
	let open: DecodedNode[][] = [];
	for (let at = 1; at < lines.length; at++) {
		const line = lines[at]!;
		if (line === '') continue;
		const place = at + 1;
		const depth = /^\t*/.exec(line)![0].length;
		if (depth === 0) {
			const frame = /^frame (\d+)(?:: (.*))?$/.exec(line);
			const setting = /^(only|fields|ignore|decode-as|capture) (.*)$/.exec(line);
			if (frame !== null) {
				const nodes: DecodedNode[] = [];
				frames.push({number: Number(frame[1]), summary: frame[2] ?? '', nodes, line: place});
				open = [nodes];
			} else if (setting === null) {
				throw new CheckError(`line ${place} does not belong into a decode.`);
			} else if (setting[1] === 'capture') {
				fault = setting[2]!;
			} else if (setting[1] === 'decode-as') {
				decodeAs.push(setting[2]!);
			} else if (setting[1] === 'only') {
				header.only = setting[2]!;
			} else {
				header[setting[1] as 'fields' | 'ignore'] = setting[2]!.split(',');
			}

			continue;
		}

		const siblings = open[depth - 1];
		if (siblings === undefined) throw new CheckError(`line ${place} is not indented as a decode is.`);
		const children: DecodedNode[] = [];
		siblings.push({...parseNode(line.slice(depth)), children, line: place});
		open.length = depth;
		open.push(children);
	}

	return {restriction: header, decodeAs, frames, fault};
}

function parseNode(text: string): Pick<DecodedNode, 'kind' | 'name' | 'value'> {
	if (text === '-') return {kind: 'group', name: '', value: undefined};
	if (text.startsWith('- ')) return {kind: 'group', name: '', value: text.slice(2)};
	const kind = text.startsWith('! ') ? 'fault' : 'named';
	const rest = kind === 'fault' ? text.slice(2) : text;
	const space = rest.indexOf(' ');
	return space < 0 ? {kind, name: rest, value: undefined} : {kind, name: rest.slice(0, space), value: rest.slice(space + 1)};
}

/** Throws CheckError where a decode is of another version. */
export function checkVersion(version: number): void {
	if (version !== decodeVersion) throw new CheckError(`it is a decode of version ${version}, and this inkcap writes version ${decodeVersion}: make it again with --update.`);
}
