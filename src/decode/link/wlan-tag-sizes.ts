/** Bytes that elements have, by number: neither more nor less (IEEE 802.11-2020, section 9.4.2). */
const exactSizes: ReadonlyMap<number, number> = new Map([[3, 1], [4, 6], [6, 2], [12, 18], [13, 55], [15, 14], [32, 1], [33, 2], [34, 0], [35, 2], [37, 3], [40, 6], [42, 1], [43,
	4], [44, 1], [45, 26], [46, 1], [47, 1], [53, 1], [57, 4], [60, 4], [62, 1], [63, 1], [64, 1], [65, 1], [68, 4], [70, 5], [72, 1], [74, 14], [113, 7], [118, 6], [119, 2], [125,
	15], [138, 7], [140, 16], [143, 8], [147, 6], [148, 22], [151, 10], [152, 7], [153, 5], [157, 2], [159, 1], [161, 13], [162, 8], [168, 8], [169, 1], [172, 5], [177, 10], [184,
	1], [190, 4], [191, 12], [192, 5]]);

/** Bytes that elements have at least. */
const leastSizes: ReadonlyMap<number, number> = new Map([[1, 1], [2, 5], [5, 4], [7, 6], [8, 2], [9, 4], [14, 5], [38, 3], [39, 3], [41, 7], [48, 2], [50, 1], [51, 1], [52, 13], [
	54,
	3,
], [59, 2], [61, 22], [67, 2], [71, 1], [75, 1], [76, 16], [101, 18], [102, 18], [104, 4], [105, 3], [106, 1], [120, 1], [127, 1], [133, 26], [137, 8], [146, 14], [150, 3], [158,
	22], [160, 1], [163, 4], [167, 2], [173, 3], [216, 15], [221, 3], [240, 2], [244, 1]]);

const ssid = 0;
const longestSsid = 32;

/** What is wrong with the length of an element; undefined where it may be. */
export function wrongLength(number: number, size: number): string | undefined {
	if (number === ssid) return size > longestSsid ? `SSID length (${size}) greater than maximum (${longestSsid})` : undefined;
	const exact = exactSizes.get(number);
	if (exact !== undefined) return size === exact ? undefined : `Tag length ${size} wrong, must be = ${exact}`;
	const least = leastSizes.get(number) ?? 0;
	return size >= least ? undefined : `Tag length ${size} too short, must be >= ${least}`;
}
