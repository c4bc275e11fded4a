import { crc32 } from 'node:zlib';

/** All that a checksum is over, one after the other, so that it takes one call; grown where a chunk needs more. */
let room = Buffer.alloc(1 << 17);

/**
 * CRC-32 over the header of a chunk, as float64 little-endian with Infinity for null, then its bytes, each with its length
 * before it. `header` in the order of the table's columns.
 */
export function checksumOf(
  header: readonly (number | null)[],
  parts: readonly (Uint8Array | string)[],
): number {
  let at = 0;
  // Not NaN for null: its bits are not the same everywhere. And SQLite keeps no sign of a zero.
  for (const value of header) at = room.writeDoubleLE((value ?? Infinity) + 0, at);
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    grow(at + bytes.byteLength + 32);
    at += room.write(String(bytes.byteLength), at, 'latin1');
    room.set(bytes, at);
    at += bytes.byteLength;
  }
  return crc32(room.subarray(0, at));
}

function grow(byteCount: number): void {
  if (byteCount <= room.byteLength) return;
  const larger = Buffer.alloc(2 * byteCount);
  room.copy(larger);
  room = larger;
}
