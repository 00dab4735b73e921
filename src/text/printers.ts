import type {FrameView} from '../decode/frame-view.ts';
import {printable} from '../decode/printable.ts';
import type {Registry} from '../decode/registry.ts';
import {buildTree, sourcesOf} from '../decode/tree.ts';
import {columnText} from './column-text.ts';
import {FieldValues} from './field-values.ts';
import {writeSources} from './hex-dump.ts';
import {closePacket, openPacket, writeLayers} from './json.ts';
import {JsonWriter} from './json-writer.ts';
import {lineEnd} from './line-colors.ts';
import type {Lines} from './lines.ts';
import type {Output} from './output.ts';
import type {Form, Settings} from './settings.ts';
import {rootNodes} from './root-nodes.ts';
import {writeTree} from './tree-text.ts';

/** One form of output: told of every packet that is printed, in order. */
export type Printer = {
	begin(): void;
	/** The packet that the view is aimed at. */
	packet(view: FrameView): void;
	/** The packet that the pass added last, where the pass knows all that is printed of it; false where the view must be aimed at it. */
	newest?(): boolean;
	end(): void;
};

/** What printers need to know beside the settings: `terminal` where a terminal reads the output, `color` what begins the line of a packet there. */
export type Surroundings = {
	readonly registry: Registry;
	readonly lines: Lines;
	readonly output: Output;
	readonly terminal: boolean;
	readonly color?: ((view: FrameView) => string) | undefined;
};

export function createPrinter(settings: Settings, around: Surroundings): Printer {
	switch (settings.type) {
		case 'fields':
			return fieldsPrinter(settings.fields, settings.form, around);
		case 'json':
			return settings.fields.length > 0 ? jsonFieldsPrinter(settings.fields, around) : jsonPrinter(settings, around);
		default:
			return textPrinter(settings, around);
	}
}

function textPrinter({summary, tree: details, only, bytes, separator}: Settings, {lines, output, color}: Surroundings): Printer {
	const names = new Set(only);
	const opens = (name: string): boolean => names.size === 0 || names.has(name.toLowerCase());
	const end = `${separator ?? ''}\n`;
	const isPlain = summary && !details && !bytes && color === undefined;
	return {
		begin() {},
		newest: () => isPlain && lines.writePlain(output),
		packet(view) {
			if (summary) {
				const begin = color?.(view) ?? '';
				output.text(begin);
				lines.write(output, begin === '' ? '' : lineEnd);
			}

			if (!details && !bytes) return;
			if (details) {
				writeTree(output, rootNodes(buildTree(view, false, 'lines')), opens);
				if (!bytes) output.text(end);
			}

			if (bytes) {
				if (summary || details) output.byte(10);
				writeSources(output, sourcesOf(view, false));
				output.text(end);
			}
		},
		end() {},
	};
}

/** Writes what -E asks for before the first packet. */
function writeHeading(names: readonly string[], {bom, header, separator}: Form, output: Output): void {
	if (bom) output.text('\ufeff');
	if (header) output.text(`${names.join(separator)}\n`);
}

function fieldsPrinter(names: readonly string[], form: Form, {registry, lines, output, terminal}: Surroundings): Printer {
	const {separator, aggregator, quote, occurrence} = form;
	const values = new FieldValues(registry, names, lines);
	const text = terminal ? (value: string): string => printable(columnText(value)) : columnText;
	return {
		begin: () => writeHeading(names, form, output),
		packet(view) {
			for (const [column, found] of values.of(view).entries()) {
				if (column > 0) output.text(separator);
				if (found.length === 0) continue;
				output.text(quote);
				if (occurrence === 'a') {
					for (const [n, value] of found.entries()) {
						if (n > 0) output.text(aggregator);
						output.text(text(value));
					}
				} else {
					output.text(text(found.at(occurrence === 'f' ? 0 : -1)!));
				}

				output.text(quote);
			}

			output.byte(10);
		},
		end() {},
	};
}

function jsonPrinter({arrays, bytes}: Settings, {output, terminal}: Surroundings): Printer {
	const writer = new JsonWriter(output, terminal);
	return {
		begin: () => writer.open('['),
		packet(view) {
			openPacket(writer, view.meta.time);
			writeLayers(writer, buildTree(view, false, 'values'), {arrays, bytes});
			closePacket(writer);
		},
		end() {
			writer.close(']');
			output.byte(10);
		},
	};
}

function jsonFieldsPrinter(names: readonly string[], {registry, lines, output, terminal}: Surroundings): Printer {
	const writer = new JsonWriter(output, terminal);
	const values = new FieldValues(registry, names, lines);
	return {
		begin: () => writer.open('['),
		packet(view) {
			openPacket(writer, view.meta.time);
			for (const [i, found] of values.of(view).entries()) {
				if (found.length === 0) continue;
				writer.name(names[i]!);
				writer.open('[');
				for (const value of found) writer.string(value);
				writer.close(']');
			}

			closePacket(writer);
		},
		end() {
			writer.close(']');
			output.byte(10);
		},
	};
}
