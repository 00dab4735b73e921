import {bit, fieldsIn, parts, word} from '../field.ts';
import type {Reader} from '../reader.ts';

const yes = ['True', 'False'] as const;
const applicable = ['Applicable', 'Not Applicable'] as const;
const supported = ['Supported', 'Not supported'] as const;

/** What the sender can do, wants or has done, a bit each: 3GPP TS 29.274, section 8.12. */
export const indicationParts = parts('gtpv2', () => ({
	...word(1, {
		daf: bit(1, 'DAF (Dual Address Bearer Flag)', {meaning: yes}),
		dtf: bit(1, 'DTF (Direct Tunnel Flag)', {meaning: yes}),
		hi: bit(1, 'HI (Handover Indication)', {meaning: yes}),
		dfi: bit(1, 'DFI (Direct Forwarding Indication)', {meaning: yes}),
		oi: bit(1, 'OI (Operation Indication)', {meaning: yes}),
		isrsi: bit(1, 'ISRSI (Idle mode Signalling Reduction Supported Indication)', {meaning: yes}),
		israi: bit(1, 'ISRAI (Idle mode Signalling Reduction Activation Indication)', {meaning: yes}),
		sgwci: bit(1, 'SGWCI (SGW Change Indication)', {meaning: yes}),
	}),
	...word(1, {
		sqci: bit(1, 'SQCI (Subscribed QoS Change Indication)', {meaning: yes}),
		uimsi: bit(1, 'UIMSI (Unauthenticated IMSI)', {meaning: yes}),
		cfsi: bit(1, 'CFSI (Change F-TEID support indication)', {meaning: yes}),
		crsi: bit(1, 'CRSI (Change Reporting support indication)', {meaning: yes}),
		ps: bit(1, 'PS (Piggybacking Supported)', {meaning: yes}),
		pt: bit(1, 'PT (Protocol Type)', {meaning: yes}),
		si: bit(1, 'SI (Scope Indication)', {meaning: yes}),
		msv: bit(1, 'MSV (MS Validated)', {meaning: yes}),
	}),
	...word(1, {
		retloc: bit(1, 'RetLoc (Retrieve Location Indication Flag)', {meaning: yes}),
		pbic: bit(1, 'PBIC (Propagate BBAI Information Change)', {meaning: yes}),
		snri: bit(1, 'SRNI (SGW Restoration Needed Indication)', {meaning: yes}),
		s6af: bit(1, 'S6AF (Static IPv6 Address Flag)', {meaning: yes}),
		s4af: bit(1, 'S4AF (Static IPv4 Address Flag)', {meaning: yes}),
		mbmdt: bit(1, 'MBMDT (Management Based MDT allowed flag)', {meaning: yes}),
		israu: bit(1, 'ISRAU (ISR is activated for the UE)', {meaning: yes}),
		ccrsi: bit(1, 'CCRSI (CSG Change Reporting support indication)', {meaning: yes}),
	}),
	...word(1, {
		cprai: bit(1, 'CPRAI (Change of Presence Reporting Area information Indication)', {meaning: yes}),
		arrl: bit(1, 'ARRL (Abnormal Release of Radio Link)', {meaning: yes}),
		ppof: bit(1, 'PPOFF (PDN Pause Off Indication)', {meaning: yes}),
		ppon_ppei: bit(1, 'PPON (PDN Pause On Indication) / PPEI (PDN Pause Enabled Indication)', {meaning: yes}),
		ppsi: bit(1, 'PPSI (PDN Pause Support Indication)', {meaning: yes}),
		csfbi: bit(1, 'CSFBI (CSFB Indication)', {meaning: yes}),
		clii: bit(1, 'CLII (Change of Location Information Indication)', {meaning: yes}),
		cpsr: bit(1, 'CPSR (CS to PS SRVCC Indication)', {meaning: yes}),
	}),
	...word(1, {
		nsi: bit(1, 'NSI (NBIFOM Support Indication)', {meaning: yes}),
		uasi: bit(1, 'UASI (UE Available for Signalling Indication)', {meaning: yes}),
		dtci: bit(1, 'DTCI (Delay Tolerant Connection Indication)', {meaning: yes}),
		bdwi: bit(1, 'BDWI (Buffered DL Data Waiting Indication)', {meaning: yes}),
		psci: bit(1, 'PSCI (Pending Subscription Change Indication)', {meaning: yes}),
		pcri: bit(1, 'PCRI (P-CSCF Restoration Indication)', {meaning: yes}),
		aosi: bit(1, "AOSI (Associate OCI with SGW node's Identity)", {meaning: yes}),
		aopi: bit(1, "AOPI (Associate OCI with PGW node's Identity)", {meaning: yes}),
	}),
	...word(1, {
		roaai: bit(1, 'ROAAI (Release Over Any Access Indication)', {meaning: yes}),
		epcosi: bit(1, 'EPCOSI (Extended PCO Support Indication)', {meaning: yes}),
		cpopci: bit(1, 'CPOPCI (Control Plane Only PDN Connection Indication)', {meaning: yes}),
		pmtsmi: bit(1, 'PMTSMI (Pending MT Short Message Indication)', {meaning: yes}),
		s11tf: bit(1, 'S11TF (S11-U Tunnel Flag)', {meaning: yes}),
		pnsi: bit(1, 'PNSI (Pending Network Initiated PDN Connection Signalling Indication)', {meaning: yes}),
		unaccsi: bit(1, 'UNACCSI (UE Not Authorized Cause Code Support Indication)', {meaning: yes}),
		wpmsi: bit(1, 'WPMSI (WLCP PDN Connection Modification Support Indication)', {meaning: yes}),
	}),
	...word(1, {
		'5gsnn26': bit(1, '5GSNN26 (5GS Interworking without N26 Indication)', {meaning: yes}),
		reprefi: bit(1, 'REPREFI (Return Preferred Indication)', {meaning: yes}),
		'5gsiwk': bit(1, '5GSIWKI (5GS Interworking Indication)', {meaning: yes}),
		eevrsi: bit(1, 'EEVRSI (Extended EBI Value Range Support Indication)', {meaning: yes}),
		ltemui: bit(1, 'LTEMUI (LTE-M UE Indication)', {meaning: yes}),
		ltempi: bit(1, 'LTEMPI (LTE-M RAT Type reporting to PGW Indication)', {meaning: yes}),
		enbcrsi: bit(1, 'ENBCRSI (eNB Change Reporting Support Indication)', {meaning: yes}),
		tspcmi: bit(1, 'TSPCMI (Triggering SGSN Initiated PDP Context Creation/Modification Indication)', {meaning: yes}),
	}),
	...word(1, {
		csrmfi: bit(1, 'CSRMFI (Create Session Request Message Forwarded Indication)', {meaning: yes}),
		mtedtn: bit(1, 'MTEDTN (MT-EDT Not Applicable)', {meaning: applicable}),
		mtedta: bit(1, 'MTEDTA (MT-EDT Applicable)', {meaning: applicable}),
		n5gnmi: bit(1, 'N5GNMI (No 5GS N26 Mobility Indication)', {meaning: yes}),
		'5gcnrs': bit(1, '5GCNRS (5GC Not Restricted Support)', {meaning: supported}),
		'5gcnri': bit(1, '5GCNRI (5GC Not Restricted Indication)', {meaning: supported}),
		'5srhoi': bit(1, '5SRHOI (5G-SRVCC HO Indication)', {meaning: supported}),
		ethpdn: bit(1, 'ETHPDN (Ethernet PDN Support Indication)', {meaning: supported}),
	}),
	...word(1, {
		nspusi: bit(1, 'NSPUSI (Notify Start of Pause of Charging via User plane Support Indication)', {meaning: yes}),
		pgwrnsi: bit(1, 'PGWRNSI (PGW Redirection due to mismatch with Network Slice subscribed by UE Support Indication)', {meaning: yes}),
		rppcsi: bit(1, 'RPPCSI (Restoration of PDN connections after an PGW-C/SMF change Support Indication)', {meaning: yes}),
		pgwchi: bit(1, 'PGWCHI (PGW CHange Indication)', {meaning: yes}),
		sissme: bit(1, 'SISSME (Same IWK-SCEF Selected for Monitoring Event Indication)', {meaning: yes}),
		nsenbi: bit(1, 'NSENBI (Notify Source eNodeB Indication)', {meaning: yes}),
		idfupf: bit(1, 'IDFUPF (Indirect Data Forwarding with UPF Indication)', {meaning: yes}),
		emci: bit(1, 'EMCI (Emergency PDU Session Indication)', {meaning: yes}),
	}),
}));

const perByte = 8;

/** Reads as many bytes of flags as there are in the part, and are known. */
export function readIndication(r: Reader): void {
	const flags = fieldsIn(indicationParts);
	for (let first = 0; first < flags.length && r.left > 0; first += perByte) {
		for (const field of flags.slice(first, first + perByte)) r.at(field, r.position);
		r.skip(1);
	}
}
