import {ipv4, u16, u32} from '../network/capture.ts';

/** Flags, as `tcp.flags.str` writes them. */
const bits: Readonly<Record<string, number>> = {F: 1, S: 2, R: 4, P: 8, A: 16, U: 32, E: 64, C: 128};

export type Segment = {
	readonly flags?: string;
	readonly seq?: number;
	readonly ack?: number;
	readonly window?: number;
	readonly options?: readonly number[];
	readonly payload?: readonly number[] | string;
	/** From the server, whose port is the lower. */
	readonly back?: boolean;
	readonly port?: number;
	readonly client?: number;
	readonly urgent?: number;
	/** Bytes of the header, where it lies. */
	readonly headerLength?: number;
};

/** A TCP segment without what is around it. */
export function tcp(
	{flags = 'A', seq = 0, ack = 0, window = 1000, options = [], payload = [], back = false, port = 9, client = 50_000, urgent = 0, headerLength}: Segment,
): number[] {
	const [source, destination] = back ? [port, client] : [client, port];
	const set = [...flags].reduce((sum, letter) => sum | bits[letter]!, 0);
	const size = headerLength ?? 20 + options.length;
	const bytes = typeof payload === 'string' ? [...new TextEncoder().encode(payload)] : payload;
	return [...u16(source), ...u16(destination), ...u32(seq), ...u32(ack), (size / 4) << 4, set, ...u16(window), 0, 0, ...u16(urgent), ...options, ...bytes];
}

/** The same in a packet between two hosts. */
export const segment = (given: Segment): number[] => ipv4(tcp(given), {protocol: 6, ...(given.back ? {source: [10, 0, 0, 2], destination: [10, 0, 0, 1]} : {})});
