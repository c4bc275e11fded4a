import { userInfo } from 'node:os';

/** The account on this computer, for the record of who said what; a number where the system has no name for it. */
export function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `account ${process.getuid?.() ?? 'without name'}`;
  }
}
