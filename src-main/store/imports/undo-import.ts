import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import { clearBehind } from './ended-imports.ts';
import { getImport } from './imports.ts';
import { moveLogLater } from '../file/move-log.ts';
import { sweepRejects } from './reject-files.ts';
import type { Store } from '../store.ts';
import { refreshTagsOfImport } from '../tags.ts';

/**
 * Takes a committed import back. One transaction hides it, with its known events, and counts its tags anew: from then on
 * everything is read as if it had never been. Its chunks are cleared away behind the answer. Throws `not-found`.
 */
export function undoImport(store: Store, importId: number): CallOutput<'imports.undo'> {
  const { writer, folder } = store;
  const { plantId, fileName, readingCount } = getImport(writer, importId);
  writer.transaction(() => hideImport(writer, importId, store.now())).immediate();
  sweepRejects(writer, folder, importId);
  store.onChanged({ plantId, what: 'readings' });
  clearBehind(store);
  moveLogLater(writer);
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
