import type { AppError } from './errors.ts';

/** Outcome of a call that can fail in an expected way. A thrown error is a defect; a failure of the outside world is a value. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (error: AppError): Result<never> => ({ ok: false, error });
