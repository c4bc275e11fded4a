import { readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { noCheckpoint } from '@core/checkpoint.ts';
import type { ReadingStore } from '@core/reading-store.ts';
import { analyse } from '../../../src-worker/services/run-service.ts';
import { BACKUPS_FOLDER, createBackup, verifyBackup } from '../safety/backups.ts';
import { checkStore } from '../safety/check-store.ts';
import { clearEnded } from '../imports/ended-imports.ts';
import { compactStore } from '../deletion/compact-store.ts';
import { deleteRange } from '../deletion/delete-range.ts';
import { firstLayout } from '../migrations/0001-first-layout.ts';
import { migrate } from '../migrations/migrate.ts';
import { DATABASE_FILE, openStore, type Store } from '../open-store.ts';
import { addPlant, listPlants } from '../plants.ts';
import { createReadingStore } from '../reading-store.ts';
import { listTags, refreshTagStatistics } from '../tags.ts';
import { undoImport } from '../imports/undo-import.ts';
import { chunksOf, finish, importedTag, plantFields, readSeconds, START_MS } from './temporary-store.ts';

/**
 * The process that the kill tests kill. It opens the data folder, prints what it finds there as `state <JSON>`, and then
 * works for ever, printing a line before and after every step: `begin 3`, `committed 3`. Arguments: what to do, data
 * folder, number of the first import.
 */
const [kind = '', folder = '', first = '1'] = process.argv.slice(2);

/** Written at once, so that nothing that was done is unsaid when the process is killed. */
const tell = (line: string): void => {
  writeSync(1, `${line}\n`);
};

/** Of the file of layout 1. */
const IMPORTS_OF_FIRST = 6;
const READINGS = 9000;
const SHIFT = 4000;
const TAGS = ['steam', 'flow'];

const open = (): Store =>
  openStore({ folder, programVersion: '1.2.3', now: () => START_MS, onChanged: () => undefined });

const timeOf = (number: number, i: number): number => number * SHIFT + i;

const plantOf = (store: Store): number =>
  listPlants(store.writer)[0]?.id ?? addPlant(store.writer, plantFields('Zawar')).id;

/** Two portions that overlap, the later one first, so that the commit has to merge. */
async function importNumber(store: Store, readings: ReadingStore, number: number): Promise<number> {
  const plantId = plantOf(store);
  const importId = await readings.beginImport({
    plantId,
    source: 'csv',
    fileName: `${number}.csv`,
    settings: {},
    startedMs: START_MS,
  });
  const tagIds = await readings.resolveTags(
    plantId,
    TAGS.map((name) => importedTag(name)),
  );
  const all = Array.from({ length: READINGS }, (_, i): [number, number] => [timeOf(number, i), number]);
  for (const tagId of tagIds)
    for (const chunk of chunksOf(tagId, all.slice(3000), all.slice(0, 5000)))
      await readings.appendChunks(importId, [chunk]);
  await readings.appendRejects(importId, [{ line: 1, column: null, reason: 'x', raw: 'y' }]);
  await readings.commitImport(
    importId,
    finish({ rejectedCount: 1, fileSha256: number.toString(16).padStart(64, '0') }),
  );
  return importId;
}

/** Chunks of an import that is cancelled: several steps of clearing away. */
const CANCELLED_CHUNKS = 2500;

/** Cancels an import of a large file, which brought a tag of its own. Resolves, once it is told, with what clears it away. */
async function cancelNumber(store: Store, readings: ReadingStore, number: number): Promise<void> {
  const plantId = plantOf(store);
  const importId = await readings.beginImport({
    plantId,
    source: 'csv',
    fileName: `cancelled-${number}.csv`,
    settings: {},
    startedMs: START_MS,
  });
  const [tagId = 0] = await readings.resolveTags(plantId, [importedTag(`of ${number}`)]);
  const noise = Array.from({ length: 1000 }, (_, i): [number, number] => [i, Math.sin(i)]);
  for (const chunk of chunksOf(tagId, noise))
    for (let sent = 0; sent < CANCELLED_CHUNKS; sent += 500)
      await readings.appendChunks(importId, new Array<typeof chunk>(500).fill(chunk));
  tell(`cancelling ${number}`);
  await readings.abortImport(importId);
  tell(`cancelled ${number}`);
}

/** What is deleted after an import, before the next one; that one covers some of it again. */
const deletedRange = (number: number) => ({
  fromMs: START_MS + timeOf(number, 1000) * 1000,
  toMs: START_MS + timeOf(number, 5999) * 1000,
});

/** Numbers of the imports after which readings were deleted. */
const deletedNumbers = (store: Store): number[] =>
  store.writer
    .prepare<[], number>('SELECT from_ms FROM deletions ORDER BY id')
    .pluck()
    .all()
    .map((fromMs) => ((fromMs - START_MS) / 1000 - 1000) / SHIFT);

async function deleteAfter(store: Store, number: number): Promise<void> {
  const plantId = listPlants(store.writer)[0]?.id ?? 0;
  tell(`deleting ${number}`);
  const range = { plantId, tagIds: null, ...deletedRange(number) };
  await deleteRange(store.writer, range, 'range', { name: 'nobody', nowMs: START_MS });
  tell(`deleted ${number}`);
}

/** Numbers of the imports that are there, and whatever is not as these imports make it. */
async function inspect(
  store: Store,
  readings: ReadingStore,
): Promise<{ imports: number[]; problems: string[] }> {
  await clearEnded(store.writer);
  const { problems } = await checkStore(store.writer);
  const imports = store.writer
    .prepare<[], { id: number; fileName: string }>(
      'SELECT id, file_name AS fileName FROM imports ORDER BY id',
    )
    .all();
  const numbers = imports.map(({ fileName }) => parseInt(fileName, 10));
  const expected = new Map<number, number>();
  const deleted = deletedNumbers(store);
  for (const number of numbers) {
    for (let i = 0; i < READINGS; i++) expected.set(timeOf(number, i), number);
    if (deleted.includes(number)) for (let i = 1000; i <= 5999; i++) expected.delete(timeOf(number, i));
  }
  const [chunkCount] = store.writer
    .prepare<[], number>(`SELECT count(*) FROM chunks WHERE import_id NOT IN (SELECT id FROM imports)`)
    .pluck()
    .all();
  if (chunkCount !== 0) problems.push(`${chunkCount} chunks of no import`);
  for (const plant of listPlants(store.writer)) {
    const names = listTags(store.writer, plant.id).map(({ name }) => name);
    if (names.some((name) => !TAGS.includes(name))) problems.push(`tags: ${names.join(', ')}`);
    const before = JSON.stringify(listTags(store.writer, plant.id));
    for (const tag of listTags(store.writer, plant.id)) {
      const read = await readSeconds(readings, tag.id);
      if (read.length !== expected.size)
        problems.push(`${tag.name}: ${read.length} readings of ${expected.size}`);
      if (read.some(([second, value]) => expected.get(second) !== value))
        problems.push(`${tag.name}: wrong values`);
      refreshTagStatistics(store.writer, tag.id);
    }
    if (JSON.stringify(listTags(store.writer, plant.id)) !== before)
      problems.push('the counts of the tags are wrong');
  }
  problems.push(...(await inspectRuns(store, readings)));
  const rejects = readNames('rejects').length;
  if (rejects !== imports.length) problems.push(`${rejects} reject files for ${imports.length} imports`);
  return { imports: numbers, problems };
}

const trainedRuns = (store: Store): number[] =>
  store.writer.prepare<[], number>(`SELECT id FROM runs WHERE status = 'finished' ORDER BY id`).pluck().all();

/** Finished runs are whole, and the others hold nothing. */
async function inspectRuns(store: Store, readings: ReadingStore): Promise<string[]> {
  const problems: string[] = [];
  const runs = store.writer
    .prepare<
      [],
      { id: number; status: string; sampleCount: number; told: number; scores: number; anomalies: number }
    >(
      `SELECT id, status, sample_count AS sampleCount, anomaly_count AS told,
         (SELECT coalesce(sum(reading_count), 0) FROM score_chunks WHERE run_id = runs.id) AS scores,
         (SELECT count(*) FROM anomalies WHERE run_id = runs.id) AS anomalies
       FROM runs ORDER BY id`,
    )
    .all();
  for (const { id, status, sampleCount, told, scores, anomalies } of runs) {
    if (status === 'running') problems.push(`run ${id} runs for ever`);
    else if (status !== 'finished' && scores + anomalies > 0) problems.push(`run ${id} is there by halves`);
    else if (status === 'finished') {
      if (scores !== sampleCount || sampleCount === 0)
        problems.push(`run ${id}: ${scores} scores of ${sampleCount}`);
      if (anomalies !== told) problems.push(`run ${id}: ${anomalies} anomalies of ${told}`);
      await readings.loadDetector(id).catch(() => problems.push(`run ${id} lost its detector`));
    }
  }
  return problems;
}

/** Trains on what the import holds, until it is killed. */
async function train(store: Store, readings: ReadingStore): Promise<never> {
  if (trainedRuns(store).length === 0 && listPlants(store.writer).length === 0)
    await importNumber(store, readings, 1);
  const plantId = listPlants(store.writer)[0]?.id ?? 0;
  const tagIds = listTags(store.writer, plantId).map((tag) => tag.id);
  const fromMs = START_MS + timeOf(1, 0) * 1000;
  const toMs = fromMs + READINGS * 1000;
  for (let seed = 1; ; seed++) {
    tell('training');
    const run = await analyse(
      readings,
      {
        plantId,
        tagIds,
        fromMs,
        toMs,
        trainFromMs: fromMs,
        trainToMs: toMs,
        detectorId: 'isolation-forest',
        detectorOptions: {},
        seed,
        contamination: 0.05,
      },
      noCheckpoint,
    );
    tell(`trained ${run.id}`);
  }
}

function readNames(name: string): string[] {
  try {
    return readdirSync(join(folder, name));
  } catch {
    return [];
  }
}

async function inspectBackups(): Promise<string[]> {
  const problems: string[] = [];
  for (const name of readNames(BACKUPS_FOLDER).filter((one) => one.endsWith('.db')))
    await verifyBackup(join(folder, BACKUPS_FOLDER, name)).catch((caught: unknown) =>
      problems.push(String(caught)),
    );
  return problems;
}

/** Turns the store into the one that layout 1 would have held. */
function makeFirstLayout(store: Store): void {
  store.close();
  const path = join(folder, DATABASE_FILE);
  const db = new Database(`${path}.1`);
  migrate(db, [firstLayout]);
  db.pragma('foreign_keys = OFF');
  db.prepare('ATTACH ? AS newer').run(path);
  for (const table of ['plants', 'tags', 'imports', 'chunks', 'chunk_bytes']) {
    const columns = db
      .prepare<[string], string>(`SELECT group_concat('"' || name || '"') FROM pragma_table_info(?)`)
      .pluck()
      .get(table);
    db.exec(`INSERT INTO main.${table} SELECT ${columns ?? ''} FROM newer.${table}`);
  }
  db.close();
}

async function work(store: Store, readings: ReadingStore): Promise<void> {
  const start = Number(first);
  if (kind === 'import')
    for (let number = start; ; number++) {
      tell(`begin ${number}`);
      await importNumber(store, readings, number);
      tell(`committed ${number}`);
    }
  if (kind === 'undo')
    for (let number = start; ; number++) {
      tell(`begin ${number}`);
      const importId = await importNumber(store, readings, number);
      tell(`committed ${number}`);
      if (number % 3 === 0) continue;
      tell(`undoing ${number}`);
      undoImport(store, importId);
      tell(`undone ${number}`);
    }
  if (kind === 'cancel')
    for (let number = start; ; number++) {
      await cancelNumber(store, readings, number);
      const cleared = clearEnded(store.writer).then(() => tell(`cleared ${number}`));
      tell(`begin ${number}`);
      await importNumber(store, readings, number);
      tell(`committed ${number}`);
      await cleared;
    }
  if (kind === 'deletion' || kind === 'compaction')
    for (let number = start; ; number++) {
      tell(`begin ${number}`);
      await importNumber(store, readings, number);
      tell(`committed ${number}`);
      await deleteAfter(store, number);
      if (kind === 'deletion') continue;
      tell('compacting');
      await compactStore(store);
      tell('compacted');
    }
  if (kind === 'training') await train(store, readings);
  if (kind === 'backup') {
    tell(`begin ${start}`);
    await importNumber(store, readings, start);
    tell(`committed ${start}`);
    for (;;) {
      tell('backing up');
      tell(`backup ${(await createBackup(store)).name}`);
    }
  }
  if (kind === 'make-first-layout') {
    for (let number = 1; number <= IMPORTS_OF_FIRST; number++) await importNumber(store, readings, number);
    makeFirstLayout(store);
    return;
  }
  store.close();
}

tell('opening');
const store = open();
const readings = createReadingStore(store);
tell('opened');
if (kind !== 'migrate') {
  const { imports, problems } = await inspect(store, readings);
  const { recovered, interrupted } = store;
  tell(
    `state ${JSON.stringify({ imports, interrupted, deleted: deletedNumbers(store), trained: trainedRuns(store), problems: [...recovered, ...problems, ...(await inspectBackups())] })}`,
  );
}
await work(store, readings);
