import { cpSync, mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noCheckpoint } from '@core/checkpoint.ts';
import { previewCsv } from '@core/csv/read-csv.ts';
import { importCsv } from '@core/import/import-csv.ts';
import { AppFailure } from '@shared/errors.ts';
import { openFileSource } from '../../cli/file-source.ts';
import { BACKUPS_FOLDER, createBackup, listBackups, verifyBackup } from '../safety/backups.ts';
import { checkStore } from '../safety/check-store.ts';
import { summariseData } from '../data-summary.ts';
import { openCopy } from '../file/open-database.ts';
import { addPlant } from '../plants.ts';
import { toStoreError } from '../storage-failure.ts';
import { createStoreCalls } from '../store-calls.ts';
import { createStoreHost } from '../store-host.ts';
import {
  createTemporaryStore,
  everySecond,
  importColumns,
  plantFields,
  START_MS,
  type TemporaryStore,
} from './temporary-store.ts';

/**
 * The process in which reads fail, by the library that is loaded before it (scripts/soak/read-faults.c). It does each
 * kind of work again and again on a copy of one store, with the first read failing, then the second, and so on, and
 * prints what was wrong afterwards. Arguments: the most places for each kind of work.
 */
const most = Number(process.argv[2] ?? '10');

/** Of the file's layout and its first check: tried in any case. */
const OPENING_READS = 6;

const noise = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i));
const READINGS = 18_000;
const DELETED = 9000;
/** Two portions of reading, of the tag that is there: what lies below is read when they are committed. */
const CSV_ROWS = 45_000;

interface Work {
  /** Part of the path of the files of which a read fails. */
  readonly file: string;
  /** Readings that may be there when it has been done; before there are `READINGS`. */
  readonly after: number;
  readonly run: (temporary: TemporaryStore) => Promise<unknown>;
  /** Ways in which a read fails; EIO and short where nothing is said. */
  readonly kinds?: readonly string[];
}

const csv = join(mkdtempSync(join(tmpdir(), 'boilerhouse-fault-csv-')), 'april.csv');
writeFileSync(
  csv,
  `time,steam\n${Array.from({ length: CSV_ROWS }, (_, i) => `${new Date(START_MS + i * 1000).toISOString()},${i % 97}`).join('\n')}\n`,
);

async function importFile({ readings }: TemporaryStore): Promise<void> {
  const source = await openFileSource(csv);
  const { plan } = await previewCsv(source, {});
  const hash = createHash('sha256');
  await importCsv(
    readings,
    { plantId: 1, source, plan },
    {
      hash: { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') },
      now: () => START_MS,
      checkpoint: noCheckpoint,
    },
  );
}

const range = { plantId: 1, tagIds: null, fromMs: START_MS + 1000, toMs: START_MS + DELETED * 1000 };
const DATABASE = 'boilerhouse.db';

const WORKS: Readonly<Record<string, Work>> = {
  chart: {
    file: DATABASE,
    after: READINGS,
    run: async ({ store }) =>
      createStoreCalls(store)['trends.query']({
        tagIds: [1],
        fromMs: START_MS,
        toMs: START_MS + 9e7,
        pixels: 900,
      }),
  },
  check: { file: DATABASE, after: READINGS, run: ({ store }) => checkStore(store.reader) },
  import: { file: DATABASE, after: CSV_ROWS, run: importFile },
  'file to import': { file: 'april.csv', after: CSV_ROWS, run: importFile },
  deletion: {
    file: DATABASE,
    after: READINGS - DELETED,
    run: async ({ store }) => createStoreCalls(store)['readings.deleteRange'](range),
  },
  undo: {
    file: DATABASE,
    after: 0,
    run: async ({ store }) => {
      await createStoreCalls(store)['imports.undo']({ importId: 1 });
      // As it is done a moment later.
      store.writer.pragma('wal_checkpoint(PASSIVE)');
    },
  },
  compaction: {
    file: DATABASE,
    after: READINGS,
    run: async ({ store }) => createStoreCalls(store)['store.compact']({}),
  },
  backup: { file: 'boilerhouse', after: READINGS, run: ({ store }) => createBackup(store) },
  'reading a backup back': {
    file: '.db.unfinished',
    after: READINGS,
    kinds: ['EIO', 'short', 'wrong', 'rotten'],
    run: async ({ store }) => {
      const { name } = await createBackup(store);
      // A place that is rotten stays so.
      if (process.env['FAULT_KIND'] === 'rotten') arm(Number(process.env['FAULT_AT']), 'rotten', name);
    },
  },
  restore: {
    file: 'backups',
    after: READINGS,
    run: async ({ store, folder }) => {
      store.close();
      const host = createStoreHost({
        folder,
        programVersion: '1',
        now: () => START_MS,
        onChanged: () => undefined,
      });
      try {
        const result = await host.call('backups.restore', { name: listBackups(folder)[0]?.name ?? '' });
        if (!result.ok) throw new AppFailure(result.error);
      } finally {
        host.close();
      }
    },
  },
};

const pristine = mkdtempSync(join(tmpdir(), 'boilerhouse-fault-'));
const made = createTemporaryStore(pristine);
addPlant(made.store.writer, plantFields('Zawar'));
await importColumns(made.readings, 1, { steam: [everySecond(0, noise(READINGS))] });
const earlier = await createBackup(made.store);
made.store.close();

let round = 0;
/** From now on the read of this number fails; null: none. */
function arm(at: number | null, kind = '', file = ''): void {
  process.env['FAULT_ROUND'] = String(++round);
  process.env['FAULT_KIND'] = kind;
  process.env['FAULT_FILE'] = file;
  process.env['FAULT_AT'] = at === null ? '' : String(at);
}
const hasFired = (since = round): boolean => Number(process.env['FAULT_FIRED']) >= since;

interface Outcome {
  readonly isFired: boolean;
  readonly isRefused: boolean;
  readonly problems: readonly string[];
}

/** `mayRefuse`: SQLite keeps a page that ended too early until the next start; nothing is changed by it. */
function look({ store }: TemporaryStore, after: number, mayRefuse: boolean): string[] {
  try {
    const { readingCount } = summariseData(store.reader, 1);
    return [
      ...(readingCount !== READINGS && readingCount !== after ? [`${readingCount} readings`] : []),
      ...(store.recovered.length > 0 ? [`recovered: ${store.recovered.join(' ')}`] : []),
    ];
  } catch (caught) {
    const error = toStoreError(caught);
    return mayRefuse && error.kind === 'storage' ? [] : [String(caught)];
  }
}

/** The backup that was there is there, every one is whole as the disk gives it, and none is of a work that failed. */
async function lookAtBackups(folder: string, failure: unknown): Promise<string[]> {
  const backups = listBackups(folder);
  const problems = backups.some(({ name }) => name === earlier.name) ? [] : ['the earlier backup is gone'];
  if (failure !== null && backups.length > 1) problems.push('a backup of a work that failed was named');
  for (const { name } of backups)
    try {
      const path = join(folder, BACKUPS_FOLDER, name);
      await verifyBackup(path);
      const copy = openCopy(path);
      problems.push(...(await checkStore(copy)).problems.map((problem) => `${name}: ${problem}`));
      copy.close();
    } catch (caught) {
      problems.push(String(caught));
    }
  return problems;
}

/** What the work did with a read that failed. */
async function tryOnce(name: string, work: Work, at: number, kind: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-fault-'));
  cpSync(pristine, folder, { recursive: true });
  const problems: string[] = [];
  let temporary = createTemporaryStore(folder);
  arm(at, kind, work.file);
  const armed = round;
  const failure: unknown = await work.run(temporary).then(
    () => null,
    (caught: unknown) => caught,
  );
  const isFired = hasFired(armed);
  if (kind !== 'rotten') arm(null);
  problems.push(...(await lookAtBackups(folder, failure)));
  arm(null);
  if (failure !== null) {
    const error = toStoreError(failure, folder);
    if (error.kind !== 'storage' && error.kind !== 'bad-file')
      problems.push(`no message: ${'message' in error ? error.message : error.kind}`);
  }
  if (!temporary.store.writer.open) temporary = createTemporaryStore(folder);
  // The store goes on being used after the failure, then once more after a restart.
  for (const when of ['at once', 'after a restart'] as const) {
    problems.push(
      ...look(temporary, work.after, when === 'at once' && kind === 'short').map((one) => `${one} ${when}`),
    );
    temporary = temporary.reopen();
  }
  problems.push(...(await checkStore(temporary.store.reader)).problems);
  temporary.remove();
  return {
    isFired,
    isRefused: failure !== null,
    problems: problems.map((problem) => `${name}, ${kind} at read ${at}: ${problem}`),
  };
}

/** Opening is told apart: a fault may end it with a message, and then nothing is open. */
async function tryOpening(at: number, kind: string): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'boilerhouse-fault-'));
  cpSync(pristine, folder, { recursive: true });
  const problems: string[] = [];
  arm(at, kind, DATABASE);
  let opened: TemporaryStore | null = null;
  try {
    opened = createTemporaryStore(folder);
  } catch (caught) {
    const error = toStoreError(caught, folder);
    if (error.kind !== 'storage') problems.push(`no message: ${String(caught)}`);
  }
  const isFired = hasFired();
  arm(null);
  const again = opened ?? createTemporaryStore(folder);
  const { readingCount } = summariseData(again.store.reader, 1);
  if (readingCount !== READINGS) problems.push(`${readingCount} readings`);
  if (kind === 'EIO' && again.store.recovered.length > 0)
    problems.push(`a disk that could not be read was taken for damage: ${again.store.recovered.join(' ')}`);
  problems.push(...(await checkStore(again.store.reader)).problems);
  again.remove();
  return {
    isFired,
    isRefused: opened === null,
    problems: problems.map((problem) => `opening, ${kind} at read ${at}: ${problem}`),
  };
}

interface Result {
  fired: number;
  /** Works that failed of it. */
  refused: number;
  problems: string[];
}

async function tryAll(attempt: (at: number) => Promise<Outcome>, places = most, first = 1): Promise<Result> {
  const problems: string[] = [];
  let fired = 0;
  let refused = 0;
  // Close together at the beginning, further apart later on.
  for (let at = first, n = 0; n < places; n++, at += 1 + Math.floor(at / 8)) {
    const outcome = await attempt(at);
    problems.push(...outcome.problems);
    if (!outcome.isFired) break;
    fired++;
    if (outcome.isRefused) refused++;
  }
  return { fired, refused, problems };
}

const result: Record<string, Result> = {};
/** Of a copy of the store that is made here. */
const FIRST_PAGE_OF_CHUNKS = 50;
const KINDS = ['EIO', 'short'];
for (const kind of KINDS)
  result[`opening, ${kind}`] = await tryAll((at) => tryOpening(at, kind), Math.max(most, OPENING_READS));
for (const [name, work] of Object.entries(WORKS))
  for (const kind of work.kinds ?? KINDS)
    result[`${name}, ${kind}`] = await tryAll(
      (at) => tryOnce(name, work, at, kind),
      most,
      kind === 'rotten' ? FIRST_PAGE_OF_CHUNKS : 1,
    );
writeSync(1, JSON.stringify(result));
rmSync(pristine, { recursive: true });
