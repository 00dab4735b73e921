/** A text for each of the 4096 ways that flags can be, made once. */
export const byFlags = <T>(make: (flags: number) => T): (flags: number) => T => {
	const made: T[] = [];
	return flags => (made[flags] ??= make(flags));
};

const flagWords = [[1, 'FIN'], [2, 'SYN'], [4, 'RST'], [8, 'PSH'], [16, 'ACK'], [32, 'URG'], [64, 'ECE'], [128, 'CWR'], [256, 'AE'], [0xe00, 'Reserved']] as const;

/** The names of the flags of a TCP segment that are set: `SYN, ACK`. */
export const flagNames = byFlags(flags => flagWords.filter(([mask]) => flags & mask).map(([, name]) => name).join(', ') || '<None>');
