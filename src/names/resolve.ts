import type {NameRecord} from '../capture/source.ts';
import {setNames} from '../decode/names.ts';
import type {FrameView} from '../decode/frame-view.ts';
import type {Registry} from '../decode/registry.ts';
import {DnsAnswers, Hosts} from './hosts.ts';
import {machineHosts} from './machine-hosts.ts';
import {machineServices, registeredServices, vendorNames} from './tables.ts';

/** What is to be called by names, as `-N` and `-H` say it. */
export type NameSettings = {
	/** Letters of -N. */
	readonly letters: string;
	/** hosts(5) files. */
	readonly hosts: readonly string[];
};

/**
Takes up names from now on: `m` makers of link addresses, `t` services of ports, `T` the same with this machine's own first, `n`
hosts that the capture or a hosts file names, with `d` also those that captured DNS answers name and with `N` those that
this machine finds. Gives what must look at every packet, if anything. Throws what the file system says of a hosts file.
*/
export function resolveNames({letters, hosts}: NameSettings, records: readonly NameRecord[], registry: Registry): ((view: FrameView) => void) | undefined {
	const wants = (letter: string): boolean => letters.includes(letter);
	const known = wants('n') ? new Hosts(records, wants('N') ? machineHosts() : undefined) : undefined;
	for (const file of known === undefined ? [] : hosts) known!.read(file);
	setNames({
		...wants('m') && {link: vendorNames()},
		...(wants('t') || wants('T')) && {service: services(wants('T'))},
		...known && {host: address => known.of(address)},
	});
	if (known === undefined || !wants('d')) return undefined;
	const answers = new DnsAnswers(registry, known);
	return view => answers.look(view);
}

function services(ownFirst: boolean): ReturnType<typeof registeredServices> {
	const registered = registeredServices();
	if (!ownFirst) return registered;
	const own = machineServices();
	return (transport, port) => own(transport, port) ?? registered(transport, port);
}
