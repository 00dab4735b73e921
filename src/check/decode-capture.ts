import {setZone, utc} from '../decode/clock.ts';
import {compileFilter, type Filter} from '../decode/filter/compile.ts';
import {printable} from '../decode/printable.ts';
import type {Registry} from '../decode/registry.ts';
import type {OpenedCapture} from '../opened-capture.ts';
import {CheckError} from './check-error.ts';
import type {Decoded, DecodedFrame, Restriction} from './decoded.ts';
import {FrameDecoder} from './decode-frame.ts';
import {Mask} from './mask.ts';
import type {Names} from './names.ts';

/** Packets that a decode has at most: it is kept in memory, and nobody reads more. */
const maxFrames = 20_000;

/** Understands `only`. Throws CheckError. */
export function filterOf(only: string, registry: Registry): Filter {
	const compiled = compileFilter(only, registry);
	if (!compiled.ok) throw new CheckError(`only '${printable(only)}', column ${[...only.slice(0, compiled.start)].length + 1}: ${printable(compiled.message)}`);
	return compiled.filter;
}

/** Decodes what a restriction wants of a capture that was read to its end, as tshark's two passes know it; `decodeAs` is what it is being read by. Throws CheckError. */
export function decodeRead({count, pass, view, source}: OpenedCapture, restriction: Restriction, names: Names, decodeAs: readonly string[] = []): Decoded {
	setZone(() => utc);
	const filter = filterOf(restriction.only, pass.registry);
	const decoder = new FrameDecoder(names, new Mask(restriction, names));
	const frames: DecodedFrame[] = [];
	for (let row = 0; row < count; row++) {
		const verdict = filter.decide(pass, row);
		if (verdict === 'no') continue;
		// What a packet says does not depend on which others are shown.
		view.previousDisplayed = row === 0 ? undefined : row - 1;
		if (verdict === 'maybe' && !filter.matches(view.aim(row, filter.only))) continue;
		if (frames.length === maxFrames) throw new CheckError(`it has more than ${maxFrames} packets to decode; --only FILTER takes some of them.`);
		frames.push(decoder.decode(view.aim(row)));
	}

	const {fault} = source;
	return {restriction, decodeAs, frames, fault: fault === undefined ? undefined : `${fault.kind}${fault.offset === undefined ? '' : ` at byte ${fault.offset}`}`};
}

/** Reads a capture to its end and decodes it. Closes it. Rejects with CheckError. */
export async function decodeCapture(capture: OpenedCapture, restriction: Restriction, names: Names, decodeAs?: readonly string[]): Promise<Decoded> {
	try {
		await capture.run();
		return decodeRead(capture, restriction, names, decodeAs);
	} finally {
		capture.source.close();
	}
}
