import { statfsSync } from 'node:fs';

/** Bytes that can still be written to the disk of a folder; null where it cannot be told. */
export function freeBytes(folder: string | null): number | null {
  if (folder === null) return null;
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
