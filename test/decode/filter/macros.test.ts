import {afterEach, expect, test} from 'vitest';
import {compileFilter} from '../../../src/decode/filter/compile.ts';
import {expandMacros, setMacros} from '../../../src/decode/filter/macros.ts';
import {buildRegistry} from '../../../src/decode/protocols.ts';

const registry = buildRegistry();
const expanded = (text: string): string => expandMacros(text).text;

afterEach(() => setMacros(new Map()));

test('a macro becomes its text, with what is given to it', () => {
	setMacros(new Map([['web', 'tcp.port == $1 or tcp.port == $2'], ['turned', '$2 == $1'], ['plain', 'tcp.port == 80'], ['nested', `\${web:$1;443} and ip`]]));
	expect(expanded(`\${web:80;443}`)).toBe('tcp.port == 80 or tcp.port == 443');
	expect(expanded(`! \${web: 80 ; 443 } && arp`)).toBe('! tcp.port == 80 or tcp.port == 443 && arp');
	expect(expanded('$web(80, 443)')).toBe('tcp.port == 80 or tcp.port == 443');
	expect(expanded(`\${web;80;443}`)).toBe('tcp.port == 80 or tcp.port == 443');
	expect(expanded(`\${turned:80;max(tcp.port, udp.port)}`)).toBe('max(tcp.port, udp.port) == 80');
	expect(expanded('$turned("a;b)", upper(http.host))')).toBe('upper(http.host) == "a;b)"');
	expect(expanded(`\${plain} or \${nested:80}`)).toBe('tcp.port == 80 or tcp.port == 80 or tcp.port == 443 and ip');
});

test('references and strings are no macros', () => {
	for (const text of [`ip.addr == \${ip.src}`, `ip.addr == \${ip.src#1}`, `http.host == "\${plain}"`, 'http.host == "$plain(1)"', 'tcp']) expect(expanded(text)).toBe(text);
});

test('those that Wireshark comes with are there, and can be replaced', () => {
	expect(compileFilter(`\${private_ipv4:ip.src} and $private_ipv6(ipv6.dst) or \${private_ethernet:eth.src}`, registry)).toMatchObject({ok: true});
	setMacros(new Map([['private_ipv6', 'ipv6']]));
	expect(expanded(`\${private_ipv6} or \${private_ipv4:ip.dst}`)).toBe('ipv6 or ip.dst == 192.168.0.0/16 or ip.dst == 172.16.0.0/12 or ip.dst == 10.0.0.0/8');
});

test('what is wrong with one is said at its place', () => {
	setMacros(new Map([['web', 'tcp.port == $1'], ['bad', 'tcp.prt == 1'], ['loop', `\${loop}`], ['wide', `\${web:1}`.repeat(1001)]]));
	const wrong = (text: string) => expect(compileFilter(text, registry));
	wrong(`tcp and \${wbe:80}`).toMatchObject({ok: false, start: 8, end: 17, message: 'there is no macro "wbe": did you mean web?'});
	wrong(`tcp and \${web}`).toMatchObject({ok: false, start: 8, end: 14, message: 'the macro "web" takes 1 value, not 0'});
	wrong(`\${web:80;81}`).toMatchObject({ok: false, message: 'the macro "web" takes 1 value, not 2'});
	wrong(`tcp and \${bad} or udp`).toMatchObject({ok: false, start: 8, end: 14, message: 'in the macro "bad": "tcp.prt" is not a field or protocol: did you mean tcp.port?'});
	wrong(`\${web:80} and tcp.prt == 5`).toMatchObject({ok: false, start: 14, end: 21, suggestion: 'tcp.port'});
	wrong(`tcp && \${web:80} 5`).toMatchObject({ok: false, start: 17, end: 18});
	wrong(`\${web:80`).toMatchObject({ok: false, start: 0, end: 8, incomplete: true});
	wrong(`\${loop}`).toMatchObject({ok: false, message: 'the macro "loop" stands in itself'});
	wrong(`\${wide}`).toMatchObject({ok: false, message: 'a filter uses 1000 macros at most'});
	wrong(`\${`).toMatchObject({ok: false, incomplete: true});
});
