/** Loads what `url` names, with Node.js's own loader. What is built has this in a file of its own: code that V8 kept cannot import. */
export const importModule = (url: URL): Promise<{default?: unknown}> => import(/* @vite-ignore */ url.href);
