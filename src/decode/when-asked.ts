/** What `make` gives, made when it is first asked for: of all that is known of protocols a run needs little. */
export function once<T extends object>(make: () => T): () => T {
	let made: T | undefined;
	return () => made ??= make();
}

/**
The same as an object, which is nothing but empty until something of it is asked for by name. `made` is for whoever
asks for all of it; to list or to spread it otherwise before that throws RangeError.
*/
export function whenAsked<T extends object>(what: string, make: () => T): T {
	const out: T = Object.create(
		new Proxy(nothing, {
			get(_, key) {
				Reflect.deleteProperty(out, unmade);
				Object.setPrototypeOf(out, Object.prototype);
				Object.assign(out, make());
				return out[key as keyof T];
			},
		}),
	);
	return Object.defineProperty(out, unmade, {
		enumerable: true,
		configurable: true,
		get() {
			throw new RangeError(`${what} is not made yet`);
		},
	});
}

/** The same object, made. */
export function made<T extends object>(object: T): T {
	// Whatever is asked of it makes it.
	void Reflect.get(object, '');
	return object;
}

const nothing = {};
const unmade = '(unmade)';
