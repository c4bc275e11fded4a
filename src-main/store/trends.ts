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
import { groupOverlapping, mergeGroup } from './series-groups.ts';

/** A series as a chart draws it. Opens no more of a chunk than the pixels ask for. */
export function queryTrend(db: Database, series: SeriesId, window: TrendWindow): TrendLane {
  return downsample(partsOf(db, series, window), window);
}

function* partsOf(db: Database, series: SeriesId, { fromMs, toMs }: TrendWindow): Generator<SeriesPart> {
  const load = createChunkLoader(db, series.kind);
  const loadReadings = createReadingsLoader(db, series.kind);
  const loadPyramid = createPyramidLoader(db, series.kind);
  const chunks = [...listChunks(db, series, fromMs, toMs)];
  const headers = summariseHeaders(chunks.map((chunk) => chunk.header));
  let at = 0;
  for (const group of groupOverlapping(chunks)) {
    const [chunk] = group;
    const { stepMs, readingCount } = chunk.header;
    if (group.length === 1) {
      yield {
        kind: 'chunk',
        headers,
        at,
        stepMs,
        loadPyramid: () => readPyramid(loadPyramid(chunk), readingCount),
        loadReadings: () => loadReadings(chunk),
      };
    } else {
      const longest = Math.max(...group.map((one) => one.header.stepMs));
      for (const readings of mergeGroup(group, load)) yield { kind: 'readings', readings, stepMs: longest };
    }
    at += group.length;
  }
}
