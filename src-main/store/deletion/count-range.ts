import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import { createChunkLoader, listChunks } from '../readings/chunk-table.ts';
import { type DeletedRange, tagsOfRange } from './delete-range.ts';
import { blocksOf, type ChunkGroup, cutToRange, groupOverlapping } from '../readings/series-groups.ts';
import { takeTurns } from '../take-turns.ts';

/** Decoded at most between two turns of other work. */
const GROUPS_A_TURN = 32;

/** What `deleteRange` would answer, with other work in between. Throws `not-found`, `invalid-input`. */
export async function countRange(
  db: Database,
  range: DeletedRange,
): Promise<CallOutput<'readings.deleteRange'>> {
  let readingCount = 0;
  let tagCount = 0;
  for (const tagId of tagsOfRange(db, range)) {
    const count = await countOfTag(db, tagId, range);
    readingCount += count;
    if (count > 0) tagCount++;
  }
  return { readingCount, tagCount };
}

/** Readings of a tag in the range as they are read. Only chunks that overlap or reach over an end are decoded. */
async function countOfTag(db: Database, tagId: number, { fromMs, toMs }: DeletedRange): Promise<number> {
  const load = createChunkLoader(db, 'readings');
  const decodedCount = (group: ChunkGroup): number => {
    let count = 0;
    for (const block of cutToRange(blocksOf(group, load), fromMs, toMs)) count += block.timesMs.length;
    return count;
  };
  let count = 0;
  let decoded = 0;
  const chunks = [...listChunks(db, { kind: 'readings', ownerId: tagId }, fromMs, toMs)];
  for (const group of groupOverlapping(chunks)) {
    const [{ header }] = group;
    if (group.length === 1 && header.firstMs >= fromMs && header.lastMs <= toMs) {
      count += header.readingCount;
      continue;
    }
    count += decodedCount(group);
    if (++decoded % GROUPS_A_TURN === 0) await takeTurns();
  }
  await takeTurns();
  return count;
}
