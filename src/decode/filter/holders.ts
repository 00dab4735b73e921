import type {Protocol} from '../protocol.ts';
import type {Registry} from '../registry.ts';

/**
By protocol id: 1 for protocols that are wanted, and for those whose layers may be followed by one of them, however deep. A
protocol that walks without saying what it holds may hold anything.
*/
export function holdersOf(wanted: ReadonlySet<number>, registry: Registry): Uint8Array {
	const {data} = registry;
	const among = new Uint8Array(registry.protocols.length);
	for (const id of wanted) among[id] = 1;
	const walking = registry.protocols.slice(1).filter(({walk}) => walk !== undefined);
	const isHolder = ({holds}: Protocol): boolean =>
		holds === undefined || among[data.id] === 1 ||
		holds.some(one => ('size' in one && !('walk' in one) ? registry.inSpace(one).some(({id}) => among[id] === 1) : among[one.id] === 1));
	for (let before = -1, count = 0; before !== count;) {
		before = count;
		for (const p of walking) {
			if (among[p.id] === 1 || !isHolder(p)) continue;
			among[p.id] = 1;
			count++;
		}
	}

	return among;
}
