import type { Database } from 'better-sqlite3';
import type { TrendLane } from '@shared/contract/readings.ts';
import { MOST_BUCKETS, readPyramid } from '@core/chunks/pyramid.ts';
import { downsample, type SeriesPart } from '@core/series/downsample.ts';
import { summariseHeaders } from '@core/series/summaries.ts';
import { summaryRoom } from '@core/series/summary-codec.ts';
import type { TrendWindow } from '@core/series/trend-sampler.ts';
import {
  createChunkLoader,
  createPyramidLoader,
  createReadingsLoader,
  listChunks,
  type SeriesId,
  type StoredChunk,
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

interface Loaders {
  readonly coarse: ReturnType<typeof createSegmentLoader>;
  readonly fine: ReturnType<typeof createSegmentLoader>;
  readonly chunk: ReturnType<typeof createChunkLoader>;
  readonly readings: ReturnType<typeof createReadingsLoader>;
  readonly pyramid: ReturnType<typeof createPyramidLoader>;
  /** Room for the buckets of one chunk at a time. */
  readonly buckets: Float64Array;
}

/** Statements are made once for a connection: a chart opens chunks in many places. */
const known = new WeakMap<Database, Map<SeriesId['kind'], Loaders>>();

function loadersOf(db: Database, kind: SeriesId['kind']): Loaders {
  const ofDatabase = known.get(db) ?? new Map<SeriesId['kind'], Loaders>();
  known.set(db, ofDatabase);
  const loaders = ofDatabase.get(kind) ?? {
    coarse: createSegmentLoader(db, 'coarse'),
    fine: createSegmentLoader(db, 'fine'),
    chunk: createChunkLoader(db, kind),
    readings: createReadingsLoader(db, kind),
    pyramid: createPyramidLoader(db, kind),
    buckets: summaryRoom(MOST_BUCKETS),
  };
  ofDatabase.set(kind, loaders);
  return loaders;
}

function* segmentsOf(db: Database, series: SeriesId, window: TrendWindow): Generator<SeriesPart> {
  const { coarse, fine } = loadersOf(db, series.kind);
  const { fromMs, toMs } = window;
  for (const { id, coarseCount, fineCount, statistics } of listSegments(db, series.ownerId, fromMs, toMs)) {
    const { firstMs, lastMs } = statistics;
    let chunks: StoredChunk[] | null = null;
    yield {
      kind: 'segment',
      firstMs,
      lastMs,
      coarseCount,
      fineCount,
      loadCoarse: () => coarse(id),
      loadFine: () => fine(id),
      // Opened in many places, its chunks are listed once.
      open: (from, to) => {
        chunks ??= [...listChunks(db, series, Math.max(fromMs, firstMs), Math.min(toMs, lastMs))];
        return chunksIn(db, series, touching(chunks, from, to), from, to);
      },
    };
  }
}

const touching = (chunks: readonly StoredChunk[], fromMs: number, toMs: number): StoredChunk[] =>
  chunks.filter(({ header }) => header.firstMs <= toMs && header.lastMs >= fromMs);

const chunksOf = (db: Database, series: SeriesId, fromMs: number, toMs: number): Generator<SeriesPart> =>
  chunksIn(db, series, [...listChunks(db, series, fromMs, toMs)], fromMs, toMs);

/** The chunks of a range, both ends included; no reading outside. */
function* chunksIn(
  db: Database,
  series: SeriesId,
  chunks: readonly StoredChunk[],
  fromMs: number,
  toMs: number,
): Generator<SeriesPart> {
  const load = loadersOf(db, series.kind);
  const headers = summariseHeaders(chunks.map((chunk) => chunk.header));
  let at = 0;
  for (const group of groupOverlapping(chunks)) {
    const [chunk] = group;
    const { stepMs, readingCount, firstMs, lastMs } = chunk.header;
    if (group.length > 1) {
      const longest = Math.max(...group.map((one) => one.header.stepMs));
      for (const readings of cutToRange(mergeGroup(group, load.chunk), fromMs, toMs))
        yield { kind: 'readings', readings, stepMs: longest };
    } else if (firstMs < fromMs || lastMs > toMs) {
      for (const readings of cutToRange([load.readings(chunk)], fromMs, toMs))
        yield { kind: 'readings', readings, stepMs };
    } else
      yield {
        kind: 'chunk',
        headers,
        at,
        stepMs,
        loadPyramid: () => readPyramid(load.pyramid(chunk), readingCount, load.buckets),
        loadReadings: () => load.readings(chunk),
      };
    at += group.length;
  }
}
