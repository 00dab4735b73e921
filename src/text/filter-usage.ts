import {translateCaptureFilter} from '../decode/filter/capture/capture-filter.ts';
import {compileFilter, type Filter} from '../decode/filter/compile.ts';
import {caretLines, type FilterError, filterSentence} from '../decode/filter/error.ts';
import type {Registry} from '../decode/registry.ts';
import {UsageError} from './options.ts';

/** What is wrong with a filter of the command line, with the place. `which` says whose it is: `The filter of -z conv,tcp`. */
export const filterUsage = (text: string, error: FilterError, which?: string): UsageError => new UsageError(filterSentence(text, error, which), 2, caretLines(text, error));

/** Understands a filter of the command line; undefined for one that every frame passes. Throws UsageError. */
export function filterNamed(text: string, registry: Registry, which?: string): Filter | undefined {
	const compiled = compileFilter(text, registry);
	if (!compiled.ok) throw filterUsage(text, compiled, which);
	return compiled.filter.test === undefined ? undefined : compiled.filter;
}

/** What `-f` and `-Y` ask of the packets of a file together, as one display filter. Throws UsageError. */
export function filterText(display: string, capture: string): string {
	const translated = translateCaptureFilter(capture, true);
	if (!translated.ok) throw filterUsage(capture, translated, 'The capture filter');
	if (translated.filter === '' || display.trim() === '') return translated.filter || display;
	return `(${translated.filter}) && (${display})`;
}
