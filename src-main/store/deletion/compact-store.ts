import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import { listChunks } from '../readings/chunk-table.ts';
import { freeBytes } from '../file/disk-space.ts';
import { relaxed } from '../file/open-database.ts';
import { rewriteChunks, type Watch } from './rewrite-chunks.ts';
import { diskFull } from '../storage-failure.ts';
import type { Store } from '../store.ts';
import { refreshTagStatistics } from '../tags.ts';
import { takeTurns } from '../take-turns.ts';

/** Chunks whose summaries are made anew in one transaction. */
const CHUNKS_A_STEP = 256;
/** Pages moved in one transaction: half a megabyte. */
const PAGES_A_STEP = 64;

/** Shares of the whole at which the second and the third part begin. */
const SUMMARIES_AT = 0.4;
const VACUUM_AT = 0.6;

const noWatch: Watch = { tell: () => undefined, isCancelled: () => false };

/**
 * Writes chunks of earlier versions in today's encoding, joins small neighbours of one import, makes the summaries anew and
 * gives free room of the file back to the disk, in steps, with other work between them. No reading changes. Each step is a
 * transaction: a cut or a cancel leaves what is done. Only a file of an earlier version is copied once as a whole; throws
 * `storage`, when the disk has not the room for that, before anything is changed.
 */
export async function compactStore(
  store: Store,
  watch: Watch = noWatch,
): Promise<CallOutput<'store.compact'>> {
  const { writer } = store;
  const bytesBefore = store.databaseBytes();
  if (!isStepwise(writer)) refuseWithoutRoom(store, bytesBefore);
  const rewrittenCount = await rewriteChunks(writer, watch, SUMMARIES_AT);
  await refreshSummaries(writer, watch);
  await freeRoom(writer, watch);
  writer.pragma('wal_checkpoint(TRUNCATE)');
  return {
    bytesBefore,
    bytesAfter: store.databaseBytes(),
    rewrittenCount,
    isComplete: !watch.isCancelled(),
  };
}

/** True for a file whose pages can be moved one by one; those of earlier versions have to be copied once. */
export const isStepwise = (db: Database): boolean => pragmaNumber(db, 'auto_vacuum') === 2;

/** Bytes of the file that hold nothing. */
export const countFreeBytes = (db: Database): number =>
  pragmaNumber(db, 'freelist_count') * pragmaNumber(db, 'page_size');

function pragmaNumber(db: Database, pragma: string): number {
  const value = db.pragma(pragma, { simple: true });
  return typeof value === 'number' ? value : 0;
}

function refuseWithoutRoom({ folder }: Store, bytes: number): void {
  const free = freeBytes(folder);
  if (free !== null && free < bytes * 2)
    throw diskFull(
      bytes * 2,
      free,
      'The first compaction of a file of an earlier version needs room for a copy and its log. Nothing was changed.',
    );
}

/** Makes the summaries of all tags anew; a cancel ends it between two tags. */
async function refreshSummaries(db: Database, watch: Watch): Promise<void> {
  const tagIds = db.prepare<[], number>('SELECT id FROM tags').pluck().all();
  for (const [done, tagId] of tagIds.entries()) {
    if (watch.isCancelled()) return;
    const chunks = [...listChunks(db, { kind: 'readings', ownerId: tagId }, -Infinity, Infinity)];
    for (let at = 0; at === 0 || at < chunks.length; at += CHUNKS_A_STEP) {
      const fromMs = at === 0 ? -Infinity : (chunks[at]?.header.firstMs ?? -Infinity);
      const toMs = chunks[at + CHUNKS_A_STEP]?.header.firstMs ?? Infinity;
      relaxed(db, () => db.transaction(() => refreshTagStatistics(db, tagId, fromMs, toMs)).immediate());
      await takeTurns();
    }
    watch.tell(SUMMARIES_AT + ((VACUUM_AT - SUMMARIES_AT) * (done + 1)) / tagIds.length, 'Making summaries');
  }
}

/** Moves pages from the end of the file into free ones, and cuts the end off. */
async function freeRoom(db: Database, watch: Watch): Promise<void> {
  if (!isStepwise(db)) {
    if (watch.isCancelled()) return;
    watch.tell(VACUUM_AT, 'Copying the file once, in one go');
    await takeTurns();
    db.pragma('auto_vacuum = INCREMENTAL');
    db.exec('VACUUM');
  }
  const total = pragmaNumber(db, 'freelist_count');
  for (let left = total; left > 0 && !watch.isCancelled();) {
    relaxed(db, () => db.pragma(`incremental_vacuum(${PAGES_A_STEP})`));
    const rest = pragmaNumber(db, 'freelist_count');
    // Work in between may have freed more; where nothing moves, the rest stays for the next time.
    if (rest === left) return;
    left = rest;
    watch.tell(1 - ((1 - VACUUM_AT) * Math.min(left, total)) / total, 'Giving room back to the disk');
    await takeTurns();
  }
}
