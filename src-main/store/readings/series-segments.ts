import type { Database } from 'better-sqlite3';
import { encodeChunk } from '@core/chunks/encode-chunk.ts';
import { readPyramid } from '@core/chunks/pyramid.ts';
import type { ReadingBlock } from '@core/reading-block.ts';
import {
  buildSegments,
  joinStatistics,
  type Segment,
  type SegmentPiece,
  type SeriesStatistics,
} from '@core/series/segments.ts';
import { createChunkLoader, createPyramidLoader, listChunks } from './chunk-table.ts';
import { isDamagedChunk } from '../safety/damage.ts';
import {
  createSegmentInserter,
  createSegmentLoader,
  deleteSegment,
  listOpenNeighbours,
  listSegments,
} from './segment-table.ts';
import { blocksOf, cutToRange, groupOverlapping } from './series-groups.ts';
import { takeTurns } from '../take-turns.ts';

/** Changes of each tag so far, by which segments that were prepared are known to be those still. */
const changes = new WeakMap<Database, Map<number, number>>();

const changesOf = (db: Database, tagId: number): number => changes.get(db)?.get(tagId) ?? 0;

/** To be told of chunks that have come to a tag, seen or not yet, and of those that were written anew. */
export function noteChange(db: Database, tagId: number): void {
  const ofTags = changes.get(db) ?? new Map<number, number>();
  changes.set(db, ofTags);
  ofTags.set(tagId, changesOf(db, tagId) + 1);
}

/** Segments of a tag as they will be when an import is committed. */
export interface PreparedSegments {
  readonly segments: readonly Segment[];
  /** Numbers of those that they replace. */
  readonly replaced: readonly number[];
  readonly changes: number;
}

/**
 * Makes the segments of a tag as `refreshSegments` will once the import is committed, in turns with other work of the
 * process: of a large file it takes seconds. About 0.1 bytes a reading. None where they could not be made, since chunks of
 * the tag went or were written anew between two turns, or are damaged: then `refreshSegments` makes them, or says why not.
 */
export async function prepareSegments(
  db: Database,
  tagId: number,
  fromMs: number,
  toMs: number,
  importId: number,
): Promise<PreparedSegments | undefined> {
  const before = changesOf(db, tagId);
  const { replaced, from, to } = findReplaced(db, tagId, fromMs, toMs);
  const segments: Segment[] = [];
  try {
    for (const segment of buildSegments(piecesOf(db, tagId, from, to, importId))) {
      segments.push(segment);
      await takeTurns();
    }
  } catch (caught) {
    if (!isDamagedChunk(caught)) throw caught;
    return undefined;
  }
  return { segments, replaced, changes: before };
}

/**
 * Makes the segments of a tag anew where its readings have changed: those that touch the range, and a neighbour that has
 * room for more. Readings are decoded only where imports overlap. Call in a transaction. `prepared` are taken if nothing
 * has changed since.
 */
export function refreshSegments(
  db: Database,
  tagId: number,
  fromMs: number,
  toMs: number,
  prepared?: PreparedSegments,
): void {
  const isPrepared = prepared?.changes === changesOf(db, tagId);
  noteChange(db, tagId);
  const insert = createSegmentInserter(db, tagId);
  if (prepared !== undefined && isPrepared) {
    for (const id of prepared.replaced) deleteSegment(db, id);
    for (const segment of prepared.segments) insert(segment);
    return;
  }
  const { replaced, from, to } = findReplaced(db, tagId, fromMs, toMs);
  for (const id of replaced) deleteSegment(db, id);
  for (const segment of buildSegments(piecesOf(db, tagId, from, to))) insert(segment);
}

/** The segments that give way where readings of a range have changed, and the range of those that take their place. */
function findReplaced(
  db: Database,
  tagId: number,
  fromMs: number,
  toMs: number,
): { readonly replaced: number[]; readonly from: number; readonly to: number } {
  const replaced: number[] = [];
  let from = fromMs;
  let to = toMs;
  for (const { id, statistics } of [
    ...listSegments(db, tagId, fromMs, toMs),
    ...listOpenNeighbours(db, tagId, fromMs, toMs),
  ]) {
    from = Math.min(from, statistics.firstMs);
    to = Math.max(to, statistics.lastMs);
    replaced.push(id);
  }
  return { replaced, from, to };
}

/** What is read of a tag in a range, by pieces that do not overlap. */
function* piecesOf(
  db: Database,
  tagId: number,
  fromMs: number,
  toMs: number,
  importId = 0,
): Generator<SegmentPiece> {
  const load = createChunkLoader(db, 'readings');
  const loadPyramid = createPyramidLoader(db, 'readings');
  const series = { kind: 'readings', ownerId: tagId } as const;
  for (const group of groupOverlapping(listChunks(db, series, fromMs, toMs, importId))) {
    const [only] = group;
    const { header } = only;
    if (group.length === 1 && header.firstMs >= fromMs && header.lastMs <= toMs)
      yield { header, buckets: readPyramid(loadPyramid(only), header.readingCount) };
    else for (const block of cutToRange(blocksOf(group, load), fromMs, toMs)) yield pieceOf(block);
  }
}

function pieceOf(block: ReadingBlock): SegmentPiece {
  const { header, pyramid } = encodeChunk(block);
  return { header, buckets: readPyramid(pyramid, header.readingCount) };
}

/** Statistics over all segments of a tag; null when it has none. */
export function sumSegments(db: Database, tagId: number): SeriesStatistics | null {
  let sum: SeriesStatistics | null = null;
  for (const { statistics } of listSegments(db, tagId, -Infinity, Infinity))
    sum = sum === null ? statistics : joinStatistics(sum, statistics);
  return sum;
}

/** Makes the segments of tags that have readings and no segments: in files of earlier versions, and after a salvage. */
export function completeSegments(db: Database): void {
  const lacking = db
    .prepare<[], number>(
      `SELECT id FROM tags WHERE reading_count > 0 AND NOT EXISTS (SELECT 1 FROM segments WHERE tag_id = tags.id)`,
    )
    .pluck()
    .all();
  for (const tagId of lacking)
    db.transaction(() => refreshSegments(db, tagId, -Infinity, Infinity)).immediate();
}

/** Segments that are not what was written, or that do not count the readings of their tag, in sentences. */
export function checkSegments(db: Database): string[] {
  const tags = db
    .prepare<[], { id: number; name: string; readingCount: number }>(
      'SELECT id, name, reading_count AS readingCount FROM tags ORDER BY id',
    )
    .all();
  const loaders = [createSegmentLoader(db, 'coarse'), createSegmentLoader(db, 'fine')];
  const problems: string[] = [];
  for (const { id, name, readingCount } of tags) {
    for (const { id: segmentId, statistics } of listSegments(db, id, -Infinity, Infinity))
      if (loaders.some((load) => load(segmentId) === null))
        problems.push(
          `The summaries of tag "${name}" from ${new Date(statistics.firstMs).toISOString()} are damaged. ${REMEDY}`,
        );
    const counted = sumSegments(db, id)?.readingCount ?? 0;
    if (counted !== readingCount)
      problems.push(`The summaries of tag "${name}" count ${counted} readings of ${readingCount}. ${REMEDY}`);
  }
  return problems;
}

const REMEDY = 'Compact the store to make them anew; no reading is lost.';
