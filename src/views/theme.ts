import type {ColorRule} from '../decode/filter/color-rules.ts';
import type {RowColour} from '../packets.ts';
import {paletteIndex} from '../palette.ts';

/** Puts a style around text. */
export type Paint = (text: string) => string;

/** How things look: every style there is, and the glyphs that say the same without colour. */
export type Theme = {
	/** False when a selection has to be told by glyphs alone. */
	readonly colour: boolean;
	readonly selected: Paint;
	readonly selectedAside: Paint;
	readonly cursor: Paint;
	readonly bold: Paint;
	readonly dim: Paint;
	readonly accent: Paint;
	readonly error: Paint;
	readonly warning: Paint;
	readonly note: Paint;
	/** A filter that can be applied, and one that can become so. */
	readonly valid: Paint;
	readonly incomplete: Paint;
	readonly key: Paint;
	readonly rows: Readonly<Record<RowColour, Paint>>;
	/** The colours of a rule; undefined where the terminal has too few. */
	readonly rule: ((rule: ColorRule) => Paint) | undefined;
	readonly glyphs: Glyphs;
	/** False when the terminal has nothing but ASCII. */
	readonly unicode: boolean;
};

/** The characters that are drawn; each one cell. */
export type Glyphs = {
	readonly marker: string;
	readonly open: string;
	readonly closed: string;
	readonly rule: string;
	readonly heavyRule: string;
	readonly bar: string;
	readonly dot: string;
};

/** How many colours a terminal has; 0 leaves bold and reverse video, -1 nothing. */
export type ColourDepth = -1 | 0 | 16 | 256;

const unicodeGlyphs: Glyphs = {marker: '►', open: '▾', closed: '▸', rule: '─', heavyRule: '━', bar: '│', dot: '·'};
const asciiGlyphs: Glyphs = {marker: '>', open: 'v', closed: '>', rule: '-', heavyRule: '=', bar: '|', dot: '-'};

// One code in a sequence: whoever takes these apart need not know of compound ones.
const sgr = (...codes: readonly string[]) => codes.map(code => `\x1b[${code}m`).join('');

const paint = (open: string, close: string): Paint => open === '' ? text => text : text => text === '' ? '' : open + text + close;

const unpainted = paint('', '');

/** Middle tones of the 256 colours, that can be read on dark and on light, and which of the 16 stands for them: yellow cannot. */
const tones: Readonly<Record<RowColour, readonly [number, number] | undefined>> = {
	plain: undefined,
	names: [30, 36],
	web: [64, 32],
	secure: [97, 35],
	control: [168, 35],
	local: [136, 34],
	setup: [68, 34],
	routing: [130, 34],
	closing: [244, 90],
	warning: [136, 35],
	error: [160, 31],
};

/** By colours: a rule that came from a worker is another object each time. */
const rulePaints = new Map<string, Paint>();

const rulePaint = (rule: ColorRule): Paint => {
	const key = `${rule.foreground.join()} ${rule.background.join()}`;
	let known = rulePaints.get(key);
	if (known === undefined) {
		known = paint(sgr(`38;5;${paletteIndex(rule.foreground)}`, `48;5;${paletteIndex(rule.background)}`), sgr('39', '49'));
		rulePaints.set(key, known);
	}

	return known;
};

/** The theme for a terminal with so many colours. */
export const createTheme = (depth: ColourDepth, unicode = true): Theme => {
	const foreground = (tone: readonly [number, number] | undefined): Paint => {
		if (depth <= 0 || tone === undefined) return unpainted;
		return paint(sgr(depth === 256 ? `38;5;${tone[0]}` : String(tone[1])), sgr('39'));
	};

	const style = (open: string, close: string) => depth < 0 ? unpainted : paint(sgr(open), sgr(close));
	const reverse = style('7', '27');
	const onto = (background: number, sixteen: string) =>
		depth === 256
			? paint(sgr('38;5;231', `48;5;${background}`), sgr('39', '49'))
			: paint(sgr('97', sixteen), sgr('39', '49'));
	return {
		colour: depth > 0,
		selected: depth > 0 ? onto(25, '44') : reverse,
		selectedAside: depth > 0 ? onto(240, '100') : unpainted,
		cursor: reverse,
		bold: style('1', '22'),
		dim: foreground([244, 90]),
		accent: foreground([68, 34]),
		error: foreground(tones.error),
		warning: foreground(tones.warning),
		note: foreground(tones.names),
		valid: foreground([64, 32]),
		incomplete: foreground([136, 33]),
		key: style('1', '22'),
		rows: {
			plain: unpainted,
			names: foreground(tones.names),
			web: foreground(tones.web),
			secure: foreground(tones.secure),
			control: foreground(tones.control),
			local: foreground(tones.local),
			setup: foreground(tones.setup),
			routing: foreground(tones.routing),
			closing: foreground(tones.closing),
			warning: foreground(tones.warning),
			error: foreground(tones.error),
		},
		rule: depth === 256 ? rulePaint : undefined,
		glyphs: unicode ? unicodeGlyphs : asciiGlyphs,
		unicode,
	};
};

type Environment = Readonly<Record<string, string | undefined>>;

/** How many colours the environment says there are. */
export const colourDepth = ({NO_COLOR, TERM = '', COLORTERM = ''}: Environment): ColourDepth => {
	if (TERM === 'dumb') return -1;
	if (NO_COLOR !== undefined && NO_COLOR !== '') return 0;
	if (COLORTERM !== '' || /256|kitty|alacritty|ghostty|wezterm|foot/.test(TERM)) return 256;
	return /^vt[12]|mono|-m$/.test(TERM) ? 0 : 16;
};

/** Whether the environment names a locale that cannot show more than ASCII. */
export const saysAscii = ({LC_ALL, LC_CTYPE, LANG}: Environment): boolean => {
	const locale = LC_ALL || LC_CTYPE || LANG || '';
	return locale !== '' && !/utf-?8/i.test(locale);
};

/** The theme that fits the environment. */
export const themeFor = (environment: Environment): Theme => createTheme(colourDepth(environment), !saysAscii(environment));

const protocols: readonly (readonly [RowColour, string])[] = [
	['names', 'DNS MDNS LLMNR NBNS'],
	['web', 'HTTP HTTP2 HTTP/2 WEBSOCKET'],
	['secure', 'TLS SSL QUIC DTLS SSH ESP WIREGUARD'],
	['control', 'ICMP ICMPV6 IGMP'],
	['local', 'ARP RARP LLC STP LLDP CDP'],
	['setup', 'DHCP DHCPV6 BOOTP NTP UDP'],
	['routing', 'OSPF BGP RIP EIGRP HSRP VRRP SCTP GRE'],
];

const byProtocol = new Map(protocols.flatMap(([colour, names]) => names.split(' ').map(name => [name, colour] as const)));

/** The colour of a protocol whose rows were given none. */
export const protocolColour = (protocol: string): RowColour => {
	const name = protocol.toUpperCase();
	return byProtocol.get(name) ?? (name.startsWith('TLS') ? 'secure' : 'plain');
};
