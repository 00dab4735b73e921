import {expect, test} from 'vitest';
import {TcpAnalysis} from '../../../src/decode/analysis/tcp.ts';
import {retransmission} from '../../../src/decode/analysis/tcp-flags.ts';
import {TcpLog} from '../../../src/decode/analysis/tcp-log.ts';
import {blockSize, PacketIndex} from '../../../src/decode/packet-index.ts';

test('every row gives its own numbers back, whichever is asked for first', () => {
	const index = new PacketIndex();
	const log = new TcpLog(index);
	const a = new TcpAnalysis(() => 0);
	const rows = 400;
	for (let n = 0; n < rows; n++) {
		const row = index.append();
		// Other packets stand between, over whole strides of rows.
		if (n % 3 === 1 || (n > 130 && n < 270)) continue;
		a.acknowledges = n % 2 === 0 ? n + 1 : 0;
		a.flight = n % 5 === 0 ? n + 1000 : 0;
		a.unpushed = n % 5 === 0 ? n + 2000 : 0;
		a.repeats = n % 7 === 0 ? n + 1 : 0;
		a.duplicates = n % 4 === 0 ? n + 1 : 0;
		a.duplicateNumber = n % 4 === 0 ? n + 3000 : 0;
		log.add(row, n % 7 === 0 ? retransmission : 0, a);
	}

	for (let row = rows - 1; row >= 0; row--) {
		const isThere = !(row % 3 === 1 || (row > 130 && row < 270));
		const when = (condition: boolean, value: number): number | undefined => (isThere && condition ? value : undefined);
		const said = log.of(row);
		const {acknowledges, flight, unpushed, repeats, duplicates, duplicateNumber} = said;
		expect((said.flags & retransmission) !== 0).toBe(isThere && row % 7 === 0);
		expect({acknowledges, flight, unpushed, repeats, duplicates, duplicateNumber}).toEqual({
			acknowledges: when(row % 2 === 0, row),
			flight: when(row % 5 === 0, row + 1000),
			unpushed: when(row % 5 === 0, row + 2000),
			repeats: when(row % 7 === 0, row),
			duplicates: when(row % 4 === 0, row),
			duplicateNumber: when(row % 4 === 0, row + 3000),
		});
	}
});

test('numbers of blocks long past are let go, and their room is used again', () => {
	const index = new PacketIndex();
	const log = new TcpLog(index);
	const a = new TcpAnalysis(() => 0);
	for (let n = 0; n < 3 * blockSize; n++) {
		if (n === 2 * blockSize) log.forget(blockSize + 5);
		const row = index.append();
		a.flight = row + 1;
		log.add(row, 0, a);
	}

	for (const row of [blockSize, 2 * blockSize - 1, 2 * blockSize, 3 * blockSize - 1]) expect(log.of(row).flight).toBe(row + 1);
	expect(log.of(5).flight).toBeUndefined();
});
