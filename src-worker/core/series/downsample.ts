import type { TrendLane } from '@shared/contract/readings.ts';
import { BUCKET_READINGS } from '../chunks/chunk.ts';
import type { Summaries } from './summaries.ts';
import { createTrendSampler, type TrendSampler, type TrendWindow } from './trend-sampler.ts';

export interface Readings {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** A part of a series: a stored chunk, opened only as far as needed, or readings at hand. */
export type SeriesPart =
  | {
      readonly kind: 'chunk';
      readonly headers: Summaries;
      readonly at: number;
      readonly stepMs: number;
      readonly loadPyramid: () => Summaries;
      readonly loadReadings: () => Readings;
    }
  | { readonly kind: 'readings'; readonly readings: Readings; readonly stepMs: number };

/** The series as it can be drawn on `pixels`. `parts` come in order of time and do not overlap. */
export function downsample(parts: Iterable<SeriesPart>, window: TrendWindow): TrendLane {
  const sampler = createTrendSampler(window);
  for (const part of parts) {
    if (part.kind === 'chunk') takeChunk(sampler, part);
    else {
      const { timesMs, values } = part.readings;
      sampler.takeReadings(timesMs, values, 0, timesMs.length, part.stepMs);
    }
  }
  return sampler.finish();
}

function takeChunk(sampler: TrendSampler, chunk: SeriesPart & { kind: 'chunk' }): void {
  const { headers, at, stepMs } = chunk;
  if (sampler.takeStretch(headers, at, stepMs)) return;
  const count = headers.readingCounts[at];
  const bucketMs = ((headers.lastMs[at] - headers.firstMs[at]) * BUCKET_READINGS) / count;
  if (bucketMs > sampler.pixelMs) {
    const { timesMs, values } = chunk.loadReadings();
    sampler.takeReadings(timesMs, values, 0, count, stepMs);
    return;
  }
  const buckets = chunk.loadPyramid();
  let readings: Readings | null = null;
  for (let bucket = 0; bucket < buckets.length; bucket++) {
    if (sampler.takeStretch(buckets, bucket, stepMs)) continue;
    readings ??= chunk.loadReadings();
    const from = bucket * BUCKET_READINGS;
    sampler.takeReadings(
      readings.timesMs,
      readings.values,
      from,
      Math.min(from + BUCKET_READINGS, count),
      stepMs,
    );
  }
}
