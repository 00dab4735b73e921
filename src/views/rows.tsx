import {Box, Text, Transform} from 'ink';
import {memo, useMemo} from 'react';

type Props = {readonly rows: readonly string[]; readonly width: number; readonly height: number};

/**
Rows that are styled and fitted to the width already. Ink measures text that changes anew for every frame and never
forgets it, so what it is given to measure is a blank that stays the same; the rows take its place when it is drawn.
*/
export const Rows = memo(({rows, width, height}: Props) => {
	const blank = useMemo(() => '\n'.repeat(Math.max(0, height - 1)) || ' ', [height]);
	return (
		<Box width={width} height={height} flexShrink={0}>
			<Transform transform={(_, line) => rows[line] ?? ''}>
				<Text>{blank}</Text>
			</Transform>
		</Box>
	);
});
