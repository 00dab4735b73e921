/**
Yoga asks at its start whether there is `fetch`. Node answers by loading its HTTP client, which takes a fifth of the time
to the first frame and is never used. Imported before Ink, this hides `fetch` until `restoreFetch` is called.
*/
const hidden = Object.getOwnPropertyDescriptor(globalThis, 'fetch');

if (hidden?.configurable) Object.defineProperty(globalThis, 'fetch', {value: undefined, configurable: true, writable: true});

/** Brings `fetch` back. */
export const restoreFetch = (): void => {
	if (hidden?.configurable) Object.defineProperty(globalThis, 'fetch', hidden);
};
