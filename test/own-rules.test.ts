import {mkdtempSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {ownColorRules, ownMacros} from '../src/own-rules.ts';

let home = '';
const environment = () => ({XDG_CONFIG_HOME: home});
const write = (name: string, text: string): void => writeFileSync(path.join(home, 'inkcap', name), text);

beforeAll(() => {
	home = mkdtempSync(path.join(tmpdir(), 'inkcap-own-'));
	mkdirSync(path.join(home, 'inkcap'));
});

afterAll(() => rmSync(home, {recursive: true}));

test("where there is no file there is nothing of one's own", () => {
	expect(ownMacros({XDG_CONFIG_HOME: path.join(home, 'nowhere')})).toEqual({found: new Map(), problems: []});
	expect(ownColorRules({XDG_CONFIG_HOME: path.join(home, 'nowhere')})).toEqual({found: undefined, problems: []});
});

test("macros are read in Wireshark's form, and a wrong line is said", () => {
	write('dfilter_macros', '# mine\n"web","tcp.port == $1"\n\n"host","http.host == \\x22$1\\x22"\nweb,"x"\n"web","udp"\n');
	const {found, problems} = ownMacros(environment());
	expect([...found]).toEqual([['web', 'tcp.port == $1'], ['host', 'http.host == "$1"']]);
	expect(problems).toEqual([expect.stringMatching(/dfilter_macros, line 5 is not a macro such as "web",/), expect.stringMatching(/line 6: there is a macro web already\.$/)]);
});

test("colour rules are read in Wireshark's form, and a wrong line is said", () => {
	write('colorfilters', '# mine\n@Mine@tcp.port == 1 @ 2@[65535,0,256][0,65535,18000]\n!@Off@arp@[1,2,3][4,5,6]\n@short@arp@[1,2,3]\n');
	const {found, problems} = ownColorRules(environment());
	expect(found).toEqual([{name: 'Mine', filter: 'tcp.port == 1 @ 2', background: [255, 0, 1], foreground: [0, 255, 70]}]);
	expect(problems).toEqual([expect.stringMatching(/colorfilters, line 4 is not a rule such as @ARP@arp@/)]);
});

test('a file that cannot be read is said', () => {
	mkdirSync(path.join(home, 'inkcap', 'later'));
	rmSync(path.join(home, 'inkcap', 'colorfilters'));
	mkdirSync(path.join(home, 'inkcap', 'colorfilters'));
	expect(ownColorRules(environment())).toEqual({found: undefined, problems: [expect.stringMatching(/colorfilters cannot be read \(EISDIR\)\.$/)]});
});
