/**
Attributes of the RFCs, from IANA's registry 'RADIUS Attribute Types': number, name and what the value is. `tagged` ones begin with
a byte that ties them to others (RFC 2868, section 3.1); `secret` ones are hidden by what both ends know.
Those of vendors have the vendor's number in front: Microsoft's are RFC 2548's.
*/
export const attributeLines = `
1 User-Name text
2 User-Password secret
3 CHAP-Password bytes
4 NAS-IP-Address ipv4
5 NAS-Port number
6 Service-Type number
7 Framed-Protocol number
8 Framed-IP-Address ipv4
9 Framed-IP-Netmask ipv4
10 Framed-Routing number
11 Filter-Id text
12 Framed-MTU number
13 Framed-Compression number
14 Login-IP-Host ipv4
15 Login-Service number
16 Login-TCP-Port number
18 Reply-Message text
19 Callback-Number text
20 Callback-Id text
22 Framed-Route text
23 Framed-IPX-Network ipv4
24 State bytes
25 Class bytes
27 Session-Timeout number
28 Idle-Timeout number
29 Termination-Action number
30 Called-Station-Id text
31 Calling-Station-Id text
32 NAS-Identifier text
33 Proxy-State bytes
34 Login-LAT-Service text
35 Login-LAT-Node text
36 Login-LAT-Group bytes
37 Framed-AppleTalk-Link number
38 Framed-AppleTalk-Network number
39 Framed-AppleTalk-Zone text
40 Acct-Status-Type number
41 Acct-Delay-Time number
42 Acct-Input-Octets number
43 Acct-Output-Octets number
44 Acct-Session-Id text
45 Acct-Authentic number
46 Acct-Session-Time number
47 Acct-Input-Packets number
48 Acct-Output-Packets number
49 Acct-Terminate-Cause number
50 Acct-Multi-Session-Id text
51 Acct-Link-Count number
52 Acct-Input-Gigawords number
53 Acct-Output-Gigawords number
55 Event-Timestamp time
57 Ingress-Filters number
59 User-Priority-Table bytes
60 CHAP-Challenge bytes
61 NAS-Port-Type number
62 Port-Limit number
63 Login-LAT-Port text
64 Tunnel-Type tagged number
65 Tunnel-Medium-Type tagged number
66 Tunnel-Client-Endpoint tagged text
67 Tunnel-Server-Endpoint tagged text
68 Acct-Tunnel-Connection text
69 Tunnel-Password tagged secret
70 ARAP-Password bytes
71 ARAP-Features bytes
72 ARAP-Zone-Access number
73 ARAP-Security number
74 ARAP-Security-Data text
75 Password-Retry number
76 Prompt number
77 Connect-Info text
78 Configuration-Token text
80 Message-Authenticator bytes
81 Tunnel-Private-Group-Id tagged text
82 Tunnel-Assignment-Id tagged text
83 Tunnel-Preference tagged number
84 ARAP-Challenge-Response bytes
85 Acct-Interim-Interval number
86 Acct-Tunnel-Packets-Lost number
87 NAS-Port-Id text
88 Framed-Pool text
89 Chargeable-User-Identity text
90 Tunnel-Client-Auth-Id tagged text
91 Tunnel-Server-Auth-Id tagged text
92 NAS-Filter-Rule text
94 Originating-Line-Info text
95 NAS-IPv6-Address ipv6
96 Framed-Interface-Id bytes
97 Framed-IPv6-Prefix prefix
98 Login-IPv6-Host ipv6
99 Framed-IPv6-Route text
100 Framed-IPv6-Pool text
101 Error-Cause number
102 EAP-Key-Name text
103 Digest-Response text
123 Delegated-IPv6-Prefix prefix
124 MIP6-Feature-Vector bytes
125 MIP6-Home-Link-Prefix bytes
126 Multi-Link-Flag number
127 Location-Information bytes
128 Location-Data bytes
129 Basic-Location-Policy-Rules bytes
130 Extended-Location-Policy-Rules text
131 Location-Capable number
132 Requested-Location-Info number
133 Framed-Management number
134 Management-Transport-Protection number
135 Management-Policy-Id text
136 Management-Privilege-Level number
137 PKM-SS-Cert bytes
138 PKM-CA-Cert bytes
139 PKM-Config-Settings bytes
140 PKM-Cryptosuite-List bytes
141 PKM-SAID number
142 PKM-SA-Descriptor bytes
143 PKM-Auth-Key bytes
144 DS-Lite-Tunnel-Name text
145 Mobile-Node-Identifier bytes
146 Service-Selection text
147 PMIP6-Home-LMA-IPv6-Address ipv6
148 PMIP6-Visited-LMA-IPv6-Address ipv6
149 PMIP6-Home-LMA-IPv4-Address ipv4
150 PMIP6-Visited-LMA-IPv4-Address ipv4
151 PMIP6-Home-HN-Prefix prefix
152 PMIP6-Visited-HN-Prefix prefix
153 PMIP6-Home-Interface-ID bytes
154 PMIP6-Visited-Interface-ID bytes
155 PMIP6-Home-IPv4-HoA prefix
156 PMIP6-Visited-IPv4-HoA prefix
157 PMIP6-Home-DHCP4-Server-Address ipv4
158 PMIP6-Visited-DHCP4-Server-Address ipv4
159 PMIP6-Home-DHCP6-Server-Address ipv6
160 PMIP6-Visited-DHCP6-Server-Address ipv6
161 PMIP6-Home-IPv4-Gateway ipv4
162 PMIP6-Visited-IPv4-Gateway ipv4
163 EAP-Lower-Layer number
164 GSS-Acceptor-Service-Name text
165 GSS-Acceptor-Host-Name text
166 GSS-Acceptor-Service-Specifics text
167 GSS-Acceptor-Realm-Name text
168 Framed-IPv6-Address ipv6
169 DNS-Server-IPv6-Address ipv6
170 Route-IPv6-Information prefix
171 Delegated-IPv6-Prefix-Pool text
172 Stateful-IPv6-Address-Pool text
173 IPv6-6rd-Configuration bytes
9/1 Cisco-AVPair text
9/2 Cisco-NAS-Port text
9/3 Cisco-Fax-Account-Id-Origin text
9/4 Cisco-Fax-Msg-Id text
9/5 Cisco-Fax-Pages text
9/6 Cisco-Fax-Coverpage-Flag text
9/7 Cisco-Fax-Modem-Time text
9/8 Cisco-Fax-Connect-Speed text
9/9 Cisco-Fax-Recipient-Count text
9/10 Cisco-Fax-Process-Abort-Flag text
9/11 Cisco-Fax-Dsn-Address text
9/12 Cisco-Fax-Dsn-Flag text
9/13 Cisco-Fax-Mdn-Address text
9/14 Cisco-Fax-Mdn-Flag text
9/15 Cisco-Fax-Auth-Status text
9/16 Cisco-Email-Server-Address text
9/17 Cisco-Email-Server-Ack-Flag text
9/18 Cisco-Gateway-Id text
9/19 Cisco-Call-Type text
9/20 Cisco-Port-Used text
9/21 Cisco-Abort-Cause text
9/23 h323-remote-address text
9/24 h323-conf-id text
9/25 h323-setup-time text
9/26 h323-call-origin text
9/27 h323-call-type text
9/28 h323-connect-time text
9/29 h323-disconnect-time text
9/30 h323-disconnect-cause text
9/31 h323-voice-quality text
9/33 h323-gw-id text
9/35 h323-incoming-conf-id text
9/37 Cisco-Policy-Up text
9/38 Cisco-Policy-Down text
9/252 Cisco-Command-Code text
311/1 MS-CHAP-Response bytes
311/2 MS-CHAP-Error text
311/3 MS-CHAP-CPW-1 bytes
311/4 MS-CHAP-CPW-2 bytes
311/5 MS-CHAP-LM-Enc-PW bytes
311/6 MS-CHAP-NT-Enc-PW bytes
311/7 MS-MPPE-Encryption-Policy number
311/8 MS-MPPE-Encryption-Types number
311/9 MS-RAS-Vendor number
311/10 MS-CHAP-Domain text
311/11 MS-CHAP-Challenge bytes
311/12 MS-CHAP-MPPE-Keys bytes
311/13 MS-BAP-Usage number
311/14 MS-Link-Utilization-Threshold number
311/15 MS-Link-Drop-Time-Limit number
311/16 MS-MPPE-Send-Key bytes
311/17 MS-MPPE-Recv-Key bytes
311/18 MS-RAS-Version text
311/19 MS-Old-ARAP-Password bytes
311/20 MS-New-ARAP-Password bytes
311/21 MS-ARAP-PW-Change-Reason number
311/22 MS-Filter bytes
311/23 MS-Acct-Auth-Type number
311/24 MS-Acct-EAP-Type number
311/25 MS-CHAP2-Response bytes
311/26 MS-CHAP2-Success bytes
311/27 MS-CHAP2-CPW bytes
311/28 MS-Primary-DNS-Server ipv4
311/29 MS-Secondary-DNS-Server ipv4
311/30 MS-Primary-NBNS-Server ipv4
311/31 MS-Secondary-NBNS-Server ipv4
311/34 MS-RAS-Client-Name text
311/35 MS-RAS-Client-Version text
311/36 MS-Quarantine-IPFilter bytes
311/37 MS-Quarantine-Session-Timeout number
311/40 MS-User-Security-Identity text
311/41 MS-Identity-Type number
311/42 MS-Service-Class text
311/44 MS-Quarantine-User-Class text
311/45 MS-Quarantine-State number
311/46 MS-Quarantine-Grace-Time number
311/47 MS-Network-Access-Server-Type number
311/48 MS-AFW-Zone number
311/49 MS-AFW-Protection-Level number
311/50 MS-Machine-Name text
311/51 MS-IPv6-Filter bytes
311/52 MS-IPv4-Remediation-Servers bytes
311/53 MS-IPv6-Remediation-Servers bytes
311/54 MS-RNAP-Not-Quarantine-Capable number
311/55 MS-Quarantine-SOH bytes
311/56 MS-RAS-Correlation bytes
311/57 MS-Extended-Quarantine-State number
311/58 MS-HCAP-User-Groups text
311/59 MS-HCAP-Location-Group-Name text
311/60 MS-HCAP-User-Name text
311/61 MS-User-IPv4-Address ipv4
311/62 MS-User-IPv6-Address ipv6
311/63 MS-TSG-Device-Redirection number
14179/1 Airespace-Wlan-Id number
14179/2 Airespace-QOS-Level number
14179/3 Airespace-DSCP number
14179/4 Airespace-8021p-Tag number
14179/5 Airespace-Interface-Name text
14179/6 Airespace-ACL-Name text
14179/7 Airespace-Data-Bandwidth-Average-Contract number
14179/8 Airespace-Real-Time-Bandwidth-Average-Contract number
14179/9 Airespace-Data-Bandwidth-Burst-Contract number
14179/10 Airespace-Real-Time-Bandwidth-Burst-Contract number
14179/11 Airespace-Guest-Role-Name text
14179/13 Airespace-Data-Bandwidth-Average-Contract-Upstream number
14179/14 Airespace-Real-Time-Bandwidth-Average-Contract-Upstream number
14179/15 Airespace-Data-Bandwidth-Burst-Contract-Upstream number
14179/16 Airespace-Real-Time-Bandwidth-Burst-Contract-Upstream number
`;

/** Names of values, by the attribute's name. */
export const valueLines = `
Acct-Status-Type|1=Start|2=Stop|3=Interim-Update|4=Modem-Start|5=Modem-Stop|6=Cancel|7=Accounting-On|8=Accounting-Off|9=Tunnel-Start|10=Tunnel-Stop|11=Tunnel-Reject|12=Tunnel-Link-Start|13=Tunnel-Link-Stop|14=Tunnel-Link-Reject|15=Failed
Service-Type|1=Login|2=Framed|3=Callback-Login|4=Callback-Framed|5=Outbound|6=Administrative|7=NAS-Prompt|8=Authenticate-Only|9=Callback-NAS-Prompt|10=Call-Check|11=Callback-Administrative|12=Voice|13=Fax|14=Modem-Relay|15=IAPP-Register|16=IAPP-AP-Check|17=Authorize-Only|18=Framed-Management
NAS-Port-Type|0=Async|1=Sync|2=ISDN|3=ISDN-V120|4=ISDN-V110|5=Virtual|6=PIAFS|7=HDLC-Clear-Channel|8=X.25|9=X.75|10=G.3-Fax|11=SDSL|12=ADSL-CAP|13=ADSL-DMT|14=IDSL|15=Ethernet|16=xDSL|17=Cable|18=Wireless-Other|19=Wireless-802.11|20=Token-Ring|21=FDDI|22=Wireless-CDMA2000|23=Wireless-UMTS|24=Wireless-1X-EV|25=IAPP|26=FTTP|27=Wireless-802.16|28=Wireless-802.20|29=Wireless-802.22|30=PPPoA|31=PPPoEoA|32=PPPoEoE|33=PPPoEoVLAN|34=PPPoEoQinQ|35=xPON|36=Wireless-XGP
Tunnel-Type|1=PPTP|2=L2F|3=L2TP|4=ATMP|5=VTP|6=AH|7=IP|8=MIN-IP|9=ESP|10=GRE|11=DVS|12=IP-in-IP|13=VLAN
Tunnel-Medium-Type|1=IP|2=IPv6|3=NSAP|4=HDLC|5=BBN-1822|6=IEEE-802|7=E.163|8=E.164|9=F.69|10=X.121|11=IPX|12=Appletalk|13=DecNet-IV|14=Banyan-Vines|15=E.164-NSAP
Framed-Protocol|1=PPP|2=SLIP|3=ARAP|4=Gandalf-SLML|5=Xylogics-IPX-SLIP|6=X.75-Synchronous|7=GPRS-PDP-Context
Acct-Terminate-Cause|1=User-Request|2=Lost-Carrier|3=Lost-Service|4=Idle-Timeout|5=Session-Timeout|6=Admin-Reset|7=Admin-Reboot|8=Port-Error|9=NAS-Error|10=NAS-Request|11=NAS-Reboot|12=Port-Unneeded|13=Port-Preempted|14=Port-Suspended|15=Service-Unavailable|16=Callback|17=User-Error|18=Host-Request|19=Supplicant-Restart|20=Reauthentication-Failure|21=Port-Reinit|22=Port-Disabled
Acct-Authentic|1=RADIUS|2=Local|3=Remote|4=Diameter
Error-Cause|201=Residual-Context-Removed|202=Invalid-EAP-Packet|401=Unsupported-Attribute|402=Missing-Attribute|403=NAS-Identification-Mismatch|404=Invalid-Request|405=Unsupported-Service|406=Unsupported-Extension|407=Invalid-Attribute-Value|501=Administratively-Prohibited|502=Proxy-Request-Not-Routable|503=Session-Context-Not-Found|504=Session-Context-Not-Removable|505=Proxy-Processing-Error|506=Resources-Unavailable|507=Request-Initiated|508=Multiple-Session-Selection-Unsupported
Termination-Action|0=Default|1=RADIUS-Request
Framed-Compression|0=None|1=Van-Jacobsen-TCP-IP|2=IPX-Header-Compression|3=Stac-LZS
Framed-Routing|0=None|1=Broadcast|2=Listen|3=Broadcast-Listen
Login-Service|0=Telnet|1=Rlogin|2=TCP-Clear|3=PortMaster|4=LAT|5=X25-PAD|6=X25-T3POS|8=TCP-Clear-Quiet
Prompt|0=No-Echo|1=Echo
ARAP-Zone-Access|1=Default-Zone|2=Zone-Filter-Inclusive|4=Zone-Filter-Exclusive
Location-Capable|1=Civic-Location|2=Geo-Location|4=Users-Location|8=NAS-Location
Ingress-Filters|1=Enabled|2=Disabled
Framed-Management|1=SNMP|2=Web-Based|3=Netconf|4=FTP|5=TFTP|6=SFTP
Management-Transport-Protection|1=No-Protection|2=Integrity-Protection|3=Integrity-Confidentiality-Protection
`;
