import { crc32 } from 'node:zlib';
import type { Database } from 'better-sqlite3';
import { MOST_FINE, type Segment, type SeriesStatistics } from '@core/series/segments.ts';
import { decodeSummaries, type SteppedSummaries, summaryRoom } from '@core/series/summary-codec.ts';
import { statementOf } from '../statement-of.ts';

/** A segment as it stands in the store, without its summaries. */
export interface StoredSegment {
  readonly id: number;
  readonly coarseCount: number;
  readonly fineCount: number;
  readonly statistics: SeriesStatistics;
}

type SegmentRow = SeriesStatistics & Pick<StoredSegment, 'id' | 'coarseCount' | 'fineCount'>;

const SELECT_SEGMENTS = `
  SELECT id, first_ms AS firstMs, last_ms AS lastMs, reading_count AS readingCount, missing_count AS missingCount,
    gap_count AS gapCount, longest_gap_ms AS longestGapMs, first_value_ms AS firstValueMs, last_value_ms AS lastValueMs,
    first_step_ms AS firstStepMs, last_step_ms AS lastStepMs, coarse_count AS coarseCount, fine_count AS fineCount
  FROM segments`;

const mapRow = ({ id, coarseCount, fineCount, ...statistics }: SegmentRow): StoredSegment => ({
  id,
  coarseCount,
  fineCount,
  statistics,
});

const listStatement = statementOf<[tagId: number, toMs: number, fromMs: number], SegmentRow>(
  `${SELECT_SEGMENTS} WHERE tag_id = ? AND first_ms <= ? AND last_ms >= ? ORDER BY first_ms`,
);

/** Segments of a tag that touch the range, in order of time; they do not overlap. */
export const listSegments = (db: Database, tagId: number, fromMs: number, toMs: number): StoredSegment[] =>
  listStatement(db).all(tagId, toMs, fromMs).map(mapRow);

/** The segment before the time and the one after it, each only if it has room for more. */
export function listOpenNeighbours(
  db: Database,
  tagId: number,
  fromMs: number,
  toMs: number,
): StoredSegment[] {
  const before = db
    .prepare<[number, number], SegmentRow>(
      `${SELECT_SEGMENTS} WHERE tag_id = ? AND first_ms < ? ORDER BY first_ms DESC LIMIT 1`,
    )
    .get(tagId, fromMs);
  const after = db
    .prepare<[number, number], SegmentRow>(
      `${SELECT_SEGMENTS} WHERE tag_id = ? AND first_ms > ? ORDER BY first_ms LIMIT 1`,
    )
    .get(tagId, toMs);
  return [before, after]
    .filter((row) => row !== undefined)
    .filter(({ fineCount }) => fineCount < MOST_FINE / 2)
    .map(mapRow);
}

export function createSegmentInserter(db: Database, tagId: number): (segment: Segment) => void {
  const insert = db.prepare(
    `INSERT INTO segments (tag_id, first_ms, last_ms, reading_count, missing_count, gap_count, longest_gap_ms, first_value_ms,
       last_value_ms, first_step_ms, last_step_ms, coarse_count, fine_count, coarse_checksum, fine_checksum, coarse, fine)
     VALUES (@tagId, @firstMs, @lastMs, @readingCount, @missingCount, @gapCount, @longestGapMs, @firstValueMs,
       @lastValueMs, @firstStepMs, @lastStepMs, @coarseCount, @fineCount, @coarseChecksum, @fineChecksum, @coarse, @fine)`,
  );
  return ({ statistics, coarseCount, fineCount, coarse, fine }) => {
    insert.run({
      tagId,
      ...statistics,
      coarseCount,
      fineCount,
      coarseChecksum: crc32(coarse),
      fineChecksum: crc32(fine),
      coarse,
      fine,
    });
  };
}

export const deleteSegment = (db: Database, id: number): void => {
  db.prepare('DELETE FROM segments WHERE id = ?').run(id);
};

export type SegmentLevel = 'coarse' | 'fine';

/**
 * Reads a level of a segment, or null where it is not what was written: it can be made again from the chunks. What it
 * returns is valid until it is called again.
 */
export function createSegmentLoader(
  db: Database,
  level: SegmentLevel,
): (id: number) => SteppedSummaries | null {
  const select = db
    .prepare<[number], [bytes: Uint8Array, checksum: number]>(
      `SELECT ${level}, ${level}_checksum FROM segments WHERE id = ?`,
    )
    .raw();
  const room = summaryRoom(MOST_FINE);
  return (id) => {
    const row = select.get(id);
    return row !== undefined && crc32(row[0]) === row[1] ? decodeSummaries(row[0], room) : null;
  };
}
