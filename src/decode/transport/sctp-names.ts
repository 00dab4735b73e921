// IANA, SCTP chunk types
export const chunkTypes: ReadonlyMap<number, string> = new Map([
	[0, 'DATA'], [1, 'INIT'], [2, 'INIT_ACK'], [3, 'SACK'], [4, 'HEARTBEAT'], [5, 'HEARTBEAT_ACK'], [6, 'ABORT'], [7, 'SHUTDOWN'], [8, 'SHUTDOWN_ACK'], [9, 'ERROR'],
	[10, 'COOKIE_ECHO'], [11, 'COOKIE_ACK'], [12, 'ECNE'], [13, 'CWR'], [14, 'SHUTDOWN_COMPLETE'], [15, 'AUTH'], [16, 'NR_SACK'], [64, 'I_DATA'], [128, 'ASCONF_ACK'],
	[129, 'PKTDROP'], [130, 'RE_CONFIG'], [132, 'PAD'], [192, 'FORWARD_TSN'], [193, 'ASCONF'], [194, 'I_FORWARD_TSN'],
]);

/** A chunk type's name, or that it is unknown. */
export const chunkName = (type: number): string => chunkTypes.get(type) ?? 'UNKNOWN';

// IANA, SCTP payload protocol identifiers
export const payloadProtocols: ReadonlyMap<number, string> = new Map([
	[0, 'not specified'], [1, 'IUA'], [2, 'M2UA'], [3, 'M3UA'], [4, 'SUA'], [5, 'M2PA'], [6, 'V5UA'], [7, 'H.248/MEGACO'], [8, 'BICC/Q.2150.3'], [9, 'TALI'], [10, 'DUA'], [11, 'ASAP'], [12, 'ENRP'],
	[13, 'H.323'], [14, 'Q.IPC/Q.2150.3'], [15, 'SIMCO'], [16, 'DDP chunk'], [17, 'DDP stream session control'], [18, 'S1 Application Protocol (S1AP)'], [19, 'RUA'], [20, 'HNBAP'], [21, 'ForCES HP'],
	[22, 'ForCES MP'], [23, 'ForCES LP'], [24, 'SBc-AP'], [25, 'NBAP'], [26, 'Unassigned'], [27, 'X2AP'], [28, 'Inter Router Capability Protocol (IRCP)'], [29, 'LCS-AP'], [30, 'MPICH2'],
	[31, 'Service Area Broadcast Protocol (SABP)'], [32, 'Fractal Generator Protocol'], [33, 'Ping Pong Protocol'], [34, 'CalcApp Protocol'], [35, 'Scripting Service Protocol'],
	[36, 'NetPerfMeter Control'], [37, 'NetPerfMeter Data'], [38, 'Echo'], [39, 'Discard'], [40, 'Daytime'], [41, 'CHARGEN'], [42, '3GPP RNA'], [43, '3GPP M2AP'], [44, '3GPP M3AP'], [45, 'SSH'],
	[46, 'Diameter'], [47, 'Diameter DTLS'], [48, 'R14P BER'], [50, 'WebRTC Control'], [51, 'WebRTC String'], [52, 'WebRTC Binary (partial)'], [53, 'WebRTC Binary'], [54, 'WebRTC String (partial)'],
	[55, '3GPP PUA'], [56, 'WebRTC String Empty'], [57, 'WebRTC Binary Empty'], [58, '3GPP XwAP'], [59, '3GPP Xw-Control Plane'], [60, '3GPP NGAP'], [61, '3GPP XnAP'], [62, '3GPP F1 AP'],
]);
