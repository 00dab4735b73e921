/** What went wrong, for callers that act on it rather than print it. */
export type CaptureErrorKind =
	| 'missing'
	| 'directory'
	| 'permission'
	| 'special'
	| 'format'
	| 'cut'
	| 'damaged'
	| 'unsupported'
	| 'read'
	| 'write'
	| 'closed-pipe';

/**
A fault of a capture file. `message` is one sentence for the user, `offset` the byte it speaks of (in the uncompressed
file), `exitStatus` what the program ends with, as tshark does.
*/
export class CaptureError extends Error {
	override readonly name = 'CaptureError';
	readonly kind: CaptureErrorKind;
	readonly offset: number | undefined;
	readonly exitStatus: number;

	constructor(kind: CaptureErrorKind, message: string, offset?: number) {
		super(message);
		this.kind = kind;
		this.offset = offset;
		this.exitStatus = kind === 'closed-pipe' ? 0 : 2;
	}
}

/** How messages name the file at `path`: quoted, or as the standard input. */
export function nameOf(path: string): string {
	return path === '-' ? 'The standard input' : `The file "${path}"`;
}

/** Turns what node threw while a file was opened or read into a CaptureError. */
export function openError(path: string, error: unknown): CaptureError {
	if (error instanceof CaptureError) return error;
	const code = error instanceof Error && 'code' in error ? error.code : undefined;
	switch (code) {
		case 'ENOENT':
		case 'ENOTDIR':
			return new CaptureError('missing', `The file "${path}" does not exist.`);
		case 'EISDIR':
			return new CaptureError('directory', `"${path}" is a directory, not a file.`);
		case 'EACCES':
		case 'EPERM':
			return new CaptureError('permission', `You have no permission to read the file "${path}".`);
		case 'ERR_INVALID_ARG_VALUE':
			return new CaptureError('missing', 'A file name cannot hold a NUL character.');
		default:
			return new CaptureError('read', `${nameOf(path)} cannot be read (${reason(error)}).`);
	}
}

/** The short cause of a system error: its code, or its message. */
export function reason(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
