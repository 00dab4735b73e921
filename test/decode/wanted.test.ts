import {expect, test} from 'vitest';
import {Collector, type Occurrence} from '../../src/decode/collect.ts';
import {buildRegistry} from '../../src/decode/protocols.ts';
import {OpenedCapture} from '../../src/opened-capture.ts';
import {fixtures} from '../fixtures.ts';

const places = (found: readonly Occurrence[]): string[] =>
	found.map(({field, fault, value, layer, start, end}) => `${field?.name ?? fault?.name} ${layer} ${start} ${end} ${String(value)}`);

/** Protocols that leave out what nobody wants. */
const choosy = ['http', 'ssdp', 'dns', 'mdns', 'llmnr', 'tls'];

test.each(fixtures.filter(({name}) => /^(?:http|ssdp|dns|mdns|llmnr|tls)\//.test(name)))('$name: a field says the same whether others are wanted or not', async ({path}) => {
	const opened = await OpenedCapture.open(path, buildRegistry());
	await opened.run();
	const {pass: {registry}, view} = opened;
	const names = [...new Set(choosy.flatMap(name => {
		const {fields, faults} = registry.byName.get(name)!;
		return [...fields.flatMap(field => [field.name, ...field.also.map(other => other.name)]), ...faults.map(fault => fault.name)];
	}))];
	const all = new Collector(registry, names);
	const rows = Math.min(opened.count, 40);
	const whole = Array.from({length: rows}, (_, row) => places(all.collect(view.aim(row))));
	const met = new Set(whole.flat().map(line => line.split(' ', 1)[0]!));
	// What is nowhere when all is read must not be there when less is.
	const others = names.filter(name => !met.has(name)).filter((_, n) => n % 8 === 0);
	const single = [...met, ...others].map(name => ({name, collector: new Collector(registry, [name])}));
	for (let row = 0; row < rows; row++) {
		view.aim(row);
		for (const {name, collector} of single)
			expect(places(collector.collect(view)), `${name} of frame ${row + 1}`).toEqual(whole[row]!.filter(line => line.startsWith(`${name} `)));
	}

	opened.source.close();
});
