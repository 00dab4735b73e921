/** Names of differentiated services codepoints: RFC 2474, 2597, 3246, 5865 and 8622. Short, then long. */
const names: ReadonlyArray<readonly [number, string, string]> = [
	[0, 'CS0', 'Default'],
	[1, 'LE', 'Lower Effort'],
	[8, 'CS1', 'Class Selector 1'],
	[10, 'AF11', 'Assured Forwarding 11'],
	[12, 'AF12', 'Assured Forwarding 12'],
	[14, 'AF13', 'Assured Forwarding 13'],
	[16, 'CS2', 'Class Selector 2'],
	[18, 'AF21', 'Assured Forwarding 21'],
	[20, 'AF22', 'Assured Forwarding 22'],
	[22, 'AF23', 'Assured Forwarding 23'],
	[24, 'CS3', 'Class Selector 3'],
	[26, 'AF31', 'Assured Forwarding 31'],
	[28, 'AF32', 'Assured Forwarding 32'],
	[30, 'AF33', 'Assured Forwarding 33'],
	[32, 'CS4', 'Class Selector 4'],
	[34, 'AF41', 'Assured Forwarding 41'],
	[36, 'AF42', 'Assured Forwarding 42'],
	[38, 'AF43', 'Assured Forwarding 43'],
	[40, 'CS5', 'Class Selector 5'],
	[44, 'VOICE-ADMIT', 'Voice Admit'],
	[46, 'EF', 'Expedited Forwarding'],
	[48, 'CS6', 'Class Selector 6'],
	[56, 'CS7', 'Class Selector 7'],
];

/** Full names by codepoint. */
export const dscpNames: ReadonlyMap<number, string> = new Map(names.map(([value, , long]) => [value, long]));

const dscpShort = new Map(names.map(([value, short]) => [value, short]));

/** Full names of the explicit congestion notification bits, RFC 3168, section 5. */
export const ecnNames: ReadonlyMap<number, string> = new Map([[0, 'Not ECN-Capable Transport'], [1, "ECN-Capable Transport codepoint '01'"], [2,
	"ECN-Capable Transport codepoint '10'"], [3, 'Congestion Experienced']]);

const ecnShort = ['Not-ECT', 'ECT(1)', 'ECT(0)', 'CE'];

/** `DSCP: CS0, ECN: Not-ECT` of the whole byte. */
export const serviceText = (byte: number): string => `DSCP: ${dscpShort.get(byte >> 2) ?? 'Unknown'}, ECN: ${ecnShort[byte & 3]}`;
