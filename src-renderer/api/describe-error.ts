import type { AppError, FileFault } from '@shared/errors.ts';

export interface ErrorDescription {
  readonly title: string;
  /** What happened, why, and what to do, in full sentences. */
  readonly text: string;
}

const where = (fault: FileFault): string => {
  const parts = [`"${fault.file}"`];
  if (fault.line !== null) parts.push(`line ${fault.line}`);
  if (fault.column !== null) parts.push(`column "${fault.column}"`);
  return parts.join(', ');
};

const seenAndExpected = (fault: FileFault): string => {
  const parts: string[] = [];
  if (fault.seen !== null) parts.push(`Seen: "${fault.seen}".`);
  if (fault.expected !== null) parts.push(`Expected: ${fault.expected}.`);
  return parts.join(' ');
};

const joined = (...sentences: readonly string[]): string =>
  sentences
    .filter((sentence) => sentence !== '')
    .map((sentence) => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');

/** What the store explains comes as a sentence on what happened and another on what to do. */
const saysWhatToDo = (message: string): boolean => /\. \p{Lu}/u.test(message);

/** Every failure in the user's words: a title that says what failed, a text that says where, why and what to do. */
export function describeError(error: AppError): ErrorDescription {
  switch (error.kind) {
    case 'invalid-input':
      return { title: 'This cannot be done with the values given', text: error.message };
    case 'not-found':
      return { title: 'Not found', text: error.message };
    case 'conflict':
      return { title: 'This contradicts what is stored', text: error.message };
    case 'bad-file':
      return {
        title: `Cannot read ${where(error)}`,
        text: joined(error.message, seenAndExpected(error)),
      };
    case 'cancelled':
      return { title: 'Cancelled', text: 'The work was stopped on request. The stored data is as before.' };
    case 'storage':
      return {
        title: 'The data file cannot be read or written',
        text: joined(
          error.message,
          saysWhatToDo(error.message)
            ? ''
            : 'Check free disk space and that the data folder is writable, then try again.',
        ),
      };
    case 'internal':
      return {
        title: 'The program failed at this point',
        text: joined(
          error.message,
          'The stored data is as before. Try again; if it happens again, the log in the data folder holds the details.',
        ),
      };
  }
}
