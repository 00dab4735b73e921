import {setZone, utc} from '../decode/clock.ts';
import type {Capture} from '../library/capture.ts';
import {openedOf} from '../library/opened.ts';
import {Packet} from '../library/packet.ts';
import {type Decoded, everything, type Restriction} from './decoded.ts';
import {decodeRead} from './decode-capture.ts';
import {sharedNames} from './declarations.ts';
import {FrameDecoder} from './decode-frame.ts';
import {frameText, writeText} from './decode-text.ts';
import {Mask} from './mask.ts';

/** Decodes a capture of the library; reads it to its end. Rejects with CaptureError, and with CheckError for a restriction that means nothing. @internal */
export async function decodedOf(capture: Capture, restriction: Restriction): Promise<Decoded> {
	await capture.count();
	const {capture: opened} = await capture.opened();
	return decodeRead(opened, restriction, sharedNames(), capture.decodeAs);
}

/**
What a packet or a capture says, as the canonical text that `inkcap check` keeps: the same on every machine, in every time
zone and locale. Of a capture it is what stands in its snapshot.

@example
```ts
import {decode, decodeText} from 'inkcap';

const packet = decode(new Uint8Array([0x45, 0, 0, 20, 0, 0, 0x40, 0, 64, 253, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2]), {linkType: 'raw'});
console.log((await decodeText(packet, {fields: ['ip.flags.df', 'ip.src']})).trim().split('\n').at(-1)!.trim()); //=> ip.src 192.0.2.1
```
*/
export async function decodeText(of: Packet | Capture, restriction: Partial<Restriction> = {}): Promise<string> {
	return of instanceof Packet ? packetText(of, restriction) : writeText(await decodedOf(of, {...everything, ...restriction}));
}

/** The canonical text of one packet. */
export function packetText(packet: Packet, restriction: Partial<Restriction> = {}): string {
	setZone(() => utc);
	const names = sharedNames();
	const view = openedOf(packet).aim(packet.number - 1);
	return frameText(new FrameDecoder(names, new Mask({...everything, ...restriction}, names)).decode(view));
}
