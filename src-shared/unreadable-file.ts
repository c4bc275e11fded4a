import { AppFailure, systemCode } from './errors.ts';

/** What a system's code for a file that cannot be read means for who imports it, after the file's name. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'may not be read by you. Check its permissions and try again.',
  EPERM: 'may not be read by you. Check its permissions and try again.',
  EISDIR: 'is a folder. Choose a file.',
  EIO: 'cannot be read to its end: the disk reported an error. Copy the file to another disk and import the copy.',
};

/** Windows' number of a file that another program keeps for itself; elsewhere the code itself. */
const lockText = (isWindows: boolean): string => (isWindows ? 'Windows error 32' : 'EBUSY');

/** Why a file cannot be read, in one or two sentences. `again`: what to press or do once it is free. */
export function describeUnreadable(name: string, caught: unknown, isWindows: boolean, again: string): string {
  const code = systemCode(caught) ?? String(caught);
  if (code === 'EBUSY')
    return `"${name}" is open in another program (${lockText(isWindows)}). Close Excel and ${again}.`;
  if (code === 'ENOENT') return `There is no such file as "${name}". Check the path; it may have been moved.`;
  const reason = REASONS[code];
  return reason === undefined
    ? `"${name}" cannot be read (${code}). Nothing was imported.`
    : `"${name}" ${reason}`;
}

/** A failure of reading a whole file, not of one of its lines. */
export function unreadableFile(name: string, message: string): AppFailure {
  const where = { line: null, column: null, seen: null, expected: null };
  return new AppFailure({ kind: 'bad-file', file: name, ...where, message });
}

/** For a file that ended before its size was reached: what is missing may be the most of it. */
export const shrunkFile = (name: string, sizeBytes: number, readBytes: number): AppFailure =>
  unreadableFile(
    name,
    `"${name}" became shorter while it was read: ${readBytes.toLocaleString('en')} of ${sizeBytes.toLocaleString('en')} bytes were there. Nothing was imported. Wait until it is written, then import it again.`,
  );
