import {setZone, utc} from '../decode/clock.ts';
import {compileFilter, type Filter} from '../decode/filter/compile.ts';
import {printable} from '../decode/printable.ts';
import type {Registry} from '../decode/registry.ts';
import {OpenedCapture} from '../opened-capture.ts';
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

/** Goes through a capture and decodes what a restriction wants of it, as tshark's two passes know it. Closes it. */
export async function decodeCapture(capture: OpenedCapture, restriction: Restriction, names: Names): Promise<Decoded> {
	setZone(() => utc);
	const {pass, view, source} = capture;
	const filter = filterOf(restriction.only, pass.registry);
	const decoder = new FrameDecoder(names, new Mask(restriction, names));
	const frames: DecodedFrame[] = [];
	try {
		await capture.run();
		for (let row = 0; row < capture.count; row++) {
			const verdict = filter.decide(pass, row);
			if (verdict === 'no') continue;
			// What a packet says does not depend on which others are shown.
			view.previousDisplayed = row === 0 ? undefined : row - 1;
			view.aim(row);
			if (verdict === 'maybe' && !filter.matches(view)) continue;
			if (frames.length === maxFrames) throw new CheckError(`it has more than ${maxFrames} packets to decode; --only FILTER takes some of them.`);
			frames.push(decoder.decode(view.aim(row)));
		}
	} finally {
		source.close();
	}

	const {fault} = source;
	return {restriction, frames, fault: fault === undefined ? undefined : `${fault.kind}${fault.offset === undefined ? '' : ` at byte ${fault.offset}`}`};
}

/** The same of a file. Rejects with CaptureError or CheckError. */
export async function decodeFile(path: string, restriction: Restriction, registry: Registry, names: Names): Promise<Decoded> {
	return decodeCapture(await OpenedCapture.open(path, registry), restriction, names);
}
