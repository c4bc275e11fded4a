import type { Database } from 'better-sqlite3';
import type { TrendLane } from '@shared/contract/readings.ts';
import { readPyramid } from '@core/chunks/pyramid.ts';
import { downsample, type SeriesPart } from '@core/series/downsample.ts';
import { summariseHeaders } from '@core/series/summaries.ts';
import type { TrendWindow } from '@core/series/trend-sampler.ts';
import {
  createChunkLoader,
  createPyramidLoader,
  createReadingsLoader,
  listChunks,
  type SeriesId,
} from './chunk-table.ts';
import { createSegmentLoader, listSegments } from './segment-table.ts';
import { cutToRange, groupOverlapping, mergeGroup } from './series-groups.ts';

/** A series as a chart draws it. Opens no more of a segment or chunk than the pixels ask for. */
export function queryTrend(db: Database, series: SeriesId, window: TrendWindow): TrendLane {
  const parts =
    series.kind === 'readings'
      ? segmentsOf(db, series, window)
      : chunksOf(db, series, window.fromMs, window.toMs);
  return downsample(parts, window);
}

function* segmentsOf(db: Database, series: SeriesId, { fromMs, toMs }: TrendWindow): Generator<SeriesPart> {
  const loadCoarse = createSegmentLoader(db, 'coarse');
  const loadFine = createSegmentLoader(db, 'fine');
  for (const { id, coarseCount, fineCount, statistics } of listSegments(db, series.ownerId, fromMs, toMs))
    yield {
      kind: 'segment',
      firstMs: statistics.firstMs,
      lastMs: statistics.lastMs,
      coarseCount,
      fineCount,
      loadCoarse: () => loadCoarse(id),
      loadFine: () => loadFine(id),
      open: (from, to) => chunksOf(db, series, from, to),
    };
}

/** The chunks of a range, both ends included; no reading outside. */
function* chunksOf(db: Database, series: SeriesId, fromMs: number, toMs: number): Generator<SeriesPart> {
  const load = createChunkLoader(db, series.kind);
  const loadReadings = createReadingsLoader(db, series.kind);
  const loadPyramid = createPyramidLoader(db, series.kind);
  const chunks = [...listChunks(db, series, fromMs, toMs)];
  const headers = summariseHeaders(chunks.map((chunk) => chunk.header));
  let at = 0;
  for (const group of groupOverlapping(chunks)) {
    const [chunk] = group;
    const { stepMs, readingCount, firstMs, lastMs } = chunk.header;
    if (group.length > 1) {
      const longest = Math.max(...group.map((one) => one.header.stepMs));
      for (const readings of cutToRange(mergeGroup(group, load), fromMs, toMs))
        yield { kind: 'readings', readings, stepMs: longest };
    } else if (firstMs < fromMs || lastMs > toMs) {
      for (const readings of cutToRange([loadReadings(chunk)], fromMs, toMs))
        yield { kind: 'readings', readings, stepMs };
    } else
      yield {
        kind: 'chunk',
        headers,
        at,
        stepMs,
        loadPyramid: () => readPyramid(loadPyramid(chunk), readingCount),
        loadReadings: () => loadReadings(chunk),
      };
    at += group.length;
  }
}
