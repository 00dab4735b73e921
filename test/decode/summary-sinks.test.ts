import {describe, expect, test} from 'vitest';
import {quoted} from '../../src/decode/cursor.ts';
import type {FrameView} from '../../src/decode/frame-view.ts';
import {type Fault, malformed, truncated} from '../../src/decode/protocol.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {SilentSink} from '../../src/decode/silent-sink.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtures} from '../fixtures.ts';

/** Keeps what a layer says in the columns, and whether it broke off. */
class Columns extends SilentSink {
	override readonly columns = true;
	said: string[] = [];

	override fault(fault: Fault): void {
		if (fault === malformed || fault === truncated) this.said.push(fault.name);
	}

	override info(text: string): void {
		if (text !== '') this.said.push(text);
	}

	override column(text: string): void {
		this.said.push(`column ${text}`);
	}
}

class FieldlessColumns extends Columns {
	readonly fieldless = true;
}

/** The same where fields and nodes are told too. */
class ListeningColumns extends Columns {
	override readonly labels = true;

	override wants(): boolean {
		return true;
	}
}

function saidBy(view: FrameView, sink: Columns): string[] {
	sink.said = [];
	const {cursor} = view;
	for (let layer = 0; layer < cursor.depth; layer++) if (!(cursor.layerFlags[layer]! & quoted)) view.read(layer, sink, 'summary');
	return sink.said;
}

const registry = buildRegistry();
const framesPerFixture = 300;

describe('what a summary leaves out because nobody hears it', () => {
	test.each(fixtures)('changes no column of $name', async ({path}) => {
		const fieldless = new FieldlessColumns();
		const listening = new ListeningColumns();
		const capture = await OpenedCapture.open(path, registry);
		try {
			await capture.run(row => {
				const view = capture.view.aimNewest();
				expect([row, saidBy(view, fieldless)]).toEqual([row, saidBy(view, listening)]);
				return row < framesPerFixture;
			});
		} finally {
			capture.source.close();
		}
	});
});
