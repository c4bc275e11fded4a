import type { Database } from 'better-sqlite3';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { encodeChunk } from '@core/chunks/encode-chunk.ts';
import type { EncodedChunk } from '@core/chunks/chunk.ts';
import type { ReadingBlock } from '@core/reading-block.ts';
import { type DuplicatePolicy, mergeLayers } from '@core/series/merge-layers.ts';
import { createChunkLoader, listChunks, type SeriesId, type StoredChunk } from './chunk-table.ts';

/** Consecutive chunks that overlap in time, directly or through each other; almost always one alone. By first time. */
export type ChunkGroup = readonly [StoredChunk, ...StoredChunk[]];

/** Splits chunks in order of their first time where nothing overlaps. */
export function* groupOverlapping(chunks: Iterable<StoredChunk>): Generator<ChunkGroup> {
  let group: [StoredChunk, ...StoredChunk[]] | null = null;
  let endMs = 0;
  for (const chunk of chunks) {
    if (group !== null && chunk.header.firstMs <= endMs) {
      group.push(chunk);
      endMs = Math.max(endMs, chunk.header.lastMs);
      continue;
    }
    if (group !== null) yield group;
    group = [chunk];
    endMs = chunk.header.lastMs;
  }
  if (group !== null) yield group;
}

/** The readings of a group as they are read: at equal times the later import wins, then the chunk appended later, or what the policy says. */
export function* mergeGroup(
  group: ChunkGroup,
  load: (chunk: StoredChunk) => EncodedChunk,
  policy: DuplicatePolicy = 'keep-last',
): Generator<ReadingBlock> {
  const byPriority = group.toSorted((a, b) => a.layer - b.layer || a.id - b.id);
  const rankOf = new Map(byPriority.map((chunk, rank) => [chunk.id, rank]));
  yield* mergeLayers(layersOf(group, rankOf, load), policy);
}

function* layersOf(
  group: ChunkGroup,
  rankOf: ReadonlyMap<number, number>,
  load: (chunk: StoredChunk) => EncodedChunk,
): Generator<{ rank: number; block: ReadingBlock }> {
  for (const chunk of group) yield { rank: rankOf.get(chunk.id) ?? 0, block: decodeChunk(load(chunk)) };
}

/** The readings of a series in the range as chunks in order of time that do not overlap; those stored so are passed on untouched. */
export function* readChunks(
  db: Database,
  series: SeriesId,
  fromMs: number,
  toMs: number,
): Generator<EncodedChunk> {
  const load = createChunkLoader(db, series.kind);
  for (const group of groupOverlapping(listChunks(db, series, fromMs, toMs))) {
    const [only] = group;
    const isInside = only.header.firstMs >= fromMs && only.header.lastMs <= toMs;
    if (group.length === 1 && isInside) {
      yield load(only);
      continue;
    }
    for (const block of cutToRange(blocksOf(group, load), fromMs, toMs)) yield encodeChunk(block);
  }
}

export const blocksOf = (
  group: ChunkGroup,
  load: (chunk: StoredChunk) => EncodedChunk,
): Iterable<ReadingBlock> => (group.length === 1 ? [decodeChunk(load(group[0]))] : mergeGroup(group, load));

interface Columns {
  readonly timesMs: Float64Array;
  readonly values: Float64Array;
  readonly qualities?: Uint8Array;
}

/** The part of each block that lies in the range, both ends included, as views. */
export function* cutToRange<T extends Columns>(
  blocks: Iterable<T>,
  fromMs: number,
  toMs: number,
): Generator<T> {
  for (const block of blocks) {
    const from = countBefore(block.timesMs, fromMs);
    const to = countUpTo(block.timesMs, toMs);
    if (from === 0 && to === block.timesMs.length) yield block;
    else if (from < to)
      yield {
        ...block,
        timesMs: block.timesMs.subarray(from, to),
        values: block.values.subarray(from, to),
        ...(block.qualities && { qualities: block.qualities.subarray(from, to) }),
      };
  }
}

/** Readings with times in order as blocks, for whoever wants them decoded. */
export function* readBlocks(
  db: Database,
  series: SeriesId,
  fromMs: number,
  toMs: number,
): Generator<ReadingBlock> {
  const load = createChunkLoader(db, series.kind);
  for (const group of groupOverlapping(listChunks(db, series, fromMs, toMs)))
    yield* cutToRange(blocksOf(group, load), fromMs, toMs);
}

/** How many of the rising times lie before the limit. */
function countBefore(timesMs: Float64Array, limitMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timesMs[middle] ?? NaN) < limitMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countUpTo(timesMs: Float64Array, limitMs: number): number {
  const count = countBefore(timesMs, limitMs);
  return timesMs[count] === limitMs ? count + 1 : count;
}
