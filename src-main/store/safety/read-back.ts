import type { Database } from 'better-sqlite3';
import {
  createChunkLoader,
  listChunkPage,
  type SeriesKind,
  type StoredChunk,
} from '../readings/chunk-table.ts';
import { isDamagedChunk } from './damage.ts';

const CHUNKS_A_PAGE = 256;

/** Throws when a chunk is damaged in the copy that is sound in the store. Damage that was there before is copied as it is. */
export function refuseNewDamage(live: Database, copy: Database): void {
  for (const kind of ['readings', 'scores'] as const) {
    const [load, loadLive] = [createChunkLoader(copy, kind), createChunkLoader(live, kind)];
    for (const chunk of listAllChunks(copy, kind)) {
      try {
        load(chunk);
      } catch (caught) {
        if (isDamagedChunk(caught) && !isLoadable(loadLive, chunk)) continue;
        throw caught;
      }
    }
  }
}

function* listAllChunks(db: Database, kind: SeriesKind): Generator<StoredChunk> {
  for (let last = 0; ;) {
    const page = listChunkPage(db, kind, last, CHUNKS_A_PAGE);
    yield* page;
    if (page.length < CHUNKS_A_PAGE) return;
    last = page.at(-1)?.id ?? last;
  }
}

function isLoadable(load: ReturnType<typeof createChunkLoader>, chunk: StoredChunk): boolean {
  try {
    load(chunk);
    return true;
  } catch (caught) {
    if (isDamagedChunk(caught)) return false;
    throw caught;
  }
}
