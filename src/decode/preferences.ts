/** One preference, under Wireshark's name: what it may be set to (its first value is what it is otherwise), and what it does. */
export type PreferenceSpec = {readonly values: readonly string[]; readonly about: string};

const off = ['FALSE', 'TRUE'] as const;

/** Every preference there is. */
export const preferenceTable = {
	'ip.check_checksum': {values: off, about: 'check the header checksum of IPv4'},
	'tcp.check_checksum': {values: off, about: 'check the checksum of TCP'},
	'udp.check_checksum': {values: off, about: 'check the checksum of UDP'},
	'udp.ignore_ipv6_zero_checksum': {values: off, about: 'let UDP over IPv6 do without a checksum'},
	'udplite.check_checksum': {values: off, about: 'check the checksum of UDP-Lite'},
	'sctp.checksum': {values: ['None', 'Adler 32', 'CRC 32c', 'Automatic'], about: 'how the checksum of SCTP is checked'},
	'dccp.check_checksum': {values: ['TRUE', 'FALSE'], about: 'check the checksum of DCCP'},
	'tcp.reassemble_out_of_order': {values: ['TRUE'], about: 'put segments together that arrive out of order; always done'},
} as const satisfies Readonly<Record<string, PreferenceSpec>>;

export type Preference = keyof typeof preferenceTable;

/** Every preference is in here, so that asking is quick: it is done for every packet. */
const values = new Map<string, string>();
const reset = (): void => {
	for (const [name, spec] of Object.entries(preferenceTable)) values.set(name, spec.values[0]);
};
reset();

/** What a preference says now, in the table's words. */
export const preference = (name: Preference): string => values.get(name) ?? preferenceTable[name].values[0];

/** Whether a preference is switched on. */
export const isOn = (name: Preference): boolean => preference(name) === 'TRUE';

/** Sets the preferences that are given, in the table's words, and all others to what they are otherwise. */
export function setPreferences(given: ReadonlyMap<Preference, string>): void {
	reset();
	for (const [name, value] of given) values.set(name, value);
}
