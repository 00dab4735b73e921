import {autoRp} from './application/auto-rp.ts';
import {bfd, bfdEcho} from './application/bfd.ts';
import {bgp} from './application/bgp.ts';
import {dhcp} from './application/dhcp.ts';
import {dns, linkLocalNames, multicastDns} from './application/dns.ts';
import {glbp} from './application/glbp.ts';
import {gsmOverIp, gsmStreams} from './application/gsm-ipa.ts';
import {radioSignalling} from './application/gsm-rsl.ts';
import {hsrp} from './application/hsrp.ts';
import {http, ssdp} from './application/http.ts';
import {journal} from './application/journal.ts';
import {knownMedia, media, textLines, urlencodedForm} from './application/http-media.ts';
import {ldp} from './application/ldp.ts';
import {ntp} from './application/ntp.ts';
import {radius} from './application/radius.ts';
import {rip} from './application/rip.ts';
import {ripng} from './application/ripng.ts';
import {socks} from './application/socks.ts';
import {tls} from './application/tls.ts';
import {undecoded} from './application/undecoded.ts';
import {data} from './data.ts';
import {frame} from './frame.ts';
import {arista} from './link/arista.ts';
import {arp} from './link/arp.ts';
import {backboneBridge} from './link/backbone-bridge.ts';
import {bluetooth, bluetoothH4, bluetoothPackets} from './link/bluetooth.ts';
import {canEthernet} from './link/can-ethernet.ts';
import {can, canFd, littleCan, littleCanFd} from './link/can.ts';
import {capwapControl, capwapData} from './link/capwap.ts';
import {cdp} from './link/cdp.ts';
import {ciscoHdlc, slarp} from './link/cisco-hdlc.ts';
import {configurationTest} from './link/configuration-test.ts';
import {dtp} from './link/dtp.ts';
import {eap} from './link/eap.ts';
import {eapol} from './link/eapol.ts';
import {enc} from './link/enc.ts';
import {ethernet} from './link/ethernet.ts';
import {ethernetOverIp} from './link/ethernet-over-ip.ts';
import {geneve} from './link/geneve.ts';
import {gtp} from './link/gtp.ts';
import {gtpTwo} from './link/gtpv2.ts';
import {fabricPath} from './link/fabric-path.ts';
import {frameRelay} from './link/frame-relay.ts';
import {ipoib} from './link/ipoib.ts';
import {isl} from './link/isl.ts';
import {juniper} from './link/juniper.ts';
import {knownLinks} from './link/known-links.ts';
import {l2tp, l2tpInIp} from './link/l2tp.ts';
import {linkProtocols, logicalLinks} from './link/l2cap.ts';
import {linuxCooked, linuxCooked2} from './link/linux-cooked.ts';
import {llc} from './link/llc.ts';
import {lldp} from './link/lldp.ts';
import {loopback} from './link/loopback.ts';
import {macsec} from './link/macsec.ts';
import {nflog} from './link/nflog.ts';
import {nortelDiscovery} from './link/nortel-discovery.ts';
import {osi} from './link/osi.ts';
import {pflog} from './link/pflog.ts';
import {pktap} from './link/pktap.ts';
import {ppi, ppiRadio} from './link/ppi.ts';
import {challengeAuthentication, compressionControl, ipControl, ipv6Control, linkControl, passwordAuthentication} from './link/ppp-control.ts';
import {ppp} from './link/ppp.ts';
import {pppoeDiscovery, pppoeSession} from './link/pppoe.ts';
import {precisionTime} from './link/precision-time.ts';
import {radiotap} from './link/radiotap.ts';
import {rawIp} from './link/raw-ip.ts';
import {sna, snaOverEthernet} from './link/sna.ts';
import {spanningTree} from './link/spanning-tree.ts';
import {teredo} from './link/teredo.ts';
import {udld} from './link/udld.ts';
import {usbProtocols} from './link/usb.ts';
import {providerVlan, vlan} from './link/vlan.ts';
import {vtp} from './link/vtp.ts';
import {vxlan, vxlanExtended} from './link/vxlan.ts';
import {wlan, wlanChecked, wlanSwapped} from './link/wlan.ts';
import {wlanRadio} from './link/wlan-radio.ts';
import {authenticationHeader} from './network/authentication-header.ts';
import {eigrp} from './network/eigrp.ts';
import {encapsulatingPayload} from './network/encapsulating-payload.ts';
import {erspan, erspanOne} from './network/erspan.ts';
import {gre} from './network/gre.ts';
import {icmp} from './network/icmp.ts';
import {icmpv6} from './network/icmpv6.ts';
import {igmp} from './network/igmp.ts';
import {ipv4} from './network/ipv4.ts';
import {ipv6Fragment} from './network/ipv6-fragment.ts';
import {destinationOptions, hopByHopOptions} from './network/ipv6-options.ts';
import {ipv6Routing} from './network/ipv6-routing.ts';
import {ipv6} from './network/ipv6.ts';
import {isis, isisPdus} from './network/isis.ts';
import {mobility} from './network/mobility.ts';
import {mpls} from './network/mpls.ts';
import {ospf} from './network/ospf.ts';
import {pim} from './network/pim.ts';
import {rsvp} from './network/rsvp.ts';
import {vrrp} from './network/vrrp.ts';
import type {Protocol} from './protocol.ts';
import {type DecodeAs, Registry} from './registry.ts';
import {dccp} from './transport/dccp.ts';
import {pgm} from './transport/pgm.ts';
import {quic} from './transport/quic.ts';
import {quicTls} from './transport/quic-tls.ts';
import {sctp} from './transport/sctp.ts';
import {tcp} from './transport/tcp.ts';
import {udp, udpLite} from './transport/udp.ts';
import {udpEncapsulation} from './transport/udp-encapsulation.ts';
import {wireGuard} from './transport/wireguard.ts';

/** Every protocol inkcap knows, one line each. */
export const protocols: readonly Protocol[] = [
	frame,
	data,
	ethernet,
	fabricPath,
	isl,
	llc,
	osi,
	sna,
	snaOverEthernet,
	spanningTree,
	lldp,
	cdp,
	udld,
	arista,
	eap,
	eapol,
	configurationTest,
	dtp,
	vtp,
	nortelDiscovery,
	vlan,
	macsec,
	providerVlan,
	backboneBridge,
	linuxCooked,
	linuxCooked2,
	loopback,
	enc,
	pflog,
	nflog,
	can,
	canFd,
	littleCan,
	littleCanFd,
	canEthernet,
	...usbProtocols,
	bluetooth,
	bluetoothH4,
	...bluetoothPackets,
	logicalLinks,
	...linkProtocols,
	rawIp,
	ppi,
	ppiRadio,
	pktap,
	juniper,
	radiotap,
	wlan,
	wlanChecked,
	wlanSwapped,
	wlanRadio,
	capwapControl,
	capwapData,
	precisionTime,
	ipoib,
	frameRelay,
	ppp,
	linkControl,
	ipControl,
	ipv6Control,
	compressionControl,
	passwordAuthentication,
	challengeAuthentication,
	ciscoHdlc,
	slarp,
	pppoeDiscovery,
	pppoeSession,
	arp,
	ethernetOverIp,
	vxlan,
	vxlanExtended,
	geneve,
	gtp,
	gtpTwo,
	l2tp,
	l2tpInIp,
	teredo,
	ipv4,
	ipv6,
	hopByHopOptions,
	destinationOptions,
	ipv6Routing,
	ipv6Fragment,
	mobility,
	authenticationHeader,
	encapsulatingPayload,
	icmp,
	icmpv6,
	igmp,
	gre,
	erspan,
	erspanOne,
	pim,
	ospf,
	rsvp,
	eigrp,
	isis,
	...isisPdus,
	vrrp,
	mpls,
	tcp,
	udp,
	udpLite,
	udpEncapsulation,
	wireGuard,
	sctp,
	dccp,
	pgm,
	quic,
	http,
	ssdp,
	tls,
	socks,
	quicTls,
	dns,
	multicastDns,
	linkLocalNames,
	dhcp,
	ntp,
	ldp,
	bgp,
	autoRp,
	glbp,
	ripng,
	rip,
	hsrp,
	bfd,
	bfdEcho,
	radius,
	journal,
	gsmOverIp,
	radioSignalling,
	...gsmStreams,
	textLines,
	media,
	urlencodedForm,
	...knownMedia,
	...knownLinks,
	...undecoded,
];

/** The registry of all of them, with decode-as rules on top. */
export const buildRegistry = (decodeAs: readonly DecodeAs[] = []): Registry => new Registry(protocols, {frame, data}, decodeAs);
