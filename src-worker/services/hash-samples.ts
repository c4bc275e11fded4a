import type { SampleRange } from '@core/analyse-samples.ts';
import { createSHA256 } from 'hash-wasm';

/** Up to here a copy of the bytes is worth the host's own hashing, which runs beside this thread. */
const MOST_COPIED_BYTES = 64 * 1024 * 1024;
const PORTION_BYTES = 4 * 1024 * 1024;

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** SHA-256 over the times as float64, then the samples as float32. */
export async function hashSamples(
  { timesMs, samples }: Pick<SampleRange, 'timesMs' | 'samples'>,
  mostCopiedBytes = MOST_COPIED_BYTES,
): Promise<string> {
  const parts = [bytesOf(timesMs), bytesOf(samples.data)];
  const byteCount = timesMs.byteLength + samples.data.byteLength;
  return byteCount <= mostCopiedBytes ? hashCopy(parts, byteCount) : hashPortions(parts);
}

async function hashCopy(parts: readonly Uint8Array[], byteCount: number): Promise<string> {
  const bytes = new Uint8Array(byteCount);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function hashPortions(parts: readonly Uint8Array[]): Promise<string> {
  const hash = await createSHA256();
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PORTION_BYTES)
      hash.update(part.subarray(at, at + PORTION_BYTES));
  }
  return hash.digest('hex');
}
