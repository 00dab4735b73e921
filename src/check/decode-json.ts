import {CheckError} from './check-error.ts';
import {type Decoded, type DecodedNode, decodeVersion} from './decoded.ts';
import {checkVersion} from './decode-text.ts';

type JsonNode = {
	readonly name?: string;
	readonly group?: string;
	readonly fault?: string;
	readonly value?: string;
	readonly fields?: readonly JsonNode[];
};

type JsonDecode = {
	readonly inkcap: 'decode';
	readonly version: number;
	readonly decodeAs?: readonly string[];
	readonly only?: string;
	readonly fields?: readonly string[];
	readonly ignore?: readonly string[];
	readonly frames: ReadonlyArray<{readonly number: number; readonly summary?: string; readonly layers: readonly JsonNode[]}>;
	readonly capture?: string;
};

const jsonNode = ({kind, name, value, children}: DecodedNode): JsonNode => ({
	...kind === 'group' ? {group: value ?? ''} : kind === 'fault' ? {fault: name} : {name},
	...value === undefined || kind === 'group' ? {} : {value},
	...children.length === 0 ? {} : {fields: children.map(jsonNode)},
});

const fromJson = ({name, group, fault, value, fields = []}: JsonNode): DecodedNode => ({
	kind: group !== undefined ? 'group' : fault !== undefined ? 'fault' : 'named',
	name: fault ?? name ?? '',
	value: group === undefined ? value : group === '' ? undefined : group,
	children: fields.map(fromJson),
});

/** Writes a decode as JSON; every value is the text that it is in a decode of text. */
export function writeJson({restriction: {only, fields, ignore}, decodeAs, frames, fault}: Decoded): string {
	const decode: JsonDecode = {
		inkcap: 'decode',
		version: decodeVersion,
		...decodeAs.length === 0 ? {} : {decodeAs},
		...only === '' ? {} : {only},
		...fields.length === 0 ? {} : {fields},
		...ignore.length === 0 ? {} : {ignore},
		frames: frames.map(({number, summary, nodes}) => ({number, ...summary === '' ? {} : {summary}, layers: nodes.map(jsonNode)})),
		...fault === undefined ? {} : {capture: fault},
	};
	return `${JSON.stringify(decode, undefined, '\t')}\n`;
}

/** Reads a decode that `writeJson` wrote. Throws CheckError. */
export function parseJson(text: string): Decoded {
	let decode: JsonDecode;
	try {
		decode = JSON.parse(text) as JsonDecode;
	} catch (error) {
		throw new CheckError(`it is no JSON (${error instanceof Error ? error.message : String(error)}).`);
	}

	if (decode?.inkcap !== 'decode' || !Array.isArray(decode.frames)) throw new CheckError('it is JSON, but no decode.');
	checkVersion(decode.version);
	return {
		restriction: {only: decode.only ?? '', fields: decode.fields ?? [], ignore: decode.ignore ?? []},
		decodeAs: decode.decodeAs ?? [],
		frames: decode.frames.map(({number, summary = '', layers}) => ({number, summary, nodes: layers.map(fromJson)})),
		fault: decode.capture,
	};
}
