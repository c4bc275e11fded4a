import type { TrendLane } from '@shared/contract/readings.ts';
import { BUCKET_READINGS } from '../chunks/chunk.ts';
import { FINE_IN_COARSE } from './segments.ts';
import type { Summaries } from './summaries.ts';
import type { SteppedSummaries } from './summary-codec.ts';
import { createTrendSampler, type TrendSampler, type TrendWindow } from './trend-sampler.ts';

export interface Readings {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
}

/** A part of a series: a segment or a stored chunk, opened only as far as needed, or readings at hand. */
export type SeriesPart =
  | {
      readonly kind: 'segment';
      readonly firstMs: number;
      readonly lastMs: number;
      readonly coarseCount: number;
      readonly fineCount: number;
      /** Null where they cannot be read; then the parts are opened. */
      readonly loadCoarse: () => SteppedSummaries | null;
      readonly loadFine: () => SteppedSummaries | null;
      /** What the segment is made of in a range inside it, both ends included; no reading outside. */
      readonly open: (fromMs: number, toMs: number) => Iterable<SeriesPart>;
    }
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
  takeParts(sampler, parts, window);
  return sampler.finish();
}

function takeParts(sampler: TrendSampler, parts: Iterable<SeriesPart>, window: TrendWindow): void {
  for (const part of parts) {
    if (part.kind === 'segment') takeSegment(sampler, part, window);
    else if (part.kind === 'chunk') takeChunk(sampler, part);
    else {
      const { timesMs, values } = part.readings;
      sampler.takeReadings(timesMs, values, 0, timesMs.length, part.stepMs);
    }
  }
}

type SegmentPart = SeriesPart & { kind: 'segment' };

/** The widest level whose stretches are mostly narrow enough for a pixel; what is too wide there is opened further. */
function takeSegment(sampler: TrendSampler, segment: SegmentPart, window: TrendWindow): void {
  const { firstMs, lastMs, coarseCount, fineCount } = segment;
  const fromMs = Math.max(firstMs, window.fromMs);
  const toMs = Math.min(lastMs, window.toMs);
  if (fromMs > toMs) return;
  const opened = { fromMs: Infinity, toMs: -Infinity };
  /** Stretches in a row that are too wide are opened together. */
  const flush = (): void => {
    if (opened.fromMs <= opened.toMs) takeParts(sampler, segment.open(opened.fromMs, opened.toMs), window);
    opened.fromMs = Infinity;
    opened.toMs = -Infinity;
  };
  const takeAll = (
    level: SteppedSummaries,
    from: number,
    to: number,
    whenWide: (at: number) => void,
  ): void => {
    const { stretches, stepsMs } = level;
    for (let at = from; at < to; at++) {
      if (stretches.lastMs[at] < fromMs) continue;
      if (stretches.firstMs[at] > toMs) return;
      if (!sampler.canTake(stretches, at)) {
        whenWide(at);
        continue;
      }
      flush();
      sampler.takeStretch(stretches, at, stepsMs[at]);
    }
  };
  const openFine =
    (fine: SteppedSummaries) =>
    (at: number): void => {
      opened.fromMs = Math.min(opened.fromMs, Math.max(fromMs, fine.stretches.firstMs[at]));
      opened.toMs = Math.min(toMs, fine.stretches.lastMs[at]);
    };
  const widestMs = sampler.pixelMs / 2;
  const spanMs = lastMs - firstMs;
  const coarse = spanMs / coarseCount <= widestMs ? segment.loadCoarse() : null;
  if (coarse !== null) {
    let fine: SteppedSummaries | null = null;
    takeAll(coarse, 0, coarse.stretches.length, (at) => {
      fine ??= segment.loadFine();
      const first = at * FINE_IN_COARSE;
      if (fine !== null) takeAll(fine, first, Math.min(first + FINE_IN_COARSE, fineCount), openFine(fine));
      else openFine(coarse)(at);
    });
    flush();
    return;
  }
  const fine = spanMs / fineCount <= widestMs ? segment.loadFine() : null;
  if (fine === null) takeParts(sampler, segment.open(fromMs, toMs), window);
  else {
    takeAll(fine, 0, fineCount, openFine(fine));
    flush();
  }
}

function takeChunk(sampler: TrendSampler, chunk: SeriesPart & { kind: 'chunk' }): void {
  const { headers, at, stepMs } = chunk;
  if (sampler.takeStretch(headers, at, stepMs)) return;
  const count = headers.readingCounts[at];
  const bucketMs = ((headers.lastMs[at] - headers.firstMs[at]) * BUCKET_READINGS) / count;
  // Wider than half a pixel, most buckets would have to be opened after all.
  if (bucketMs > sampler.pixelMs / 2) {
    const { timesMs, values } = chunk.loadReadings();
    sampler.takeReadings(timesMs, values, 0, count, stepMs);
    return;
  }
  const buckets = chunk.loadPyramid();
  let readings: Readings | null = null;
  let from = 0;
  for (let bucket = 0; bucket < buckets.length; from += buckets.readingCounts[bucket++]) {
    if (sampler.takeStretch(buckets, bucket, stepMs)) continue;
    readings ??= chunk.loadReadings();
    const to = from + buckets.readingCounts[bucket];
    sampler.takeReadings(readings.timesMs, readings.values, from, to, stepMs);
  }
}
