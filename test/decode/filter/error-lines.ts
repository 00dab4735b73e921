import type {FilterError} from '../../../src/decode/filter/error.ts';
import {filterUsage} from '../../../src/text/filter-usage.ts';

/** What the program prints of a wrong filter. */
export function errorLines(text: string, error: FilterError): string {
	const {message, where} = filterUsage(text, error);
	return `${message}\n${where}`;
}
