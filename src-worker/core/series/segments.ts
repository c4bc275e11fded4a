import { GAP_STEPS } from '../chunks/chunk-header.ts';
import type { ChunkHeader } from '../chunks/chunk.ts';
import { LONG_GAP_STEPS } from '../chunks/pyramid.ts';
import { coarsen, emptySummaries, firstStretches, mergeStretches } from './merge-summaries.ts';
import type { Summaries } from './summaries.ts';
import { encodeSummaries } from './summary-codec.ts';

/** Readings in a fine stretch of a segment, at least; a chunk or a long gap ends one early. */
const FINE_READINGS = 128;
/** Fine stretches in a coarse one. */
export const FINE_IN_COARSE = 8;
/** Most fine stretches in a segment: those of 63 full chunks and room for the buckets of another. */
export const MOST_FINE = 4096;

/** What is known of a part of a series without its summaries. Times are UTC epoch ms. */
export interface SeriesStatistics {
  readonly readingCount: number;
  readonly missingCount: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly gapCount: number;
  readonly longestGapMs: number;
  /** First and last reading that has a value, and the usual step there; null and 0 when none has. */
  readonly firstValueMs: number | null;
  readonly lastValueMs: number | null;
  readonly firstStepMs: number;
  readonly lastStepMs: number;
}

/** Summaries of the readings of many chunks, as they are read. */
export interface Segment {
  readonly statistics: SeriesStatistics;
  readonly coarseCount: number;
  readonly fineCount: number;
  readonly coarse: Uint8Array;
  readonly fine: Uint8Array;
}

/** The readings of a chunk, or of a part of one: header and pyramid. */
export interface SegmentPiece {
  readonly header: ChunkHeader;
  readonly buckets: Summaries;
}

/** Segments over pieces that come in order of time and do not overlap. */
export function* buildSegments(pieces: Iterable<SegmentPiece>): Generator<Segment> {
  const room = emptySummaries(MOST_FINE);
  let used = 0;
  let statistics: SeriesStatistics | null = null;

  for (const { header, buckets } of pieces) {
    if (statistics !== null && used + buckets.length > MOST_FINE) {
      yield finishSegment(statistics, firstStretches(room, used));
      used = 0;
      statistics = null;
    }
    for (let from = 0, to = 0; from < buckets.length; from = to) {
      for (let readings = 0; to < buckets.length && readings < FINE_READINGS; to++) {
        // A stretch with a long gap in it is too wide for a pixel.
        const distanceMs = to > from ? buckets.firstMs[to] - buckets.lastMs[to - 1] : 0;
        if (distanceMs > LONG_GAP_STEPS * header.stepMs) break;
        readings += buckets.readingCounts[to];
      }
      mergeStretches(buckets, from, to, room.stretches, used);
      room.stepsMs[used++] = header.stepMs;
    }
    const own = statisticsOf(header);
    statistics = statistics === null ? own : joinStatistics(statistics, own);
  }
  if (statistics !== null) yield finishSegment(statistics, firstStretches(room, used));
}

function finishSegment(statistics: SeriesStatistics, fine: ReturnType<typeof emptySummaries>): Segment {
  const coarse = coarsen(fine, FINE_IN_COARSE);
  return {
    statistics,
    coarseCount: coarse.stretches.length,
    fineCount: fine.stretches.length,
    coarse: encodeSummaries(coarse),
    fine: encodeSummaries(fine),
  };
}

const statisticsOf = (header: ChunkHeader): SeriesStatistics => ({
  readingCount: header.readingCount,
  missingCount: header.missingCount,
  firstMs: header.firstMs,
  lastMs: header.lastMs,
  gapCount: header.gapCount,
  longestGapMs: header.longestGapMs,
  firstValueMs: header.firstValueMs,
  lastValueMs: header.lastValueMs,
  firstStepMs: header.firstValueMs === null ? 0 : header.stepMs,
  lastStepMs: header.firstValueMs === null ? 0 : header.stepMs,
});

/** Two parts that follow each other as one; a distance of more than three usual steps between them is a gap. */
export function joinStatistics(before: SeriesStatistics, after: SeriesStatistics): SeriesStatistics {
  const distance =
    before.lastValueMs === null || after.firstValueMs === null ? 0 : after.firstValueMs - before.lastValueMs;
  const isGap = distance > GAP_STEPS * Math.max(before.lastStepMs, after.firstStepMs);
  const hasValueBefore = before.firstValueMs !== null;
  const hasValueAfter = after.lastValueMs !== null;
  return {
    readingCount: before.readingCount + after.readingCount,
    missingCount: before.missingCount + after.missingCount,
    firstMs: before.firstMs,
    lastMs: after.lastMs,
    gapCount: before.gapCount + after.gapCount + (isGap ? 1 : 0),
    longestGapMs: Math.max(before.longestGapMs, after.longestGapMs, isGap ? distance : 0),
    firstValueMs: hasValueBefore ? before.firstValueMs : after.firstValueMs,
    firstStepMs: hasValueBefore ? before.firstStepMs : after.firstStepMs,
    lastValueMs: hasValueAfter ? after.lastValueMs : before.lastValueMs,
    lastStepMs: hasValueAfter ? after.lastStepMs : before.lastStepMs,
  };
}
