import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {root} from './sources.ts';

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-packed-'));
const packages = path.join(place, 'node_modules');

/** An empty project with the package as npm would install it, and what the project itself would have. */
beforeAll(() => {
	const [{filename}] = JSON.parse(
		execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', place, '--loglevel=error'], {cwd: root, encoding: 'utf8'}),
	) as [{filename: string}];
	fs.mkdirSync(path.join(packages, 'inkcap'), {recursive: true});
	execFileSync('tar', ['-xzf', path.join(place, filename), '-C', path.join(packages, 'inkcap'), '--strip-components=1']);
	for (const name of ['vitest', 'typescript', '@types']) fs.symlinkSync(path.join(root, 'node_modules', name), path.join(packages, name));
	fs.writeFileSync(path.join(place, 'package.json'), '{"type": "module", "private": true}\n');
	fs.mkdirSync(path.join(place, 'captures'));
	for (const name of ['dns/records.pcap', 'tcp/handshake.pcap']) fs.copyFileSync(path.join(root, 'fixtures', name), path.join(place, 'captures', path.basename(name)));
});
afterAll(() => fs.rmSync(place, {recursive: true, force: true}));

const inkcap = (...words: string[]) => spawnSync(process.execPath, [path.join(packages, 'inkcap/bin/inkcap'), ...words], {cwd: place, encoding: 'utf8'});

test('the library works where only its package is, without Ink and without native modules', () => {
	const program = `
		import {openCapture, decode, compileFilter, followStream} from 'inkcap';
		for await (const packet of openCapture('captures/records.pcap').packets({filter: 'dns.flags.response == 0'})) {
			console.log(packet.number, packet.get('dns.qry.name'), packet.get('ip.flags.df'));
			break;
		}
		const packet = decode(new Uint8Array([0x45, 0, 0, 20, 0, 0, 0x40, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]), {linkType: 'raw'});
		console.log(packet.get('ip.flags.df'), compileFilter('ip.flags.df == 1').matches(packet));
		console.log((await followStream(openCapture('captures/handshake.pcap'), 0)).bytes.map(bytes => bytes.length).join(' '));
		console.log(process.report.getReport().sharedObjects.filter(file => file.endsWith('.node')).length);
	`;
	fs.writeFileSync(path.join(place, 'use.js'), program);
	expect(execFileSync(process.execPath, ['use.js'], {cwd: place, encoding: 'utf8'})).toBe('1 example.com 0\n1 true\n10 10\n0\n');
});

test('its types satisfy a strict program, those of the matchers too', () => {
	fs.writeFileSync(
		path.join(place, 'use.ts'),
		`import {type Config, type FieldValue, followStream, openCapture, type Packet} from 'inkcap';
import 'inkcap/vitest';
import {expect, test} from 'vitest';

export const config: Config = {check: {ignore: ['ip.id'], format: 'json'}};
export const value = (packet: Packet): FieldValue | undefined => packet.get('ip.ttl');
export const bytes = async (): Promise<Uint8Array | undefined> => (await followStream(openCapture('x'), 0))?.bytes[0];
test('it', async () => {
	await expect('x.pcap').toMatchDecode({ignore: ['ip.id']});
	await expect(openCapture('x.pcap')).toHavePackets('dns', 2);
	// @ts-expect-error: a filter is text
	await expect('x.pcap').toHavePackets(2);
});
`,
	);
	const compilerOptions = {
		strict: true,
		exactOptionalPropertyTypes: true,
		module: 'nodenext',
		target: 'es2022',
		lib: ['es2023'],
		noEmit: true,
		types: ['node'],
		skipLibCheck: false,
	};
	fs.writeFileSync(path.join(place, 'tsconfig.json'), JSON.stringify({compilerOptions, files: ['use.ts']}));
	const {status, stdout} = spawnSync(process.execPath, [path.join(packages, 'typescript/bin/tsc'), '-p', place], {cwd: place, encoding: 'utf8'});
	expect(stdout.split('\n').filter(line => !/^(?:node_modules|\.\.).*(?:@types|vitest|vite|rolldown|esbuild)/.test(line) && line !== '').join('\n')).toBe('');
	expect([0, 2]).toContain(status);
});

test("the README's recipe works, word for word", () => {
	const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
	const recipe = /^## Fail a build.*?(?=^## )/ms.exec(readme)![0];
	const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(recipe)![1]!;
	const project = path.join(place, 'recipe');
	fs.mkdirSync(path.join(project, 'captures'), {recursive: true});
	fs.symlinkSync(packages, path.join(project, 'node_modules'));
	fs.writeFileSync(path.join(project, 'package.json'), '{"private": true}\n');
	const file = path.join(project, 'captures/handshake.pcap');
	fs.copyFileSync(path.join(root, 'fixtures/tcp/handshake.pcap'), file);
	// npm links what `npx` runs when it installs; here it was unpacked.
	const run = (script: string) =>
		spawnSync('sh', ['-ec', `npx() { program=$1; shift; ./node_modules/$program/bin/$program "$@"; }\n${script}`], {
			cwd: project,
			encoding: 'utf8',
			env: {...process.env, CI: 'true'},
		});
	expect(run(block('sh'))).toMatchObject({status: 0, stdout: 'written: captures/handshake.pcap.txt\n1 capture: 1 written\n1 capture: 1 same\n', stderr: ''});
	fs.writeFileSync(path.join(project, 'recipe.test.ts'), block('ts'));
	const vitest = (): number | null =>
		spawnSync(process.execPath, [path.join(packages, 'vitest/vitest.mjs'), 'run', '--root', project], {cwd: project, env: {...process.env, CI: 'true'}}).status;
	expect(vitest()).toBe(0);
	const steps = [...block('yaml').matchAll(/- run: (.*)/g)].map(([, step]) => step!).filter(step => step !== 'npm ci');
	expect(steps).toHaveLength(1);
	expect(run(steps[0]!).status).toBe(0);
	const bytes = fs.readFileSync(file);
	bytes[24 + 16 + 14 + 8]!--;
	fs.writeFileSync(file, bytes);
	const failed = run(steps[0]!);
	expect([failed.status, failed.stdout.split('\n')[0]]).toEqual([1,
		expect.stringMatching(/^::error file=captures\/handshake\.pcap\.txt,line=\d+,title=captures\/handshake\.pcap::frame 1: ip\.ttl 64 -> 63$/)]);
	expect(vitest()).toBe(1);
}, 60_000);

test('inkcap check and vitest say the same of the same snapshots', () => {
	expect(inkcap('check', 'captures').status).toBe(1);
	expect(inkcap('check', '--update', 'captures').status).toBe(0);
	expect(inkcap('check', 'captures').status).toBe(0);
	fs.writeFileSync(
		path.join(place, 'captures.test.js'),
		`import {expect, test} from 'vitest';
import 'inkcap/vitest';

test('the wire says what it said', async () => {
	await expect('captures/records.pcap').toMatchDecode();
	await expect('captures/records.pcap').toHavePackets('dns.flags.response == 1');
});
`,
	);
	const vitest = () =>
		spawnSync(process.execPath, [path.join(packages, 'vitest/vitest.mjs'), 'run', '--no-color', '--root', place], {
			cwd: place,
			encoding: 'utf8',
			env: {...process.env, CI: 'true'},
		});
	expect(vitest()).toMatchObject({status: 0});
	const file = path.join(place, 'captures/records.pcap');
	const bytes = fs.readFileSync(file);
	bytes[24 + 16 + 14 + 8]!--;
	fs.writeFileSync(file, bytes);
	const {status, stdout} = inkcap('check', 'captures');
	expect([status, stdout]).toEqual([1, 'different: captures/records.pcap\n  frame 1: ip.ttl 64 -> 63\n2 captures: 1 same, 1 different\n']);
	const failed = vitest();
	expect(failed.status).toBe(1);
	expect(failed.stdout + failed.stderr).toContain('frame 1: ip.ttl 64 -> 63');
});
