/**
One repeat of a conversation: which hosts, ports and numbers stand in the place of the fixture's. `group` makes the
addresses, `shift` the ports, so that no two repeats are one flow.
*/
export type Repeat = {readonly group: number; readonly shift: number; readonly sequence: number};

/** Hosts that all repeats share out among themselves: more repeats than this differ in their ports. */
const GROUPS = 4096;
/** Ports of one repeat lie this far from those of the next between the same hosts. */
const PORT_STEP = 48;
const FIRST_EPHEMERAL = 32_768;
const EPHEMERAL = 65_536 - FIRST_EPHEMERAL;

/** The repeat of a number. */
export const repeatOf = (number: number): Repeat => ({
	group: number % GROUPS,
	shift: Math.floor(number / GROUPS) * PORT_STEP,
	sequence: Math.imul(number, 0x9e37_79b1) >>> 0,
});

/** Words that changed so far, for a checksum that they are part of: RFC 1624. */
class Change {
	#sum = 0;

	word(before: number, after: number): void {
		this.#sum += (~before & 0xffff) + after;
	}

	long(before: number, after: number): void {
		this.word(before >>> 16, after >>> 16);
		this.word(before & 0xffff, after & 0xffff);
	}

	/** Takes over what another counted. */
	add(other: Change): void {
		this.#sum += other.#sum;
	}

	/** A checksum that was right is right again, one that was wrong stays wrong. */
	applied(checksum: number): number {
		let sum = (~checksum & 0xffff) + this.#sum;
		while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
		return ~sum & 0xffff;
	}
}

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const ICMPV6 = 58;
const SCTP = 132;

/** Changes a copy of a fixture's frame into one repeat's. */
export function vary(b: Uint8Array, repeat: Repeat): void {
	new Variation(new DataView(b.buffer, b.byteOffset, b.length), repeat).ethernet();
}

class Variation {
	readonly #b: DataView;
	readonly #repeat: Repeat;

	constructor(b: DataView, repeat: Repeat) {
		this.#b = b;
		this.#repeat = repeat;
	}

	ethernet(): void {
		let at = 12;
		let type = this.#b.getUint16(at);
		while (type === 0x8100 || type === 0x88a8) type = this.#b.getUint16(at += 4);
		at += 2;
		if (type === 0x0800) this.#ipv4(at, new Change());
		else if (type === 0x86dd) this.#ipv6(at, new Change());
		else if (type === 0x0806 && this.#has(at + 28)) {
			this.#address4(at + 14, new Change());
			this.#address4(at + 24, new Change());
		}
	}

	#has(end: number): boolean {
		return end <= this.#b.byteLength;
	}

	#word(at: number, value: number, ...changes: readonly Change[]): void {
		for (const change of changes) change.word(this.#b.getUint16(at), value);
		this.#b.setUint16(at, value);
	}

	#long(at: number, value: number, ...changes: readonly Change[]): void {
		for (const change of changes) change.long(this.#b.getUint32(at), value);
		this.#b.setUint32(at, value);
	}

	/** 192.0.2.7 becomes 10.x.y.7; groups and broadcasts stay. */
	#address4(at: number, ...changes: readonly Change[]): void {
		const address = this.#b.getUint32(at);
		const first = address >>> 24;
		if (first === 0 || first === 127 || first >= 224) return;
		// Hosts of the fixtures that differ in more than their last byte stay apart.
		const subnet = (address >>> 8) & 3;
		this.#long(at, ((10 << 24) | (((subnet << 6) | (this.#repeat.group >>> 8)) << 16) | ((this.#repeat.group & 0xff) << 8) | (address & 0xff)) >>> 0, ...changes);
	}

	/** The subnet of global addresses, the interface of local ones. */
	#address6(at: number, ...changes: readonly Change[]): void {
		if (this.#b.getUint8(at) === 0xff) return;
		if (this.#b.getUint16(at) === 0x2001) this.#word(at + 6, (this.#b.getUint16(at + 6) + this.#repeat.group) & 0xffff, ...changes);
		else if (this.#b.getUint16(at) === 0xfe80) this.#word(at + 8, (this.#b.getUint16(at + 8) + this.#repeat.group) & 0xffff, ...changes);
	}

	/** A datagram; `around` counts what changes for the checksum of the message that quotes it. */
	#ipv4(at: number, around: Change): void {
		if (!this.#has(at + 20)) return;
		const end = at + (this.#b.getUint8(at) & 15) * 4;
		const header = new Change();
		const pseudo = new Change();
		this.#address4(at + 12, header, pseudo, around);
		this.#address4(at + 16, header, pseudo, around);
		this.#word(at + 4, (this.#b.getUint16(at + 4) + this.#repeat.shift) & 0xffff, header, around);
		this.#word(at + 10, header.applied(this.#b.getUint16(at + 10)), around);
		if ((this.#b.getUint16(at + 6) & 0x1fff) === 0) this.#transport(this.#b.getUint8(at + 9), end, pseudo, around);
	}

	#ipv6(at: number, around: Change): void {
		if (!this.#has(at + 40)) return;
		const pseudo = new Change();
		this.#address6(at + 8, pseudo, around);
		this.#address6(at + 24, pseudo, around);
		let next = this.#b.getUint8(at + 6);
		let place = at + 40;
		while ((next === 0 || next === 60 || next === 44) && this.#has(place + 8)) {
			if (next === 44) {
				this.#long(place + 4, (this.#b.getUint32(place + 4) + this.#repeat.shift) >>> 0, around);
				if (this.#b.getUint16(place + 2) >>> 3 > 0) return;
			}

			const size = next === 44 ? 8 : (this.#b.getUint8(place + 1) + 1) * 8;
			next = this.#b.getUint8(place);
			place += size;
		}

		this.#transport(next, place, pseudo, around);
	}

	#transport(protocol: number, at: number, pseudo: Change, around: Change): void {
		if (!this.#has(at + 8)) return;
		if (protocol === TCP) this.#tcp(at, pseudo, around);
		else if (protocol === UDP) {
			this.#ports(at, pseudo, around);
			// RFC 768: 0 says that there is none.
			const checksum = this.#b.getUint16(at + 6);
			if (checksum !== 0) this.#word(at + 6, pseudo.applied(checksum) || 0xffff, around);
		} else if (protocol === SCTP) {
			// Its checksum would have to be made anew over all of it: the ports stay.
		} else if (protocol === ICMP) {
			const inside = new Change();
			const type = this.#b.getUint8(at);
			if (type === 3 || type === 5 || type === 11 || type === 12) this.#ipv4(at + 8, inside);
			else if (type === 0 || type === 8) this.#word(at + 4, (this.#b.getUint16(at + 4) + this.#repeat.shift) & 0xffff, inside);
			this.#word(at + 2, inside.applied(this.#b.getUint16(at + 2)), around);
		} else if (protocol === ICMPV6) {
			const type = this.#b.getUint8(at);
			if (type < 128) this.#ipv6(at + 8, pseudo);
			else if ((type === 135 || type === 136) && this.#has(at + 24)) this.#address6(at + 8, pseudo);
			this.#word(at + 2, pseudo.applied(this.#b.getUint16(at + 2)), around);
		}
	}

	/** The numbers of both directions move by the same, so that they still answer each other. */
	#tcp(at: number, pseudo: Change, around: Change): void {
		const {sequence} = this.#repeat;
		this.#ports(at, pseudo, around);
		this.#long(at + 4, (this.#b.getUint32(at + 4) + sequence) >>> 0, pseudo, around);
		if (!this.#has(at + 20)) return;
		if (this.#b.getUint8(at + 13) & 16) this.#long(at + 8, (this.#b.getUint32(at + 8) + sequence) >>> 0, pseudo, around);
		const end = at + (this.#b.getUint8(at + 12) >>> 4) * 4;
		for (let option = at + 20; option < end && this.#has(end);) {
			const kind = this.#b.getUint8(option);
			if (kind === 0) break;
			const size = kind === 1 ? 1 : this.#b.getUint8(option + 1);
			if (size < 1) break;
			// RFC 2018: edges of the blocks that were received. One at an odd place counts with its bytes the other way round.
			if (kind === 5) { for (let edge = option + 2; edge < option + size; edge += 4) this.#edge(edge, sequence, edge - at, pseudo); }
			option += size;
		}

		this.#word(at + 16, pseudo.applied(this.#b.getUint16(at + 16)), around);
	}

	#edge(at: number, sequence: number, place: number, pseudo: Change): void {
		const before = this.#b.getUint32(at);
		const after = (before + sequence) >>> 0;
		if (place % 2 === 0) pseudo.long(before, after);
		else pseudo.long(turned(before), turned(after));
		this.#b.setUint32(at, after);
	}

	/** Ports of clients move; those of services stay what they are. */
	#ports(at: number, ...changes: readonly Change[]): void {
		for (const place of [at, at + 2]) {
			const port = this.#b.getUint16(place);
			if (port >= FIRST_EPHEMERAL) this.#word(place, FIRST_EPHEMERAL + ((port - FIRST_EPHEMERAL + this.#repeat.shift) % EPHEMERAL), ...changes);
		}
	}
}

/** The bytes of each half the other way round. */
const turned = (value: number): number => (((value & 0x00ff_00ff) << 8) | ((value >>> 8) & 0x00ff_00ff)) >>> 0;
