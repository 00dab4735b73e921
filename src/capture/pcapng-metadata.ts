import {padded, read16, read32} from './bytes.ts';
import {counters, optionsFault, readOptions} from './pcapng-options.ts';
import type {NameRecord, Section, Secrets, Statistics} from './source.ts';

/** Bytes of names, secrets and statistics that are kept of one file; further blocks are passed over and counted. */
const KEPT_BYTES = 64 * 1024 * 1024;

/** What keeping one block or record costs besides its bytes, for the limit. */
const BLOCK_COST = 256;

/** What keeping one name costs besides its bytes. */
const NAME_COST = 32;

/** Record types of a name resolution block, with the bytes of their addresses. */
const nameKinds = new Map<number, {readonly kind: NameRecord['kind']; readonly size: number}>([
	[1, {kind: 'ipv4', size: 4}],
	[2, {kind: 'ipv6', size: 16}],
	[3, {kind: 'eui48', size: 6}],
	[4, {kind: 'eui64', size: 8}],
]);

const text = new TextDecoder();

/** Names, secrets and statistics of a pcapng file, read from whole block bodies [start, end). */
export class MetadataBlocks {
	readonly sections: Section[] = [];
	readonly names: NameRecord[] = [];
	readonly secrets: Secrets[] = [];
	readonly statistics: Statistics[] = [];
	omitted = 0;
	#kept = 0;

	/** Whether a block of `length` bytes may still be kept; it counts as kept if so. */
	keeps(length: number): boolean {
		if (this.#kept + length + BLOCK_COST > KEPT_BYTES) {
			this.omitted++;
			return false;
		}

		this.#kept += length + BLOCK_COST;
		return true;
	}

	/** A name resolution block; what is wrong with it, or undefined. */
	readNames(bytes: Uint8Array, start: number, end: number, section: Section): string | undefined {
		const {littleEndian} = section;
		let at = start;
		while (end - at >= 4) {
			const type = read16(bytes, at, littleEndian);
			const length = read16(bytes, at + 2, littleEndian);
			at += 4;
			if (padded(length) > end - at) return `a name record is said to be ${length} bytes long, but its block has ${end - at} more`;
			if (type === 0) break;
			const known = nameKinds.get(type);
			// tshark minds short records of IPv4 and IPv6 only, and passes over the others.
			if (known && length < known.size && known.kind.startsWith('ip')) return `a name record of an address of ${known.size} bytes is ${length} bytes long`;
			if (known && length >= known.size) {
				const names = text
					.decode(bytes.subarray(at + known.size, at + length))
					.split('\0')
					.filter(name => name !== '');
				this.#kept += BLOCK_COST + names.length * NAME_COST;
				if (this.#kept > KEPT_BYTES) {
					this.omitted++;
					return undefined;
				}

				this.names.push({section: section.number, kind: known.kind, address: bytes.slice(at, at + known.size), names});
			}

			at += padded(length);
		}

		return optionsFault(bytes, at, end, littleEndian);
	}

	/** A decryption secrets block; what is wrong with it, or undefined. */
	readSecrets(bytes: Uint8Array, start: number, end: number, section: Section): string | undefined {
		const {littleEndian} = section;
		if (end - start < 8) return `a block of secrets is ${end - start + 12} bytes long, the least is 20`;
		const length = read32(bytes, start + 4, littleEndian);
		if (padded(length) > end - start - 8) return `secrets are said to be ${length} bytes long, but their block has ${end - start - 8} more`;
		this.secrets.push({section: section.number, type: read32(bytes, start, littleEndian), bytes: bytes.slice(start + 8, start + 8 + length)});
		return undefined;
	}

	/** An interface statistics block; what is wrong with it, or undefined. */
	readStatistics(bytes: Uint8Array, start: number, end: number, section: Section): string | undefined {
		const {littleEndian} = section;
		if (end - start < 12) return `a block of interface statistics is ${end - start + 12} bytes long, the least is 24`;
		const wrong = optionsFault(bytes, start + 12, end, littleEndian);
		if (wrong !== undefined) return wrong;
		const options = readOptions(bytes, start + 12, end, littleEndian);
		this.statistics.push({
			section: section.number,
			interfaceId: read32(bytes, start, littleEndian),
			littleEndian,
			...counters(options, littleEndian),
			timestampHigh: read32(bytes, start + 4, littleEndian),
			timestampLow: read32(bytes, start + 8, littleEndian),
			options,
		});
		return undefined;
	}
}
