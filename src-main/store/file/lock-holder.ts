import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Another process that has a lock on a file. */
export interface LockHolder {
  readonly processId: number;
  readonly name: string;
}

/** `1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 120 120`. */
const LOCK = /^\d+: \w+ +\w+ +(READ|WRITE) (\d+) ([0-9a-f]+:[0-9a-f]+):(\d+) /;

interface Lock {
  readonly isWriting: boolean;
  readonly processId: number;
  readonly device: string;
  readonly inode: number;
}

/**
 * Who else has a database or its log locked, a writer before a reader; null where nobody has, or where the platform does
 * not tell: only Linux does.
 */
export function findLockHolder(database: string): LockHolder | null {
  const locks = readLocks().filter(({ processId }) => processId !== process.pid);
  const held = ['-shm', '', '-wal'].flatMap((end) => locksOn(database + end, locks));
  const holder = held.find(({ isWriting }) => isWriting) ?? held[0];
  return holder === undefined ? null : { processId: holder.processId, name: nameOf(holder.processId) };
}

function readLocks(): Lock[] {
  try {
    return readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, access, processId, device = '', inode] = LOCK.exec(line) ?? [];
        return inode === undefined
          ? []
          : [{ isWriting: access === 'WRITE', processId: Number(processId), device, inode: Number(inode) }];
      });
  } catch {
    return [];
  }
}

function locksOn(path: string, locks: readonly Lock[]): Lock[] {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return [];
  const device = deviceName(file.dev);
  return locks.filter(
    (lock) =>
      lock.inode === file.ino &&
      // Some file systems tell another device here than there; then the process has to have the file open.
      (lock.device === device || hasOpen(lock.processId, path)),
  );
}

/** As in /proc/locks: major and minor number in hexadecimal. */
function deviceName(device: number): string {
  const major = Math.floor(device / 256) % 4096;
  const minor = (device % 256) + Math.floor(device / 1_048_576) * 256;
  return `${major.toString(16).padStart(2, '0')}:${minor.toString(16).padStart(2, '0')}`;
}

function hasOpen(processId: number, path: string): boolean {
  const folder = `/proc/${processId}/fd`;
  try {
    return readdirSync(folder).some((name) => readlinkSync(join(folder, name)) === path);
  } catch {
    return false;
  }
}

function nameOf(processId: number): string {
  try {
    return readFileSync(`/proc/${processId}/comm`, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
