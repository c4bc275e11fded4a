import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import { clearEnded } from './ended-imports.ts';
import { getImport } from './imports.ts';
import { tidyUp } from './storage-failure.ts';
import { refreshTagsOfImport } from './tags.ts';

/**
 * Takes a committed import back. One transaction hides it, with its known events, and counts its tags anew: from then on
 * everything is read as if it had never been. Its chunks are deleted after that, a portion at a time; the next start
 * completes an undo that was cut off there. Throws `not-found`.
 */
export async function undoImport(
  db: Database,
  importId: number,
  nowMs: number,
): Promise<CallOutput<'imports.undo'>> {
  const { plantId, fileName, readingCount } = getImport(db, importId);
  db.transaction(() => hideImport(db, importId, nowMs)).immediate();
  await tidyUp(async () => {
    await clearEnded(db);
    if (db.open) db.pragma('wal_checkpoint(FULL)');
  });
  return { plantId, fileName, readingCount };
}

function hideImport(db: Database, importId: number, nowMs: number): void {
  db.prepare(
    `INSERT INTO undone_imports (id, plant_id, file_name, file_sha256, reading_count, undone_ms)
     SELECT id, plant_id, file_name, file_sha256, reading_count, ? FROM imports WHERE id = ?`,
  ).run(nowMs, importId);
  db.prepare(`UPDATE imports SET state = 'loading' WHERE id = ?`).run(importId);
  db.prepare('DELETE FROM known_events WHERE import_id = ?').run(importId);
  refreshTagsOfImport(db, importId);
}
