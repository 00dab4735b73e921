/** Where bytes are, as offsets from 0: `byte 22`, `bytes 26-29`; empty for none. */
export const placeText = ({start, end}: {readonly start: number; readonly end: number}): string => {
	if (end <= start) return '';
	return end - start === 1 ? `byte ${start}` : `bytes ${start}-${end - 1}`;
};
