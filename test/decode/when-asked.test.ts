import {expect, test} from 'vitest';
import {fieldsIn, joined, parts, u16, u8} from '../../src/decode/field.ts';
import {protocol} from '../../src/decode/protocol.ts';
import {protocols} from '../../src/decode/protocols.ts';
import {made, once, whenAsked} from '../../src/decode/when-asked.ts';

test('an object is made when something of it is asked for, once, and is an ordinary one then', () => {
	let times = 0;
	const object = whenAsked('it', () => ({one: 1, two: ++times}));
	expect(times).toBe(0);
	expect([object.two, object.one, object.two]).toEqual([1, 1, 1]);
	expect(Object.entries(object)).toEqual([['one', 1], ['two', 1]]);
	expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
	expect(made(object)).toBe(object);
	expect(times).toBe(1);
});

test('what is not made yet cannot be taken for empty', () => {
	const object = whenAsked<{one?: number}>('what x declares', () => ({one: 1}));
	expect(() => ({...object})).toThrow(new RangeError('what x declares is not made yet'));
	expect(() => Object.values(object)).toThrow(RangeError);
	expect(Object.values(made(object))).toEqual([1]);
});

test('what is made once is the same at each call', () => {
	let times = 0;
	const list = once(() => [++times]);
	expect(times).toBe(0);
	expect(list()).toBe(list());
	expect(times).toBe(1);
});

test('a protocol has the fields of all parts, joined or not, in their order', () => {
	const specs: string[] = [];
	const some = parts('some', () => {
		specs.push('some');
		return {one: u8('One'), _: u8('Hole'), two: u16('Two')};
	});
	const other = parts('other', () => ({three: u8('Three')}));
	const both = joined(some, other);
	const p = protocol({name: 'some', title: 'Some', parts: () => [both, [u], fieldsIn(other)]});
	const u = parts('more', () => ({four: u8('Four')})).four;
	expect(specs).toEqual([]);
	expect(p.fields.map(({name}) => name)).toEqual(['some.one', 'some.two', 'other.three', 'more.four', 'other.three']);
	expect(both.three).toBe(other.three);
	expect(specs).toEqual(['some']);
});

test('every protocol can make its fields', () => {
	for (const p of protocols) expect(p.fields.every(({name}) => name !== ''), p.name).toBe(true);
});
