import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a few megabytes in memory, of its own, that can be filled up. */
export interface SmallDisk {
  /** Folder for data. */
  readonly folder: string;
  /** Fills the disk until this many bytes are free. */
  leave(bytes: number): void;
  /** Lets nobody write to the disk any more; nothing on it may be open. */
  makeReadOnly(): void;
  makeWritable(): void;
  /** Frees what `leave` took. */
  free(): void;
  remove(): void;
}

/** Null where this process may not mount one: it takes Linux and root. */
export function mountSmallDisk(bytes: number): SmallDisk | null {
  const mount = mkdtempSync(join(tmpdir(), 'boilerhouse-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', mount]);
  if (mounted.status !== 0) {
    rmSync(mount, { recursive: true });
    return null;
  }
  const ballast = join(mount, 'ballast');
  return {
    folder: join(mount, 'data'),
    leave(wanted) {
      rmSync(ballast, { force: true });
      const { bavail, bsize } = statfsSync(mount);
      const taken = bavail * bsize - wanted;
      if (taken > 0) writeFileSync(ballast, new Uint8Array(taken));
    },
    makeReadOnly: () => void spawnSync('mount', ['-o', 'remount,ro', mount]),
    makeWritable: () => void spawnSync('mount', ['-o', 'remount,rw', mount]),
    free: () => rmSync(ballast, { force: true }),
    remove() {
      spawnSync('umount', [mount]);
      rmSync(mount, { recursive: true, force: true });
    },
  };
}
