/**
`node scripts/screenshot.mjs`: opens the tour in a terminal of 120x36, presses some keys, and writes what is on the screen
to docs/screen.svg. The same program gives the same picture. Needs tmux.
*/
import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {prepare} from './prepare.mjs';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const columns = 120;
const rows = 36;
/** What is pressed, and a text that the screen shows then. */
const steps = [
	[['1', '3', 'G'], 'Packet 13'],
	[['Tab', 'End', 'l'], 'Transaction ID'],
	[['End', 'k', 'k', 'l'], 'web.example.com: type A'],
	[['j', 'l'], 'Name: www.example.com'],
	[['j', 'j', 'j', 'j', 'j', 'j'], 'dns.cname'],
];
/** How long anything may take to appear, in milliseconds. */
const patience = 15_000;

const cell = {width: 8.4, height: 18, size: 14};
const margin = 16;
const colours = {foreground: '#d4d7dc', background: '#14171c'};

/** Runs the program in a terminal of its own; what is on the screen after the last step, with its colours as escape sequences. */
const photograph = async () => {
	const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'inkcap-screenshot-'));
	const tmux = (...given) => execFileSync('tmux', ['-u', '-S', path.join(directory, 'socket'), '-f', '/dev/null', ...given], {encoding: 'utf8'});
	const until = async wanted => {
		const end = Date.now() + patience;
		for (let before;;) {
			const screen = tmux('capture-pane', '-e', '-p');
			const plain = screen.replaceAll(/\u001b\[[\d;]*m/g, '');
			if (plain.includes(wanted) && screen === before) return screen;
			if (Date.now() > end) throw new Error(`'${wanted}' did not appear:\n${plain}`);
			before = screen;
			await sleep(200);
		}
	};

	try {
		const environment = ['env', '-u', 'NO_COLOR', '-u', 'CI', 'LC_ALL=C.UTF-8', 'TZ=UTC', 'TERM=tmux-256color'];
		tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), ...environment, path.join(root, 'bin', 'inkcap'), 'fixtures/tour.pcapng');
		let screen = await until('104 packets');
		for (const [keys, wanted] of steps) {
			tmux('send-keys', ...keys);
			screen = await until(wanted);
		}

		return screen;
	} finally {
		try {
			tmux('kill-server');
		} catch {
			// The program ended, and its terminal with it.
		}

		fs.rmSync(directory, {recursive: true, force: true});
	}
};

const hex = (...parts) => `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
const basic = ['#14171c', '#d16969', '#7fb069', '#d7ba7d', '#569cd6', '#c586c0', '#4ec9b0', '#d4d7dc', '#6b7280', '#f48771', '#b5cea8', '#dcdcaa', '#9cdcfe', '#d8a0df', '#9adbcb',
	'#ffffff'];

/** A colour of the 256 that terminals have. */
const colourOf = number => {
	if (number < 16) return basic[number];
	if (number >= 232) return hex(...Array.from({length: 3}, () => 8 + (number - 232) * 10));
	const level = part => part === 0 ? 0 : 55 + part * 40;
	const at = number - 16;
	return hex(level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6));
};

const plain = {foreground: undefined, background: undefined, bold: false, dim: false, inverse: false, underline: false};

/** How text looks after an escape sequence with these numbers. */
const styled = (style, numbers) => {
	let next = {...style};
	for (let i = 0; i < numbers.length; i++) {
		const n = numbers[i];
		const colour = () => {
			if (numbers[i + 1] === 2) return hex(...numbers.slice((i += 4) - 2, i + 1));
			return colourOf(numbers[i += 2]);
		};

		if (n === 0) next = {...plain};
		else if (n === 1) next.bold = true;
		else if (n === 2) next.dim = true;
		else if (n === 4) next.underline = true;
		else if (n === 7) next.inverse = true;
		else if (n === 22) next = {...next, bold: false, dim: false};
		else if (n === 24) next.underline = false;
		else if (n === 27) next.inverse = false;
		else if (n === 38) next.foreground = colour();
		else if (n === 39) next.foreground = undefined;
		else if (n === 48) next.background = colour();
		else if (n === 49) next.background = undefined;
		else if (n >= 30 && n <= 37) next.foreground = basic[n - 30];
		else if (n >= 90 && n <= 97) next.foreground = basic[n - 82];
		else if (n >= 40 && n <= 47) next.background = basic[n - 40];
	}

	return next;
};

/** Stretches of a screen that look alike: where they begin, and their text. */
const stretches = screen => {
	const out = [];
	let style = plain;
	for (const [row, line] of screen.split('\n').slice(0, rows).entries()) {
		let column = 0;
		for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
			const sequence = /^\u001b\[([\d;]*)m$/.exec(part);
			if (sequence !== null) {
				style = styled(style, sequence[1].split(';').map(Number));
				continue;
			}

			const {length} = [...part];
			if (length > 0) out.push({row, column, text: part, length, style});
			column += length;
		}
	}

	return out;
};

const escaped = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const rounded = number => String(Math.round(number * 100) / 100);

const draw = screen => {
	const width = rounded(columns * cell.width + margin * 2);
	const height = rounded(rows * cell.height + margin * 2);
	const body = [];
	for (const {row, column, text, length, style} of stretches(screen)) {
		const {foreground = colours.foreground, background, bold, dim, inverse, underline} = style;
		const [ink, paper] = inverse ? [background ?? colours.background, foreground] : [foreground, background];
		const x = margin + column * cell.width;
		const y = margin + row * cell.height;
		if (paper !== undefined) body.push(`<rect x="${rounded(x)}" y="${rounded(y)}" width="${rounded(length * cell.width)}" height="${cell.height}" fill="${paper}"/>`);
		// A stretch of text is placed anew behind every gap: not all programs that draw this keep to the columns.
		for (const found of text.matchAll(/\S+(?: \S+)*/g)) {
			const lead = [...text.slice(0, found.index)].length;
			const attributes = [
				`x="${rounded(x + lead * cell.width)}"`,
				`y="${rounded(y + cell.height - 4.5)}"`,
				`textLength="${rounded([...found[0]].length * cell.width)}"`,
				...(ink === colours.foreground ? [] : [`fill="${ink}"`]),
				...(bold ? ['font-weight="bold"'] : []),
				...(dim ? ['opacity="0.6"'] : []),
				...(underline ? ['text-decoration="underline"'] : []),
			];
			body.push(`<text ${attributes.join(' ')}>${escaped(found[0])}</text>`);
		}
	}

	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="inkcap shows a DNS answer">`,
		`<rect width="100%" height="100%" rx="8" fill="${colours.background}"/>`,
		`<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${cell.size}" fill="${colours.foreground}" xml:space="preserve">`,
		...body,
		'</g>',
		'</svg>',
		'',
	].join('\n');
};

process.chdir(root);
if (await prepare()) {
	fs.mkdirSync('docs', {recursive: true});
	fs.writeFileSync('docs/screen.svg', draw(await photograph()));
} else {
	process.exitCode = 1;
}
