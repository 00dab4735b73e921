import type {TooBigFacts} from '../facts.ts';
import {frameNumber, parts, text, u32} from '../field.ts';
import {hexBytes, ipv4Text, ipv6Text} from '../print.ts';
import {fault} from '../protocol.ts';
import type {Reader} from '../reader.ts';

const p = parts('inkcap', () => ({
	'pmtu.mtu': u32('MTU of the path', {about: 'Bytes of the largest packet that fits through, as a router on the path says.', reference: 'RFC 1191, section 4'}),
	'pmtu.refused': frameNumber('Too big was frame', {about: 'The packet that the router could not pass on.'}),
	'pmtu.told': frameNumber('Refused as too big in frame', {about: 'The frame in which a router says that this packet does not fit.'}),
	'pmtu.next': frameNumber('The sender then sent frame', {about: 'The first packet of the sender that fits and makes use of the room.'}),
	'pmtu.follows': frameNumber('Fits what was told in frame', {about: 'The frame in which a router told how large packets of this path may be.'}),
	'pmtu.story': text('Path MTU', {about: 'What happened, in words.'}),
}));

const faults = {
	told: fault('inkcap.pmtu.notice', 'A router says that a packet is too big for the path', 'note', 'Sequence'),
	refused: fault('inkcap.pmtu.too_big', 'Too big for a link on the path', 'warning', 'Sequence'),
};

/** What ICMP declares of packets that are too big for a path, and IP. */
export const pathMtuParts = {pathMtu: p['pmtu.mtu'], pathRefused: p['pmtu.refused'], pathNext: p['pmtu.next'], pathStory: p['pmtu.story']};
export const pathMtuFaults = {pathTold: faults.told};
export const refusedParts = {pathTold: p['pmtu.told'], pathFollows: p['pmtu.follows'], pathMtu: p['pmtu.mtu']};
export const refusedFaults = {pathRefused: faults.refused};

const addressText = (b: Uint8Array): string => (b.length === 4 ? ipv4Text(b) : b.length === 16 ? ipv6Text(b) : hexBytes(b));

/** `192.0.2.1 passes 900 bytes on at most: frame 1 had 1428 and Don't fragment set; the sender's next is frame 3, of 900 in fragments` */
function story(router: string, {notice, refused}: TooBigFacts, isComplete: boolean): string {
	const {mtu, length, quoted, next, nextLength, nextIsFragment, stillTooBig} = notice;
	const limit = mtu === 0 ? 'does not say how many bytes fit' : `passes ${mtu} bytes on at most`;
	const kept = quoted[0]! >>> 4 === 4 && quoted[6]! & 0x40 ? " and Don't fragment set" : '';
	const cause = `${refused === undefined ? 'a packet that is not in the capture' : `frame ${refused + 1}`} had ${length}${kept}`;
	const more = stillTooBig === 0 ? '' : `, after ${stillTooBig} more that ${stillTooBig === 1 ? 'is' : 'are'} too big`;
	const told = `${router} ${limit}: ${cause}`;
	if (next < 0 && !isComplete) return told;
	const then = next < 0
		? stillTooBig === 0 ? 'nothing as large was sent after it' : `${stillTooBig} more packets as large were sent after it`
		: `the sender went on with ${nextLength} bytes${nextIsFragment ? ', a fragment,' : ''} in frame ${next + 1}${more}`;
	return `${told}; ${then}`;
}

/** Links a notice that a packet is too big with that packet, and with what the sender did then. */
export function tellTooBig(r: Reader): void {
	const facts = r.quoted ? undefined : r.facts.tooBig;
	if (facts === undefined) return;
	const at = r.position;
	const {notice, refused} = facts;
	r.derive(p['pmtu.mtu'], notice.mtu, at);
	if (refused !== undefined) r.derive(p['pmtu.refused'], refused + 1, at);
	if (notice.next >= 0) r.derive(p['pmtu.next'], notice.next + 1, at);
	const said = story(addressText(r.facts.addresses?.source ?? new Uint8Array(0)), facts, r.facts.complete);
	r.derive(p['pmtu.story'], said, at);
	r.complain(faults.told, at, at, said);
}

/** Links a packet with what a router said of it, or of the sender's packets before it. */
export function tellRefused(r: Reader): void {
	if (r.quoted) return;
	const {refused, follows} = r.facts.pathMtu;
	if (refused !== undefined) {
		r.derive(p['pmtu.told'], refused.row + 1);
		r.derive(p['pmtu.mtu'], refused.mtu);
		r.complain(
			faults.refused,
			r.base,
			r.base,
			`Too big for a link on the path${refused.mtu === 0 ? '' : ` that takes ${refused.mtu} bytes`}, told in frame ${refused.row + 1}`,
		);
	}

	if (follows !== undefined) r.derive(p['pmtu.follows'], follows.row + 1);
}
