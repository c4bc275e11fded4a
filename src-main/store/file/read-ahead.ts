import { open } from 'node:fs/promises';
import { freemem } from 'node:os';

/** Bytes asked for at a time: few and large reads, whatever the disk. */
const PORTION_BYTES = 1 << 20;

/** More of the free memory is not filled with what may never be asked for. */
const SHARE_OF_FREE = 0.25;

/**
 * Reads a file through once, on another thread of the process, so that it lies in the system's memory before its pages are
 * asked for in any order. Of a file larger than a quarter of the free memory nothing is read. Returns the bytes read.
 */
export async function readAhead(path: string, freeBytes = freemem()): Promise<number> {
  const file = await open(path);
  try {
    if ((await file.stat()).size > freeBytes * SHARE_OF_FREE) return 0;
    const portion = new Uint8Array(PORTION_BYTES);
    let total = 0;
    for (let bytes = 1; bytes > 0; total += bytes) ({ bytesRead: bytes } = await file.read(portion));
    return total;
  } finally {
    await file.close();
  }
}
