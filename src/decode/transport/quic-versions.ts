/** First and last version of those that share a name. */
const ranges: ReadonlyArray<readonly [first: number, last: number, name: string]> = [
	[0, 0, 'Version Negotiation'],
	[1, 1, '1'],
	[0x4547_4700, 0x4547_47ff, 'Quant'],
	[0x5043_5130, 0x5043_5131, 'Picoquic internal'],
	[0x5052_4f58, 0x5052_4f58, 'Proxied QUIC (PROX)'],
	[0x5130_3433, 0x5130_3433, 'Google Q043'],
	[0x5130_3434, 0x5130_3434, 'Google Q044'],
	[0x5130_3436, 0x5130_3436, 'Google Q046'],
	[0x5130_3530, 0x5130_3530, 'Google Q050'],
	[0x5147_4f00, 0x5147_4fff, 'QGO (QUIC GO)'],
	[0x5430_3530, 0x5430_3530, 'Google T050'],
	[0x5430_3531, 0x5430_3531, 'Google T051'],
	[0x6b33_43cf, 0x6b33_43cf, '2'],
	[0x709a_50c4, 0x709a_50c4, 'v2-draft-01'],
	[0x91c1_7000, 0x91c1_70ff, 'Quicly'],
	[0xabcd_0000, 0xabcd_000f, 'MsQuic'],
	[0xf0f0_f0f0, 0xf0f0_f0ff, 'ETH Zürich (Measurability experiments)'],
	[0xf0f0_f1f0, 0xf0f0_f1ff, 'Telecom Italia (Measurability experiments)'],
	[0xf123_f0c0, 0xf123_f0cf, 'MozQuic'],
	[0xface_b001, 0xface_b001, 'Facebook mvfst (draft-22)'],
	[0xface_b002, 0xface_b002, 'Facebook mvfst (draft-27)'],
	[0xface_b00e, 0xface_b00e, 'Facebook mvfst (Experimental)'],
	[0xface_b003, 0xface_b00f, 'Facebook mvfst'],
	[0xff02_0000, 0xff02_0000, 'v2-draft-00'],
];

const firstDraft = 0xff00_0004;
const lastDraft = 0xff00_0022;

/** What a version is called; undefined where nobody has it. */
export function versionName(version: number): string | undefined {
	if (version >= firstDraft && version <= lastDraft) return `draft-${String(version - 0xff00_0000).padStart(2, '0')}`;
	return ranges.find(([first, last]) => version >= first && version <= last)?.[2];
}
