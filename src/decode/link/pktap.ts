import {byteString, header, parts, text, u16, u32} from '../field.ts';
import {claims, fault, protocol, strayCharacters} from '../protocol.ts';
import {linkType} from '../space.ts';

const little = {little: true} as const;

// Apple: bsd/net/pktap.h, struct pktap_header
const h = header('pktap', {
	hdrlen: u32('Header length', little),
	rectype: u32('Record type', little),
	dlt: u32('DLT', {...little, about: 'What the frame behind this header begins with.'}),
	_ifname: byteString(24, 'Interface name'),
	flags: u32('Flags', {...little, base: 'hex'}),
	pfamily: u32('Protocol family', little),
	llhdrlen: u32('Link-layer header length', little),
	lltrlrlen: u32('Link-layer trailer length', little),
	pid: u32('Process ID', {...little, about: 'The process that sent the packet or that it is for.'}),
	_cmdname: byteString(20, 'Command name'),
	svc_class: u32('Service class', little),
	iftype: u16('Interface type', little),
	ifunit: u16('Interface unit', little),
	epid: u32('Effective process ID', little),
	_ecmdname: byteString(20, 'Effective command name'),
});

const p = parts('pktap', () => ({
	ifname: text('Interface name', {type: 'FT_STRINGZ'}),
	cmdname: text('Command name', {type: 'FT_STRINGZ'}),
	ecmdname: text('Effective command name', {type: 'FT_STRINGZ'}),
}));

const faults = {short: fault('pktap.hdrlen_too_short', 'Header length is too short', 'error'), stray: strayCharacters};

/** What is said of a packet that follows; of other records nobody knows what follows. */
const packetRecord = 1;

export const pktap = protocol({
	name: 'pktap',
	title: 'PKTAP packet header',
	about: 'What macOS says about a frame: the interface and the process.',
	reference: 'LINKTYPE_PKTAP',
	claims: claims(linkType, 258, 149),
	lacking: {under: 4, as: 'named'},
	header: h,
	parts: p,
	faults,
	walk(c) {
		if (h.hdrlen.read(c) < h.size) return c.opaque();
		c.payload(h.hdrlen.read(c));
		if (h.rectype.read(c) !== packetRecord) return c.opaque();
		const type = h.dlt.read(c);
		return type < linkType.size ? c.next(linkType, type) : undefined;
	},
	expand(r) {
		if (r.get(h.hdrlen) < h.size) r.readOpen(h.hdrlen, () => r.fail(faults.short, r.position - 4));
		r.read(h.hdrlen);
		r.read(h.rectype);
		r.read(h.dlt);
		r.terminated(p.ifname, h._ifname.size);
		for (const field of [h.flags, h.pfamily, h.llhdrlen, h.lltrlrlen, h.pid]) r.read(field);
		r.terminated(p.cmdname, h._cmdname.size);
		for (const field of [h.svc_class, h.iftype, h.ifunit, h.epid]) r.read(field);
		r.terminated(p.ecmdname, h._ecmdname.size);
	},
});
