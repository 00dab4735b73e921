/** Why a check could not run: one sentence for the user. */
export class CheckError extends Error {
	override readonly name = 'CheckError';
}
