import { AppFailure } from '@shared/errors.ts';

/** Stored bytes that cannot be what they claim to be. */
export class DamagedChunk extends AppFailure {
  constructor(what: string) {
    super({
      kind: 'storage',
      message: `A stored chunk of readings is damaged: ${what}. Restore a backup or import its file again.`,
    });
  }
}

export const damaged = (what: string): DamagedChunk => new DamagedChunk(what);

interface NumberArray<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
}

/**
 * `count` little-endian numbers from `offset` on: a view where the bytes are aligned, else a copy. All supported
 * platforms are little-endian. Throws `storage` when the bytes end earlier.
 */
export function numbersAt<T>(kind: NumberArray<T>, bytes: Uint8Array, offset: number, count: number): T {
  const size = kind.BYTES_PER_ELEMENT * count;
  if (offset + size > bytes.byteLength)
    throw damaged(`${offset + size} bytes are needed, ${bytes.byteLength} are there`);
  const start = bytes.byteOffset + offset;
  if (start % kind.BYTES_PER_ELEMENT === 0) return new kind(bytes.buffer, start, count);
  const copy = new Uint8Array(size);
  copy.set(bytes.subarray(offset, offset + size));
  return new kind(copy.buffer, 0, count);
}

/** Throws `storage` unless a field has exactly the length that its count asks for. */
export function checkLength(field: string, bytes: Uint8Array, expected: number): void {
  if (bytes.byteLength !== expected)
    throw damaged(`${field}: ${expected} bytes expected, ${bytes.byteLength} found`);
}
