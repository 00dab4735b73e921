import type {Value} from '../field.ts';
import {guidText, hexBytes, ipv4Text, ipv6Text, nameOf, oidText, secondsText} from '../print.ts';
import {utcCalendarText} from './literal-time.ts';
import type {Term} from './term.ts';
import {bytesOf} from './values.ts';

/** A value of a filter as it could be written there; with the name that it has among those of `beside`. */
export function literalText({type, value, prefix}: Term & {readonly kind: 'literal'}, beside: Term): string {
	const text = valueText(value, type);
	const most = type.family === 'ipv4' ? 32 : 128;
	if (prefix !== undefined && prefix < most) return `${text}/${prefix}`;
	const name = beside.kind === 'name' ? beside.name.valued.map(field => nameOf(field, value)).find(one => one !== undefined && one !== text) : undefined;
	return name === undefined ? text : `${text} (${name})`;
}

function valueText(value: Value, type: Term['type']): string {
	switch (type.family) {
		case 'boolean':
			return value ? 'true' : 'false';
		case 'time':
			return typeof value === 'bigint' ? utcCalendarText(value) : String(value);
		case 'duration':
			return typeof value === 'bigint' ? `${secondsText(value)} s` : String(value);
		case 'text':
			return JSON.stringify(value);
		case 'ipv4':
			return ipv4Text(bytesOf(value, type));
		default:
	}

	if (!(value instanceof Uint8Array)) return String(value);
	switch (type.family) {
		case 'ipv6':
			return ipv6Text(value);
		case 'guid':
			return guidText(value);
		case 'oid':
			return oidText(value);
		default:
			return hexBytes(value, ':');
	}
}
