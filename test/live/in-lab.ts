import {afterAll, beforeAll, describe} from 'vitest';
import {type Lab, labMissing, newLab} from './lab.ts';

/** Tests in networks of their own; where there can be none, or `alsoMissing` says what else is not there, they are skipped with the reason. */
export const inLab = (title: string, tests: (lab: Lab) => void, alsoMissing: () => string | undefined = () => undefined): void => {
	const missing = labMissing() ?? alsoMissing();
	if (missing !== undefined) console.warn(`The tests of ${title} are skipped: ${missing}`);
	describe.skipIf(missing !== undefined)(title, () => {
		const lab = newLab();
		beforeAll(() => lab.open(), 60_000);
		afterAll(() => lab.close());
		tests(lab);
	});
};
