#compdef inkcap
# zsh completion for inkcap
_inkcap_fields() {
	local -a names
	names=(${(f)"$(inkcap fields | cut -f1 | sort -u)"})
	compadd -a names
}

_inkcap_protocols() {
	local -a names
	names=(${(f)"$(inkcap fields | awk -F'\t' '$2 == "FT_PROTOCOL" {print $1}')"})
	compadd -a names
}

_inkcap_interfaces() {
	local -a names
	names=(${(f)"$(inkcap -D | awk '{print $2}')"})
	compadd -a names
}

_inkcap() {
	(( CURRENT > 2 )) && case $words[2] in
		check)
			_arguments -s \
		'*-u[write the snapshots that are missing or differ, and remove those whose capture is gone]' \
		'*--update[write the snapshots that are missing or differ, and remove those whose capture is gone]' \
		'*--reporter=[text, junit (XML for build servers), github (annotations) or json]:NAME:(text junit github json)' \
		'*--format=[form of the snapshots\: text beside x.pcap is x.pcap.txt, json x.pcap.json]:FORMAT:(text json)' \
		'*-j+[check with N threads]:N: ' \
		'*--jobs=[check with N threads]:N: ' \
		'*--only=[only packets that pass FILTER]:FILTER:_inkcap_fields' \
		'*--fields=[only these fields\: names and globs, separated by commas ('\''dns.*,ip.src'\''); a protocol'\''s name means all of it]:NAMES:_inkcap_fields' \
		'*--ignore=[all but these fields ('\''ip.id,tcp.seq_raw,frame.time_*'\'')]:NAMES:_inkcap_fields' \
		'*-d+[decode as, for instance tcp.port==8123,http; may be given often]:RULE: ' \
		'*--decode-as=[decode as, for instance tcp.port==8123,http; may be given often]:RULE: ' \
		'*-h[say this]' \
		'*--help[say this]' \
		'*:file:_files'
			return ;;
		fixture)
			_arguments -s \
		'*-r+[the capture that the packet is in]:FILE:_files' \
		'*--read-file=[the capture that the packet is in]:FILE:_files' \
		'*-d+[decode as, for instance tcp.port==8123,http; may be given often]:RULE: ' \
		'*--decode-as=[decode as, for instance tcp.port==8123,http; may be given often]:RULE: ' \
		'*-h[say this]' \
		'*--help[say this]' \
		'*:file:_files'
			return ;;
		from-hex)
			_arguments -s \
		'*-o+[how offsets are written\: hex, oct, dec, or none where there are none]:BASE:(hex oct dec none)' \
		'*-t+[how the time before a packet is written\: ISO, or with %Y %m %d %H %M %S %f %b %s as strptime has them; UTC]:FORMAT: ' \
		'*-D[an I or O before a packet says whether it came in or went out; what went out has its headers the other way round]' \
		'*-a[the bytes stand behind themselves as characters, also where those look like bytes]' \
		'*-r+[a packet is what REGEX matches, with groups (?<data>…) and perhaps (?<time>…), (?<dir>…), (?<seqno>…)]:REGEX: ' \
		'*-b+[how data is written for -r\: with 2, 8 or 16 digits, or 64 for base64]:BASE:(2 8 16 64)' \
		'*-F+[format of the written file\: pcap, nsecpcap or pcapng]:FORMAT:(pcap nsecpcap pcapng)' \
		'*-l+[what the packets begin with, as a LINKTYPE_ number; 1 for Ethernet]:NUMBER: ' \
		'*-E+[the same by Wireshark'\''s name]:NAME:(ether null ppp rawip rawip4 rawip6 chdlc ieee-802-11 ieee-802-11-radiotap frelay loop linux-sll linux-sll2 user0)' \
		'*-m+[make another packet after BYTES, before headers]:BYTES: ' \
		'*-N+[name of the interface, in pcapng]:NAME: ' \
		'*-e+[Ethernet, with this type\: 0x806]:HEX: ' \
		'*-i+[IP, with this protocol]:NUMBER: ' \
		'*-4+[IPv4, with these addresses]:FROM,TO: ' \
		'*-6+[IPv6, with these addresses]:FROM,TO: ' \
		'*-u+[UDP, with these ports]:FROM,TO: ' \
		'*-T+[TCP, with these ports]:FROM,TO: ' \
		'*-s+[SCTP, with these ports and this verification tag]:FROM,TO,TAG: ' \
		'*-S+[SCTP with a DATA chunk, with these ports and this payload protocol identifier]:FROM,TO,PPI: ' \
		'*-P+[none; the capture says that the bytes are PROTOCOL (link type 252, for Wireshark)]:PROTOCOL: ' \
		'*-q[say nothing, as always; for scripts that were written for text2pcap]' \
		'*-h[say this]' \
		'*--help[say this]' \
		'*:file:_files'
			return ;;
		fields)
			_arguments -s \
		'*--explain=[say in words what FILTER selects, and what of it the index answers]:FILTER:_inkcap_fields' \
		'*-h[say this]' \
		'*--help[say this]' \
		'*:file:_files'
			return ;;
	esac
	_arguments -s \
		'*-r+[read packets from FILE, '\''-'\'' for the standard input]:FILE:_files' \
		'*--read-file=[read packets from FILE, '\''-'\'' for the standard input]:FILE:_files' \
		'*-c+[stop after N packets]:N: ' \
		'*--follow[at the end of FILE, wait for what another program still writes]' \
		'*-i+[capture on INTERFACE\: a name, a number of -D'\''s list, or any; may be given often]:INTERFACE:_inkcap_interfaces' \
		'*--interface=[capture on INTERFACE\: a name, a number of -D'\''s list, or any; may be given often]:INTERFACE:_inkcap_interfaces' \
		'*-D[list interfaces, with addresses, link type and state]' \
		'*--list-interfaces[list interfaces, with addresses, link type and state]' \
		'*-s+[keep BYTES of each packet; 0 for all]:BYTES: ' \
		'*--snapshot-length=[keep BYTES of each packet; 0 for all]:BYTES: ' \
		'*-p[leave out what is for other machines]' \
		'*--no-promiscuous-mode[leave out what is for other machines]' \
		'*-I[put a Wi-Fi interface into monitor mode]' \
		'*--monitor-mode[put a Wi-Fi interface into monitor mode]' \
		'*-L[list the link types of the interface]' \
		'*--list-data-link-types[list the link types of the interface]' \
		'*-y+[the link type to capture as, one of -L]:TYPE: ' \
		'*--linktype=[the link type to capture as, one of -L]:TYPE: ' \
		'*-B+[the kernel'\''s buffer, in MiB]:MIB: ' \
		'*--buffer-size=[the kernel'\''s buffer, in MiB]:MIB: ' \
		'*-a+[stop after duration\: seconds, filesize\: kB written, files\: written, or packets\:; may be given often]:WHAT\:N:(duration: filesize: files: packets:)' \
		'*--autostop=[stop after duration\: seconds, filesize\: kB written, files\: written, or packets\:; may be given often]:WHAT\:N:(duration: filesize: files: packets:)' \
		'*-b+[go on in another file (with -w) after duration\: seconds, filesize\: kB or packets\:; keep the last files\: of them]:WHAT\:N:(duration: filesize: files: packets:)' \
		'*--ring-buffer=[go on in another file (with -w) after duration\: seconds, filesize\: kB or packets\:; keep the last files\: of them]:WHAT\:N:(duration: filesize: files: packets:)' \
		'*--backend=[what takes packets from the kernel\: cap (libpcap in a process of its own), tcpdump or dumpcap]:NAME:(cap tcpdump dumpcap)' \
		'*--exec=[capture what COMMAND writes to its standard output\: '\''ssh HOST sudo tcpdump -U -w -'\'']:COMMAND: ' \
		'*--capture-comment=[say TEXT of the capture, in a pcapng file]:TEXT: ' \
		'*--with-ssh[capture the SSH connection that this is run over too]' \
		'*--max-size=[keep at most so much of a live capture; the oldest packets go]:MIB: ' \
		'*-2[look at all packets first, so that what only later ones tell is known]' \
		'*-Y+[only packets that pass FILTER]:FILTER:_inkcap_fields' \
		'*--display-filter=[only packets that pass FILTER]:FILTER:_inkcap_fields' \
		'*-f+[only packets that pass FILTER, in tcpdump'\''s words\: '\''tcp port 443 and host 10.0.0.1'\''; with -i only these are captured, as with what stands behind the options]:FILTER: ' \
		'*-d+[decode as, for instance tcp.port==8123,http]:RULE: ' \
		'*-n[print addresses and ports as numbers]' \
		'*-N+[print names\: m of link addresses, t of ports, n of hosts (from the capture and -H), with d also from DNS answers, with N also from this machine, T this machine'\''s names of ports]:LETTERS: ' \
		'*-o+[set a preference\: ip.check_checksum, tcp.check_checksum, udp.check_checksum, udp.ignore_ipv6_zero_checksum, udplite.check_checksum, sctp.checksum, dccp.check_checksum, tcp.reassemble_out_of_order]:NAME\:VALUE:(ip.check_checksum:FALSE ip.check_checksum:TRUE tcp.check_checksum:FALSE tcp.check_checksum:TRUE udp.check_checksum:FALSE udp.check_checksum:TRUE udp.ignore_ipv6_zero_checksum:FALSE udp.ignore_ipv6_zero_checksum:TRUE udplite.check_checksum:FALSE udplite.check_checksum:TRUE sctp.checksum:None sctp.checksum:Automatic dccp.check_checksum:TRUE dccp.check_checksum:FALSE tcp.reassemble_out_of_order:TRUE)' \
		'*-H+[names of hosts, as in /etc/hosts; may be given often]:FILE:_files' \
		'*-T+[form of the output\: text, tabs, fields or json]:TYPE:(text tabs fields json)' \
		'*-V[print everything each packet says]' \
		'*-O+[the same, with the details of these protocols only]:PROTOCOLS:_inkcap_protocols' \
		'*-x[print the bytes of each packet]' \
		'*-P[print the line of each packet too, beside its details or while writing a file]' \
		'*--print[print the line of each packet too, beside its details or while writing a file]' \
		'*-S+[print TEXT between packets]:TEXT: ' \
		'*-e+[a field to print, for -T fields and -T json; may be given often]:FIELD:_inkcap_fields' \
		'*-E+[how -T fields prints\: header=y|n, separator=/t|/s|CHARACTER, occurrence=f|l|a, aggregator=,|/s|CHARACTER, quote=d|s|n, bom=y|n]:NAME=VALUE:(header= separator= occurrence= aggregator= quote= bom=)' \
		'*--no-duplicate-keys[with -T json, make values of one key an array]' \
		'*-t+[times\: a, ad, adoy in the zone of this machine; u, ud, udoy in UTC; e since 1970; r since the first, d since the previous, dd since the previous printed packet]:FORMAT:(a ad adoy d dd e r u ud udoy)' \
		'*-u+[seconds, or hours, minutes and seconds]:s|hms:(s hms)' \
		'*-w+[write packets to FILE, '\''-'\'' for the standard output]:FILE:_files' \
		'*-F+[format of the written file\: pcap, nsecpcap or pcapng]:FORMAT:(pcap nsecpcap pcapng)' \
		'*-z+[count, and print at the end\: conv,TYPE or endpoints,TYPE (eth, ip, ipv6, tcp, udp), expert or expert,LEVEL (error, warn, note, chat, comment), flow,TYPE,standard or flow,TYPE,network (any, icmp, icmpv6, tcp), io,phs, io,stat,SECONDS, plen,tree; each takes ,FILTER; follow,PROTOCOL,FORM,STREAM (tcp, udp, http, tls; ascii, ebcdic, hex, raw, yaml) prints what both sides said; may be given often]:STATISTIC:(conv,eth conv,ip conv,ipv6 conv,tcp conv,udp endpoints,eth endpoints,ip endpoints,ipv6 endpoints,tcp endpoints,udp expert expert,error expert,warn expert,note expert,chat expert,comment flow,any,standard flow,any,network flow,icmp,standard flow,icmpv6,standard flow,tcp,standard follow,tcp, follow,udp, follow,http, follow,tls, io,phs io,stat, plen,tree)' \
		'*--export-objects=[write what HTTP messages carry to files in DIR, without chunks and compression, under the names that were asked for]:PROTOCOL,DIR:(http,)' \
		'*-q[print no packets]' \
		'*--color[colour the lines by Wireshark'\''s rules, or by those of ~/.config/inkcap/colorfilters]' \
		'*-l[hand over every packet when it is printed]' \
		'*--tui[open the screen, whatever the other options say]' \
		'*--text[print text, even to a terminal]' \
		'*-h[say this]' \
		'*--help[say this]' \
		'*-v[say which version this is]' \
		'*--version[say which version this is]' \
		'*:file:_files'
}

_inkcap "$@"
