import type {Disagreement} from './compare.ts';
export type Whose = 'inkcap' | 'tshark' | 'version';
export type KnownClass = {readonly name: string; readonly whose: Whose; readonly about: string; readonly matches: (cell: Disagreement) => boolean};
export const knownClasses: readonly KnownClass[] = [];
export const classOf = (cell: Disagreement): KnownClass | undefined => knownClasses.find(one => one.matches(cell));
