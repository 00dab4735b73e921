import {defineConfig} from 'vitest/config';

export default defineConfig({
	oxc: {
		jsx: {runtime: 'automatic'},
	},
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		env: {TZ: 'UTC'},
		// Tests that start programs share the machine with everything else that runs on it.
		testTimeout: 30_000,
		hookTimeout: 30_000,
	},
});
