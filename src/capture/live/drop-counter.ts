import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {createRequire} from 'node:module';

/** From <linux/if_packet.h>: getsockopt gives packets seen and packets dropped since the last call. */
const SOL_PACKET = 263;
const PACKET_STATISTICS = 6;

type Koffi = {load(library: string): {func(prototype: string): (...words: readonly unknown[]) => number}};

/** Counts what the kernel could not give to the packet socket of this process. */
export type DropCounter = {
	/** Packets dropped, and seen by the filter, since the capture began. */
	read(): {readonly dropped: number; readonly seen: number};
};

/** Asks the kernel through the optional package `koffi`; undefined where that is not installed. */
export function dropCounter(): DropCounter | undefined {
	try {
		const koffi = createRequire(import.meta.url)('koffi') as Koffi;
		const socket = packetSocket();
		if (socket === undefined) return undefined;
		const getsockopt = koffi.load('libc.so.6').func('int getsockopt(int fd, int level, int name, _Out_ uint8_t *value, _Inout_ uint32_t *length)');
		const value = new Uint8Array(12);
		const view = new DataView(value.buffer);
		const sum = {dropped: 0, seen: 0};
		return {
			read() {
				const length = [8];
				if (getsockopt(socket, SOL_PACKET, PACKET_STATISTICS, value, length) !== 0) return sum;
				sum.seen += view.getUint32(0, true);
				sum.dropped += view.getUint32(4, true);
				return sum;
			},
		};
	} catch {
		return undefined;
	}
}

/** The descriptor of this process's packet socket. */
function packetSocket(): number | undefined {
	const inodes = new Set(readFileSync('/proc/net/packet', 'latin1').split('\n').slice(1).map(line => line.trim().split(/\s+/)[8]));
	for (const name of readdirSync('/proc/self/fd')) {
		try {
			const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${name}`))?.[1];
			if (inode !== undefined && inodes.has(inode)) return Number(name);
		} catch {
			// The descriptor that read the directory.
		}
	}

	return undefined;
}
