import {beginLive} from '../begin-live.ts';
import {USUAL_BUFFER_BYTES} from '../capture/live/backend.ts';
import {OpenedCapture} from '../opened-capture.ts';
import {Capture, type DecodeOptions} from './capture.ts';
import {Opened} from './opened.ts';

/** What `captureDuring` captures. */
export type CaptureDuringOptions = DecodeOptions & {
	/** libpcap's filter, `udp port 53`: what does not pass is not captured. */
	readonly filter?: string;
	/** What takes packets from the kernel; the best there is where this is left out. */
	readonly backend?: 'cap' | 'tcpdump' | 'dumpcap';
	/** Bytes of each packet that are kept; all where this is left out. */
	readonly snapLength?: number;
};

/**
Captures on an interface (`lo`, `any`) while `run` runs, and gives what came: packets of before it and after it are not
there. The capture has begun when `run` is called, and everything has been taken when this resolves; close the capture
when you are done. This process keeps the rights that it has, and needs none where dumpcap may capture. Rejects with
CaptureError where nothing can be captured, and with what `run` rejects with.
*/
export async function captureDuring(name: string, run: () => unknown, {filter = '', backend, snapLength = 0, decodeAs}: CaptureDuringOptions = {}): Promise<Capture> {
	const wish = {backend, exec: undefined, snapLength, promiscuous: true, monitor: false, linkType: undefined, bufferBytes: USUAL_BUFFER_BYTES};
	const live = await beginLive({interfaces: [name], filter, withSsh: true, wish, patient: false, keepsRights: true});
	try {
		await run();
		await live.caughtUp();
		await live.end();
		const source = live.reread();
		return new Capture('', registry => Promise.resolve(new Opened(new OpenedCapture(source, registry))), decodeAs);
	} finally {
		live.close();
	}
}
