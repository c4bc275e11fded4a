import { type AppError, AppFailure, toAppError } from '@shared/errors.ts';

export const EXIT = { done: 0, wrongUsage: 2, badInput: 3, otherFailure: 4 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command was given something that it cannot do, however good the file is. */
export class UsageError extends Error {}

function codeOf(error: AppError): ExitCode {
  switch (error.kind) {
    case 'bad-file':
    case 'invalid-input':
    case 'not-found':
      return EXIT.badInput;
    case 'conflict':
    case 'cancelled':
    case 'storage':
    case 'internal':
      return EXIT.otherFailure;
  }
}

function messageOf(error: AppError): string {
  switch (error.kind) {
    case 'bad-file':
      return `${error.file}: ${error.message}`;
    case 'cancelled':
      return 'Cancelled. Nothing was written.';
    case 'internal':
      return `Unexpected failure: ${error.message}. Set DEBUG=1 for details.`;
    case 'invalid-input':
    case 'not-found':
    case 'conflict':
    case 'storage':
      return error.message;
  }
}

/** What to tell the user about a caught failure, and the exit code. The stack only where DEBUG is set. */
export function explainFailure(caught: unknown): { readonly text: string; readonly exitCode: ExitCode } {
  const isDebug = (process.env['DEBUG'] ?? '') !== '';
  const stack = isDebug && caught instanceof Error ? `${caught.stack ?? ''}\n` : '';
  if (caught instanceof UsageError) {
    return { text: `${stack}error: ${caught.message}\n`, exitCode: EXIT.wrongUsage };
  }
  const error = caught instanceof AppFailure ? caught.error : toAppError(caught);
  return { text: `${stack}error: ${messageOf(error)}\n`, exitCode: codeOf(error) };
}
