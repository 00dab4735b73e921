/** Protocols that are known by their numbers and not decoded, m to z: name, column, title, and the numbers by space. Read by `undecoded.ts`. */
export const knownMToZ = `
m2ap|M2AP|M2 Application Protocol|sctp:36443 payload:43
m2m|M2M  (m2m)|WiMax Mac to Mac Packet|ether:2288
m2pa|M2PA|MTP2 Peer Adaptation Layer|sctp:3565 payload:5
m2tp|M2TP|MTP 2 Transparent Proxy|sctp:9908 payload:99
m2ua|M2UA|MTP 2 User Adaptation Layer|sctp:2904 payload:2
m3ap|M3AP|M3 Application Protocol|sctp:36444 payload:44
m3ua|M3UA|MTP 3 User Adaptation Layer|sctp:2905 payload:3
macc|MACC|MAC Control|ether:34824
macsec|MACsec|802.1AE Security tag|ether:35045
mactelnet|MAC-Telnet|MikroTik MAC-Telnet Protocol|udp:20561
manolito|Manolito|Blubster/Piolet MANOLITO Protocol|udp:41170
mbtcp|Modbus/TCP|Modbus/TCP|tcp:502
mbudp|Modbus/UDP|Modbus/UDP|udp:502
mdp|MDP|Meraki Discovery Protocol|ether:1810-1811
mdshdr|MDS Header|MDS Header|ether:64764
megaco|MEGACO|MEGACO|tcp:2944 udp:2944 sctp:2944 payload:7
memcache|MEMCACHE|Memcache Protocol|tcp:11211 udp:11211
mgcp|MGCP|Media Gateway Control Protocol|tcp:2427,2727 udp:2427,2727
mih|MIH|Media-Independent Handover|tcp:4551 udp:4551 ether:35095
mikey|MIKEY|Multimedia Internet KEYing|tcp:2269 udp:2269
mint|MINT|Media Independent Network Transport|udp:24576-24577 ether:34691
mip|Mobile IP|Mobile IP|udp:434
mle|MLE|Mesh Link Establishment|udp:19788
mndp|MNDP|Mikrotik Neighbor Discovery Protocol|udp:5678
mpeg_dsmcc|MPEG DSM-CC|MPEG DSM-CC|tcp:13819 udp:13819
mpls|MPLS|MultiProtocol Label Switching Header|udp:6635 ip:137 ether:34887-34888
mpls-echo|MPLS Echo|Multiprotocol Label Switching Echo|udp:3503
mplscp|PPP MPLSCP|PPP MPLS Control Protocol|ether:33409
mqtt|MQTT|MQ Telemetry Transport Protocol|tcp:1883
mrcpv2|MRCPv2|Media Resource Control Protocol Version 2 (MRCPv2)|tcp:6075,30000-30200
mrp-mmrp|MRP-MMRP|Multiple Mac Registration Protocol|ether:35062
mrp-msrp|MRP-MSRP|Multiple Stream Reservation Protocol|ether:8938
mrp-mvrp|MRP-MVRP|Multiple VLAN Registration Protocol|ether:35061
msdp|MSDP|Multicast Source Discovery Protocol|tcp:639
msmms|MSMMS|Microsoft Media Server|tcp:1755 udp:1755
msnlb|MS NLB|MS Network Load Balancing|ether:34927
msnms|MSNMS|MSN Messenger Service|tcp:1863
msproxy|MS Proxy|MS Proxy Protocol|udp:1745
msrcp|MSRCP|MSRCP Protocol|udp:3343
msrp|MSRP|Message Session Relay Protocol|tcp:2855
mysql|MySQL|MySQL Protocol|tcp:3306
nano|Nano|Nano Cryptocurrency Protocol|tcp:7075 udp:7075
nbap|NBAP|UTRAN Iub interface NBAP signalling|payload:25
nbdgm|NBDS|NetBIOS Datagram Service|udp:138
nbns|NBNS|NetBIOS Name Service|udp:137
nbss|NBSS|NetBIOS Session Service|tcp:139,445
ncp|NCP|NetWare Core Protocol|tcp:524 udp:524
ncs|NCS|Novell Cluster Services|ip:224
ncsi|NCSI|NCSI|ether:35064
ndmp|NDMP|Network Data Management Protocol|tcp:10000
ndps|NDPS|Novell Distributed Print System|tcp:3014,3016-3019,3369
netperfmeter|NetPerfMeter|NetPerfMeter Protocol|payload:36-37,688485893-688485894
netsync|Netsync|Monotone Netsync|tcp:5253
ngap|NGAP|NG Application Protocol|sctp:38412 payload:60
nhrp|NHRP|NBMA Next Hop Resolution Protocol|ip:54
njack|NJACK|3com Network Jack|udp:5264-5265
nntp|NNTP|Network News Transfer Protocol|tcp:119
nsh|NSH|Network Service Header|ether:35151
nsrp|NSRP|Juniper Netscreen Redundant Protocol|ether:33075
nvme-tcp|NVMe/TCP|NVM Express Fabrics TCP|tcp:4420
nwp|NWP|Neighborhood Watch Protocol|ether:49375
nxp_802154_sniffer|NXP 802154 Sniffer|NXP 802.15.4 Sniffer Protocol|udp:49999
oicq|OICQ|OICQ - IM software, popular in China|udp:8000
olsr|OLSR|Optimized Link State Routing Protocol|udp:698
omapi|OMAPI|ISC Object Management API|tcp:7911
omron|OMRON FINS|OMRON FINS Protocol|tcp:9600 udp:9600
opa.fe|OPA FE|Intel Omni-Path FE Header - Omni-Path Fabric Executive Header|tcp:3245-3248
opcua|OpcUa|OpcUa Binary Protocol|tcp:4840
openflow|OpenFlow|OpenFlow|tcp:6653
opensafety|openSAFETY|openSAFETY|udp:8755
opensafety_udp|openSAFETY ov. UDP|openSAFETY over UDP|udp:9877
openvpn|OpenVPN|OpenVPN Protocol|tcp:1194 udp:1194
opsi|OPSI|Open Policy Service Interface|tcp:4002
osi|OSI|OSI|ip:80
osinlcp|PPP OSINLCP|PPP OSI Network Layer Control Protocol|ether:32803
packetbb|PacketBB|PacketBB Protocol|udp:269
pap|PPP PAP|PPP Password Authentication Protocol|ether:49187
papi|PAPI|Aruba PAPI|udp:8211
pathport|Pathport|Pathport Protocol|udp:3792
pcep|PCEP|Path Computation Element communication Protocol|tcp:4189
pcomtcp|PCOM/TCP|PCOM/TCP|tcp:20256
pcp|PCP|Performance Co-Pilot|tcp:44321
pfcp|PFCP|Packet Forwarding Control Protocol|udp:8805
pgm|PGM|Pragmatic General Multicast|ip:113
pgsql|PGSQL|PostgreSQL|tcp:5432
pim|PIM|Protocol Independent Multicast|ip:103
pingpongprotocol|PingPongProtocol|Ping Pong Protocol|payload:33,688485890
pktc|PKTC|PacketCable|udp:1293
pktc.mtafqdn|PKTC MTA FQDN|PacketCable MTA FQDN|udp:2246
pmproxy|PMPROXY|Performance Co-Pilot Proxy|tcp:44322
pn_mrp|PN-MRP|PROFINET MRP|ether:35043
pn_rt|PN-RT|PROFINET Real-Time Protocol|udp:34962 ether:34962
pnrp|PNRP|Peer Name Resolution Protocol|udp:3540
pop|POP|Post Office Protocol|tcp:110
portcontrol|Port Control|Port Control Protocol|udp:5350-5351
pppmux|PPP PPPMux|PPP Multiplexing|ether:89
pppmuxcp|PPP PPPMuxCP|PPPMux Control Protocol|ether:32857
pptp|PPTP|Point-to-Point Tunnelling Protocol|tcp:1723
ptp|PTP|Precision Time Protocol (IEEE1588)|udp:319-320 ether:35063
ptpip|PTP/IP|Picture Transfer Protocol Over IP|tcp:15740
pulse|PULSE|PULSE protocol for Linux Virtual Server redundancy|udp:539
pvfs|PVFS|Parallel Virtual File System|tcp:3334
q931|Q.931|Q.931|payload:13
quake|QUAKE|Quake Network Protocol|udp:26000
quake2|QUAKE2|Quake II Network Protocol|udp:27910
quake3|QUAKE3|Quake III Arena Network Protocol|udp:27950-27953,27960-27963
quakeworld|QUAKEWORLD|QuakeWorld Network Protocol|udp:27500
r3|R3|Assa Abloy R3|tcp:2571,8023
raknet|RakNet|RakNet game networking protocol|udp:19132
rdpudp|RDPUDP|UDP Remote Desktop Protocol|udp:3389
rdt|RDT|Real Data Transport|udp:6970
realtek|Realtek|Realtek Layer 2 Protocols|ether:34969
reload-framing|RELOAD FRAMING|REsource LOcation And Discovery Framing|tcp:6084 udp:6084
resp|RESP|REdis Serialization Protocol|tcp:6379
rlogin|Rlogin|Rlogin Protocol|tcp:513
rmcp|RMCP|Remote Management Control Protocol|udp:623
rmi|RMI|Java RMI|tcp:1099
rohc|ROHC|RObust Header Compression (ROHC)|ether:8945
roofnet|Roofnet|Roofnet Protocol|ether:1601,1603-1605
roon_disco|RoonDisco|Roon Discovery|udp:9003
rpc|RPC|Remote Procedure Call|tcp:111 udp:111
rpkirtr|RPKI-Router Protocol|RPKI-Router Protocol|tcp:323
rsh|RSH|Remote Shell|tcp:514
rsip|RSIP|Realm Specific IP Protocol|tcp:4555 udp:4555
rsp|RSP|RMCP Security-extensions Protocol|udp:664
rsvp-e2ei|RSVP-E2EI|Resource ReserVation Protocol (RSVP-E2EI)|ip:134
rsync|RSYNC|RSYNC File Synchroniser|tcp:873
rtcdc|RTCDC|WebRTC Datachannel Protocol|payload:50
rtcfg|RTcfg|RTcfg|ether:36898
rtmac|RTmac|Real-Time Media Access Control|ether:36897
rtmpt|RTMPT|Real Time Messaging Protocol|tcp:1935
rtpproxy|RTPproxy|Sippy RTPproxy Protocol|tcp:22222 udp:22222
rtsp|RTSP|Real Time Streaming Protocol|tcp:554,7236,8554
rua|RUA|UTRAN Iuh interface RUA signalling|sctp:29169 payload:19
rx|RX|RX Protocol|udp:7000-7009,7021
s1ap|S1AP|S1 Application Protocol|sctp:36412 payload:18
s5066sis|STANAG 5066 SIS|STANAG 5066 (SIS layer)|tcp:5066
sabp|SABP|UTRAN IuBC interface SABP signaling|tcp:3452 udp:3452 payload:31
sametime|SAMETIME|Sametime Protocol|tcp:1533
sap|SAP|Session Announcement Protocol|udp:9875
sasp|SASP|Server/Application State Protocol|tcp:3860
sbcap|SBcAP|SBc Application Part|sctp:29168 payload:24
sbus|SBUS|SAIA S-Bus|udp:5050
scop|SCoP|ZigBee SCoP|tcp:17755-17756 udp:17755-17756
sebek|SEBEK|SEBEK - Kernel Data Capture|udp:1101
sflow|sFlow|InMon sFlow|udp:6343
sgsap|SGSAP|SGs Application Part (SGsAP)|sctp:29118
shim6|Shim6|Shim6 Protocol|ip:140
sigcomp|SIGCOMP|Signaling Compression|tcp:5555,6666 udp:5555,6666
siii|SERCOS III V1.1|SERCOS III V1.1|ether:35021
sip|SIP|Session Initiation Protocol|tcp:5060 udp:5060
sir|SIR|Serial Infrared|tcp:6417
skinny|SKINNY|Skinny Client Control Protocol|tcp:2000
slimp3|SliMP3|SliMP3 Communication Protocol|udp:1069,3483
slow|802.3 Slow protocols|Slow Protocols|ether:34825
slsk|SoulSeek|SoulSeek Protocol|tcp:2234,2240,5534
smrse|SMRSE|Short Message Relaying Service|tcp:4321
smtp|SMTP|Simple Mail Transfer Protocol|tcp:25,587
smux|SMUX|SNMP Multiplex Protocol|tcp:199
snmp|SNMP|Simple Network Management Protocol|tcp:161-162 udp:161-162,8161 ether:33100
spdy|SPDY|SPDY|tcp:6121
srvloc|SRVLOC|Service Location Protocol|tcp:427 udp:427
ssdp|SSDP|Simple Service Discovery Protocol|udp:1900
ssh|SSH|SSH Protocol|tcp:22,29418 sctp:22 payload:45
ssp|SSP|Scripting Service Protocol|payload:35,688485892
ssyncp|SSyncP|State Synchronization Protocol|udp:60001
steam_ihs_discovery|Steam IHS Discovery|Steam In-Home Streaming Discovery Protocol|udp:27036
stp|STP|Spanning Tree Protocol|ether:33153
stun|STUN|Session Traversal Utilities for NAT|tcp:3478 udp:3478
sua|SUA|SS7 SCCP-User Adaptation Layer|sctp:14001 payload:4
sv|SV|IEC61850 Sampled Values|ether:35002
swipe|swIPe|swIPe IP Security Protocol|ip:53
synergy|Synergy|Synergy|tcp:24800
synphasor|SYNCHROPHASOR|IEEE C37.118 Synchrophasor Protocol|tcp:4712 udp:4713
syslog|Syslog|Syslog message|udp:514
tacacs|TACACS|TACACS|udp:49
tacplus|TACACS+|TACACS+|tcp:49
tapa|TAPA|Trapeze Access Point Access Protocol|udp:5000
tcpcl|TCPCL|DTN TCP Convergence Layer Protocol|tcp:4556
tdmoe|TDMoE|Digium TDMoE Protocol|ether:53261
tds|TDS|Tabular Data Stream|tcp:1433,2433
tecmp|TECMP|Technically Enhanced Capture Module Protocol|ether:39422
telkonet|TELKONET|Telkonet powerline|ether:34977
telnet|TELNET|Telnet|tcp:23
teredo|Teredo|Teredo IPv6 over UDP tunneling|udp:3544
tetra|TETRA|TETRA Protocol|udp:7074
tfp|TFP|Tinkerforge Protocol|tcp:4223
tftp|TFTP|Trivial File Transfer Protocol|udp:69
tibia|Tibia|Tibia Protocol|tcp:7171-7172
time|TIME|Time Protocol|tcp:37 udp:37
tipc|TIPC|Transparent Inter Process Communication(TIPC)|udp:6118 ether:35018
tivoconnect|TiVoConnect|TiVoConnect Discovery Protocol|tcp:2190 udp:2190
tns|TNS|Transparent Network Substrate Protocol|tcp:1521
tpcp|TPCP|Alteon - Transparent Proxy Cache Protocol|udp:3121
tpkt|TPKT Heuristic (for RDP)|TPKT Heuristic (for RDP)|tcp:102,3389
tplink-smarthome|TPLINK-SMARTHOME|TP-Link Smart Home Protocol|tcp:9999 udp:9999
tpm|TPM2.0|TPM2.0 Protocol|tcp:2321-2322
tpncp|TPNCP|AudioCodes TPNCP (TrunkPack Network Control Protocol)|tcp:2424 udp:2424
trill|TRILL|TRILL|ether:8947
ts2|TeamSpeak2|Teamspeak2 Protocol|udp:8767
tsp|TSP|Time Synchronization Protocol|udp:525
tte_pcf|TTE PCF|TTEthernet Protocol Control Frame|ether:35101
twamp.control|TWAMP-Control|TwoWay Active Measurement Control Protocol|tcp:862
tzsp|TZSP|Tazmen Sniffer Protocol|udp:37008
uaudp|UAUDP|UA/UDP Encapsulation Protocol|udp:32000,32512
udpencap|UDPENCAP|UDP Encapsulation of IPsec Packets|udp:4500
udplite|UDP-Lite|Lightweight User Datagram Protocol|ip:136
uftp|UFTP|UDP based FTP w/ multicast|udp:1044
ulp|ULP|OMA UserPlane Location Protocol|tcp:7275 udp:7275
uma|UMA|Unlicensed Mobile Access|tcp:14001
v5ua|V5UA|V5.2-User Adaptation Layer|sctp:5675,10001 payload:6
vicp|VICP|LeCroy VICP|tcp:1861
vines_echo|Vines Echo|Banyan Vines Echo|ether:2991
vines_frp|Vines FRP|Banyan Vines Fragmentation Protocol|udp:573 ip:83
vines_ip|Vines IP|Banyan Vines IP|ether:2989
vmlab|VMLAB|VMware Lab Manager|ether:35038
vnc|VNC|Virtual Network Computing|tcp:5500-5501,5900-5901
vntag|VNTAG|VN-Tag|ether:35110
vrt|VITA 49|VITA 49 radio transport protocol|udp:4991
vuze-dht|Vuze-DHT|Vuze DHT Protocol|udp:11273
vxlan|VXLAN|Virtual eXtensible Local Area Network|udp:4789
wai|WAI|WAI Protocol|ether:34996
wassp|WASSP|Wireless Access Station Session Protocol|udp:13907,13910
wccp|WCCP|Web Cache Communication Protocol|udp:2048
wcp|WCP|Wellfleet Compression|ether:33023
who|WHO|Who|udp:513
whois|WHOIS|whois|tcp:43
wimaxasncp|WiMAX ASN CP|WiMAX ASN Control Plane Protocol|udp:2231
winsrepl|WINS-Replication|WINS (Windows Internet Name Service) Replication|tcp:42
wisun.eapol_relay|Wi-SUN EAPOL Relay|Wi-SUN FAN EAPOL Relay|udp:10253
wlan|IEEE 802.11|IEEE 802.11 wireless LAN|ether:35085
wlan_centrino|IEEE 802.11 (Centrino)|IEEE 802.11 wireless LAN (Centrino)|ether:9298
wlccp|WLCCP|Cisco Wireless LAN Context Control Protocol|udp:2887 ether:34605
wol|WOL|Wake On LAN|ether:2114
wow|WOW|World of Warcraft|tcp:3724
woww|WOWW|World of Warcraft World|tcp:8085
wpan|IEEE 802.15.4|IEEE 802.15.4 Low-Rate Wireless PAN|ether:32922
wreth|WRETH|WSE remote ethernet|ether:43690
wsmp|WSMP|Wave Short Message Protocol(IEEE P1609.3)|ether:35036
wsp|WSP|Wireless Session Protocol|udp:2948,9200
wtls|WTLS|Wireless Transport Layer Security|udp:2949,9202-9203
wtp|WTP|Wireless Transaction Protocol|udp:9201
x11|X11|X11|tcp:6000-6063
x2ap|X2AP|EUTRAN X2 Application Protocol (X2AP)|sctp:36422 payload:27
xdmcp|XDMCP|X Display Manager Control Protocol|udp:177
xip|XIP|eXpressive Internet Protocol|ether:49374
xmcp|XMCP|eXtensible Messaging Client Protocol|tcp:4788
xmpp|XMPP|XMPP Protocol|tcp:5222
xnap|XnAP|NG-RAN Xn Application Protocol (XnAP)|sctp:38422 payload:61
xot|XOT|X.25 over TCP|tcp:1998
xti|XTI|Enhanced Cash Trading Interface 10.0|tcp:19042
xtp|XTP|Xpress Transport Protocol|ip:36
xyplex|XYPLEX|Xyplex|udp:173
z3950|Z39.50|Z39.50 Protocol|tcp:210
zebra|ZEBRA|Zebra Protocol|tcp:2600
zep|ZEP|ZigBee Encapsulation Protocol|udp:17754
`;
