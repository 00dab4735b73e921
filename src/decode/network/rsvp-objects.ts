import type {Field} from '../field.ts';
import {ipv4Text} from '../print.ts';
import type {Reader} from '../reader.ts';
import {once} from '../when-asked.ts';
import {faults, flowServices, p, sessionTypes, styles} from './rsvp-fields.ts';

/** What an object adds to its line, and to the line of the message. */
export type Said = {readonly label?: string | undefined; readonly info?: string | undefined};

/** How an object is read: its node, the field of its type, and what stands behind both. */
export type ObjectReader = {readonly node: Field<'none'>; readonly type: Field<'uint'>; readonly read: (r: Reader, type: number) => Said | undefined};

const object = (node: Field<'none'>, type: Field<'uint'>, read: ObjectReader['read'] = () => undefined): ObjectReader => ({node, type, read});

/** RFC 2205, section A.1 and RFC 3209, section 4.6.1. */
function readSession(r: Reader, type: number): Said {
	let said: string;
	switch (type) {
		case 1: {
			const ip = ipv4Text(r.read(p['session.ip']));
			const protocol = r.read(p['session.proto']);
			r.read(p['session.flags']);
			said = `IPv4, Destination ${ip}, Protocol ${protocol}, Port ${r.read(p['session.port'])}. `;
			break;
		}

		case 2:
			r.read(p['session.destination_address']);
			r.read(p['session.protocol']);
			r.read(p['session.flags']);
			r.read(p['session.destination_port']);
			said = 'Type 2. ';
			break;
		case 7: {
			const ip = ipv4Text(r.read(p['session.ip']));
			const call = r.read(p['session.short_call_id']);
			const tunnel = r.read(p['session.tunnel_id']);
			const at = r.position;
			const id = r.read(p.extended_tunnel_id);
			r.label(() => `Extended Tunnel ID: ${id} (${ipv4Text(r.bytes, at)})`);
			r.at(p['session.ext_tunnel_id'], at, 1);
			said = `${sessionTypes.get(type)!}, Destination ${ip}, Short Call ID ${call}, Tunnel ID ${tunnel}, Ext ID ${id.toString(16)}. `;
			break;
		}

		default:
			said = `Type ${type}. `;
	}

	return {label: said, info: `SESSION: ${said}`};
}

/** RFC 2205, sections A.9 and A.10; RFC 3209, section 4.6.2. */
const readSender = (name: string) => (r: Reader, type: number): Said => {
	let said = `Type ${type}. `;
	if (type === 1) {
		const ip = ipv4Text(r.read(p['sender.ip']));
		r.skip(2);
		said = `IPv4, Sender ${ip}, Port ${r.read(p['sender.port'])}. `;
	} else if (type === 2) {
		r.read(p['template_filter.source_address_ipv6']);
		r.skip(2);
		r.read(p['template_filter.source_port']);
	} else if (type === 7) {
		const ip = ipv4Text(r.read(p['sender.ip']));
		const call = r.read(p['sender.short_call_id']);
		said = `IPv4-LSP, Tunnel Source: ${ip}, Short Call ID: ${call}, LSP ID: ${r.read(p['sender.lsp_id'])}. `;
	}

	return {label: said, info: `${name}: ${said}`};
};

function readHop(r: Reader, type: number): Said | undefined {
	if (type === 1) {
		const ip = ipv4Text(r.read(p['hop.neighbor_address_ipv4']));
		r.read(p['hop.logical_interface']);
		return {label: `IPv4, ${ip}`};
	}

	if (type === 2) {
		r.read(p.neighbor_address_ipv6);
		r.read(p['hop.logical_interface']);
	}

	return undefined;
}

function readTimes(r: Reader, type: number): Said | undefined {
	if (type !== 1) return undefined;
	const time = r.read(p.refresh_interval);
	r.append(` ms (${Math.floor(time / 1000)} seconds)`);
	return {label: `${time} ms`};
}

function readError(r: Reader, type: number): Said | undefined {
	if (type !== 1 && type !== 2) return undefined;
	const node = r.read(type === 1 ? p['error.error_node_ipv4'] : p['error.error_node_ipv6']);
	r.read(p.error_flags);
	const code = r.read(p['error.error_code']);
	const value = r.read(p.error_value);
	if (type === 2) return undefined;
	const name = (p['error.error_code'].values as ReadonlyMap<number, string>).get(code) ?? `Unknown (${code})`;
	return {label: `IPv4, Error code: ${name}, Value: ${value}, Error Node: ${ipv4Text(node)}`};
}

function readStyle(r: Reader, type: number): Said | undefined {
	if (type !== 1) return undefined;
	r.read(p['style.flags']);
	const style = r.read(p['style.style']);
	return {label: `${styles.get(style) ?? 'Unknown'} (${style})`};
}

const senderBucket = once(() => [p['tspec.token_bucket_rate'], p['tspec.token_bucket_size'], p['tspec.peak_data_rate']] as const);
const flowBucket = once(() => [p['flowspec.token_bucket_rate'], p['flowspec.token_bucket_size'], p['flowspec.peak_data_rate']] as const);
const tokenBucket = 127;
const guaranteedRate = 130;
const integratedServices = 2;
const wordSize = 4;

/** RFC 2210, section 3: parameters until the object ends. */
const readTraffic = (isFlow: boolean) => (r: Reader, type: number): Said | undefined => {
	if (type !== integratedServices) return undefined;
	r.at(isFlow ? p['flowspec.message_format_version'] : p['tspec.message_format_version'], r.position);
	r.skip(2);
	r.read(p.data_length);
	const service = r.read(isFlow ? p['flowspec.service_header'] : p['tspec.service_header']);
	r.skip(1);
	r.read(p.data_length);
	let said = isFlow ? `${flowServices.get(service) ?? 'Unknown'}: ` : 'IntServ, ';
	while (r.more) {
		r.need(4);
		const at = r.position;
		const parameter = r.peek();
		const words = r.peek16(2);
		r.open(p.parameter, at, parameter);
		r.skip(1);
		if (parameter !== tokenBucket && parameter !== guaranteedRate) {
			r.complain(faults.parameter, at, at + 4, `Unknown parameter ${parameter}, ${words} words`);
			r.position = Math.min(r.end, at + wordSize * (1 + words));
			r.close();
			continue;
		}

		r.read(p.parameter_flags);
		r.read(p.parameter_length);
		if (parameter === tokenBucket) {
			const [rate, size, peak] = isFlow ? flowBucket() : senderBucket();
			said += `Token Bucket, ${r.read(rate)} bytes/sec. `;
			r.read(size);
			r.read(peak);
			r.read(p.minimum_policed_unit);
			r.read(p.maximum_packet_size);
		} else {
			said += `RSpec, ${r.read(p['flowspec.rate'])} bytes/sec. `;
			r.read(p['flowspec.slack_term']);
		}

		r.close();
	}

	return {label: said};
};

const subobjects = new Map([[1, 'IPv4'], [2, 'IPv6'], [3, 'Label'], [4, 'Unnumbered Interface-ID'], [32, 'Autonomous System Number']]);

/** RFC 3209, sections 4.3.3 and 4.4.1, RFC 3473, section 5 and RFC 3477, section 4: the way, hop by hop. */
const readRoute = (isRecord: boolean) => (r: Reader): Said => {
	const said: string[] = [];
	while (r.more) {
		r.need(2);
		const at = r.position;
		const type = r.peek() & 0x7f;
		const size = r.peek(1);
		const word = said.length;
		const text = r.group(undefined, subobjects.has(type) ? `${subobjects.get(type)!} Subobject` : `Unknown subobject: ${type}`, () => {
			const isLoose = !isRecord && r.at(p.loose_hop, at) !== 0;
			r.read(p.type);
			r.read(p['ero_rro_subobjects.length']);
			if (size < 2) readWrongLength(r, size);
			return readHopOf(r, type, isRecord, said, isLoose);
		});
		if (text !== undefined) r.label(text);
		if (said.length === word) said.push(subobjects.get(type) ?? 'Unknown');
		if (size < 2) {
			r.position = r.end;
			break;
		}

		r.position = Math.min(r.end, at + size);
	}

	return {label: said.join(', ')};
};

function readWrongLength(r: Reader, size: number): void {
	const wrong = `Invalid length: ${size}`;
	r.group(undefined, wrong, () => r.complain(faults.length, r.position - 1, r.position, wrong));
}

/** OIF UNI 1.0: a length, a kind and what it says, which is not read. */
function readInterface(r: Reader): undefined {
	if (!r.more) return;
	r.need(3);
	const at = r.position;
	const size = r.peek(1);
	r.group(undefined, `Unknown subobject: ${r.peek(2)}`, () => {
		r.put(p.type, at, at + 1, r.peek(2));
		r.put(p.class_length, at + 1, at + 2, size);
		r.skip(2);
		if (size < 2) readWrongLength(r, size);
	});
}

function readHopOf(r: Reader, type: number, isRecord: boolean, said: string[], isLoose: boolean): string | undefined {
	const way = isRecord ? '' : `, ${isLoose ? 'Loose' : 'Strict'}`;
	switch (type) {
		case 1: {
			const ip = ipv4Text(r.read(p['ero_rro_subobjects.ipv4_hop']));
			r.read(p['ero_rro_subobjects.prefix_length']);
			if (isRecord) r.read(p['ero_rro_subobjects.flags']);
			said.push(`IPv4 ${ip}${isLoose ? ' [L]' : ''}`);
			return `IPv4 Subobject - ${ip}${way}`;
		}

		case 2:
			r.read(p['ero_rro_subobjects.ipv6_hop']);
			r.read(p['ero_rro_subobjects.prefix_length']);
			if (isRecord) r.read(p['ero_rro_subobjects.flags']);
			said.push(`IPv6 [...]${isLoose ? ' [L]' : ''}`);
			return undefined;
		case 3: {
			if (isRecord) r.read(p.label_flags);
			else r.skip(1);
			r.read(p.ctype);
			const label = r.read(p['ero_rro_subobjects.label']);
			said.push(`Label ${label}${isLoose ? ' [L]' : ''}`);
			return `Label Subobject - ${label}${way}`;
		}

		case 4: {
			r.skip(2);
			const id = ipv4Text(r.read(p['ero_rro_subobjects.router_id']));
			const number = r.read(p['ero_rro_subobjects.interface_id']);
			said.push(`Unnum ${id}/${number}`);
			return `Unnumbered Interface-ID - ${id}, ${number}${way}`;
		}

		case 32: {
			const number = r.read(p['ero_rro_subobjects.autonomous_system']);
			said.push(`AS ${number}`);
			return `Autonomous System ${number}`;
		}

		default:
			return undefined;
	}
}

const affinities = 7;
const affinitiesSize = 12;

/** RFC 3209, section 4.7. Some send the short form with the number of the long one. */
function readAttribute(r: Reader, type: number): Said | undefined {
	if (type !== 1 && type !== affinities) return undefined;
	if (type === affinities && r.left >= affinitiesSize + 4 && r.peek(3) > r.left - 4) r.skip(affinitiesSize);
	const setup = r.read(p['session_attribute.setup_priority']);
	const hold = r.read(p['session_attribute.hold_priority']);
	const flags = r.read(p['session_attribute.flags']);
	const size = r.read(p['session_attribute.name_length']);
	const name = r.terminated(p['session_attribute.name'], size);
	const words = `${flags & 1 ? 'Local Protection, ' : ''}${flags & 2 ? 'Label Recording, ' : ''}${flags & 4 ? 'SE Style, ' : ''}`;
	return {label: `SetupPrio ${setup}, HoldPrio ${hold}, ${words} [${name}]`};
}

function readHello(r: Reader, type: number): Said {
	const source = r.read(p['hello.source_instance']);
	const destination = r.read(p['hello.destination_instance']);
	return {label: `${type === 1 ? 'REQUEST' : 'ACK'}. Src Instance: 0x${source.toString(16)}. Dest Instance: 0x${destination.toString(16)}. `};
}

/** RFC 2205, appendix A and those after it, by class. */
export const objects: ReadonlyMap<number, ObjectReader> = new Map([
	[1, object(p.session, p['ctype.session'], readSession)],
	[3, object(p.hop, p['ctype.hop'], readHop)],
	[5, object(p.time, p['ctype.time_values'], readTimes)],
	[6, object(p.error, p['ctype.error'], readError)],
	[8, object(p.style, p['ctype.style'], readStyle)],
	[9, object(p.flowspec, p['ctype.flowspec'], readTraffic(true))],
	[10, object(p.filter, p['ctype.template'], readSender('FILTERSPEC'))],
	[11, object(p.sender, p['ctype.template'], readSender('SENDER TEMPLATE'))],
	[12, object(p.tspec, p['ctype.tspec'], readTraffic(false))],
	[13, object(p.adspec, p['ctype.adspec'])],
	[15, object(p.confirm, p['ctype.confirm'], (r, type) => (type === 1
		? {label: `Receiver ${ipv4Text(r.read(p['confirm.receiver_address_ipv4']))}`}
		: type === 2
		? void r.read(p['confirm.receiver_address_ipv6'])
		: undefined))],
	[16, object(p.label, p['ctype.label'], (r, type) => (type === 1 ? {label: String(r.read(p['label.label']))} : undefined))],
	[19, object(p.label_request, p['ctype.label_request'], (r, type) => {
		if (type !== 1)
			return undefined;
		r.skip(2);
		const id = r.read(p['label_request.l3pid']);
		return {label: `Basic: L3PID: ${id === 0x0800 ? 'IPv4' : id === 0x86dd ? 'IPv6' : 'Unknown'} (0x${id.toString(16).padStart(4, '0')})`};
	})],
	[20, object(p.explicit_route, p['ctype.explicit_route'], readRoute(false))],
	[21, object(p.record_route, p['ctype.record_route'], readRoute(true))],
	[22, object(p.hello_obj, p['ctype.hello'], readHello)],
	[23, object(p.msgid, p['ctype.message_id'], r => {
		r.read(p['message_id.flags']);
		r.read(p['message_id.epoch']);
		return {label: String(r.read(p['message_id.message_id']))};
	})],
	[24, object(p.msgid_ack, p['ctype.message_id_ack'], r => {
		r.read(p['message_id_ack.flags']);
		r.read(p['message_id_ack.epoch']);
		return {label: String(r.read(p['message_id_ack.message_id']))};
	})],
	[131, object(p.restart, p['ctype.restart_cap'], r => {
		const restart = r.read(p['restart_cap.restart_time']);
		const recovery = r.read(p['restart_cap.recovery_time']);
		return {label: `Restart Time: ${restart} ms. Recovery Time: ${recovery} ms.`};
	})],
	[229, object(p.generalized_uni, p['ctype.generalized_uni'], readInterface)],
	[207, object(p.session_attribute, p['ctype.attribute'], readAttribute)],
]);
