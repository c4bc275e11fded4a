import type { Database } from 'better-sqlite3';
import { encodeChunk } from '@core/chunks/encode-chunk.ts';
import { countText } from '@core/csv/messages.ts';
import type { ImportFinish } from '@core/reading-store.ts';
import type { DuplicatePolicy } from '@core/series/merge-layers.ts';
import {
  createChunkInserter,
  createChunkLoader,
  hasOverlaps,
  listImportChunks,
} from '../readings/chunk-table.ts';
import { describeGaps } from '../readings/describe-gaps.ts';
import { countOverlaps, describeOverlaps } from './count-overlaps.ts';
import { describeDuplicates, policyOfImport } from './duplicate-policy.ts';
import { endImport } from './ended-imports.ts';
import { addEvents, markCommitted, plantOfLoading, tagsOfImport } from './imports.ts';
import { findSameImport } from './same-import.ts';
import { relaxed } from '../file/open-database.ts';
import { type ChunkGroup, groupOverlapping, mergeGroup } from '../readings/series-groups.ts';
import { conflict } from '../storage-failure.ts';
import { prepareTagsOfImport, refreshTagsOfImport } from '../tags.ts';
import { takeTurns } from '../take-turns.ts';

/**
 * Makes an import visible: first its overlapping chunks are merged, tag by tag, and the segments of the
 * tags prepared, while nobody sees it; then one small
 * transaction shows it, and forces it and what was written before it to the disk, in the log. Returns the plant. Throws `conflict` when it is finished
 * already, and when the same file is in the store: then it is dropped.
 */
export async function commitImport(db: Database, importId: number, finish: ImportFinish): Promise<number> {
  const plantId = plantOfLoading(db, importId);
  const same = findSameImport(db, importId, finish.fileSha256);
  if (same !== null) {
    endImport(db, importId, finish.finishedMs);
    throw conflict(
      `All ${countText(finish.rowCount)} rows are already in the store (import #${same}, same SHA-256). Nothing changed.`,
    );
  }
  const policy = policyOfImport(db, importId);
  let mergedAway = 0;
  for (const tagId of tagsOfImport(db, importId)) {
    mergedAway += mergeOverlaps(db, importId, tagId, policy);
    await takeTurns();
  }
  const found = [
    describeDuplicates(policy, finish.duplicateCount + mergedAway),
    describeOverlaps(await countOverlaps(db, importId)),
    describeGaps(db, importId),
  ].filter((notice) => notice !== null);
  const prepared = await prepareTagsOfImport(db, importId);
  db.transaction(() => {
    plantOfLoading(db, importId);
    markCommitted(db, importId, { ...finish, notices: [...finish.notices, ...found] }, mergedAway);
    addEvents(db, plantId, importId, finish.events, finish.finishedMs);
    refreshTagsOfImport(db, importId, prepared);
  }).immediate();
  return plantId;
}

/** Rewrites overlapping chunks of one tag in one import after the policy. Returns how many readings gave way. */
function mergeOverlaps(db: Database, importId: number, tagId: number, policy: DuplicatePolicy): number {
  if (!hasOverlaps(db, importId, tagId)) return 0;
  const groups = [...groupOverlapping(listImportChunks(db, importId, tagId))].filter(
    (group) => group.length > 1,
  );
  return relaxed(db, () =>
    db
      .transaction(() =>
        groups.reduce((total, group) => total + mergeOne(db, importId, tagId, group, policy), 0),
      )
      .immediate(),
  );
}

function mergeOne(
  db: Database,
  importId: number,
  tagId: number,
  group: ChunkGroup,
  policy: DuplicatePolicy,
): number {
  const insert = createChunkInserter(db, 'readings');
  let count = 0;
  for (const block of mergeGroup(group, createChunkLoader(db, 'readings'), policy)) {
    insert(tagId, importId, encodeChunk(block));
    count += block.timesMs.length;
  }
  const remove = db.prepare('DELETE FROM chunks WHERE id = ?');
  for (const chunk of group) remove.run(chunk.id);
  return group.reduce((total, chunk) => total + chunk.header.readingCount, 0) - count;
}
