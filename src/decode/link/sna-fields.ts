import {type Bit, bit, byteString, bytes, none, parts, u16, u32, u8} from '../field.ts';

/** Formats that have a layout of their own. */
export const betweenUnits = 2;
export const toSubareaHost = 3;
export const withRoutes = 4;
export const toEndpoint = 5;
export const betweenAdjacent = 15;
/** The high bits of a packet of High-Performance Routing. */
export const functionRouting = 5;
export const automaticRouting = 6;

/** Between which kinds of nodes a packet goes, by the first four bits. */
export const formats: ReadonlyMap<number, string> = new Map([
	[0, 'SNA device <--> Non-SNA Device'],
	[1, 'Subarea Nodes, without ER or VR'],
	[betweenUnits, 'Subarea Node <--> PU2'],
	[toSubareaHost, 'Subarea Node or SNA host <--> Subarea Node'],
	[withRoutes, 'Subarea Nodes, supporting ER and VR'],
	[toEndpoint, 'HPR RTP endpoint nodes'],
	[10, 'HPR NLP Frame Routing'],
	[11, 'HPR NLP Frame Routing'],
	[12, 'HPR NLP Automatic Network Routing'],
	[13, 'HPR NLP Automatic Network Routing'],
	[betweenAdjacent, 'Adjacent Subarea Nodes, supporting ER and VR'],
]);
const priorities = new Map([[0, 'Low Priority'], [1, 'Medium Priority'], [2, 'High Priority'], [3, 'Network Priority']]);
const flows = new Map([[0, 'Normal Flow'], [1, 'Expedited Flow']]);
const segments = new Map([[0, 'Middle segment of a BIU'], [1, 'Last segment of a BIU'], [2, 'First segment of a BIU'], [3, 'Whole BIU']]);
const no = (text: string, yes: string): ReadonlyMap<number, string> => new Map([[0, text], [1, yes]]);

const format = (about?: string): Bit => bit(4, 'Format Identifier', {name: 'sna.th.fid', base: 'hex', values: formats, ...(about !== undefined && {about})});
const mapping = bit(2, 'Mapping Field', {name: 'sna.th.mpf', base: 'dec', values: segments, about: 'Which part of a longer unit it is.'});
const expedited = bit(1, 'Expedited Flow Indicator', {name: 'sna.th.efi', base: 'dec', values: flows});
const byteZero = 'Transmission Header Byte 0';

// IBM, Systems Network Architecture Formats, GA27-3136: Transmission Headers
export const th = parts('sna.th', () => ({
	simple: u8(byteZero, {
		name: 'sna.th.0',
		base: 'hex',
		bits: {fid: format('Between which kinds of nodes it goes, which says how the header is laid out.'), mpf: mapping, _: bit(1, ''), efi: expedited},
	}),
	odai: u8(byteZero, {
		name: 'sna.th.0',
		base: 'hex',
		bits: {fid: format(), mpf: mapping, odai: bit(1, 'ODAI Assignment Indicator', {name: 'sna.th.odai', base: 'dec'}), efi: expedited},
	}),
	routed: u8(byteZero, {
		name: 'sna.th.0',
		base: 'hex',
		bits: {
			fid: format(),
			tg_sweep: bit(1, 'Transmission Group Sweep', {
				name: 'sna.th.tg_sweep',
				base: 'dec',
				values: no('This PIU may overtake any PU ahead of it.', 'This PIU does not overtake any PIU ahead of it.'),
			}),
			er_vr_supp_ind: bit(1, 'ER and VR Support Indicator', {
				name: 'sna.th.er_vr_supp_ind',
				base: 'dec',
				values: no('Each node supports ER and VR protocols', 'Includes at least one node that does not support ER and VR protocols'),
			}),
			vr_pac_cnt_ind: bit(1, 'Virtual Route Pacing Count Indicator', {
				name: 'sna.th.vr_pac_cnt_ind',
				base: 'dec',
				values: no('Pacing count on the VR has not reached 0', 'Pacing count on the VR has reached 0'),
			}),
			ntwk_prty: bit(1, 'Network Priority', {
				name: 'sna.th.ntwk_prty',
				base: 'dec',
				values: no('PIU flows at a lower priority', 'PIU flows at network priority (highest transmission priority)'),
			}),
		},
	}),
	adjacent: u8(byteZero, {name: 'sna.th.0', base: 'hex', bits: {fid: format(), _: bit(4, '')}}),
	byte1: u8('Transmission Header Bytes 1', {
		base: 'hex',
		bits: {
			tgsf: bit(2, 'Transmission Group Segmenting Field', {
				name: 'sna.th.tgsf',
				base: 'hex',
				values: new Map([[0, 'Not segmented'], [1, 'Last segment'], [2, 'First segment'], [3, 'Middle segment']]),
			}),
			_: bit(3, ''),
			mft: bit(1, 'MPR FID4 Type', {name: 'sna.th.mft', meaning: ['True', 'False']}),
			piubf: bit(2, 'PIU Blocking Field', {
				name: 'sna.th.piubf',
				base: 'hex',
				values: new Map([
					[0, 'Single PIU frame'],
					[1, 'Last PIU of a multiple PIU frame'],
					[2, 'First PIU of a multiple PIU frame'],
					[3, 'Middle PIU of a multiple PIU frame'],
				]),
			}),
		},
	}),
	byte2: u8('Transmission Header Bytes 2', {
		base: 'hex',
		bits: {iern: bit(4, 'Initial Explicit Route Number', {name: 'sna.th.iern'}), ern: bit(4, 'Explicit Route Number', {name: 'sna.th.ern'})},
	}),
	offset: u8('Transmission Header Bytes 2', {
		name: 'sna.th.byte2',
		base: 'hex',
		bits: {
			nlpoi: bit(1, 'NLP Offset Indicator', {
				name: 'sna.th.nlpoi',
				base: 'dec',
				values: no('NLP starts within this FID4 TH', 'NLP byte 0 starts after RH byte 0 following NLP C/P pad'),
			}),
			nlp_cp: bit(3, 'NLP Count or Padding', {name: 'sna.th.nlp_cp'}),
			ern: bit(4, 'Explicit Route Number', {name: 'sna.th.ern'}),
		},
	}),
	byte3: u8('Transmission Header Bytes 3', {
		base: 'hex',
		bits: {
			vrn: bit(4, 'Virtual Route Number', {name: 'sna.th.vrn'}),
			_: bit(2, ''),
			tpf: bit(2, 'Transmission Priority Field', {name: 'sna.th.tpf', base: 'hex', values: priorities}),
		},
	}),
	byte4: u16('Transmission Header Bytes 4-5', {
		base: 'hex',
		bits: {
			vr_cwi: bit(1, 'Virtual Route Change Window Indicator', {name: 'sna.th.vr_cwi', base: 'dec', values: no('Increment window size', 'Decrement window size')}),
			tg_nonfifo_ind: bit(1, 'Transmission Group Non-FIFO Indicator', {name: 'sna.th.tg_nonfifo_ind', meaning: ['TG FIFO is not required', 'TG FIFO is required']}),
			vr_sqti: bit(2, 'Virtual Route Sequence and Type Indicator', {
				name: 'sna.th.vr_sqti',
				base: 'hex',
				values: new Map([[0, 'Non-sequenced, Non-supervisory'], [1, 'Non-sequenced, Supervisory'], [2, 'Singly-sequenced']]),
			}),
			tg_snf: bit(12, 'Transmission Group Sequence Number Field', {name: 'sna.th.tg_snf'}),
		},
	}),
	byte6: u16('Transmission Header Bytes 6-7', {
		base: 'hex',
		bits: {
			vrprq: bit(1, 'Virtual Route Pacing Request', {
				name: 'sna.th.vrprq',
				meaning: ['VR pacing request is sent asking for a VR pacing response', 'No VR pacing response is requested'],
			}),
			vrprs: bit(1, 'Virtual Route Pacing Response', {
				name: 'sna.th.vrprs',
				meaning: ['VR pacing response is sent in response to a VRPRQ bit set', 'No pacing response sent'],
			}),
			vr_cwri: bit(1, 'Virtual Route Change Window Reply Indicator', {
				name: 'sna.th.vr_cwri',
				base: 'dec',
				values: no('Increment window size by 1', 'Decrement window size by 1'),
			}),
			vr_rwi: bit(1, 'Virtual Route Reset Window Indicator', {
				name: 'sna.th.vr_rwi',
				meaning: ['Reset window size to the minimum specified in NC_ACTVR', 'Do not reset window size'],
			}),
			vr_snf_send: bit(12, 'Virtual Route Send Sequence Number Field', {name: 'sna.th.vr_snf_send'}),
		},
	}),
	dsaf: u32('Destination Subarea Address Field', {base: 'hex'}),
	osaf: u32('Origin Subarea Address Field', {base: 'hex'}),
	byte16: u8('Transmission Header Bytes 16', {
		base: 'hex',
		bits: {_above: bit(3, ''), snai: bit(1, 'SNA Indicator', {name: 'sna.th.snai', meaning: ['True', 'False']}), mpf: mapping, _: bit(1, ''), efi: expedited},
	}),
	def: u16('Destination Element Field', {base: 'hex'}),
	oef: u16('Origin Element Field', {base: 'hex'}),
	daf: u16('Destination Address Field', {base: 'hex', about: 'Who it is for.'}),
	oaf: u16('Origin Address Field', {base: 'hex', about: 'Whom it is from.'}),
	lsid: u8('Local Session Identification', {base: 'hex'}),
	snf: u16('Sequence Number Field', {about: 'Ties a response to its request.'}),
	dcf: u16('Data Count Field', {about: 'Bytes of headers and data behind the transmission header.'}),
	sa: byteString(8, 'Session Address', {type: 'FT_BYTES'}),
	cmd_fmt: u8('Command Format', {base: 'hex'}),
	cmd_type: u8('Command Type', {base: 'hex'}),
	cmd_sn: u16('Command Sequence Number'),
}));

const yes = ['True', 'False'] as const;
const flag = (key: string, title: string, meaning: readonly [string, string] = yes): Bit => bit(1, title, {name: `sna.rh.${key}`, meaning});
const byteOne = 'Request/Response Header Byte 1';
const definite = {dr1: flag('dr1', 'Definite Response 1 Indicator')};
const definiteTwo = flag('dr2', 'Definite Response 2 Indicator');
const queued = flag('qri', 'Queued Response Indicator', ['Enqueue response in TC queues', 'Response bypasses TC queues']);
const pacing = flag('pi', 'Pacing Indicator');

// GA27-3136: Request/Response Headers
export const rh = parts('sna.rh', () => ({
	kind: u8('Request/Response Header Byte 0', {
		name: 'sna.rh.0',
		base: 'hex',
		bits: {
			rri: bit(1, 'Request/Response Indicator', {name: 'sna.rh.rri', base: 'dec', values: no('Request', 'Response')}),
			ru_category: bit(2, 'Request/Response Unit Category', {
				name: 'sna.rh.ru_category',
				base: 'hex',
				values: new Map([[0, 'Function Management Data (FMD)'], [1, 'Network Control (NC)'], [2, 'Data Flow Control (DFC)'], [3, 'Session Control (SC)']]),
				about: 'Whether users or the network itself talk.',
			}),
			_: bit(1, ''),
			fi: flag('fi', 'Format Indicator', ['FM Header', 'No FM Header']),
			sdi: flag('sdi', 'Sense Data Included', ['Included', 'Not included']),
			bci: flag('bci', 'Begin Chain Indicator', ['First in Chain', 'Not First in Chain']),
			eci: flag('eci', 'End Chain Indicator', ['Last in Chain', 'Not Last in Chain']),
		},
	}),
	request: u8(byteOne, {
		name: 'sna.rh.1',
		base: 'hex',
		bits: {
			...definite,
			lcci: flag('lcci', 'Length-Checked Compression Indicator', ['Compressed', 'Not Compressed']),
			dr2: definiteTwo,
			eri: flag('eri', 'Exception Response Indicator'),
			_: bit(1, ''),
			rlwi: flag('rlwi', 'Request Larger Window Indicator'),
			qri: queued,
			pi: pacing,
		},
	}),
	response: u8(byteOne, {
		name: 'sna.rh.1',
		base: 'hex',
		bits: {...definite, _: bit(1, ''), dr2: definiteTwo, rti: flag('rti', 'Response Type Indicator', ['Negative', 'Positive']), _more: bit(2, ''), qri: queued, pi: pacing},
	}),
	brackets: u8('Request/Response Header Byte 2', {
		name: 'sna.rh.2',
		base: 'hex',
		bits: {
			bbi: flag('bbi', 'Begin Bracket Indicator'),
			ebi: flag('ebi', 'End Bracket Indicator'),
			cdi: flag('cdi', 'Change Direction Indicator'),
			_: bit(1, ''),
			csi: bit(1, 'Code Selection Indicator', {name: 'sna.rh.csi', base: 'dec', values: no('EBCDIC', 'ASCII')}),
			edi: flag('edi', 'Enciphered Data Indicator'),
			pdi: flag('pdi', 'Padded Data Indicator'),
			cebi: flag('cebi', 'Conditional End Bracket Indicator'),
		},
	}),
	last: u8('Request/Response Header Byte 2', {name: 'sna.rh.2', base: 'hex'}),
}));

// IBM, APPN High Performance Routing Architecture, SV40-1018: the headers of its packets
export const nlp = parts('sna.nlp', () => ({
	nhdr: none('Network Layer Packet Header'),
	way: u8('Network Layer Packet Header Byte 0', {
		name: 'sna.nlp.nhdr.0',
		base: 'hex',
		bits: {
			sm: bit(3, 'Switching Mode Field', {
				name: 'sna.nlp.nhdr.sm',
				base: 'hex',
				values: new Map([[functionRouting, 'Function routing'], [automaticRouting, 'Automatic network routing']]),
				about: 'How the packet finds its way.',
			}),
			_: bit(2, ''),
			tpf: bit(2, 'Transmission Priority Field', {name: 'sna.nlp.nhdr.tpf', base: 'hex', values: priorities}),
			_last: bit(1, ''),
		},
	}),
	state: u8('Network Layer Packet Header Byte 1', {
		name: 'sna.nlp.nhdr.1',
		base: 'hex',
		bits: {
			ft: bit(4, 'Function Type', {name: 'sna.nlp.nhdr.ft', base: 'hex', values: new Map([[1, 'LDLC']])}),
			tspi: bit(1, 'Time Sensitive Packet Indicator', {name: 'sna.nlp.nhdr.tspi', meaning: ['Time sensitive', 'Not time sensitive']}),
			slowdn1: bit(1, 'Slowdown 1', {name: 'sna.nlp.nhdr.slowdn1', meaning: ['Minor congestion', 'No minor congestion']}),
			slowdn2: bit(1, 'Slowdown 2', {name: 'sna.nlp.nhdr.slowdn2', meaning: ['Major congestion', 'No major congestion']}),
			_: bit(1, ''),
		},
	}),
	'nhdr.fra': bytes('Function Routing Address Entry'),
	'nhdr.anr': bytes('Automatic Network Routing Entry', {about: 'The links that are still to be taken, up to a byte of ones.'}),
	frh: u8('Transmission Priority Field', {base: 'hex'}),
	thdr: none('RTP Transport Header'),
	'thdr.tcid': byteString(8, 'Transport Connection Identifier', {type: 'FT_BYTES', about: 'Which connection between two endpoints the packet belongs to.'}),
	message: u8('RTP Transport Packet Header Byte 8', {
		name: 'sna.nlp.thdr.8',
		base: 'hex',
		bits: {
			_: bit(1, ''),
			setupi: bit(1, 'Setup Indicator', {name: 'sna.nlp.thdr.setupi', meaning: ['Connection setup segment present', 'Connection setup segment not present']}),
			somi: bit(1, 'Start Of Message Indicator', {name: 'sna.nlp.thdr.somi', meaning: ['Start of message', 'Not start of message']}),
			eomi: bit(1, 'End Of Message Indicator', {name: 'sna.nlp.thdr.eomi', meaning: ['End of message', 'Not end of message']}),
			sri: bit(1, 'Session Request Indicator', {name: 'sna.nlp.thdr.sri', meaning: ['Status requested', 'No status requested']}),
			rasapi: bit(1, 'Reply ASAP Indicator', {name: 'sna.nlp.thdr.rasapi', meaning: ['Reply as soon as possible', 'No need to reply as soon as possible']}),
			retryi: bit(1, 'Retry Indicator', {name: 'sna.nlp.thdr.retryi', meaning: ['Undefined', 'Sender will retransmit']}),
			_last: bit(1, ''),
		},
	}),
	optional: u8('RTP Transport Packet Header Byte 9', {
		name: 'sna.nlp.thdr.9',
		base: 'hex',
		bits: {
			lmi: bit(1, 'Last Message Indicator', {name: 'sna.nlp.thdr.lmi', meaning: ['Last message', 'Not last message']}),
			_: bit(3, ''),
			cqfi: bit(1, 'Connection Qualifier Field Indicator', {name: 'sna.nlp.thdr.cqfi', meaning: ['CQFI included', 'CQFI not included']}),
			osi: bit(1, 'Optional Segments Present Indicator', {name: 'sna.nlp.thdr.osi', meaning: ['Optional segments present', 'No optional segments present']}),
			_last: bit(2, ''),
		},
	}),
	'thdr.offset': u16('Data Offset/4', {base: 'hex', about: 'Where the data begins, in words of four bytes from the start of this header.'}),
	'thdr.dlf': u32('Data Length Field', {base: 'hex'}),
	'thdr.bsn': u32('Byte Sequence Number', {base: 'hex'}),
}));

export const p = parts('sna', () => ({
	th: none('Transmission Header'),
	rh: none('Request/Response Header'),
	reserved: bytes('Reserved'),
	biu_segment_data: bytes('BIU segment data', {about: 'Part of a longer unit, whose header stands in its first segment.'}),
}));
