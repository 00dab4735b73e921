import {bit, parts, u8, word} from '../field.ts';
import type {Reader} from '../reader.ts';

const flag = {meaning: ['Set', 'Not set']} as const;
const states = new Map(['Reserved', 'Incomplete', 'Reachable', 'Stale', 'Delay', 'Probe', 'Failed'].entries());

/** RFC 8335, sections 2 and 3: an echo that asks for the state of an interface, alike in both versions of ICMP. */
export function extendedEcho(prefix: 'icmp' | 'icmpv6') {
	const p = parts(prefix, () => ({
		'ext.echo.seq': u8('Sequence number', {base: 'dec_hex', reference: 'RFC 8335, section 2'}),
		...word(1, {
			'ext.echo.req.res': bit(7, 'Reserved', {base: 'hex'}),
			'ext.echo.req.local': bit(1, 'Local bit', flag),
		}),
		...word(1, {
			'ext.echo.rsp.state': bit(3, 'State', {values: states}),
			'ext.echo.rsp.res': bit(2, 'Reserved', {base: 'hex'}),
			'ext.echo.rsp.active': bit(1, 'Active bit', flag),
			'ext.echo.rsp.ipv4': bit(1, 'IPv4 bit', flag),
			'ext.echo.rsp.ipv6': bit(1, 'IPv6 bit', flag),
		}),
	}));
	const request = [p['ext.echo.req.res'], p['ext.echo.req.local']];
	const response = [p['ext.echo.rsp.state'], p['ext.echo.rsp.res'], p['ext.echo.rsp.active'], p['ext.echo.rsp.ipv4'], p['ext.echo.rsp.ipv6']];
	return {
		parts: p,
		/** Reads what follows the identifier. */
		read(r: Reader, isRequest: boolean): void {
			r.read(p['ext.echo.seq']);
			const at = r.position;
			for (const field of isRequest ? request : response) r.at(field, at);
			r.skip(1);
		},
	};
}
