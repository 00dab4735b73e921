# bash completion for inkcap
_inkcap() {
	local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}"
	[ "$COMP_CWORD" -gt 1 ] && case "${COMP_WORDS[1]}" in
		check)
			case "$before" in
				--reporter) COMPREPLY=($(compgen -W "text junit github json" -- "$current")); return ;;
				--format) COMPREPLY=($(compgen -W "text json" -- "$current")); return ;;
				--only) COMPREPLY=($(compgen -W "$(inkcap fields | cut -f1 | sort -u)" -- "$current")); return ;;
				--fields) COMPREPLY=($(compgen -W "$(inkcap fields | cut -f1 | sort -u)" -- "$current")); return ;;
				--ignore) COMPREPLY=($(compgen -W "$(inkcap fields | cut -f1 | sort -u)" -- "$current")); return ;;
			esac
			case "$current" in
				-*) COMPREPLY=($(compgen -W "-u --update --reporter --format -j --jobs --only --fields --ignore -d --decode-as -h --help" -- "$current")) ;;
				*) COMPREPLY=($(compgen -f -- "$current")) ;;
			esac
			return ;;
		fixture)
			case "$before" in
				-r|--read-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
			esac
			case "$current" in
				-*) COMPREPLY=($(compgen -W "-r --read-file -d --decode-as -h --help" -- "$current")) ;;
				*) COMPREPLY=($(compgen -f -- "$current")) ;;
			esac
			return ;;
		from-hex)
			case "$before" in
				-o) COMPREPLY=($(compgen -W "hex oct dec none" -- "$current")); return ;;
				-b) COMPREPLY=($(compgen -W "2 8 16 64" -- "$current")); return ;;
				-F) COMPREPLY=($(compgen -W "pcap nsecpcap pcapng" -- "$current")); return ;;
				-E) COMPREPLY=($(compgen -W "ether null ppp rawip rawip4 rawip6 chdlc ieee-802-11 ieee-802-11-radiotap frelay loop linux-sll linux-sll2 user0" -- "$current")); return ;;
			esac
			case "$current" in
				-*) COMPREPLY=($(compgen -W "-o -t -D -a -r -b -F -l -E -m -N -e -i -4 -6 -u -T -s -S -P -q -h --help" -- "$current")) ;;
				*) COMPREPLY=($(compgen -f -- "$current")) ;;
			esac
			return ;;
		fields)
			case "$before" in
				--explain) COMPREPLY=($(compgen -W "$(inkcap fields | cut -f1 | sort -u)" -- "$current")); return ;;
			esac
			case "$current" in
				-*) COMPREPLY=($(compgen -W "--explain -h --help" -- "$current")) ;;
				*) COMPREPLY=($(compgen -f -- "$current")) ;;
			esac
			return ;;
	esac
	case "$before" in
		-r|--read-file) COMPREPLY=($(compgen -f -- "$current")); return ;;
		-i|--interface) COMPREPLY=($(compgen -W "$(inkcap -D | awk '{print $2}')" -- "$current")); return ;;
		-a|--autostop) COMPREPLY=($(compgen -W "duration: filesize: files: packets:" -- "$current")); return ;;
		-b|--ring-buffer) COMPREPLY=($(compgen -W "duration: filesize: files: packets:" -- "$current")); return ;;
		--backend) COMPREPLY=($(compgen -W "cap tcpdump dumpcap" -- "$current")); return ;;
		-Y|--display-filter) COMPREPLY=($(compgen -W "$(inkcap fields | cut -f1 | sort -u)" -- "$current")); return ;;
		-o) COMPREPLY=($(compgen -W "ip.check_checksum:FALSE ip.check_checksum:TRUE tcp.check_checksum:FALSE tcp.check_checksum:TRUE udp.check_checksum:FALSE udp.check_checksum:TRUE udp.ignore_ipv6_zero_checksum:FALSE udp.ignore_ipv6_zero_checksum:TRUE udplite.check_checksum:FALSE udplite.check_checksum:TRUE sctp.checksum:None sctp.checksum:Automatic dccp.check_checksum:TRUE dccp.check_checksum:FALSE tcp.reassemble_out_of_order:TRUE" -- "$current")); return ;;
		-H) COMPREPLY=($(compgen -f -- "$current")); return ;;
		-T) COMPREPLY=($(compgen -W "text tabs fields json" -- "$current")); return ;;
		-O) COMPREPLY=($(compgen -W "$(inkcap fields | awk -F'\t' '$2 == "FT_PROTOCOL" {print $1}')" -- "$current")); return ;;
		-e) COMPREPLY=($(compgen -W "$(inkcap fields | cut -f1 | sort -u)" -- "$current")); return ;;
		-E) COMPREPLY=($(compgen -W "header= separator= occurrence= aggregator= quote= bom=" -- "$current")); return ;;
		-t) COMPREPLY=($(compgen -W "a ad adoy d dd e r u ud udoy" -- "$current")); return ;;
		-u) COMPREPLY=($(compgen -W "s hms" -- "$current")); return ;;
		-w) COMPREPLY=($(compgen -f -- "$current")); return ;;
		-F) COMPREPLY=($(compgen -W "pcap nsecpcap pcapng" -- "$current")); return ;;
		-z) COMPREPLY=($(compgen -W "conv,eth conv,ip conv,ipv6 conv,tcp conv,udp endpoints,eth endpoints,ip endpoints,ipv6 endpoints,tcp endpoints,udp expert expert,error expert,warn expert,note expert,chat expert,comment flow,any,standard flow,any,network flow,icmp,standard flow,icmpv6,standard flow,tcp,standard follow,tcp, follow,udp, follow,http, follow,tls, io,phs io,stat, plen,tree" -- "$current")); return ;;
		--export-objects) COMPREPLY=($(compgen -W "http," -- "$current")); return ;;
	esac
	case "$current" in
		-*) COMPREPLY=($(compgen -W "-r --read-file -c --follow -i --interface -D --list-interfaces -s --snapshot-length -p --no-promiscuous-mode -I --monitor-mode -L --list-data-link-types -y --linktype -B --buffer-size -a --autostop -b --ring-buffer --backend --exec --capture-comment --with-ssh --max-size -2 -Y --display-filter -f -d -n -N -o -H -T -V -O -x -P --print -S -e -E --no-duplicate-keys -t -u -w -F -z --export-objects -q --color -l --tui --text -h --help -v --version" -- "$current")) ;;
		*) COMPREPLY=($(compgen -f -- "$current")); [ "$COMP_CWORD" -eq 1 ] && COMPREPLY+=($(compgen -W "check fixture from-hex fields" -- "$current")) ;;
	esac
}
complete -o filenames -F _inkcap inkcap
