import {describe, expect, it} from 'vitest';
import {join, talk} from './talk.ts';

const u16 = (n: number): number[] => [(n >>> 8) & 0xff, n & 0xff];
const message = (type: number, body: readonly number[], length = 19 + body.length): Uint8Array =>
	Uint8Array.from([...Array.from({length: 16}, () => 0xff), ...u16(length), type, ...body]);
const attribute = (flags: number, code: number, ...data: number[]): number[] => [flags, code, data.length, ...data];
const update = (attributes: readonly number[], networks: readonly number[] = [], withdrawn: readonly number[] = []): Uint8Array =>
	message(2, [...u16(withdrawn.length), ...withdrawn, ...u16(attributes.length), ...attributes, ...networks]);
const keepAlive = message(4, []);
const say = (...parts: readonly Uint8Array[]) => talk(179, parts.map(bytes => ({from: 0 as const, bytes})));

describe('BGP', () => {
	it('puts a message together from segments, and cuts a segment into messages', () => {
		const whole = update(attribute(0x40, 3, 10, 0, 0, 1), [24, 10, 0, 0]);
		const c = say(whole.subarray(0, 5), whole.subarray(5, 30), join(whole.subarray(30), keepAlive, keepAlive));
		expect(c.values(0, 'bgp.type')).toEqual([]);
		expect(c.values(2, 'bgp.type')).toEqual(['2', '4', '4']);
		expect(c.values(2, 'bgp.nlri_prefix')).toEqual(['10.0.0.0']);
		expect(c.info(2)).toBe('UPDATE Message, KEEPALIVE Message, KEEPALIVE Message');
	});

	it('finds its way back where the beginning of a message was not captured', () => {
		const c = say(join(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]), keepAlive));
		expect(c.values(0, 'bgp.continuation')).toEqual(['1']);
		expect(c.values(0, 'bgp.type')).toEqual(['4']);
	});

	it('does not judge a marker that was not captured', () => {
		const c = talk(179, [{from: 0, bytes: join(keepAlive, Uint8Array.from({length: 40}, (_, i) => i)), missing: 30}]);
		expect(c.values(0, 'bgp.continuation')).toEqual([]);
		expect(c.info(0)).toBe('KEEPALIVE Message[Packet size limited during capture]');
	});

	it('waits for more where no marker follows a message, and then finds its way back', () => {
		const stray = Uint8Array.from({length: 20}, (_, i) => i + 1);
		const c = say(join(keepAlive, stray), keepAlive);
		expect(c.values(0, 'bgp.type')).toEqual(['4']);
		expect(c.values(0, 'bgp.continuation')).toEqual([]);
		expect(c.values(1, 'bgp.continuation')).toEqual(['1']);
		expect(c.values(1, 'bgp.type')).toEqual(['4']);
	});

	it('takes a byte too many in front of a marker for no marker', () => {
		const c = say(join(keepAlive, Uint8Array.from([0xc0]), keepAlive), keepAlive);
		expect(c.values(0, 'bgp.type')).toEqual(['4']);
		expect(c.values(1, 'bgp.type')).toEqual(['4', '4']);
	});

	it('lets a capability go on behind its parameter, and begins the next parameter there', () => {
		const c = say(message(1, [4, 0xfd, 0xea, 0, 180, 10, 0, 0, 1, 10, 2, 4, 65, 4, 0, 0, 0, 9, 2, 0]));
		expect(c.values(0, 'bgp.cap.4as')).toEqual(['9']);
		expect(c.values(0, 'bgp.open.opt.param.type')).toEqual(['2', '2']);
	});

	it('stops at an attribute that is too long, and inside a set goes on behind the set', () => {
		const origin = attribute(0x40, 1, 0);
		const c = say(update([0x40, 5, 200, ...origin]), update([...attribute(0xc0, 128, 0, 0, 0, 9, 0x40, 1, 200), ...origin]));
		expect(c.values(0, 'bgp.update.path_attribute.origin')).toEqual([]);
		expect(c.values(1, 'bgp.length.invalid')).toEqual(['1']);
		expect(c.values(1, 'bgp.update.path_attribute.origin')).toEqual(['0']);
	});

	it('reads the entries of a filter, of which the one that removes all is a byte', () => {
		const entries = [0x80, 0x60, 0, 0, 0, 5, 16, 24, 16, 10, 1];
		const c = say(message(5, [0, 1, 0, 1, 1, 128, ...u16(entries.length), ...entries]));
		expect(c.values(0, 'bgp.route_refresh.orf.entry.action')).toEqual(['2', '1']);
		expect(c.values(0, 'bgp.route_refresh.orf.entry.match')).toEqual(['1']);
		expect(c.values(0, 'bgp.route_refresh.orf.entry.sequence')).toEqual(['5']);
		expect(c.values(0, 'bgp.route_refresh.orf.entry.ip')).toEqual(['10.1.0.0']);
	});

	it('reads a message behind another whatever its marker, and says that it is damaged', () => {
		const text = Uint8Array.from([...new TextEncoder().encode('sixteen letters!'), ...keepAlive.subarray(16)]);
		const c = say(join(keepAlive, text, keepAlive));
		expect(c.values(0, 'bgp.type')).toEqual(['4', '4', '4']);
		expect(c.values(0, 'bgp.marker_invalid')).toEqual(['1']);
		expect(c.values(0, 'bgp.continuation')).toEqual([]);
	});

	it('takes a message with a damaged marker in front of the others for a continuation, and says what it may be', () => {
		const damaged = Uint8Array.from(keepAlive);
		damaged[7] = 0x7f;
		const c = say(damaged, join(damaged, keepAlive), keepAlive.subarray(2));
		expect(c.values(0, 'bgp.continuation')).toEqual(['1']);
		expect(c.values(0, 'bgp.marker.damaged')).toEqual(['1']);
		expect(c.values(0, 'bgp.type')).toEqual([]);
		expect(c.values(1, 'bgp.continuation')).toEqual(['1']);
		expect(c.values(1, 'bgp.type')).toEqual(['4']);
		expect(c.values(2, 'bgp.marker.damaged')).toEqual([]);
	});

	it('waits for one more segment where a damaged message is not all there, then begins anew', () => {
		const damaged = update(attribute(0x40, 1, 0));
		damaged[3] = 0;
		const c = say(join(keepAlive, damaged.subarray(0, 21)), damaged.subarray(21));
		expect(c.values(0, 'bgp.continuation')).toEqual([]);
		expect(c.values(1, 'bgp.continuation')).toEqual(['1']);
		expect(c.values(1, 'bgp.marker_invalid')).toEqual([]);
	});

	it('tells numbers of two bytes from those of four by what comes out even', () => {
		const c = say(update(attribute(0x40, 2, 2, 2, 0xfd, 0xea, 0xfd, 0xeb)), update(attribute(0x40, 2, 2, 1, 0xfa, 0x56, 0xea, 0)));
		expect(c.values(0, 'bgp.update.path_attribute.as_path_segment.as2')).toEqual(['65002', '65003']);
		expect(c.values(1, 'bgp.update.path_attribute.as_path_segment.as4')).toEqual(['4200000000']);
	});

	it('sees numbers of paths in front of prefixes, and none where plain prefixes come out even', () => {
		const c = say(update([], [0, 0, 0, 1, 24, 10, 0, 1, 0, 0, 0, 2, 24, 10, 0, 2]), update([], [24, 10, 0, 1, 24, 10, 0, 2]));
		expect(c.values(0, 'bgp.nlri_path_id')).toEqual(['1', '2']);
		expect(c.values(0, 'bgp.nlri_prefix')).toEqual(['10.0.1.0', '10.0.2.0']);
		expect(c.values(1, 'bgp.nlri_path_id')).toEqual([]);
		expect(c.values(1, 'bgp.nlri_prefix')).toEqual(['10.0.1.0', '10.0.2.0']);
	});

	it('does not believe lengths', () => {
		const c = say(
			update([0x40, 5, 200], [24, 10, 0, 0]),
			update([], [255, 10]),
			message(1, [4, 0xfd, 0xea, 0, 180, 10, 0, 0, 1, 4, 2, 2, 65, 0]),
			update(attribute(0x80, 10, 1, 2, 3)),
		);
		expect(c.values(0, 'bgp.length.invalid')).toEqual(['1']);
		expect(c.values(1, 'bgp.length.invalid')).toEqual(['1']);
		expect(c.values(2, 'bgp.cap.length.bad')).toEqual(['1']);
		expect(c.values(2, 'bgp.cap.4as')).toEqual([]);
		expect(c.values(3, 'bgp.length.invalid')).toEqual(['1']);
	});

	it('calls the last three bytes of a MAC route a network where a community says VXLAN, a label elsewhere', () => {
		const mac = [0, 1, 10, 0, 0, 1, 0, 5, ...Array.from({length: 14}, () => 0), 48, 0, 0x11, 0x22, 0x33, 0x44, 0x55, 0, 0, 0, 101];
		const reach = attribute(0x80, 14, 0, 25, 70, 4, 10, 0, 0, 1, 0, 2, mac.length, ...mac);
		const c = say(update([...attribute(0xc0, 16, 3, 0x0c, 0, 0, 0, 0, 0, 8), ...reach]), update(reach));
		expect(c.values(0, 'bgp.evpn.nlri.vni')).toEqual(['101']);
		expect(c.values(1, 'bgp.evpn.nlri.vni')).toEqual([]);
		expect(c.values(1, 'bgp.evpn.nlri.mpls_ls1')).toEqual(['6']);
	});

	it('reads rules for packets up to the operator that says it is the last', () => {
		const rule = [3, 0x01, 6, 0x91, 1, 2, 5, 0x13, 0, 80, 0xd5, 0, 90, 12, 0x81, 2];
		const c = say(update(attribute(0x80, 14, 0, 1, 133, 0, 0, rule.length, ...rule)));
		expect(c.values(0, 'bgp.flowspec_nlri.filter_type')).toEqual(['3', '5', '12']);
		expect(c.values(0, 'bgp.flowspec_nlri.dec_val_8')).toEqual(['6']);
		expect(c.values(0, 'bgp.flowspec_nlri.dec_val_16')).toEqual(['258', '80', '90']);
		expect(c.values(0, 'bgp.flowspec_nlri.val_frag')).toEqual(['0x02']);
	});

	it('reads a long rule by a length of two bytes', () => {
		const ports = Array.from({length: 80}, (_, i) => [i === 79 ? 0x91 : 0x11, 1, i]).flat();
		const rule = [4, ...ports];
		const reach = [0, 1, 133, 0, 0, 0xf0 | (rule.length >> 8), rule.length & 0xff, ...rule];
		const c = say(update([0x90, 14, ...u16(reach.length), ...reach]));
		expect(c.values(0, 'bgp.flowspec_nlri.length')).toEqual(['241']);
		expect(c.values(0, 'bgp.flowspec_nlri.dec_val_16')).toHaveLength(80);
	});

	it('reads segments of services, and the lengths of tunnels by their types', () => {
		const address = Array.from({length: 16}, (_, i) => i);
		const service = [0, ...address, 0, 0, 0x11, 0, 1, 0, 6, 40, 32, 16, 0, 16, 64];
		const segment = [5, ...u16(4 + service.length), 0, 1, ...u16(service.length), ...service];
		const tunnel = [0, 15, 0, 15, 12, 6, 0, 0, 0, 0, 0, 9, 129, 0, 4, 0, 0x61, 0x62, 0x63];
		const c = say(update([...attribute(0xc0, 40, ...segment), ...attribute(0xc0, 23, ...tunnel)]));
		expect(c.values(0, 'bgp.prefix_sid.srv6_l3vpn.srv6_endpoint_behavior')).toEqual(['0x0011']);
		expect(c.values(0, 'bgp.prefix_sid.srv6_l3vpn.sid.trans_offset')).toEqual(['64']);
		expect(c.values(0, 'bgp.update.encaps_tunnel_tlv_subtlv.policy_name.name')).toEqual(['abc']);
	});
});
