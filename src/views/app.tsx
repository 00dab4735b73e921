import {Box} from 'ink';
import {useSyncExternalStore} from 'react';
import {BytesPane} from './bytes-pane.tsx';
import {ChoiceList} from './choice-list.tsx';
import {DetailTree} from './detail-tree.tsx';
import {Dialog} from './dialog.tsx';
import {InterfacePicker} from './interface-picker.tsx';
import {smallest} from './layout.ts';
import {OverviewView} from './overview-view.tsx';
import {PacketList} from './packet-list.tsx';
import {PrepareDialog} from './prepare-dialog.tsx';
import {Rows} from './rows.tsx';
import type {Screen} from './screen.ts';
import {StreamView} from './stream-view.tsx';
import {selectedLine} from './state.ts';
import {StatusBar} from './status-bar.tsx';
import type {Theme} from './theme.ts';
import {protocolOf} from './tree.ts';
import {clip} from './width.ts';

type Props = {readonly screen: Screen; readonly theme: Theme};

/** The whole screen. */
export const App = ({screen, theme}: Props) => {
	const state = useSyncExternalStore(screen.subscribe, screen.state);
	const {session, layout, size, focus, tree, bytes, prompt, dialog, menu, picker, overview, stream, message, digits} = state;
	const {columns, rows} = size;
	if (layout.kind === 'small') {
		const text = `inkcap needs ${smallest.columns}x${smallest.rows}, this is ${columns}x${rows}`;
		return <Rows rows={[clip(text, columns)]} width={columns} height={1} />;
	}

	const line = selectedLine(state);
	const list = layout.packets && (
		<PacketList
			session={screen.session}
			state={session}
			area={layout.packets}
			top={state.list.top}
			skip={state.list.skip}
			ruled={state.ruled}
			focused={focus === 'packets'}
			theme={theme}
		/>
	);
	const detail = layout.detail && (
		<DetailTree
			lines={tree.lines}
			at={tree.at}
			top={tree.top}
			row={session.row}
			info={session.row === undefined ? '' : screen.session.line(session.row).info}
			area={layout.detail}
			focused={focus === 'detail'}
			theme={theme}
		/>
	);
	const hex = layout.bytes && (
		<BytesPane
			detail={session.detail}
			node={line?.node}
			protocol={protocolOf(tree.lines, tree.at)}
			source={bytes.source}
			at={bytes.at}
			mark={bytes.mark}
			top={bytes.top}
			perRow={bytes.perRow}
			area={layout.bytes}
			focused={focus === 'bytes'}
			theme={theme}
		/>
	);
	const panes = stream !== undefined
		? <StreamView pane={stream} columns={columns} rows={rows} theme={theme} />
		: overview === undefined
		? (
			<>
				{list}
				<Box flexDirection={layout.kind === 'wide' ? 'row' : 'column'} columnGap={layout.kind === 'wide' ? 1 : 0}>
					{detail}
					{hex}
				</Box>
			</>
		)
		: <OverviewView overview={overview} total={session.count} columns={columns} rows={rows} theme={theme} />;
	return (
		<Box width={columns} height={rows} flexDirection="column">
			{panes}
			<StatusBar
				packets={screen.session.packets}
				state={session}
				line={line}
				prompt={prompt}
				message={message}
				digits={digits}
				focus={focus}
				columns={columns}
				theme={theme}
			/>
			{prompt?.choices && <ChoiceList prompt={prompt} choices={prompt.choices} total={session.count} columns={columns} rows={rows} theme={theme} />}
			{menu && <PrepareDialog menu={menu} filtered={session.filter.text !== ''} columns={columns} rows={rows} theme={theme} />}
			{picker && <InterfacePicker picker={picker} generation={session.generation} columns={columns} rows={rows} theme={theme} />}
			{dialog && <Dialog dialog={dialog} node={line?.node} columns={columns} rows={rows} theme={theme} />}
		</Box>
	);
};
