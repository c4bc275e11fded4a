import type { Database } from 'better-sqlite3';
import { countOf } from '@core/csv/messages.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { groupOf, statusIndexOf } from '@core/quality.ts';
import type { ReadingBlock } from '@core/reading-block.ts';
import { createChunkLoader, listImportChunks } from '../readings/chunk-table.ts';
import { rangesOfImport } from './imports.ts';
import { readBlocks } from '../readings/series-groups.ts';
import { takeTurns } from '../take-turns.ts';

/** Readings of an import at times that the plant's tags already have. */
export interface OverlapCounts {
  /** Value and quality are the same. */
  equal: number;
  /** Another value or quality: hidden by the import, and read again after its undo. */
  replaced: number;
}

/** Compares an import that is not visible yet, and whose chunks do not overlap each other, with what is read now. */
export async function countOverlaps(db: Database, importId: number): Promise<OverlapCounts> {
  const counts: OverlapCounts = { equal: 0, replaced: 0 };
  const load = createChunkLoader(db, 'readings');
  const isHeld = db.prepare<[number, number, number]>(
    `SELECT 1 FROM chunks WHERE tag_id = ? AND first_ms <= ? AND last_ms >= ?
       AND import_id IN (SELECT id FROM imports WHERE state = 'committed') LIMIT 1`,
  );
  for (const { tagId, fromMs, toMs } of rangesOfImport(db, importId)) {
    // Most imports bring what nothing was known of.
    if (isHeld.get(tagId, toMs, fromMs) === undefined) continue;
    for (const chunk of listImportChunks(db, importId, tagId)) {
      const { firstMs, lastMs } = chunk.header;
      if (isHeld.get(tagId, lastMs, firstMs) === undefined) continue;
      const block = decodeChunk(load(chunk));
      for (const held of readBlocks(db, { kind: 'readings', ownerId: tagId }, firstMs, lastMs))
        compare(held, block, counts);
      await takeTurns();
    }
  }
  return counts;
}

function compare(held: ReadingBlock, fresh: ReadingBlock, counts: OverlapCounts): void {
  let at = 0;
  for (const [place, timeMs] of fresh.timesMs.entries()) {
    while ((held.timesMs[at] ?? Infinity) < timeMs) at++;
    if (held.timesMs[at] !== timeMs) continue;
    if (isEqual(held, at, fresh, place)) counts.equal++;
    else counts.replaced++;
  }
}

const isEqual = (a: ReadingBlock, i: number, b: ReadingBlock, k: number): boolean =>
  Object.is(a.values[i], b.values[k]) &&
  groupOf(a.qualities[i] ?? 0) === groupOf(b.qualities[k] ?? 0) &&
  statusOf(a, i) === statusOf(b, k);

const statusOf = ({ qualities, statuses }: ReadingBlock, at: number): string | undefined =>
  statuses[statusIndexOf(qualities[at] ?? 0)];

/** The sentence for the user; null when nothing overlaps. */
export function describeOverlaps({ equal, replaced }: OverlapCounts): string | null {
  const total = equal + replaced;
  if (total === 0) return null;
  const parts = [
    equal === 0 ? null : `${countOf(equal, 'is', 'are')} equal to what was there`,
    replaced === 0
      ? null
      : `${countOf(replaced, 'stands', 'stand')} over an earlier one, which an undo of this import brings back`,
  ];
  return `${countOf(total, 'reading has', 'readings have')} a time that an earlier import already holds: ${parts.filter((part) => part !== null).join(', ')}.`;
}
