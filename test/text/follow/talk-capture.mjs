/** Makes a capture of a TCP talk. A line is `c|s SEQ ACK FLAGS [TEXT [BYTES CUT OFF]]`: from 10.0.0.1:1000 or 10.0.0.2:80. */

const bits = {F: 1, S: 2, R: 4, P: 8, A: 16};
const ends = [{address: [10, 0, 0, 1], port: 1000}, {address: [10, 0, 0, 2], port: 80}];

const packet = (line, textOf) => {
	const [side, sequence, acknowledgment, flags, text = '', cut = '0'] = line.split(' ');
	const [from, to] = side === 'c' ? ends : ends.toReversed();
	const payload = Buffer.from(text === '-' ? '' : textOf(text), 'latin1');
	const bytes = Buffer.alloc(40 + payload.length);
	bytes.set([0x45, 0, bytes.length >> 8, bytes.length & 255, 0, 1, 0, 0, 64, 6, 0, 0, ...from.address, ...to.address]);
	bytes.writeUInt16BE(from.port, 20);
	bytes.writeUInt16BE(to.port, 22);
	bytes.writeUInt32BE(Number(sequence), 24);
	bytes.writeUInt32BE(Number(acknowledgment), 28);
	bytes[32] = 0x50;
	bytes[33] = [...flags].reduce((sum, flag) => sum | bits[flag], 0);
	bytes.writeUInt16BE(65535, 34);
	payload.copy(bytes, 40);
	return {bytes: bytes.subarray(0, bytes.length - Number(cut)), length: bytes.length};
};

/** The capture as a pcap file of raw IP, a packet each millisecond; `textOf` makes the payload of a line's text. */
export const talkCapture = (lines, textOf = text => text) => {
	const header = Buffer.alloc(24);
	header.writeUInt32LE(0xa1b2c3d4, 0);
	header.writeUInt16LE(2, 4);
	header.writeUInt16LE(4, 6);
	header.writeUInt32LE(65535, 16);
	header.writeUInt32LE(101, 20);
	return Buffer.concat([
		header,
		...lines.flatMap((line, i) => {
			const {bytes, length} = packet(line, textOf);
			const record = Buffer.alloc(16);
			record.writeUInt32LE(1000, 0);
			record.writeUInt32LE(i * 1000, 4);
			record.writeUInt32LE(bytes.length, 8);
			record.writeUInt32LE(length, 12);
			return [record, bytes];
		}),
	]);
};
