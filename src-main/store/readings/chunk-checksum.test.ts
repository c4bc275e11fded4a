import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { checksumOf } from './chunk-checksum.ts';

describe('the checksum of a chunk', () => {
  const header = [1, null, -2.5];
  const parts = [Uint8Array.of(1, 2), 'Bad', Uint8Array.of()];

  it('is the CRC-32 of the header as float64 and of each part behind its length', () => {
    const bytes = Buffer.alloc(24);
    [1, Infinity, -2.5].forEach((value, i) => bytes.writeDoubleLE(value, i * 8));
    expect(checksumOf(header, parts)).toBe(crc32(Buffer.concat([bytes, Buffer.from('2\x01\x023Bad0')])));
  });

  it.each([
    [[1, 0, -2.5], parts],
    [[1, null, -2.25], parts],
    [header, [Uint8Array.of(1), Uint8Array.of(2), 'Bad', Uint8Array.of()]],
    [header, [Uint8Array.of(1, 3), 'Bad', Uint8Array.of()]],
  ])('differs for %j %j', (otherHeader, otherParts) => {
    expect(checksumOf(otherHeader, otherParts)).not.toBe(checksumOf(header, parts));
  });

  it('takes no notice of the sign of a zero, which SQLite does not keep', () => {
    expect(checksumOf([-0], [])).toBe(checksumOf([0], []));
  });
});
