import type { Database } from 'better-sqlite3';
import type { CallOutput } from '@shared/contract/contract.ts';
import { decodeChunk } from '@core/chunks/decode-chunk.ts';
import { encodeChunk } from '@core/chunks/encode-chunk.ts';
import { readPyramid } from '@core/chunks/pyramid.ts';
import {
  checksumOfChunk,
  createChunkLoader,
  describeChunkPlace,
  listChunkPage,
  type SeriesKind,
  type StoredChunk,
} from '../readings/chunk-table.ts';
import { checkSegments } from '../readings/series-segments.ts';
import { takeTurns } from '../take-turns.ts';

export type CheckReport = CallOutput<'store.check'>;

const MOST_PROBLEMS = 100;
const CHUNKS_A_TURN = 16;

/** SQLite's own check of its file, full or quick. What it finds, empty when sound; also when the file cannot be read at all. */
export function checkFile(db: Database, kind: 'integrity_check' | 'quick_check'): string[] {
  try {
    const rows = db.prepare<[], string>(`PRAGMA ${kind}(${MOST_PROBLEMS})`).pluck().all();
    return rows.length === 1 && rows[0] === 'ok' ? [] : rows;
  } catch (caught) {
    return [caught instanceof Error ? caught.message : String(caught)];
  }
}

/** Rows that name a row which is not there. */
export function checkReferences(db: Database): string[] {
  try {
    return db
      .prepare<[], { table: string; rowid: number | null; parent: string }>('PRAGMA foreign_key_check')
      .all()
      .slice(0, MOST_PROBLEMS)
      .map(({ table, rowid, parent }) => `Row ${String(rowid)} of ${table} belongs to nothing in ${parent}.`);
  } catch (caught) {
    return [caught instanceof Error ? caught.message : String(caught)];
  }
}

/** Compares one chunk with its header and checksum. Null when it is sound. */
export function checkChunk(stored: StoredChunk, load: ReturnType<typeof createChunkLoader>): string | null {
  try {
    const chunk = load(stored);
    readPyramid(chunk.pyramid, chunk.header.readingCount);
    const again = encodeChunk(decodeChunk(chunk));
    // The checksum covers the header; without bytes it is that of the header alone.
    const none = { pyramid: new Uint8Array(), times: new Uint8Array(), values: new Uint8Array() };
    const bare = { ...none, qualities: new Uint8Array(), statuses: [] };
    return checksumOfChunk({ ...bare, header: again.header }) ===
      checksumOfChunk({ ...bare, header: chunk.header })
      ? null
      : 'its header is not that of its readings.';
  } catch (caught) {
    return caught instanceof Error ? caught.message : String(caught);
  }
}

/** The full check: the file, its references, and every chunk decoded against header and checksum. Lets other work in between. */
export async function checkStore(db: Database): Promise<CheckReport> {
  const problems = [...checkFile(db, 'integrity_check'), ...checkReferences(db)];
  let chunkCount = 0;
  let readingCount = 0;
  for (const kind of ['readings', 'scores'] as const) {
    await eachChunk(db, kind, 0, (chunk, problem) => {
      chunkCount++;
      readingCount += kind === 'readings' ? chunk.header.readingCount : 0;
      if (problem !== null && problems.length < MOST_PROBLEMS)
        problems.push(`${describeChunkPlace(db, kind, chunk)}: ${problem}`);
      return true;
    });
  }
  problems.push(...checkSegments(db).slice(0, MOST_PROBLEMS - problems.length));
  return { isSound: problems.length === 0, problems, chunkCount, readingCount };
}

/** Checks chunks by number after `afterId`, a few a turn, until `visit` answers false or none is left. */
async function eachChunk(
  db: Database,
  kind: SeriesKind,
  afterId: number,
  visit: (chunk: StoredChunk, problem: string | null) => boolean,
): Promise<void> {
  let last = afterId;
  for (;;) {
    const page = listChunkPage(db, kind, last, CHUNKS_A_TURN);
    const load = createChunkLoader(db, kind);
    for (const chunk of page) {
      last = chunk.id;
      if (!visit(chunk, checkChunk(chunk, load))) return;
    }
    if (page.length < CHUNKS_A_TURN) return;
    await takeTurns();
  }
}

/**
 * Checks chunks of readings in the background until the time is up, from the one after `afterId` on. The number of the
 * last one checked, 0 when all are done, and what was found.
 */
export async function checkSome(
  db: Database,
  afterId: number,
  isTimeUp: () => boolean,
): Promise<{ readonly lastId: number; readonly problems: string[] }> {
  const problems: string[] = [];
  let stoppedAt = 0;
  await eachChunk(db, 'readings', afterId, (chunk, problem) => {
    if (problem !== null && problems.length < MOST_PROBLEMS)
      problems.push(`${describeChunkPlace(db, 'readings', chunk)}: ${problem}`);
    stoppedAt = isTimeUp() ? chunk.id : 0;
    return stoppedAt === 0;
  });
  return { lastId: stoppedAt, problems };
}
