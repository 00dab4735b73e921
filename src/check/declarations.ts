import type {Registry} from '../decode/registry.ts';
import {sharedRegistry} from '../library/declared.ts';
import {CheckError} from './check-error.ts';
import {Names} from './names.ts';

let names: Names | undefined;

/** The registry with rules of decode-as on top, shared by all that is checked by the same rules. Throws CheckError for a rule that means nothing. */
export const registryFor = (decodeAs: readonly string[]): Registry => sharedRegistry(decodeAs, message => new CheckError(`decode-as ${message}`));

/** What the declarations say of names; rules of decode-as change nothing about it. */
export const sharedNames = (): Names => (names ??= new Names(sharedRegistry()));
