import type {Cursor} from '../decode/cursor.ts';
import type {Field, Value} from '../decode/field.ts';
import {isAnalysed} from '../decode/filter/analysed.ts';
import {isOfColors} from '../decode/filter/color-rules.ts';
import {Filter, type Reach} from '../decode/filter/compile.ts';
import {type FixedLayer, type FixedPlaces, headerIn} from '../decode/filter/fixed.ts';
import {isInHeaders} from '../decode/filter/headers.ts';
import {indexed, IndexSource, ofFlow} from '../decode/filter/indexed.ts';
import {type Name, namesOf} from '../decode/filter/names.ts';
import type {Test} from '../decode/filter/term.ts';
import type {Pass} from '../decode/pass.ts';
import {hexDigits, printValue} from '../decode/print.ts';
import {Paths, type Registry} from '../decode/registry.ts';
import type {Output} from './output.ts';
import type {Form} from './settings.ts';

/** Values of one column that are kept of a packet; a packet with more goes the slow way. */
const maxValues = 64;

/** Where the values of a column come from: headers, the index, or a message, which says them itself. */
type Column =
	| {readonly kind: 'header'; readonly places: FixedPlaces}
	| {readonly kind: 'index'; readonly name: Name}
	| {readonly kind: 'message'; readonly name: Name};

/** A value that a column shows, and its layer. */
type PlannedValue = {readonly layer: number; readonly field: Field};

/** What packets with one stack of layers print, and the headers that must be there for that. */
type Plan = {readonly headers: readonly FixedLayer[]; readonly columns: ReadonlyArray<readonly PlannedValue[]>};

/**
Prints fields that stand at fixed places of headers, straight from the packet, and those that the index knows, where no message
says any of the others: no layer is read. The output is the same as that of the general way, which a test holds for every fixture.
*/
export class FastFields {
	/** Which packets may say those that only messages say; undefined where none of them is asked for. */
	readonly messages: Filter | undefined;
	readonly #output: Output;
	readonly #columns: readonly Column[];
	readonly #separator: string;
	readonly #aggregator: string;
	readonly #quote: string;
	readonly #occurrence: Form['occurrence'];
	/** By number of a stack of layers; null where a packet with that stack goes the slow way. */
	readonly #plans: Array<Plan | null | undefined> = [];
	/** Where no column is one of headers. */
	readonly #nothing: Plan;
	readonly #asksHeaders: boolean;
	readonly #source = new IndexSource();
	/** By column, what the index says. */
	readonly #said: Value[][];
	readonly #asksIndex: boolean;

	private constructor(registry: Registry, columns: readonly Column[], form: Form, output: Output) {
		const names = gathered(columns.flatMap(column => (column.kind === 'message' ? [column.name] : [])));
		const test: Test = {kind: 'or', of: names.map(name => ({kind: 'present', of: {kind: 'name', name, type: name.type, layers: undefined, raw: false}}))};
		this.messages = names.length === 0 ? undefined : new Filter('', test, registry);
		this.#output = output;
		this.#columns = columns;
		this.#separator = form.separator;
		this.#aggregator = form.aggregator;
		this.#quote = form.quote;
		this.#occurrence = form.occurrence;
		this.#nothing = {headers: [], columns: columns.map(() => [])};
		this.#asksHeaders = columns.some(({kind}) => kind === 'header');
		this.#said = columns.map(() => []);
		this.#asksIndex = columns.some(({kind}) => kind === 'index');
	}

	/** A printer for these names; undefined where one of them can be said of any packet. */
	static of(registry: Registry, names: readonly string[], form: Form, output: Output): FastFields | undefined {
		const columns = names.map(name => columnOf(name, registry));
		return columns.every(column => column !== undefined) ? new FastFields(registry, columns, form, output) : undefined;
	}

	/** What must be known of packets. */
	get reach(): Reach {
		if (this.messages !== undefined) return 'messages';
		return this.#columns.some(column => column.kind === 'index' && ofFlow.has(column.name.name)) ? 'flows' : 'headers';
	}

	/** Prints the packet that the pass added last. False, and nothing printed, where it is not as it should be. */
	packet(pass: Pass, row: number): boolean {
		if (this.messages !== undefined && this.messages.decide(pass, row, pass) !== 'no') return false;
		const plan = this.#asksHeaders ? this.#planOf(pass.cursor) : this.#nothing;
		if (plan === null) return false;
		const {columns} = plan;
		if (this.#asksIndex && !this.#ask(pass, row)) return false;

		const output = this.#output;
		for (let at = 0; at < columns.length; at++) {
			if (at > 0) output.text(this.#separator);
			const column = this.#columns[at]!;
			const values = columns[at]!;
			const said = this.#said[at]!;
			if (values.length === 0 && said.length === 0) continue;
			if (this.#quote !== '') output.text(this.#quote);
			for (let i = 0; i < values.length; i++) {
				if (i > 0) output.text(this.#aggregator);
				const {layer, field} = values[i]!;
				const c = pass.cursor;
				this.#value(field, c.sources[c.layerSource[layer]!]!, c.layerStart[layer]!);
			}

			if (column.kind === 'index' && said.length > 0) this.#write(column.name.fields[0]!, said[0]);
			if (this.#quote !== '') output.text(this.#quote);
		}

		output.byte(10);
		return true;
	}

	/** Asks the index for what its columns show, a value each at most; false where it does not know. */
	#ask(pass: Pass, row: number): boolean {
		const source = this.#source;
		source.aim(pass, row);
		for (let i = 0; i < this.#columns.length; i++) {
			const column = this.#columns[i]!;
			if (column.kind !== 'index') continue;
			const said = this.#said[i]!;
			said.pop();
			source.read(column.name, undefined, false, said);
		}

		return !source.isUnsure;
	}

	#write(field: Field, value: Value): void {
		if (typeof value === 'number' && field.base === 'dec') this.#output.number(value);
		else this.#output.text(printValue(field, value));
	}

	/** What stands where in a packet; null where one of its headers is not as it should be. */
	#planOf(c: Cursor): Plan | null {
		if (c.fault !== undefined) return null;
		let plan = this.#plans[c.path];
		if (plan === undefined) {
			plan = this.#plan(c);
			if (c.path !== Paths.unknown) this.#plans[c.path] = plan;
		}

		if (plan === null) return null;
		const {headers} = plan;
		for (let i = 0; i < headers.length; i++) if (headerIn(c, headers[i]!) < 0) return null;
		return plan;
	}

	/** What stands where in packets with the layers of this one. */
	#plan(c: Cursor): Plan | null {
		const places = this.#columns.map(column => (column.kind === 'header' ? column.places.layers(c) : []));
		const headers = places.flat();
		const columns = places.map(layers => layers.flatMap(({layer, fields}) => fields.map(field => ({layer, field}))));
		if (columns.some(values => values.length > maxValues)) return null;
		const chosen = this.#occurrence === 'f' ? [0, 1] : this.#occurrence === 'l' ? [-1] : [0];
		return {headers: oneOfEach(headers), columns: columns.map(values => values.slice(...chosen))};
	}

	#value(field: Field, b: Uint8Array, start: number): void {
		const output = this.#output;
		switch (field.kind) {
			case 'ipv4':
				output.ipv4(b, start + field.offset);
				break;
			case 'ipv6':
				output.ipv6(b, start + field.offset);
				break;
			case 'mac':
				output.mac(b, start + field.offset);
				break;
			case 'bool':
				output.byte(field.readAt(b, start) === 0 ? 48 : 49);
				break;
			default: {
				const value = field.readAt(b, start);
				if (field.base === 'hex' || field.base === 'hex_dec') output.hexNumber(value, hexDigits(field));
				else if (field.base === 'oct') output.text(value === 0 ? '0' : `0${value.toString(8)}`);
				else output.number(value);
			}
		}
	}
}

/** Where a column's values come from; undefined for a name that is not declared, or that any layer may say. */
function columnOf(text: string, registry: Registry): Column | undefined {
	const name = namesOf(registry).get(text);
	if (name?.owners === undefined || isOfColors(text)) return undefined;
	if (indexed.has(text) || ofFlow.has(text)) return {kind: 'index', name};
	return name.fixed !== undefined && isInHeaders(name, registry) ? {kind: 'header', places: name.fixed} : {kind: 'message', name};
}

/** Names that stand for all of these: thousands may be asked for, and every packet is asked whether it may say one. */
function gathered(names: readonly Name[]): Name[] {
	const kinds = new Map<string, Name>();
	for (const name of names) {
		const kind = isAnalysed(name.name) ? name.name : name.kind;
		const known = kinds.get(kind);
		kinds.set(kind, known === undefined ? name : {...name, name: '', fixed: undefined, owners: [...new Set([...known.owners!, ...name.owners!])]});
	}

	return [...kinds.values()];
}

/** The headers, each once, with what the fields of all columns need of it. */
function oneOfEach(headers: readonly FixedLayer[]): FixedLayer[] {
	const most = new Map<number, FixedLayer>();
	for (const header of headers) {
		const known = most.get(header.layer);
		const isQuotable = header.isQuotable && known?.isQuotable !== false;
		most.set(header.layer, {...header, needs: Math.max(header.needs, known?.needs ?? 0), isQuotable});
	}
	return [...most.values()];
}
