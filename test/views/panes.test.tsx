import {Box} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {afterEach, describe, expect, test} from 'vitest';
import type {DetailNode, Packets} from '../../src/packets.ts';
import {createSession} from '../../src/session.ts';
import {BytesPane} from '../../src/views/bytes-pane.tsx';
import {DetailTree} from '../../src/views/detail-tree.tsx';
import {PacketList} from '../../src/views/packet-list.tsx';
import {StatusBar} from '../../src/views/status-bar.tsx';
import {createTheme} from '../../src/views/theme.ts';
import {protocolOf, treeLines} from '../../src/views/tree.ts';
import {width} from '../../src/views/width.ts';
import {fakePackets} from './fake/packets.ts';

afterEach(cleanup);

const plain = createTheme(-1);

type View = {readonly packets: Packets; readonly columns: number; readonly rows: number; readonly focused: boolean};
type Pane = {
	readonly name: string;
	readonly draw: (view: View) => ReactElement;
	/** How it shows what is selected. */
	readonly selected: RegExp;
	readonly takesFocus: boolean;
};

const area = ({columns, rows}: View) => ({x: 0, y: 0, width: columns, height: rows});

const treeOf = (packets: Packets) => {
	const session = createSession(packets);
	session.select(2);
	const {detail, row} = session.state();
	const lines = detail === undefined ? [] : treeLines(detail, new Map([['ip', true]]), new Set<DetailNode>());
	return {session, detail, row, lines};
};

const panes: readonly Pane[] = [
	{
		name: 'the packet list',
		draw(view) {
			const session = createSession(view.packets);
			session.select(2);
			return <PacketList session={session} state={session.state()} area={area(view)} top={0} skip={0} ruled={true} focused={view.focused} theme={plain} />;
		},
		selected: /^► *3 /m,
		takesFocus: true,
	},
	{
		name: 'the detail tree',
		draw(view) {
			const {lines, row} = treeOf(view.packets);
			return <DetailTree lines={lines} at={2} top={0} row={row} info="" area={area(view)} focused={view.focused} theme={plain} />;
		},
		selected: /^►▾ Internet Protocol/m,
		takesFocus: true,
	},
	{
		name: 'the bytes',
		draw(view) {
			const {lines, detail} = treeOf(view.packets);
			return (
				<BytesPane
					detail={detail}
					node={lines[1]?.node}
					protocol={protocolOf(lines, 1)}
					source={0}
					at={3}
					mark={undefined}
					top={0}
					perRow={view.columns >= 76 ? 16 : view.columns >= 44 ? 8 : 4}
					area={area(view)}
					focused={view.focused}
					theme={plain}
				/>
			);
		},
		selected: /^►0000 \[00 11 22/m,
		takesFocus: true,
	},
	{
		name: 'the status',
		draw(view) {
			const {session, lines} = treeOf(view.packets);
			return (
				<StatusBar
					packets={view.packets}
					state={session.state()}
					line={lines[2]}
					prompt={undefined}
					message={undefined}
					digits=""
					focus="packets"
					columns={view.columns}
					theme={plain}
				/>
			);
		},
		selected: /^ ip /m,
		takesFocus: false,
	},
];

const frameOf = (pane: Pane, {packets = fakePackets(1000), columns = 80, rows = 10, focused = false}: Partial<View> = {}) => {
	const {lastFrame, stdout, rerender} = render(<Box />);
	Object.defineProperty(stdout, 'columns', {value: columns});
	Object.defineProperty(stdout, 'rows', {value: rows});
	stdout.emit('resize');
	rerender(<Box width={columns} height={rows}>{pane.draw({packets, columns, rows, focused})}</Box>);
	return lastFrame() ?? '';
};

const hostile = '漢字\t👩‍👩‍👧e\u0301\u202e\x1b[2J'.repeat(40);

const hostilePackets = (): Packets => {
	const packets = fakePackets(10, {name: hostile, fault: hostile});
	const loud = (node: DetailNode): DetailNode => ({...node, label: hostile, about: hostile, children: node.children.map(loud)});
	return {
		...packets,
		count: 10,
		line: () => ({time: hostile, source: hostile, destination: hostile, protocol: hostile, length: 2 ** 40, info: hostile}),
		detail(row) {
			const {sources, nodes} = packets.detail(row);
			return {sources: [...sources, ...sources].map(({bytes}) => ({title: hostile, bytes})), nodes: nodes.map(loud)};
		},
	};
};

describe.each(panes)('$name', pane => {
	test('fits any size, with any text', () => {
		for (const packets of [fakePackets(1000), hostilePackets(), fakePackets(0)]) {
			for (const [columns, rows] of [[44, 4], [72, 8], [80, 10], [120, 20], [200, 30]] as const) {
				const lines = frameOf(pane, {packets, columns, rows}).split('\n');
				expect(lines.length).toBeLessThanOrEqual(rows);
				for (const line of lines) expect(width(line)).toBeLessThanOrEqual(columns);
			}
		}
	});

	test('gives the terminal no control of its own', () => {
		expect(frameOf(pane, {packets: hostilePackets()})).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
	});

	test('is the same every time', () => {
		expect(frameOf(pane)).toBe(frameOf(pane));
	});
});

describe.each(panes.filter(({takesFocus}) => takesFocus))('without colour $name', pane => {
	test('shows what is selected', () => {
		expect(frameOf(pane)).toMatch(pane.selected);
	});

	test('shows whether it has the focus', () => {
		expect(frameOf(pane, {focused: true})).toMatch(/^━/);
		expect(frameOf(pane, {focused: false})).toMatch(/^─/);
	});
});

describe('the packet list', () => {
	const [list] = panes;
	test('shows its columns at 80 columns', () => {
		expect(frameOf(list!, {rows: 6, packets: fakePackets(8)}).split('\n').slice(1)).toEqual([
			' No.     Time Source      Destination     Proto   Len Info',
			'   1 0.000000 10.0.0.0    2001:db…:4d::4d TCP      60 443 → 40000 [ACK] Seq=0 A…',
			'   2 0.000731 10.0.1.1    10.0.78.78      DNS      91 Standard query 0x0001 A h…',
			'►  3 0.001462 10.0.2.2    10.0.79.79      HTTP    122 GET /images/2/picture.png…',
			'   4 0.002193 10.0.3.3    10.0.80.80      TLSv1.3 153 Client Hello (SNI=例え.テ…',
		]);
	});

	test('says why it is empty', () => {
		expect(frameOf(list!, {packets: fakePackets(0)})).toContain('There are no packets');
		expect(frameOf(list!, {packets: fakePackets(0, {loading: true})})).toContain('Reading …');
	});
});

describe('the bytes', () => {
	const bytes = panes[2]!;
	test('hold what is selected in brackets and mark the cursor', () => {
		expect(frameOf(bytes, {rows: 3})).toContain('►0000 [00 11 22 33 44 55 66 77  88 99 aa bb 08 00]');
		expect(frameOf(bytes, {rows: 3, focused: true})).toContain('►0000 [00 11 22►33 44 55');
	});

	test('name where they come from when there are several', () => {
		expect(frameOf(bytes)).toContain('─ Bytes ─ [Frame (68 bytes)] ─ Reassembled TCP (57 bytes) ─');
	});
});

describe('the status', () => {
	const status = panes[3]!;
	test('says the field, the file, how much there is, and the keys', () => {
		const [field, file] = frameOf(status, {rows: 2}).split('\n');
		expect(field).toBe(' ip  bytes 14-33');
		expect(file).toBe(' made-up.pcapng  1,000 packets              / filter  Tab panes  ? help  q quit');
	});

	test('says what is wrong with the file, before keys', () => {
		expect(frameOf(status, {packets: fakePackets(5, {fault: 'The file was cut short at byte 1234'})})).toContain('The file was cut short at byte 1234');
		expect(frameOf(status, {columns: 44, packets: fakePackets(5, {fault: 'The file was cut short at byte 1234'})})).toContain('The file was cut');
	});

	test('says how far reading is', () => {
		expect(frameOf(status, {packets: fakePackets(5000, {loading: true})})).toContain('5,000 packets  reading 50%');
	});
});
