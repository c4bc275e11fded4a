import { crc32 } from 'node:zlib';

/**
 * CRC-32 over the header of a chunk, as float64 little-endian with Infinity for null, then its bytes, each with its length
 * before it. `header` in the order of the table's columns.
 */
export function checksumOf(
  header: readonly (number | null)[],
  parts: readonly (Uint8Array | string)[],
): number {
  // Not NaN for null: its bits are not the same everywhere. And SQLite keeps no sign of a zero.
  const numbers = Float64Array.from(header, (value) => (value ?? Infinity) + 0);
  let checksum = crc32(new Uint8Array(numbers.buffer));
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    checksum = crc32(String(bytes.byteLength), checksum);
    // For an array without memory zlib begins anew.
    if (bytes.byteLength > 0) checksum = crc32(bytes, checksum);
  }
  return checksum;
}
