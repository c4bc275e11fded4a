import { AppFailure } from '@shared/errors.ts';
import { packStretches } from '../series/summary-codec.ts';
import { describeReadings, headerOf, usualStep } from './chunk-header.ts';
import type { ChunkHeader } from './chunk.ts';
import { buildPlain, buildPyramid } from './pyramid.ts';
import { EXAMINED, readingRoom, stretchesIn } from './reading-kernel.ts';

/** What goes with the columns of a chunk. */
export interface Examined {
  readonly header: ChunkHeader;
  readonly pyramid: Uint8Array;
  /** Times are whole milliseconds at one distance. */
  readonly isRegular: boolean;
}

export const refused = (why: string): AppFailure =>
  new AppFailure({ kind: 'invalid-input', message: `These readings cannot be stored: ${why}.` });

/**
 * Looks at the readings from (included) to (excluded), by the kernel where there is one. Null where the times do not rise
 * strictly or are not finite. Throws `invalid-input` for an infinite value.
 */
export function examineReadings(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
): Examined | null {
  const room = readingRoom();
  if (room === null) return examinePlainly(timesMs, values, from, to);
  const { kernel } = room;
  const count = to - from;
  room.timesMs.set(timesMs.subarray(from, to));
  room.values.set(values.subarray(from, to));
  const found = kernel.examine(count);
  // The plain code says what is wrong.
  if ((found & EXAMINED.sound) === 0) return examinePlainly(timesMs, values, from, to);
  const isRegular = (found & EXAMINED.regular) !== 0;
  const stepMs = isRegular && count > 1 ? timesMs[from + 1] - timesMs[from] : usualStep(timesMs, from, to);
  const buckets = stretchesIn(room, kernel.summarise(count, stepMs, isRegular));
  const measures = {
    sum: kernel.sumOfValues(),
    gapCount: kernel.gapCount(),
    longestGapMs: kernel.longestGapMs(),
  };
  const packed = packStretches(room, buckets);
  const plain = packed === null ? buildPlain(timesMs, values, from, to) : { bytes: packed, buckets };
  return {
    header: headerOf(plain.buckets, timesMs[from], timesMs[to - 1], stepMs, measures),
    pyramid: plain.bytes,
    isRegular: isRegular && (found & EXAMINED.whole) !== 0,
  };
}

/** What the kernel does, without it. */
export function examinePlainly(
  timesMs: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
): Examined | null {
  if (!isRising(timesMs, from, to)) return null;
  refuseInfinite(values, from, to);
  const stepMs = usualStep(timesMs, from, to);
  const { bytes, buckets } = buildPyramid(timesMs, values, from, to, stepMs);
  return {
    header: describeReadings(timesMs, values, from, to, buckets, stepMs),
    pyramid: bytes,
    isRegular: false,
  };
}

/** Strictly, from one finite time to another. */
export function isRising(timesMs: Float64Array, from: number, to: number): boolean {
  let before = -Infinity;
  for (let i = from; i < to; i++) {
    if (!(timesMs[i] > before)) return false;
    before = timesMs[i];
  }
  return before < Infinity;
}

function refuseInfinite(values: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i++)
    if (values[i] === Infinity || values[i] === -Infinity)
      throw refused('a value is infinite; a missing reading is NaN with a quality');
}
