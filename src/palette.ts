import type {Rgb} from './decode/filter/color-rules.ts';

/** Steps of red, green and blue in the cube of xterm's 256 colours. */
const steps = [0, 95, 135, 175, 215, 255];

/** The nearest of xterm's 256 colours, in its cube or among its greys. */
export function paletteIndex(color: Rgb): number {
	const nearestStep = (part: number): number => steps.reduce((best, step, at) => (Math.abs(step - part) < Math.abs(steps[best]! - part) ? at : best), 0);
	const cube = color.map(nearestStep);
	const grey = Math.min(23, Math.max(0, Math.round((color.reduce((sum, part) => sum + part, 0) / 3 - 8) / 10)));
	const distance = (other: readonly number[]): number => color.reduce((sum, part, at) => sum + (part - other[at]!) ** 2, 0);
	const isGrey = distance([8 + grey * 10, 8 + grey * 10, 8 + grey * 10]) < distance(cube.map(at => steps[at]!));
	return isGrey ? 232 + grey : 16 + cube[0]! * 36 + cube[1]! * 6 + cube[2]!;
}
