/** What is wrong with a file, told so that the reader can act: where, what was seen, what was expected, what happened, what to do. */
export interface FileFault {
  readonly kind: 'bad-file';
  readonly file: string;
  /** 1-based line, or null when the fault is not in one line. */
  readonly line: number | null;
  /** Column name as the file gives it, or its number as text. */
  readonly column: string | null;
  /** The text as seen, cut at 40 characters. */
  readonly seen: string | null;
  readonly expected: string | null;
  /** One or two full sentences, with what happened to the data and what the user can do. */
  readonly message: string;
}

/** The closed list of failures that a user can meet. */
export type AppError =
  | { readonly kind: 'invalid-input'; readonly message: string }
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'conflict'; readonly message: string }
  | FileFault
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'storage'; readonly message: string }
  | { readonly kind: 'internal'; readonly message: string };

/** Carries an expected failure up from deep code to the boundary, which turns it into a Result. */
export class AppFailure extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super('message' in error ? error.message : error.kind);
    this.name = 'AppFailure';
    this.error = error;
  }
}

/** The AppError that a caught value stands for; whatever is not an AppFailure is a defect and becomes `internal`. */
export function toAppError(caught: unknown): AppError {
  if (caught instanceof AppFailure) return caught.error;
  return { kind: 'internal', message: caught instanceof Error ? caught.message : String(caught) };
}

/** The word of the system or of SQLite for what went wrong, such as `ENOENT`; null where there is none. */
export const systemCode = (caught: unknown): string | null =>
  caught instanceof Error && 'code' in caught && typeof caught.code === 'string' ? caught.code : null;
