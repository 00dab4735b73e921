/**
What Ink lays out with, in place of `yoga-layout`: that is waited for while it is loaded, and the scripts that the program
is built into wait for nothing. Until `yogaReady` it is empty, and nothing can be laid out.
*/
import {loadYoga, type Yoga} from 'yoga-layout/load';

/** What layouts are made of. */
export const yoga: Partial<Yoga> = {};

/**
Yoga asks at its start whether there is `fetch`. Node answers by loading its HTTP client, which takes a fifth of the time
to the first frame and is never used.
*/
function loadWithoutFetch(): Promise<Yoga> {
	const hidden = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
	if (!hidden?.configurable) return loadYoga();
	Object.defineProperty(globalThis, 'fetch', {value: undefined, configurable: true, writable: true});
	try {
		return loadYoga();
	} finally {
		Object.defineProperty(globalThis, 'fetch', hidden);
	}
}

/** Resolves when layouts can be made. */
export const yogaReady: Promise<unknown> = loadWithoutFetch().then(loaded => Object.assign(yoga, loaded));
