import {bool8, type Field, i32, ipv4Address, parts, type Spec, text, time, u16, u32, u8} from '../field.ts';
import {once} from '../when-asked.ts';
import {secondsInWords} from './dns-types.ts';

/** How the data of an option is cut; `special` has a reader of its own, `bytes` has no field but its value. */
export type OptionKind = 'one' | 'list' | 'pairs' | 'text' | 'time' | 'special' | 'bytes';

/** What is known of an option. */
export type Option = {readonly title: string; readonly kind: OptionKind; readonly fields: readonly Field[]};

type Row = readonly [code: number, title: string, kind?: OptionKind, ...fields: ReadonlyArray<readonly [key: string, spec: Spec]>];

const enabled = {meaning: ['Enabled', 'Disabled']} as const;
const yes = {meaning: ['Yes', 'No']} as const;
const ended = {type: 'FT_STRINGZ'} as const;
const seconds = {shown: secondsInWords} as const;

const address = (code: number, title: string, key: string, name = title): Row => [code, title, 'one', [key, ipv4Address(name)]];
const addresses = (code: number, title: string, key: string, name = title): Row => [code, title, 'list', [key, ipv4Address(name)]];
const words = (code: number, title: string, key: string, name = title): Row => [code, title, 'text', [key, text(name, ended)]];
const plainWords = (code: number, title: string, key: string, name = title): Row => [code, title, 'text', [key, text(name)]];
const flag = (code: number, title: string, key: string, meaning: typeof enabled | typeof yes = enabled): Row => [code, title, 'one', [key, bool8(title, meaning)]];

/** IANA, DHCP and BOOTP Parameters. RFC 2132 where no other is named. */
const rows = once((): readonly Row[] => [
	address(1, 'Subnet Mask', 'subnet_mask'),
	[2, 'Time Offset', 'one', ['time_offset', i32('Time Offset', {unit: 's'})]],
	addresses(3, 'Router', 'router'),
	addresses(4, 'Time Server', 'time_server'),
	addresses(5, 'Name Server', 'name_server'),
	addresses(6, 'Domain Name Server', 'domain_name_server'),
	addresses(7, 'Log Server', 'log_server'),
	addresses(8, 'Quotes Server', 'quotes_server'),
	addresses(9, 'LPR Server', 'lpr_server'),
	addresses(10, 'Impress Server', 'impress_server'),
	addresses(11, 'Resource Location Server', 'resource_location_server'),
	words(12, 'Host Name', 'hostname'),
	[13, 'Boot File Size', 'one', ['boot_file_size', u16('Boot File Size')]],
	words(14, 'Merit Dump File', 'merit_dump_file'),
	words(15, 'Domain Name', 'domain_name'),
	address(16, 'Swap Server', 'swap_server'),
	words(17, 'Root Path', 'root_path'),
	words(18, 'Extensions Path', 'extension_path'),
	flag(19, 'IP Forwarding', 'ip_forwarding'),
	flag(20, 'Non-Local Source Routing', 'non_local_source_routing'),
	[21, 'Policy Filter', 'pairs', ['policy_filter.ip', ipv4Address('IP Address')], ['policy_filter.subnet_mask', ipv4Address('Subnet Mask')]],
	[22, 'Maximum Datagram Reassembly Size', 'one', ['max_datagram_reassembly_size', u16('Maximum Datagram Reassembly Size')]],
	[23, 'Default IP Time-to-Live', 'one', ['default_ip_ttl', u8('Default IP Time-to-Live')]],
	[24, 'Path MTU Aging Timeout', 'one', ['path_mtu_aging_timeout', u32('Path MTU Aging Timeout', seconds)]],
	[25, 'Path MTU Plateau Table', 'list', ['path_mtu_plateau_table_item', u16('Path MTU Plateau Table Item')]],
	[26, 'Interface MTU', 'one', ['interface_mtu', u16('Interface MTU')]],
	flag(27, 'All Subnets are Local', 'all_subnets_are_local', yes),
	address(28, 'Broadcast Address', 'broadcast_address'),
	flag(29, 'Perform Mask Discovery', 'perform_mask_discovery'),
	flag(30, 'Mask Supplier', 'mask_supplier', yes),
	flag(31, 'Perform Router Discover', 'perform_router_discover'),
	address(32, 'Router Solicitation Address', 'router_solicitation_address'),
	[33, 'Static Route', 'pairs', ['static_route.ip', ipv4Address('Destination IP Address')], ['static_route.router', ipv4Address('Destination Router')]],
	flag(34, 'Trailer Encapsulation', 'trailer_encapsulation'),
	[35, 'ARP Cache Timeout', 'one', ['arp_cache_timeout', u32('ARP Cache Timeout', seconds)]],
	flag(36, 'Ethernet Encapsulation', 'ethernet_encapsulation'),
	[37, 'TCP Default TTL', 'one', ['tcp_default_ttl', u8('TCP Default TTL')]],
	[38, 'TCP Keepalive Interval', 'one', ['tcp_keepalive_interval', u32('TCP Keepalive Interval', seconds)]],
	flag(39, 'TCP Keepalive Garbage', 'tcp_keepalive_garbage'),
	words(40, 'Network Information Service Domain', 'nis_domain'),
	addresses(41, 'Network Information Service Servers', 'nis_server', 'Network Information Service Server'),
	addresses(42, 'Network Time Protocol Servers', 'ntp_server', 'Network Time Protocol Server'),
	[43, 'Vendor-Specific Information', 'special'],
	addresses(44, 'NetBIOS over TCP/IP Name Server', 'netbios_over_tcpip_name_server'),
	addresses(45, 'NetBIOS over TCP/IP Datagram Distribution Name Server', 'netbios_over_tcpip_dd_name_server'),
	[46, 'NetBIOS over TCP/IP Node Type', 'one', ['netbios_over_tcpip_node_type',
		u8('NetBIOS over TCP/IP Node Type', {values: new Map([[1, 'B-node'], [2, 'P-node'], [4, 'M-node'], [8, 'H-node']])})]],
	words(47, 'NetBIOS over TCP/IP Scope', 'netbios_over_tcpip_scope'),
	addresses(48, 'X Window System Font Server', 'xwindows_system_font_server'),
	addresses(49, 'X Window System Display Manager', 'xwindows_system_display_manager'),
	address(50, 'Requested IP Address', 'requested_ip_address'),
	[51, 'IP Address Lease Time', 'one', ['ip_address_lease_time', u32('IP Address Lease Time', {...seconds, about: 'How long the client may keep the address.'})]],
	[52, 'Option Overload', 'special'],
	[53, 'DHCP Message Type', 'special'],
	address(54, 'DHCP Server Identifier', 'dhcp_server_id'),
	[55, 'Parameter Request List', 'special'],
	words(56, 'Message', 'message'),
	[57, 'Maximum DHCP Message Size', 'one', ['dhcp_max_message_size', u16('Maximum DHCP Message Size')]],
	[58, 'Renewal Time Value', 'one', ['renewal_time_value', u32('Renewal Time Value', {...seconds, about: 'When the client asks its server to extend the lease.'})]],
	[59, 'Rebinding Time Value', 'one', ['rebinding_time_value', u32('Rebinding Time Value', {...seconds, about: 'When the client asks any server instead.'})]],
	words(60, 'Vendor class identifier', 'vendor_class_id'),
	[61, 'Client identifier', 'special'],
	[62, 'Novell/Netware IP domain'],
	[63, 'Novell Options'],
	words(64, 'Network Information Service+ Domain', 'nis_plus_domain'),
	addresses(65, 'Network Information Service+ Servers', 'nis_plus_server', 'Network Information Service+ Server'),
	words(66, 'TFTP Server Name', 'tftp_server_name'),
	words(67, 'Bootfile name', 'bootfile_name'),
	addresses(68, 'Mobile IP Home Agent', 'mobile_ip_home_agent'),
	addresses(69, 'SMTP Server', 'smtp_server'),
	addresses(70, 'POP3 Server', 'pop3_server'),
	addresses(71, 'NNTP Server', 'nntp_server'),
	addresses(72, 'Default WWW Server', 'default_www_server'),
	addresses(73, 'Default Finger Server', 'default_finger_server'),
	addresses(74, 'Default IRC Server', 'default_irc_server'),
	addresses(75, 'StreetTalk Server', 'streettalk_server'),
	addresses(76, 'StreetTalk Directory Assistance Server', 'streettalk_da_server'),
	[77, 'User Class Information', 'special'],
	[78, 'Directory Agent Information', 'special'],
	[79, 'Service Location Agent Scope', 'special'],
	[80, 'Rapid commit'],
	[81, 'Client Fully Qualified Domain Name', 'special'],
	[82, 'Agent Information Option', 'special'],
	[83, 'iSNS'],
	addresses(85, 'Novell Directory Services Servers', 'novell_dss.ip', 'IP Address'),
	words(86, 'Novell Directory Services Tree Name', 'novell_ds_tree_name'),
	words(87, 'Novell Directory Services Context', 'novell_ds_context'),
	[88, 'BCMCS Controller Domain Name'],
	[89, 'BCMCS Controller IPv4 address'],
	[90, 'Authentication', 'special'],
	[91, 'Client last transaction time', 'one', ['client_last_transaction_time', u32('Client last transaction time', seconds)]],
	addresses(92, 'Associated IP option', 'associated_ip_option'),
	[93, 'Client System Architecture', 'special'],
	[94, 'Client Network Device Interface', 'special'],
	[95, 'LDAP'],
	[97, 'UUID/GUID-based Client Identifier', 'special'],
	[98, "Open Group's User Authentication"],
	[99, 'Civic Addresses Configuration', 'special'],
	plainWords(100, 'PCode', 'tz_pcode', 'TZ PCode'),
	plainWords(101, 'TCode', 'tz_tcode', 'TZ TCode'),
	[108, 'IPv6-Only Preferred'],
	addresses(112, 'NetInfo Parent Server Address', 'netinfo_parent_server_address'),
	words(113, 'NetInfo Parent Server Tag', 'netinfo_parent_server_tag'),
	plainWords(114, 'DHCP Captive-Portal', 'captive_portal', 'Captive Portal'),
	[116, 'DHCP Auto-Configuration', 'one', ['dhcp_auto_configuration', u8('DHCP Auto-Configuration', {values: new Map([[0, 'DoNotAutoConfigure'], [1, 'AutoConfigure']])})]],
	[117, 'Name Service Search', 'special'],
	addresses(118, 'Subnet Selection Option', 'subnet_selection_option'),
	[119, 'Domain Search', 'special'],
	[120, 'SIP Servers', 'special'],
	[121, 'Classless Static Route', 'special'],
	[122, 'CableLabs Client Configuration'],
	[123, 'Coordinate-based Location Configuration'],
	[124, 'V-I Vendor Class', 'special'],
	[125, 'V-I Vendor-specific Information', 'special'],
	[128, 'DOCSIS full security server IP'],
	addresses(136, 'PANA Authentication Agent', 'pana_agent', 'PAA IPv4 Address'),
	words(137, 'LoST Server Domain Name', 'lost_server_domain_name'),
	addresses(138, 'CAPWAP Access Controllers', 'capwap_access_controller'),
	[139, 'IPv4 Address-MoS'],
	[140, 'IPv4 FQDN-MoS'],
	[141, 'SIP UA Configuration Domains'],
	addresses(142, 'IPv4 Address ANDSF', 'andsf_server', 'ANDSF Server'),
	[143, 'Zerotouch Redirect'],
	[144, 'Geospatial Location'],
	[145, 'Forcerenew Nonce Capable', 'list', ['forcerenew_nonce.algorithm', u8('Algorithm', {values: new Map([[1, 'HMAC-MD5']])})]],
	[146, 'RDNSS Selection', 'special'],
	addresses(150, 'TFTP Server Address', 'tftp_server_address'),
	[151, 'Leasequery Status code', 'special'],
	[152, 'Leasequery Base Time', 'time', ['bulk_lease.base_time', time('Base Time')]],
	[153, 'Leasequery Start Time of State', 'one', ['bulk_lease.start_time_of_state', u32('Start Time Of State', seconds)]],
	[154, 'Leasequery Query Start Time', 'time', ['bulk_lease.query_start_time', time('Query Start Time')]],
	[155, 'Leasequery Query End Time', 'time', ['bulk_lease.query_end_time', time('Query End Time')]],
	[156, 'Leasequery Dhcp State', 'one', ['bulk_lease.dhcp_state', u8('Dhcp State', {
		values: new Map([[1, 'Available'], [2, 'Active'], [3, 'Expired'], [4, 'Released'], [5, 'Abandoned'], [6, 'Reset'], [7, 'Remote'], [8, 'Transitioning']]),
	})]],
	[157, 'Leasequery Data Source', 'one', ['bulk_lease.data_source', bool8('Data Source')]],
	[158, 'PCP Server'],
	[159, 'Portparams'],
	plainWords(160, 'Unassigned (ex DHCP Captive-Portal)', 'captive_portal', 'Captive Portal'),
	plainWords(161, 'Manufacturer Usage Description', 'mudurl', 'MUDURL'),
	[175, 'Etherboot'],
	[176, 'IP Telephone'],
	[177, 'Etherboot'],
	[208, 'PXELINUX Magic'],
	plainWords(209, 'PXE Configuration file', 'pxe_config_file', 'PXELINUX configuration file'),
	plainWords(210, 'PXE Path Prefix', 'pxe_path_prefix', 'PXELINUX path prefix'),
	[211, 'Reboot Time'],
	[212, '6RD', 'special'],
	[213, 'V4 Access Domain'],
	[220, 'Subnet Allocation'],
	[221, 'Virtual Subnet Selection'],
	[249, 'Private/Classless Static Route (Microsoft)', 'special'],
	words(252, 'Private/Proxy autodiscovery', 'private_proxy_autodiscovery'),
]);

/** Fields of the options that the table describes; their names start with `dhcp.option`. */
export const optionParts: Readonly<Record<string, Field>> = parts('dhcp.option', () => {
	const specs: Record<string, Spec> = {};
	for (const [, , , ...fields] of rows()) for (const [key, spec] of fields) specs[key] ??= spec;
	return specs;
});

const options = once((): ReadonlyMap<number, Option> =>
	new Map(rows().map(([code, title, kind = 'bytes', ...fields]) => [code, {title, kind, fields: fields.map(([key]) => optionParts[key]!)}]))
);

const unassigned: Option = {title: 'Unassigned', kind: 'bytes', fields: []};
const bootVendor: Option = {title: 'PXE - undefined (vendor specific)', kind: 'bytes', fields: []};
const privateUse: Option = {title: 'Private', kind: 'bytes', fields: []};

/** What is known of an option; something is said of every code. */
export function optionOf(code: number): Option {
	return options().get(code) ?? (code >= 224 ? privateUse : code >= 129 && code <= 135 ? bootVendor : unassigned);
}

/** Names of options, as the list of requested ones shows them. */
export const optionName = (code: number): string => (code === 0 ? 'Padding' : code === 255 ? 'End' : optionOf(code).title);
