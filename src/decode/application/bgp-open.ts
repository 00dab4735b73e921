import type {Reader} from '../reader.ts';
import {faults, p} from './bgp-fields.ts';
import {capabilities} from './bgp-names.ts';

const capabilityParameter = 2;
/** Stands for a number of more than two bytes. */
const substituteAs = 23_456;

/** RFC 4271, section 4.2. */
export function readOpen(r: Reader): void {
	r.read(p['open.version']);
	if (r.read(p['open.myas']) === substituteAs) r.append(' (AS_TRANS)');
	r.read(p['open.holdtime']);
	r.read(p['open.identifier']);
	const size = r.read(p['open.opt.len']);
	if (size === 0) return;
	r.group(p['open.opt'], undefined, () => {
		const end = r.position + size;
		while (r.position < end) readParameter(r);
	});
}

function readParameter(r: Reader): void {
	r.need(2);
	const type = r.peek();
	const size = r.peek(1);
	r.group(p['open.opt.param'], `Optional Parameter: ${type === capabilityParameter ? 'Capability' : type === 1 ? 'Authentication' : `Unknown Parameter ${type}`}`, () => {
		r.read(p['open.opt.param.type']);
		r.read(p['open.opt.param.len']);
		if (type === capabilityParameter) {
			// A capability may be longer than its parameter says: the next one then begins where it ends.
			const end = r.position + size;
			while (r.position < end) readCapability(r);
		}
	});
	if (type !== capabilityParameter) r.take(p['open.opt.param.unknown'], size);
}

/** How long a capability is: what its length must be, at least, or a multiple of. */
const lengths: ReadonlyMap<number, (size: number) => string | undefined> = new Map([
	...[1, 65].map(type => [type, (size: number) => (size === 4 ? undefined : `Capability length ${size} is wrong, must be = 4`)] as const),
	...[0, 2, 6, 66, 70, 128].map(type => [type, (size: number) => (size === 0 ? undefined : `Capability length ${size} wrong, must be = 0`)] as const),
	[64, size => (size >= 2 ? undefined : `Capability length ${size} too short, must be greater than 2`)],
	[5, size => (size % 6 === 0 ? undefined : `Capability length ${size} is wrong, must be multiple of 6`)],
	[7, size => (size === 3 ? undefined : `Capability length ${size} is wrong, must be = 3`)],
	[69, size => (size % 4 === 0 ? undefined : `Capability length ${size} is wrong, must be multiple of 4`)],
	[3, size => (size > 6 ? undefined : `Capability length ${size} too short, must be greater than 6`)],
]);

/** RFC 5492, section 4. */
function readCapability(r: Reader): void {
	r.need(2);
	const type = r.peek();
	const size = r.peek(1);
	r.group(p.cap, () => `Capability: ${capabilities.get(type) ?? `Unknown (${type})`}`, () => {
		r.read(p['cap.type']);
		const wrong = lengths.get(type)?.(size);
		r.open(p['cap.length'], r.position, size);
		if (wrong !== undefined) r.complain(faults.capability, r.position, r.position + 1, wrong);
		if (type === 64 && size === 2) r.complain(faults.helper, r.position, r.position + 1);
		r.skip(1);
		r.close();
		r.within(size, () => {
			if (wrong === undefined) readValue(r, type);
			if (wrong !== undefined) r.take(p['cap.unknown'], size);
			else if (r.more) r.take(p['cap.unknown'], r.left);
		});
	});
}

function readValue(r: Reader, type: number): void {
	switch (type) {
		case 1:
			r.read(p['cap.mp.afi']);
			r.take(p['cap.reserved'], 1);
			r.read(p['cap.mp.safi']);
			break;
		case 5:
			while (r.more) {
				r.read(p['cap.enh.afi']);
				r.read(p['cap.enh.safi']);
				r.read(p['cap.enh.nhafi']);
			}

			break;
		case 7:
			r.read(p['cap.bgpsec.flags']);
			r.read(p['cap.bgpsec.afi']);
			break;
		case 64:
			r.read(p['cap.gr.timers']);
			while (r.left >= 4) {
				r.read(p['cap.gr.afi']);
				r.read(p['cap.gr.safi']);
				r.read(p['cap.gr.flag']);
			}

			break;
		case 65:
			r.read(p['cap.4as']);
			break;
		case 69:
			while (r.more) {
				r.read(p['cap.ap.afi']);
				r.read(p['cap.ap.safi']);
				r.read(p['cap.ap.sendreceive']);
			}

			break;
		case 73: {
			const host = r.read(p['cap.orf.fqdn.hostname.len']);
			r.text(p['cap.orf.fqdn.hostname'], host);
			const domain = r.read(p['cap.orf.fqdn.domain_name.len']);
			r.text(p['cap.orf.fqdn.domain_name'], domain);
			break;
		}

		default:
	}
}
