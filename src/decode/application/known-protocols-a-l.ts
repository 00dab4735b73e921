/** Protocols that are known by their numbers and not decoded, a to l: name, column, title, and the numbers by space. Read by `undecoded.ts`. */
export const knownAToL = `
6lowpan|6LoWPAN|IPv6 over Low power Wireless Personal Area Networks|ether:41197
9p|9P|Plan 9|tcp:564
a11|3GPP2 A11|3GPP2 A11|udp:699
a21|A21|A21 Protocol|udp:23272
aarp|AARP|Appletalk Address Resolution Protocol|ether:33011
acap|ACAP|Application Configuration Access Protocol|tcp:674
acdr|AC DR|AUDIOCODES DEBUG RECORDING|tcp:925 udp:925
actrace|ACtrace|AudioCodes Trunk Trace|udp:2428
adp|ADP|Aruba Discovery Protocol|udp:8200
adwin|ADwin|ADwin communication protocol|udp:6543
agentx|AgentX|AgentX|tcp:705
ah|AH|Authentication Header|ip:51
ajns|AllJoyn NS|AllJoyn Name Service Protocol|tcp:9956 udp:9956
ajp13|AJP13|Apache JServ Protocol v1.3|tcp:8009
amqp|AMQP|Advanced Message Queuing Protocol|tcp:5672
ams|AMS|AMS|tcp:48898
amt|AMT|Automatic Multicast Tunneling|udp:2268
ancp|ANCP|Access Node Control Protocol|tcp:6068
ans|ANS|Intel ANS probe|ether:34925
aodv|AODV|Ad hoc On-demand Distance Vector Routing Protocol|udp:654
aoe|AOE|ATAoverEthernet|ether:34978
aol|AOL|America Online|tcp:5190
ardp|AllJoyn ARDP|AllJoyn Reliable Datagram Protocol|tcp:9955 udp:9955
armagetronad|Armagetronad|The Armagetron Advanced OpenGL Tron clone|udp:4533-4534
artemis|Artemis|Artemis Core Protocol|tcp:5445
aruba_iap|aruba_iap|Aruba Instant AP Protocol|ether:36861
asap|ASAP|Aggregate Server Access Protocol|tcp:3863 udp:3863 sctp:3863 payload:11
asterix|ASTERIX|ASTERIX packet|udp:8600
ath|ATH|Apache Tribes Heartbeat Protocol|udp:45564
atmtcp|ATMTCP|ATM over TCP|tcp:2812
avsp|avsp|Arista Vendor Specific Protocol|ether:53899
ax25|AX.25|Amateur Radio AX.25|ip:93
ax4000|AX4000|AX/4000 Test Block|tcp:3357 udp:3357 ip:173
ayiya|AYIYA|Anything in Anything Protocol|udp:5072
babel|Babel|Babel Routing Protocol|udp:6696
bacp|PPP BACP|PPP Bandwidth Allocation Control Protocol|ether:49195
bap|PPP BAP|PPP Bandwidth Allocation Protocol|ether:49197
bat|BAT|B.A.T.M.A.N. Layer 3 Protocol|udp:4305
bat.gw|BAT GW|B.A.T.M.A.N. GW|udp:4306
bat.vis|BAT VIS|B.A.T.M.A.N. Vis|udp:4307
batadv|BATADV|B.A.T.M.A.N. Advanced Protocol|ether:17157
beep|BEEP|Blocks Extensible Exchange Protocol|tcp:10288
bicc|BICC|Bearer Independent Call Control|payload:8
bittorrent|BitTorrent|BitTorrent|tcp:6881-6889
bjnp|BJNP|Canon BJNP|udp:8611-8614
bluecom|bluecom|bluecom Protocol|ether:35117
bofl|BOFL|Wellfleet Breath of Life|ether:33026
bpq|BPQ|Amateur Radio BPQ|ether:2303
brcm-tag|Broadcom tag|Broadcom tag protocol|ether:34932
brdwlk|Boardwalk|Boardwalk|ether:34990,43981
bundle|BP|Bundle Protocol|udp:4556
bvlc|BVLC|BACnet Virtual Link Control|udp:47808
bzr|Bazaar|Bazaar Smart Protocol|tcp:4155
c1222|C12.22|ANSI C12.22|tcp:1153 udp:1153
c15.ch|C15.ch|C15 Call History Common Header Protocol|ether:18242
c15hbeat|C15HBEAT|C15 Call History Heartbeat Protocol|ether:3093
calcappprotocol|CalcAppProtocol|Calculation Application Protocol|payload:34,688485891
capwap|CAPWAP-CONTROL|Control And Provisioning of Wireless Access Points - Control|udp:5246
capwap.data|CAPWAP-DATA|Control And Provisioning of Wireless Access Points - Data|udp:5247
cast|CAST|Cast Client Control Protocol|tcp:4224
cbcp|PPP CBCP|PPP Callback Control Protocol|ether:49193
cbsp|cbsp|3GPP/GSM Cell Broadcast Service Protocol|tcp:48049
ccp|PPP CCP|PPP Compression Control Protocol|ether:33021
cdpcp|PPP CDPCP|PPP CDP Control Protocol|ether:33287
cesoeth|CESoETH|Circuit Emulation Service over Ethernet|ether:35032
cflow|CFLOW|Cisco NetFlow/IPFIX|tcp:4739 udp:2055,4739,9996 sctp:4739
cfm|CFM|CFM EOAM 802.1ag/ITU Protocol|ether:35074
cgmp|CGMP|Cisco Group Management Protocol|ether:8193
chap|PPP CHAP|PPP Challenge Handshake Authentication Protocol|ether:49699
chargen|Chargen|Character Generator Protocol|tcp:19 udp:19
cipio|CIP I/O|Common Industrial Protocol, I/O|udp:2222
cl3|CL3|CableLabs Layer 3 Protocol|ether:46307
cldap|CLDAP|Connectionless Lightweight Directory Access Protocol|udp:389
cmd|Cisco MetaData|Cisco MetaData|ether:35081
cmp|CMP|Certificate Management Protocol|tcp:829
cmpp|CMPP|China Mobile Point to Point Protocol|tcp:7890,7900,7930,9168
cnip|CN/IP|Component Network over IP|udp:1628-1629
coap|CoAP|Constrained Application Protocol|tcp:5683 udp:5683
collectd|collectd|collectd network data|udp:25826
comp_data|PPP Comp|PPP Compressed Datagram|ether:253
componentstatusprotocol|ComponentStatusProtocol|Component Status Protocol|udp:2960
cops|COPS|Common Open Policy Service|tcp:2126,3288,3918
corosync_totemnet|COROSYNC/TOTEMNET|Totemnet Layer of Corosync Cluster Engine|udp:5404-5405
cotp|COTP|ISO 8073/X.224 COTP Connection-Oriented Transport Protocol|ip:29
couchbase|Couchbase|Couchbase Protocol|tcp:11210
cpha|CPHA|Check Point High Availability Protocol|udp:8116
cql|CQL|Cassandra CQL Protocol|tcp:9042
crtp|CRTP|CRTP|ether:97
crtp_cntcp|CRTP (CNTCP)|CRTP (CNTCP)|ether:101
crtp_cs|CRTP (CS)|CRTP (CS)|ether:8293
crtp_cudp16|CRTP (CUDP 16)|CRTP (CUDP 16)|ether:8295
crtp_cudp8|CRTP (CUDP 8)|CRTP (CUDP 8)|ether:103
csm_encaps|CSM_ENCAPS|CSM_ENCAPS|ether:34971
cups|CUPS|Common Unix Printing System (CUPS) Browsing Protocol|udp:631
cvspserver|cvspserver|CVS pserver|tcp:2401
daytime|DAYTIME|Daytime Protocol|tcp:13 udp:13
db-lsp|DB-LSP|Dropbox LAN sync Protocol|tcp:17500
db-lsp-disc|DB-LSP-DISC|Dropbox LAN sync Discovery Protocol|udp:17500
ddtp|DDTP|Dynamic DNS Tools Protocol|udp:1052
dec_dna|DEC_DNA|DEC DNA Routing Protocol|ether:24579
dec_stp|DEC_STP|DEC Spanning Tree Protocol|ether:32824
dect|DECT|DECT Protocol|ether:8995
dhcpfo|DHCPFO|DHCP Failover|tcp:647
dhcpv6|DHCPv6|DHCPv6|udp:546-547
dhcpv6.bulk_leasequery|DHCPv6 Bulk Leasequery|DHCPv6 Bulk Leasequery|tcp:547
diameter|Diameter|Diameter Protocol|tcp:3868 sctp:3868 payload:46
dicom|DICOM|DICOM|tcp:104
dis|DIS|Distributed Interactive Simulation|udp:3000
distcc|DISTCC|Distcc Distributed Compiler|tcp:3632
djiuav|DJIUAV|DJI UAV Drone Control Protocol|tcp:2001
dlep|DLEP|Dynamic Link Exchange Protocol|tcp:854 udp:854
dlm3|DLM3|Distributed Lock Manager|tcp:21064 sctp:21064
dlr|DLR|Device Level Ring|ether:32993
dlsw|DLSw|Data Link SWitching|tcp:2065 udp:2067
dmp|DMP|Direct Message Profile|udp:5031
dnp3|DNP 3.0|Distributed Network Protocol 3.0|tcp:20000 udp:20000
dof|DOF|DOF Protocol Stack|tcp:3567 udp:3567,5567
doip|DoIP|DoIP (ISO13400) Protocol|tcp:13400 udp:13400
dpnet|DPNET|DirectPlay 8 protocol|udp:6073
dpp|Wi-Fi DPP|Wi-Fi Device Provisioning Protocol|tcp:7871
dsi|DSI|Data Stream Interface|tcp:548
dsr|DSR|Dynamic Source Routing|ip:48
dtls|DTLS|Datagram Transport Layer Security|udp:853,2221,5684,5868 sctp:853,2221,5868 payload:47
dtps|DTPS|DOF Tunnel Protocol Stack|tcp:8567
dtpt|DTPT|DeskTop PassThrough Protocol|tcp:5721
dua|DUA|DPNSS/DASS2-User Adaptation Layer|payload:10
dvb_ipdc|ESG Bootstrap|ETSI IPDC Bootstrap|udp:9214
e1ap|E1AP|E1 Application Protocol|sctp:38462 payload:64
e2ap|E2AP|E2 Application Protocol|sctp:37464
eapol|EAPOL|802.1X Authentication|ether:34958,35015
ecatf|ETHERCAT|EtherCAT frame header|tcp:34980 udp:34980 ether:34980
echo|ECHO|Echo|tcp:7 udp:7
ecmp|ECMP|ECMP|tcp:6160 udp:6160
ecp21|ECP21|Edge Control Protocol|ether:35136
ecpri|eCPRI|evolved Common Public Radio Interface|ether:44798
edonkey|EDONKEY|eDonkey Protocol|tcp:4661-4663 udp:4665,4672
eero|EERO|EERO Protocol|ether:37124
egd|EGD|Ethernet Global Data|udp:18246
elasticsearch|Elasticsearch|Elasticsearch|tcp:9300 udp:54328
elcom|ELCOM|ELCOM Communication Protocol|tcp:5997
elmi|E-LMI|Ethernet Local Management Interface|ether:35054
enip|ENIP|EtherNet/IP (Industrial Protocol)|tcp:44818 udp:44818
enrp|ENRP|Endpoint Handlespace Redundancy Protocol|udp:9901 sctp:9901 payload:12
enttec|ENTTEC|ENTTEC|tcp:3333 udp:3333
eobi|EOBI|Enhanced Order Book Interface 10.0|udp:56000-56001,56500-56501,57000-57001,57032-57033,57500-57501,57532-57533,59000-59001,59032-59033,59500-59501,59532-59533
epl|EPL|Ethernet POWERLINK|udp:3819 ether:34987
epl_v1|EPL_V1|ETHERNET Powerlink V1.0|ether:15935
epmd|EPMD|Erlang Port Mapper Daemon|tcp:4369
esio|ESIO|SAIA Ether-S-I/O protocol|udp:6060
esp|ESP|Encapsulating Security Payload|ip:50
etag|ETAG|802.1BR E-Tag|ether:35135
eti|ETI|Enhanced Trading Interface 10.0|tcp:19006,19043,19506,19543
exec|EXEC|Remote Process Execution|tcp:512
exeh|EXEH|EXtreme extra Eth Header|ether:58709
extrememesh|EXTREME MESH|Extreme Mesh|ether:34985
f1ap|F1AP|F1 Application Protocol|sctp:38472 payload:62
fcoe|FCoE|Fibre Channel over Ethernet|ether:35078
ff|FF|FOUNDATION Fieldbus|tcp:1090 udp:1089-1091,3622
find|FIND|Find Identification of Network Devices|udp:1001
finger|FINGER|finger|tcp:79
fip|FIP|FCoE Initialization Protocol|ether:35092
flip|FLIP|NSN FLIP|ether:35073
fractalgeneratorprotocol|FractalGeneratorProtocol|Fractal Generator Protocol|payload:32,688485889
ftp|FTP|File Transfer Protocol (FTP)|tcp:21
ftp-data|FTP-DATA|FTP Data|tcp:20
gadu-gadu|Gadu-Gadu|Gadu-Gadu Protocol|tcp:8074
gdsdb|FB/IB GDS DB|Firebird SQL Database Remote Protocol|tcp:3050
gdt|GDT|Generic Data Transfer Protocol|payload:49
gearman|Gearman|Gearman Protocol|tcp:4730
geneve|Geneve|Generic Network Virtualization Encapsulation|udp:6081
gift|giFT|giFT Internet File Transfer|tcp:1213
git|Git|Git Smart Protocol|tcp:9418
gmhdr|GMHDR|Gigamon Header|ether:8933
gnutella|GNUTELLA|Gnutella Protocol|tcp:6346
gnw|GNW|GeoNetworking|ether:35143
goose|GOOSE|GOOSE|ether:35000
gopher|Gopher|Gopher|tcp:70
gprs-ns|GPRS-NS|GPRS Network Service|udp:2157,19999
gre|GRE|Generic Routing Encapsulation|udp:4754 ip:47
gryphon|Gryphon|DG Gryphon Protocol|tcp:7000
gsmtap|GSMTAP|GSM Radiotap|udp:4729
gtp|GTP|GPRS Tunneling Protocol|tcp:2123,2152 udp:2123,2152
gtpprime|GTP (Prime)|GPRS Tunneling Protocol Prime|tcp:3386 udp:3386
gvcp|GVCP|GigE Vision Control Protocol|udp:3956
h225|H.225.0|H323-MESSAGES|udp:1718-1719
h248|H.248|H.248 MEGACO|tcp:2945 udp:2945
h501|H.501|H.501 Mobility|tcp:2099 udp:2099
hart_ip|HART_IP|HART_IP Protocol|tcp:5094 udp:5094
hbbak|Palo Alto Heartbeat Backup|Palo Alto Heartbeat Backup|ether:35208
hcrt|HCrt|Hotline Command-Response Transaction protocol|udp:47000 ether:61522
hicp|HICP|Host IP Configuration Protocol|udp:3250
hip|HIP|Host Identity Protocol|udp:10500 ip:139
hiqnet|HiQnet|Harman HiQnet|tcp:3804 udp:3804
hislip|HiSLIP|High-Speed LAN Instrument Protocol|tcp:4880
hl7|HL7|Health Level Seven|tcp:2575
hnbap|HNBAP|UTRAN Iuh interface HNBAP signalling|payload:20
homeplug|HomePlug|HomePlug protocol|ether:34939
homeplug-av|HomePlug AV|HomePlug AV protocol|ether:35041
hpna|HomePNA|HomePNA, wlan link local tunnel|ether:34924
hsr|HSR|High-availability Seamless Redundancy (IEC62439 Part 3 Chapter 5)|ether:35119
hsr_prp_supervision|HSR_PRP_SUPERVISION|HSR/PRP Supervision (IEC62439 Part 3)|ether:35067
hyperscsi|HyperSCSI|HyperSCSI|ether:34970
hzlcst|HAZELCAST|Hazelcast Wire Protocol|tcp:5701
iapp|IAPP|Inter-Access-Point Protocol|udp:2313
iax2|IAX2|Inter-Asterisk eXchange v2|udp:4569
icap|ICAP|Internet Content Adaptation Protocol|tcp:1344
icp|ICP|Internet Cache Protocol|udp:3130
icq|ICQ|ICQ Protocol|udp:4000
idmp|IDMP|X.519 Internet Directly Mapped Protocol|tcp:1102
idn|IDN|Ilda Digital Network Protocol|udp:7255
idp|IDP|Internetwork Datagram Protocol|ether:1536
iec60870_104|IEC 60870-5-104|IEC 60870-5-104|tcp:2404
ieee1722|IEEE1722|IEEE 1722 Audio Video Transport Protocol (AVTP)|udp:17220 ether:8944
ieee1905|ieee1905|IEEE 1905.1a|ether:35130
ieee8021ad|IEEE 802.1AD|IEEE 802.1ad|ether:34984
ieee8021cb|R-Tag|802.1CB Redundancy Tag|ether:61889
ieee802a|IEEE802a|IEEE802a OUI Extended Ethertype|ether:34999
igrp|IGRP|Cisco Interior Gateway Routing Protocol|ip:9
ilp|ILP|OMA Internal Location Protocol|tcp:7276
imap|IMAP|Internet Message Access Protocol|tcp:143
infiniband|IB|InfiniBand|udp:4791 ether:35093
ipcomp|IPComp|IP Payload Compression|ip:108
ipcp|PPP IPCP|PPP IP Control Protocol|ether:32801
ipdc|IPDC|IP Device Control (SS7 over IP)|tcp:6668
ipdr|IPDR/SP|IPDR|tcp:4737
ipsictl|IPSICTL|IPSICTL|tcp:5010
ipv6.dstopts|IPv6 Destination|Destination Options for IPv6|ip:60
ipv6.fraghdr|IPv6 Fragment|Fragment Header for IPv6|ip:44
ipv6.routing|IPv6 Routing|Routing Header for IPv6|ip:43
ipv6cp|PPP IPV6CP|PPP IPv6 Control Protocol|ether:32855
ipvs|IPVS|IP Virtual Services Sync Daemon|udp:8848
ipx|IPX|Internetwork Packet eXchange|udp:213 ether:33079
irc|IRC|Internet Relay Chat|tcp:6667,57000
isakmp|ISAKMP|Internet Security Association and Key Management Protocol|tcp:500 udp:500
ismp|ISMP|InterSwitch Message Protocol|ether:33277
isns|iSNS|iSNS|tcp:3205 udp:3205
iua|IUA|ISDN Q.921-User Adaptation Layer|sctp:9900 payload:1
jdwp|JDWP|Java Debug Wire Protocol|tcp:9009
jmirror|Jmirror|Juniper Packet Mirror|udp:30030
kafka|Kafka|Kafka|tcp:9092
kdp|KDP|Kontiki Delivery Protocol|udp:19948
kdsp|KDSP|Kismet Drone/Server Protocol|tcp:2502
kerberos|KRB5|Kerberos|tcp:88 udp:88
kf|Kingfisher|Kingfisher|tcp:473,4058 udp:473,4058
kink|KINK|Kerberized Internet Negotiation of Key|udp:910
kip|KNX/IP|KNX/IP|tcp:3671 udp:3671
kismet|Kismet|Kismet Client/Server Protocol|tcp:2501
knet|KNET|kNet Protocol|tcp:2345 udp:2345 sctp:2345
kpasswd|Kpasswd|MS Kpasswd|tcp:464 udp:464
krb4|KRB4|Kerberos v4|udp:750
kt|Kyoto Tycoon|Kyoto Tycoon Protocol|tcp:1978-1979
lacp|Link Aggregation Control Protocol|LACP|ether:33027
lapbether|LAPBETHER|Link Access Procedure Balanced Ethernet (LAPBETHER)|ether:24576
laplink|Laplink|Laplink|tcp:1547 udp:1547
lat|LAT|Local Area Transport|ether:24580
lcp|PPP LCP|PPP Link Control Protocol|ether:49185
lcsap|LCSAP|LCS Application Protocol|sctp:9082 payload:29
ldap|LDAP|Lightweight Directory Access Protocol|tcp:389,3268
ldss|LDSS|Local Download Sharing Service|udp:6087
linx|LINX|ENEA LINX|ether:35089
lisp|LISP Control|Locator/ID Separation Protocol|udp:4342
lisp-data|LISP Data|Locator/ID Separation Protocol (Data)|udp:4341
lisp-tcp|LISP Reliable Transport|Locator/ID Separation Protocol (Reliable Transport)|tcp:4342
llap|LLAP|LocalTalk Link Access Protocol|ether:32923
lldp|LLDP|Link Layer Discovery Protocol|ether:35020,35138
llrp|LLRP|Low Level Reader Protocol|tcp:5084
llt|LLT|Veritas Low Latency Transport (LLT)|ether:51966
lltd|LLTD|Link Layer Topology Discovery|ether:35033
lmp|LMP|Link Management Protocol (LMP)|udp:701
lnet|LNet|Lustre Network|tcp:988
lpd|LPD|Line Printer Daemon Protocol|tcp:515
ltp|LTP|Licklider Transmission Protocol|udp:1113
lwapp|LWAPP|LWAPP Encapsulated Packet|udp:12222-12223 ether:35003,48059
lwapp-l3|LWAPP-L3|LWAPP Layer 3 Packet|udp:12220
lwl4|LWL4|QNX6 QNET LWL4 protocol|ip:106 ether:33284
lwres|LWRES|Light Weight DNS RESolver (BIND9)|udp:921
`;
